//! Whoever changes the database behind the program's back is found out, and where.

use super::support::{act, dossier, entry, keys, on_both, sign, tamper};
use crate::{Store, Verified};

/// A log of two dossiers and a checkpoint, and one more entry.
async fn filled(store: &Store) {
    let (one, two) = (dossier(), dossier());
    for dossier in [one, two, one, one, two] {
        store.append(act(entry(dossier))).await.unwrap();
    }
    store.publish_checkpoint("2026-11-24", 8, 1, sign).await.unwrap();
    store.append(act(entry(one))).await.unwrap();
}

/// Where the check says it is wrong after a change.
async fn found(store: &Store, change: &'static str) -> String {
    filled(store).await;
    assert!(matches!(store.verify_ledger(&keys()).await.unwrap(), Verified::Good(_)));
    tamper(store, change).await;
    match store.verify_ledger(&keys()).await.unwrap() {
        Verified::Good(summary) => panic!("nothing was found: {summary}"),
        Verified::Wrong(wrong) => wrong.where_,
    }
}

macro_rules! tampering {
    ($($name:ident: $change:literal is found at $at:literal;)*) => {
        on_both! {
            $(async fn $name(place) {
                let at = found(&place.open().await, $change).await;
                assert!(at.contains($at), "found at {at}");
            })*
        }
    };
}

tampering! {
    a_fact_that_was_changed: "update entry set facts = '{}' where leaf = 2" is found at "leaf 2";
    a_time_that_was_moved_back: "update entry set at = '2026-11-20T13:00:00Z' where leaf = 4" is found at "leaf 4";
    another_author: "update entry set author = 'system' where leaf = 8" is found at "leaf 8";
    a_body_that_was_dropped: "update entry set body = null where leaf = 1" is found at "leaf 1";
    an_entry_that_was_dropped: "delete from entry where leaf = 2" is found at "leaf";
    an_entry_that_was_dropped_with_its_leaf:
        "delete from entry where leaf = 2; delete from log_leaf where idx = 2" is found at "leaf 2";
    the_end_that_was_cut_off: "delete from entry where leaf = 8; delete from log_leaf where idx = 8" is found at "head";
    entries_in_another_order:
        "update entry set number = 20 where leaf = 2; update entry set number = 2 where leaf = 3;
         update entry set number = 3 where leaf = 2" is found at "leaf 2";
    an_entry_that_pretends_to_be_filler:
        "update log_leaf set filler = (select salt from log_field where leaf = 2 and place = 0) where idx = 2"
        is found at "leaf 2";
    a_field_without_a_reason_to_be_erased: "update log_field set salt = null where leaf = 3 and place = 6"
        is found at "";
    a_hash_of_the_tree: "update log_node set hash = (select hash from log_node where level = 1 and idx = 1)
        where level = 1 and idx = 0" is found at "node 0 of level 1";
    a_hash_that_is_missing: "delete from log_node where level = 2" is found at "node 0 of level 2";
    a_checkpoint_that_was_dropped_and_one_forged:
        "update checkpoint set note = replace(note, 'test.example', 'best.example')" is found at "checkpoint 1";
}
