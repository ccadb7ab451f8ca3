//! A case as its reporter may see it: no names but those that were shown, no step of which only staff know.

use super::openapi::names;
use super::told::{self, Answers, Deadline, Message, Sent, channels, languages, modes, role_list, stages};
use domain::access::Act;
use domain::calendar::legal_day;
use domain::case::{Case, Fact, OralRecord, Stage};
use domain::people::{Organisation, Role};
use jiff::civil::Date;
use office::receipt::ReporterCase;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

/// A case as its reporter may see it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptCase {
    /// Which of the reporter's cases it is, from 0.
    index: u32,
    /// The key of the agency that has it now.
    agency: String,
    /// The concern.
    #[schema(schema_with = channels)]
    channel: &'static str,
    /// Who may know who the reporter is.
    #[schema(schema_with = modes)]
    identity: &'static str,
    /// The language in which the reporter is addressed.
    #[schema(schema_with = languages)]
    language: &'static str,
    /// The day of receipt.
    #[schema(format = Date)]
    received_on: String,
    /// Where it stands. How a first phase ended is told with the outcome, when that is sent with its reasons.
    #[schema(schema_with = stages)]
    stage: &'static str,
    /// In which roles people hold it.
    #[schema(schema_with = role_list)]
    handled_by: Vec<&'static str>,
    /// What the reporter told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    answers: Option<Answers>,
    /// The files of the report: of the entry with number 1.
    files: Vec<told::File>,
    /// The conversation, oldest first.
    messages: Vec<Message>,
    /// What was and what comes.
    timeline: Vec<Step>,
    /// What is due, and what was done in time or late.
    deadlines: Vec<Deadline>,
    /// The outcome that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    outcome: Option<Sent>,
    /// Whether a second look can be asked for today.
    may_ask_second_look: bool,
    /// Whether the record of what was told by phone or in person waits for the reporter to check it.
    is_record_to_check: bool,
}

/// A step in the timeline of a case.
#[derive(Serialize, ToSchema)]
pub struct Step {
    /// What: the kind of an entry, or of a deadline.
    kind: &'static str,
    /// The day on which it was, or by which it comes.
    #[schema(format = Date)]
    on: String,
    /// Whether it was done, is to come, or is late.
    #[schema(schema_with = states)]
    state: &'static str,
}

fn states() -> Object {
    names(&["done", "coming", "late"])
}

impl ReceiptCase {
    /// The case as its reporter may see it today.
    #[must_use]
    pub fn of(own: &ReporterCase, organisation: &Organisation, today: Date) -> Self {
        let case = &own.case;
        let handle = Act::OpenCase.roles();
        let held = case.holders.keys().flat_map(|person| organisation.roles_of(*person));
        let held: BTreeSet<_> = held.filter(|role| handle.contains(role)).collect();
        Self {
            index: own.index,
            agency: organisation.node(case.agency).map(|node| node.key.clone()).unwrap_or_default(),
            channel: case.channel.name(),
            identity: case.identity.name(),
            language: case.language.name(),
            received_on: case.received.to_string(),
            stage: stage(case).name(),
            handled_by: held.into_iter().map(Role::name).collect(),
            answers: case.answers.as_ref().map(Answers::from),
            files: told::files(&case.files),
            messages: told::to_reporter(case),
            timeline: timeline(case, today),
            deadlines: case.deadlines.iter().map(|deadline| Deadline::of(deadline, today)).collect(),
            outcome: case.outcome.as_ref().map(Sent::from),
            may_ask_second_look: case.may_ask_second_look(today),
            is_record_to_check: case.oral == Some(OralRecord::Offered),
        }
    }
}

/// The stage as the reporter is told it: how a phase ended only with the outcome and its reasons.
#[must_use]
pub fn stage(case: &Case) -> Stage {
    let concluded = matches!(case.stage, Stage::Admitted | Stage::OtherRoute | Stage::NotTakenUp);
    match case.stage {
        _ if !concluded || case.outcome_is_sent() => case.stage,
        _ if case.current_round() == 2 => Stage::SecondLook,
        _ => Stage::FirstPhase,
    }
}

/// What was, as far as it concerns the reporter and stands not in the conversation alone, and what is due.
#[must_use]
pub fn timeline(case: &Case, today: Date) -> Vec<Step> {
    let done = case.history.iter().filter_map(|event| {
        let on = match &event.fact {
            Fact::ReportReceived { on, .. }
            | Fact::Acknowledged { on, .. }
            | Fact::OutcomeSent { on, .. }
            | Fact::SecondLookAsked { on, .. }
            | Fact::FeedbackGiven { on }
            | Fact::PassedOn { on, .. }
            | Fact::RecordApproved { on }
            | Fact::ContactEnded { on }
            | Fact::Closed { on, .. } => *on,
            Fact::IdentityGiven { .. } | Fact::CaseLinked {} | Fact::RecordCorrected {} => {
                legal_day(event.at.parse().ok()?)
            }
            _ => return None,
        };
        Some(Step { kind: event.fact.kind(), on: on.to_string(), state: "done" })
    });
    let mut due: Vec<_> = case.deadlines.iter().filter(|deadline| deadline.met.is_none()).collect();
    due.sort_by_key(|deadline| deadline.due);
    let coming = due.into_iter().map(|deadline| Step {
        kind: deadline.kind.name(),
        on: deadline.due.to_string(),
        state: if deadline.is_late(today) { "late" } else { "coming" },
    });
    done.chain(coming).collect()
}
