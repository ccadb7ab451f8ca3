//! Keys that are lost, given again, and taken: nobody is locked in or out for good.

use crate::on_both;
use crate::support::{World, assessment, back, only_case, refusal, report};
use domain::Refusal;
use domain::case::{Command, Part, Party, ReporterCommand};
use domain::first_phase::Answer as Say;
use domain::report::Answers;
use office::inbox::InboxFilter;
use vault::recovery::Share;

/// Somebody lost their passphrase and takes up a new invitation.
async fn begin_again(world: &mut World, label: &'static str) {
    let admin = world.staff("administrator").await;
    let token = world.office.invite_again(&admin, world.id(label)).await.unwrap();
    world.take_up(&token).await;
}

fn give(world: &World, label: &str) -> Command {
    Command::GiveAccess { person: world.id(label), reason: "Zij heeft een nieuwe sleutel.".into() }
}

on_both! {
    async fn who_got_new_keys_is_given_the_case_again_by_a_colleague(world) {
        let mut world = world;
        let sent = world.office.receive(&report("Er wordt gerommeld."), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        begin_again(&mut world, "anna").await;
        let anna = world.staff("anna").await;
        assert_eq!(refusal(world.office.open_case(&anna, dossier).await), Refusal::NotFound);
        let karim = world.staff("karim").await;
        let view = world.office.open_case(&karim, dossier).await.unwrap();
        assert_eq!(view.holders.len(), 1, "only who has a key holds it");
        // Something happens in between, and does not put it back in anna's list.
        let reporter = back(&world, &sent.code).await;
        let write = ReporterCommand::Write { text: "Is er nieuws?".into(), files: vec![] };
        world.office.reporter_act(&reporter, 0, write).await.unwrap();
        let inbox = world.office.inbox(&anna, &InboxFilter::default(), None).await.unwrap();
        assert!(inbox.items.is_empty());
        world.office.act(&karim, dossier, give(&world, "anna")).await.unwrap();
        let view = world.office.open_case(&anna, dossier).await.unwrap();
        assert_eq!(view.case.answers.as_ref().unwrap().what, "Er wordt gerommeld.", "also what was before");
        assert_eq!(view.case.messages.last().unwrap().text, "Is er nieuws?");
        let kinds: Vec<_> = view.case.history.iter().rev().take(2).map(|event| event.fact.kind()).collect();
        assert_eq!(kinds, ["access-given", "access-taken"], "and it is on record");
        assert_eq!(refusal(world.office.act(&karim, dossier, give(&world, "anna")).await), Refusal::Rule("already-holds"));
    }

    async fn a_case_whose_holders_all_lost_their_keys_is_unheld_and_recovered(world) {
        let mut world = world;
        let sent = world.office.receive(&report("Er wordt gerommeld."), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        begin_again(&mut world, "anna").await;
        begin_again(&mut world, "karim").await;
        let reporter = back(&world, &sent.code).await;
        let write = ReporterCommand::Write { text: "Is er iemand?".into(), files: vec![] };
        world.office.reporter_act(&reporter, 0, write).await.unwrap();
        let admin = world.staff("administrator").await;
        assert_eq!(world.office.health(&admin).await.unwrap().unheld, 1);
        let shares: Vec<_> = world.shares.iter().map(|share| Share::parse(share).unwrap()).collect();
        let done = world.office.recover(&shares[1..], world.id("anna"), None).await.unwrap();
        assert_eq!((done.given, done.left), (1, 0));
        let anna = world.staff("anna").await;
        let view = world.office.open_case(&anna, dossier).await.unwrap();
        assert_eq!(view.case.messages[0].text, "Is er iemand?");
        assert_eq!(world.office.health(&admin).await.unwrap().unheld, 0);
    }

    async fn after_somebody_left_keys_are_still_turned_for_who_is_there(world) {
        world.office.receive(&report("Een collega verkoopt dossiers."), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        let (admin, anna) = (world.staff("administrator").await, world.staff("anna").await);
        world.office.act(&anna, dossier, Command::Acknowledge { text: "Ontvangen.".into() }).await.unwrap();
        world.office.act(&anna, dossier, Command::AskAssessor { person: world.id("petra") }).await.unwrap();
        world.office.leave(&admin, world.id("karim")).await.unwrap();
        let party = Party { name: "Petra".into(), part: Part::Subject, person: Some(world.id("petra")) };
        world.office.act(&anna, dossier, Command::NameParty(party)).await.unwrap();
        let view = world.office.open_case(&anna, dossier).await.unwrap();
        assert_eq!(view.holders.len(), 1);
        assert_eq!(view.case.parties.len(), 1, "what came after the turn is read");
        let left = view.case.history.iter().filter(|event| event.fact.kind() == "access-taken").count();
        assert_eq!(left, 2, "who left and who was named");
    }

    async fn the_seat_of_an_assessor_who_left_is_free_again(world) {
        world.office.receive(&report("Er wordt gerommeld."), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        let (admin, anna) = (world.staff("administrator").await, world.staff("anna").await);
        world.office.act(&anna, dossier, Command::Acknowledge { text: "Ontvangen.".into() }).await.unwrap();
        world.office.act(&anna, dossier, Command::Assess(assessment(Say::Yes, None))).await.unwrap();
        world.office.act(&anna, dossier, Command::AskAssessor { person: world.id("petra") }).await.unwrap();
        world.office.leave(&admin, world.id("petra")).await.unwrap();
        world.office.act(&anna, dossier, Command::AskAssessor { person: world.id("joke") }).await.unwrap();
        let joke = world.staff("joke").await;
        world.office.act(&joke, dossier, Command::Assess(assessment(Say::Yes, None))).await.unwrap();
        let view = world.office.open_case(&anna, dossier).await.unwrap();
        assert_eq!(view.case.stage, domain::case::Stage::Admitted);
    }

    async fn files_of_a_retaliation_report_come_with_it_and_are_kept(world) {
        let sent = world.office.receive(&report("Er wordt gerommeld."), None).await.unwrap();
        let mut reporter = back(&world, &sent.code).await;
        let file = world.office.reporter_file(&mut reporter, "brief.txt", b"U bent geschorst.".as_slice()).await.unwrap();
        let answers = Answers { what: "Ik ben geschorst.".into(), ..Answers::default() };
        world.office.reporter_retaliation(&reporter, 0, answers, vec![file]).await.unwrap();
        world.place.open().await.sweep_blobs(i64::MAX).await.unwrap();
        let anna = world.staff("anna").await;
        let dossier = back(&world, &sent.code).await.cases[1].dossier;
        let form = office::files::Form::Original;
        let (_, mut stream) = world.office.case_file(&anna, dossier, 1, 0, form).await.unwrap();
        let mut read = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut stream, &mut read).await.unwrap();
        assert_eq!(read, "U bent geschorst.");
    }
}
