//! The ledger of real cases: whole after what people did, wrong after what a master of the database did, and a proof that
//! holds without any of it.

use crate::on_both;
use crate::support::{World, assessment, back, only_case, report};
use domain::case::{Command, Part, Party, ReporterCommand};
use domain::first_phase::{Answer as Say, Outcome};
use domain::id::DossierId;
use ledger::proof::{self, Proof, Standing};
use store::{Append, NewEntry, Stream, Verified};

/// What the check of the whole ledger says is wrong, if anything.
async fn wrong(world: &World) -> Option<String> {
    let keys = [world.office.verifier_key().unwrap()];
    match world.place.open().await.verify_ledger(&keys).await.unwrap() {
        Verified::Good(_) => None,
        Verified::Wrong(wrong) => Some(wrong.to_string()),
    }
}

/// A case with some of everything, a checkpoint over it, and a little more.
async fn lived(world: &World) -> DossierId {
    let sent = world.office.receive(&report("Er worden dossiers verkocht."), None).await.unwrap();
    let dossier = only_case(world, "anna").await;
    let (anna, karim) = (world.staff("anna").await, world.staff("karim").await);
    world.office.open_case(&anna, dossier).await.unwrap();
    let no = || assessment(Say::No, Some(Outcome::NotTakenUp));
    for (staff, command) in [
        (&anna, Command::Acknowledge { text: "Ontvangen.".into() }),
        (&anna, Command::Assess(no())),
        (&karim, Command::Assess(no())),
        (&anna, Command::SendOutcome { text: "Wij nemen uw melding niet in behandeling.".into() }),
        (&anna, Command::StepAside { reason: "Ik ken de melder van vroeger.".into() }),
    ] {
        world.office.act(staff, dossier, command).await.unwrap();
    }
    world.wait_seconds(86_400);
    world.office.tick().await.unwrap();
    let karim = world.staff("karim").await;
    let party = Party { name: "Iemand".into(), part: Part::Witness, person: None };
    world.office.act(&karim, dossier, Command::NameParty(party)).await.unwrap();
    let look = ReporterCommand::AskSecondLook { why: "Het gaat om meer mensen.".into() };
    world.office.reporter_act(&back(world, &sent.code).await, 0, look).await.unwrap();
    dossier
}

on_both! {
    async fn promise_13_the_ledger_of_what_people_did_is_whole_and_every_change_behind_it_is_found(world) {
        lived(&world).await;
        assert_eq!(wrong(&world).await, None);
        let case = "dossier in (select dossier from case_row) and stream = 'record'";
        let leaf = |kind: &str| format!("(select min(leaf) from entry where {case} and kind = '{kind}')");
        let keep = ["entry", "log_leaf", "log_node", "log_field", "log_head", "checkpoint"];
        for table in keep {
            world.place.tamper(&format!("create table kept_{table} as select * from {table}")).await;
        }
        let attacks = [
            ("a fact", format!("update entry set facts = replace(facts, 'abuse', 'complaint') where {case} and number = 1")),
            ("a word that was said", format!("update entry set body = {} where {case} and kind = 'acknowledged'",
                "(select body from entry where kind = 'outcome-sent')")),
            ("the time of an assessment", format!("update entry set at = '2026-11-02T08:00:00Z' where leaf = {}", leaf("assessed"))),
            ("who assessed", format!("update entry set author = 'system' where leaf = {}", leaf("assessed"))),
            ("what happened", format!("update entry set kind = 'note-written' where leaf = {}", leaf("assessed"))),
            ("that somebody looked", "update entry set dossier = (select dossier from entry where leaf = 0)
                where stream = 'access' and number = 1".to_owned()),
            ("an entry gone", format!("delete from entry where leaf = {}", leaf("assessed"))),
            ("the newest entry gone", "delete from entry where leaf = (select max(leaf) from entry)".to_owned()),
            ("all of a case gone", "delete from entry where dossier in (select dossier from case_row)".to_owned()),
            ("the commitment that the next one will name", "update entry set commitment =
                (select commitment from entry where leaf = 0) where leaf = (select max(leaf) from entry)".to_owned()),
            ("a checkpoint moved to another day", "update checkpoint set slot = '2026-10-01'
                where size = (select max(size) from checkpoint)".to_owned()),
            ("a checkpoint said to be larger", "update checkpoint set size = size + 256
                where size = (select max(size) from checkpoint)".to_owned()),
            ("a broken hash", "update log_leaf set commitment = substr(commitment, 1, 5) where idx = 250".to_owned()),
        ];
        for (what, attack) in attacks {
            world.place.tamper(&attack).await;
            let found = wrong(&world).await;
            assert!(found.is_some(), "{what} was changed and not found");
            for table in keep {
                world.place.tamper(&format!("delete from {table}; insert into {table} select * from kept_{table}")).await;
            }
            assert_eq!(wrong(&world).await, None, "after {what} was put back");
        }
    }

    async fn promise_13_an_entry_dated_back_is_found_also_when_it_is_put_in_with_all_its_hashes(world) {
        let dossier = lived(&world).await;
        world.wait_days(5);
        world.office.tick().await.unwrap();
        let entry = NewEntry {
            dossier,
            stream: Stream::Record,
            expect: None,
            kind: "note-written".into(),
            at: "2026-11-03T09:00:00Z".into(),
            by: format!("person:{}", world.id("anna")),
            facts: r#"{"kind":"note-written"}"#.into(),
            body: None,
            content_digest: None,
            fixed_salts: None,
        };
        world.place.open().await.append(Append { entries: vec![entry], ..Append::default() }).await.unwrap();
        let found = wrong(&world).await.expect("it is found");
        assert!(found.contains("2026-11-03") && found.contains("record"), "{found}");
    }

    async fn promise_14_a_proof_holds_offline_before_and_after_a_checkpoint_and_after_everything_is_gone(world) {
        let published = world.office.verifier_key().unwrap();
        let sent = world.office.receive(&report("Er worden dossiers verkocht."), None).await.unwrap();
        let first = Proof::from_json(sent.proof.as_bytes()).unwrap();
        let reporter = back(&world, &sent.code).await;
        let content = world.office.report_content(&reporter, 0).unwrap();
        let verdict = proof::verify(&first, Some(&published), Some(&content)).unwrap();
        assert!(matches!(verdict.standing, Standing::Promised { .. }));
        assert!(verdict.content_matched && verdict.key_published);
        assert_eq!(verdict.received_on.to_string(), "2026-11-02");
        assert!(!sent.proof.contains("verkocht"), "a proof does not tell what was reported");

        world.wait_seconds(86_400);
        world.office.tick().await.unwrap();
        let text = world.office.proof(&back(&world, &sent.code).await, 0).await.unwrap();
        let second = Proof::from_json(text.as_bytes()).unwrap();
        let verdict = proof::verify(&second, Some(&published), Some(&content)).unwrap();
        assert!(matches!(verdict.standing, Standing::Logged { .. }));
        assert_eq!(second.commitment, first.commitment);

        let other = ledger::note::Signer::from_seed("test.belfry.example/belfry-log", &[3; 32]).unwrap();
        assert!(proof::verify(&second, Some(other.verifier_key()), None).is_err(), "signed by another key");
        let mut changed = content.clone();
        changed[40] ^= 1;
        assert!(proof::verify(&second, Some(&published), Some(&changed)).is_err(), "another content");
        let mut moved = second.clone();
        moved.received_on = "2026-11-01".into();
        assert!(proof::verify(&moved, Some(&published), None).is_err(), "another day");

        // Years later nothing of the case is left, and nobody is asked.
        world.place.tamper("update entry set body = null; delete from wrap; delete from log_field; delete from blob").await;
        drop(world);
        for proof in [first, second] {
            proof::verify(&proof, Some(&published), Some(&content)).unwrap();
        }
    }

    async fn promise_14_what_a_proof_commits_to_is_all_that_was_told(world) {
        let sent = world.office.receive(&report("Er worden dossiers verkocht."), None).await.unwrap();
        let other = world.office.receive(&report("Er worden dossiers verkocht!"), None).await.unwrap();
        let published = world.office.verifier_key().unwrap();
        let content = world.office.report_content(&back(&world, &sent.code).await, 0).unwrap();
        let proof = Proof::from_json(other.proof.as_bytes()).unwrap();
        assert!(proof::verify(&proof, Some(&published), Some(&content)).is_err());
        assert!(String::from_utf8(content).unwrap().contains("Er worden dossiers verkocht."));
    }
}
