//! A case as a holder sees it.

use super::openapi::names;
use super::told::{
    self, Answers, By, Deadline, File, Message, Outcome, Person, Sent, channels, languages, modes, stages,
};
use domain::case::{Case, OralRecord, Part};
use domain::first_phase::{self, Conclusion};
use domain::id::PersonId;
use domain::people::Organisation;
use domain::report::Via;
use jiff::civil::Date;
use office::case::{CaseView, NextStep};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

/// A case.
#[derive(Serialize, ToSchema)]
#[schema(as = Case)]
#[serde(rename_all = "camelCase")]
pub struct CaseTold {
    /// Names the case in addresses.
    id: String,
    /// By which staff speak of it.
    reference: String,
    /// The key of the agency that has it now.
    agency: String,
    /// The concern.
    #[schema(schema_with = channels)]
    channel: &'static str,
    /// Who may know who the reporter is.
    #[schema(schema_with = modes)]
    identity: &'static str,
    /// Who the reporter is, where the caller may know.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reporter: Option<Reporter>,
    /// The language of the reporter.
    #[schema(schema_with = languages)]
    language: &'static str,
    /// By which way it came in.
    #[schema(schema_with = ways)]
    via: &'static str,
    /// The day of receipt.
    #[schema(format = Date)]
    received_on: String,
    /// Where it stands.
    #[schema(schema_with = stages)]
    stage: &'static str,
    /// What it asks of the caller next.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = steps)]
    next: Option<&'static str>,
    /// All deadlines.
    deadlines: Vec<Deadline>,
    /// What the reporter told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    answers: Option<Answers>,
    /// The files of the report: of the entry with number 1.
    files: Vec<File>,
    /// The conversation, oldest first.
    messages: Vec<Message>,
    /// The private notes, oldest first.
    notes: Vec<Note>,
    /// The persons on record.
    parties: Vec<Party>,
    /// Who holds the case.
    holders: Vec<Person>,
    /// The rounds of the first phase: the first, and a second look.
    rounds: Vec<Round>,
    /// The outcome that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    outcome: Option<Sent>,
    /// How the record of what was told stands, of a report made by phone or in person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = records)]
    record: Option<&'static str>,
    /// The day on which the reporter ended the contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date, nullable = false)]
    contact_ended_on: Option<String>,
    /// The day on which it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date, nullable = false)]
    closed_on: Option<String>,
    /// What happened, oldest first.
    timeline: Vec<Event>,
    /// Who looked at it, newest first, at most a hundred.
    access: Vec<Look>,
}

/// Who the reporter is.
#[derive(Serialize, ToSchema)]
struct Reporter {
    /// The name.
    name: String,
    /// How they want to be reached.
    contact: String,
}

/// A private note.
#[derive(Serialize, ToSchema)]
struct Note {
    /// The number of its entry.
    number: u64,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Who wrote it.
    by: By,
    /// The text.
    text: String,
}

/// Somebody who is named in the case.
#[derive(Serialize, ToSchema)]
struct Party {
    /// The name as it was told.
    name: String,
    /// The part played.
    #[schema(schema_with = parts)]
    part: &'static str,
    /// The member of staff that this is, when it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    person: Option<Person>,
}

/// A round of the first phase.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Round {
    /// 1 for the first phase, 2 for a second look.
    number: u8,
    /// Who assesses.
    assessors: Vec<Person>,
    /// The answers that the caller may see: until the round is concluded, only their own.
    answers: Vec<Assessment>,
    /// How it was concluded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = conclusions)]
    conclusion: Option<&'static str>,
    /// The outcome, when both came to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    outcome: Option<Outcome>,
    /// The day on which it was concluded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date, nullable = false)]
    concluded_on: Option<String>,
}

/// An assessor's answer to the test.
#[derive(Serialize, ToSchema)]
struct Assessment {
    /// Whose it is.
    by: Person,
    /// The elements.
    findings: Vec<Finding>,
    /// What is proposed when an element is not met.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    otherwise: Option<Outcome>,
    /// How great the risk of disadvantage for the reporter is, and why.
    risk: String,
}

/// An element of the test, answered.
#[derive(Serialize, ToSchema)]
struct Finding {
    /// Which element.
    #[schema(schema_with = elements)]
    element: &'static str,
    /// The answer.
    #[schema(schema_with = answers)]
    answer: &'static str,
    /// Why.
    reason: String,
    /// What to ask the reporter, where it is not clear.
    ask: String,
}

/// Something that happened.
#[derive(Serialize, ToSchema)]
struct Event {
    /// The number of its entry.
    number: u64,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Who did it.
    by: By,
    /// What: the kind of the entry.
    kind: &'static str,
}

/// A look at the case.
#[derive(Serialize, ToSchema)]
struct Look {
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Who.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    by: Option<Person>,
    /// What: `opened`, `file-opened`, `printed`, `found`.
    kind: String,
}

fn ways() -> Object {
    names(&[Via::Written, Via::Phone, Via::Conversation].map(Via::name))
}

fn steps() -> Object {
    names(&NextStep::ALL.map(NextStep::name))
}

fn parts() -> Object {
    names(&Part::ALL.map(Part::name))
}

fn elements() -> Object {
    names(&first_phase::Element::ALL.map(first_phase::Element::name))
}

fn answers() -> Object {
    names(&first_phase::Answer::ALL.map(first_phase::Answer::name))
}

fn records() -> Object {
    names(&["offered", "approved"])
}

fn conclusions() -> Object {
    names(&["agreed", "split", "by-default"])
}

impl CaseTold {
    /// The case as this person may see it today.
    #[must_use]
    pub fn of(view: &CaseView, reader: PersonId, today: Date) -> Self {
        let (case, organisation) = (&view.case, view.organisation.as_ref());
        Self {
            id: view.dossier.to_string(),
            reference: view.reference.clone(),
            agency: organisation.node(case.agency).map(|node| node.key.clone()).unwrap_or_default(),
            channel: case.channel.name(),
            identity: case.identity.name(),
            reporter: case.reporter.clone().map(|who| Reporter { name: who.name, contact: who.contact }),
            language: case.language.name(),
            via: case.via.name(),
            received_on: case.received.to_string(),
            stage: case.stage.name(),
            next: view.next.map(NextStep::name),
            deadlines: case.deadlines.iter().map(|deadline| Deadline::of(deadline, today)).collect(),
            answers: case.answers.as_ref().map(Answers::from),
            files: told::files(&case.files),
            messages: told::to_staff(case, reader, organisation),
            notes: notes(case, organisation),
            parties: parties(case, organisation),
            holders: view.holders.iter().map(|(person, _)| Person::of(person.id, organisation)).collect(),
            rounds: rounds(case, reader, organisation),
            outcome: case.outcome.as_ref().map(Sent::from),
            record: case.oral.map(|record| match record {
                OralRecord::Offered => "offered",
                OralRecord::Approved(_) => "approved",
            }),
            contact_ended_on: case.contact_ended.map(|day| day.to_string()),
            closed_on: case.closed.map(|(_, day)| day.to_string()),
            timeline: timeline(case, organisation),
            access: access(view, organisation),
        }
    }
}

fn notes(case: &Case, organisation: &Organisation) -> Vec<Note> {
    let told = case.notes.iter().map(|note| Note {
        number: note.number,
        at: note.at.clone(),
        by: By::known(note.by, organisation),
        text: note.text.clone(),
    });
    told.collect()
}

fn parties(case: &Case, organisation: &Organisation) -> Vec<Party> {
    let told = case.parties.iter().map(|party| Party {
        name: party.name.clone(),
        part: party.part.name(),
        person: party.person.map(|id| Person::of(id, organisation)),
    });
    told.collect()
}

fn rounds(case: &Case, reader: PersonId, organisation: &Organisation) -> Vec<Round> {
    let told = case.rounds.iter().map(|(number, round)| {
        let answers = round.visible_to(reader).filter_map(|seat| Some((seat.person, seat.answer.as_ref()?)));
        let conclusion = round.conclusion;
        Round {
            number: *number,
            assessors: round.seats.iter().map(|seat| Person::of(seat.person, organisation)).collect(),
            answers: answers.map(|(by, answer)| assessment(by, answer, organisation)).collect(),
            conclusion: conclusion.map(|(conclusion, _)| match conclusion {
                Conclusion::Agreed(_) => "agreed",
                Conclusion::Split => "split",
                Conclusion::ByDefault => "by-default",
            }),
            outcome: conclusion.and_then(|(conclusion, _)| match conclusion {
                Conclusion::Agreed(outcome) => Some(outcome.into()),
                _ => None,
            }),
            concluded_on: conclusion.map(|(_, day)| day.to_string()),
        }
    });
    told.collect()
}

fn assessment(by: PersonId, answer: &first_phase::Assessment, organisation: &Organisation) -> Assessment {
    let findings = answer.findings.iter().map(|finding| Finding {
        element: finding.element.name(),
        answer: finding.answer.name(),
        reason: finding.reason.clone(),
        ask: finding.ask.clone(),
    });
    Assessment {
        by: Person::of(by, organisation),
        findings: findings.collect(),
        otherwise: answer.otherwise.map(Outcome::from),
        risk: answer.risk.clone(),
    }
}

fn timeline(case: &Case, organisation: &Organisation) -> Vec<Event> {
    let told = case.history.iter().map(|event| Event {
        number: event.number,
        at: event.at.clone(),
        by: By::known(event.by, organisation),
        kind: event.fact.kind(),
    });
    told.collect()
}

fn access(view: &CaseView, organisation: &Organisation) -> Vec<Look> {
    let told = view.access.iter().map(|look| Look {
        at: look.at.clone(),
        by: look.by.map(|id| Person::of(id, organisation)),
        kind: look.kind.clone(),
    });
    told.collect()
}
