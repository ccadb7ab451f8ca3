//! From what went wrong to a page: the sentence of the rule that said no, or the identifier of what broke.
//!
//! A handler gives `Result<Response, Failed>`; `?` turns any error of the office into [`Failed`]. The page itself is made
//! by [`pages`], which knows the reader's language.

use crate::failure;
use crate::frame::{self, Frame, T};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Refusal;
use domain::refusal::FieldError;
use http::{Method, StatusCode, header};

/// Why a handler has no page of its own to show.
#[derive(Clone, Debug)]
pub enum Failed {
    /// A rule said no.
    Refusal(Refusal),
    /// Something broke; the identifier under which it was logged.
    Fault(String),
}

/// What a handler gives.
pub type Answer = Result<Response, Failed>;

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Self::Refusal(refusal)
    }
}

impl From<office::Error> for Failed {
    fn from(error: office::Error) -> Self {
        match error {
            office::Error::Refusal(refusal) => Self::Refusal(refusal),
            office::Error::Fault(fault) => Self::Fault(fault.id),
        }
    }
}

impl From<Failed> for office::Error {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Refusal(refusal) => Self::Refusal(refusal),
            Failed::Fault(id) => Self::Fault(office::Fault { id }),
        }
    }
}

impl Failed {
    /// The status that fits.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Refusal(refusal) => StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST),
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl Failed {
    /// What stands behind an answer that has no page yet.
    #[must_use]
    pub fn behind(answer: &Response) -> Option<Self> {
        answer.extensions().get::<Self>().cloned().or_else(|| bare(answer))
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let mut answer = self.status().into_response();
        answer.extensions_mut().insert(self);
        answer
    }
}

/// The sentence of a refusal in the reader's language.
#[must_use]
pub fn sentence(t: T, refusal: &Refusal) -> String {
    t.of("refusal", refusal.code())
}

/// The sentence of a field that cannot be taken: the one for this very field where there is one.
#[must_use]
pub fn field_sentence(t: T, error: &FieldError) -> String {
    let limit = error.limit.unwrap_or_default();
    let own = format!("{}-{}", error.field, error.code);
    if t.knows("field", &own) {
        return t.with(&format!("field-{own}"), &[("limit", limit)]);
    }
    t.with(&format!("field-{}", error.code), &[("limit", limit)])
}

/// What is wrong with a form, for its summary and fields. Gives the error back when it is no matter of the form.
///
/// # Errors
/// What no form can mend: nobody signed in, not found, not allowed, broken.
pub fn of_form(t: T, error: office::Error) -> Result<frame::Errors, Failed> {
    let mut errors = frame::Errors::none();
    match error {
        office::Error::Refusal(Refusal::Fields(problems)) => {
            for problem in &problems {
                errors.add(problem.field, field_sentence(t, problem));
            }
        }
        office::Error::Refusal(refusal @ (Refusal::Rule(_) | Refusal::Changed | Refusal::Busy | Refusal::TooLarge)) => {
            errors.add_whole(sentence(t, &refusal))
        }
        other => return Err(other.into()),
    }
    Ok(errors)
}

/// Turns away what a form on another site sends. Browsers too old to say where a form came from are believed here: every
/// form has a tag as well.
pub async fn only_from_here(request: Request, next: Next) -> Response {
    let from = request.headers().get("sec-fetch-site").map(http::HeaderValue::as_bytes);
    let ours = matches!(from, None | Some(b"same-origin" | b"none"));
    if request.method() == Method::POST && !ours {
        return Failed::Refusal(Refusal::Rule("form-foreign")).into_response();
    }
    next.run(request).await
}

/// The page for what failed.
pub fn page(frame: &Frame, failed: Failed) -> Response {
    failure::page(frame, &failed.into())
}

/// Makes a page of what failed. Use as a layer around a room's routes.
pub async fn pages(frame: Frame, request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    match Failed::behind(&answer) {
        Some(failed) => page(&frame, failed),
        None => answer,
    }
}

/// What the libraries below turned away without a page: a wrong method, a malformed form.
fn bare(answer: &Response) -> Option<Failed> {
    let kind = answer.headers().get(header::CONTENT_TYPE);
    if kind.is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain")) {
        return None;
    }
    match answer.status() {
        StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_FOUND => Some(Refusal::NotFound.into()),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Refusal::TooLarge.into()),
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE | StatusCode::UNPROCESSABLE_ENTITY => {
            Some(Refusal::Rule("form-broken").into())
        }
        _ => None,
    }
}
