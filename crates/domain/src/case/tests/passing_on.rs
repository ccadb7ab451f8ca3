//! A case that belongs to another agency.

use super::*;

#[test]
fn a_case_that_is_passed_on_changes_hands() {
    let mut play = Play::acknowledged();
    play.play(KARIM, pass_on(DJI, false)).unwrap();
    assert_eq!(play.case().agency, DJI);
    assert_eq!(play.holders(), [MARIT]);
    assert_eq!(play.play(KARIM, write("Nog een vraag")), Err(Refusal::NotFound));
    assert_eq!(play.case().messages.last().unwrap().kind, "passed-on", "the reporter is told");
}

#[test]
fn passing_on_a_known_reporters_case_needs_their_agreement() {
    for mode in [IdentityMode::Confidential, IdentityMode::Open] {
        let mut play = Play::of(&known_report(mode));
        assert_eq!(play.play(KARIM, pass_on(DJI, false)), Err(Refusal::field("agreed", "consent-required")));
        play.play(KARIM, pass_on(DJI, true)).unwrap();
    }
}

#[test]
fn the_agreement_is_needed_as_soon_as_an_anonymous_reporter_is_known() {
    let mut play = Play::anonymous();
    play.reporter(ReporterCommand::BeKnown { mode: IdentityMode::Confidential, identity: somebody() }).unwrap();
    assert_eq!(play.play(KARIM, pass_on(DJI, false)), Err(Refusal::field("agreed", "consent-required")));
}

#[test]
fn a_case_is_passed_on_only_to_another_agency() {
    let mut play = Play::anonymous();
    for to in [IND, MINISTRY, ZWOLLE, OrgId(Uuid::from_u128(0x999))] {
        assert_eq!(play.play(KARIM, pass_on(to, false)), Err(Refusal::field("to", "another-agency")));
    }
}

#[test]
fn passing_on_is_explained() {
    let mut play = Play::anonymous();
    let silent = Command::PassOn { to: DJI, explanation: "hierbij".into(), agreed: false };
    assert!(matches!(play.play(KARIM, silent), Err(Refusal::Fields(_))));
}

#[test]
fn a_case_is_not_passed_on_to_somebody_it_is_about() {
    let mut play = Play::anonymous();
    play.play(KARIM, name("M. Dijkgraaf", None)).unwrap();
    play.play(KARIM, pass_on(DJI, false)).unwrap();
    assert_eq!(play.holders(), [HUGO]);
}

#[test]
fn a_case_is_not_passed_on_into_nobodys_hands() {
    let mut report = report();
    report.answers.who = "Dijkgraaf en Lindqvist.".into();
    let mut play = Play::of(&report);
    assert_eq!(play.play(KARIM, pass_on(DJI, false)), rule("nobody-to-receive"));
    assert_eq!(play.holders(), [KARIM, LOTTE]);
}

#[test]
fn a_case_that_was_passed_on_by_mistake_can_come_back() {
    let mut play = Play::acknowledged();
    play.play(KARIM, pass_on(DJI, false)).unwrap();
    play.play(MARIT, pass_on(IND, false)).unwrap();
    assert_eq!((play.case().agency, play.holders()), (IND, vec![KARIM, LOTTE]));
}

#[test]
fn who_was_recused_does_not_get_the_case_back_by_passing_it_to_and_fro() {
    let mut play = Play::acknowledged();
    play.play(LOTTE, step_aside()).unwrap();
    play.play(KARIM, pass_on(DJI, false)).unwrap();
    play.play(MARIT, pass_on(IND, false)).unwrap();
    assert_eq!(play.holders(), [KARIM]);
}

#[test]
fn passing_on_moves_no_deadline() {
    let mut play = Play::acknowledged();
    let before = play.case().deadlines;
    play.wait(10);
    play.play(KARIM, pass_on(DJI, false)).unwrap();
    assert_eq!(play.case().deadlines, before);
}

#[test]
fn the_new_agency_assesses_for_itself() {
    let mut play = Play::acknowledged();
    play.play(KARIM, Command::Assess(declining())).unwrap();
    play.play(KARIM, pass_on(DJI, false)).unwrap();
    assert!(play.case().rounds[&1].seats.is_empty());
    play.play(MARIT, Command::Assess(declining())).unwrap();
    assert_eq!(play.stage(), Stage::FirstPhase, "the answer from before does not count with it");
}

#[test]
fn who_assessed_before_the_case_went_and_came_back_assesses_anew() {
    let mut play = Play::acknowledged();
    play.play(KARIM, Command::Assess(declining())).unwrap();
    play.play(KARIM, pass_on(DJI, false)).unwrap();
    play.play(MARIT, pass_on(IND, false)).unwrap();
    play.play(KARIM, Command::Assess(admitting())).unwrap();
    play.play(LOTTE, Command::Assess(admitting())).unwrap();
    assert_eq!(play.stage(), Stage::Admitted);
}

#[test]
fn a_split_case_stays_with_the_committee_that_serves_all_agencies() {
    let mut play = Play::acknowledged();
    play.play(KARIM, Command::Assess(admitting())).unwrap();
    play.play(LOTTE, Command::Assess(declining())).unwrap();
    play.play(KARIM, pass_on(DJI, false)).unwrap();
    assert_eq!(play.holders(), [MARIT, CHAIR, SECRETARY]);
}
