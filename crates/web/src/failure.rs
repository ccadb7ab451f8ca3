//! The page for what was not done: the sentence of a refusal, or the identifier of a fault. Never what broke.

use crate::frame::{Frame, Page, T, show};
use askama::Template;
use axum::response::Response;
use domain::Refusal;
use http::StatusCode;
use office::Error;

#[derive(Template)]
#[template(path = "frame/failure.html")]
struct Failure {
    t: T,
    page: Page,
    sentence: String,
    fault: Option<String>,
}

/// The page for an error. What may not be known of is answered like what is not there.
pub fn page(frame: &Frame, error: &Error) -> Response {
    let t = frame.t();
    let (status, sentence, fault) = match error {
        Error::Refusal(refusal) => (refusal.status(), t.of("refusal", refusal.code()), None),
        Error::Fault(fault) => (500, t.get("failure-fault"), Some(fault.id.clone())),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    show::show_as(status, &Failure { t, page: frame.page(), sentence, fault })
}

/// The page for an address that there is not.
pub async fn not_found(frame: Frame) -> Response {
    page(&frame, &Error::Refusal(Refusal::NotFound))
}
