//! Who holds a case: nobody who is named in it, stands in the line of somebody named, or stepped aside.

use super::super::entry::{Body, Compartment, Decided, Fact, GivenBecause, Party, TakenBecause};
use super::super::fold::Case;
use super::{Context, check_reason, text_body};
use crate::conflict;
use crate::id::{OrgId, PersonId};
use crate::people::{Organisation, Role};
use crate::policy;
use crate::refusal::{Problems, Refusal};
use crate::report::{Answers, IdentityMode};
use std::collections::BTreeSet;

/// The intake officers who can receive a case: of the nearest node that has any who is not in conflict.
pub(super) fn intake(
    agency: OrgId,
    named: &[PersonId],
    but: &[PersonId],
    organisation: &Organisation,
) -> Vec<PersonId> {
    for level in organisation.path(agency) {
        let mut able: Vec<_> = organisation
            .holdings()
            .iter()
            .filter(|h| h.role == Role::IntakeOfficer && h.at == level && h.is_current(organisation.today))
            .map(|h| h.person)
            .filter(|p| organisation.person(*p).is_some_and(|person| person.active))
            .filter(|p| !but.contains(p) && conflict::between(*p, named, organisation).is_none())
            .collect();
        able.sort_unstable();
        able.dedup();
        if !able.is_empty() {
            return able;
        }
    }
    Vec::new()
}

pub(super) fn name_party(case: &Case, party: Party, context: Context<'_>) -> Result<Vec<Decided>, Refusal> {
    let mut problems = Problems::default();
    problems.text("name", &party.name, policy::LONGEST_LINE);
    problems.finish()?;
    if case.parties.len() >= policy::MOST_PARTIES {
        return Err(Refusal::Rule("too-many-parties"));
    }
    let mut named = named(case, context.organisation);
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
pub(super) fn is_free(case: &Case, person: PersonId, context: Context<'_>) -> Result<(), Refusal> {
    let active = context.organisation.person(person).is_some_and(|p| p.active);
    if !active {
        return Err(Refusal::field("person", "not-active"));
    }
    let conflicted = conflict::between(person, &named(case, context.organisation), context.organisation).is_some();
    if conflicted || case.kept_out.contains_key(&person) {
        return Err(Refusal::Rule("person-in-conflict"));
    }
    Ok(())
}

/// The members of staff who are named in the case: on record as a party, or by name in a party, in the report, or in
/// the reporter's corrections to it.
#[must_use]
pub fn named(case: &Case, organisation: &Organisation) -> Vec<PersonId> {
    let report = case.answers.as_ref().map(Answers::text).unwrap_or_default();
    let parties = case.parties.iter().map(|party| party.name.as_str());
    let correction = Fact::RecordCorrected {}.kind();
    let corrections = case.messages.iter().filter(|m| m.kind == correction).map(|m| m.text.as_str());
    let text = std::iter::once(report.as_str()).chain(parties).chain(corrections).collect::<Vec<_>>().join("\n");
    let mut named = case.named_people();
    named.extend(conflict::named_in(&text, organisation));
    named
}

/// The chair and the secretary of the committee, who prepare a split first phase, unless they are in conflict.
pub(super) fn committee(case: &Case, context: Context<'_>) -> Vec<Decided> {
    [Role::CommitteeChair, Role::CommitteeSecretary]
        .into_iter()
        .flat_map(|role| context.organisation.holders(role, case.agency))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .filter(|person| !case.holders.contains_key(person) && is_free(case, *person, context).is_ok())
        .map(|person| Decided::fact(Fact::AccessGiven { person, because: GivenBecause::Committee }))
        .collect()
}

pub(super) fn give_access(
    case: &Case,
    person: PersonId,
    reason: String,
    context: Context<'_>,
) -> Result<Vec<Decided>, Refusal> {
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

pub(super) fn step_aside(
    case: &Case,
    by: PersonId,
    reason: String,
    context: Context<'_>,
) -> Result<Vec<Decided>, Refusal> {
    check_reason("reason", &reason)?;
    let fact = Fact::AccessTaken { person: by, because: TakenBecause::SteppedAside };
    let mut decided = vec![Decided::sealed(fact, Compartment::Internal, text_body(reason))];
    decided.extend(successors(case, &[by], &named(case, context.organisation), context));
    Ok(decided)
}

pub(super) fn pass_on(
    case: &Case,
    to: OrgId,
    explanation: String,
    agreed: bool,
    context: Context<'_>,
) -> Result<Vec<Decided>, Refusal> {
    let organisation = context.organisation;
    if !organisation.is_agency(to) || to == case.agency {
        return Err(Refusal::field("to", "another-agency"));
    }
    check_reason("explanation", &explanation)?;
    if case.identity != IdentityMode::Anonymous && !agreed {
        return Err(Refusal::field("agreed", "consent-required"));
    }
    let kept: Vec<_> = case.kept_out.keys().copied().collect();
    let receivers = intake(to, &named(case, organisation), &kept, organisation);
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
    // The committee serves all agencies: what it prepares stays with it.
    let stays =
        |person: &PersonId, because: &GivenBecause| receivers.contains(person) || *because == GivenBecause::Committee;
    for (person, _) in case.holders.iter().filter(|(person, because)| !stays(person, because)) {
        decided.push(Decided::fact(Fact::AccessTaken { person: *person, because: TakenBecause::PassedOn }));
    }
    Ok(decided)
}
