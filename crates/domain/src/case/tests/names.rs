//! Stable names: what is stored, sent and put in text keys reads back as the same thing.

use super::*;
use crate::deadline::DeadlineKind;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Debug;

/// Each name reads back, none is used twice, and storage writes the same name.
fn round_trips<T: Copy + PartialEq + Debug + Serialize>(
    all: &[T],
    name: impl Fn(T) -> &'static str,
    named: impl Fn(&str) -> Option<T>,
) {
    let names: BTreeSet<_> = all.iter().map(|value| name(*value)).collect();
    assert_eq!(names.len(), all.len(), "{names:?}");
    for value in all {
        assert_eq!(named(name(*value)), Some(*value));
        assert_eq!(serde_json::to_value(value).unwrap(), name(*value));
    }
    for stranger in ["", "unknown", "ADMITTED", " abuse"] {
        assert_eq!(named(stranger), None, "{stranger:?}");
    }
}

#[test]
fn every_name_reads_back_as_what_it_names() {
    round_trips(&Channel::ALL, Channel::name, Channel::named);
    round_trips(&IdentityMode::ALL, IdentityMode::name, IdentityMode::named);
    round_trips(&Language::ALL, Language::name, Language::named);
    round_trips(&Via::ORAL, Via::name, Via::oral);
    round_trips(&Stage::ALL, Stage::name, Stage::named);
    round_trips(&Part::ALL, Part::name, Part::named);
    round_trips(&ClosedBecause::ALL, ClosedBecause::name, ClosedBecause::named);
    round_trips(&DeadlineKind::ALL, DeadlineKind::name, DeadlineKind::named);
    round_trips(&Answer::ALL, Answer::name, Answer::named);
    round_trips(&Route::ALL, Route::name, Route::named);
    round_trips(&NodeKind::ALL, NodeKind::name, NodeKind::named);
    round_trips(&Role::ALL, Role::name, Role::named);
}

#[test]
fn a_written_report_is_no_way_to_write_one_down_for_somebody() {
    assert_eq!(Via::oral(Via::Written.name()), None);
}

#[test]
fn a_compartment_reads_back_by_its_name() {
    for compartment in [Compartment::Shared, Compartment::Internal, Compartment::Identity] {
        assert_eq!(Compartment::named(compartment.name()), Some(compartment));
    }
    assert_eq!(Compartment::named("open"), None);
}

#[test]
fn an_element_and_an_outcome_are_stored_by_their_names() {
    for element in Element::ALL {
        assert_eq!(serde_json::to_value(element).unwrap(), element.name());
    }
    for outcome in [Outcome::Admitted, Outcome::OtherRoute(Route::Police), Outcome::NotTakenUp] {
        assert_eq!(serde_json::to_value(outcome).unwrap()["to"], outcome.name());
    }
}

#[test]
fn an_actor_reads_back_from_its_text() {
    for actor in [Actor::Person(KARIM), Actor::Reporter, Actor::System] {
        assert_eq!(actor.to_string().parse(), Ok(actor));
    }
    for stranger in ["", "person:", "somebody", "Reporter"] {
        assert!(stranger.parse::<Actor>().is_err(), "{stranger:?}");
    }
}
