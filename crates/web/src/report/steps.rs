//! The first steps: which organisation and concern, and who may know who the reporter is.

use super::flow::{Place, Progress};
use super::writing::Writing;
use crate::error;
use crate::frame::{Choice, Errors, Page, T, show_as};
use crate::posted::Posted;
use crate::staff::show as say;
use crate::visitor::{MEND, Shown, Visitor};
use askama::Template;
use domain::policy;
use domain::refusal::{FieldError, Problems};
use domain::report::{Channel, Identity, IdentityMode};
use http::StatusCode;

#[derive(Template)]
#[template(path = "report/concern.html")]
struct Concern {
    t: T,
    page: Page,
    errors: Errors,
    token: String,
    progress: Progress,
    back: bool,
    agencies: Vec<Choice>,
    agency: String,
    channels: Vec<Choice>,
    channel: &'static str,
}

/// Which organisation it is about and what kind of concern it is.
pub(super) async fn concern(visitor: Visitor) -> Shown {
    let writing = Writing::at(visitor, Place::Concern).await?;
    let back = writing.is_from_summary();
    concern_page(&writing, StatusCode::OK, Errors::none(), back).await
}

async fn concern_page(writing: &Writing, status: StatusCode, errors: Errors, back: bool) -> Shown {
    let t = writing.t();
    let organisation = writing.visitor.office().organisation().await?;
    let agencies = organisation.agencies();
    let agencies = agencies.into_iter().map(|agency| Choice::new(agency.key.clone(), say::node(t, agency))).collect();
    let channels = Channel::ALL.map(|channel| {
        Choice::new(channel.name(), t.of("channel", channel.name())).with_hint(t.of("channel-hint", channel.name()))
    });
    let page = Concern {
        t,
        page: writing.visitor.page(),
        errors,
        token: writing.tag(),
        progress: writing.progress(Place::Concern, back),
        back,
        agencies,
        agency: writing.draft.agency.clone().unwrap_or_default(),
        channels: channels.into(),
        channel: writing.draft.channel.map_or("", Channel::name),
    };
    Ok(writing.answer(show_as(status, &page)))
}

/// Keeps organisation and concern.
pub(super) async fn save_concern(visitor: Visitor, posted: Posted) -> Shown {
    let mut writing = Writing::for_form(visitor).await?;
    let back = posted.ticked("back");
    let organisation = writing.visitor.office().organisation().await?;
    let known = organisation.agencies().into_iter().find(|agency| agency.key == posted.get("agency"));
    writing.draft.agency = known.map(|agency| agency.key.clone());
    writing.draft.channel = Channel::named(posted.get("channel"));
    if let Some(errors) = writing.stale(&posted) {
        return concern_page(&writing, MEND, errors, back).await;
    }
    let mut problems = Problems::default();
    problems.when(writing.draft.agency.is_none(), FieldError::new("agency", "required"));
    problems.when(writing.draft.channel.is_none(), FieldError::new("channel", "required"));
    if let Err(refusal) = problems.finish() {
        return concern_page(&writing, MEND, error::of_form(writing.t(), refusal.into())?, back).await;
    }
    match writing.save().await? {
        None => Ok(writing.go_on(Place::Concern, back)),
        Some(errors) => concern_page(&writing, MEND, errors, back).await,
    }
}

#[derive(Template)]
#[template(path = "report/identity.html")]
struct Who {
    t: T,
    page: Page,
    errors: Errors,
    token: String,
    progress: Progress,
    back: bool,
    modes: Vec<Choice>,
    mode: &'static str,
    who: Identity,
}

/// Who may know who the reporter is.
pub(super) async fn identity(visitor: Visitor) -> Shown {
    let writing = Writing::at(visitor, Place::Identity).await?;
    let back = writing.is_from_summary();
    identity_page(&writing, StatusCode::OK, Errors::none(), back)
}

fn identity_page(writing: &Writing, status: StatusCode, errors: Errors, back: bool) -> Shown {
    let t = writing.t();
    let modes = IdentityMode::ALL.map(|mode| {
        Choice::new(mode.name(), t.of("identity", mode.name())).with_hint(t.of("identity-mode-hint", mode.name()))
    });
    let page = Who {
        t,
        page: writing.visitor.page(),
        errors,
        token: writing.tag(),
        progress: writing.progress(Place::Identity, back),
        back,
        modes: modes.into(),
        mode: writing.draft.identity.map_or("", IdentityMode::name),
        who: writing.draft.who.clone(),
    };
    Ok(writing.answer(show_as(status, &page)))
}

/// Keeps who may know. A name with an anonymous report is refused rather than kept.
pub(super) async fn save_identity(visitor: Visitor, posted: Posted) -> Shown {
    let mut writing = Writing::for_form(visitor).await?;
    let back = posted.ticked("back");
    writing.draft.identity = IdentityMode::named(posted.get("identity"));
    writing.draft.who = Identity { name: posted.trimmed("name"), contact: posted.trimmed("contact") };
    if let Some(errors) = writing.stale(&posted) {
        return identity_page(&writing, MEND, errors, back);
    }
    let mut problems = Problems::default();
    let who = &writing.draft.who;
    match writing.draft.identity {
        None => problems.when(true, FieldError::new("identity", "required")),
        Some(IdentityMode::Anonymous) => {
            let told = |text: &str| !text.is_empty();
            problems.when(told(&who.name), FieldError::new("name", "anonymous-with-name"));
            problems.when(told(&who.contact), FieldError::new("contact", "anonymous-with-name"));
        }
        Some(_) => who.check(&mut problems),
    }
    if writing.draft.identity.is_none() {
        problems.length("name", &who.name, policy::LONGEST_LINE);
        problems.length("contact", &who.contact, policy::LONGEST_LINE);
    }
    if let Err(refusal) = problems.finish() {
        return identity_page(&writing, MEND, error::of_form(writing.t(), refusal.into())?, back);
    }
    match writing.save().await? {
        None => Ok(writing.go_on(Place::Identity, back)),
        Some(errors) => identity_page(&writing, MEND, errors, back),
    }
}
