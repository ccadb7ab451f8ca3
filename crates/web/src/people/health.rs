//! How the system is doing, for the administrator: nothing about a person or a case.

use crate::error::Answer;
use crate::frame::{self, Page, T, Tone};
use crate::staff::{Desk, Place, show as words};
use askama::Template;
use office::setup::Health as State;

struct Line {
    name: String,
    tone: Tone,
    word: String,
    text: String,
}

#[derive(Template)]
#[template(path = "people/health.html")]
struct Health {
    t: T,
    page: Page,
    is_good: bool,
    lines: Vec<Line>,
    version: &'static str,
    database: &'static str,
    now: String,
}

pub(super) async fn show(desk: Desk) -> Answer {
    let state = desk.office().health(desk.staff()).await?;
    let organisation = desk.office().organisation().await?;
    let t = desk.t();
    let names = |key: &String| organisation.node_by_key(key).map(|node| words::node(t, node)).unwrap_or_default();
    let without = state.agencies_without_intake.iter().map(names).collect::<Vec<_>>().join(", ");
    let lines = lines(t, &state, without);
    let page = Health {
        t,
        page: desk.page(Place::Health),
        is_good: lines.iter().all(|line| line.tone == Tone::Good),
        lines,
        version: state.version,
        database: state.database,
        now: words::instant(t, desk.office().now()),
    };
    Ok(frame::show(&page))
}

fn lines(t: T, state: &State, without_intake: String) -> Vec<Line> {
    let line = |name: &'static str, good: bool, bad: Tone, text: String| Line {
        name: t.of("health-name", name),
        tone: if good { Tone::Good } else { bad },
        word: if good { t.get("health-good") } else { t.get("health-look") },
        text,
    };
    let failed = state.notices_failed;
    let unheld = state.unheld;
    vec![
        line(
            "intake",
            without_intake.is_empty(),
            Tone::Danger,
            if without_intake.is_empty() {
                t.get("health-intake-good")
            } else {
                t.with("health-intake-bad", &[("agencies", without_intake)])
            },
        ),
        line(
            "unheld",
            unheld == 0,
            Tone::Danger,
            if unheld == 0 { t.get("health-unheld-good") } else { t.with("health-unheld-bad", &[("cases", unheld)]) },
        ),
        line(
            "notices",
            failed == 0,
            Tone::Warning,
            t.with("health-notices", &[("failed", failed), ("due", state.notices_due)]),
        ),
        line(
            "checkpoint",
            state.checkpoint.is_some(),
            Tone::Warning,
            match &state.checkpoint {
                Some(day) => t.with("health-checkpoint", &[("day", checkpoint_day(t, day))]),
                None => t.get("health-checkpoint-none"),
            },
        ),
        line(
            "calendar",
            state.calendar_is_good,
            Tone::Warning,
            if state.calendar_is_good { t.get("health-calendar-good") } else { t.get("health-calendar-bad") },
        ),
    ]
}

/// The day of a checkpoint in words; its name where it is no day.
fn checkpoint_day(t: T, slot: &str) -> String {
    slot.parse().map_or_else(|_| slot.to_owned(), |day| t.date(day))
}
