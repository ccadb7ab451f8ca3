//! The reporter comes back with the code: where the case stands, the conversation, and what else they can do.

mod acts;
mod be_known;
mod case;
mod enter;
mod fetch;
mod here;
mod message;
mod record;
mod stand;
mod talk;
mod treated;

use crate::app::App;
use crate::visitor;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

/// The routes. A case's number is its place among the reporter's own, from 1: it says nothing to anybody else.
pub fn routes(app: &App) -> Router<App> {
    let routes = Router::new()
        .route("/return", get(enter::show_page).post(enter::open))
        .route("/case", get(enter::first))
        .route("/case/leave", post(enter::leave).get(enter::first))
        .route("/case/{n}", get(case::show_page).post(message::write).layer(DefaultBodyLimit::disable()))
        .route("/case/{n}/remove", post(message::remove).get(case::back))
        .route("/case/{n}/second-look", get(acts::second_look).post(acts::ask_second_look))
        .route("/case/{n}/be-known", get(be_known::show_page).post(be_known::step))
        .route("/case/{n}/treated", get(treated::show_page).post(treated::begin))
        .route("/case/{n}/record", get(record::show_page).post(record::act))
        .route("/case/{n}/end", get(acts::end).post(acts::end_contact))
        .route("/case/{n}/notices", get(acts::notices).post(acts::set_notices))
        .route("/case/{n}/proof", get(fetch::show_page))
        .route("/case/{n}/proof/statement", get(fetch::statement))
        .route("/case/{n}/proof/content", get(fetch::content))
        .route("/case/{n}/files/{entry}/{place}", get(fetch::file));
    visitor::room(app, routes)
}
