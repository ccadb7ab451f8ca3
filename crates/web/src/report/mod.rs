//! Making a report: in steps, each saved only when it is sent on, with a summary before sending and a receipt after it.

mod begin;
mod files;
pub(crate) mod flow;
mod sent;
mod steps;
mod story;
mod summary;
pub(crate) mod taken;
mod writing;

pub(crate) use sent::as_file;
pub(crate) use summary::label;

use crate::app::App;
use crate::visitor;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

/// The routes.
pub fn routes(app: &App) -> Router<App> {
    let routes = Router::new()
        .route("/report", get(begin::show_page).post(begin::begin))
        .route("/report/concern", get(steps::concern).post(steps::save_concern))
        .route("/report/identity", get(steps::identity).post(steps::save_identity))
        .route("/report/story", get(story::what).post(story::save_what))
        .route("/report/story/circumstances", get(story::circumstances).post(story::save_circumstances))
        .route("/report/story/people", get(story::people).post(story::save_people))
        .route("/report/story/yourself", get(story::yourself).post(story::save_yourself))
        .route("/report/files", get(files::show_page).post(files::add).layer(DefaultBodyLimit::disable()))
        .route("/report/files/remove", post(files::remove).get(files::back))
        .route("/report/summary", get(summary::show_page).post(summary::send))
        .route("/report/abandon", post(begin::abandon).get(begin::abandoned))
        .route("/report/receipt", get(sent::show_page).post(sent::written_down))
        .route("/report/receipt/proof", get(sent::proof))
        .route("/report/done", get(sent::done));
    visitor::room(app, routes)
}
