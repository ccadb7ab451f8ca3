//! Entries as they are stored: every fact and body reads back, and a fact has no room for free text.

use super::*;
use crate::conflict::Conflict;
use crate::deadline::DeadlineKind;
use crate::first_phase::Conclusion;
use crate::id::{BlobId, DossierId};
use crate::report::{CleanCopy, File, Sealed};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

/// At least one of each kind, and every reason, conclusion and deadline that a fact can name.
fn every_fact() -> Vec<Fact> {
    let on = START;
    let mut facts = vec![
        Fact::ReportReceived {
            agency: IND,
            channel: Channel::Retaliation,
            identity: IdentityMode::Confidential,
            language: Language::En,
            via: Via::Conversation,
            on,
            acknowledge_by: on,
            first_phase_by: Some(on),
            feedback_by: on,
        },
        Fact::IdentityGiven { mode: IdentityMode::Open },
        Fact::Acknowledged { on, feedback_by: on },
        Fact::ReporterWrote {},
        Fact::StaffWrote { role: Role::IntakeOfficer },
        Fact::Read { up_to: u64::MAX },
        Fact::NoteWritten {},
        Fact::PartyNamed {},
        Fact::AssessorAsked { person: OMAR, round: 1 },
        Fact::Assessed { round: 2 },
        Fact::OutcomeSent { on, second_look_until: on },
        Fact::SecondLookAsked { on, by: on },
        Fact::FeedbackGiven { on },
        Fact::PassedOn { to: DJI, on },
        Fact::CaseLinked {},
        Fact::RecordCorrected {},
        Fact::RecordApproved { on },
        Fact::ContactEnded { on },
    ];
    facts.extend(
        [
            GivenBecause::Intake,
            GivenBecause::Assessor,
            GivenBecause::Committee,
            GivenBecause::HandedOver,
            GivenBecause::PassedOn,
            GivenBecause::Recovered,
        ]
        .map(|because| Fact::AccessGiven { person: KARIM, because }),
    );
    facts.extend(
        [
            TakenBecause::Conflict(Conflict::Named),
            TakenBecause::Conflict(Conflict::InLine),
            TakenBecause::SteppedAside,
            TakenBecause::PassedOn,
            TakenBecause::Left,
        ]
        .map(|because| Fact::AccessTaken { person: KARIM, because }),
    );
    let routes = Route::ALL.map(|route| Conclusion::Agreed(Outcome::OtherRoute(route)));
    let others = [
        Conclusion::Agreed(Outcome::Admitted),
        Conclusion::Agreed(Outcome::NotTakenUp),
        Conclusion::Split,
        Conclusion::ByDefault,
    ];
    let conclusions = routes.into_iter().chain(others);
    facts.extend(conclusions.map(|conclusion| Fact::FirstPhaseConcluded { round: 1, conclusion, on }));
    facts.extend(DeadlineKind::ALL.map(|deadline| Fact::Escalated { deadline, on }));
    facts.extend(ClosedBecause::ALL.map(|because| Fact::Closed { on, because }));
    facts
}

/// The place of a kind. A new kind does not compile until it has one, and then is missed in [`every_fact`].
const fn place(fact: &Fact) -> usize {
    match fact {
        Fact::ReportReceived { .. } => 0,
        Fact::IdentityGiven { .. } => 1,
        Fact::Acknowledged { .. } => 2,
        Fact::ReporterWrote {} => 3,
        Fact::StaffWrote { .. } => 4,
        Fact::Read { .. } => 5,
        Fact::NoteWritten {} => 6,
        Fact::PartyNamed {} => 7,
        Fact::AccessGiven { .. } => 8,
        Fact::AccessTaken { .. } => 9,
        Fact::AssessorAsked { .. } => 10,
        Fact::Assessed { .. } => 11,
        Fact::FirstPhaseConcluded { .. } => 12,
        Fact::OutcomeSent { .. } => 13,
        Fact::SecondLookAsked { .. } => 14,
        Fact::FeedbackGiven { .. } => 15,
        Fact::PassedOn { .. } => 16,
        Fact::CaseLinked {} => 17,
        Fact::RecordCorrected {} => 18,
        Fact::RecordApproved { .. } => 19,
        Fact::ContactEnded { .. } => 20,
        Fact::Escalated { .. } => 21,
        Fact::Closed { .. } => 22,
    }
}

const KINDS: usize = 23;

fn every_body() -> Vec<Body> {
    let sealed = |number| Sealed {
        blob: BlobId(Uuid::from_u128(number)),
        key: "ab".repeat(32),
        size: 1 << 40,
        sha256: "cd".repeat(32),
    };
    let file = File {
        name: "brief.pdf".into(),
        media_type: "application/pdf".into(),
        original: sealed(1),
        cleaned: Some(CleanCopy { sealed: sealed(2), media_type: "image/png".into(), extension: "png".into() }),
        removed: vec!["author".into()],
        left: vec![],
        not_cleaned: Some("encrypted".into()),
        mismatch: true,
    };
    vec![
        Body::Report { answers: report().answers, files: vec![file.clone()], content_salt: "00ff".into() },
        Body::Identity(somebody()),
        Body::Text { text: "«Zo»\n\"is\" het \u{1f514}".into(), files: vec![file], name: Some("Karim".into()) },
        Body::Party(Party { name: "B. Oosterhuis".into(), part: Part::Manager, person: Some(MANAGER) }),
        Body::Party(Party { name: "een voorbijganger".into(), part: Part::Witness, person: None }),
        Body::Assessment(away(Outcome::OtherRoute(Route::HumanResources))),
        Body::Assessment(doubting()),
        Body::Outcome { outcome: Outcome::OtherRoute(Route::Conduct), text: SENTENCE.into() },
        Body::Outcome { outcome: Outcome::Admitted, text: SENTENCE.into() },
        Body::Feedback { action: SENTENCE.into(), grounds: SENTENCE.into() },
        Body::Link { dossier: DossierId(Uuid::from_u128(3)), index: u32::MAX },
    ]
}

const fn body_place(body: &Body) -> usize {
    match body {
        Body::Report { .. } => 0,
        Body::Identity(_) => 1,
        Body::Text { .. } => 2,
        Body::Party(_) => 3,
        Body::Assessment(_) => 4,
        Body::Outcome { .. } => 5,
        Body::Feedback { .. } => 6,
        Body::Link { .. } => 7,
    }
}

const BODIES: usize = 8;

#[test]
fn every_kind_of_fact_and_body_is_looked_at_here() {
    assert_eq!(every_fact().iter().map(place).collect::<BTreeSet<_>>(), (0..KINDS).collect());
    assert_eq!(every_body().iter().map(body_place).collect::<BTreeSet<_>>(), (0..BODIES).collect());
}

#[test]
fn every_fact_reads_back_and_its_tag_is_its_kind() {
    for fact in every_fact() {
        let json = serde_json::to_string(&fact).unwrap();
        assert_eq!(serde_json::from_str::<Fact>(&json).unwrap(), fact, "{json}");
        assert_eq!(serde_json::to_value(&fact).unwrap()["kind"], fact.kind());
    }
}

#[test]
fn no_two_kinds_share_a_name() {
    assert_eq!(every_fact().iter().map(Fact::kind).collect::<BTreeSet<_>>().len(), KINDS);
}

#[test]
fn every_body_reads_back() {
    for body in every_body() {
        let json = serde_json::to_string(&body).unwrap();
        assert_eq!(serde_json::from_str::<Body>(&json).unwrap(), body, "{json}");
    }
}

/// The paths of all strings in a value, as JSON pointers.
fn strings(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(path.to_owned()),
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| strings(value, &format!("{path}/{name}"), found))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, value)| strings(value, &format!("{path}/{n}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

proptest! {
    /// Whatever is put in the place of a string in a fact, it is not a fact any more: nothing takes words.
    #[test]
    fn a_fact_has_no_room_for_free_text(fact in prop::sample::select(every_fact()), words in "[A-Z][a-z]{0,12} \\PC{0,24}") {
        let json = serde_json::to_value(&fact).unwrap();
        let mut places = Vec::new();
        strings(&json, "", &mut places);
        prop_assert!(!places.is_empty());
        for place in places {
            let mut changed = json.clone();
            *changed.pointer_mut(&place).unwrap() = Value::String(words.clone());
            prop_assert!(serde_json::from_value::<Fact>(changed).is_err(), "{} takes {words:?} at {place}", fact.kind());
        }
    }
}
