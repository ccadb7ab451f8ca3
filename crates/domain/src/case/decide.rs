//! The decisions on a case: pure functions from what is known and what somebody wants to the entries that follow, or a
//! refusal that names the rule.

use super::entry::{Body, ClosedBecause, Compartment, Decided, Fact, GivenBecause, Party, TakenBecause};
use super::fold::{Case, ReadBy, Round, Stage};
use crate::conflict;
use crate::deadline::{self, DeadlineKind};
use crate::first_phase::{self, Assessment, Conclusion, Opinion, Outcome};
use crate::id::{DossierId, OrgId, PersonId};
use crate::people::{Organisation, Role};
use crate::policy;
use crate::refusal::{Problems, Refusal};
use crate::report::{Answers, File, Identity, IdentityMode, NewReport, Via};
use jiff::civil::Date;

/// What a decision looks at besides the case.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The legal day.
    pub today: Date,
    /// The staff, the tree and the roles.
    pub organisation: &'a Organisation,
}

/// What a member of staff who holds the case wants to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// Tell the reporter that the report came in.
    Acknowledge {
        /// The message.
        text: String,
    },
    /// Write to the reporter.
    Write {
        /// The message.
        text: String,
        /// Files with it.
        files: Vec<File>,
        /// In which role.
        role: Role,
        /// The writer's name, if they choose to show it.
        name: Option<String>,
    },
    /// Write a private note.
    Note {
        /// The note.
        text: String,
    },
    /// Put a party on record.
    NameParty(Party),
    /// Ask somebody to assess in the round under way.
    AskAssessor {
        /// Whom.
        person: PersonId,
    },
    /// Answer the test.
    Assess(Assessment),
    /// Send the outcome with its reasons.
    SendOutcome {
        /// The letter.
        text: String,
    },
    /// Give feedback.
    GiveFeedback {
        /// The action envisaged or taken.
        action: String,
        /// The grounds.
        grounds: String,
    },
    /// Pass the case on to another agency.
    PassOn {
        /// To which.
        to: OrgId,
        /// What the reporter is told.
        explanation: String,
        /// Whether the reporter agreed, asked when the reporter is not anonymous (Wbk article 1a).
        agreed: bool,
    },
    /// Give a colleague access.
    GiveAccess {
        /// Whom.
        person: PersonId,
        /// Why.
        reason: String,
    },
    /// Step aside.
    StepAside {
        /// Why.
        reason: String,
    },
    /// Close the case.
    Close {
        /// Why.
        because: ClosedBecause,
        /// What the reporter is told.
        text: String,
    },
    /// Mark the conversation as read up to an entry.
    Read {
        /// Its number.
        up_to: u64,
    },
}

/// What the reporter wants to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReporterCommand {
    /// Write.
    Write {
        /// The message.
        text: String,
        /// Files with it.
        files: Vec<File>,
    },
    /// Ask for a second look.
    AskSecondLook {
        /// Why.
        why: String,
    },
    /// Be known to more people than before.
    BeKnown {
        /// To whom.
        mode: IdentityMode,
        /// Who they are.
        identity: Identity,
    },
    /// Correct what was written down.
    CorrectRecord {
        /// What must be different.
        text: String,
    },
    /// Approve what was written down.
    ApproveRecord,
    /// Note that another case of theirs was begun from this one.
    Link {
        /// Its dossier.
        dossier: DossierId,
        /// Which of their cases it is.
        index: u32,
    },
    /// End the contact.
    EndContact,
    /// Mark the conversation as read up to an entry.
    Read {
        /// Its number.
        up_to: u64,
    },
}

/// The entries with which a case begins: the report, who the reporter is, and who is given it. The intake officers of
/// the agency get it, or of the nearest node above it, except those named in it or in the line of somebody named.
///
/// # Errors
/// [`Refusal::Fields`] when the report cannot be taken.
pub fn receive(
    report: &NewReport,
    agency: OrgId,
    via: Via,
    content_salt: &str,
    context: Context<'_>,
) -> Result<Vec<Decided>, Refusal> {
    report.check()?;
    let today = context.today;
    let received = Fact::ReportReceived {
        agency,
        channel: report.channel,
        identity: report.identity,
        language: report.language,
        via,
        on: today,
        acknowledge_by: deadline::acknowledge_by(today),
        first_phase_by: report.channel.has_first_phase().then(|| policy::FIRST_PHASE.end(today)),
        feedback_by: deadline::feedback_by_without_acknowledgement(today),
    };
    let body = Body::Report {
        answers: report.answers.clone(),
        files: report.files.clone(),
        content_salt: content_salt.to_owned(),
    };
    let mut decided = vec![Decided::sealed(received, Compartment::Shared, body)];
    if let Some(identity) = &report.who {
        decided.push(identity_given(report.identity, identity));
    }
    let named = conflict::named_in(&report.answers.text(), context.organisation);
    for person in intake(agency, &named, &[], context.organisation) {
        decided.push(Decided::fact(Fact::AccessGiven { person, because: GivenBecause::Intake }));
    }
    Ok(decided)
}

fn identity_given(mode: IdentityMode, identity: &Identity) -> Decided {
    let compartment = match mode {
        IdentityMode::Open => Compartment::Shared,
        IdentityMode::Anonymous | IdentityMode::Confidential => Compartment::Identity,
    };
    Decided::sealed(Fact::IdentityGiven { mode }, compartment, Body::Identity(identity.clone()))
}

/// The intake officers who can receive a case: of the nearest node that has any who is not in conflict.
fn intake(agency: OrgId, named: &[PersonId], but: &[PersonId], organisation: &Organisation) -> Vec<PersonId> {
    for level in organisation.path(agency) {
        let able: Vec<_> = organisation
            .holdings()
            .iter()
            .filter(|h| h.role == Role::IntakeOfficer && h.at == level && h.is_current(organisation.today))
            .map(|h| h.person)
            .filter(|p| organisation.person(*p).is_some_and(|person| person.active))
            .filter(|p| !but.contains(p) && conflict::between(*p, named, organisation).is_none())
            .collect();
        if !able.is_empty() {
            return able;
        }
    }
    Vec::new()
}

/// Decides what follows from a command of somebody who holds the case.
///
/// # Errors
/// A [`Refusal`] that names the rule or the fields.
pub fn decide(case: &Case, by: PersonId, command: Command, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
    if !case.holders.contains_key(&by) {
        return Err(Refusal::NotFound);
    }
    if case.stage == Stage::Closed && !matches!(command, Command::Note { .. } | Command::Read { .. }) {
        return Err(Refusal::Rule("case-closed"));
    }
    match command {
        Command::Acknowledge { text } => acknowledge(case, text, context),
        Command::Write { text, files, role, name } => write(case, text, files, role, name),
        Command::Note { text } => note(text),
        Command::NameParty(party) => name_party(case, party, context),
        Command::AskAssessor { person } => ask_assessor(case, person, context),
        Command::Assess(assessment) => assess(case, by, assessment, context),
        Command::SendOutcome { text } => send_outcome(case, text, context),
        Command::GiveFeedback { action, grounds } => give_feedback(action, grounds, context),
        Command::PassOn { to, explanation, agreed } => pass_on(case, to, explanation, agreed, context),
        Command::GiveAccess { person, reason } => give_access(case, person, reason, context),
        Command::StepAside { reason } => step_aside(case, by, reason, context),
        Command::Close { because, text } => close(case, because, text, context),
        Command::Read { up_to } => Ok(read(case, ReadBy::Person(by), up_to, case.from_reporter)),
    }
}

fn text_body(text: String) -> Body {
    Body::Text { text, files: Vec::new(), name: None }
}

fn check_text(field: &'static str, text: &str) -> Result<(), Refusal> {
    let mut problems = Problems::default();
    problems.text(field, text, policy::LONGEST_TEXT);
    problems.finish()
}

fn check_reason(field: &'static str, text: &str) -> Result<(), Refusal> {
    let mut problems = Problems::default();
    problems.reason(field, text);
    problems.finish()
}

fn check_message(text: &str, files: &[File]) -> Result<(), Refusal> {
    let mut problems = Problems::default();
    if files.is_empty() {
        problems.text("text", text, policy::LONGEST_TEXT);
    } else {
        problems.length("text", text, policy::LONGEST_TEXT);
    }
    problems.when(
        files.len() > policy::MOST_FILES,
        crate::refusal::FieldError::limit("files", "too-many-files", policy::MOST_FILES),
    );
    problems.finish()
}

fn acknowledge(case: &Case, text: String, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
    let Some(due) = case.deadline(DeadlineKind::Acknowledge).filter(|deadline| deadline.met.is_none()) else {
        return Err(Refusal::Rule("already-acknowledged"));
    };
    check_text("text", &text)?;
    // Late, the three months run from the day on which it was due, so that lateness costs the reporter nothing.
    let feedback_by = if due.is_late(context.today) {
        deadline::feedback_by_without_acknowledgement(case.received)
    } else {
        deadline::feedback_by(context.today)
    };
    let fact = Fact::Acknowledged { on: context.today, feedback_by };
    Ok(vec![Decided::sealed(fact, Compartment::Shared, text_body(text))])
}

fn write(
    case: &Case,
    text: String,
    files: Vec<File>,
    role: Role,
    name: Option<String>,
) -> Result<Vec<Decided>, Refusal> {
    if case.contact_ended.is_some() {
        return Err(Refusal::Rule("contact-ended"));
    }
    check_message(&text, &files)?;
    Ok(vec![Decided::sealed(Fact::StaffWrote { role }, Compartment::Shared, Body::Text { text, files, name })])
}

fn note(text: String) -> Result<Vec<Decided>, Refusal> {
    check_text("text", &text)?;
    Ok(vec![Decided::sealed(Fact::NoteWritten {}, Compartment::Internal, text_body(text))])
}

fn name_party(case: &Case, party: Party, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
    let mut problems = Problems::default();
    problems.text("name", &party.name, policy::LONGEST_LINE);
    problems.finish()?;
    if case.parties.len() >= policy::MOST_PARTIES {
        return Err(Refusal::Rule("too-many-parties"));
    }
    let mut named = case.named_people();
    named.extend(party.person);
    named.extend(conflict::named_in(&party.name, context.organisation));
    let mut decided = vec![Decided::sealed(Fact::PartyNamed {}, Compartment::Internal, Body::Party(party))];
    let taken: Vec<_> = case
        .holders
        .keys()
        .filter_map(|person| conflict::between(*person, &named, context.organisation).map(|c| (*person, c)))
        .collect();
    for (person, conflict) in &taken {
        let because = TakenBecause::Conflict(*conflict);
        decided.push(Decided::fact(Fact::AccessTaken { person: *person, because }));
    }
    let gone: Vec<_> = taken.into_iter().map(|(person, _)| person).collect();
    decided.extend(successors(case, &gone, &named, context));
    Ok(decided)
}

/// Who takes over when `gone` can no longer handle the case: nobody new while an intake officer is left.
fn successors(case: &Case, gone: &[PersonId], named: &[PersonId], context: Context<'_>) -> Vec<Decided> {
    let organisation = context.organisation;
    let left = case
        .holders
        .keys()
        .any(|person| !gone.contains(person) && organisation.holds(*person, Role::IntakeOfficer, case.agency));
    if left {
        return Vec::new();
    }
    let but: Vec<_> = gone.iter().chain(case.kept_out.keys()).copied().collect();
    intake(case.agency, named, &but, organisation)
        .into_iter()
        .filter(|person| !case.holders.contains_key(person))
        .map(|person| Decided::fact(Fact::AccessGiven { person, because: GivenBecause::HandedOver }))
        .collect()
}

/// Whether `person` can be given this case: active, not kept out, not in conflict.
fn is_free(case: &Case, person: PersonId, context: Context<'_>) -> Result<(), Refusal> {
    let active = context.organisation.person(person).is_some_and(|p| p.active);
    if !active {
        return Err(Refusal::field("person", "not-active"));
    }
    let conflicted = conflict::between(person, &case.named_people(), context.organisation).is_some()
        || told_of(case, person, context);
    if conflicted || case.kept_out.contains_key(&person) {
        return Err(Refusal::Rule("person-in-conflict"));
    }
    Ok(())
}

/// Whether the person is named in the reporter's own words, or stands in the line of somebody who is.
fn told_of(case: &Case, person: PersonId, context: Context<'_>) -> bool {
    let text = case.answers.as_ref().map(Answers::text).unwrap_or_default();
    let named = conflict::named_in(&text, context.organisation);
    conflict::between(person, &named, context.organisation).is_some()
}

fn ask_assessor(case: &Case, person: PersonId, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
    let round = open_round(case)?;
    let organisation = context.organisation;
    let roles = organisation.roles_of(person);
    if !roles.contains(&Role::IntakeOfficer) && !roles.contains(&Role::CommitteeMember) {
        return Err(Refusal::field("person", "not-an-assessor"));
    }
    is_free(case, person, context)?;
    seat_is_free(case, round, person)?;
    let mut decided = vec![Decided::fact(Fact::AssessorAsked { person, round })];
    if !case.holders.contains_key(&person) {
        decided.push(Decided::fact(Fact::AccessGiven { person, because: GivenBecause::Assessor }));
    }
    Ok(decided)
}

/// The round that is under way.
fn open_round(case: &Case) -> Result<u8, Refusal> {
    if !case.channel.has_first_phase() {
        return Err(Refusal::Rule("question-has-no-first-phase"));
    }
    match case.stage {
        Stage::Received => Err(Refusal::Rule("acknowledge-first")),
        Stage::Acknowledged | Stage::FirstPhase => Ok(1),
        Stage::SecondLook => Ok(2),
        _ => Err(Refusal::Rule("first-phase-concluded")),
    }
}

/// Two assess a round; who assessed an earlier round does not assess a later one.
fn seat_is_free(case: &Case, round: u8, person: PersonId) -> Result<(), Refusal> {
    let earlier = case.rounds.range(..round).any(|(_, earlier)| earlier.seat(person).is_some());
    if earlier {
        return Err(Refusal::Rule("assessed-before"));
    }
    let Some(current) = case.rounds.get(&round) else { return Ok(()) };
    if current.seat(person).is_some() {
        return Err(Refusal::Rule("already-asked"));
    }
    if current.seats.len() >= 2 {
        return Err(Refusal::Rule("two-assessors"));
    }
    Ok(())
}

fn assess(case: &Case, by: PersonId, assessment: Assessment, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
    let round = open_round(case)?;
    let current = case.rounds.get(&round);
    let seat = current.and_then(|current| current.seat(by));
    match seat {
        Some(seat) => {
            let given = seat.answer.as_ref().map(Assessment::opinion);
            if matches!(given, Some(Opinion::Final(_))) {
                return Err(Refusal::Rule("assessment-final"));
            }
        }
        None if round == 1 => seat_is_free(case, round, by)?,
        None => return Err(Refusal::Rule("not-asked")),
    }
    assessment.check()?;
    let opinion = assessment.opinion();
    let fact = Fact::Assessed { round };
    let mut decided = vec![Decided::sealed(fact, Compartment::Internal, Body::Assessment(assessment))];
    let other = current.and_then(|current| other_opinion(current, by));
    if let Some(conclusion) = other.and_then(|other| first_phase::conclude(other, opinion)) {
        decided.push(Decided::fact(Fact::FirstPhaseConcluded { round, conclusion, on: context.today }));
        if conclusion == Conclusion::Split {
            decided.extend(committee(case, context));
        }
    }
    Ok(decided)
}

fn other_opinion(round: &Round, by: PersonId) -> Option<Opinion> {
    round.seats.iter().filter(|seat| seat.person != by).find_map(|seat| seat.answer.as_ref().map(Assessment::opinion))
}

/// The chair and the secretary of the committee, who prepare a split first phase, unless they are in conflict.
fn committee(case: &Case, context: Context<'_>) -> Vec<Decided> {
    [Role::CommitteeChair, Role::CommitteeSecretary]
        .into_iter()
        .flat_map(|role| context.organisation.holders(role, case.agency))
        .filter(|person| !case.holders.contains_key(person) && is_free(case, *person, context).is_ok())
        .map(|person| Decided::fact(Fact::AccessGiven { person, because: GivenBecause::Committee }))
        .collect()
}

fn send_outcome(case: &Case, text: String, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
    let outcome = concluded_outcome(case)?;
    check_reason("text", &text)?;
    let round = case.current_round();
    let second_look_until = if outcome == Outcome::Admitted || round > 1 {
        context.today
    } else {
        policy::SECOND_LOOK_WINDOW.end(context.today)
    };
    let fact = Fact::OutcomeSent { on: context.today, second_look_until };
    Ok(vec![Decided::sealed(fact, Compartment::Shared, Body::Outcome { outcome, text })])
}

/// The outcome that is to be sent: of the round last concluded, and not sent since.
fn concluded_outcome(case: &Case) -> Result<Outcome, Refusal> {
    let round = case.rounds.get(&case.current_round());
    let Some((conclusion, _)) = round.and_then(|round| round.conclusion) else {
        return Err(Refusal::Rule("outcome-not-yet"));
    };
    let outcome = match conclusion {
        Conclusion::Agreed(outcome) => outcome,
        Conclusion::ByDefault => Outcome::Admitted,
        Conclusion::Split => return Err(Refusal::Rule("outcome-with-committee")),
    };
    if case.outcome_is_sent() { Err(Refusal::Rule("outcome-sent")) } else { Ok(outcome) }
}

fn give_feedback(action: String, grounds: String, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
    let mut problems = Problems::default();
    problems.reason("action", &action);
    problems.reason("grounds", &grounds);
    problems.finish()?;
    let fact = Fact::FeedbackGiven { on: context.today };
    Ok(vec![Decided::sealed(fact, Compartment::Shared, Body::Feedback { action, grounds })])
}

fn pass_on(
    case: &Case,
    to: OrgId,
    explanation: String,
    agreed: bool,
    context: Context<'_>,
) -> Result<Vec<Decided>, Refusal> {
    let organisation = context.organisation;
    let is_agency = organisation.node(to).is_some_and(|node| node.kind == crate::people::NodeKind::Agency);
    if !is_agency || to == case.agency {
        return Err(Refusal::field("to", "another-agency"));
    }
    check_reason("explanation", &explanation)?;
    if case.identity != IdentityMode::Anonymous && !agreed {
        return Err(Refusal::field("agreed", "consent-required"));
    }
    let kept: Vec<_> = case.kept_out.keys().copied().collect();
    let mut named = case.named_people();
    named.extend(conflict::named_in(&case.answers.as_ref().map(Answers::text).unwrap_or_default(), organisation));
    let receivers = intake(to, &named, &kept, organisation);
    if receivers.is_empty() {
        return Err(Refusal::Rule("nobody-to-receive"));
    }
    let fact = Fact::PassedOn { to, on: context.today };
    let mut decided = vec![Decided::sealed(fact, Compartment::Shared, text_body(explanation))];
    for person in &receivers {
        if !case.holders.contains_key(person) {
            decided.push(Decided::fact(Fact::AccessGiven { person: *person, because: GivenBecause::PassedOn }));
        }
    }
    for person in case.holders.keys().filter(|person| !receivers.contains(person)) {
        decided.push(Decided::fact(Fact::AccessTaken { person: *person, because: TakenBecause::PassedOn }));
    }
    Ok(decided)
}

fn give_access(case: &Case, person: PersonId, reason: String, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
    if case.holders.contains_key(&person) {
        return Err(Refusal::Rule("already-holds"));
    }
    if !context.organisation.holds(person, Role::IntakeOfficer, case.agency) {
        return Err(Refusal::field("person", "not-an-intake-officer"));
    }
    is_free(case, person, context)?;
    check_reason("reason", &reason)?;
    let fact = Fact::AccessGiven { person, because: GivenBecause::HandedOver };
    Ok(vec![Decided::sealed(fact, Compartment::Internal, text_body(reason))])
}

fn step_aside(case: &Case, by: PersonId, reason: String, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
    check_reason("reason", &reason)?;
    let fact = Fact::AccessTaken { person: by, because: TakenBecause::SteppedAside };
    let mut decided = vec![Decided::sealed(fact, Compartment::Internal, text_body(reason))];
    decided.extend(successors(case, &[by], &case.named_people(), context));
    Ok(decided)
}

fn close(case: &Case, because: ClosedBecause, text: String, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
    check_reason("text", &text)?;
    let turned_away = matches!(case.stage, Stage::OtherRoute | Stage::NotTakenUp) && case.outcome_is_sent();
    let fits = match because {
        ClosedBecause::Answered => !case.channel.has_first_phase() && case.stage != Stage::Received,
        ClosedBecause::OutcomeStands => turned_away && !case.may_ask_second_look(context.today),
        ClosedBecause::ContactEnded => case.contact_ended.is_some() && case.stage != Stage::Received,
    };
    if !fits {
        return Err(Refusal::Rule("cannot-close-yet"));
    }
    let fact = Fact::Closed { on: context.today, because };
    Ok(vec![Decided::sealed(fact, Compartment::Shared, text_body(text))])
}

/// A read mark, when there is something new to mark. A mark past the last entry is brought back to it.
fn read(case: &Case, who: ReadBy, up_to: u64, newest: u64) -> Vec<Decided> {
    let up_to = up_to.min(case.last);
    if newest > case.read_up_to(who) && up_to > case.read_up_to(who) {
        vec![Decided::fact(Fact::Read { up_to })]
    } else {
        Vec::new()
    }
}

/// Decides what follows from a command of the reporter.
///
/// # Errors
/// A [`Refusal`] that names the rule or the fields.
pub fn decide_reporter(case: &Case, command: ReporterCommand, today: Date) -> Result<Vec<Decided>, Refusal> {
    let over = case.contact_ended.is_some() || case.stage == Stage::Closed;
    let is_read = matches!(command, ReporterCommand::Read { .. });
    if over && !is_read {
        let code = if case.contact_ended.is_some() { "contact-ended" } else { "case-closed" };
        return Err(Refusal::Rule(code));
    }
    match command {
        ReporterCommand::Write { text, files } => {
            check_message(&text, &files)?;
            let body = Body::Text { text, files, name: None };
            Ok(vec![Decided::sealed(Fact::ReporterWrote {}, Compartment::Shared, body)])
        }
        ReporterCommand::AskSecondLook { why } => ask_second_look(case, why, today),
        ReporterCommand::BeKnown { mode, identity } => be_known(case, mode, &identity),
        ReporterCommand::CorrectRecord { text } => {
            oral_record_is_open(case)?;
            check_text("text", &text)?;
            Ok(vec![Decided::sealed(Fact::RecordCorrected {}, Compartment::Shared, text_body(text))])
        }
        ReporterCommand::ApproveRecord => {
            oral_record_is_open(case)?;
            Ok(vec![Decided::fact(Fact::RecordApproved { on: today })])
        }
        ReporterCommand::Link { dossier, index } => {
            let body = Body::Link { dossier, index };
            Ok(vec![Decided::sealed(Fact::CaseLinked {}, Compartment::Shared, body)])
        }
        ReporterCommand::EndContact => Ok(vec![Decided::fact(Fact::ContactEnded { on: today })]),
        ReporterCommand::Read { up_to } => Ok(read(case, ReadBy::Reporter, up_to, case.from_staff)),
    }
}

fn oral_record_is_open(case: &Case) -> Result<(), Refusal> {
    match case.oral {
        Some(super::fold::OralRecord::Offered) => Ok(()),
        Some(super::fold::OralRecord::Approved(_)) => Err(Refusal::Rule("record-approved")),
        None => Err(Refusal::Rule("no-oral-record")),
    }
}

fn ask_second_look(case: &Case, why: String, today: Date) -> Result<Vec<Decided>, Refusal> {
    if !case.may_ask_second_look(today) {
        return Err(Refusal::Rule("no-second-look"));
    }
    check_text("why", &why)?;
    let fact = Fact::SecondLookAsked { on: today, by: policy::SECOND_LOOK.end(today) };
    Ok(vec![Decided::sealed(fact, Compartment::Shared, text_body(why))])
}

fn be_known(case: &Case, mode: IdentityMode, identity: &Identity) -> Result<Vec<Decided>, Refusal> {
    if mode <= case.identity {
        return Err(Refusal::field("mode", "only-further-open"));
    }
    let mut problems = Problems::default();
    identity.check(&mut problems);
    problems.finish()?;
    Ok(vec![identity_given(mode, identity)])
}

/// What the clock brings about by itself: a passed deadline is taken to the next in line once, and a first phase or
/// second look that is still open after its deadline is concluded in favour of the reporter. It needs no key.
#[must_use]
pub fn escalate(case: &Case, today: Date) -> Vec<Decided> {
    let mut decided = Vec::new();
    if case.stage == Stage::Closed {
        return decided;
    }
    for late in case.deadlines.iter().filter(|deadline| deadline.is_late(today)) {
        if !case.escalated.contains(&late.kind) {
            decided.push(Decided::fact(Fact::Escalated { deadline: late.kind, on: today }));
        }
        let round = match late.kind {
            DeadlineKind::FirstPhase => 1,
            DeadlineKind::SecondLook => 2,
            DeadlineKind::Acknowledge | DeadlineKind::Feedback => continue,
        };
        let conclusion = Conclusion::ByDefault;
        decided.push(Decided::fact(Fact::FirstPhaseConcluded { round, conclusion, on: today }));
    }
    decided
}
