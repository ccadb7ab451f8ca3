//! The status page.

use super::here::{self, Here};
use super::{stand, talk};

use crate::frame::{Attached, Errors, Fact, Link, Message, Page, Step, T, Tone, show_as};

use crate::report::taken::Taken;
use crate::visitor::{Shown, Visitor};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Case, GivenBecause, OralRecord, ReadBy, ReporterCommand, Stage};
use domain::deadline::DeadlineKind;
use domain::first_phase::Outcome;
use domain::report::IdentityMode;
use http::StatusCode;
use jiff::civil::Date;

/// The outcome as it was sent.
struct Sent {
    words: String,
    route: String,
    text: String,
    /// Until when a second look can be asked for, in words; empty when it can't.
    second_look: String,
}

#[derive(Template)]
#[template(path = "receipt/case.html")]
struct Status {
    t: T,
    page: Page,
    errors: Errors,
    done: String,
    token: String,
    base: String,
    others: Vec<Link>,
    now: String,
    fresh: usize,
    record_open: bool,
    steps: Vec<Step>,
    outcome: Option<Sent>,
    earlier: Vec<Message>,
    messages: Vec<Message>,
    first_by: String,
    may_write: bool,
    silent: String,
    text: String,
    write_hint: String,
    pending: Vec<Taken>,
    handlers: Vec<String>,
    identity: String,
    acts: Vec<(String, String, String)>,
    facts: Vec<Fact>,
    files: Vec<Attached>,
}

/// What this page can say was just done, by the word in the address.
const DONE: [&str; 9] =
    ["sent", "removed", "second-look", "known", "treated", "approved", "ended", "notices-set", "notices-end"];

fn done(t: T, word: Option<&str>) -> String {
    match word {
        Some("sent") => t.get("own-sent"),
        Some("removed") => t.get("attach-removed-done"),
        Some("second-look") => t.get("second-look-done"),
        Some("known") => t.get("be-known-done"),
        Some("treated") => t.get("treated-done"),
        Some("approved") => t.get("record-approved"),
        Some("ended") => t.get("end-done"),
        Some("notices-set") => t.get("notices-set-done"),
        Some("notices-end") => t.get("notices-end-done"),
        _ => String::new(),
    }
}

/// The page, and with it the mark that the reporter has read what stands there.
pub(super) async fn show_page(visitor: Visitor, Path(n): Path<String>) -> Shown {
    let here = Here::at(visitor, &n).await?;
    let word = here.visitor.asked("done", &DONE);
    let answer = page(&here, StatusCode::OK, Errors::none(), done(here.t(), word), "").await?;
    let case = here.case()?;
    if case.from_staff > case.read_up_to(ReadBy::Reporter) {
        let read = ReporterCommand::Read { up_to: case.last };
        here.visitor.office().reporter_act(&here.reporter, here.index, read).await?;
    }
    Ok(answer)
}

/// The page with a message that waited for its code, to be sent.
pub(super) async fn with_kept_text(visitor: &Visitor, token: &str, text: &str) -> Shown {
    let reporter = match here::reporter(visitor, token, text).await {
        Ok(reporter) => reporter,
        Err(crate::visitor::Turned::Page(page)) => return Ok(*page),
        Err(failed) => return Err(failed),
    };
    let here = Here::with(visitor.clone(), token.to_owned(), reporter, "1")?;
    page(&here, StatusCode::OK, Errors::none(), String::new(), text).await
}

/// Who asks for the address of a button gets the page.
pub(super) async fn back(visitor: Visitor, Path(n): Path<String>) -> Response {
    match n.parse::<u32>() {
        Ok(n) => visitor.go(&format!("/case/{n}")),
        Err(_) => visitor.go("/case"),
    }
}

/// The status page with a message as far as it was written.
pub(super) async fn page(here: &Here, status: StatusCode, errors: Errors, done: String, text: &str) -> Shown {
    let t = here.t();
    let case = here.case()?;
    let base = here.base();
    let office = here.visitor.office();
    let (today, organisation) = (office.today(), office.organisation().await?);
    let mut earlier = talk::messages(t, case, &base);
    let messages = earlier.split_off(talk::foldable(case).min(earlier.len()));
    let acknowledge = case.deadline(DeadlineKind::Acknowledge);
    let page = Status {
        t,
        page: here.visitor.page(),
        errors,
        done,
        token: here.tag(),
        others: others(here),
        now: stand::now(t, case, today),
        fresh: talk::fresh(case),
        record_open: case.oral == Some(OralRecord::Offered) && is_open(case),
        steps: stand::timeline(t, case, &organisation, today),
        outcome: outcome(t, case, today),
        earlier,
        messages,
        first_by: acknowledge.map(|deadline| t.date(deadline.due)).unwrap_or_default(),
        may_write: is_open(case),
        silent: if case.contact_ended.is_some() {
            t.get("own-silent-contact-ended")
        } else {
            t.get("own-silent-closed")
        },
        text: text.to_owned(),
        write_hint: match case.identity {
            IdentityMode::Anonymous => t.get("own-write-hint-anonymous"),
            _ => t.get("own-write-hint"),
        },
        pending: Taken::all(t, &here.reporter.pending),
        handlers: handlers(t, case),
        identity: t.of("own-identity", case.identity.name()),
        acts: acts(t, case, &base),
        facts: told(t, case),
        files: talk::attached(t, &case.files, 1, &base),
        base,
    };
    Ok(show_as(status, &page))
}

/// Whether the reporter can still write and decide.
pub(super) fn is_open(case: &Case) -> bool {
    case.contact_ended.is_none() && case.stage != Stage::Closed
}

/// The reporter's cases, when there is more than one.
fn others(here: &Here) -> Vec<Link> {
    let t = here.t();
    if here.reporter.cases.len() < 2 {
        return Vec::new();
    }
    let link = |own: &office::receipt::ReporterCase| {
        let n = own.index + 1;
        let channel = t.of("channel", own.case.channel.name());
        let label = if own.index == 0 {
            t.get("own-first")
        } else {
            t.with("own-other", &[("number", n.to_string()), ("channel", channel)])
        };
        Link::new(here.visitor.href(&format!("/case/{n}")), label).at(own.index == here.index)
    };
    here.reporter.cases.iter().map(link).collect()
}

fn outcome(t: T, case: &Case, today: Date) -> Option<Sent> {
    let sent = case.outcome.as_ref()?;
    let outcome = sent.outcome?;
    let route = match outcome {
        Outcome::OtherRoute(route) => t.with("own-outcome-route", &[("route", t.of("route", route.name()))]),
        Outcome::Admitted | Outcome::NotTakenUp => String::new(),
    };
    let second_look = if is_open(case) && case.may_ask_second_look(today) {
        t.with("own-second-look-until", &[("date", t.date(sent.second_look_until))])
    } else {
        String::new()
    };
    Some(Sent { words: t.of("outcome", outcome.name()), route, text: sent.text.clone(), second_look })
}

/// Who holds the case, by what they do in it.
fn handlers(t: T, case: &Case) -> Vec<String> {
    let count = |these: &[GivenBecause]| case.holders.values().filter(|because| these.contains(because)).count();
    let intake = count(&[GivenBecause::Intake, GivenBecause::HandedOver, GivenBecause::PassedOn]);
    let assessors = count(&[GivenBecause::Assessor]);
    let committee = count(&[GivenBecause::Committee]);
    let recovered = count(&[GivenBecause::Recovered]);
    let mut lines = Vec::new();
    if intake > 0 {
        lines.push(t.with("own-handler-intake", &[("count", intake)]));
    }
    if assessors > 0 {
        lines.push(t.with("own-handler-assessor", &[("count", assessors)]));
    }
    if committee > 0 {
        lines.push(t.with("own-handler-committee", &[("count", committee)]));
    }
    if recovered > 0 {
        lines.push(t.with("own-handler-recovered", &[("count", recovered)]));
    }
    if lines.is_empty() {
        lines.push(t.get("own-handler-nobody"));
    }
    lines
}

/// What else the reporter can do: address, words, and what it means.
fn acts(t: T, case: &Case, base: &str) -> Vec<(String, String, String)> {
    let mut acts = Vec::new();
    let mut add = |path: &str, label: String, hint: String| acts.push((format!("{base}/{path}"), label, hint));
    if is_open(case) && case.oral == Some(OralRecord::Offered) {
        add("record", t.get("act-record"), t.get("act-record-hint"));
    }
    add("treated", t.get("act-treated"), t.get("act-treated-hint"));
    if is_open(case) && case.identity != IdentityMode::Open {
        add("be-known", t.get("act-be-known"), t.get("act-be-known-hint"));
    }
    add("proof", t.get("act-proof"), t.get("act-proof-hint"));
    add("notices", t.get("act-notices"), t.get("act-notices-hint"));
    if is_open(case) {
        add("end", t.get("act-end"), t.get("act-end-hint"));
    }
    acts
}

/// What the reporter told, without the questions that were left open.
pub(super) fn told(t: T, case: &Case) -> Vec<Fact> {
    let answers = case.answers.as_ref().map(|answers| answers.list()).into_iter().flatten();
    let said = answers.filter(|(_, text)| !text.trim().is_empty());
    said.map(|(field, text)| Fact::new(crate::report::label(t, field), text)).collect()
}
