//! The JSON API under `/api/v1`, after the NL API Design Rules.
//!
//! Every failure is a [`problem::Problem`]; every body that comes in is checked against the very schema that
//! [`openapi`] publishes. The only credential is in a header or in a body, never a cookie and never an address, so no other
//! site can act for somebody here.

pub mod case;
pub mod download;
pub mod json;
pub mod log;
pub mod openapi;
pub mod problem;
pub mod receipt_case;
pub mod receipts;
pub mod reports;
pub mod schema;
pub mod staff;
pub mod told;
pub mod upload;

use crate::app::App;
use crate::frame::{Lang, T};
use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{MethodRouter, any, delete, get, post, put};
use http::{HeaderName, HeaderValue, StatusCode};
use problem::Problem;

/// Where the API stands.
pub const BASE: &str = "/api/v1";
/// The version of the API, told in every answer. Its first number is the one in [`BASE`].
pub const VERSION: &str = "1.0.0";

const API_VERSION: HeaderName = HeaderName::from_static("api-version");

/// Every address of the API with what is done there, below [`BASE`].
fn endpoints() -> Vec<(&'static str, MethodRouter<App>)> {
    vec![
        ("/reports", post(reports::create)),
        ("/receipts/open", post(receipts::open)),
        ("/receipts/messages", post(receipts::write)),
        ("/receipts/files", post(upload::send_files)),
        ("/receipts/files/{number}/{place}", get(receipts::file)),
        ("/receipts/proof", post(receipts::proof)),
        ("/receipts/second-look", post(receipts::second_look)),
        ("/tokens", post(staff::sign_in).merge(delete(staff::sign_out))),
        ("/cases", get(staff::inbox)),
        ("/cases/{id}", get(staff::case)),
        ("/cases/{id}/messages", post(staff::write)),
        ("/cases/{id}/read-mark", put(staff::mark_read)),
        ("/cases/{id}/files/{number}/{place}", get(staff::file)),
        ("/checkpoint", get(log::checkpoint)),
        ("/checkpoints", get(log::checkpoints)),
        ("/consistency", get(log::consistency)),
        ("/entries/{n}/proof", get(log::entry_proof)),
        ("/openapi.json", get(openapi::serve)),
    ]
}

/// The addresses of the API below [`BASE`], as the router has them.
#[must_use]
pub fn paths() -> Vec<&'static str> {
    endpoints().into_iter().map(|(path, _)| path).collect()
}

/// The routes. What is not there is answered as a problem too, in all of `/api`.
pub fn routes() -> Router<App> {
    let below = endpoints().into_iter().fold(Router::new(), |router, (path, methods)| router.route(path, methods));
    let version = Router::new()
        .nest(BASE, below.fallback(nothing).method_not_allowed_fallback(wrong_method))
        .route("/api", any(nothing))
        .route("/api/", any(nothing))
        .route("/api/{*rest}", any(nothing));
    version.layer(middleware::from_fn(answer))
}

async fn nothing() -> Problem {
    Problem::of(StatusCode::NOT_FOUND, "not-found")
}

async fn wrong_method() -> Problem {
    Problem::of(StatusCode::METHOD_NOT_ALLOWED, "wrong-method")
}

/// Tells a problem in the caller's language, and the version with every answer.
async fn answer(lang: Lang, request: Request, next: Next) -> Response {
    let mut answer = problem::told(next.run(request).await, T::new(lang));
    answer.headers_mut().insert(API_VERSION, HeaderValue::from_static(VERSION));
    answer
}
