//! What the reporter leaves with: the code, shown until it is written down, and the proof for who wants it.

use super::begin::Gone;
use crate::cookies::Cookie;
use crate::frame::{Errors, Page, T, Tone, show, show_as};
use crate::posted::Posted;
use crate::visitor::{MEND, Shown, Turned, Visitor};
use askama::Template;
use axum::response::{IntoResponse as _, Response};
use domain::{Refusal, deadline};
use http::{StatusCode, header};
use jiff::civil::Date;
use office::Error;
use office::report::Sent;

#[derive(Template)]
#[template(path = "report/receipt.html")]
struct Receipt {
    t: T,
    page: Page,
    errors: Errors,
    token: String,
    code: String,
    address: String,
    by: String,
}

/// What was sent from this browser, with the token of its draft.
async fn sent(visitor: &Visitor) -> Result<(String, Sent), Turned> {
    let Some(token) = visitor.cookie(Cookie::Draft) else { return Err(visitor.go("/report").into()) };
    let draft = match visitor.office().draft(&token).await {
        Err(Error::Refusal(Refusal::Rule("draft-expired"))) => return Err(Gone::expired(visitor).into()),
        other => other?,
    };
    match draft.sent {
        Some(sent) => Ok((token, sent)),
        None => Err(visitor.go("/report/summary").into()),
    }
}

/// The day on which the report was received, as its proof says.
fn received(visitor: &Visitor, sent: &Sent) -> Date {
    let proof: Option<serde_json::Value> = serde_json::from_str(&sent.proof).ok();
    let day = proof.as_ref().and_then(|proof| proof.get("received_on")?.as_str()?.parse().ok());
    day.unwrap_or_else(|| visitor.office().today())
}

fn page(visitor: &Visitor, token: &str, sent: &Sent, status: StatusCode, errors: Errors) -> Response {
    let t = visitor.t();
    let page = Receipt {
        t,
        page: visitor.page(),
        errors,
        token: visitor.tag(token),
        code: sent.code.clone(),
        address: format!("{}{}", visitor.office().settings.base_url, visitor.href("/return")),
        by: t.date(deadline::acknowledge_by(received(visitor, sent))),
    };
    show_as(status, &page)
}

/// The code.
pub(super) async fn show_page(visitor: Visitor) -> Shown {
    let (token, sent) = sent(&visitor).await?;
    Ok(page(&visitor, &token, &sent, StatusCode::OK, Errors::none()))
}

/// The reporter wrote the code down: nothing is left of the report in this browser.
pub(super) async fn written_down(visitor: Visitor, posted: Posted) -> Shown {
    let (token, sent) = sent(&visitor).await?;
    if !posted.is_from(&visitor.app, token.as_bytes()) {
        return Ok(page(&visitor, &token, &sent, MEND, visitor.expired()));
    }
    visitor.office().abandon(&token).await?;
    Ok(visitor.without_cookie(visitor.go("/report/done"), Cookie::Draft))
}

/// The proof, as a file with a name that says nothing.
pub(super) async fn proof(visitor: Visitor) -> Shown {
    let (_, sent) = sent(&visitor).await?;
    Ok(as_file("statement.json", sent.proof))
}

/// A file of ours to keep.
pub(crate) fn as_file(name: &str, content: impl Into<Vec<u8>>) -> Response {
    let kept = format!("attachment; filename=\"{name}\"");
    let headers = [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, kept)];
    (headers, content.into()).into_response()
}

#[derive(Template)]
#[template(path = "report/done.html")]
struct Done {
    t: T,
    page: Page,
}

/// The end.
pub(super) async fn done(visitor: Visitor) -> Response {
    show(&Done { t: visitor.t(), page: visitor.page() })
}
