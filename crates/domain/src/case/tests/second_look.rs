//! The second look: one button away, by people who were not in the first.

use super::*;
use crate::deadline::DeadlineKind;
use crate::first_phase::Conclusion;

#[test]
fn a_reporter_who_was_turned_away_can_ask_for_a_second_look() {
    for outcome in [Outcome::NotTakenUp, Outcome::OtherRoute(Route::Complaint)] {
        let mut play = Play::acknowledged();
        play.play(KARIM, Command::Assess(away(outcome))).unwrap();
        play.play(LOTTE, Command::Assess(away(outcome))).unwrap();
        assert_eq!(play.reporter(second_look()), rule("no-second-look"), "not before it was told");
        play.play(KARIM, super::outcome()).unwrap();
        play.reporter(second_look()).unwrap();
        assert_eq!(play.stage(), Stage::SecondLook);
        assert_eq!(play.case().next_deadline().unwrap().kind, DeadlineKind::SecondLook);
    }
}

#[test]
fn an_admitted_outcome_cannot_be_asked_a_second_look() {
    let mut play = Play::acknowledged();
    play.play(KARIM, Command::Assess(admitting())).unwrap();
    play.play(LOTTE, Command::Assess(admitting())).unwrap();
    play.play(KARIM, outcome()).unwrap();
    assert_eq!(play.reporter(second_look()), rule("no-second-look"));
}

#[test]
fn a_second_look_can_be_asked_for_during_six_weeks() {
    let mut play = Play::turned_away();
    play.wait(42);
    assert!(play.case().may_ask_second_look(play.today));
    play.wait(1);
    assert_eq!(play.reporter(second_look()), rule("no-second-look"));
}

#[test]
fn an_outcome_promises_a_second_look_only_where_there_is_one() {
    let until = |play: &Play| play.case().outcome.unwrap().second_look_until;
    assert_eq!(until(&Play::turned_away()), days(START, 42));
    let mut admitted = Play::acknowledged();
    admitted.play(KARIM, Command::Assess(admitting())).unwrap();
    admitted.play(LOTTE, Command::Assess(admitting())).unwrap();
    let mut again = Play::looked_at_again();
    for person in [OMAR, PETRA] {
        again.play(KARIM, ask(person)).unwrap();
        again.play(person, Command::Assess(declining())).unwrap();
    }
    for mut play in [admitted, again] {
        play.play(KARIM, outcome()).unwrap();
        assert_eq!(until(&play), START);
    }
}

#[test]
fn a_second_look_needs_a_word_about_why() {
    let mut play = Play::turned_away();
    let silent = ReporterCommand::AskSecondLook { why: " ".into() };
    assert_eq!(play.reporter(silent), Err(Refusal::field("why", "required")));
}

#[test]
fn who_assessed_the_first_phase_cannot_assess_the_second_look() {
    let mut play = Play::looked_at_again();
    for person in [KARIM, LOTTE] {
        assert_eq!(play.play(KARIM, ask(person)), rule("assessed-before"));
        assert!(play.play(person, Command::Assess(admitting())).is_err());
    }
    assert!(play.play(KARIM, ask(OMAR)).is_ok());
}

#[test]
fn who_assessed_the_first_phase_elsewhere_before_the_case_was_passed_on_cannot_assess_the_second_look() {
    let mut play = Play::acknowledged();
    play.play(KARIM, Command::Assess(doubting())).unwrap();
    play.play(KARIM, pass_on(DJI, false)).unwrap();
    play.play(MARIT, ask(OMAR)).unwrap();
    play.play(OMAR, Command::Assess(declining())).unwrap();
    play.play(MARIT, Command::Assess(declining())).unwrap();
    play.play(MARIT, outcome()).unwrap();
    play.reporter(second_look()).unwrap();
    assert_eq!(play.play(MARIT, ask(KARIM)), rule("assessed-before"));
    assert!(play.play(MARIT, ask(PETRA)).is_ok());
}

#[test]
fn nobody_assesses_the_second_look_unasked() {
    let mut play = Play::looked_at_again();
    let mut holdings = holdings();
    holdings.push(holding(20, HUGO, Role::IntakeOfficer, IND));
    play.organisation = Organisation::new(START, nodes(), staff(), holdings);
    play.play(KARIM, give(HUGO)).unwrap();
    assert_eq!(play.play(HUGO, Command::Assess(admitting())), rule("not-asked"));
}

#[test]
fn the_second_look_settles_the_outcome_and_there_is_no_third() {
    let mut play = Play::looked_at_again();
    play.play(KARIM, ask(OMAR)).unwrap();
    play.play(KARIM, ask(PETRA)).unwrap();
    play.play(OMAR, Command::Assess(declining())).unwrap();
    assert_eq!(play.case().rounds[&2].visible_to(PETRA).filter(|seat| seat.answer.is_some()).count(), 0);
    play.play(PETRA, Command::Assess(declining())).unwrap();
    assert_eq!(play.stage(), Stage::NotTakenUp);
    assert!(!play.case().outcome_is_sent(), "what was sent is the outcome of the first");
    play.play(KARIM, outcome()).unwrap();
    assert_eq!(play.play(KARIM, outcome()), rule("outcome-sent"));
    assert_eq!(play.reporter(second_look()), rule("no-second-look"));
}

#[test]
fn two_others_can_admit_what_the_first_two_turned_away() {
    let mut play = Play::looked_at_again();
    play.play(KARIM, ask(OMAR)).unwrap();
    play.play(KARIM, ask(PETRA)).unwrap();
    play.play(OMAR, Command::Assess(admitting())).unwrap();
    play.play(PETRA, Command::Assess(admitting())).unwrap();
    play.play(KARIM, outcome()).unwrap();
    assert_eq!(play.case().outcome.unwrap().outcome, Some(Outcome::Admitted));
}

#[test]
fn a_second_look_that_splits_goes_to_the_committee() {
    let mut play = Play::looked_at_again();
    play.play(KARIM, ask(OMAR)).unwrap();
    play.play(KARIM, ask(PETRA)).unwrap();
    play.play(OMAR, Command::Assess(admitting())).unwrap();
    play.play(PETRA, Command::Assess(declining())).unwrap();
    assert_eq!(play.stage(), Stage::Split);
    assert!(play.holds(CHAIR) && play.holds(SECRETARY));
}

#[test]
fn doubt_protects_in_the_second_look_too() {
    let mut play = Play::looked_at_again();
    play.wait(29);
    let conclusion = Conclusion::ByDefault;
    assert!(play.tick().contains(&Fact::FirstPhaseConcluded { round: 2, conclusion, on: play.today }));
    assert_eq!(play.stage(), Stage::Admitted);
    assert_eq!(play.case().rounds[&1].conclusion.unwrap().0, Conclusion::Agreed(Outcome::NotTakenUp), "both are kept");
}
