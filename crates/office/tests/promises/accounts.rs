//! Signing in and staying signed in: throttled for each account by itself, a code serves once, sessions end.

use crate::on_both;
use crate::support::{PASSPHRASE, World, refusal};
use domain::Refusal;
use office::sign_in::SessionKind;
use secrecy::SecretString;

const WRONG: &str = "een heel andere lange zin";
const FAILED: Refusal = Refusal::Rule("sign-in-failed");

async fn sign_in(world: &World, name: &str, passphrase: &str, code: &str) -> office::Answer<String> {
    world.office.sign_in(name, SecretString::from(passphrase), code, SessionKind::Page).await
}

async fn right(world: &World, label: &str) -> office::Answer<String> {
    let token = sign_in(world, &world.people[label].1, PASSPHRASE, &world.code(label)).await;
    world.wait_seconds(30);
    token
}

on_both! {
    async fn promise_20_failures_of_one_account_make_it_wait_and_no_other(world) {
        let anna = world.people["anna"].1.clone();
        let mut failures = 0;
        let said = loop {
            let said = refusal(sign_in(&world, &anna, WRONG, "000000").await);
            if said != FAILED {
                break said;
            }
            failures += 1;
            assert!(failures < 20, "it never has to wait");
        };
        assert_eq!(said, Refusal::Busy);
        assert!(failures >= 5, "a few slips are free");
        right(&world, "petra").await.unwrap();
        world.wait_seconds(60);
        right(&world, "anna").await.unwrap();
        assert_eq!(refusal(sign_in(&world, &anna, WRONG, "000000").await), FAILED, "counted from the start again");
    }

    async fn promise_20_many_tries_at_the_same_moment_are_counted_one_by_one(world) {
        let anna = world.people["anna"].1.clone();
        let node = world.node().await;
        let mut tries = tokio::task::JoinSet::new();
        for number in 0..20 {
            let (office, anna) = (if number % 2 == 0 { &world.office } else { &node }.clone(), anna.clone());
            tries.spawn(async move { office.sign_in(&anna, WRONG.into(), "000000", SessionKind::Page).await });
        }
        let said = tries.join_all().await;
        let checked = said.into_iter().filter(|said| matches!(said, Err(office::Error::Refusal(no)) if *no == FAILED)).count();
        assert!(checked <= 7, "{checked} passphrases were checked");
    }

    async fn promise_20_a_one_time_code_serves_once(world) {
        let (name, code) = (world.people["anna"].1.clone(), world.code("anna"));
        let node = world.node().await;
        let (here, there) = tokio::join!(
            sign_in(&world, &name, PASSPHRASE, &code),
            node.sign_in(&name, SecretString::from(PASSPHRASE), &code, SessionKind::Page),
        );
        assert_eq!(usize::from(here.is_ok()) + usize::from(there.is_ok()), 1, "on one of two nodes");
        assert_eq!(refusal(sign_in(&world, &name, PASSPHRASE, &code).await), FAILED);
        world.wait_seconds(30);
        right(&world, "anna").await.unwrap();
    }

    async fn promise_21_every_session_ends_when_the_passphrase_changes(world) {
        let page = right(&world, "anna").await.unwrap();
        let token = world
            .office
            .sign_in(&world.people["anna"].1, SecretString::from(PASSPHRASE), &world.code("anna"), SessionKind::Token)
            .await
            .unwrap();
        world.wait_seconds(30);
        let other = right(&world, "karim").await.unwrap();
        let anna = world.office.staff(&page, SessionKind::Page).await.unwrap();
        assert_eq!(world.office.sessions(&anna).await.unwrap().len(), 2, "both are listed");
        let new = "een nieuwe lange zin met klokken";
        let old = || SecretString::from(PASSPHRASE);
        let wrong = world.office.change_passphrase(&anna, WRONG.into(), new.into(), &world.code("anna")).await;
        assert_eq!(refusal(wrong), FAILED);
        world.office.change_passphrase(&anna, old(), new.into(), &world.code("anna")).await.unwrap();
        let used = world.code("anna");
        assert_eq!(refusal(sign_in(&world, &world.people["anna"].1, new, &used).await), FAILED, "the code was used");
        for (token, kind) in [(&page, SessionKind::Page), (&token, SessionKind::Token)] {
            assert_eq!(refusal(world.office.staff(token, kind).await), Refusal::SignIn);
        }
        world.office.staff(&other, SessionKind::Page).await.unwrap();
        world.wait_seconds(30);
        assert_eq!(refusal(sign_in(&world, &world.people["anna"].1, PASSPHRASE, &world.code("anna")).await), FAILED);
        sign_in(&world, &world.people["anna"].1, new, &world.code("anna")).await.unwrap();
    }

    async fn promise_21_a_session_ends_when_it_is_not_used_and_after_a_day_in_any_case(world) {
        let idle = right(&world, "anna").await.unwrap();
        world.wait_seconds(29 * 60);
        world.office.staff(&idle, SessionKind::Page).await.unwrap();
        world.wait_seconds(31 * 60);
        assert_eq!(refusal(world.office.staff(&idle, SessionKind::Page).await), Refusal::SignIn);
        let busy = right(&world, "anna").await.unwrap();
        let mut used = 0;
        while world.office.staff(&busy, SessionKind::Page).await.is_ok() {
            world.wait_seconds(20 * 60);
            used += 1;
            assert!(used < 40, "it never ends");
        }
        assert_eq!(used, 30, "ten hours");
        let ended = right(&world, "anna").await.unwrap();
        world.office.sign_out(&ended).await.unwrap();
        assert_eq!(refusal(world.office.staff(&ended, SessionKind::Page).await), Refusal::SignIn);
    }

    async fn promise_21_a_reporters_session_ends_too(world) {
        let sent = world.office.receive(&crate::support::report("Iets."), None).await.unwrap();
        let token = world.office.open_receipt(&sent.code).await.unwrap();
        world.wait_seconds(29 * 60);
        world.office.reporter(&token).await.unwrap();
        world.wait_seconds(90 * 60);
        assert_eq!(refusal(world.office.reporter(&token).await), Refusal::SignIn);
        let busy = world.office.open_receipt(&sent.code).await.unwrap();
        let mut used = 0;
        while world.office.reporter(&busy).await.is_ok() {
            world.wait_seconds(20 * 60);
            used += 1;
            assert!(used <= 12, "it never ends");
        }
    }

    async fn promise_21_who_left_is_signed_out_at_once(world) {
        let token = right(&world, "karim").await.unwrap();
        let admin = world.staff("administrator").await;
        world.office.leave(&admin, world.id("karim")).await.unwrap();
        assert_eq!(refusal(world.office.staff(&token, SessionKind::Page).await), Refusal::SignIn);
        assert_eq!(refusal(right(&world, "karim").await), FAILED);
    }
}

#[tokio::test]
async fn promise_20_a_name_that_does_not_exist_is_answered_alike() {
    let world = World::new().await;
    for round in 0..2 {
        for name in [world.people["anna"].1.clone(), format!("niemand{round}@ind.example")] {
            assert_eq!(refusal(sign_in(&world, &name, WRONG, "000000").await), FAILED);
        }
        world.wait_seconds(120);
    }
    let unknown = format!("{}@ind.example", "niemand");
    let said: Vec<_> = {
        let mut said = Vec::new();
        for _ in 0..9 {
            said.push(refusal(sign_in(&world, &unknown, WRONG, "000000").await));
        }
        said
    };
    assert_eq!(said.last(), Some(&Refusal::Busy), "it waits as a known one does: {said:?}");
}
