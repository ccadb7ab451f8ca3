//! What an administrator does: the tree, the people and their roles, the texts per agency, how the system is doing. No
//! route here leads to a case.

mod health;
mod invite;
mod person;
mod texts;
mod tree;

use crate::app::App;
use crate::error::Answer;
use crate::frame::{self, Column, Page, T, Tone};
use crate::staff::{Desk, Place, show as words};
use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::routing::{get, post};
use domain::people::Organisation;
use office::people::PersonView;
use serde::Deserialize;

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/staff/organisation", get(tree::show))
        .route("/staff/organisation/add", get(tree::add_form).post(tree::add))
        .route("/staff/organisation/{id}", get(tree::rename_form).post(tree::rename))
        .route("/staff/people", get(show))
        .route("/staff/people/invite", get(invite::show).post(invite::invite))
        .route("/staff/people/{id}", get(person::show))
        .route("/staff/people/{id}/invite-again", get(invite::again_form).post(invite::again))
        .route("/staff/people/{id}/role", get(person::role_form).post(person::give_role))
        .route("/staff/people/{id}/end-role", post(person::end_role))
        .route("/staff/people/{id}/place", get(person::place_form).post(person::set_place))
        .route("/staff/people/{id}/leave", get(person::leave_form).post(person::leave))
        .route("/staff/texts", get(texts::list))
        .route("/staff/texts/{agency}", get(texts::show).post(texts::save))
        .route("/staff/health", get(health::show))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    done: String,
}

impl Asked {
    fn sentence(&self, t: T) -> String {
        if t.knows("done", &self.done) { t.of("done", &self.done) } else { String::new() }
    }
}

struct Row {
    href: String,
    name: String,
    sign_in: String,
    unit: String,
    roles: String,
    state: String,
    tone: Tone,
}

#[derive(Template)]
#[template(path = "people/people.html")]
struct People {
    t: T,
    page: Page,
    done: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

async fn show(desk: Desk, Query(asked): Query<Asked>) -> Answer {
    let people = desk.office().people(desk.staff()).await?;
    let organisation = desk.office().organisation().await?;
    let t = desk.t();
    let row = |view: &PersonView| Row {
        href: desk.href(&format!("/staff/people/{}", view.person.id)),
        name: view.person.name.clone(),
        sign_in: view.sign_in.clone(),
        unit: words::node_named(t, &organisation, view.person.unit),
        roles: current_roles(t, view, &organisation),
        state: t.of("person-state", &view.state),
        tone: state_tone(&view.state),
    };
    let columns = [
        t.get("people-column-name"),
        t.get("people-column-unit"),
        t.get("people-column-roles"),
        t.get("people-column-state"),
    ];
    let page = People {
        t,
        page: desk.page(Place::People),
        done: asked.sentence(t),
        columns: columns.into_iter().map(Column::new).collect(),
        rows: people.iter().map(row).collect(),
    };
    Ok(frame::show(&page))
}

fn state_tone(state: &str) -> Tone {
    match state {
        "active" => Tone::Good,
        "invited" => Tone::Warning,
        _ => Tone::Neutral,
    }
}

/// The roles of today, each with where it is held.
fn current_roles(t: T, view: &PersonView, organisation: &Organisation) -> String {
    let held = view.holdings.iter().filter(|holding| holding.is_current(organisation.today));
    let line = |holding: &domain::people::Holding| {
        let place = words::node_named(t, organisation, holding.at);
        t.with("people-role-at", &[("role", t.of("role", holding.role.name())), ("place", place)])
    };
    held.map(line).collect::<Vec<_>>().join("; ")
}
