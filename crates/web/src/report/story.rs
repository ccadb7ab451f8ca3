//! What the reporter tells: a few questions a step. Only what happened must be answered.

use super::flow::{Place, Progress};
use super::writing::Writing;
use crate::error;
use crate::frame::{Errors, Page, T, Tone, show_as};
use crate::posted::Posted;
use crate::visitor::{MEND, Shown, Visitor};
use askama::Template;
use domain::policy;
use domain::refusal::{FieldError, Problems};
use domain::report::{Answers, Channel, IdentityMode};
use http::StatusCode;

/// A question with the answer so far.
struct Question {
    field: &'static str,
    label: String,
    hint: String,
    value: String,
    rows: u8,
    optional: bool,
}

#[derive(Template)]
#[template(path = "report/story.html")]
struct Story {
    t: T,
    page: Page,
    errors: Errors,
    token: String,
    progress: Progress,
    back: bool,
    heading: String,
    lead: String,
    warn_anonymous: bool,
    action: String,
    questions: Vec<Question>,
}

/// The answer to a question by its name.
fn answer<'a>(answers: &'a mut Answers, field: &str) -> Option<&'a mut String> {
    match field {
        "what" => Some(&mut answers.what),
        "when" => Some(&mut answers.when),
        "where" => Some(&mut answers.where_),
        "who" => Some(&mut answers.who),
        "how" => Some(&mut answers.how),
        "relation" => Some(&mut answers.relation),
        "told" => Some(&mut answers.told),
        "worries" => Some(&mut answers.worries),
        _ => None,
    }
}

/// The words of a step: its heading and what stands under it.
fn words(t: T, place: Place, channel: Option<Channel>) -> (String, String) {
    match (place, channel) {
        (Place::What, Some(Channel::Question)) => (t.get("story-question-heading"), t.get("story-question-lead")),
        (Place::Circumstances, _) => (t.get("story-circumstances-heading"), t.get("story-circumstances-lead")),
        (Place::People, _) => (t.get("story-people-heading"), t.get("story-people-lead")),
        (Place::Yourself, _) => (t.get("story-yourself-heading"), t.get("story-yourself-lead")),
        _ => (t.get("story-what-heading"), t.get("story-what-lead")),
    }
}

/// The question and its hint, in the words that fit the concern.
fn ask(t: T, field: &str, channel: Option<Channel>) -> (String, String) {
    let fitting = channel.map(|channel| format!("{field}-{}", channel.name()));
    let label = match &fitting {
        Some(member) if t.knows("ask", member) => t.of("ask", member),
        _ => t.of("ask", field),
    };
    let hint = match &fitting {
        Some(member) if t.knows("ask-hint", member) => t.of("ask-hint", member),
        _ => t.of("ask-hint", field),
    };
    (label, hint)
}

fn page(writing: &Writing, place: Place, status: StatusCode, errors: Errors, back: bool) -> Shown {
    let t = writing.t();
    let channel = writing.draft.channel;
    let mut answers = writing.draft.answers.clone();
    let questions = place.asks(channel).iter().map(|field| {
        let (label, hint) = ask(t, field, channel);
        let value = answer(&mut answers, field).cloned().unwrap_or_default();
        Question { field, label, hint, value, rows: if *field == "what" { 12 } else { 4 }, optional: *field != "what" }
    });
    let questions = questions.collect();
    let (heading, lead) = words(t, place, channel);
    let anonymous = writing.draft.identity == Some(IdentityMode::Anonymous);
    let page = Story {
        t,
        page: writing.visitor.page(),
        errors,
        token: writing.tag(),
        progress: writing.progress(place, back),
        back,
        heading,
        lead,
        warn_anonymous: anonymous && matches!(place, Place::What | Place::Yourself),
        action: writing.visitor.href(place.path()),
        questions,
    };
    Ok(writing.answer(show_as(status, &page)))
}

async fn at(visitor: Visitor, place: Place) -> Shown {
    let writing = Writing::at(visitor, place).await?;
    let back = writing.is_from_summary();
    page(&writing, place, StatusCode::OK, Errors::none(), back)
}

async fn save(visitor: Visitor, posted: Posted, place: Place) -> Shown {
    let mut writing = Writing::for_form(visitor).await?;
    let back = posted.ticked("back");
    let mut problems = Problems::default();
    for field in place.asks(writing.draft.channel) {
        let said = posted.get(field);
        problems.when(*field == "what" && said.trim().is_empty(), FieldError::new("what", "required"));
        problems.length(field, said, policy::LONGEST_TEXT);
        if let Some(answer) = answer(&mut writing.draft.answers, field) {
            said.clone_into(answer);
        }
    }
    if let Some(errors) = writing.stale(&posted) {
        return page(&writing, place, MEND, errors, back);
    }
    if let Err(refusal) = problems.finish() {
        return page(&writing, place, MEND, error::of_form(writing.t(), refusal.into())?, back);
    }
    match writing.save().await? {
        None => Ok(writing.go_on(place, back)),
        Some(errors) => page(&writing, place, MEND, errors, back),
    }
}

pub(super) async fn what(visitor: Visitor) -> Shown {
    at(visitor, Place::What).await
}

pub(super) async fn save_what(visitor: Visitor, posted: Posted) -> Shown {
    save(visitor, posted, Place::What).await
}

pub(super) async fn circumstances(visitor: Visitor) -> Shown {
    at(visitor, Place::Circumstances).await
}

pub(super) async fn save_circumstances(visitor: Visitor, posted: Posted) -> Shown {
    save(visitor, posted, Place::Circumstances).await
}

pub(super) async fn people(visitor: Visitor) -> Shown {
    at(visitor, Place::People).await
}

pub(super) async fn save_people(visitor: Visitor, posted: Posted) -> Shown {
    save(visitor, posted, Place::People).await
}

pub(super) async fn yourself(visitor: Visitor) -> Shown {
    at(visitor, Place::Yourself).await
}

pub(super) async fn save_yourself(visitor: Visitor, posted: Posted) -> Shown {
    save(visitor, posted, Place::Yourself).await
}
