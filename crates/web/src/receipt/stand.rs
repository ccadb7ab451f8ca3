//! Where a case stands, in words for its reporter: one sentence for now, and a timeline of what was, is and comes.

use crate::frame::{State, Step, T};
use crate::staff::show as say;
use domain::case::{Case, Fact, OralRecord, Stage};
use domain::deadline::{Deadline, DeadlineKind};
use domain::first_phase::Conclusion;
use domain::people::Organisation;
use jiff::Timestamp;
use jiff::civil::Date;

/// One line of the timeline before it is known what is now.
struct Line {
    done: Option<Date>,
    due: Option<Deadline>,
    title: String,
    text: String,
}

impl Line {
    const fn done(on: Option<Date>, title: String) -> Self {
        Self { done: on, due: None, title, text: String::new() }
    }

    const fn open(due: Option<Deadline>, title: String) -> Self {
        Self { done: None, due, title, text: String::new() }
    }
}

/// What happens now, in one sentence, and when it is late a second one that says so.
#[must_use]
pub fn now(t: T, case: &Case, today: Date) -> String {
    let next = waited_for(case);
    let date = next.map(|deadline| t.date(deadline.due)).unwrap_or_default();
    let question = !case.channel.has_first_phase();
    let sentence = match case.stage {
        Stage::Received => t.with("own-now-received", &[("date", date.as_str())]),
        _ if next.is_none()
            && !matches!(case.stage, Stage::Closed | Stage::OtherRoute | Stage::NotTakenUp | Stage::Split) =>
        {
            t.get("own-now-done")
        }
        Stage::Acknowledged if question => t.with("own-now-acknowledged-question", &[("date", date.as_str())]),
        Stage::Acknowledged => t.with("own-now-acknowledged", &[("date", date.as_str())]),
        Stage::FirstPhase => t.with("own-now-first-phase", &[("date", date.as_str())]),
        Stage::Admitted => t.with("own-now-admitted", &[("date", date.as_str())]),
        Stage::SecondLook => t.with("own-now-second-look", &[("date", date.as_str())]),
        Stage::Split => t.get("own-now-split"),
        Stage::OtherRoute => t.get("own-now-other-route"),
        Stage::NotTakenUp => t.get("own-now-not-taken-up"),
        Stage::Closed => t.get("own-now-closed"),
    };
    match next {
        Some(deadline) if deadline.is_late(today) => t.with("own-late", &[("date", date.as_str())]),
        _ => sentence,
    }
}

/// The deadline that the reporter waits for at this stage, while it is not met.
fn waited_for(case: &Case) -> Option<&Deadline> {
    let kind = match case.stage {
        Stage::Received => DeadlineKind::Acknowledge,
        Stage::Acknowledged | Stage::FirstPhase if case.channel.has_first_phase() => DeadlineKind::FirstPhase,
        Stage::SecondLook => DeadlineKind::SecondLook,
        Stage::Acknowledged | Stage::FirstPhase | Stage::Admitted => DeadlineKind::Feedback,
        Stage::Split | Stage::OtherRoute | Stage::NotTakenUp | Stage::Closed => return None,
    };
    case.deadline(kind).filter(|deadline| deadline.met.is_none())
}

/// The timeline: what was, in the order in which it came; the first thing that is still to come is now.
#[must_use]
pub fn timeline(t: T, case: &Case, organisation: &Organisation, today: Date) -> Vec<Step> {
    let mut lines = past(t, case, organisation);
    if case.stage != Stage::Closed {
        lines.extend(ahead(t, case));
    }
    let mut is_taken = false;
    let steps = lines.into_iter().map(|line| {
        let state = match (line.done, is_taken) {
            (Some(_), _) => State::Was,
            (None, false) => State::Is,
            (None, true) => State::Comes,
        };
        is_taken |= state == State::Is;
        let late = line.due.is_some_and(|due| due.is_late(today));
        let when = match (line.done, line.due) {
            (Some(on), _) => t.date(on),
            (None, Some(due)) => t.with("stand-by", &[("date", t.date(due.due))]),
            (None, None) => String::new(),
        };
        let text = if late { t.get("stand-late") } else { line.text };
        Step { state, title: line.title, when, text }
    });
    steps.collect()
}

/// What happened, as far as it concerns the reporter.
fn past(t: T, case: &Case, organisation: &Organisation) -> Vec<Line> {
    let mut lines = Vec::new();
    for event in &case.history {
        let day = || day_of(&event.at);
        let line = match &event.fact {
            Fact::ReportReceived { on, .. } => Line::done(Some(*on), t.get("stand-received")),
            Fact::Acknowledged { on, .. } => Line::done(Some(*on), t.get("stand-acknowledge-done")),
            Fact::RecordApproved { on } => Line::done(Some(*on), t.get("stand-record-done")),
            Fact::PassedOn { to, on } => {
                let agency = say::node_named(t, organisation, *to);
                Line::done(Some(*on), t.with("stand-passed-on", &[("agency", agency)]))
            }
            Fact::FirstPhaseConcluded { round, conclusion, on } => concluded(t, *round, *conclusion, *on),
            Fact::OutcomeSent { on, .. } => Line::done(Some(*on), t.get("stand-outcome-done")),
            Fact::SecondLookAsked { on, .. } => Line::done(Some(*on), t.get("stand-second-look-asked")),
            Fact::FeedbackGiven { on } => Line::done(Some(*on), t.get("stand-feedback-done")),
            Fact::CaseLinked {} => Line::done(day(), t.get("stand-linked")),
            // With the report itself it is no news.
            Fact::IdentityGiven { .. } if event.number > 2 => Line::done(day(), t.get("stand-identity")),
            Fact::ContactEnded { on } => Line::done(Some(*on), t.get("stand-contact-ended")),
            Fact::Closed { on, .. } => Line::done(Some(*on), t.get("stand-closed")),
            _ => continue,
        };
        lines.push(line);
    }
    lines
}

fn concluded(t: T, round: u8, conclusion: Conclusion, on: Date) -> Line {
    let title = if round == 1 { t.get("stand-first-phase-done") } else { t.get("stand-second-look-done") };
    let text = match conclusion {
        Conclusion::Agreed(_) => String::new(),
        Conclusion::Split => t.get("stand-first-phase-split"),
        Conclusion::ByDefault => t.get("stand-first-phase-default"),
    };
    Line { text, ..Line::done(Some(on), title) }
}

/// What is still to come, in its order.
fn ahead(t: T, case: &Case) -> Vec<Line> {
    let due = |kind| case.deadline(kind).copied().filter(|deadline| deadline.met.is_none());
    let mut lines = Vec::new();
    if case.oral == Some(OralRecord::Offered) {
        lines.push(Line::open(None, t.get("stand-record")));
    }
    if let Some(acknowledge) = due(DeadlineKind::Acknowledge) {
        lines.push(Line::open(Some(acknowledge), t.get("stand-acknowledge")));
    }
    if case.channel.has_first_phase() {
        lines.extend(first_phase_ahead(t, case, &due));
    } else {
        lines.push(Line::open(None, t.get("stand-answer")));
    }
    let turned_away = matches!(case.stage, Stage::OtherRoute | Stage::NotTakenUp);
    if let Some(feedback) = due(DeadlineKind::Feedback).filter(|_| !turned_away || !case.outcome_is_sent()) {
        lines.push(Line::open(Some(feedback), t.get("stand-feedback")));
    }
    lines
}

fn first_phase_ahead(t: T, case: &Case, due: &impl Fn(DeadlineKind) -> Option<Deadline>) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(second) = due(DeadlineKind::SecondLook) {
        lines.push(Line::open(Some(second), t.get("stand-second-look")));
    } else if let Some(first) = due(DeadlineKind::FirstPhase) {
        lines.push(Line::open(Some(first), t.get("stand-first-phase")));
    }
    if case.stage == Stage::Split || (case.stage == Stage::Admitted && case.outcome_is_sent()) {
        lines.push(Line::open(None, t.get("stand-committee")));
    }
    if !case.outcome_is_sent() || case.stage == Stage::SecondLook {
        lines.push(Line::open(None, t.get("stand-outcome")));
    }
    lines
}

/// The legal day of an instant as entries store it.
fn day_of(at: &str) -> Option<Date> {
    at.parse::<Timestamp>().ok().map(domain::calendar::legal_day)
}
