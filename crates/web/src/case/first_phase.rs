//! The first phase: who assesses, one's own answer, and after the conclusion both side by side.

use super::{Asked, Strip, Tab, address, dossier, fits, page, respond, some_reason};
use crate::error::Answer;
use crate::frame::{Choice, Column, Errors, Page, T, Tone};
use crate::posted::Posted;
use crate::staff::{Desk, show as words};
use askama::Template;
use axum::extract::{Path, Query};
use domain::access::Act;
use domain::case::{Command, Round, Seat};
use domain::first_phase::{self, Assessment, Conclusion, Element, Finding, Opinion, Outcome};
use domain::id::DossierId;
use office::case::{CaseView, candidates};

/// Somebody who assesses, and whether they have answered.
struct Assessor {
    name: String,
    state: String,
    tone: Tone,
}

/// An element as one assessor answered it.
struct Cell {
    who: String,
    answer: String,
    tone: Tone,
    reason: String,
    ask: String,
}

/// An element, as each of those shown answered it.
struct Row {
    element: String,
    cells: Vec<Cell>,
}

/// A round as this reader may see it.
struct Seen {
    title: String,
    assessors: Vec<Assessor>,
    conclusion: String,
    rows: Vec<Row>,
    columns: Vec<Column>,
    proposals: Vec<(String, String)>,
    risks: Vec<(String, String)>,
    is_concluded: bool,
    caption: String,
}

#[derive(Template)]
#[template(path = "case/first_phase.html")]
struct FirstPhase {
    t: T,
    page: Page,
    strip: Strip,
    done: String,
    errors: Errors,
    tag: String,
    once: String,
    rounds: Vec<Seen>,
    state: String,
    assess_href: String,
    assess_label: String,
    ask_href: String,
    outcome_href: String,
    assessors: Vec<Choice>,
    person: String,
    may_ask: bool,
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let id = dossier(&id)?;
    let done = asked.sentence(&desk);
    form(&desk, id, &Posted::default(), Errors::none(), done).await
}

pub(super) async fn ask(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let id = dossier(&id)?;
    let Ok(person) = posted.get("person").parse() else {
        let mut errors = Errors::none();
        errors.add("person", desk.t().get("first-phase-choose"));
        return form(&desk, id, &posted, errors, String::new()).await;
    };
    match desk.submit(id, &posted, Command::AskAssessor { person }).await? {
        None => Ok(desk.go(&address(id, "first-phase?done=asked"))),
        Some(errors) => form(&desk, id, &posted, errors, String::new()).await,
    }
}

async fn form(desk: &Desk, id: DossierId, posted: &Posted, errors: Errors, done: String) -> Answer {
    let view = desk.office().open_case(desk.staff(), id).await?;
    let t = desk.t();
    let may_assess = can_assess(desk, &view);
    let own = own_seat(desk, &view).and_then(|seat| seat.answer.as_ref());
    let outcome = fits(desk, &view, Act::SendOutcome, Command::SendOutcome { text: some_reason() });
    let assessors = candidates(&view, desk.staff().id).assessors;
    let may_ask = view.may.contains(&Act::AskAssessor) && !assessors.is_empty();
    let at = |path: &str, is_there: bool| if is_there { desk.href(&address(id, path)) } else { String::new() };
    let page = FirstPhase {
        t,
        page: page(desk, &view, true),
        strip: Strip::new(desk, &view, Tab::FirstPhase),
        done,
        errors,
        tag: desk.tag(),
        once: desk.once(posted),
        rounds: view.case.rounds.iter().map(|(number, round)| seen(desk, &view, *number, round)).collect(),
        state: t.of("first-phase-state", view.case.stage.name()),
        assess_href: at("assess", may_assess),
        assess_label: if own.is_some() { t.get("first-phase-assess-again") } else { t.get("first-phase-assess") },
        ask_href: desk.href(&address(id, "ask-assessor")),
        outcome_href: at("outcome", outcome),
        assessors: words::people(t, &view.organisation, &assessors),
        person: posted.get("person").to_owned(),
        may_ask,
    };
    Ok(respond(&page.errors, &page))
}

/// The place of this person in the round under way.
pub(super) fn own_seat<'a>(desk: &Desk, view: &'a CaseView) -> Option<&'a Seat> {
    view.case.rounds.get(&view.case.current_round()).and_then(|round| round.seat(desk.staff().id))
}

/// Whether the rules would take an assessment from this person now.
pub(super) fn can_assess(desk: &Desk, view: &CaseView) -> bool {
    let findings = Element::ALL.into_iter().map(|element| Finding {
        element,
        answer: first_phase::Answer::Yes,
        reason: some_reason(),
        ask: String::new(),
    });
    let complete = Assessment { findings: findings.collect(), otherwise: None, risk: String::new() };
    fits(desk, view, Act::Assess, Command::Assess(complete))
}

fn seen(desk: &Desk, view: &CaseView, number: u8, round: &Round) -> Seen {
    let t = desk.t();
    let me = desk.staff().id;
    let shown: Vec<(String, &Assessment)> = round
        .visible_to(me)
        .filter_map(|seat| Some((words::person(t, &view.organisation, seat.person), seat.answer.as_ref()?)))
        .collect();
    let mut columns = vec![Column::new(t.get("first-phase-column-element"))];
    columns.extend(shown.iter().map(|(name, _)| Column::new(name.clone())));
    let row = |element: Element| Row {
        element: t.of("element", element.name()),
        cells: shown.iter().map(|(who, assessment)| cell(t, who, assessment.finding(element))).collect(),
    };
    let proposals = shown.iter().map(|(who, assessment)| (who.clone(), opinion(t, assessment))).collect();
    let risks = shown.iter().filter(|(_, assessment)| !assessment.risk.trim().is_empty());
    Seen {
        title: t.of("first-phase-round", number),
        assessors: round.seats.iter().map(|seat| assessor(desk, view, round, seat)).collect(),
        conclusion: round.conclusion.map(|(how, day)| conclusion(t, how, &t.date(day))).unwrap_or_default(),
        rows: if shown.is_empty() { Vec::new() } else { Element::ALL.into_iter().map(row).collect() },
        columns,
        proposals,
        risks: risks.map(|(who, assessment)| (who.clone(), assessment.risk.clone())).collect(),
        is_concluded: round.conclusion.is_some(),
        caption: if round.conclusion.is_some() { t.get("first-phase-both") } else { t.get("first-phase-own") },
    }
}

/// Who assesses and how far they are. Whether somebody else's answer is final stays with them until the conclusion.
fn assessor(desk: &Desk, view: &CaseView, round: &Round, seat: &Seat) -> Assessor {
    let t = desk.t();
    let own = seat.person == desk.staff().id;
    let is_open = seat.answer.as_ref().is_some_and(|answer| answer.opinion() == Opinion::Open);
    let (state, tone) = match seat.number {
        None => ("waiting", Tone::Warning),
        Some(_) if own && is_open && round.conclusion.is_none() => ("open", Tone::Warning),
        Some(_) => ("answered", Tone::Good),
    };
    Assessor { name: words::person(t, &view.organisation, seat.person), state: t.of("assessor", state), tone }
}

fn cell(t: T, who: &str, finding: Option<&Finding>) -> Cell {
    let Some(finding) = finding else {
        let (answer, reason) = (t.get("first-phase-no-answer"), String::new());
        return Cell { who: who.to_owned(), answer, tone: Tone::Neutral, reason, ask: String::new() };
    };
    let tone = match finding.answer {
        first_phase::Answer::Yes => Tone::Good,
        first_phase::Answer::No => Tone::Danger,
        first_phase::Answer::Unclear => Tone::Warning,
    };
    Cell {
        who: who.to_owned(),
        answer: t.of("answer", finding.answer.name()),
        tone,
        reason: finding.reason.clone(),
        ask: finding.ask.clone(),
    }
}

fn opinion(t: T, assessment: &Assessment) -> String {
    match assessment.opinion() {
        Opinion::Open => t.get("first-phase-open"),
        Opinion::Final(outcome) => outcome_words(t, outcome),
    }
}

/// An outcome in a few words, with its route.
pub(super) fn outcome_words(t: T, outcome: Outcome) -> String {
    match outcome {
        Outcome::OtherRoute(route) => t.with("result-other-route", &[("route", t.of("route", route.name()))]),
        Outcome::Admitted => t.get("result-admitted"),
        Outcome::NotTakenUp => t.get("result-not-taken-up"),
    }
}

/// How a round was concluded, in a sentence.
pub(super) fn conclusion(t: T, how: Conclusion, day: &str) -> String {
    match how {
        Conclusion::Agreed(outcome) => {
            let outcome = outcome_words(t, outcome);
            t.with("conclusion-agreed", &[("day", day.to_owned()), ("outcome", outcome)])
        }
        Conclusion::Split => t.with("conclusion-split", &[("day", day)]),
        Conclusion::ByDefault => t.with("conclusion-by-default", &[("day", day)]),
    }
}
