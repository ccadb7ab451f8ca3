//! What time brings about by itself, and what lateness costs, and whom.

use super::*;
use crate::deadline::{self, DeadlineKind};

fn feedback_due(play: &Play) -> Date {
    play.case().deadline(DeadlineKind::Feedback).unwrap().due
}

#[test]
fn a_receipt_is_acknowledged_once() {
    let mut play = Play::acknowledged();
    assert_eq!(play.play(LOTTE, acknowledge()), rule("already-acknowledged"));
    assert_eq!(play.case().deadline(DeadlineKind::Acknowledge).unwrap().met, Some(START));
}

#[test]
fn feedback_is_due_three_months_after_the_acknowledgement() {
    let mut play = Play::anonymous();
    play.wait(2);
    play.play(KARIM, acknowledge()).unwrap();
    assert_eq!(feedback_due(&play), Date::constant(2027, 2, 26));
}

#[test]
fn lateness_of_the_acknowledgement_costs_the_reporter_nothing() {
    let promised = feedback_due(&Play::anonymous());
    for days_late in [1, 20, 60] {
        let mut play = Play::anonymous();
        play.wait(7 + days_late);
        play.play(KARIM, acknowledge()).unwrap();
        assert_eq!(feedback_due(&play), promised);
    }
}

#[test]
fn a_public_holiday_that_stretches_the_seven_days_does_not_stretch_what_was_promised_after_them() {
    let received = Date::constant(2026, 3, 1);
    let mut play = Play::of_in(&report(), Via::Written, organisation_on(received));
    let promised = feedback_due(&play);
    assert_eq!(promised, deadline::feedback_by_without_acknowledgement(received));
    play.wait(8);
    assert_eq!(play.case().deadline(DeadlineKind::Acknowledge).unwrap().due, play.today, "a Monday after a Sunday");
    play.play(KARIM, acknowledge()).unwrap();
    assert!(feedback_due(&play) <= promised);
}

#[test]
fn feedback_that_was_given_before_the_acknowledgement_stays_given() {
    let mut play = Play::anonymous();
    play.play(KARIM, feedback()).unwrap();
    play.wait(1);
    play.play(KARIM, acknowledge()).unwrap();
    assert_eq!(play.case().deadline(DeadlineKind::Feedback).unwrap().met, Some(START));
}

#[test]
fn a_passed_deadline_is_escalated_once_and_not_on_its_last_day() {
    let mut play = Play::anonymous();
    play.wait(7);
    assert_eq!(play.tick(), []);
    play.wait(1);
    let on = play.today;
    assert_eq!(play.tick(), [Fact::Escalated { deadline: DeadlineKind::Acknowledge, on }]);
    assert_eq!(play.tick(), []);
    play.wait(3);
    assert_eq!(play.tick(), []);
    assert_eq!(play.case().escalated, [DeadlineKind::Acknowledge]);
}

#[test]
fn every_deadline_that_passes_is_escalated_by_itself() {
    let mut play = Play::anonymous();
    play.wait(200);
    let escalated: Vec<_> = play
        .tick()
        .into_iter()
        .filter_map(|fact| match fact {
            Fact::Escalated { deadline, .. } => Some(deadline),
            _ => None,
        })
        .collect();
    assert_eq!(escalated, [DeadlineKind::Acknowledge, DeadlineKind::FirstPhase, DeadlineKind::Feedback]);
    assert_eq!(play.tick(), []);
}

#[test]
fn a_deadline_that_was_met_is_not_escalated() {
    let mut play = Play::turned_away();
    play.play(KARIM, feedback()).unwrap();
    play.wait(200);
    assert_eq!(play.tick(), []);
}

#[test]
fn a_second_look_has_a_deadline_of_its_own() {
    let mut play = Play::turned_away();
    play.wait(10);
    play.reporter(second_look()).unwrap();
    let due = play.case().deadline(DeadlineKind::SecondLook).unwrap().due;
    assert_eq!(due, days(play.today, 28));
    play.wait(29);
    assert_eq!(play.tick()[0], Fact::Escalated { deadline: DeadlineKind::SecondLook, on: play.today });
}

#[test]
fn the_next_deadline_is_the_one_that_ends_first() {
    let mut play = Play::acknowledged();
    assert_eq!(play.case().next_deadline().unwrap().kind, DeadlineKind::FirstPhase);
    play.play(KARIM, Command::Assess(admitting())).unwrap();
    play.play(LOTTE, Command::Assess(admitting())).unwrap();
    assert_eq!(play.case().next_deadline().unwrap().kind, DeadlineKind::Feedback);
    play.play(KARIM, feedback()).unwrap();
    assert_eq!(play.case().next_deadline(), None);
}
