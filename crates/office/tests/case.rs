//! A case from the report to the second look, as the people in it live it, on both databases.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use domain::Refusal;
use domain::case::{Command, Part, Party, ReporterCommand, Stage};
use domain::first_phase::{Answer as Say, Outcome};
use domain::id::DossierId;
use domain::people::Role;
use domain::report::IdentityMode;
use office::inbox::InboxFilter;
use support::{assessment, known, only_case, refusal, report};

on_both! {
    async fn a_reporter_comes_back_with_the_code_and_talks_with_the_intake_officer(world) {
        let sent = world.office.receive(&report("Er worden dossiers verkocht."), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        let anna = world.staff("anna").await;
        let view = world.office.open_case(&anna, dossier).await.unwrap();
        assert_eq!(view.case.answers.as_ref().unwrap().what, "Er worden dossiers verkocht.");
        let hello = Command::Acknowledge { text: "Dank voor uw melding.".into() };
        world.office.act(&anna, dossier, hello).await.unwrap();

        let token = world.office.open_receipt(&sent.code).await.unwrap();
        let reporter = world.office.reporter(&token).await.unwrap();
        assert_eq!(reporter.cases[0].case.stage, Stage::Acknowledged);
        assert_eq!(reporter.cases[0].case.messages[0].text, "Dank voor uw melding.");
        let answer = ReporterCommand::Write { text: "Ik heb meer gezien.".into(), files: vec![] };
        world.office.reporter_act(&reporter, 0, answer).await.unwrap();
        let view = world.office.open_case(&anna, dossier).await.unwrap();
        assert_eq!(view.case.messages.last().unwrap().text, "Ik heb meer gezien.");
        assert_eq!(view.access.iter().filter(|event| event.kind == "opened").count(), 2, "each opening is an entry");
    }

    async fn a_wrong_code_is_answered_with_a_session_that_opens_nothing(world) {
        let wrong = vault::receipt::Code::generate();
        let token = world.office.open_receipt(&wrong.reveal()).await.unwrap();
        assert_eq!(refusal(world.office.reporter(&token).await), Refusal::Rule("code-wrong"));
    }

    async fn who_holds_no_key_gets_the_answer_of_a_case_that_does_not_exist(world) {
        world.office.receive(&report("Iets."), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        for label in ["petra", "joke", "chair", "administrator"] {
            let other = world.staff(label).await;
            assert_eq!(refusal(world.office.open_case(&other, dossier).await), Refusal::NotFound, "{label}");
            let unknown = DossierId(vault::random::uuid());
            assert_eq!(refusal(world.office.open_case(&other, unknown).await), Refusal::NotFound, "{label}");
        }
    }

    async fn an_officer_named_in_the_report_is_never_given_it(world) {
        world.office.receive(&report("Karim el Idrissi verkoopt dossiers."), None).await.unwrap();
        let karim = world.staff("karim").await;
        let page = world.office.inbox(&karim, &InboxFilter::default(), None).await.unwrap();
        assert!(page.items.is_empty());
        only_case(&world, "anna").await;
    }

    async fn naming_a_holder_takes_the_key_and_what_follows_stays_closed_to_them(world) {
        world.office.receive(&report("Een collega verkoopt dossiers."), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        let (anna, karim) = (world.staff("anna").await, world.staff("karim").await);
        world.office.open_case(&karim, dossier).await.unwrap();
        let party = Party { name: "Karim".into(), part: Part::Subject, person: Some(world.id("karim")) };
        world.office.act(&anna, dossier, Command::NameParty(party)).await.unwrap();
        assert_eq!(refusal(world.office.open_case(&karim, dossier).await), Refusal::NotFound);
        world.office.act(&anna, dossier, Command::Note { text: "Nu alleen wij.".into() }).await.unwrap();
        let view = world.office.open_case(&anna, dossier).await.unwrap();
        assert_eq!(view.case.notes[0].text, "Nu alleen wij.");
        assert_eq!(view.holders.len(), 1);
    }

    async fn two_assessors_answer_blind_and_a_difference_goes_to_the_committee(world) {
        world.office.receive(&report("Er wordt gerommeld."), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        let anna = world.staff("anna").await;
        world.office.act(&anna, dossier, Command::Acknowledge { text: "Ontvangen.".into() }).await.unwrap();
        world.office.act(&anna, dossier, Command::AskAssessor { person: world.id("petra") }).await.unwrap();
        world.office.act(&anna, dossier, Command::Assess(assessment(Say::Yes, None))).await.unwrap();
        let petra = world.staff("petra").await;
        let view = world.office.open_case(&petra, dossier).await.unwrap();
        assert_eq!(view.case.rounds[&1].visible_to(petra.id).filter(|seat| seat.answer.is_some()).count(), 0);
        let no = assessment(Say::No, Some(Outcome::NotTakenUp));
        world.office.act(&petra, dossier, Command::Assess(no)).await.unwrap();
        let secretary = world.staff("secretary").await;
        let (queue, _) = world.office.committee_queue(&secretary).await.unwrap();
        assert_eq!(queue.len(), 1);
        let view = world.office.open_case(&secretary, dossier).await.unwrap();
        assert_eq!(view.case.stage, Stage::Split);
        assert_eq!(view.case.rounds[&1].visible_to(secretary.id).filter(|seat| seat.answer.is_some()).count(), 2);
        assert_eq!(refusal(world.office.committee_queue(&anna).await), Refusal::NotAllowed);
    }

    async fn doubt_protects_when_the_first_phase_is_still_open_after_its_deadline(world) {
        let sent = world.office.receive(&report("Er wordt gerommeld."), None).await.unwrap();
        world.wait_days(35);
        world.office.tick().await.unwrap();
        world.office.tick().await.unwrap();
        let token = world.office.open_receipt(&sent.code).await.unwrap();
        let reporter = world.office.reporter(&token).await.unwrap();
        assert_eq!(reporter.cases[0].case.stage, Stage::Admitted);
        let escalated = reporter.cases[0].case.escalated.len();
        assert_eq!(escalated, 2, "acknowledgement and first phase, each once");
    }

    async fn the_reporter_asks_for_a_second_look_by_people_who_were_not_in_the_first(world) {
        let sent = world.office.receive(&report("Mijn verlof werd geweigerd."), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        let (anna, karim) = (world.staff("anna").await, world.staff("karim").await);
        world.office.act(&anna, dossier, Command::Acknowledge { text: "Ontvangen.".into() }).await.unwrap();
        let no = || assessment(Say::No, Some(Outcome::NotTakenUp));
        world.office.act(&anna, dossier, Command::Assess(no())).await.unwrap();
        world.office.act(&karim, dossier, Command::Assess(no())).await.unwrap();
        let letter = Command::SendOutcome { text: "Wij nemen uw melding niet in behandeling, omdat …".into() };
        world.office.act(&anna, dossier, letter).await.unwrap();

        let token = world.office.open_receipt(&sent.code).await.unwrap();
        let reporter = world.office.reporter(&token).await.unwrap();
        let ask = ReporterCommand::AskSecondLook { why: "Het gaat om meer mensen.".into() };
        world.office.reporter_act(&reporter, 0, ask).await.unwrap();
        let again = world.office.act(&anna, dossier, Command::Assess(assessment(Say::Yes, None))).await;
        assert!(matches!(refusal(again), Refusal::Rule(_)), "who was in the first does not assess the second");
        for label in ["petra", "joke"] {
            world.office.act(&anna, dossier, Command::AskAssessor { person: world.id(label) }).await.unwrap();
            let staff = world.staff(label).await;
            world.office.act(&staff, dossier, Command::Assess(assessment(Say::Yes, None))).await.unwrap();
        }
        let view = world.office.open_case(&anna, dossier).await.unwrap();
        assert_eq!(view.case.stage, Stage::Admitted);
    }

    async fn a_confidential_name_is_open_to_the_intake_officers_and_not_to_an_assessor(world) {
        world.office.receive(&known("Er wordt gerommeld.", IdentityMode::Confidential), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        let anna = world.staff("anna").await;
        let view = world.office.open_case(&anna, dossier).await.unwrap();
        assert_eq!(view.case.reporter.as_ref().unwrap().name, "Fatma Demir");
        world.office.act(&anna, dossier, Command::Acknowledge { text: "Ontvangen.".into() }).await.unwrap();
        world.office.act(&anna, dossier, Command::AskAssessor { person: world.id("petra") }).await.unwrap();
        let petra = world.staff("petra").await;
        let view = world.office.open_case(&petra, dossier).await.unwrap();
        assert!(view.case.reporter.is_none());
        assert!(!view.knows_reporter);
    }

    async fn an_anonymous_reporter_opens_their_identity_in_steps(world) {
        let sent = world.office.receive(&report("Er wordt gerommeld."), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        let identity = || domain::report::Identity { name: "Fatma Demir".into(), contact: String::new() };
        let token = world.office.open_receipt(&sent.code).await.unwrap();
        let reporter = world.office.reporter(&token).await.unwrap();
        let first = ReporterCommand::BeKnown { mode: IdentityMode::Confidential, identity: identity() };
        world.office.reporter_act(&reporter, 0, first).await.unwrap();
        let anna = world.staff("anna").await;
        let view = world.office.open_case(&anna, dossier).await.unwrap();
        assert_eq!(view.case.reporter.as_ref().expect("the officer reads it").name, "Fatma Demir");
        let then = ReporterCommand::BeKnown { mode: IdentityMode::Open, identity: identity() };
        world.office.reporter_act(&reporter, 0, then).await.unwrap();
        let view = world.office.open_case(&anna, dossier).await.unwrap();
        assert_eq!(view.case.identity, IdentityMode::Open);
    }

    async fn retaliation_becomes_a_case_of_its_own_under_the_same_code(world) {
        let sent = world.office.receive(&report("Er wordt gerommeld."), None).await.unwrap();
        let token = world.office.open_receipt(&sent.code).await.unwrap();
        let reporter = world.office.reporter(&token).await.unwrap();
        let answers = domain::report::Answers { what: "Ik ben overgeplaatst.".into(), ..Default::default() };
        let index = world.office.reporter_retaliation(&reporter, 0, answers, vec![]).await.unwrap();
        let reporter = world.office.reporter(&token).await.unwrap();
        assert_eq!(reporter.cases.len(), 2);
        assert_eq!(reporter.cases[1].index, index);
        assert_eq!(reporter.cases[0].case.links, [(reporter.cases[1].dossier, 1)]);
    }

    async fn a_case_passed_on_leaves_the_hands_of_who_passed_it(world) {
        world.office.receive(&report("Het gaat om een inrichting."), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        let anna = world.staff("anna").await;
        let to = world.nodes["dji"];
        let pass = Command::PassOn { to, explanation: "Het gaat over een andere dienst.".into(), agreed: true };
        world.office.act(&anna, dossier, pass).await.unwrap();
        assert_eq!(refusal(world.office.open_case(&anna, dossier).await), Refusal::NotFound);
        let petra = world.staff("petra").await;
        let view = world.office.open_case(&petra, dossier).await.unwrap();
        assert_eq!(view.case.agency, to);
    }

    async fn when_nobody_is_left_several_people_together_open_the_case_again_for_all_to_see(world) {
        let mut world = world;
        world.office.receive(&report("Er wordt gerommeld."), None).await.unwrap();
        let dossier = only_case(&world, "anna").await;
        let admin = world.staff("administrator").await;
        for label in ["anna", "karim"] {
            world.office.leave(&admin, world.id(label)).await.unwrap();
        }
        assert_eq!(world.office.health(&admin).await.unwrap().unheld, 1);
        world.add_person(&admin, "nieuw", "Nadia Bos", Role::IntakeOfficer, "ind").await;
        let shares: Vec<_> = world.shares.iter().map(|s| vault::recovery::Share::parse(s).unwrap()).collect();
        let alone = world.office.recover(&shares[..1], world.id("nieuw"), None).await;
        assert_eq!(refusal(alone), Refusal::Rule("shares-wrong"));
        let done = world.office.recover(&shares[..2], world.id("nieuw"), None).await.unwrap();
        assert_eq!(done.given, 1);
        let new = world.staff("nieuw").await;
        let view = world.office.open_case(&new, dossier).await.unwrap();
        let seen = view.case.history.iter().any(|event| event.fact.kind() == "access-given" && event.number > 2);
        assert!(seen, "the recovery is an entry that holders see");
    }
}
