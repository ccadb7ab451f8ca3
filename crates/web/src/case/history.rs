//! What happened in a case, who holds it, and who looked at it.

use super::{Strip, Tab, address, dossier, page, sentence};
use crate::error::Answer;
use crate::frame::{self, Column, Page, Pager, T};
use crate::staff::{Desk, show as words};
use askama::Template;
use axum::extract::{Path, Query};
use domain::case::Actor;
use office::case::CaseView;
use serde::Deserialize;

/// Lines of the history on a page.
const SIZE: u64 = 50;

struct Line {
    number: u64,
    when: String,
    what: String,
}

struct Look {
    who: String,
    what: String,
    when: String,
}

struct Holder {
    name: String,
    roles: String,
    because: String,
    is_you: bool,
}

#[derive(Template)]
#[template(path = "case/history.html")]
struct History {
    t: T,
    page: Page,
    strip: Strip,
    lines: Vec<Line>,
    pager: Pager,
    holders: Vec<Holder>,
    looks: Vec<Look>,
    looks_columns: Vec<Column>,
    holders_columns: Vec<Column>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Which {
    page: u64,
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>, Query(which): Query<Which>) -> Answer {
    let id = dossier(&id)?;
    let view = desk.office().open_case(desk.staff(), id).await?;
    let t = desk.t();
    let total = view.case.history.len() as u64;
    let base = format!("{}?page=", desk.href(&address(id, "history")));
    let pager = Pager::new(which.page.max(1), SIZE, total, base);
    let before = usize::try_from((pager.page - 1) * SIZE).unwrap_or_default();
    let lines = lines(t, &view).into_iter().skip(before).take(usize::try_from(SIZE).unwrap_or_default()).collect();
    let look = |look: &office::case::AccessEvent| Look {
        who: look.by.map(|who| words::person(t, &view.organisation, who)).unwrap_or_default(),
        what: t.of("looked", &look.kind),
        when: words::moment(t, &look.at),
    };
    let page = History {
        t,
        page: page(&desk, &view, true),
        strip: Strip::new(&desk, &view, Tab::History),
        lines,
        pager,
        holders: holders(&desk, &view),
        looks: view.access.iter().map(look).collect(),
        looks_columns: vec![
            Column::new(t.get("history-column-who")),
            Column::new(t.get("history-column-what")),
            Column::new(t.get("history-column-when")),
        ],
        holders_columns: vec![
            Column::new(t.get("history-column-who")),
            Column::new(t.get("history-column-role")),
            Column::new(t.get("history-column-why")),
        ],
    };
    Ok(frame::show(&page))
}

/// What happened, newest first.
fn lines(t: T, view: &CaseView) -> Vec<Line> {
    let line = |event: &domain::case::Event| Line {
        number: event.number,
        when: words::when(t, &event.at, event.by, event.number),
        what: sentence::of(t, &view.organisation, event),
    };
    view.case.history.iter().rev().map(line).collect()
}

/// What happened, oldest first, as the printed case has it.
pub(super) fn told(t: T, view: &CaseView) -> Vec<(String, String)> {
    let mut all: Vec<_> = lines(t, view).into_iter().map(|line| (line.when, line.what)).collect();
    all.reverse();
    all
}

fn holders(desk: &Desk, view: &CaseView) -> Vec<Holder> {
    let t = desk.t();
    let holder = |(person, because): &(domain::people::Person, domain::case::GivenBecause)| Holder {
        name: words::actor(t, &view.organisation, Actor::Person(person.id)),
        roles: words::role_words(t, &view.organisation.roles_of(person.id)),
        because: t.of("given-because", sentence::given(*because)),
        is_you: person.id == desk.staff().id,
    };
    view.holders.iter().map(holder).collect()
}
