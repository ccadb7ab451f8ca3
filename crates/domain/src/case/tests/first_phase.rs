//! The first phase: two people, apart, with reasons; doubt protects.

use super::*;
use crate::deadline::DeadlineKind;
use crate::first_phase::Conclusion;

fn seen_by(play: &Play, person: PersonId, round: u8) -> Vec<PersonId> {
    let case = play.case();
    case.rounds[&round].visible_to(person).filter(|seat| seat.answer.is_some()).map(|seat| seat.person).collect()
}

#[test]
fn nothing_is_assessed_before_the_receipt_is_acknowledged() {
    let mut play = Play::anonymous();
    assert_eq!(play.play(KARIM, Command::Assess(admitting())), rule("acknowledge-first"));
    assert_eq!(play.play(KARIM, ask(OMAR)), rule("acknowledge-first"));
}

#[test]
fn a_question_has_no_first_phase() {
    let mut play = Play::question();
    play.play(KARIM, acknowledge()).unwrap();
    assert_eq!(play.play(KARIM, Command::Assess(admitting())), rule("question-has-no-first-phase"));
    assert_eq!(play.play(KARIM, ask(OMAR)), rule("question-has-no-first-phase"));
    play.wait(200);
    play.tick();
    assert_eq!(play.stage(), Stage::Acknowledged);
}

#[test]
fn the_second_assessor_never_sees_the_first_answer_before_the_conclusion() {
    let mut play = Play::acknowledged();
    play.play(KARIM, Command::Assess(admitting())).unwrap();
    assert_eq!(seen_by(&play, LOTTE, 1), []);
    play.play(LOTTE, Command::Assess(doubting())).unwrap();
    assert_eq!(seen_by(&play, LOTTE, 1), [LOTTE]);
    assert_eq!(seen_by(&play, KARIM, 1), [KARIM]);
    assert_eq!(seen_by(&play, HUGO, 1), [], "nor does a third");
    play.play(LOTTE, Command::Assess(admitting())).unwrap();
    assert_eq!(seen_by(&play, LOTTE, 1), [KARIM, LOTTE]);
}

#[test]
fn an_answer_is_sealed_for_the_handlers_and_says_nothing_in_clear() {
    let play = Play::acknowledged();
    let organisation = organisation_on(START);
    let context = Context { today: START, organisation: &organisation };
    let decided = decide(&play.case(), KARIM, Command::Assess(declining()), context).unwrap();
    assert_eq!(
        decided,
        [Decided::sealed(Fact::Assessed { round: 1 }, Compartment::Internal, Body::Assessment(declining()))]
    );
}

#[test]
fn two_who_agree_settle_the_outcome() {
    for (answer, outcome, stage) in [
        (admitting(), Outcome::Admitted, Stage::Admitted),
        (declining(), Outcome::NotTakenUp, Stage::NotTakenUp),
        (away(Outcome::OtherRoute(Route::Police)), Outcome::OtherRoute(Route::Police), Stage::OtherRoute),
    ] {
        let mut play = Play::acknowledged();
        play.play(KARIM, Command::Assess(answer.clone())).unwrap();
        assert_eq!(play.stage(), Stage::FirstPhase);
        let facts = play.play(LOTTE, Command::Assess(answer)).unwrap();
        let conclusion = Conclusion::Agreed(outcome);
        assert!(facts.contains(&Fact::FirstPhaseConcluded { round: 1, conclusion, on: START }), "{facts:?}");
        assert_eq!(play.stage(), stage);
        assert_eq!(play.case().deadline(DeadlineKind::FirstPhase).unwrap().met, Some(START));
    }
}

#[test]
fn two_who_differ_go_to_the_chair_and_the_secretary_with_both_answers_kept() {
    let mut play = Play::acknowledged();
    play.play(KARIM, Command::Assess(admitting())).unwrap();
    play.play(LOTTE, Command::Assess(declining())).unwrap();
    assert_eq!(play.stage(), Stage::Split);
    assert_eq!(play.holders(), [KARIM, LOTTE, CHAIR, SECRETARY]);
    assert_eq!(seen_by(&play, CHAIR, 1), [KARIM, LOTTE]);
    assert_eq!(play.play(KARIM, outcome()), rule("outcome-with-committee"));
    assert_eq!(play.play(KARIM, Command::Assess(declining())), rule("first-phase-concluded"));
}

#[test]
fn a_chair_who_is_named_is_not_given_a_split_case() {
    let mut report = report();
    report.answers.told = "Ik heb het eerder aan mevrouw Staal verteld.".into();
    let mut play = Play::of(&report);
    play.play(KARIM, acknowledge()).unwrap();
    play.play(KARIM, Command::Assess(admitting())).unwrap();
    play.play(LOTTE, Command::Assess(declining())).unwrap();
    assert_eq!(play.holders(), [KARIM, LOTTE, SECRETARY]);
}

#[test]
fn who_is_both_chair_and_secretary_is_given_a_split_case_once() {
    let mut play = Play::acknowledged();
    let mut holdings = holdings();
    holdings.push(holding(20, CHAIR, Role::CommitteeSecretary, MINISTRY));
    play.organisation = Organisation::new(START, nodes(), staff(), holdings);
    play.play(KARIM, Command::Assess(admitting())).unwrap();
    let facts = play.play(LOTTE, Command::Assess(declining())).unwrap();
    assert_eq!(facts.iter().filter(|fact| matches!(fact, Fact::AccessGiven { person: CHAIR, .. })).count(), 1);
}

#[test]
fn who_is_in_doubt_can_answer_again_and_who_is_not_cannot() {
    let mut play = Play::acknowledged();
    play.play(KARIM, Command::Assess(doubting())).unwrap();
    play.play(KARIM, Command::Assess(admitting())).unwrap();
    assert_eq!(play.play(KARIM, Command::Assess(declining())), rule("assessment-final"));
    assert_eq!(play.case().rounds[&1].seats.len(), 1, "one person has one seat");
}

#[test]
fn nobody_concludes_alone() {
    let mut play = Play::acknowledged();
    play.play(KARIM, Command::Assess(admitting())).unwrap();
    play.play(LOTTE, Command::Assess(doubting())).unwrap();
    assert_eq!(play.stage(), Stage::FirstPhase);
    assert_eq!(play.play(KARIM, outcome()), rule("outcome-not-yet"));
}

#[test]
fn an_assessor_who_is_asked_is_given_the_case() {
    let mut play = Play::acknowledged();
    let facts = play.play(KARIM, ask(OMAR)).unwrap();
    assert_eq!(
        facts,
        [
            Fact::AssessorAsked { person: OMAR, round: 1 },
            Fact::AccessGiven { person: OMAR, because: GivenBecause::Assessor }
        ]
    );
    assert_eq!(play.stage(), Stage::FirstPhase);
    assert_eq!(play.play(KARIM, ask(OMAR)), rule("already-asked"));
}

#[test]
fn there_are_two_assessors_and_no_third() {
    let mut play = Play::acknowledged();
    play.play(KARIM, ask(OMAR)).unwrap();
    play.play(KARIM, Command::Assess(admitting())).unwrap();
    assert_eq!(play.play(KARIM, ask(LOTTE)), rule("two-assessors"));
    assert_eq!(play.play(LOTTE, Command::Assess(declining())), rule("two-assessors"));
}

#[test]
fn only_an_intake_officer_or_a_committee_member_with_keys_can_be_asked() {
    let mut play = Play::acknowledged();
    for person in [ADMINISTRATOR, CHAIR, EMPLOYEE] {
        assert_eq!(play.play(KARIM, ask(person)), Err(Refusal::field("person", "not-an-assessor")));
    }
    assert_eq!(play.play(KARIM, ask(NEWCOMER)), Err(Refusal::field("person", "not-active")));
}

#[test]
fn an_assessment_without_reasons_is_refused() {
    let mut play = Play::acknowledged();
    let mut hasty = admitting();
    hasty.findings[0].reason = "ja".into();
    assert!(matches!(play.play(KARIM, Command::Assess(hasty)), Err(Refusal::Fields(_))));
}

#[test]
fn an_outcome_cannot_be_sent_before_it_exists_nor_twice() {
    let mut play = Play::acknowledged();
    assert_eq!(play.play(KARIM, outcome()), rule("outcome-not-yet"));
    play.play(KARIM, Command::Assess(declining())).unwrap();
    play.play(LOTTE, Command::Assess(declining())).unwrap();
    assert_eq!(play.case().outcome, None, "the reporter has not been told yet");
    play.play(KARIM, outcome()).unwrap();
    assert_eq!(play.play(KARIM, outcome()), rule("outcome-sent"));
    assert_eq!(play.play(LOTTE, outcome()), rule("outcome-sent"));
}

#[test]
fn an_outcome_is_sent_with_its_reasons() {
    let mut play = Play::acknowledged();
    play.play(KARIM, Command::Assess(declining())).unwrap();
    play.play(LOTTE, Command::Assess(declining())).unwrap();
    assert!(matches!(play.play(KARIM, Command::SendOutcome { text: "Nee.".into() }), Err(Refusal::Fields(_))));
    play.play(KARIM, outcome()).unwrap();
    let sent = play.case().outcome.unwrap();
    assert_eq!((sent.outcome, sent.text.as_str()), (Some(Outcome::NotTakenUp), SENTENCE));
}

#[test]
fn doubt_protects_after_the_deadline() {
    let mut play = Play::acknowledged();
    play.play(KARIM, Command::Assess(declining())).unwrap();
    play.play(LOTTE, Command::Assess(doubting())).unwrap();
    play.wait(28);
    assert_eq!(play.tick(), [], "the last day is still in time");
    play.wait(1);
    let conclusion = Conclusion::ByDefault;
    assert!(play.tick().contains(&Fact::FirstPhaseConcluded { round: 1, conclusion, on: play.today }));
    assert_eq!(play.stage(), Stage::Admitted);
    assert_eq!(play.play(LOTTE, Command::Assess(declining())), rule("first-phase-concluded"));
    play.play(KARIM, outcome()).unwrap();
    assert_eq!(play.case().outcome.unwrap().outcome, Some(Outcome::Admitted));
}

#[test]
fn doubt_protects_also_when_the_receipt_was_never_acknowledged() {
    let mut play = Play::anonymous();
    play.wait(29);
    play.tick();
    assert_eq!(play.stage(), Stage::Admitted);
    play.play(KARIM, acknowledge()).unwrap();
    assert_eq!(play.stage(), Stage::Admitted, "a late acknowledgement takes nothing back");
}

#[test]
fn the_seat_of_a_recused_assessor_is_free_for_another_and_the_answer_no_longer_counts() {
    let mut play = Play::acknowledged();
    play.play(LOTTE, Command::Assess(declining())).unwrap();
    play.play(KARIM, name("de teamleider", Some(MANAGER))).unwrap();
    assert!(!play.holds(LOTTE), "she answers to the manager");
    assert!(play.case().rounds[&1].seats.is_empty());
    play.play(KARIM, Command::Assess(declining())).unwrap();
    assert_eq!(play.stage(), Stage::FirstPhase, "the answer of the recused was not counted");
    play.play(KARIM, ask(OMAR)).unwrap();
    play.play(OMAR, Command::Assess(declining())).unwrap();
    assert_eq!(play.stage(), Stage::NotTakenUp);
}

#[test]
fn who_stepped_aside_is_not_asked_again() {
    let mut play = Play::acknowledged();
    play.play(KARIM, ask(OMAR)).unwrap();
    play.play(OMAR, step_aside()).unwrap();
    assert!(play.case().rounds[&1].seats.is_empty());
    assert_eq!(play.play(KARIM, ask(OMAR)), rule("person-in-conflict"));
}
