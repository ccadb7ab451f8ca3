//! One thread between the reporter and who handles the case, and notes beside it.

use super::*;
use crate::deadline::DeadlineKind;
use crate::id::{BlobId, DossierId};
use crate::policy;
use crate::report::{File, Sealed};

fn file() -> File {
    let original = Sealed { blob: BlobId(Uuid::from_u128(7)), key: "ab".repeat(32), size: 3, sha256: "cd".repeat(32) };
    File {
        name: "foto.jpg".into(),
        media_type: "image/jpeg".into(),
        original,
        cleaned: None,
        removed: vec![],
        left: vec![],
        not_cleaned: None,
        mismatch: false,
    }
}

#[test]
fn both_sides_write_in_one_thread() {
    let mut play = Play::acknowledged();
    play.reporter(tell("Ik heb nog een brief.")).unwrap();
    play.play(KARIM, write("Kunt u die sturen?")).unwrap();
    play.reporter(ReporterCommand::Write { text: String::new(), files: vec![file()] }).unwrap();
    let case = play.case();
    let kinds: Vec<_> = case.messages.iter().map(|message| message.kind).collect();
    assert_eq!(kinds, ["acknowledged", "reporter-wrote", "staff-wrote", "reporter-wrote"]);
    assert_eq!(case.messages[2].role, Some(Role::IntakeOfficer));
    assert_eq!(case.messages[3].files, [file()]);
}

#[test]
fn a_message_of_the_reporter_that_is_sent_twice_is_one_until_something_else_was_said() {
    let mut play = Play::acknowledged();
    let said = |play: &Play| play.case().messages.iter().filter(|message| message.kind == "reporter-wrote").count();
    play.reporter(tell("Ja.")).unwrap();
    play.reporter(tell("Ja.")).unwrap();
    assert_eq!(said(&play), 1);
    play.reporter(ReporterCommand::Write { text: "Ja.".into(), files: vec![file()] }).unwrap();
    assert_eq!(said(&play), 2, "with a file it is another message");
    play.play(KARIM, write("Weet u het zeker?")).unwrap();
    play.reporter(ReporterCommand::Write { text: "Ja.".into(), files: vec![file()] }).unwrap();
    assert_eq!(said(&play), 3, "and an answer to somebody else's words is one too");
}

#[test]
fn a_message_has_words_or_a_file_and_both_have_bounds() {
    let mut play = Play::anonymous();
    assert_eq!(play.reporter(tell("  ")), Err(Refusal::field("text", "required")));
    let long = "a".repeat(policy::LONGEST_TEXT + 1);
    assert!(matches!(play.reporter(tell(&long)), Err(Refusal::Fields(_))));
    let files = vec![file(); policy::MOST_FILES + 1];
    assert!(matches!(play.reporter(ReporterCommand::Write { text: "Zie".into(), files }), Err(Refusal::Fields(_))));
    let text = long;
    assert!(matches!(play.reporter(ReporterCommand::Write { text, files: vec![file()] }), Err(Refusal::Fields(_))));
    let files = vec![file(); policy::MOST_FILES];
    assert!(play.reporter(ReporterCommand::Write { text: "Zie".into(), files }).is_ok());
    let name = Some("n".repeat(policy::LONGEST_LINE + 1));
    let named = Command::Write { text: "Dag".into(), files: vec![], role: Role::IntakeOfficer, name };
    assert!(matches!(play.play(KARIM, named), Err(Refusal::Fields(_))));
}

#[test]
fn a_name_is_shown_only_by_who_chooses_to() {
    let mut play = Play::anonymous();
    play.play(KARIM, write("Zonder naam")).unwrap();
    let name = Some("Karim Haddad".to_owned());
    let open = Command::Write { text: "Met naam".into(), files: vec![], role: Role::IntakeOfficer, name: name.clone() };
    play.play(KARIM, open).unwrap();
    let names: Vec<_> = play.case().messages.into_iter().map(|message| message.name).collect();
    assert_eq!(names, [None, name]);
}

#[test]
fn nobody_writes_in_a_role_that_they_do_not_hold() {
    let mut play = Play::anonymous();
    let grand = Command::Write { text: "Namens".into(), files: vec![], role: Role::CommitteeChair, name: None };
    assert_eq!(play.play(KARIM, grand), Err(Refusal::NotAllowed));
}

#[test]
fn a_note_is_no_part_of_the_conversation() {
    let mut play = Play::anonymous();
    play.play(KARIM, Command::Note { text: "Bel de afdeling.".into() }).unwrap();
    let case = play.case();
    assert_eq!((case.notes.len(), case.messages.len(), case.from_staff), (1, 0, 0));
}

#[test]
fn each_side_sees_how_far_the_other_has_read() {
    let mut play = Play::acknowledged();
    let case = play.case();
    play.reporter(ReporterCommand::Read { up_to: case.last }).unwrap();
    assert_eq!(play.case().read_up_to(ReadBy::Reporter), case.last);
    play.reporter(tell("Dank u.")).unwrap();
    let last = play.case().last;
    play.play(LOTTE, Command::Read { up_to: last }).unwrap();
    assert_eq!(play.case().read_by_staff(), last);
    assert_eq!(play.case().read_up_to(ReadBy::Person(KARIM)), 0);
    play.reporter(tell("Nog iets.")).unwrap();
    play.play(KARIM, Command::Read { up_to: last + 2 }).unwrap();
    assert_eq!(play.case().read_by_staff(), last + 2, "the furthest of them counts");
}

#[test]
fn reading_what_was_read_before_leaves_no_entry_and_a_mark_goes_no_further_than_the_last_entry() {
    let mut play = Play::acknowledged();
    play.reporter(tell("Nog iets.")).unwrap();
    let last = play.case().last;
    assert_eq!(play.play(KARIM, Command::Read { up_to: u64::MAX }), Ok(vec![Fact::Read { up_to: last }]));
    assert_eq!(play.play(KARIM, Command::Read { up_to: last }), Ok(vec![]));
    assert_eq!(play.play(KARIM, Command::Read { up_to: 1 }), Ok(vec![]));
    play.play(LOTTE, Command::Note { text: "Een aantekening.".into() }).unwrap();
    assert_eq!(play.play(KARIM, Command::Read { up_to: last + 1 }), Ok(vec![]), "nothing new from the reporter");
}

#[test]
fn feedback_needs_both_the_action_and_its_grounds() {
    let mut play = Play::acknowledged();
    let busy = Command::GiveFeedback { action: "We zijn ermee bezig.".into(), grounds: String::new() };
    assert!(matches!(play.play(KARIM, busy), Err(Refusal::Fields(_))));
    play.play(KARIM, feedback()).unwrap();
    assert_eq!(play.case().deadline(DeadlineKind::Feedback).unwrap().met, Some(START));
}

#[test]
fn contact_ended_stops_both_from_writing() {
    let mut play = Play::acknowledged();
    play.reporter(ReporterCommand::EndContact).unwrap();
    assert_eq!(play.reporter(tell("Toch nog iets")), rule("contact-ended"));
    assert_eq!(play.play(KARIM, write("Bent u daar nog?")), rule("contact-ended"));
    assert_eq!(play.reporter(ReporterCommand::EndContact), rule("contact-ended"));
    assert_eq!(play.case().contact_ended, Some(START));
}

#[test]
fn contact_ended_does_not_stop_the_assessment_nor_the_outcome_and_the_reporter_can_still_read() {
    let mut play = Play::acknowledged();
    play.reporter(ReporterCommand::EndContact).unwrap();
    play.play(KARIM, Command::Assess(declining())).unwrap();
    play.play(LOTTE, Command::Assess(declining())).unwrap();
    play.play(KARIM, outcome()).unwrap();
    play.play(KARIM, feedback()).unwrap();
    let last = play.case().last;
    assert_eq!(play.reporter(ReporterCommand::Read { up_to: last }), Ok(vec![Fact::Read { up_to: last }]));
}

#[test]
fn a_reporter_who_is_treated_badly_can_begin_another_case_also_after_contact_or_case_has_ended() {
    let link = ReporterCommand::Link { dossier: DossierId(Uuid::from_u128(9)), index: 1 };
    let mut ended = Play::acknowledged();
    ended.reporter(ReporterCommand::EndContact).unwrap();
    for mut play in [Play::acknowledged(), Play::closed(), ended] {
        let before = play.stage();
        play.reporter(link.clone()).unwrap();
        assert_eq!(play.case().links, [(DossierId(Uuid::from_u128(9)), 1)]);
        assert_eq!(play.stage(), before);
    }
}

#[test]
fn everything_that_is_said_stands_in_the_conversation_in_order() {
    let mut play = Play::looked_at_again();
    play.play(KARIM, feedback()).unwrap();
    play.reporter(ReporterCommand::EndContact).unwrap();
    for person in [OMAR, PETRA] {
        play.play(KARIM, ask(person)).unwrap();
        play.play(person, Command::Assess(declining())).unwrap();
    }
    play.play(KARIM, outcome()).unwrap();
    play.play(KARIM, close(ClosedBecause::OutcomeStands)).unwrap();
    let kinds: Vec<_> = play.case().messages.iter().map(|message| message.kind).collect();
    let said = ["acknowledged", "outcome-sent", "second-look-asked", "feedback-given", "outcome-sent", "closed"];
    assert_eq!(kinds, said);
}

#[test]
fn whatever_the_reporter_does_asks_the_handlers_to_read() {
    let mut play = Play::of_in(&report(), Via::Phone, organisation_on(START));
    assert_eq!(play.case().from_reporter, 1);
    for command in [
        tell("Dag"),
        ReporterCommand::BeKnown { mode: IdentityMode::Open, identity: somebody() },
        ReporterCommand::CorrectRecord { text: "In mei.".into() },
        ReporterCommand::ApproveRecord,
        ReporterCommand::Link { dossier: DossierId(Uuid::from_u128(9)), index: 1 },
        ReporterCommand::EndContact,
    ] {
        play.reporter(command).unwrap();
        let case = play.case();
        assert_eq!((case.from_reporter, case.from_staff), (case.last, 0));
    }
}

#[test]
fn what_the_handlers_say_asks_the_reporter_to_read_and_what_they_keep_does_not() {
    let mut play = Play::anonymous();
    for command in [acknowledge(), write("Dag"), feedback()] {
        play.play(KARIM, command).unwrap();
        assert_eq!(play.case().from_staff, play.case().last);
    }
    let said = play.case().from_staff;
    let note = Command::Note { text: "Bel de afdeling.".into() };
    for command in [note, name("een getuige", None), ask(OMAR), Command::Assess(doubting()), give(HUGO)] {
        play.play(KARIM, command).unwrap();
        assert_eq!(play.case().from_staff, said);
    }
}

#[test]
fn who_opens_a_case_for_the_first_time_can_mark_its_report_as_read() {
    let mut play = Play::anonymous();
    let last = play.case().last;
    assert_eq!(play.play(KARIM, Command::Read { up_to: last }), Ok(vec![Fact::Read { up_to: last }]));
}
