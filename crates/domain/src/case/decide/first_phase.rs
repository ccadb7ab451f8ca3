//! The first phase and the second look.

use super::super::entry::{Actor, Body, Compartment, Decided, Fact, GivenBecause};
use super::super::fold::Case;
use super::super::view::{Round, Stage};
use super::{Context, check_reason, check_text, holders, text_body};
use crate::first_phase::{self, Assessment, Conclusion, Opinion, Outcome};
use crate::id::PersonId;
use crate::people::Role;
use crate::policy;
use crate::refusal::Refusal;
use jiff::civil::Date;

pub(super) fn ask_assessor(case: &Case, person: PersonId, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
    let round = open_round(case)?;
    let organisation = context.organisation;
    let roles = organisation.roles_of(person);
    if !roles.contains(&Role::IntakeOfficer) && !roles.contains(&Role::CommitteeMember) {
        return Err(Refusal::field("person", "not-an-assessor"));
    }
    holders::is_free(case, person, context)?;
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

/// Two assess a round; who assessed an earlier round does not assess a later one, also when the seat was freed since.
fn seat_is_free(case: &Case, round: u8, person: PersonId) -> Result<(), Refusal> {
    let assessed_before = case.history.iter().any(|event| {
        event.by == Actor::Person(person) && matches!(event.fact, Fact::Assessed { round: earlier } if earlier < round)
    });
    if assessed_before {
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

pub(super) fn assess(
    case: &Case,
    by: PersonId,
    assessment: Assessment,
    context: Context<'_>,
) -> Result<Vec<Decided>, Refusal> {
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
            decided.extend(holders::committee(case, context));
        }
    }
    Ok(decided)
}

fn other_opinion(round: &Round, by: PersonId) -> Option<Opinion> {
    round.seats.iter().filter(|seat| seat.person != by).find_map(|seat| seat.answer.as_ref().map(Assessment::opinion))
}

pub(super) fn send_outcome(case: &Case, text: String, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
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

pub(super) fn ask_second_look(case: &Case, why: String, today: Date) -> Result<Vec<Decided>, Refusal> {
    if !case.may_ask_second_look(today) {
        return Err(Refusal::Rule("no-second-look"));
    }
    check_text("why", &why)?;
    let fact = Fact::SecondLookAsked { on: today, by: policy::SECOND_LOOK.end(today) };
    Ok(vec![Decided::sealed(fact, Compartment::Shared, text_body(why))])
}
