//! The history of a case in sentences, from the facts alone.

use crate::frame::{Arg, T};
use crate::staff::show as words;
use domain::case::{Actor, Event, Fact, GivenBecause, TakenBecause};
use domain::conflict::Conflict;
use domain::first_phase::{Conclusion, Outcome};
use domain::people::Organisation;
use jiff::civil::Date;

/// What happened, in a sentence.
pub(crate) fn of(t: T, organisation: &Organisation, event: &Event) -> String {
    let who = words::actor(t, organisation, event.by);
    let person = |id| words::person(t, organisation, id);
    let day = |date: Date| t.date(date);
    let who_only = [("who", who.clone())];
    match &event.fact {
        Fact::ReportReceived { .. } if event.by == Actor::Reporter => t.get("history-report"),
        Fact::ReportReceived { via, .. } => {
            t.with("history-report-written-down", &[("who", who), ("via", t.of("via", via.name()))])
        }
        Fact::IdentityGiven { mode } => t.with("history-identity", &[("mode", t.of("identity", mode.name()))]),
        Fact::Acknowledged { feedback_by, .. } => {
            t.with("history-acknowledged", &[("who", who), ("day", day(*feedback_by))])
        }
        Fact::ReporterWrote {} => t.get("history-reporter-wrote"),
        Fact::StaffWrote { role } => {
            t.with("history-staff-wrote", &[("who", who), ("role", t.of("role", role.name()))])
        }
        Fact::Read { .. } => t.with("history-read", &who_only),
        Fact::NoteWritten {} => t.with("history-note", &who_only),
        Fact::PartyNamed {} => t.with("history-party", &who_only),
        Fact::AccessGiven { person: id, because } => {
            let because = t.of("given-because", given(*because));
            t.with("history-given", &[("person", person(*id)), ("because", because)])
        }
        Fact::AccessTaken { person: id, because } => {
            let because = t.of("taken-because", taken(*because));
            t.with("history-taken", &[("person", person(*id)), ("because", because)])
        }
        Fact::AssessorAsked { person: id, round } => t.with(
            "history-asked",
            &[("who", Arg::from(who)), ("person", Arg::from(person(*id))), ("round", Arg::from(*round))],
        ),
        Fact::Assessed { round } => {
            t.with("history-assessed", &[("who", Arg::from(who)), ("round", Arg::from(*round))])
        }
        Fact::FirstPhaseConcluded { conclusion, .. } => t.of("history-concluded", concluded(*conclusion)),
        Fact::OutcomeSent { second_look_until, on } if second_look_until == on => t.with("history-outcome", &who_only),
        Fact::OutcomeSent { second_look_until, .. } => {
            t.with("history-outcome-until", &[("who", who), ("day", day(*second_look_until))])
        }
        Fact::SecondLookAsked { by, .. } => t.with("history-second-look", &[("day", day(*by))]),
        Fact::FeedbackGiven { .. } => t.with("history-feedback", &who_only),
        Fact::PassedOn { to, .. } => {
            t.with("history-passed-on", &[("who", who), ("to", words::node_named(t, organisation, *to))])
        }
        Fact::CaseLinked {} => t.get("history-linked"),
        Fact::RecordCorrected {} => t.get("history-corrected"),
        Fact::RecordApproved { .. } => t.get("history-approved"),
        Fact::ContactEnded { .. } => t.get("history-contact-ended"),
        Fact::Escalated { deadline, .. } => {
            t.with("history-escalated", &[("deadline", t.of("deadline", deadline.name()))])
        }
        Fact::Closed { because, .. } => {
            t.with("history-closed", &[("who", who), ("because", t.of("closed-because", because.name()))])
        }
    }
}

/// Why somebody holds a case, as the key of its words.
pub(crate) const fn given(because: GivenBecause) -> &'static str {
    match because {
        GivenBecause::Intake => "intake",
        GivenBecause::Assessor => "assessor",
        GivenBecause::Committee => "committee",
        GivenBecause::HandedOver => "handed-over",
        GivenBecause::PassedOn => "passed-on",
        GivenBecause::Recovered => "recovered",
    }
}

const fn taken(because: TakenBecause) -> &'static str {
    match because {
        TakenBecause::Conflict(Conflict::Named) => "named",
        TakenBecause::Conflict(Conflict::InLine) => "in-line",
        TakenBecause::SteppedAside => "stepped-aside",
        TakenBecause::PassedOn => "passed-on",
        TakenBecause::Left => "left",
    }
}

const fn concluded(how: Conclusion) -> &'static str {
    match how {
        Conclusion::Agreed(Outcome::Admitted) => "admitted",
        Conclusion::Agreed(Outcome::OtherRoute(_)) => "other-route",
        Conclusion::Agreed(Outcome::NotTakenUp) => "not-taken-up",
        Conclusion::Split => "split",
        Conclusion::ByDefault => "by-default",
    }
}
