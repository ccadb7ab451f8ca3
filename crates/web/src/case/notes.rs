//! Private notes: for those who handle the case, never for the reporter.

use super::{Asked, Strip, Tab, address, dossier, page, respond};
use crate::error::Answer;
use crate::frame::{Errors, Page, T};
use crate::posted::Posted;
use crate::staff::{Desk, show as words};
use askama::Template;
use axum::extract::{Path, Query};
use domain::access::Act;
use domain::case::Command;
use domain::id::DossierId;

struct Line {
    who: String,
    when: String,
    text: String,
}

#[derive(Template)]
#[template(path = "case/notes.html")]
struct Notes {
    t: T,
    page: Page,
    strip: Strip,
    done: String,
    errors: Errors,
    tag: String,
    once: String,
    lines: Vec<Line>,
    can_write: bool,
    text: String,
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let id = dossier(&id)?;
    let done = asked.sentence(&desk);
    form(&desk, id, &Posted::default(), Errors::none(), done).await
}

async fn form(desk: &Desk, id: DossierId, posted: &Posted, errors: Errors, done: String) -> Answer {
    let view = desk.office().open_case(desk.staff(), id).await?;
    let t = desk.t();
    let line = |note: &domain::case::Note| Line {
        who: words::actor(t, &view.organisation, note.by),
        when: words::when(t, &note.at, note.by, note.number),
        text: note.text.clone(),
    };
    let page = Notes {
        t,
        page: page(desk, &view, true),
        strip: Strip::new(desk, &view, Tab::Notes),
        done,
        errors,
        tag: desk.tag(),
        once: desk.once(posted),
        lines: view.case.notes.iter().rev().map(line).collect(),
        can_write: view.may.contains(&Act::WriteNote),
        text: posted.get("text").to_owned(),
    };
    Ok(respond(&page.errors, &page))
}

pub(super) async fn write(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let id = dossier(&id)?;
    match desk.submit(id, &posted, Command::Note { text: posted.trimmed("text") }).await? {
        None => Ok(desk.go(&address(id, "notes?done=noted"))),
        Some(errors) => form(&desk, id, &posted, errors, String::new()).await,
    }
}
