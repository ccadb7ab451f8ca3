//! Inviting somebody, and inviting them again. The one-time link is shown once and kept nowhere.

use super::person::person_id;
use crate::error::{Answer, Failed};
use crate::frame::{self, Choice, Errors, Link, Page, T, Tone};
use crate::posted::Posted;
use crate::staff::{Desk, Place, allowed, show as words};
use askama::Template;
use axum::extract::Path;
use domain::Refusal;
use domain::access::Act;
use domain::id::PersonId;
use domain::people::Organisation;
use domain::report::Language;
use http::StatusCode;
use office::people::NewPerson;

pub(super) fn needs_right(desk: &Desk) -> Result<(), Failed> {
    if allowed(desk.staff(), Act::ManagePeople) { Ok(()) } else { Err(Refusal::NotAllowed.into()) }
}

pub(super) fn trail(desk: &Desk) -> Vec<Link> {
    vec![Link::new(desk.href("/staff/people"), desk.t().get("staff-people"))]
}

/// The units to choose from, each with what it is.
pub(super) fn units(t: T, organisation: &Organisation) -> Vec<Choice> {
    let line = |(_, node): (usize, domain::people::Node)| {
        Choice::new(node.id.to_string(), format!("{} ({})", words::node(t, &node), t.of("node-kind", node.kind.name())))
    };
    words::tree(t, organisation).into_iter().map(line).collect()
}

/// Everybody to choose from, but for one.
pub(super) fn everybody(organisation: &Organisation, but: Option<PersonId>) -> Vec<Choice> {
    let mut people: Vec<_> = organisation.people().filter(|person| Some(person.id) != but).collect();
    people.sort_by(|a, b| a.name.cmp(&b.name));
    people.iter().map(|person| Choice::new(person.id.to_string(), person.name.clone())).collect()
}

#[derive(Template)]
#[template(path = "people/invite.html")]
struct Invite {
    t: T,
    page: Page,
    errors: Errors,
    tag: String,
    form: Posted,
    units: Vec<Choice>,
    people: Vec<Choice>,
    languages: Vec<Choice>,
}

pub(super) async fn show(desk: Desk) -> Answer {
    let mut posted = Posted::default();
    posted.set("language", "nl");
    form(&desk, posted, Errors::none()).await
}

async fn form(desk: &Desk, posted: Posted, errors: Errors) -> Answer {
    needs_right(desk)?;
    let organisation = desk.office().organisation().await?;
    let t = desk.t();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = Invite {
        t,
        page: desk.page(Place::People).with_trail(trail(desk)),
        errors,
        tag: desk.tag(),
        form: posted,
        units: units(t, &organisation),
        people: everybody(&organisation, None),
        languages: Language::ALL
            .into_iter()
            .map(|one| Choice::new(one.name(), t.of("register-language", one.name())))
            .collect(),
    };
    Ok(frame::show_as(status, &page))
}

pub(super) async fn invite(desk: Desk, posted: Posted) -> Answer {
    if let Some(errors) = desk.tag_is_missing(&posted) {
        return form(&desk, posted, errors).await;
    }
    let Ok(unit) = posted.get("unit").parse() else {
        let problem = Refusal::field("unit", "required");
        let errors = crate::error::of_form(desk.t(), problem.into())?;
        return form(&desk, posted, errors).await;
    };
    let person = NewPerson {
        sign_in: posted.trimmed("sign_in"),
        name: posted.trimmed("name"),
        email: Some(posted.trimmed("email")).filter(|email| !email.is_empty()),
        unit,
        superior: posted.get("superior").parse().ok(),
        language: Language::named(posted.get("language")).unwrap_or_default(),
    };
    let name = person.name.clone();
    match desk.mend(desk.office().invite(desk.staff(), person).await)? {
        Ok((id, token)) => Ok(link(&desk, id, &name, &token)),
        Err(errors) => form(&desk, posted, errors).await,
    }
}

#[derive(Template)]
#[template(path = "people/invited.html")]
struct Invited {
    t: T,
    page: Page,
    name: String,
    link: String,
    person: String,
    next: String,
}

fn link(desk: &Desk, id: PersonId, name: &str, token: &str) -> axum::response::Response {
    let person = desk.href(&format!("/staff/people/{id}"));
    let page = Invited {
        t: desk.t(),
        page: desk.page(Place::People).with_trail(trail(desk)),
        name: name.to_owned(),
        link: format!("{}{}", desk.office().settings.base_url, desk.href(&format!("/invitation/{token}"))),
        next: format!("{person}/role"),
        person,
    };
    frame::show(&page)
}

#[derive(Template)]
#[template(path = "people/invite_again.html")]
struct Again {
    t: T,
    page: Page,
    tag: String,
    name: String,
    is_active: bool,
    back: String,
}

pub(super) async fn again_form(desk: Desk, Path(id): Path<String>) -> Answer {
    needs_right(&desk)?;
    let id = person_id(&id)?;
    let organisation = desk.office().organisation().await?;
    let person = organisation.person(id).ok_or(Refusal::NotFound)?;
    let page = Again {
        t: desk.t(),
        page: desk.page(Place::People).with_trail(trail(&desk)),
        tag: desk.tag(),
        name: person.name.clone(),
        is_active: person.active,
        back: desk.href(&format!("/staff/people/{id}")),
    };
    Ok(frame::show(&page))
}

pub(super) async fn again(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    desk.needs_tag(&posted)?;
    let id = person_id(&id)?;
    let token = desk.office().invite_again(desk.staff(), id).await?;
    let organisation = desk.office().organisation().await?;
    let name = organisation.person(id).map(|person| person.name.clone()).unwrap_or_default();
    Ok(link(&desk, id, &name, &token))
}
