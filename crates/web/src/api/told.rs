//! What the API tells of a case to everybody who may see it: messages, files, deadlines, outcomes.

use super::openapi::names;
use domain::case::{self, Actor, Case, ReadBy, SentOutcome, Stage};
use domain::deadline::{self, DeadlineKind};
use domain::first_phase::Outcome as Ended;
use domain::id::PersonId;
use domain::people::{Organisation, Role};
use domain::report;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder, Object};

/// The concerns, for the document.
pub fn channels() -> Object {
    names(&report::Channel::ALL.map(report::Channel::name))
}

/// Who may know who the reporter is, for the document.
pub fn modes() -> Object {
    names(&report::IdentityMode::ALL.map(report::IdentityMode::name))
}

/// The languages, for the document.
pub fn languages() -> Object {
    names(&report::Language::ALL.map(report::Language::name))
}

/// The stages, for the document.
pub fn stages() -> Object {
    names(&Stage::ALL.map(Stage::name))
}

/// The roles, for the document.
pub fn roles() -> Object {
    names(&Role::ALL.map(Role::name))
}

/// Several roles, for the document.
pub fn role_list() -> Array {
    ArrayBuilder::new().items(roles()).build()
}

/// The kinds of deadline, for the document.
pub fn deadlines() -> Object {
    names(&DeadlineKind::ALL.map(DeadlineKind::name))
}

fn sides() -> Object {
    names(&["reporter", "staff", "system"])
}

fn outcomes() -> Object {
    names(&["admitted", "other-route", "not-taken-up"])
}

/// A member of staff.
#[derive(Serialize, ToSchema)]
pub struct Person {
    /// Names the person.
    pub id: String,
    /// The name as colleagues write it; empty when there is no such account any more.
    pub name: String,
}

impl Person {
    /// The person with this identifier.
    #[must_use]
    pub fn of(id: PersonId, organisation: &Organisation) -> Self {
        let name = organisation.person(id).map(|person| person.name.clone()).unwrap_or_default();
        Self { id: id.to_string(), name }
    }
}

/// Who said or did something.
#[derive(Serialize, ToSchema)]
pub struct By {
    /// On which side.
    #[schema(schema_with = sides)]
    pub from: &'static str,
    /// In which role, where that was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = roles)]
    pub role: Option<&'static str>,
    /// The name, where the writer chose to show it to the reporter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub name: Option<String>,
    /// The member of staff; told to staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub person: Option<Person>,
}

impl By {
    /// As everybody may see it.
    #[must_use]
    pub const fn side(by: Actor) -> Self {
        let from = match by {
            Actor::Reporter => "reporter",
            Actor::Person(_) => "staff",
            Actor::System => "system",
        };
        Self { from, role: None, name: None, person: None }
    }

    /// As staff may see it.
    #[must_use]
    pub fn known(by: Actor, organisation: &Organisation) -> Self {
        let person = match by {
            Actor::Person(id) => Some(Person::of(id, organisation)),
            _ => None,
        };
        Self { person, ..Self::side(by) }
    }
}

/// A file with a report or message.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct File {
    /// The name that the sender gave it.
    name: String,
    /// The type found in its bytes.
    media_type: String,
    /// The length of the original in bytes.
    size: u64,
    /// Whether there is a copy without hidden information.
    is_cleaned: bool,
    /// What hidden information the copy is without.
    removed: Vec<String>,
    /// What is not seen at first sight and is in the copy too.
    left: Vec<String>,
    /// Why there is no such copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    not_cleaned: Option<String>,
    /// Whether the name says another type than the bytes.
    is_mismatch: bool,
}

impl From<&report::File> for File {
    fn from(file: &report::File) -> Self {
        Self {
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            size: file.original.size,
            is_cleaned: file.cleaned.is_some(),
            removed: file.removed.clone(),
            left: file.left.clone(),
            not_cleaned: file.not_cleaned.clone(),
            is_mismatch: file.mismatch,
        }
    }
}

/// The files of a report or message.
#[must_use]
pub fn files(files: &[report::File]) -> Vec<File> {
    files.iter().map(File::from).collect()
}

/// Something said in the conversation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// The number of its entry in the case.
    number: u64,
    /// When, rounded to the hour for what a reporter wrote.
    #[schema(format = DateTime)]
    at: String,
    /// Who wrote it.
    by: By,
    /// What kind of message it is: `reporter-wrote`, `staff-wrote`, `acknowledged`, `outcome-sent`, …
    kind: &'static str,
    /// The text.
    text: String,
    /// The files.
    files: Vec<File>,
    /// Whether the other side has read it; for staff, of what the reporter wrote: whether the caller has.
    is_read: bool,
}

impl Message {
    /// Whether the reporter said it.
    #[must_use]
    pub fn is_of_reporter(&self) -> bool {
        self.by.from == "reporter"
    }

    /// Whether this member of staff said it.
    #[must_use]
    pub fn is_of(&self, person: PersonId) -> bool {
        self.by.person.as_ref().is_some_and(|by| by.id == person.to_string())
    }

    fn of(message: &case::Message, by: By, is_read: bool) -> Self {
        Self {
            number: message.number,
            at: message.at.clone(),
            by: By { role: message.role.map(Role::name), name: message.name.clone(), ..by },
            kind: message.kind,
            text: message.text.clone(),
            files: files(&message.files),
            is_read,
        }
    }
}

/// The conversation as the reporter may see it: no names but those that were shown.
#[must_use]
pub fn to_reporter(case: &Case) -> Vec<Message> {
    let read_by = |by| if by == Actor::Reporter { case.read_by_staff() } else { case.read_up_to(ReadBy::Reporter) };
    let told = case.messages.iter().map(|said| Message::of(said, By::side(said.by), said.number <= read_by(said.by)));
    told.collect()
}

/// The conversation as this member of staff may see it.
#[must_use]
pub fn to_staff(case: &Case, reader: PersonId, organisation: &Organisation) -> Vec<Message> {
    let read_up_to =
        |by| case.read_up_to(if by == Actor::Reporter { ReadBy::Person(reader) } else { ReadBy::Reporter });
    let told = case
        .messages
        .iter()
        .map(|said| Message::of(said, By::known(said.by, organisation), said.number <= read_up_to(said.by)));
    told.collect()
}

/// What must have happened by a date.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Deadline {
    /// What is due.
    #[schema(schema_with = deadlines)]
    kind: &'static str,
    /// The last day on which it is in time.
    #[schema(format = Date)]
    on: String,
    /// Days left, negative when it is late; nothing once it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    days_left: Option<i64>,
    /// The day on which it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date, nullable = false)]
    met_on: Option<String>,
}

impl Deadline {
    /// A deadline as it stands today.
    #[must_use]
    pub fn of(deadline: &deadline::Deadline, today: Date) -> Self {
        Self {
            kind: deadline.kind.name(),
            on: deadline.due.to_string(),
            days_left: deadline.met.is_none().then(|| deadline.days_left(today)),
            met_on: deadline.met.map(|day| day.to_string()),
        }
    }

    /// What is due next, from a list.
    #[must_use]
    pub fn next((kind, on, days): (DeadlineKind, Date, i64)) -> Self {
        Self { kind: kind.name(), on: on.to_string(), days_left: Some(days), met_on: None }
    }
}

/// What the first phase ended in.
#[derive(Serialize, ToSchema)]
pub struct Outcome {
    /// The outcome.
    #[schema(schema_with = outcomes)]
    to: &'static str,
    /// The other route, when it goes there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    route: Option<&'static str>,
}

impl From<Ended> for Outcome {
    fn from(outcome: Ended) -> Self {
        let route = match outcome {
            Ended::OtherRoute(route) => Some(route.name()),
            _ => None,
        };
        Self { to: outcome.name(), route }
    }
}

/// An outcome as it was sent to the reporter.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    /// The outcome.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    outcome: Option<Outcome>,
    /// The letter with its reasons.
    text: String,
    /// The day on which it was sent.
    #[schema(format = Date)]
    on: String,
    /// The last day on which the reporter can ask for a second look.
    #[schema(format = Date)]
    second_look_until: String,
}

impl From<&SentOutcome> for Sent {
    fn from(sent: &SentOutcome) -> Self {
        Self {
            outcome: sent.outcome.map(Outcome::from),
            text: sent.text.clone(),
            on: sent.on.to_string(),
            second_look_until: sent.second_look_until.to_string(),
        }
    }
}

/// What the reporter told.
#[derive(Serialize, ToSchema)]
pub struct Answers {
    /// What happened, or what the question is.
    what: String,
    /// When it happened.
    when: String,
    /// Where it happened.
    #[serde(rename = "where")]
    where_: String,
    /// Who was involved.
    who: String,
    /// How the reporter knows.
    how: String,
    /// How the reporter is connected with the organisation through work.
    relation: String,
    /// Whom it was told before, and what came of it.
    told: String,
    /// What the reporter is worried about.
    worries: String,
}

impl From<&report::Answers> for Answers {
    fn from(answers: &report::Answers) -> Self {
        let report::Answers { what, when, where_, who, how, relation, told, worries } = answers.clone();
        Self { what, when, where_, who, how, relation, told, worries }
    }
}
