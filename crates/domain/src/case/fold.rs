//! A case as its readers see it: folded from its entries by a pure function.

use super::entry::{Actor, Body, ClosedBecause, Entry, Fact, GivenBecause, Party, TakenBecause};
use super::view::{Event, Message, Note, OralRecord, ReadBy, Round, Seat, SentOutcome, Stage};
use crate::deadline::{Deadline, DeadlineKind};
use crate::first_phase::{Conclusion, Outcome};
use crate::id::{DossierId, OrgId, PersonId};
use crate::people::Role;
use crate::report::{Answers, Channel, File, Identity, IdentityMode, Language, Via};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A case, as far as the reader's keys open it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// The agency to which it belongs now.
    pub agency: OrgId,
    /// The concern.
    pub channel: Channel,
    /// Who may know who the reporter is.
    pub identity: IdentityMode,
    /// The language of the reporter.
    pub language: Language,
    /// By which way it came in.
    pub via: Via,
    /// The day of receipt.
    pub received: Date,
    /// Where it stands.
    pub stage: Stage,
    /// What the reporter told.
    pub answers: Option<Answers>,
    /// The files of the report.
    pub files: Vec<File>,
    /// The salt with which the proof commits to the content, in hexadecimal.
    pub content_salt: Option<String>,
    /// Who the reporter is, where the reader may know.
    pub reporter: Option<Identity>,
    /// All deadlines, met or not.
    pub deadlines: Vec<Deadline>,
    /// The conversation, oldest first.
    pub messages: Vec<Message>,
    /// The private notes, oldest first.
    pub notes: Vec<Note>,
    /// The parties on record.
    pub parties: Vec<Party>,
    /// Who holds the case, and why they were given it.
    pub holders: BTreeMap<PersonId, GivenBecause>,
    /// Who was recused, for a conflict that was found or by stepping aside, and is not given it again.
    pub kept_out: BTreeMap<PersonId, TakenBecause>,
    /// The rounds of the test by number.
    pub rounds: BTreeMap<u8, Round>,
    /// The outcome that was sent, its letter where readable, and the last day to ask for a second look.
    pub outcome: Option<SentOutcome>,
    /// The record of an oral report.
    pub oral: Option<OralRecord>,
    /// Other cases of this reporter that were begun from this one.
    pub links: Vec<(DossierId, u32)>,
    /// Whether the reporter ended the contact, and when.
    pub contact_ended: Option<Date>,
    /// Why and when it was closed.
    pub closed: Option<(ClosedBecause, Date)>,
    /// The number of the last entry.
    pub last: u64,
    /// The number of the last entry by the reporter that asks to be read.
    pub from_reporter: u64,
    /// The number of the last entry by staff that the reporter can read.
    pub from_staff: u64,
    /// Up to where each has read the conversation.
    pub read: BTreeMap<ReadBy, u64>,
    /// Deadlines that were escalated.
    pub escalated: Vec<DeadlineKind>,
    /// What happened, for the timeline: number, time, who and the facts of each entry.
    pub history: Vec<Event>,
}

/// The entries do not make a case: the record is broken or is not one of a case.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the record does not begin with a report, or entry {0} is out of place")]
pub struct Broken(pub u64);

impl Case {
    /// Folds the entries of a record, in order, into the case.
    ///
    /// # Errors
    /// [`Broken`] when the first entry is not a report or a number is missing.
    pub fn fold(entries: &[Entry]) -> Result<Self, Broken> {
        let (first, rest) = entries.split_first().ok_or(Broken(0))?;
        let mut case = Self::begin(first)?;
        for entry in rest {
            case.push(entry)?;
        }
        Ok(case)
    }

    /// Folds one more entry into the case.
    ///
    /// # Errors
    /// [`Broken`] when it is not the next one, or a second report.
    pub fn push(&mut self, entry: &Entry) -> Result<(), Broken> {
        if entry.number != self.last + 1 || matches!(entry.fact, Fact::ReportReceived { .. }) {
            return Err(Broken(entry.number));
        }
        self.apply(entry);
        Ok(())
    }

    fn begin(entry: &Entry) -> Result<Self, Broken> {
        let Fact::ReportReceived {
            agency,
            channel,
            identity,
            language,
            via,
            on,
            acknowledge_by,
            first_phase_by,
            feedback_by,
        } = entry.fact
        else {
            return Err(Broken(entry.number));
        };
        if entry.number != 1 {
            return Err(Broken(entry.number));
        }
        let due = |kind, due| Deadline { kind, due, met: None };
        let mut deadlines = vec![due(DeadlineKind::Acknowledge, acknowledge_by)];
        deadlines.extend(first_phase_by.map(|by| due(DeadlineKind::FirstPhase, by)));
        deadlines.push(due(DeadlineKind::Feedback, feedback_by));
        let (answers, files, content_salt) = match &entry.body {
            Some(Body::Report { answers, files, content_salt }) => {
                (Some(answers.clone()), files.clone(), Some(content_salt.clone()))
            }
            _ => (None, Vec::new(), None),
        };
        Ok(Self {
            agency,
            channel,
            identity,
            language,
            via,
            received: on,
            stage: Stage::Received,
            answers,
            files,
            content_salt,
            reporter: None,
            deadlines,
            messages: Vec::new(),
            notes: Vec::new(),
            parties: Vec::new(),
            holders: BTreeMap::new(),
            kept_out: BTreeMap::new(),
            rounds: BTreeMap::new(),
            outcome: None,
            oral: via.is_oral().then_some(OralRecord::Offered),
            links: Vec::new(),
            contact_ended: None,
            closed: None,
            last: 1,
            // The report is the reporter's word, also when somebody else wrote it down.
            from_reporter: entry.number,
            from_staff: 0,
            read: BTreeMap::new(),
            escalated: Vec::new(),
            history: vec![event(entry)],
        })
    }

    fn apply(&mut self, entry: &Entry) {
        self.last = entry.number;
        self.history.push(event(entry));
        match &entry.fact {
            Fact::ReportReceived { .. } => {}
            Fact::IdentityGiven { mode } => {
                self.identity = *mode;
                if let Some(Body::Identity(identity)) = &entry.body {
                    self.reporter = Some(identity.clone());
                }
                self.touch(entry);
            }
            Fact::Acknowledged { on, feedback_by } => {
                if self.stage == Stage::Received {
                    self.stage = Stage::Acknowledged;
                }
                self.meet(DeadlineKind::Acknowledge, *on);
                if self.deadline(DeadlineKind::Feedback).is_none_or(|feedback| feedback.met.is_none()) {
                    self.set(DeadlineKind::Feedback, *feedback_by);
                }
                self.say(entry, None);
            }
            Fact::ReporterWrote {} | Fact::RecordCorrected {} => self.say(entry, None),
            Fact::StaffWrote { role } => self.say(entry, Some(*role)),
            Fact::Read { up_to } => self.mark_read(entry.by, *up_to),
            Fact::NoteWritten {} => self.note(entry),
            Fact::PartyNamed {} => {
                if let Some(Body::Party(party)) = &entry.body {
                    self.parties.push(party.clone());
                }
            }
            Fact::AccessGiven { person, because } => {
                self.holders.insert(*person, *because);
                self.kept_out.remove(person);
            }
            Fact::AccessTaken { person, because } => {
                self.take_off(*person, *because);
                if matches!(because, TakenBecause::Conflict(_) | TakenBecause::SteppedAside) {
                    self.kept_out.insert(*person, *because);
                }
            }
            Fact::PassedOn { to, .. } => {
                self.agency = *to;
                self.say(entry, None);
            }
            Fact::CaseLinked {} => {
                if let Some(Body::Link { dossier, index }) = &entry.body {
                    self.links.push((*dossier, *index));
                }
                self.touch(entry);
            }
            Fact::RecordApproved { on } => {
                self.oral = Some(OralRecord::Approved(*on));
                self.touch(entry);
            }
            Fact::FeedbackGiven { on } => {
                self.meet(DeadlineKind::Feedback, *on);
                self.say(entry, None);
            }
            Fact::ContactEnded { on } => {
                self.contact_ended = Some(*on);
                self.touch(entry);
            }
            Fact::Escalated { deadline, .. } => self.escalated.push(*deadline),
            Fact::Closed { on, because } => {
                self.stage = Stage::Closed;
                self.closed = Some((*because, *on));
                for deadline in &mut self.deadlines {
                    deadline.met.get_or_insert(*on);
                }
                self.say(entry, None);
            }
            Fact::AssessorAsked { .. }
            | Fact::Assessed { .. }
            | Fact::FirstPhaseConcluded { .. }
            | Fact::OutcomeSent { .. }
            | Fact::SecondLookAsked { .. } => self.apply_first_phase(entry),
        }
    }

    /// Takes somebody off the holders, and off a seat in a round that is under way. An answer given by who merely left
    /// stays: it was given in good order.
    pub fn take_off(&mut self, person: PersonId, because: TakenBecause) {
        self.holders.remove(&person);
        for round in self.rounds.values_mut().filter(|round| round.conclusion.is_none()) {
            let stays = |seat: &Seat| because == TakenBecause::Left && seat.number.is_some();
            round.seats.retain(|seat| seat.person != person || stays(seat));
        }
    }

    fn apply_first_phase(&mut self, entry: &Entry) {
        match &entry.fact {
            Fact::AssessorAsked { person, round } => {
                self.seat(*round, *person);
                if self.stage == Stage::Acknowledged {
                    self.stage = Stage::FirstPhase;
                }
            }
            Fact::Assessed { round } => {
                if let Actor::Person(person) = entry.by {
                    let seat = self.seat(*round, person);
                    seat.number = Some(entry.number);
                    if let Some(Body::Assessment(assessment)) = &entry.body {
                        seat.answer = Some(assessment.clone());
                    }
                }
                if self.stage == Stage::Acknowledged {
                    self.stage = Stage::FirstPhase;
                }
            }
            Fact::FirstPhaseConcluded { round, conclusion, on } => self.conclude(*round, *conclusion, *on),
            Fact::OutcomeSent { on, second_look_until } => {
                let (outcome, text) = match &entry.body {
                    Some(Body::Outcome { outcome, text }) => (Some(*outcome), text.clone()),
                    _ => (None, String::new()),
                };
                self.outcome = Some(SentOutcome { outcome, text, on: *on, second_look_until: *second_look_until });
                self.say(entry, None);
            }
            Fact::SecondLookAsked { by, .. } => {
                self.stage = Stage::SecondLook;
                self.rounds.entry(2).or_default();
                self.set(DeadlineKind::SecondLook, *by);
                self.say(entry, None);
            }
            _ => {}
        }
    }

    fn conclude(&mut self, round: u8, conclusion: Conclusion, on: Date) {
        self.rounds.entry(round).or_default().conclusion = Some((conclusion, on));
        self.stage = match conclusion {
            Conclusion::Agreed(Outcome::Admitted) | Conclusion::ByDefault => Stage::Admitted,
            Conclusion::Agreed(Outcome::OtherRoute(_)) => Stage::OtherRoute,
            Conclusion::Agreed(Outcome::NotTakenUp) => Stage::NotTakenUp,
            Conclusion::Split => Stage::Split,
        };
        self.meet(if round == 1 { DeadlineKind::FirstPhase } else { DeadlineKind::SecondLook }, on);
    }

    fn seat(&mut self, round: u8, person: PersonId) -> &mut Seat {
        let seats = &mut self.rounds.entry(round).or_default().seats;
        let place = seats.iter().position(|seat| seat.person == person).unwrap_or(seats.len());
        if place == seats.len() {
            seats.push(Seat { person, answer: None, number: None });
        }
        #[expect(clippy::indexing_slicing, reason = "the place was found or made just above")]
        &mut seats[place]
    }

    /// Notes that the other side has something new to see.
    fn touch(&mut self, entry: &Entry) {
        if entry.by == Actor::Reporter {
            self.from_reporter = entry.number;
        } else {
            self.from_staff = entry.number;
        }
    }

    fn say(&mut self, entry: &Entry, role: Option<Role>) {
        self.touch(entry);
        let (text, files, name) = match &entry.body {
            Some(Body::Text { text, files, name }) => (text.clone(), files.clone(), name.clone()),
            Some(Body::Outcome { text, .. }) => (text.clone(), Vec::new(), None),
            Some(Body::Feedback { action, grounds }) => (format!("{action}\n\n{grounds}"), Vec::new(), None),
            _ => return,
        };
        self.messages.push(Message {
            number: entry.number,
            at: entry.at.clone(),
            by: entry.by,
            role,
            name,
            kind: entry.fact.kind(),
            text,
            files,
        });
    }

    fn note(&mut self, entry: &Entry) {
        if let Some(Body::Text { text, .. }) = &entry.body {
            self.notes.push(Note { number: entry.number, at: entry.at.clone(), by: entry.by, text: text.clone() });
        }
    }

    fn mark_read(&mut self, by: Actor, up_to: u64) {
        let who = match by {
            Actor::Reporter => ReadBy::Reporter,
            Actor::Person(person) => ReadBy::Person(person),
            Actor::System => return,
        };
        let mark = self.read.entry(who).or_default();
        *mark = up_to.max(*mark);
    }

    fn meet(&mut self, kind: DeadlineKind, on: Date) {
        for deadline in self.deadlines.iter_mut().filter(|deadline| deadline.kind == kind) {
            deadline.met.get_or_insert(on);
        }
    }

    fn set(&mut self, kind: DeadlineKind, due: Date) {
        self.deadlines.retain(|deadline| deadline.kind != kind);
        self.deadlines.push(Deadline { kind, due, met: None });
    }

    /// The next deadline that is still to be met: the one that ends first.
    #[must_use]
    pub fn next_deadline(&self) -> Option<&Deadline> {
        self.deadlines.iter().filter(|deadline| deadline.met.is_none()).min_by_key(|deadline| deadline.due)
    }

    /// The deadline of a kind.
    #[must_use]
    pub fn deadline(&self, kind: DeadlineKind) -> Option<&Deadline> {
        self.deadlines.iter().find(|deadline| deadline.kind == kind)
    }

    /// Up to where `who` has read.
    #[must_use]
    pub fn read_up_to(&self, who: ReadBy) -> u64 {
        self.read.get(&who).copied().unwrap_or(0)
    }

    /// Up to where any of the staff has read, for the reporter's read marks.
    #[must_use]
    pub fn read_by_staff(&self) -> u64 {
        let staff = self.read.iter().filter(|(who, _)| matches!(who, ReadBy::Person(_)));
        staff.map(|(_, mark)| *mark).max().unwrap_or(0)
    }

    /// The round of the test that is under way or was last concluded: 2 once a second look was asked for.
    #[must_use]
    pub fn current_round(&self) -> u8 {
        if self.rounds.contains_key(&2) { 2 } else { 1 }
    }

    /// The members of staff who are on record as a party.
    #[must_use]
    pub fn named_people(&self) -> Vec<PersonId> {
        self.parties.iter().filter_map(|party| party.person).collect()
    }

    /// Whether the outcome of the round last concluded was sent.
    #[must_use]
    pub fn outcome_is_sent(&self) -> bool {
        let concluded = self.history.iter().rev().find(|e| matches!(e.fact, Fact::FirstPhaseConcluded { .. }));
        let sent = self.history.iter().rev().find(|e| matches!(e.fact, Fact::OutcomeSent { .. }));
        match (concluded, sent) {
            (Some(concluded), Some(sent)) => sent.number > concluded.number,
            _ => false,
        }
    }

    /// Whether the reporter can ask for a second look today: an outcome was sent that turns the report away, in the
    /// first round, and the time has not passed.
    #[must_use]
    pub fn may_ask_second_look(&self, today: Date) -> bool {
        let turned_away = matches!(self.stage, Stage::OtherRoute | Stage::NotTakenUp);
        let in_time = self.outcome.as_ref().is_some_and(|sent| today <= sent.second_look_until);
        turned_away && in_time && self.current_round() == 1
    }
}

fn event(entry: &Entry) -> Event {
    Event { number: entry.number, at: entry.at.clone(), by: entry.by, fact: entry.fact.clone() }
}
