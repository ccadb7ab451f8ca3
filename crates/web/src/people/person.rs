//! One member of staff: their roles with terms, their place, and their leaving.

use super::invite::{everybody, needs_right, trail, units};
use super::{Asked, state_tone};
use crate::error::{Answer, Failed, of_form};
use crate::frame::{self, Choice, Column, Errors, Fact, Link, Page, T, Tone};
use crate::posted::Posted;
use crate::staff::{Desk, Place, show as words};
use askama::Template;
use axum::extract::{Path, Query};
use domain::Refusal;
use domain::id::PersonId;
use domain::people::{Holding, Organisation, Role};
use http::StatusCode;
use jiff::civil::Date;
use office::people::PersonView;

pub(super) fn person_id(id: &str) -> Result<PersonId, Failed> {
    id.parse().map_err(|_| Refusal::NotFound.into())
}

async fn find(desk: &Desk, id: PersonId) -> Result<PersonView, Failed> {
    let people = desk.office().people(desk.staff()).await?;
    people.into_iter().find(|view| view.person.id == id).ok_or(Failed::Refusal(Refusal::NotFound))
}

struct Held {
    id: String,
    role: String,
    at: String,
    term: String,
    state: String,
    tone: Tone,
    can_end: bool,
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct Person {
    t: T,
    page: Page,
    done: String,
    tag: String,
    name: String,
    state: String,
    tone: Tone,
    facts: Vec<Fact>,
    columns: Vec<Column>,
    held: Vec<Held>,
    base: String,
    has_left: bool,
    is_active: bool,
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let id = person_id(&id)?;
    let view = find(&desk, id).await?;
    let organisation = desk.office().organisation().await?;
    let t = desk.t();
    let superior = view.person.superior.map(|above| words::person(t, &organisation, above));
    let mut holdings = view.holdings.clone();
    holdings.sort_by_key(|holding| (!holding.is_current(organisation.today), holding.from));
    let columns = [
        t.get("person-column-role"),
        t.get("person-column-at"),
        t.get("person-column-term"),
        t.get("person-column-end"),
    ];
    let page = Person {
        t,
        page: desk.page(Place::People).with_trail(trail(&desk)),
        done: asked.sentence(t),
        tag: desk.tag(),
        name: view.person.name.clone(),
        state: t.of("person-state", &view.state),
        tone: state_tone(&view.state),
        facts: vec![
            Fact::new(t.get("account-sign-in"), view.sign_in.clone()),
            Fact::new(t.get("person-email"), view.email.clone().unwrap_or_else(|| t.get("person-no-email"))),
            Fact::new(t.get("account-unit"), words::node_named(t, &organisation, view.person.unit)),
            Fact::new(t.get("person-superior"), superior.unwrap_or_else(|| t.get("person-no-superior"))),
        ],
        columns: columns.into_iter().map(Column::new).collect(),
        held: holdings.iter().map(|holding| held(t, holding, &organisation)).collect(),
        base: desk.href(&format!("/staff/people/{id}")),
        has_left: view.state == "left",
        is_active: view.state == "active",
    };
    Ok(frame::show(&page))
}

fn held(t: T, holding: &Holding, organisation: &Organisation) -> Held {
    let today = organisation.today;
    let is_over = holding.until.is_some_and(|until| until < today);
    let (state, tone) = if is_over {
        ("over", Tone::Neutral)
    } else if holding.is_current(today) {
        ("now", Tone::Good)
    } else {
        ("coming", Tone::Info)
    };
    let from = t.day(holding.from);
    let term = match holding.until {
        Some(until) => t.with("person-term", &[("from", from), ("until", t.day(until))]),
        None => t.with("person-term-open", &[("from", from)]),
    };
    Held {
        id: holding.id.to_string(),
        role: t.of("role", holding.role.name()),
        at: words::node_named(t, organisation, holding.at),
        term,
        state: t.of("term-state", state),
        tone,
        can_end: !is_over,
    }
}

pub(super) async fn end_role(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    desk.needs_tag(&posted)?;
    let id = person_id(&id)?;
    let role = posted.get("role").parse().map_err(|_| Refusal::NotFound)?;
    desk.office().end_role(desk.staff(), role).await?;
    Ok(desk.go(&format!("/staff/people/{id}?done=role-ended")))
}

#[derive(Template)]
#[template(path = "people/role.html")]
struct RoleForm {
    t: T,
    page: Page,
    errors: Errors,
    tag: String,
    name: String,
    form: Posted,
    roles: Vec<Choice>,
    nodes: Vec<Choice>,
}

/// The way back from a form about somebody.
fn above(desk: &Desk, id: PersonId, name: &str) -> Page {
    let mut links = trail(desk);
    links.push(Link::new(desk.href(&format!("/staff/people/{id}")), name));
    desk.page(Place::People).with_trail(links)
}

pub(super) async fn role_form(desk: Desk, Path(id): Path<String>) -> Answer {
    let mut posted = Posted::default();
    posted.set("from", desk.office().today().to_string());
    role_page(&desk, person_id(&id)?, posted, Errors::none()).await
}

async fn role_page(desk: &Desk, id: PersonId, posted: Posted, errors: Errors) -> Answer {
    let view = find(desk, id).await?;
    let organisation = desk.office().organisation().await?;
    let t = desk.t();
    let code = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = RoleForm {
        t,
        page: above(desk, id, &view.person.name),
        tag: desk.tag(),
        name: view.person.name,
        form: posted,
        roles: Role::ALL.into_iter().map(|role| Choice::new(role.name(), t.of("role", role.name()))).collect(),
        nodes: units(t, &organisation),
        errors,
    };
    Ok(frame::show_as(code, &page))
}

pub(super) async fn give_role(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let id = person_id(&id)?;
    if let Some(errors) = desk.tag_is_missing(&posted) {
        return role_page(&desk, id, posted, errors).await;
    }
    let (role, at, from, until) = match read_term(&posted) {
        Ok(term) => term,
        Err(refusal) => {
            let errors = of_form(desk.t(), refusal.into())?;
            return role_page(&desk, id, posted, errors).await;
        }
    };
    match desk.mend(desk.office().give_role(desk.staff(), id, role, at, from, until).await)? {
        Ok(_) => Ok(desk.go(&format!("/staff/people/{id}?done=role-given"))),
        Err(errors) => role_page(&desk, id, posted, errors).await,
    }
}

type Term = (Role, domain::id::OrgId, Date, Option<Date>);

/// The role, the place and the term of a form, or what of them is missing.
fn read_term(posted: &Posted) -> Result<Term, Refusal> {
    let role = Role::named(posted.get("role"));
    let at = posted.get("at").parse().ok();
    let from = posted.get("from").parse::<Date>().ok();
    let until = Some(posted.trimmed("until")).filter(|until| !until.is_empty());
    let until_day = until.as_ref().map(|until| until.parse::<Date>());
    let mut problems = domain::refusal::Problems::default();
    let wrong = domain::refusal::FieldError::new;
    problems.when(role.is_none(), wrong("role", "required"));
    problems.when(at.is_none(), wrong("at", "required"));
    problems.when(from.is_none(), wrong("from", "not-a-date"));
    problems.when(matches!(until_day, Some(Err(_))), wrong("until", "not-a-date"));
    problems.finish()?;
    match (role, at, from) {
        (Some(role), Some(at), Some(from)) => Ok((role, at, from, until_day.and_then(Result::ok))),
        _ => Err(Refusal::field("role", "required")),
    }
}

#[derive(Template)]
#[template(path = "people/place.html")]
struct PlaceForm {
    t: T,
    page: Page,
    errors: Errors,
    tag: String,
    name: String,
    units: Vec<Choice>,
    unit: String,
    people: Vec<Choice>,
    superior: String,
}

pub(super) async fn place_form(desk: Desk, Path(id): Path<String>) -> Answer {
    place_page(&desk, person_id(&id)?, None, Errors::none()).await
}

async fn place_page(desk: &Desk, id: PersonId, posted: Option<&Posted>, errors: Errors) -> Answer {
    let view = find(desk, id).await?;
    let organisation = desk.office().organisation().await?;
    let t = desk.t();
    let value = |name: &str, there: String| posted.map_or(there, |posted| posted.get(name).to_owned());
    let code = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = PlaceForm {
        t,
        page: above(desk, id, &view.person.name),
        tag: desk.tag(),
        units: units(t, &organisation),
        unit: value("unit", view.person.unit.to_string()),
        people: everybody(&organisation, Some(id)),
        superior: value("superior", view.person.superior.map(|above| above.to_string()).unwrap_or_default()),
        name: view.person.name,
        errors,
    };
    Ok(frame::show_as(code, &page))
}

pub(super) async fn set_place(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let id = person_id(&id)?;
    if let Some(errors) = desk.tag_is_missing(&posted) {
        return place_page(&desk, id, Some(&posted), errors).await;
    }
    let Ok(unit) = posted.get("unit").parse() else {
        let errors = of_form(desk.t(), Refusal::field("unit", "required").into())?;
        return place_page(&desk, id, Some(&posted), errors).await;
    };
    let superior = posted.get("superior").parse().ok();
    match desk.mend(desk.office().set_place(desk.staff(), id, unit, superior).await)? {
        Ok(()) => Ok(desk.go(&format!("/staff/people/{id}?done=placed"))),
        Err(errors) => place_page(&desk, id, Some(&posted), errors).await,
    }
}

#[derive(Template)]
#[template(path = "people/leave.html")]
struct Leave {
    t: T,
    page: Page,
    tag: String,
    name: String,
    back: String,
}

pub(super) async fn leave_form(desk: Desk, Path(id): Path<String>) -> Answer {
    needs_right(&desk)?;
    let id = person_id(&id)?;
    let view = find(&desk, id).await?;
    let back = desk.href(&format!("/staff/people/{id}"));
    let page = above(&desk, id, &view.person.name);
    Ok(frame::show(&Leave { t: desk.t(), page, tag: desk.tag(), name: view.person.name, back }))
}

pub(super) async fn leave(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    desk.needs_tag(&posted)?;
    desk.office().leave(desk.staff(), person_id(&id)?).await?;
    Ok(desk.go("/staff/people?done=person-left"))
}
