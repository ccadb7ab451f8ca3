//! How a case begins.

use super::*;
use crate::deadline::DeadlineKind;

fn receive_at(agency: OrgId, report: &NewReport) -> Result<Vec<Decided>, Refusal> {
    let organisation = organisation_on(START);
    super::receive(report, agency, Via::Written, "00ff", Context { today: START, organisation: &organisation })
}

#[test]
fn a_report_goes_to_every_intake_officer_of_its_agency_who_has_keys_and_to_nobody_else() {
    assert_eq!(Play::anonymous().holders(), [KARIM, LOTTE]);
}

#[test]
fn a_report_starts_with_the_deadlines_that_the_reporter_is_promised() {
    let case = Play::anonymous().case();
    assert_eq!(case.stage, Stage::Received);
    let due = |kind| case.deadline(kind).unwrap().due;
    assert_eq!(due(DeadlineKind::Acknowledge), Date::constant(2026, 12, 1));
    assert_eq!(due(DeadlineKind::FirstPhase), Date::constant(2026, 12, 22));
    assert_eq!(due(DeadlineKind::Feedback), Date::constant(2027, 3, 1));
    assert_eq!(case.next_deadline().unwrap().kind, DeadlineKind::Acknowledge);
}

#[test]
fn a_question_has_no_deadline_for_a_first_phase() {
    assert_eq!(Play::question().case().deadline(DeadlineKind::FirstPhase), None);
}

#[test]
fn who_is_named_in_the_report_does_not_receive_it() {
    let mut report = report();
    report.answers.who = "Ik zag het bij Karim Haddad.".into();
    assert_eq!(Play::of(&report).holders(), [LOTTE]);
}

#[test]
fn who_answers_to_somebody_named_in_the_report_does_not_receive_it() {
    let mut report = report();
    report.answers.what = "Bernard Oosterhuis tekent voor wie betaalt.".into();
    assert_eq!(Play::of(&report).holders(), [KARIM]);
}

#[test]
fn when_nobody_at_the_agency_may_have_it_the_ministry_receives_the_report() {
    let mut report = report();
    report.answers.who = "Haddad en Vermeer wisten ervan.".into();
    assert_eq!(Play::of(&report).holders(), [HUGO]);
}

#[test]
fn a_report_is_taken_even_when_there_is_nobody_who_may_have_it() {
    let mut report = report();
    report.answers.who = "Haddad, Vermeer en Lindqvist wisten ervan.".into();
    let play = Play::of(&report);
    assert_eq!(play.stage(), Stage::Received);
    assert!(play.holders().is_empty());
}

#[test]
fn a_role_that_has_ended_or_has_not_begun_receives_nothing() {
    let mut holdings = holdings();
    holdings[0].until = START.yesterday().ok();
    holdings[1].from = START.tomorrow().unwrap();
    let organisation = Organisation::new(START, nodes(), staff(), holdings);
    assert_eq!(Play::of_in(&report(), Via::Written, organisation).holders(), [HUGO]);
}

#[test]
fn who_holds_the_role_twice_is_given_the_case_once() {
    let mut holdings = holdings();
    holdings.push(holding(20, KARIM, Role::IntakeOfficer, IND));
    let play = Play::of_in(&report(), Via::Written, Organisation::new(START, nodes(), staff(), holdings));
    let given = play.entries.iter().filter(|e| matches!(e.fact, Fact::AccessGiven { person: KARIM, .. }));
    assert_eq!(given.count(), 1);
}

#[test]
fn a_case_belongs_to_an_agency_and_not_to_a_ministry_or_a_location() {
    assert!(receive_at(IND, &report()).is_ok());
    for node in [MINISTRY, TER_APEL, OrgId(Uuid::from_u128(0x999))] {
        assert_eq!(receive_at(node, &report()), Err(Refusal::field("agency", "required")), "{node}");
    }
}

#[test]
fn a_report_that_cannot_be_taken_leaves_no_entry() {
    let mut empty = report();
    empty.answers.what.clear();
    assert_eq!(receive_at(IND, &empty), Err(Refusal::field("what", "required")));
}

#[test]
fn the_name_of_a_confidential_reporter_is_kept_apart_and_that_of_an_open_one_is_shared() {
    for (mode, compartment) in
        [(IdentityMode::Confidential, Compartment::Identity), (IdentityMode::Open, Compartment::Shared)]
    {
        let decided = receive_at(IND, &known_report(mode)).unwrap();
        let given = decided.iter().find(|d| matches!(d.fact, Fact::IdentityGiven { .. })).unwrap();
        assert_eq!(given.body, Some((compartment, Body::Identity(somebody()))), "{mode:?}");
    }
}

#[test]
fn what_was_told_can_be_read_by_the_reporter_and_holds_the_salt_of_the_proof() {
    let decided = receive_at(IND, &report()).unwrap();
    let Some((compartment, Body::Report { answers, content_salt, .. })) = &decided[0].body else {
        panic!("the first entry is the report")
    };
    assert_eq!(*compartment, Compartment::Shared);
    assert_eq!((answers, content_salt.as_str()), (&report().answers, "00ff"));
}

#[test]
fn who_is_told_by_phone_can_check_correct_and_approve_what_was_written_down_once() {
    let mut play = Play::of_in(&report(), Via::Phone, organisation_on(START));
    assert_eq!(play.case().oral, Some(OralRecord::Offered));
    play.reporter(ReporterCommand::CorrectRecord { text: "Het was in mei.".into() }).unwrap();
    play.reporter(ReporterCommand::ApproveRecord).unwrap();
    assert_eq!(play.case().oral, Some(OralRecord::Approved(START)));
    assert_eq!(play.case().messages.last().unwrap().text, "Het was in mei.");
    assert_eq!(play.reporter(ReporterCommand::ApproveRecord), rule("record-approved"));
    let again = ReporterCommand::CorrectRecord { text: "Toch niet.".into() };
    assert_eq!(play.reporter(again), rule("record-approved"));
}

#[test]
fn what_one_official_wrote_down_is_still_to_be_read_by_the_others() {
    let mut play = Play::of_in(&report(), Via::Phone, organisation_on(START));
    play.entries[0].by = Actor::Person(KARIM);
    assert_eq!(play.case().from_reporter, 1);
    assert_eq!(play.play(LOTTE, Command::Read { up_to: 1 }), Ok(vec![Fact::Read { up_to: 1 }]));
}

#[test]
fn a_written_report_has_no_record_to_approve() {
    assert_eq!(Play::anonymous().reporter(ReporterCommand::ApproveRecord), rule("no-oral-record"));
}

#[test]
fn a_record_that_does_not_begin_with_a_report_or_misses_an_entry_is_no_case() {
    let entries = Play::acknowledged().entries;
    assert_eq!(Case::fold(&[]), Err(Broken(0)));
    assert_eq!(Case::fold(&entries[1..]), Err(Broken(2)));
    let holed = [&entries[..1], &entries[2..]].concat();
    assert_eq!(Case::fold(&holed), Err(Broken(3)));
}

#[test]
fn a_record_with_a_second_report_in_it_is_no_case() {
    let mut entries = Play::anonymous().entries;
    let mut second = entries[0].clone();
    second.number = u64::try_from(entries.len()).unwrap() + 1;
    entries.push(second.clone());
    assert_eq!(Case::fold(&entries), Err(Broken(second.number)));
}

#[test]
fn a_case_opened_without_keys_still_tells_its_stage_holders_and_deadlines() {
    let play = Play::turned_away();
    let bare: Vec<_> = play.entries.iter().cloned().map(|entry| Entry { body: None, ..entry }).collect();
    let (open, shut) = (play.case(), Case::fold(&bare).unwrap());
    assert_eq!((shut.stage, &shut.holders, &shut.deadlines), (open.stage, &open.holders, &open.deadlines));
    assert_eq!((shut.answers, shut.messages.len()), (None, 0));
}
