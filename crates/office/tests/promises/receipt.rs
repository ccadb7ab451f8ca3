//! The reporter's code: hard to guess, answered alike, and never slowed by a stranger.

use crate::support::{World, back, refusal, report};
use domain::Refusal;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use vault::receipt::Code;

/// Bits of a symbol of which all 32 occur.
const SYMBOL_BITS: usize = 5;

#[test]
fn promise_06_a_code_has_ninety_random_bits_or_more() {
    let mut seen: Vec<BTreeSet<char>> = Vec::new();
    for _ in 0..1500 {
        let code: Vec<char> = Code::generate().reveal().chars().filter(|symbol| symbol.is_alphanumeric()).collect();
        seen.resize(code.len(), BTreeSet::new());
        for (place, symbol) in seen.iter_mut().zip(code) {
            place.insert(symbol);
        }
    }
    // The symbols that check the others are no secret: four at most are left out.
    let free = seen.iter().filter(|symbols| symbols.len() == 32).count() - 4;
    assert!(free * SYMBOL_BITS >= 90, "{free} free symbols");
}

#[tokio::test]
async fn promise_06_a_wrong_code_and_a_right_one_get_the_same_answer() {
    let world = World::new().await;
    let right = world.office.receive(&report("Iets."), None).await.unwrap().code;
    let wrong = Code::generate().reveal().to_string();
    let mut answers = BTreeSet::new();
    for code in [&right, &wrong] {
        answers.insert(world.office.open_receipt(code).await.unwrap().len());
    }
    assert_eq!(answers.len(), 1, "the answers look alike");
    let kept =
        world.place.texts("select distinct cast(length(sealed) as text) from session where kind = 'reporter'").await;
    assert_eq!(kept.len(), 1, "and so does what is kept of them: {kept:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_06_a_stranger_who_tries_and_tries_does_not_slow_an_honest_reporter() {
    let world = Arc::new(World::new().await);
    let sent = world.office.receive(&report("Iets."), None).await.unwrap();
    let tries = Arc::new(AtomicU32::new(0));
    let strangers: Vec<_> = (0..4)
        .map(|_| {
            let (world, tries) = (Arc::clone(&world), Arc::clone(&tries));
            tokio::spawn(async move {
                while tries.fetch_add(1, Ordering::SeqCst) < 400 {
                    let token = world.office.open_receipt(&Code::generate().reveal()).await.unwrap();
                    assert_eq!(refusal(world.office.reporter(&token).await), Refusal::Rule("code-wrong"));
                }
            })
        })
        .collect();
    while tries.load(Ordering::SeqCst) < 200 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let reporter = back(&world, &sent.code).await;
    assert_eq!(reporter.cases.len(), 1);
    for stranger in strangers {
        stranger.await.unwrap();
    }
}

#[tokio::test]
async fn promise_06_what_the_database_keeps_of_a_wrong_code_does_not_tell_which_it_was() {
    let world = World::new().await;
    let code = Code::generate().reveal().to_string();
    let (one, two) = (world.office.open_receipt(&code).await.unwrap(), world.office.open_receipt(&code).await.unwrap());
    assert_ne!(one, two);
    let sessions = world.place.texts("select hex(id_hash) || hex(sealed) from session where kind = 'reporter'").await;
    assert_eq!(sessions.len(), 2);
    assert_ne!(sessions[0], sessions[1]);
    let throttled = world.place.texts("select cast(count(*) as text) from throttle").await;
    assert_eq!(throttled, ["0"], "nobody's tries are counted");
}
