//! How a case begins, and what the reporter adds about who they are and what was written down for them.

use super::super::entry::{Body, Compartment, Decided, Fact, GivenBecause};
use super::super::fold::Case;
use super::super::view::OralRecord;
use super::{Context, holders};
use crate::conflict;
use crate::deadline;
use crate::id::OrgId;
use crate::policy;
use crate::refusal::{Problems, Refusal};
use crate::report::{Identity, IdentityMode, NewReport, Via};

/// The entries with which a case begins: the report, who the reporter is, and who is given it. The intake officers of
/// the agency get it, or of the nearest node above it, except those named in it or in the line of somebody named.
///
/// # Errors
/// [`Refusal::Fields`] when the report cannot be taken, also when `agency` is no agency.
pub fn receive(
    report: &NewReport,
    agency: OrgId,
    via: Via,
    content_salt: &str,
    context: Context<'_>,
) -> Result<Vec<Decided>, Refusal> {
    report.check()?;
    if !context.organisation.is_agency(agency) {
        return Err(Refusal::field("agency", "required"));
    }
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
    for person in holders::intake(agency, &named, &[], context.organisation) {
        decided.push(Decided::fact(Fact::AccessGiven { person, because: GivenBecause::Intake }));
    }
    Ok(decided)
}

pub(super) fn identity_given(mode: IdentityMode, identity: &Identity) -> Decided {
    let compartment = match mode {
        IdentityMode::Open => Compartment::Shared,
        IdentityMode::Anonymous | IdentityMode::Confidential => Compartment::Identity,
    };
    Decided::sealed(Fact::IdentityGiven { mode }, compartment, Body::Identity(identity.clone()))
}

pub(super) fn be_known(case: &Case, mode: IdentityMode, identity: &Identity) -> Result<Vec<Decided>, Refusal> {
    if mode <= case.identity {
        return Err(Refusal::field("mode", "only-further-open"));
    }
    let mut problems = Problems::default();
    identity.check(&mut problems);
    problems.finish()?;
    Ok(vec![identity_given(mode, identity)])
}

pub(super) fn oral_record_is_open(case: &Case) -> Result<(), Refusal> {
    match case.oral {
        Some(OralRecord::Offered) => Ok(()),
        Some(OralRecord::Approved(_)) => Err(Refusal::Rule("record-approved")),
        None => Err(Refusal::Rule("no-oral-record")),
    }
}
