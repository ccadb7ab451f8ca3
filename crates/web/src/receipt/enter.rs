//! Coming in with the code, and going out.
//!
//! A wrong code and a right one are answered alike: with a session. That one of them opens nothing is told by the page after
//! it. The code stands in no address and no cookie.

use crate::cookies::Cookie;
use crate::error;
use crate::frame::{Errors, Page, T, Tone, show_as};
use crate::posted::Posted;
use crate::visitor::{MEND, Shown, Visitor};
use askama::Template;
use axum::response::Response;
use domain::Refusal;
use domain::refusal::FieldError;
use http::StatusCode;

/// The longest message that waits on the page for its code, in characters: twice what fits, to be given back whole.
const LONGEST_KEPT: usize = 2 * domain::policy::LONGEST_TEXT;

#[derive(Template)]
#[template(path = "receipt/return.html")]
struct Return {
    t: T,
    page: Page,
    errors: Errors,
    token: String,
    ended: bool,
    text: String,
}

/// The page at which a code is entered. `text` is a message that waits for it.
fn page(visitor: &Visitor, status: StatusCode, errors: Errors, ended: bool, text: &str) -> Response {
    let text = text.chars().take(LONGEST_KEPT).collect();
    let page = Return { t: visitor.t(), page: visitor.page(), errors, token: visitor.open_tag(), ended, text };
    show_as(status, &page)
}

/// The session is over: the page asks for the code again and keeps what was written.
pub(super) fn ended(visitor: &Visitor, text: &str) -> Response {
    let answer = page(visitor, StatusCode::UNAUTHORIZED, Errors::none(), true, text);
    visitor.without_cookie(answer, Cookie::Receipt)
}

/// The code opens nothing.
pub(super) fn wrong(visitor: &Visitor, text: &str) -> Response {
    let mut errors = Errors::none();
    errors.add("code", error::sentence(visitor.t(), &Refusal::Rule("code-wrong")));
    visitor.without_cookie(page(visitor, MEND, errors, false, text), Cookie::Receipt)
}

/// The field for the code.
pub(super) async fn show_page(visitor: Visitor) -> Response {
    page(&visitor, StatusCode::OK, Errors::none(), false, "")
}

/// Opens a session with the code. A message that waited for it is shown again, to be sent.
pub(super) async fn open(visitor: Visitor, posted: Posted) -> Shown {
    let (typed, text) = (posted.get("code"), posted.get("text"));
    if !visitor.open_tag_is(&posted) {
        return Ok(page(&visitor, MEND, visitor.expired(), false, text));
    }
    if typed.trim().is_empty() {
        let mut errors = Errors::none();
        errors.add("code", error::field_sentence(visitor.t(), &FieldError::new("code", "required")));
        return Ok(page(&visitor, MEND, errors, false, text));
    }
    let token = match visitor.office().open_receipt(typed).await {
        Ok(token) => token,
        Err(error) => return Ok(page(&visitor, MEND, error::of_form(visitor.t(), error)?, false, text)),
    };
    if let Some(before) = visitor.cookie(Cookie::Receipt) {
        visitor.office().leave_receipt(&before).await?;
    }
    let answer = if text.trim().is_empty() {
        visitor.go("/case")
    } else {
        super::case::with_kept_text(&visitor, &token, text).await?
    };
    let answer = visitor.without_cookie(answer, Cookie::Draft);
    // A page that found the code to open nothing has taken the cookie away already.
    let taken = answer.headers().get_all(http::header::SET_COOKIE).iter().count() > 1;
    Ok(if taken { answer } else { visitor.with_cookie(answer, Cookie::Receipt, &token) })
}

/// The first of the reporter's cases.
pub(super) async fn first(visitor: Visitor) -> Response {
    visitor.go(if visitor.cookie(Cookie::Receipt).is_some() { "/case/1" } else { "/return" })
}

/// Ends the session.
pub(super) async fn leave(visitor: Visitor, posted: Posted) -> Shown {
    if let Some(token) = visitor.cookie(Cookie::Receipt) {
        if !posted.is_from(&visitor.app, token.as_bytes()) {
            return Ok(visitor.go("/case"));
        }
        visitor.office().leave_receipt(&token).await?;
    }
    Ok(visitor.without_cookie(visitor.go("/"), Cookie::Receipt))
}
