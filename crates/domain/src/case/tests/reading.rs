//! Who can read what is said: the reporter what is meant for them, the handlers the rest.

use super::*;
use crate::id::DossierId;
use crate::policy;

fn first_of(play: &Play, by: PersonId, command: Command) -> Decided {
    let context = Context { today: play.today, organisation: &play.organisation };
    decide(&play.case(), by, command, context).unwrap().remove(0)
}

fn compartment(decided: &Decided) -> Option<Compartment> {
    decided.body.as_ref().map(|(compartment, _)| *compartment)
}

#[test]
fn the_reporter_can_read_every_word_that_is_meant_for_them() {
    let mut concluded = Play::acknowledged();
    concluded.play(KARIM, Command::Assess(declining())).unwrap();
    concluded.play(LOTTE, Command::Assess(declining())).unwrap();
    let mut question = Play::question();
    question.play(KARIM, acknowledge()).unwrap();
    for (play, command) in [
        (Play::anonymous(), acknowledge()),
        (Play::anonymous(), write("Dag")),
        (Play::anonymous(), feedback()),
        (Play::anonymous(), pass_on(DJI, false)),
        (concluded, outcome()),
        (question, close(ClosedBecause::Answered)),
    ] {
        let decided = first_of(&play, KARIM, command);
        assert_eq!(compartment(&decided), Some(Compartment::Shared), "{}", decided.fact.kind());
    }
}

#[test]
fn the_handlers_can_read_every_word_of_the_reporter() {
    let told = Play::of_in(&report(), Via::Phone, organisation_on(START)).case();
    let link = ReporterCommand::Link { dossier: DossierId(Uuid::from_u128(1)), index: 1 };
    let correct = ReporterCommand::CorrectRecord { text: "In mei.".into() };
    for (case, command) in
        [(&told, tell("Dag")), (&told, correct), (&told, link), (&Play::turned_away().case(), second_look())]
    {
        let decided = decide_reporter(case, command, START).unwrap().remove(0);
        assert_eq!(compartment(&decided), Some(Compartment::Shared), "{}", decided.fact.kind());
    }
}

#[test]
fn the_reporter_cannot_read_what_the_handlers_keep_among_themselves() {
    let play = Play::acknowledged();
    for command in [
        Command::Note { text: "Bel de afdeling.".into() },
        name("Bernard Oosterhuis", Some(MANAGER)),
        Command::Assess(declining()),
        give(HUGO),
        step_aside(),
    ] {
        let decided = first_of(&play, KARIM, command);
        assert_eq!(compartment(&decided), Some(Compartment::Internal), "{}", decided.fact.kind());
    }
}

#[test]
fn nothing_is_written_without_words_or_with_too_many() {
    let mut play = Play::of_in(&report(), Via::Phone, organisation_on(START));
    for text in [String::new(), " \n".into(), "a".repeat(policy::LONGEST_TEXT + 1)] {
        let refused = |result: Result<Vec<Fact>, Refusal>| matches!(result, Err(Refusal::Fields(_)));
        assert!(refused(play.play(KARIM, Command::Acknowledge { text: text.clone() })));
        assert!(refused(play.play(KARIM, write(&text))));
        assert!(refused(play.play(KARIM, Command::Note { text: text.clone() })));
        let grounds = SENTENCE.to_owned();
        assert!(refused(play.play(KARIM, Command::GiveFeedback { action: text.clone(), grounds })));
        assert!(refused(play.play(KARIM, Command::GiveAccess { person: HUGO, reason: text.clone() })));
        assert!(refused(play.reporter(ReporterCommand::CorrectRecord { text: text.clone() })));
        assert!(refused(play.reporter(tell(&text))));
    }
    assert_eq!(play.stage(), Stage::Received);
}
