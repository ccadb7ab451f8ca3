//! Before a report is begun, and when it is thrown away.

use crate::cookies::Cookie;
use crate::frame::{Errors, Page, T, Tone, show, show_as};
use crate::posted::Posted;
use crate::visitor::{MEND, Shown, Visitor};
use askama::Template;
use axum::response::Response;
use http::StatusCode;

#[derive(Template)]
#[template(path = "report/begin.html")]
struct Begin {
    t: T,
    page: Page,
    errors: Errors,
    token: String,
}

fn page(visitor: &Visitor, status: StatusCode, errors: Errors) -> Response {
    let token = visitor.open_tag();
    show_as(status, &Begin { t: visitor.t(), page: visitor.page(), errors, token })
}

/// What to know first, and the button that begins. It sets no cookie.
pub(super) async fn show_page(visitor: Visitor) -> Response {
    page(&visitor, StatusCode::OK, Errors::none())
}

/// Begins a report. From here on there is one cookie. A report that was begun in this browser before and not sent is thrown
/// away.
pub(super) async fn begin(visitor: Visitor, posted: Posted) -> Shown {
    if !visitor.open_tag_is(&posted) {
        return Ok(page(&visitor, MEND, visitor.expired()));
    }
    if let Some(token) = visitor.cookie(Cookie::Draft) {
        // One that was sent still shows its code: a second press of the button must not take that away.
        if visitor.office().draft(&token).await.is_ok_and(|draft| draft.sent.is_some()) {
            return Ok(visitor.go("/report/receipt"));
        }
        visitor.office().abandon(&token).await?;
    }
    let token = visitor.office().begin_draft(visitor.language()).await?;
    let answer = visitor.without_cookie(visitor.go("/report/concern"), Cookie::Receipt);
    Ok(visitor.with_cookie(answer, Cookie::Draft, &token))
}

#[derive(Template)]
#[template(path = "report/gone.html")]
pub(super) struct Gone {
    t: T,
    page: Page,
    heading: String,
    text: String,
}

impl Gone {
    /// A report that was begun is not there any more.
    pub(super) fn expired(visitor: &Visitor) -> Response {
        let t = visitor.t();
        let (heading, text) = (t.get("gone-heading"), t.of("refusal", "draft-expired"));
        let answer = show_as(StatusCode::GONE, &Self { t, page: visitor.page(), heading, text });
        visitor.without_cookie(answer, Cookie::Draft)
    }
}

/// Throws the report away.
pub(super) async fn abandon(visitor: Visitor, posted: Posted) -> Shown {
    let Some(token) = visitor.cookie(Cookie::Draft) else { return Ok(visitor.go("/report")) };
    if !posted.is_from(&visitor.app, token.as_bytes()) {
        return Ok(visitor.go("/report/summary"));
    }
    visitor.office().abandon(&token).await?;
    Ok(visitor.without_cookie(visitor.go("/report/abandon"), Cookie::Draft))
}

/// That it was thrown away.
pub(super) async fn abandoned(visitor: Visitor) -> Response {
    let t = visitor.t();
    let (heading, text) = (t.get("gone-abandoned"), t.get("gone-abandoned-text"));
    show(&Gone { t, page: visitor.page(), heading, text })
}
