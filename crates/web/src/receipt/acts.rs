//! What a reporter can ask on a page of its own: a second look, an end to the contact, notices by e-mail.

use super::case;
use super::here::Here;
use crate::error;
use crate::frame::{Errors, Page, T, show_as};
use crate::posted::Posted;
use crate::visitor::{MEND, Shown, Visitor};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::case::{ReporterCommand, Stage};
use domain::refusal::FieldError;
use http::StatusCode;

#[derive(Template)]
#[template(path = "receipt/second_look.html")]
struct SecondLook {
    t: T,
    page: Page,
    errors: Errors,
    token: String,
    base: String,
    why: String,
}

fn second_look_page(here: &Here, status: StatusCode, errors: Errors, why: String) -> Response {
    let (page, token, base) = (here.visitor.page(), here.tag(), here.base());
    show_as(status, &SecondLook { t: here.t(), page, errors, token, base, why })
}

/// Asking for a second look, while it can be asked for.
pub(super) async fn second_look(visitor: Visitor, Path(n): Path<String>) -> Shown {
    let here = Here::at(visitor, &n).await?;
    let case = here.case()?;
    if !case::is_open(case) || !case.may_ask_second_look(here.visitor.office().today()) {
        return Ok(here.go(""));
    }
    Ok(second_look_page(&here, StatusCode::OK, Errors::none(), String::new()))
}

/// Asks for it. Asked twice, it was asked once.
pub(super) async fn ask_second_look(visitor: Visitor, Path(n): Path<String>, posted: Posted) -> Shown {
    let why = posted.get("why").to_owned();
    let here = Here::keeping(visitor, &n, &why).await?;
    let asked = here.case()?.stage == Stage::SecondLook;
    if asked && here.stale(&posted).is_none() {
        return Ok(here.go("?done=second-look"));
    }
    match here.submit(&posted, ReporterCommand::AskSecondLook { why: why.trim().to_owned() }).await? {
        None => Ok(here.go("?done=second-look")),
        Some(errors) => Ok(second_look_page(&here, MEND, errors, why)),
    }
}

#[derive(Template)]
#[template(path = "receipt/end.html")]
struct End {
    t: T,
    page: Page,
    errors: Errors,
    token: String,
    base: String,
}

fn end_page(here: &Here, status: StatusCode, errors: Errors) -> Response {
    let (page, token, base) = (here.visitor.page(), here.tag(), here.base());
    show_as(status, &End { t: here.t(), page, errors, token, base })
}

/// What ending the contact means.
pub(super) async fn end(visitor: Visitor, Path(n): Path<String>) -> Shown {
    let here = Here::at(visitor, &n).await?;
    if !case::is_open(here.case()?) {
        return Ok(here.go(""));
    }
    Ok(end_page(&here, StatusCode::OK, Errors::none()))
}

/// Ends the contact. Ended twice, it is ended.
pub(super) async fn end_contact(visitor: Visitor, Path(n): Path<String>, posted: Posted) -> Shown {
    let here = Here::at(visitor, &n).await?;
    if let Some(errors) = here.stale(&posted) {
        return Ok(end_page(&here, MEND, errors));
    }
    if here.case()?.contact_ended.is_some() {
        return Ok(here.go("?done=ended"));
    }
    if !posted.ticked("sure") {
        let mut errors = Errors::none();
        errors.add("sure", error::field_sentence(here.t(), &FieldError::new("sure", "required")));
        return Ok(end_page(&here, MEND, errors));
    }
    match here.submit(&posted, ReporterCommand::EndContact).await? {
        None => Ok(here.go("?done=ended")),
        Some(errors) => Ok(end_page(&here, MEND, errors)),
    }
}

#[derive(Template)]
#[template(path = "receipt/notices.html")]
struct Notices {
    t: T,
    page: Page,
    errors: Errors,
    token: String,
    base: String,
    has: bool,
    email: String,
}

fn notices_page(here: &Here, status: StatusCode, errors: Errors, email: String) -> Response {
    let has = here.reporter.cases.iter().any(|own| own.index == here.index && own.has_notices);
    let (page, token, base) = (here.visitor.page(), here.tag(), here.base());
    show_as(status, &Notices { t: here.t(), page, errors, token, base, has, email })
}

/// Whether e-mail is sent when there is something new. The address itself is not shown again.
pub(super) async fn notices(visitor: Visitor, Path(n): Path<String>) -> Shown {
    let here = Here::at(visitor, &n).await?;
    Ok(notices_page(&here, StatusCode::OK, Errors::none(), String::new()))
}

/// Sets the address, or ends the e-mail.
pub(super) async fn set_notices(visitor: Visitor, Path(n): Path<String>, posted: Posted) -> Shown {
    let here = Here::at(visitor, &n).await?;
    let email = posted.trimmed("email");
    if let Some(errors) = here.stale(&posted) {
        return Ok(notices_page(&here, MEND, errors, email));
    }
    let ends = posted.get("act") == "end";
    if !ends && email.is_empty() {
        let mut errors = Errors::none();
        errors.add("email", error::field_sentence(here.t(), &FieldError::new("email", "required")));
        return Ok(notices_page(&here, MEND, errors, email));
    }
    let address = (!ends).then_some(email.as_str());
    match here.visitor.office().notice_address(&here.reporter, here.index, address).await {
        Ok(()) => Ok(here.go(if ends { "?done=notices-end" } else { "?done=notices-set" })),
        Err(error) => Ok(notices_page(&here, MEND, error::of_form(here.t(), error)?, email)),
    }
}
