//! The first page of a case: what it needs next, what the reporter told, and what else can be done.

use super::{Asked, Strip, Tab, address, dossier, fits, page, some_reason};
use crate::error::Answer;
use crate::frame::{self, Attached, Fact, Link, Page, T};
use crate::staff::{Desk, show as words};
use askama::Template;
use axum::extract::{Path, Query};
use domain::access::Act;
use domain::case::{Actor, ClosedBecause, Command, OralRecord, ReadBy};
use office::case::{CaseView, NextStep, candidates};

#[derive(Template)]
#[template(path = "case/overview.html")]
struct Overview {
    t: T,
    page: Page,
    strip: Strip,
    done: String,
    next_href: String,
    next_label: String,
    next_text: String,
    received: String,
    via: String,
    oral: String,
    facts: Vec<Fact>,
    is_sealed: bool,
    reporter: Vec<Fact>,
    files: Vec<Attached>,
    deadlines: Vec<Fact>,
    others: Vec<Link>,
    links: Vec<Link>,
    closed: String,
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let id = dossier(&id)?;
    let view = desk.office().open_case(desk.staff(), id).await?;
    let me = desk.staff().id;
    if view.case.read_up_to(ReadBy::Person(me)) == 0 {
        // The report stands on this page; what came after it is read in the conversation.
        desk.office().act(desk.staff(), id, Command::Read { up_to: 1 }).await?;
    }
    let t = desk.t();
    let case = &view.case;
    let told = case.answers.as_ref().map(|answers| answers.list()).unwrap_or_default();
    let facts = told
        .iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(name, text)| Fact::new(t.of("told", name), *text))
        .collect();
    let page = Overview {
        t,
        page: page(&desk, &view, false),
        strip: Strip::new(&desk, &view, Tab::Overview),
        done: asked.sentence(&desk),
        next_href: next_href(&desk, &view),
        next_label: t.of("next", view.next.map_or("none", NextStep::name)),
        next_text: t.of("next-text", view.next.map_or("none", NextStep::name)),
        received: t.date(case.received),
        via: t.of("via", case.via.name()),
        oral: oral(t, case.oral),
        facts,
        is_sealed: case.answers.is_none(),
        reporter: reporter(t, &view),
        files: super::files::attached(&desk, &view, 1, &case.files),
        deadlines: deadlines(t, &view),
        others: others(&desk, &view),
        links: links(&desk, &view),
        closed: closed(t, &view),
    };
    Ok(frame::show(&page))
}

/// Where the next step is done; empty when it is to wait.
fn next_href(desk: &Desk, view: &CaseView) -> String {
    let path = match view.next {
        Some(NextStep::Acknowledge) => "acknowledge",
        Some(NextStep::Answer | NextStep::Read) => "conversation",
        Some(NextStep::AskAssessor) => "first-phase#ask",
        Some(NextStep::Assess) => "assess",
        Some(NextStep::SendOutcome) => "outcome",
        Some(NextStep::GiveFeedback) => "feedback",
        Some(NextStep::Close) => "close",
        Some(NextStep::AwaitAssessor | NextStep::AwaitCommittee) | None => return String::new(),
    };
    desk.href(&address(view.dossier, path))
}

fn oral(t: T, record: Option<OralRecord>) -> String {
    match record {
        None => String::new(),
        Some(OralRecord::Offered) => t.get("case-oral-offered"),
        Some(OralRecord::Approved(day)) => t.with("case-oral-approved", &[("day", t.date(day))]),
    }
}

fn reporter(t: T, view: &CaseView) -> Vec<Fact> {
    let Some(identity) = &view.case.reporter else { return Vec::new() };
    [("name", &identity.name), ("contact", &identity.contact)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| Fact::new(t.of("case-reporter", key), value.clone()))
        .collect()
}

fn deadlines(t: T, view: &CaseView) -> Vec<Fact> {
    let today = view.organisation.today;
    let line = |deadline: &domain::deadline::Deadline| {
        let due = t.date(deadline.due);
        let value = match deadline.met {
            Some(met) => t.with("case-deadline-met", &[("due", due), ("met", t.date(met))]),
            None => {
                let left = words::days(t, today, deadline.due).1;
                t.with("case-deadline-open", &[("due", due), ("left", left)])
            }
        };
        Fact::new(t.of("deadline", deadline.kind.name()), value)
    };
    let mut all = view.case.deadlines.clone();
    all.sort_by_key(|deadline| deadline.due);
    all.iter().map(line).collect()
}

/// What else can be done now: only what the rules would take from this person.
fn others(desk: &Desk, view: &CaseView) -> Vec<Link> {
    let t = desk.t();
    let me = desk.staff().id;
    let may = |act: Act| view.may.contains(&act);
    let choices = candidates(view, me);
    let feedback = Command::GiveFeedback { action: some_reason(), grounds: some_reason() };
    let closes = ClosedBecause::ALL
        .into_iter()
        .any(|because| fits(desk, view, Act::CloseCase, Command::Close { because, text: some_reason() }));
    let outcome = fits(desk, view, Act::SendOutcome, Command::SendOutcome { text: some_reason() });
    let acknowledge = fits(desk, view, Act::Acknowledge, Command::Acknowledge { text: some_reason() });
    let aside = fits(desk, view, Act::StepAside, Command::StepAside { reason: some_reason() });
    let given = fits(desk, view, Act::WriteToReporter, feedback) && view.case.channel.has_first_phase();
    [
        (acknowledge, "acknowledge"),
        (may(Act::AskAssessor) && !choices.assessors.is_empty(), "first-phase#ask"),
        (outcome, "outcome"),
        (given, "feedback"),
        (may(Act::PassOn) && !choices.agencies.is_empty(), "pass-on"),
        (may(Act::GiveAccess) && !choices.colleagues.is_empty(), "access"),
        (aside, "step-aside"),
        (closes, "close"),
        (true, "print"),
    ]
    .into_iter()
    .filter(|(is_possible, _)| *is_possible)
    .map(|(_, path)| {
        let name = if path == "first-phase#ask" { "ask-assessor" } else { path };
        Link::new(desk.href(&address(view.dossier, path)), t.of("other", name))
    })
    .collect()
}

/// Other cases of this reporter that were begun from this one. Who does not hold them cannot open them.
fn links(desk: &Desk, view: &CaseView) -> Vec<Link> {
    let t = desk.t();
    view.case.links.iter().map(|(other, _)| Link::new(desk.href(&address(*other, "")), t.get("case-link"))).collect()
}

fn closed(t: T, view: &CaseView) -> String {
    let Some((because, day)) = view.case.closed else { return String::new() };
    let who = view.case.history.iter().rev().find_map(|event| match (&event.fact, event.by) {
        (domain::case::Fact::Closed { .. }, Actor::Person(person)) => {
            Some(words::person(t, &view.organisation, person))
        }
        _ => None,
    });
    let because = t.of("closed-because", because.name());
    t.with("case-closed", &[("day", t.date(day)), ("who", who.unwrap_or_default()), ("because", because)])
}
