//! Writing down a report that was told by phone or in person. The reporter gets a code, to check, correct and approve it.

use crate::error::Answer;
use crate::frame::{self, Choice, Errors, Page, T, Tone};
use crate::posted::Posted;
use crate::staff::{Desk, Place, show as words};
use askama::Template;
use domain::Refusal;
use domain::access::Act;
use domain::refusal::FieldError;
use domain::report::{Answers, Channel, Identity, IdentityMode, Language, NewReport, Via};
use http::StatusCode;

#[derive(Template)]
#[template(path = "inbox/register.html")]
struct Register {
    t: T,
    page: Page,
    errors: Errors,
    tag: String,
    once: String,
    form: Posted,
    agencies: Vec<Choice>,
    channels: Vec<Choice>,
    identities: Vec<Choice>,
    languages: Vec<Choice>,
    ways: Vec<Choice>,
    questions: Vec<Question>,
}

struct Question {
    name: &'static str,
    label: String,
    hint: String,
    value: String,
    rows: u32,
    is_optional: bool,
}

pub(super) async fn show(desk: Desk) -> Answer {
    let mut form = Posted::default();
    form.set("via", "phone");
    form.set("language", "nl");
    page(&desk, form, StatusCode::OK, Errors::none()).await
}

async fn page(desk: &Desk, form: Posted, status: StatusCode, errors: Errors) -> Answer {
    let t = desk.t();
    let organisation = desk.office().organisation().await?;
    let agencies = words::agencies(t, &organisation, desk.staff().id, Act::RegisterReport);
    if agencies.is_empty() {
        return Err(Refusal::NotAllowed.into());
    }
    let mut form = form;
    if let [only] = agencies.as_slice() {
        form.set("agency", only.value.clone());
    }
    let question = |name: &'static str, value: &str| Question {
        name,
        label: t.of("told", name),
        hint: if t.knows("register-hint", name) { t.of("register-hint", name) } else { String::new() },
        value: value.to_owned(),
        rows: if name == "what" { 8 } else { 3 },
        is_optional: name != "what",
    };
    let answers = answers(&form);
    let page = Register {
        t,
        page: desk.page(Place::Register),
        errors,
        tag: desk.tag(),
        once: desk.once(&form),
        agencies,
        channels: Channel::ALL.into_iter().map(|one| Choice::new(one.name(), t.of("channel", one.name()))).collect(),
        identities: IdentityMode::ALL
            .into_iter()
            .map(|one| {
                Choice::new(one.name(), t.of("identity", one.name())).with_hint(t.of("register-identity", one.name()))
            })
            .collect(),
        languages: Language::ALL
            .into_iter()
            .map(|one| Choice::new(one.name(), t.of("register-language", one.name())))
            .collect(),
        ways: Via::ORAL.into_iter().map(|way| Choice::new(way.name(), t.of("register-via", way.name()))).collect(),
        questions: answers.list().into_iter().map(|(name, value)| question(name, value)).collect(),
        form,
    };
    Ok(frame::show_as(status, &page))
}

fn answers(form: &Posted) -> Answers {
    Answers {
        what: form.trimmed("what"),
        when: form.trimmed("when"),
        where_: form.trimmed("where"),
        who: form.trimmed("who"),
        how: form.trimmed("how"),
        relation: form.trimmed("relation"),
        told: form.trimmed("told"),
        worries: form.trimmed("worries"),
    }
}

/// The report of a form, or the choices that were not made.
fn report(form: &Posted) -> Result<(Via, NewReport), Vec<FieldError>> {
    let agency = form.trimmed("agency");
    let channel = Channel::named(form.get("channel"));
    let identity = IdentityMode::named(form.get("identity"));
    let mut missing = Vec::new();
    for (field, is_missing) in
        [("agency", agency.is_empty()), ("channel", channel.is_none()), ("identity", identity.is_none())]
    {
        if is_missing {
            missing.push(FieldError::new(field, "required"));
        }
    }
    let (Some(channel), Some(identity), true) = (channel, identity, missing.is_empty()) else {
        return Err(missing);
    };
    let who = Identity { name: form.trimmed("name"), contact: form.trimmed("contact") };
    let has_who = identity != IdentityMode::Anonymous || !who.name.is_empty();
    let via = Via::oral(form.get("via")).unwrap_or(Via::Phone);
    let report = NewReport {
        agency,
        channel,
        identity,
        language: Language::named(form.get("language")).unwrap_or_default(),
        answers: answers(form),
        who: has_who.then_some(who),
        files: Vec::new(),
    };
    Ok((via, report))
}

#[derive(Template)]
#[template(path = "inbox/registered.html")]
struct Registered {
    t: T,
    page: Page,
    code: String,
}

pub(super) async fn register(desk: Desk, posted: Posted) -> Answer {
    let t = desk.t();
    if let Some(errors) = desk.tag_is_missing(&posted) {
        return page(&desk, posted, StatusCode::BAD_REQUEST, errors).await;
    }
    let (via, report) = match report(&posted) {
        Ok(made) => made,
        Err(missing) => {
            let errors = crate::error::of_form(t, Refusal::Fields(missing).into())?;
            return page(&desk, posted, StatusCode::BAD_REQUEST, errors).await;
        }
    };
    let once = Some(posted.get("once")).filter(|once| !once.is_empty());
    match desk.mend(desk.office().register_oral_once(desk.staff(), via, &report, once).await)? {
        Ok(sent) => {
            let page = Registered { t, page: desk.page(Place::Register), code: sent.code };
            Ok(frame::show(&page))
        }
        Err(errors) => page(&desk, posted, StatusCode::BAD_REQUEST, errors).await,
    }
}
