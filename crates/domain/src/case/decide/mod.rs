//! The decisions on a case: pure functions from what is known and what somebody wants to the entries that follow, or a
//! refusal that names the rule.

mod clock;
mod conversation;
mod first_phase;
mod holders;
mod receive;

pub use clock::escalate;
pub use holders::named;
pub use receive::receive;

use super::entry::{Body, ClosedBecause, Compartment, Decided, Fact, Party};
use super::fold::Case;
use super::view::{ReadBy, Stage};
use crate::first_phase::Assessment;
use crate::id::{DossierId, OrgId, PersonId};
use crate::people::{Organisation, Role};
use crate::policy;
use crate::refusal::{FieldError, Problems, Refusal};
use crate::report::{File, Identity, IdentityMode};
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

/// Decides what follows from a command of somebody who holds the case.
///
/// # Errors
/// A [`Refusal`] that names the rule or the fields.
pub fn decide(case: &Case, by: PersonId, command: Command, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
    if !case.holders.contains_key(&by) {
        return Err(Refusal::NotFound);
    }
    if case.stage == Stage::Closed && !stays_possible(&command) {
        return Err(Refusal::Rule("case-closed"));
    }
    match command {
        Command::Acknowledge { text } => conversation::acknowledge(case, text, context),
        Command::Write { text, files, role, name } => {
            if !context.organisation.roles_of(by).contains(&role) {
                return Err(Refusal::NotAllowed);
            }
            conversation::write(case, text, files, role, name)
        }
        Command::Note { text } => conversation::note(text),
        Command::NameParty(party) => holders::name_party(case, party, context),
        Command::AskAssessor { person } => first_phase::ask_assessor(case, person, context),
        Command::Assess(assessment) => first_phase::assess(case, by, assessment, context),
        Command::SendOutcome { text } => first_phase::send_outcome(case, text, context),
        Command::GiveFeedback { action, grounds } => conversation::give_feedback(action, grounds, context),
        Command::PassOn { to, explanation, agreed } => holders::pass_on(case, to, explanation, agreed, context),
        Command::GiveAccess { person, reason } => holders::give_access(case, person, reason, context),
        Command::StepAside { reason } => holders::step_aside(case, by, reason, context),
        Command::Close { because, text } => conversation::close(case, because, text, context),
        Command::Read { up_to } => Ok(conversation::read(case, ReadBy::Person(by), up_to, case.from_reporter)),
    }
}

/// What can still be done with a closed case: read it, note on it, and see to it that the right people hold its key for
/// as long as it is kept.
const fn stays_possible(command: &Command) -> bool {
    matches!(
        command,
        Command::Note { .. }
            | Command::Read { .. }
            | Command::NameParty(_)
            | Command::GiveAccess { .. }
            | Command::StepAside { .. }
    )
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
    problems.when(files.len() > policy::MOST_FILES, FieldError::limit("files", "too-many-files", policy::MOST_FILES));
    problems.finish()
}

/// Decides what follows from a command of the reporter.
///
/// # Errors
/// A [`Refusal`] that names the rule or the fields.
pub fn decide_reporter(case: &Case, command: ReporterCommand, today: Date) -> Result<Vec<Decided>, Refusal> {
    let over = case.contact_ended.is_some() || case.stage == Stage::Closed;
    // Who is treated badly afterwards can say so: disadvantage often comes when a case is over.
    let stays_possible = matches!(command, ReporterCommand::Read { .. } | ReporterCommand::Link { .. });
    if over && !stays_possible {
        let code = if case.contact_ended.is_some() { "contact-ended" } else { "case-closed" };
        return Err(Refusal::Rule(code));
    }
    match command {
        ReporterCommand::Write { text, files } => {
            check_message(&text, &files)?;
            if conversation::is_said_again(case, &text, &files) {
                return Ok(Vec::new());
            }
            let body = Body::Text { text, files, name: None };
            Ok(vec![Decided::sealed(Fact::ReporterWrote {}, Compartment::Shared, body)])
        }
        ReporterCommand::AskSecondLook { why } => first_phase::ask_second_look(case, why, today),
        ReporterCommand::BeKnown { mode, identity } => receive::be_known(case, mode, &identity),
        ReporterCommand::CorrectRecord { text } => {
            receive::oral_record_is_open(case)?;
            check_text("text", &text)?;
            Ok(vec![Decided::sealed(Fact::RecordCorrected {}, Compartment::Shared, text_body(text))])
        }
        ReporterCommand::ApproveRecord => {
            receive::oral_record_is_open(case)?;
            Ok(vec![Decided::fact(Fact::RecordApproved { on: today })])
        }
        ReporterCommand::Link { dossier, index } => {
            let body = Body::Link { dossier, index };
            Ok(vec![Decided::sealed(Fact::CaseLinked {}, Compartment::Shared, body)])
        }
        ReporterCommand::EndContact => Ok(vec![Decided::fact(Fact::ContactEnded { on: today })]),
        ReporterCommand::Read { up_to } => Ok(conversation::read(case, ReadBy::Reporter, up_to, case.from_staff)),
    }
}
