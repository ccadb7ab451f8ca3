//! What was written down for the reporter after a call or a talk: to check, correct and approve (Directive article 18).

use super::here::Here;
use super::{case, talk};
use crate::frame::{Errors, Fact, Message, Page, T, show_as};
use crate::posted::Posted;
use crate::visitor::{MEND, Shown, Visitor};
use askama::Template;
use axum::extract::Path;
use domain::case::{OralRecord, ReporterCommand};
use http::StatusCode;

#[derive(Template)]
#[template(path = "receipt/record.html")]
struct Record {
    t: T,
    page: Page,
    errors: Errors,
    done: String,
    token: String,
    base: String,
    facts: Vec<Fact>,
    corrections: Vec<Message>,
    text: String,
}

fn page(here: &Here, status: StatusCode, errors: Errors, done: String, text: String) -> Shown {
    let (t, base) = (here.t(), here.base());
    let case = here.case()?;
    let mut corrected = case.clone();
    corrected.messages.retain(|message| message.kind == "record-corrected");
    let corrections = talk::messages(t, &corrected, &base);
    let (page, token) = (here.visitor.page(), here.tag());
    let facts = case::told(t, case);
    Ok(show_as(status, &Record { t, page, errors, done, token, base, facts, corrections, text }))
}

/// The record, while it waits for the reporter's word.
pub(super) async fn show_page(visitor: Visitor, Path(n): Path<String>) -> Shown {
    let here = Here::at(visitor, &n).await?;
    let case = here.case()?;
    if !case::is_open(case) || case.oral != Some(OralRecord::Offered) {
        return Ok(here.go(""));
    }
    let done = match here.visitor.asked("done", &["corrected"]) {
        Some(_) => here.t().get("record-corrected"),
        None => String::new(),
    };
    page(&here, StatusCode::OK, Errors::none(), done, String::new())
}

/// Approves or corrects it. Done twice, it is done once.
pub(super) async fn act(visitor: Visitor, Path(n): Path<String>, posted: Posted) -> Shown {
    let text = posted.get("text").to_owned();
    let here = Here::keeping(visitor, &n, &text).await?;
    if let Some(errors) = here.stale(&posted) {
        return page(&here, MEND, errors, String::new(), text);
    }
    let approves = posted.get("act") == "approve";
    let case = here.case()?;
    if approves && matches!(case.oral, Some(OralRecord::Approved(_))) {
        return Ok(here.go("?done=approved"));
    }
    let last = case.messages.iter().rfind(|message| message.kind == "record-corrected");
    if !approves && last.is_some_and(|message| message.text == text.trim()) {
        return Ok(here.go("/record?done=corrected"));
    }
    let command = match approves {
        true => ReporterCommand::ApproveRecord,
        false => ReporterCommand::CorrectRecord { text: text.trim().to_owned() },
    };
    match here.submit(&posted, command).await? {
        None => Ok(here.go(if approves { "?done=approved" } else { "/record?done=corrected" })),
        Some(errors) => page(&here, MEND, errors, String::new(), text),
    }
}
