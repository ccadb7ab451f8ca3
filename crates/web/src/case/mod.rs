//! A case, for those who hold it. Everybody else gets the same answer as for a case that does not exist.

mod acts;
mod assess;
mod conversation;
mod files;
mod first_phase;
mod history;
mod letter;
mod notes;
mod overview;
mod parties;
mod print;
mod reply;
mod sentence;
mod strip;

use crate::app::App;
use crate::error::Failed;
use crate::frame::{self, Errors, Link, Page};
use crate::staff::{Desk, Place};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::Refusal;
use domain::access::Act;
use domain::case::{Command, Context, decide};
use domain::id::DossierId;
use http::StatusCode;
use office::case::CaseView;
use serde::Deserialize;

pub(crate) use strip::{Strip, Tab};

/// The routes.
pub fn routes() -> Router<App> {
    // Files stream through, so their size is bounded by the office and not by memory.
    let reply = Router::new()
        .route("/staff/case/{id}/conversation", get(conversation::show).post(reply::write))
        .layer(DefaultBodyLimit::disable());
    Router::new()
        .route("/staff/case/{id}", get(overview::show))
        .route("/staff/case/{id}/notes", get(notes::show).post(notes::write))
        .route("/staff/case/{id}/first-phase", get(first_phase::show))
        .route("/staff/case/{id}/assess", get(assess::show).post(assess::assess))
        .route("/staff/case/{id}/ask-assessor", get(first_phase::show).post(first_phase::ask))
        .route("/staff/case/{id}/outcome", get(letter::show).post(letter::send))
        .route("/staff/case/{id}/parties", get(parties::show).post(parties::name))
        .route("/staff/case/{id}/files", get(files::show))
        .route("/staff/case/{id}/file/{number}/{place}", get(files::cleaned))
        .route("/staff/case/{id}/file/{number}/{place}/original", get(files::warn).post(files::original))
        .route("/staff/case/{id}/history", get(history::show))
        .route("/staff/case/{id}/print", get(print::show))
        .route("/staff/case/{id}/acknowledge", get(acts::acknowledge).post(acts::do_acknowledge))
        .route("/staff/case/{id}/feedback", get(acts::feedback).post(acts::do_feedback))
        .route("/staff/case/{id}/pass-on", get(acts::pass_on).post(acts::do_pass_on))
        .route("/staff/case/{id}/access", get(acts::access).post(acts::do_access))
        .route("/staff/case/{id}/step-aside", get(acts::step_aside).post(acts::do_step_aside))
        .route("/staff/case/{id}/close", get(acts::close).post(acts::do_close))
        .route("/staff/case/{id}/read", post(conversation::read))
        .merge(reply)
}

/// What a page says after going on from a form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    done: String,
}

impl Asked {
    fn sentence(&self, desk: &Desk) -> String {
        let t = desk.t();
        if t.knows("done", &self.done) { t.of("done", &self.done) } else { String::new() }
    }
}

/// The dossier of an address. What is none is answered like one that is not theirs.
fn dossier(id: &str) -> Result<DossierId, Failed> {
    id.parse().map_err(|_| Refusal::NotFound.into())
}

/// A page of a case: its menu, the way back, and no word of the case in its title.
fn page(desk: &Desk, view: &CaseView, above: bool) -> Page {
    let mut trail = vec![Link::new(desk.href("/staff/inbox"), desk.t().get("staff-inbox"))];
    if above {
        trail.push(Link::new(desk.href(&address(view.dossier, "")), view.reference.clone()));
    }
    desk.page(Place::Inbox).with_trail(trail)
}

/// The address of a page of a case, without the language.
fn address(id: DossierId, page: &str) -> String {
    if page.is_empty() { format!("/staff/case/{id}") } else { format!("/staff/case/{id}/{page}") }
}

/// Whether this person may do this act, and the rules take it now.
fn fits(desk: &Desk, view: &CaseView, act: Act, command: Command) -> bool {
    let context = Context { today: view.organisation.today, organisation: &view.organisation };
    view.may.contains(&act) && decide(&view.case, desk.staff().id, command, context).is_ok()
}

/// A reason long enough for the rules, to find out whether an act would be taken.
fn some_reason() -> String {
    "x".repeat(domain::policy::SHORTEST_REASON)
}

/// Shows a page with a form: as it is, or with what is to be mended.
fn respond(errors: &Errors, template: &impl askama::Template) -> axum::response::Response {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    frame::show_as(status, template)
}
