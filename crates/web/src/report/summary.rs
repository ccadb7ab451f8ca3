//! Everything once more, and sending it.

use super::flow::{self, Place, Progress};
use super::writing::Writing;
use crate::error;
use crate::frame::{Errors, Fact, Page, T, show_as};
use crate::posted::Posted;
use crate::staff::show as say;
use crate::visitor::{MEND, Shown, Visitor};
use askama::Template;
use domain::refusal::FieldError;
use domain::report::IdentityMode;
use http::StatusCode;

/// The longest address of an e-mail box, in characters (RFC 5321, 4.5.3.1.3).
const LONGEST_ADDRESS: usize = 254;

#[derive(Template)]
#[template(path = "report/summary.html")]
struct Summary {
    t: T,
    page: Page,
    errors: Errors,
    token: String,
    progress: Progress,
    facts: Vec<Fact>,
    email: String,
}

/// What was filled in, each with the place to change it.
async fn facts(writing: &Writing) -> Result<Vec<Fact>, office::Error> {
    let (t, draft) = (writing.t(), &writing.draft);
    let organisation = writing.visitor.office().organisation().await?;
    let agency = draft.agency.as_deref().and_then(|key| organisation.node_by_key(key));
    let mut facts = Vec::new();
    let mut add = |label: String, value: String, place: Place| {
        let value = if value.trim().is_empty() { t.get("summary-none") } else { value };
        let change = writing.visitor.href(place.path());
        facts.push(Fact::new(label, value).changed_at(format!("{change}?back=yes")));
    };
    add(t.get("summary-agency"), agency.map(|node| say::node(t, node)).unwrap_or_default(), Place::Concern);
    let channel = draft.channel.map(|channel| t.of("channel", channel.name())).unwrap_or_default();
    add(t.get("summary-channel"), channel, Place::Concern);
    let mode = draft.identity.map(|mode| t.of("identity", mode.name())).unwrap_or_default();
    add(t.get("summary-identity"), mode, Place::Identity);
    if draft.identity != Some(IdentityMode::Anonymous) {
        add(t.get("summary-name"), draft.who.name.clone(), Place::Identity);
        add(t.get("summary-contact"), draft.who.contact.clone(), Place::Identity);
    }
    for place in flow::way(draft) {
        for field in place.asks(draft.channel) {
            let said =
                draft.answers.list().into_iter().find(|(name, _)| name == field).map(|(_, text)| text.to_owned());
            add(label(t, field), said.unwrap_or_default(), *place);
        }
    }
    let files: Vec<&str> = draft.files.iter().map(|file| file.name.as_str()).collect();
    add(t.get("summary-files"), files.join("\n"), Place::Files);
    Ok(facts)
}

/// An answer's name in the list: short, and from the reporter's side.
pub(crate) fn label(t: T, field: &str) -> String {
    match field {
        "how" => t.get("summary-how"),
        "relation" => t.get("summary-relation"),
        "told" => t.get("summary-told"),
        "worries" => t.get("summary-worries"),
        other => t.of("told", other),
    }
}

async fn page(writing: &Writing, status: StatusCode, errors: Errors, email: String) -> Shown {
    let page = Summary {
        t: writing.t(),
        page: writing.visitor.page(),
        errors,
        token: writing.tag(),
        progress: writing.progress(Place::Summary, false),
        facts: facts(writing).await?,
        email,
    };
    Ok(writing.answer(show_as(status, &page)))
}

/// The summary.
pub(super) async fn show_page(visitor: Visitor) -> Shown {
    let writing = Writing::at(visitor, Place::Summary).await?;
    let email = writing.draft.notice_email.clone().unwrap_or_default();
    page(&writing, StatusCode::OK, Errors::none(), email).await
}

/// Sends the report. Sent twice, it is one report.
pub(super) async fn send(visitor: Visitor, posted: Posted) -> Shown {
    let mut writing = Writing::for_form(visitor).await?;
    let email = posted.trimmed("email");
    if let Some(errors) = writing.stale(&posted) {
        return page(&writing, MEND, errors, email).await;
    }
    if let Some(missing) = flow::missing(&writing.draft) {
        return Ok(writing.visitor.go(missing.path()));
    }
    if !email.is_empty() && !is_address(&email) {
        let mut errors = Errors::none();
        errors.add("email", error::field_sentence(writing.t(), &FieldError::new("email", "not-an-email")));
        return page(&writing, MEND, errors, email).await;
    }
    writing.draft.notice_email = Some(email.clone()).filter(|email| !email.is_empty());
    if let Some(errors) = writing.save().await? {
        return page(&writing, MEND, errors, email).await;
    }
    match writing.visitor.office().submit(&writing.token).await {
        Ok(_) => Ok(writing.visitor.go("/report/receipt")),
        Err(error) => {
            let errors = error::of_form(writing.t(), error)?;
            page(&writing, MEND, errors, email).await
        }
    }
}

/// Whether a text looks like the address of a mail box. The office looks closer before it sends to it.
fn is_address(text: &str) -> bool {
    let parts = text.split_once('@');
    let named = |(name, host): (&str, &str)| !name.is_empty() && host.contains('.') && !host.contains('@');
    text.chars().count() <= LONGEST_ADDRESS
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        && parts.is_some_and(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_what_is_none() {
        assert!(is_address("naam@voorbeeld.nl"));
        for wrong in ["naam", "naam@", "@voorbeeld.nl", "naam@voorbeeld", "een naam@voorbeeld.nl", "a@b@c.nl"] {
            assert!(!is_address(wrong), "{wrong}");
        }
    }
}
