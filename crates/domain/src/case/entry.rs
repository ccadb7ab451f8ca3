//! The entries of a case: what each says in clear (the facts) and what it keeps sealed (the body).
//!
//! The facts are the privacy boundary: the machine may know them for lists, deadlines and statistics, and the manual
//! lists them. Everything else is in the body.

use crate::conflict::Conflict;
use crate::first_phase::{Assessment, Conclusion, Outcome};
use crate::id::{DossierId, OrgId, PersonId};
use crate::people::Role;
use crate::report::{Answers, Channel, File, Identity, IdentityMode, Language, Via};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Who did something.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Actor {
    /// A member of staff.
    Person(PersonId),
    /// The reporter of the case.
    Reporter,
    /// The program by itself, on a rule.
    System,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person:{id}"),
            Self::Reporter => f.write_str("reporter"),
            Self::System => f.write_str("system"),
        }
    }
}

impl FromStr for Actor {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "reporter" => Ok(Self::Reporter),
            "system" => Ok(Self::System),
            other => other.strip_prefix("person:").unwrap_or(other).parse().map(Self::Person),
        }
    }
}

/// Who can read the body of an entry.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Compartment {
    /// Everybody who handles the case, and the reporter.
    Shared,
    /// Everybody who handles the case.
    Internal,
    /// The few who may know who the reporter is.
    Identity,
}

impl Compartment {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Internal => "internal",
            Self::Identity => "identity",
        }
    }

    /// The compartment with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Shared, Self::Internal, Self::Identity].into_iter().find(|c| c.name() == name)
    }
}

/// Why somebody was given access.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GivenBecause {
    /// It is their task to receive reports here.
    Intake,
    /// They were asked to assess.
    Assessor,
    /// The first phase is split and they prepare it for the committee.
    Committee,
    /// A holder handed the case to them.
    HandedOver,
    /// The case was passed on to their agency.
    PassedOn,
    /// It was opened again with the recovery recipient.
    Recovered,
}

/// Why somebody's access was taken away.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TakenBecause {
    /// A conflict of interest was found.
    Conflict(Conflict),
    /// They stepped aside.
    SteppedAside,
    /// The case was passed on.
    PassedOn,
    /// They have no key to it any more: they left, or got new keys with a new invitation.
    Left,
}

/// Why a case was closed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClosedBecause {
    /// The question was answered.
    Answered,
    /// The outcome stands and the time for a second look has passed, or the reporter wants none.
    OutcomeStands,
    /// The reporter ended the contact and nothing further can be done.
    ContactEnded,
}

impl ClosedBecause {
    /// All reasons.
    pub const ALL: [Self; 3] = [Self::Answered, Self::OutcomeStands, Self::ContactEnded];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::OutcomeStands => "outcome-stands",
            Self::ContactEnded => "contact-ended",
        }
    }

    /// The reason with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// What an entry says in clear.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Fact {
    /// A report came in.
    ReportReceived {
        /// The agency that it is about.
        agency: OrgId,
        /// The concern.
        channel: Channel,
        /// Who may know who the reporter is.
        identity: IdentityMode,
        /// The language of the reporter.
        language: Language,
        /// By which way.
        via: Via,
        /// The legal day of receipt.
        on: Date,
        /// The last day to acknowledge it, as promised to the reporter.
        acknowledge_by: Date,
        /// The last day to conclude the first phase; none for a question.
        first_phase_by: Option<Date>,
        /// The last day for feedback if it is never acknowledged.
        feedback_by: Date,
    },
    /// The reporter told who they are.
    IdentityGiven {
        /// Who may know it.
        mode: IdentityMode,
    },
    /// The receipt was acknowledged to the reporter.
    Acknowledged {
        /// The day.
        on: Date,
        /// The last day for feedback, as promised to the reporter.
        feedback_by: Date,
    },
    /// The reporter wrote.
    ReporterWrote {},
    /// Somebody who handles the case wrote to the reporter.
    StaffWrote {
        /// In which role.
        role: Role,
    },
    /// The conversation was read up to an entry.
    Read {
        /// The number of the last entry that was read.
        up_to: u64,
    },
    /// A private note was written.
    NoteWritten {},
    /// A party was put on record.
    PartyNamed {},
    /// Somebody was given access.
    AccessGiven {
        /// Who.
        person: PersonId,
        /// Why.
        because: GivenBecause,
    },
    /// Somebody's access was taken away.
    AccessTaken {
        /// Who.
        person: PersonId,
        /// Why.
        because: TakenBecause,
    },
    /// Somebody was asked to assess.
    AssessorAsked {
        /// Who.
        person: PersonId,
        /// In which round: 1 the first phase, 2 the second look.
        round: u8,
    },
    /// An assessor answered the test. What the answer was is not in clear.
    Assessed {
        /// In which round.
        round: u8,
    },
    /// A round of the first phase was concluded.
    FirstPhaseConcluded {
        /// Which round.
        round: u8,
        /// How.
        conclusion: Conclusion,
        /// The day.
        on: Date,
    },
    /// The outcome was sent to the reporter with its reasons.
    OutcomeSent {
        /// The day.
        on: Date,
        /// The last day on which the reporter can ask for a second look.
        second_look_until: Date,
    },
    /// The reporter asked for a second look.
    SecondLookAsked {
        /// The day.
        on: Date,
        /// The last day to conclude it.
        by: Date,
    },
    /// Feedback was given: the action and its grounds.
    FeedbackGiven {
        /// The day.
        on: Date,
    },
    /// The case was passed on to another agency.
    PassedOn {
        /// To which.
        to: OrgId,
        /// The day.
        on: Date,
    },
    /// Another case of the same reporter was begun from this one. Which one is in the sealed body.
    CaseLinked {},
    /// The record of what was told was corrected by the reporter.
    RecordCorrected {},
    /// The record of what was told was approved by the reporter.
    RecordApproved {
        /// The day.
        on: Date,
    },
    /// The reporter ended the contact.
    ContactEnded {
        /// The day.
        on: Date,
    },
    /// A deadline passed and was taken to the next in line.
    Escalated {
        /// Which deadline.
        deadline: crate::deadline::DeadlineKind,
        /// The day.
        on: Date,
    },
    /// The case was closed.
    Closed {
        /// The day.
        on: Date,
        /// Why.
        because: ClosedBecause,
    },
}

impl Fact {
    /// The stable name of the kind of entry, as stored and bound into the seal.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ReportReceived { .. } => "report-received",
            Self::IdentityGiven { .. } => "identity-given",
            Self::Acknowledged { .. } => "acknowledged",
            Self::ReporterWrote {} => "reporter-wrote",
            Self::StaffWrote { .. } => "staff-wrote",
            Self::Read { .. } => "read",
            Self::NoteWritten {} => "note-written",
            Self::PartyNamed {} => "party-named",
            Self::AccessGiven { .. } => "access-given",
            Self::AccessTaken { .. } => "access-taken",
            Self::AssessorAsked { .. } => "assessor-asked",
            Self::Assessed { .. } => "assessed",
            Self::FirstPhaseConcluded { .. } => "first-phase-concluded",
            Self::OutcomeSent { .. } => "outcome-sent",
            Self::SecondLookAsked { .. } => "second-look-asked",
            Self::FeedbackGiven { .. } => "feedback-given",
            Self::PassedOn { .. } => "passed-on",
            Self::CaseLinked {} => "case-linked",
            Self::RecordCorrected {} => "record-corrected",
            Self::RecordApproved { .. } => "record-approved",
            Self::ContactEnded { .. } => "contact-ended",
            Self::Escalated { .. } => "escalated",
            Self::Closed { .. } => "closed",
        }
    }
}

/// The part that somebody plays in a case.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The person to whom the wrong is attributed (*betrokkene*).
    Subject,
    /// Somebody who saw or knows.
    Witness,
    /// Somebody who leads the unit concerned.
    Manager,
    /// Somebody connected with the reporter (*betrokken derde*).
    Connected,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 4] = [Self::Subject, Self::Witness, Self::Manager, Self::Connected];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Witness => "witness",
            Self::Manager => "manager",
            Self::Connected => "connected",
        }
    }

    /// The part with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// A person named in a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Party {
    /// The name as it was told.
    pub name: String,
    /// The part played.
    pub part: Part,
    /// The member of staff that this is, when it is one.
    pub person: Option<PersonId>,
}

/// What an entry keeps sealed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "body", rename_all = "kebab-case")]
pub enum Body {
    /// What the reporter told.
    Report {
        /// The answers.
        answers: Answers,
        /// The files.
        files: Vec<File>,
        /// The salt, in hexadecimal, with which the proof commits to the content.
        content_salt: String,
    },
    /// Who the reporter is.
    Identity(Identity),
    /// A message, note, correction, explanation or reason.
    Text {
        /// The text.
        text: String,
        /// The files that go with it.
        #[serde(default)]
        files: Vec<File>,
        /// The name of the writer, where the writer chose to show it to the reporter.
        #[serde(default)]
        name: Option<String>,
    },
    /// A party.
    Party(Party),
    /// An assessor's answer to the test.
    Assessment(Assessment),
    /// The outcome with its reasons, as sent.
    Outcome {
        /// The outcome.
        outcome: Outcome,
        /// The letter.
        text: String,
    },
    /// Feedback: both parts are needed for it to count (Directive article 5(13)).
    Feedback {
        /// The action envisaged or taken.
        action: String,
        /// The grounds for it.
        grounds: String,
    },
    /// Another case of the same reporter.
    Link {
        /// Its dossier.
        dossier: DossierId,
        /// Which of the reporter's cases it is, counted from 0, to derive its key from the code.
        index: u32,
    },
}

/// An entry as read from a dossier: facts always, the body where the reader holds the key for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The number in the record, from 1.
    pub number: u64,
    /// When: RFC 3339, rounded to the hour or day where the reporter acted.
    pub at: String,
    /// Who.
    pub by: Actor,
    /// What it says in clear.
    pub fact: Fact,
    /// What it keeps sealed, opened.
    pub body: Option<Body>,
}

/// An entry that a decision asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decided {
    /// What it says in clear.
    pub fact: Fact,
    /// What is to be sealed, and for whom.
    pub body: Option<(Compartment, Body)>,
}

impl Decided {
    /// An entry without a body.
    #[must_use]
    pub const fn fact(fact: Fact) -> Self {
        Self { fact, body: None }
    }

    /// An entry with a body.
    #[must_use]
    pub const fn sealed(fact: Fact, compartment: Compartment, body: Body) -> Self {
        Self { fact, body: Some((compartment, body)) }
    }
}
