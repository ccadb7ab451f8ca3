//! How a case ends.

use super::*;

const ALL: [ClosedBecause; 3] = ClosedBecause::ALL;

#[test]
fn a_question_is_closed_once_it_was_acknowledged() {
    let mut play = Play::question();
    assert_eq!(play.play(KARIM, close(ClosedBecause::Answered)), rule("cannot-close-yet"));
    play.play(KARIM, acknowledge()).unwrap();
    play.play(KARIM, close(ClosedBecause::Answered)).unwrap();
    assert_eq!(play.case().closed, Some((ClosedBecause::Answered, START)));
}

#[test]
fn a_report_is_not_closed_as_if_it_were_a_question() {
    assert_eq!(Play::turned_away().play(KARIM, close(ClosedBecause::Answered)), rule("cannot-close-yet"));
}

#[test]
fn a_case_that_was_turned_away_stays_open_as_long_as_a_second_look_can_be_asked() {
    let mut play = Play::turned_away();
    play.wait(42);
    assert_eq!(play.play(KARIM, close(ClosedBecause::OutcomeStands)), rule("cannot-close-yet"));
    play.wait(1);
    play.play(KARIM, close(ClosedBecause::OutcomeStands)).unwrap();
    assert_eq!(play.stage(), Stage::Closed);
}

#[test]
fn a_case_is_not_closed_on_an_outcome_that_the_reporter_was_not_told() {
    let mut play = Play::acknowledged();
    play.play(KARIM, Command::Assess(declining())).unwrap();
    play.play(LOTTE, Command::Assess(declining())).unwrap();
    play.wait(100);
    assert_eq!(play.play(KARIM, close(ClosedBecause::OutcomeStands)), rule("cannot-close-yet"));
}

#[test]
fn a_second_look_that_came_to_the_same_closes_at_once() {
    let mut play = Play::looked_at_again();
    assert_eq!(play.play(KARIM, close(ClosedBecause::OutcomeStands)), rule("cannot-close-yet"));
    for person in [OMAR, PETRA] {
        play.play(KARIM, ask(person)).unwrap();
        play.play(person, Command::Assess(declining())).unwrap();
    }
    play.play(KARIM, outcome()).unwrap();
    play.play(KARIM, close(ClosedBecause::OutcomeStands)).unwrap();
}

#[test]
fn an_admitted_or_split_case_is_not_closed_here_at_all() {
    for second in [admitting(), declining()] {
        let mut play = Play::acknowledged();
        play.play(KARIM, Command::Assess(admitting())).unwrap();
        play.play(LOTTE, Command::Assess(second)).unwrap();
        play.reporter(ReporterCommand::EndContact).unwrap();
        for because in ALL {
            assert_eq!(play.play(KARIM, close(because)), rule("cannot-close-yet"), "{because:?}");
        }
    }
}

#[test]
fn a_report_is_not_buried_because_its_reporter_ended_the_contact() {
    let mut play = Play::acknowledged();
    play.reporter(ReporterCommand::EndContact).unwrap();
    assert_eq!(play.play(KARIM, close(ClosedBecause::ContactEnded)), rule("cannot-close-yet"));
    play.wait(29);
    play.tick();
    assert_eq!(play.stage(), Stage::Admitted, "the follow-up is owed all the same");
}

#[test]
fn when_contact_has_ended_a_question_or_a_case_that_was_turned_away_can_be_closed() {
    let mut question = Play::question();
    question.play(KARIM, acknowledge()).unwrap();
    for mut play in [question, Play::turned_away()] {
        assert_eq!(play.play(KARIM, close(ClosedBecause::ContactEnded)), rule("cannot-close-yet"));
        play.reporter(ReporterCommand::EndContact).unwrap();
        play.play(KARIM, close(ClosedBecause::ContactEnded)).unwrap();
        assert_eq!(play.stage(), Stage::Closed);
    }
}

#[test]
fn closing_is_explained() {
    let mut play = Play::question();
    play.play(KARIM, acknowledge()).unwrap();
    let curt = Command::Close { because: ClosedBecause::Answered, text: "Klaar.".into() };
    assert!(matches!(play.play(KARIM, curt), Err(Refusal::Fields(_))));
}

#[test]
fn nothing_changes_in_a_closed_case() {
    let mut play = Play::closed();
    for command in [acknowledge(), write("Nog iets"), feedback(), outcome(), ask(OMAR), pass_on(DJI, true)] {
        assert_eq!(play.play(KARIM, command), rule("case-closed"));
    }
    assert_eq!(play.play(KARIM, close(ClosedBecause::Answered)), rule("case-closed"));
    assert_eq!(play.reporter(tell("Nog iets")), rule("case-closed"));
    assert_eq!(play.reporter(ReporterCommand::EndContact), rule("case-closed"));
    assert!(play.case().deadlines.iter().all(|deadline| deadline.met.is_some()));
    play.wait(1000);
    assert_eq!(play.tick(), []);
}

#[test]
fn a_closed_case_can_be_read_noted_on_and_handed_to_a_successor() {
    let mut play = Play::closed();
    play.play(KARIM, Command::Note { text: "Bewaard voor het jaarverslag.".into() }).unwrap();
    let last = play.case().last;
    play.reporter(ReporterCommand::Read { up_to: last }).unwrap();
    play.play(KARIM, give(HUGO)).unwrap();
    play.play(KARIM, step_aside()).unwrap();
    assert_eq!(play.holders(), [LOTTE, HUGO]);
    assert_eq!(play.stage(), Stage::Closed);
}

#[test]
fn a_conflict_that_is_found_after_closing_still_takes_the_key() {
    let mut play = Play::closed();
    play.play(KARIM, name("L. Vermeer", None)).unwrap();
    assert_eq!(play.holders(), [KARIM]);
}
