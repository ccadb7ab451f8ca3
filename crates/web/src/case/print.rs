//! A case on paper: all that this reader may see of it, with who printed it and when on every sheet.

use super::first_phase::{conclusion, outcome_words};
use super::{address, dossier, history};
use crate::error::Answer;
use crate::frame::{self, Fact, Page, T};
use crate::staff::{Desk, Place, show as words};
use askama::Template;
use axum::extract::Path;
use domain::first_phase::Opinion;
use office::case::CaseView;

struct Said {
    who: String,
    when: String,
    text: String,
    files: String,
}

#[derive(Template)]
#[template(path = "case/print.html")]
struct Print {
    t: T,
    page: Page,
    reference: String,
    stamp: String,
    facts: Vec<Fact>,
    told: Vec<Fact>,
    reporter: Vec<Fact>,
    messages: Vec<Said>,
    notes: Vec<Said>,
    parties: Vec<Fact>,
    assessments: Vec<(String, Vec<Fact>)>,
    history: Vec<(String, String)>,
    back: String,
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    let id = dossier(&id)?;
    let view = desk.office().print_case(desk.staff(), id).await?;
    let t = desk.t();
    let now = words::instant(t, desk.office().now());
    let stamp = t.with("print-mark", &[("who", desk.staff().name.clone()), ("when", now)]);
    let case = &view.case;
    let answers = case.answers.as_ref().map(|answers| answers.list()).unwrap_or_default();
    let answers = answers.iter().filter(|(_, text)| !text.trim().is_empty());
    let organisation = &view.organisation;
    let said = |message: &domain::case::Message| Said {
        who: words::actor(t, organisation, message.by),
        when: words::when(t, &message.at, message.by, message.number),
        text: message.text.clone(),
        files: message.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", "),
    };
    let note = |note: &domain::case::Note| Said {
        who: words::actor(t, organisation, note.by),
        when: words::when(t, &note.at, note.by, note.number),
        text: note.text.clone(),
        files: String::new(),
    };
    let page = Print {
        t,
        page: desk.page(Place::Inbox),
        reference: view.reference.clone(),
        stamp,
        facts: facts(t, &view),
        told: answers.map(|(name, text)| Fact::new(t.of("told", name), *text)).collect(),
        reporter: reporter(t, &view),
        messages: case.messages.iter().map(said).collect(),
        notes: case.notes.iter().map(note).collect(),
        parties: case.parties.iter().map(|p| Fact::new(t.of("part", p.part.name()), p.name.clone())).collect(),
        assessments: assessments(&desk, &view),
        history: history::told(t, &view),
        back: desk.href(&address(id, "")),
    };
    Ok(frame::show(&page))
}

fn facts(t: T, view: &CaseView) -> Vec<Fact> {
    let case = &view.case;
    let mut facts = vec![
        Fact::new(t.get("case-strip-stage"), t.of("stage", case.stage.name())),
        Fact::new(t.get("case-strip-concern"), t.of("channel", case.channel.name())),
        Fact::new(t.get("case-strip-agency"), words::node_named(t, &view.organisation, case.agency)),
        Fact::new(t.get("case-strip-identity"), t.of("identity", case.identity.name())),
        Fact::new(t.get("print-received"), t.date(case.received)),
    ];
    facts.extend(
        case.deadlines.iter().map(|deadline| Fact::new(t.of("deadline", deadline.kind.name()), t.date(deadline.due))),
    );
    let names: Vec<_> = view.holders.iter().map(|(person, _)| person.name.clone()).collect();
    facts.push(Fact::new(t.get("case-strip-readers"), names.join(", ")));
    facts
}

fn reporter(t: T, view: &CaseView) -> Vec<Fact> {
    let Some(identity) = &view.case.reporter else { return Vec::new() };
    let mut facts = vec![Fact::new(t.of("case-reporter", "name"), identity.name.clone())];
    if !identity.contact.is_empty() {
        facts.push(Fact::new(t.of("case-reporter", "contact"), identity.contact.clone()));
    }
    facts
}

/// The assessments that this reader may see, with the conclusion of each round.
fn assessments(desk: &Desk, view: &CaseView) -> Vec<(String, Vec<Fact>)> {
    let t = desk.t();
    let mut all = Vec::new();
    for (number, round) in &view.case.rounds {
        if let Some((how, day)) = round.conclusion {
            let title = t.of("first-phase-round", number);
            all.push((title.clone(), vec![Fact::new(title, conclusion(t, how, &t.date(day)))]));
        }
        for seat in round.visible_to(desk.staff().id) {
            let Some(assessment) = &seat.answer else { continue };
            let mut facts: Vec<Fact> = assessment
                .findings
                .iter()
                .map(|finding| {
                    let answer = t.of("answer", finding.answer.name());
                    Fact::new(t.of("element", finding.element.name()), format!("{answer}. {}", finding.reason))
                })
                .collect();
            let leads_to = match assessment.opinion() {
                Opinion::Final(outcome) => outcome_words(t, outcome),
                Opinion::Open => t.get("first-phase-open"),
            };
            facts.push(Fact::new(t.get("first-phase-leads-to"), leads_to));
            all.push((words::person(t, &view.organisation, seat.person), facts));
        }
    }
    all
}
