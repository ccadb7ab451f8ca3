//! Opening one's identity in three steps: to whom, who, sure? Nothing is kept before the last.

use super::case;
use super::here::Here;
use crate::error;
use crate::frame::{Choice, Errors, Fact, Page, T, show_as};
use crate::posted::Posted;
use crate::visitor::{MEND, Shown, Visitor};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Case, ReporterCommand};
use domain::refusal::{FieldError, Problems};
use domain::report::{Identity, IdentityMode};
use http::StatusCode;

#[derive(Template)]
#[template(path = "receipt/be_known.html")]
struct BeKnown {
    t: T,
    page: Page,
    errors: Errors,
    token: String,
    base: String,
    step: u8,
    modes: Vec<Choice>,
    mode: &'static str,
    called: String,
    contact: String,
    facts: Vec<Fact>,
}

/// What was filled in so far.
struct So {
    mode: Option<IdentityMode>,
    identity: Identity,
}

/// The ways to be known that are further open than now.
fn modes(t: T, case: &Case) -> Vec<Choice> {
    let further = IdentityMode::ALL.into_iter().filter(|mode| *mode > case.identity);
    let choice = |mode: IdentityMode| {
        Choice::new(mode.name(), t.of("be-known-mode", mode.name())).with_hint(t.of("be-known-mode-hint", mode.name()))
    };
    further.map(choice).collect()
}

fn page(here: &Here, status: StatusCode, errors: Errors, step: u8, so: So) -> Result<Response, error::Failed> {
    let t = here.t();
    let mut facts = vec![Fact::new(t.get("identity-name"), so.identity.name.clone())];
    if !so.identity.contact.is_empty() {
        facts.push(Fact::new(t.get("identity-contact"), so.identity.contact.clone()));
    }
    let page = BeKnown {
        t,
        page: here.visitor.page(),
        errors,
        token: here.tag(),
        base: here.base(),
        step,
        modes: modes(t, here.case()?),
        mode: so.mode.map_or("", IdentityMode::name),
        called: so.identity.name,
        contact: so.identity.contact,
        facts,
    };
    Ok(show_as(status, &page))
}

/// The first step.
pub(super) async fn show_page(visitor: Visitor, Path(n): Path<String>) -> Shown {
    let here = Here::at(visitor, &n).await?;
    let case = here.case()?;
    if !case::is_open(case) || case.identity == IdentityMode::Open {
        return Ok(here.go(""));
    }
    let so = So { mode: None, identity: Identity::default() };
    Ok(page(&here, StatusCode::OK, Errors::none(), 1, so)?)
}

/// The step that a form leads to; at the last one it is done.
pub(super) async fn step(visitor: Visitor, Path(n): Path<String>, posted: Posted) -> Shown {
    let here = Here::at(visitor, &n).await?;
    let t = here.t();
    let mode = IdentityMode::named(posted.get("mode"));
    let identity = Identity { name: posted.trimmed("name"), contact: posted.trimmed("contact") };
    let so = So { mode, identity: identity.clone() };
    if let Some(errors) = here.stale(&posted) {
        let step = if posted.get("act") == "who" && identity == Identity::default() { 1 } else { 2 };
        return Ok(page(&here, MEND, errors, step, so)?);
    }
    // Pressed twice: it is known already.
    if mode == Some(here.case()?.identity) && posted.get("act") == "send" {
        return Ok(here.go("?done=known"));
    }
    let Some(mode) = mode.filter(|mode| *mode > IdentityMode::Anonymous) else {
        let mut errors = Errors::none();
        errors.add("mode", error::field_sentence(t, &FieldError::new("mode", "required")));
        return Ok(page(&here, MEND, errors, 1, So { mode: None, identity })?);
    };
    match posted.get("act") {
        "check" => {
            let mut problems = Problems::default();
            identity.check(&mut problems);
            match problems.finish() {
                Ok(()) => Ok(page(&here, StatusCode::OK, Errors::none(), 3, so)?),
                Err(refusal) => Ok(page(&here, MEND, error::of_form(t, refusal.into())?, 2, so)?),
            }
        }
        "send" => match here.submit(&posted, ReporterCommand::BeKnown { mode, identity }).await? {
            None => Ok(here.go("?done=known")),
            Some(errors) => Ok(page(&here, MEND, errors, 2, so)?),
        },
        _ => Ok(page(&here, StatusCode::OK, Errors::none(), 2, so)?),
    }
}
