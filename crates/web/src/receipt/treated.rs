//! "I am being treated badly because of this": begins a case of its own under the same code.

use super::here::Here;
use crate::error;
use crate::frame::{Errors, Page, T, show_as};
use crate::posted::Posted;
use crate::visitor::{MEND, Shown, Visitor};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::Refusal;
use domain::report::Answers;
use http::StatusCode;

#[derive(Template)]
#[template(path = "receipt/treated.html")]
struct Treated {
    t: T,
    page: Page,
    errors: Errors,
    token: String,
    base: String,
    cases: usize,
    answers: Answers,
}

fn page(here: &Here, status: StatusCode, errors: Errors, answers: Answers) -> Response {
    let (page, token, base) = (here.visitor.page(), here.tag(), here.base());
    let cases = here.reporter.cases.len();
    show_as(status, &Treated { t: here.t(), page, errors, token, base, cases, answers })
}

/// What the law says, and the questions.
pub(super) async fn show_page(visitor: Visitor, Path(n): Path<String>) -> Shown {
    let here = Here::at(visitor, &n).await?;
    Ok(page(&here, StatusCode::OK, Errors::none(), Answers::default()))
}

/// Begins the case. A form that is sent twice begins one: it says how many cases there were when it was made.
pub(super) async fn begin(visitor: Visitor, Path(n): Path<String>, posted: Posted) -> Shown {
    let here = Here::keeping(visitor, &n, posted.get("what")).await?;
    let answers = Answers {
        what: posted.get("what").to_owned(),
        when: posted.get("when").to_owned(),
        who: posted.get("who").to_owned(),
        worries: posted.get("worries").to_owned(),
        ..Answers::default()
    };
    if let Some(errors) = here.stale(&posted) {
        return Ok(page(&here, MEND, errors, answers));
    }
    if let Some(own) = here.reporter.cases.last()
        && posted.get("cases") != here.reporter.cases.len().to_string()
        && own.case.answers.as_ref() == Some(&answers)
    {
        return Ok(here.visitor.go(&format!("/case/{}?done=treated", own.index + 1)));
    }
    let begun = here.visitor.office().reporter_retaliation(&here.reporter, here.index, answers.clone(), Vec::new());
    match begun.await {
        Ok(index) => Ok(here.visitor.go(&format!("/case/{}?done=treated", index + 1))),
        // The other half of a double click was first: the page shows its case.
        Err(office::Error::Refusal(Refusal::Changed)) => Ok(here.go("")),
        Err(error) => Ok(page(&here, MEND, error::of_form(here.t(), error)?, answers)),
    }
}
