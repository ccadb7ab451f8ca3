//! What is said to the reporter and noted beside it, up to the last word.

use super::super::entry::{Actor, Body, ClosedBecause, Compartment, Decided, Fact};
use super::super::fold::Case;
use super::super::view::{ReadBy, Stage};
use super::{Context, check_message, check_reason, check_text, text_body};
use crate::deadline::{self, DeadlineKind};
use crate::people::Role;
use crate::policy;
use crate::refusal::{Problems, Refusal};
use crate::report::File;

pub(super) fn acknowledge(case: &Case, text: String, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
    if case.deadline(DeadlineKind::Acknowledge).is_none_or(|deadline| deadline.met.is_some()) {
        return Err(Refusal::Rule("already-acknowledged"));
    }
    check_text("text", &text)?;
    // Never later than was promised at receipt, which counts from the end of the seven days: an acknowledgement that
    // comes late, or on a day to which a weekend or holiday stretched them, costs the reporter nothing.
    let promised = deadline::feedback_by_without_acknowledgement(case.received);
    let feedback_by = deadline::feedback_by(context.today).min(promised);
    let fact = Fact::Acknowledged { on: context.today, feedback_by };
    Ok(vec![Decided::sealed(fact, Compartment::Shared, text_body(text))])
}

pub(super) fn write(
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
    let mut problems = Problems::default();
    problems.length("name", name.as_deref().unwrap_or_default(), policy::LONGEST_LINE);
    problems.finish()?;
    Ok(vec![Decided::sealed(Fact::StaffWrote { role }, Compartment::Shared, Body::Text { text, files, name })])
}

pub(super) fn note(text: String) -> Result<Vec<Decided>, Refusal> {
    check_text("text", &text)?;
    Ok(vec![Decided::sealed(Fact::NoteWritten {}, Compartment::Internal, text_body(text))])
}

pub(super) fn give_feedback(action: String, grounds: String, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
    let mut problems = Problems::default();
    problems.reason("action", &action);
    problems.reason("grounds", &grounds);
    problems.finish()?;
    let fact = Fact::FeedbackGiven { on: context.today };
    Ok(vec![Decided::sealed(fact, Compartment::Shared, Body::Feedback { action, grounds })])
}

pub(super) fn close(
    case: &Case,
    because: ClosedBecause,
    text: String,
    context: Context<'_>,
) -> Result<Vec<Decided>, Refusal> {
    check_reason("text", &text)?;
    let turned_away = matches!(case.stage, Stage::OtherRoute | Stage::NotTakenUp) && case.outcome_is_sent();
    let answered = !case.channel.has_first_phase() && case.stage != Stage::Received;
    let fits = match because {
        ClosedBecause::Answered => answered,
        ClosedBecause::OutcomeStands => turned_away && !case.may_ask_second_look(context.today),
        // The duty of diligent follow-up (Directive article 9(1)(d)) does not end with the contact: one official
        // alone cannot close what two have not turned away.
        ClosedBecause::ContactEnded => case.contact_ended.is_some() && (answered || turned_away),
    };
    if !fits {
        return Err(Refusal::Rule("cannot-close-yet"));
    }
    let fact = Fact::Closed { on: context.today, because };
    Ok(vec![Decided::sealed(fact, Compartment::Shared, text_body(text))])
}

/// Whether the reporter's message is the one that stands last already, with the same files: a button pressed twice, or a
/// form sent again by a reload. It is one message.
pub(super) fn is_said_again(case: &Case, text: &str, files: &[File]) -> bool {
    let content = |files: &[File]| files.iter().map(|file| file.original.sha256.clone()).collect::<Vec<_>>();
    case.messages.last().is_some_and(|last| {
        last.by == Actor::Reporter
            && last.kind == Fact::ReporterWrote {}.kind()
            && last.text == text
            && content(&last.files) == content(files)
    })
}

/// A read mark, when there is something new to mark. A mark past the last entry is brought back to it.
pub(super) fn read(case: &Case, who: ReadBy, up_to: u64, newest: u64) -> Vec<Decided> {
    let up_to = up_to.min(case.last);
    if newest > case.read_up_to(who) && up_to > case.read_up_to(who) {
        vec![Decided::fact(Fact::Read { up_to })]
    } else {
        Vec::new()
    }
}
