//! Who is named in a case, and what the conflict check did about it.

use super::{Asked, Strip, Tab, address, dossier, page, respond, sentence};
use crate::error::Answer;
use crate::frame::{Choice, Column, Errors, Page, T};
use crate::posted::Posted;
use crate::staff::{Desk, show as words};
use askama::Template;
use axum::extract::{Path, Query};
use domain::Refusal;
use domain::access::Act;
use domain::case::{Command, Fact, Part, Party};
use domain::id::DossierId;
use office::case::CaseView;

struct Row {
    name: String,
    part: String,
    person: String,
}

#[derive(Template)]
#[template(path = "case/parties.html")]
struct Parties {
    t: T,
    page: Page,
    strip: Strip,
    done: String,
    errors: Errors,
    tag: String,
    once: String,
    rows: Vec<Row>,
    columns: Vec<Column>,
    checks: Vec<(String, String)>,
    can_name: bool,
    typed: String,
    parts: Vec<Choice>,
    part: String,
    people: Vec<Choice>,
    person: String,
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let id = dossier(&id)?;
    let done = asked.sentence(&desk);
    form(&desk, id, &Posted::default(), Errors::none(), done).await
}

async fn form(desk: &Desk, id: DossierId, posted: &Posted, errors: Errors, done: String) -> Answer {
    let view = desk.office().open_case(desk.staff(), id).await?;
    let t = desk.t();
    let row = |party: &Party| Row {
        name: party.name.clone(),
        part: t.of("part", party.part.name()),
        person: party.person.map(|id| words::person(t, &view.organisation, id)).unwrap_or_default(),
    };
    let mut people: Vec<_> = view.organisation.people().collect();
    people.sort_by(|a, b| a.name.cmp(&b.name));
    let person = |one: &&domain::people::Person| {
        let unit = words::node_named(t, &view.organisation, one.unit);
        Choice::new(one.id.to_string(), format!("{} ({unit})", one.name))
    };
    let page = Parties {
        t,
        page: page(desk, &view, true),
        strip: Strip::new(desk, &view, Tab::Parties),
        done,
        errors,
        tag: desk.tag(),
        once: desk.once(posted),
        rows: view.case.parties.iter().map(row).collect(),
        columns: vec![
            Column::new(t.get("parties-column-name")),
            Column::new(t.get("parties-column-part")),
            Column::new(t.get("parties-column-person")),
        ],
        checks: checks(t, &view),
        can_name: view.may.contains(&Act::NameParty),
        typed: posted.get("name").to_owned(),
        parts: Part::ALL
            .into_iter()
            .map(|part| Choice::new(part.name(), t.of("part", part.name())).with_hint(t.of("part-hint", part.name())))
            .collect(),
        part: posted.get("part").to_owned(),
        people: people.iter().map(person).collect(),
        person: posted.get("person").to_owned(),
    };
    Ok(respond(&page.errors, &page))
}

/// What the check did, newest first: who lost the case because somebody was named, and who took over.
fn checks(t: T, view: &CaseView) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut because_of_a_party = false;
    for event in &view.case.history {
        match event.fact {
            Fact::PartyNamed {} => because_of_a_party = true,
            Fact::AccessTaken { .. } | Fact::AccessGiven { .. } if because_of_a_party => {
                let when = words::when(t, &event.at, event.by, event.number);
                lines.push((when, sentence::of(t, &view.organisation, event)));
            }
            _ => because_of_a_party = false,
        }
    }
    lines.reverse();
    lines
}

pub(super) async fn name(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let id = dossier(&id)?;
    let Some(part) = Part::named(posted.get("part")) else {
        let mut errors = Errors::none();
        errors.add("part", desk.t().get("parties-choose-part"));
        return form(&desk, id, &posted, errors, String::new()).await;
    };
    let party = Party { name: posted.trimmed("name"), part, person: posted.get("person").parse().ok() };
    if let Some(errors) = desk.submit(id, &posted, Command::NameParty(party)).await? {
        return form(&desk, id, &posted, errors, String::new()).await;
    }
    // The check may have found that the writer is in conflict too: then the case is not theirs any more.
    match desk.office().act(desk.staff(), id, Command::Read { up_to: 0 }).await {
        Ok(()) => Ok(desk.go(&address(id, "parties?done=party"))),
        Err(office::Error::Refusal(Refusal::NotFound)) => Ok(desk.go("/staff/inbox?done=recused")),
        Err(error) => Err(error.into()),
    }
}
