//! What a reader sees of a case: its stage, the conversation, the rounds of the test, the history.

use super::entry::{Actor, Fact};
use crate::first_phase::{Assessment, Conclusion, Outcome};
use crate::id::PersonId;
use crate::people::Role;
use crate::report::File;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where a case stands. A stage is reached only by the decision that leads to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// It came in.
    Received,
    /// The reporter was told so.
    Acknowledged,
    /// The test of the first phase is being answered.
    FirstPhase,
    /// The assessors differ; it waits for the committee.
    Split,
    /// It is treated as a whistleblower report; the committee is next.
    Admitted,
    /// It belongs to another route.
    OtherRoute,
    /// It is not taken up.
    NotTakenUp,
    /// Two others look at it again.
    SecondLook,
    /// It is closed.
    Closed,
}

impl Stage {
    /// All stages.
    pub const ALL: [Self; 9] = [
        Self::Received,
        Self::Acknowledged,
        Self::FirstPhase,
        Self::Split,
        Self::Admitted,
        Self::OtherRoute,
        Self::NotTakenUp,
        Self::SecondLook,
        Self::Closed,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Acknowledged => "acknowledged",
            Self::FirstPhase => "first-phase",
            Self::Split => "split",
            Self::Admitted => "admitted",
            Self::OtherRoute => "other-route",
            Self::NotTakenUp => "not-taken-up",
            Self::SecondLook => "second-look",
            Self::Closed => "closed",
        }
    }

    /// The stage with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// Something said in the conversation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// The number of its entry.
    pub number: u64,
    /// When.
    pub at: String,
    /// Who wrote it.
    pub by: Actor,
    /// In which role, when staff wrote it.
    pub role: Option<Role>,
    /// The name, where the writer chose to show it.
    pub name: Option<String>,
    /// What kind of message it is: the kind of its entry.
    pub kind: &'static str,
    /// The text.
    pub text: String,
    /// The files.
    pub files: Vec<File>,
}

/// A private note.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// The number of its entry.
    pub number: u64,
    /// When.
    pub at: String,
    /// Who wrote it.
    pub by: Actor,
    /// The text.
    pub text: String,
}

/// One assessor's place in a round.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seat {
    /// Who.
    pub person: PersonId,
    /// The last answer given, when there is one and the reader holds the key.
    pub answer: Option<Assessment>,
    /// The number of the entry of that answer.
    pub number: Option<u64>,
}

/// A round of the test: the first phase is round 1, a second look round 2.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Round {
    /// Who assesses, in the order in which they came in.
    pub seats: Vec<Seat>,
    /// How it was concluded, and when.
    pub conclusion: Option<(Conclusion, Date)>,
}

impl Round {
    /// The seat of this person.
    #[must_use]
    pub fn seat(&self, person: PersonId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.person == person)
    }

    /// The answers that `person` may see: their own always, the others' only when the round is concluded, so that the
    /// second assessor does not see the first.
    pub fn visible_to(&self, person: PersonId) -> impl Iterator<Item = &Seat> {
        let open = self.conclusion.is_some();
        self.seats.iter().filter(move |seat| open || seat.person == person)
    }
}

/// The record of what was told by phone or in person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OralRecord {
    /// The reporter was offered to check it.
    Offered,
    /// The reporter approved it on this day.
    Approved(Date),
}

/// An outcome as it was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentOutcome {
    /// The outcome; none when the reader cannot open it.
    pub outcome: Option<Outcome>,
    /// The letter.
    pub text: String,
    /// The day.
    pub on: Date,
    /// The last day to ask for a second look.
    pub second_look_until: Date,
}

/// Who read the conversation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ReadBy {
    /// The reporter.
    Reporter,
    /// A member of staff.
    Person(PersonId),
}

/// One line of the history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// The number of the entry.
    pub number: u64,
    /// When.
    pub at: String,
    /// Who.
    pub by: Actor,
    /// What.
    pub fact: Fact,
}
