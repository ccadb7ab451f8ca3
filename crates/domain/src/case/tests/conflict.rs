//! Nobody handles a case about themselves or their own line.

use super::*;
use crate::conflict::Conflict;

fn telling(who: &str) -> Play {
    let mut report = report();
    report.answers.who = who.into();
    Play::of(&report)
}

#[test]
fn naming_a_holder_takes_the_key_and_finds_a_successor() {
    let mut play = telling("Iemand die Vermeer heet.");
    assert_eq!(play.holders(), [KARIM]);
    let facts = play.play(KARIM, name("Karim Haddad", Some(KARIM))).unwrap();
    let because = TakenBecause::Conflict(Conflict::Named);
    assert_eq!(
        facts,
        [
            Fact::PartyNamed {},
            Fact::AccessTaken { person: KARIM, because },
            Fact::AccessGiven { person: HUGO, because: GivenBecause::HandedOver },
        ]
    );
    assert_eq!(
        play.play(KARIM, write("Nog een vraag")),
        Err(Refusal::NotFound),
        "to him there is no such case any more"
    );
}

#[test]
fn naming_somebody_in_whose_line_the_holder_stands_takes_the_key() {
    let in_line = TakenBecause::Conflict(Conflict::InLine);
    for named in [MANAGER, DIRECTOR] {
        let mut play = Play::anonymous();
        let facts = play.play(KARIM, name("de leidinggevende", Some(named))).unwrap();
        assert!(facts.contains(&Fact::AccessTaken { person: LOTTE, because: in_line }), "{facts:?}");
        assert_eq!(play.holders(), [KARIM], "nobody new while an intake officer is left");
    }
}

#[test]
fn a_colleague_of_the_holder_under_the_same_manager_can_be_named() {
    let mut play = Play::anonymous();
    play.play(KARIM, name("de behandelaar", Some(EMPLOYEE))).unwrap();
    assert_eq!(play.holders(), [KARIM, LOTTE]);
}

#[test]
fn a_holder_is_found_by_the_name_of_the_party_alone() {
    let mut play = Play::anonymous();
    play.play(KARIM, name("L. Vermeer", None)).unwrap();
    assert_eq!(play.holders(), [KARIM]);
}

#[test]
fn who_was_recused_is_not_given_the_case_again() {
    let mut play = Play::anonymous();
    play.play(KARIM, name("L. Vermeer", None)).unwrap();
    assert_eq!(play.play(KARIM, give(LOTTE)), rule("person-in-conflict"));
}

#[test]
fn who_was_named_without_being_pointed_out_is_not_given_the_case_either() {
    let mut play = Play::acknowledged();
    play.play(KARIM, name("Omar Benali", None)).unwrap();
    assert_eq!(play.play(KARIM, ask(OMAR)), rule("person-in-conflict"));
}

#[test]
fn who_is_named_in_the_report_cannot_be_given_it() {
    let mut play = telling("Lotte Vermeer en Petra Noordzij.");
    play.play(KARIM, acknowledge()).unwrap();
    assert_eq!(play.play(KARIM, give(LOTTE)), rule("person-in-conflict"));
    assert_eq!(play.play(KARIM, ask(PETRA)), rule("person-in-conflict"));
}

#[test]
fn who_is_named_in_a_correction_of_the_record_cannot_be_given_it() {
    let mut play = Play::of_in(&report(), Via::Conversation, organisation_on(START));
    play.reporter(ReporterCommand::CorrectRecord { text: "Het was Omar Benali, niet zijn collega.".into() }).unwrap();
    play.play(KARIM, acknowledge()).unwrap();
    assert_eq!(play.play(KARIM, ask(OMAR)), rule("person-in-conflict"));
}

#[test]
fn a_successor_is_never_somebody_named_in_the_report() {
    let mut play = telling("Lotte Vermeer wist ervan.");
    play.play(KARIM, step_aside()).unwrap();
    assert_eq!(play.holders(), [HUGO]);
    let mut play = telling("Lotte Vermeer wist ervan.");
    play.play(KARIM, name("K. Haddad", None)).unwrap();
    assert_eq!(play.holders(), [HUGO]);
}

#[test]
fn a_successor_is_never_somebody_recused_before() {
    let mut play = Play::anonymous();
    play.play(LOTTE, step_aside()).unwrap();
    play.play(KARIM, step_aside()).unwrap();
    assert_eq!(play.holders(), [HUGO]);
}

#[test]
fn an_assessor_of_the_committee_is_no_reason_to_leave_the_case_without_an_intake_officer() {
    let mut play = Play::acknowledged();
    play.play(KARIM, ask(OMAR)).unwrap();
    play.play(LOTTE, step_aside()).unwrap();
    play.play(KARIM, step_aside()).unwrap();
    assert_eq!(play.holders(), [HUGO, OMAR]);
}

#[test]
fn stepping_aside_needs_a_reason_and_never_the_leave_of_another() {
    let mut play = Play::anonymous();
    assert!(matches!(play.play(KARIM, Command::StepAside { reason: "druk".into() }), Err(Refusal::Fields(_))));
    play.play(KARIM, step_aside()).unwrap();
    assert_eq!(play.holders(), [LOTTE]);
}

#[test]
fn a_case_is_given_only_to_an_intake_officer_for_its_agency_with_keys() {
    let mut play = Play::anonymous();
    for person in [MARIT, OMAR, CHAIR, ADMINISTRATOR, MANAGER] {
        assert_eq!(play.play(KARIM, give(person)), Err(Refusal::field("person", "not-an-intake-officer")));
    }
    assert_eq!(play.play(KARIM, give(NEWCOMER)), Err(Refusal::field("person", "not-active")));
    assert_eq!(play.play(KARIM, give(LOTTE)), rule("already-holds"));
    play.play(KARIM, give(HUGO)).unwrap();
    assert!(play.holds(HUGO));
}

#[test]
fn who_does_not_hold_the_case_cannot_tell_that_it_exists() {
    let mut play = Play::anonymous();
    for person in EVERYBODY.into_iter().filter(|person| ![KARIM, LOTTE].contains(person)) {
        for command in [acknowledge(), write("Hallo"), give(person), step_aside(), Command::Read { up_to: 1 }] {
            assert_eq!(play.play(person, command), Err(Refusal::NotFound));
        }
    }
}

#[test]
fn a_party_needs_a_name_and_there_is_a_bound_to_how_many() {
    let mut play = Play::anonymous();
    assert_eq!(play.play(KARIM, name(" ", None)), Err(Refusal::field("name", "required")));
    for number in 0..crate::policy::MOST_PARTIES {
        play.play(KARIM, name(&format!("getuige {number}"), None)).unwrap();
    }
    assert_eq!(play.play(KARIM, name("nog een", None)), rule("too-many-parties"));
}
