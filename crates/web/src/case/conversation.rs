//! The conversation with the reporter. Opening it is reading it: the reporter sees that it was read.

use super::{Asked, Strip, Tab, address, dossier, page, respond};
use crate::error::Answer;
use crate::frame::{Errors, Message, Page, T, Tone};
use crate::posted::Posted;
use crate::staff::{Desk, show as words};
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::access::Act;
use domain::case::{self, Actor, Command, Fact, ReadBy};
use domain::id::DossierId;
use domain::people::Role;
use office::case::CaseView;

/// How many of the latest lines are shown at once; the earlier ones unfold.
const LATEST: usize = 10;

/// One line of the conversation: a message, or something that the reporter did beside it.
enum Line {
    Said(Message),
    Happened { when: String, what: String },
}

#[derive(Template)]
#[template(path = "case/conversation.html")]
struct Conversation {
    t: T,
    page: Page,
    strip: Strip,
    done: String,
    errors: Errors,
    tag: String,
    once: String,
    earlier: Vec<Line>,
    lines: Vec<Line>,
    can_write: bool,
    why_not: String,
    text: String,
    shows_name: bool,
    own_name: String,
    role: String,
    had_files: bool,
    is_anonymous: bool,
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let id = dossier(&id)?;
    // Read first and looked at after: nothing is marked as read that was not shown.
    desk.office().act(desk.staff(), id, Command::Read { up_to: u64::MAX }).await?;
    let done = asked.sentence(&desk);
    form(&desk, id, &Posted::default(), Errors::none(), done).await
}

/// Marks the conversation as read without opening it again.
pub(super) async fn read(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    desk.needs_tag(&posted)?;
    let id = dossier(&id)?;
    desk.office().act(desk.staff(), id, Command::Read { up_to: u64::MAX }).await?;
    Ok(desk.go(&address(id, "")))
}

/// The page, with the form as it was filled in.
pub(super) async fn form(
    desk: &Desk,
    id: DossierId,
    posted: &Posted,
    errors: Errors,
    done: String,
) -> Result<Response, crate::error::Failed> {
    let view = desk.office().open_case(desk.staff(), id).await?;
    let t = desk.t();
    let why_not = why_not(t, &view);
    let mut earlier = lines(desk, &view);
    let lines = earlier.split_off(earlier.len().saturating_sub(LATEST));
    let page = Conversation {
        t,
        page: page(desk, &view, true),
        strip: Strip::new(desk, &view, Tab::Conversation),
        done,
        tag: desk.tag(),
        once: desk.once(posted),
        earlier,
        lines,
        can_write: why_not.is_empty(),
        why_not,
        text: posted.get("text").to_owned(),
        shows_name: posted.ticked("show_name"),
        own_name: desk.staff().name.clone(),
        role: t.of("role", writes_as(desk).map_or("intake-officer", Role::name)),
        had_files: !errors.is_empty() && posted.ticked("files"),
        is_anonymous: view.case.identity == domain::report::IdentityMode::Anonymous,
        errors,
    };
    Ok(respond(&page.errors, &page))
}

/// In which of their roles somebody writes to the reporter.
pub(super) fn writes_as(desk: &Desk) -> Option<Role> {
    Act::WriteToReporter.roles().iter().copied().find(|role| desk.staff().roles.contains(role))
}

/// Why nothing can be written now; empty when it can.
fn why_not(t: T, view: &CaseView) -> String {
    if !view.may.contains(&Act::WriteToReporter) {
        return t.get("conversation-not-yours");
    }
    if view.case.contact_ended.is_some() {
        return t.of("refusal", "contact-ended");
    }
    if view.case.stage == case::Stage::Closed { t.of("refusal", "case-closed") } else { String::new() }
}

fn lines(desk: &Desk, view: &CaseView) -> Vec<Line> {
    let t = desk.t();
    let case = &view.case;
    let read_by_reporter = case.read_up_to(ReadBy::Reporter);
    let mut lines: Vec<(u64, Line)> = Vec::new();
    for said in &case.messages {
        let own = said.by != Actor::Reporter;
        let mark = match own {
            true if said.number <= read_by_reporter => t.get("conversation-read"),
            true => t.get("conversation-not-read"),
            false => String::new(),
        };
        lines.push((
            said.number,
            Line::Said(Message {
                own,
                by: writer(desk, view, said),
                at: words::when(t, &said.at, said.by, said.number),
                text: said.text.clone(),
                files: super::files::attached(desk, view, said.number, &said.files),
                mark,
            }),
        ));
    }
    for event in case.history.iter().filter(|event| event.by == Actor::Reporter) {
        let what = match &event.fact {
            Fact::IdentityGiven { mode } if event.number > 2 => t.of("conversation-known", mode.name()),
            Fact::RecordApproved { .. } => t.get("conversation-approved"),
            Fact::ContactEnded { .. } => t.get("conversation-ended"),
            Fact::CaseLinked {} => t.get("conversation-linked"),
            _ => continue,
        };
        let when = words::when(t, &event.at, event.by, event.number);
        lines.push((event.number, Line::Happened { when, what }));
    }
    lines.sort_by_key(|(number, _)| *number);
    lines.into_iter().map(|(_, line)| line).collect()
}

/// Who wrote: the reporter, or the role with the name. Whether the reporter sees the name is said with it.
fn writer(desk: &Desk, view: &CaseView, said: &case::Message) -> String {
    let t = desk.t();
    let name = words::actor(t, &view.organisation, said.by);
    let about = if t.knows("conversation-kind", said.kind) {
        t.of("conversation-kind", said.kind)
    } else if said.by == Actor::Reporter {
        return name;
    } else if said.name.is_some() {
        t.get("conversation-with-name")
    } else {
        t.get("conversation-without-name")
    };
    format!("{name} ({about})")
}
