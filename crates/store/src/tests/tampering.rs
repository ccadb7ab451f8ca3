//! Whoever changes the database behind the program's back is found out, and where.

use super::support::{act, dossier, entry, keys, on_both, sign, tamper, tamper_with};
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
    wrong(store).await.where_
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
        is found at "leaf 3";
    a_hash_of_the_tree: "update log_node set hash = (select hash from log_node where level = 1 and idx = 1)
        where level = 1 and idx = 0" is found at "node 0 of level 1";
    a_hash_that_is_missing: "delete from log_node where level = 2" is found at "node 0 of level 2";
    a_body_with_one_other_byte: "update entry set body = (select body from entry where leaf = 8) where leaf = 0;
        update entry set body = substr(body, 1, 299) where leaf = 0" is found at "leaf 0";
    another_kind_of_act: "update entry set kind = 'note' where leaf = 3" is found at "leaf 3";
    an_entry_moved_to_another_dossier: "update entry set dossier = (select dossier from entry where leaf = 1), number = 9
        where leaf = 8" is found at "leaf 8";
    an_entry_that_was_put_in: "insert into entry (dossier, stream, number, kind, at, author, facts, commitment, leaf)
        select dossier, stream, 99, kind, at, author, facts, commitment, 99 from entry where leaf = 3"
        is found at "entries";
    an_entry_put_in_the_place_of_filler:
        "insert into entry (dossier, stream, number, kind, at, author, facts, commitment, leaf)
        select dossier, stream, 99, kind, at, author, facts, commitment, 6 from entry where leaf = 3;
        update log_leaf set filler = null where idx = 6" is found at "leaf 6";
    a_commitment_changed_beside_its_entry: "update entry set commitment = (select commitment from entry where leaf = 0)
        where leaf = 8" is found at "leaf 8";
    a_leaf_that_was_replaced: "update log_leaf set commitment = (select commitment from log_leaf where idx = 0)
        where idx = 1" is found at "leaf 1";
    two_leaves_that_changed_places: "update log_leaf set idx = 100 where idx = 0; update log_leaf set idx = 0 where idx = 1;
        update log_leaf set idx = 1 where idx = 100" is found at "leaf 0";
    a_field_that_was_rewritten: "update log_field set digest = (select digest from log_field where leaf = 1 and place = 7)
        where leaf = 2 and place = 7" is found at "leaf 2";
    a_field_that_was_renamed: "update log_field set name = 'by' where leaf = 2 and place = 7" is found at "leaf 2";
    a_field_that_was_dropped: "delete from log_field where leaf = 2 and place = 7" is found at "leaf 2";
    a_hash_too_short_to_be_one: "update log_leaf set commitment = substr(commitment, 1, 5) where idx = 3"
        is found at "leaf 3";
    a_number_below_nothing: "update entry set number = -4 where leaf = 3" is found at "leaf 3";
    a_node_too_many: "insert into log_node (level, idx, hash) select 9, 9, hash from log_node where level = 1 and idx = 0"
        is found at "nodes";
    a_head_that_is_gone: "delete from log_head" is found at "head";
    a_checkpoint_said_to_be_larger: "update checkpoint set size = 16" is found at "checkpoint 1";
    a_checkpoint_of_another_day: "update checkpoint set slot = '2026-10-01'" is found at "leaf 0";
    a_checkpoint_that_was_dropped_and_one_forged:
        "update checkpoint set note = replace(note, 'test.example', 'best.example')" is found at "checkpoint 1";
}

on_both! {
    async fn a_head_rolled_back_over_the_newest_entry_is_found(place) {
        let store = place.open().await;
        let one = dossier();
        for _ in 0..3 {
            store.append(act(entry(one))).await.unwrap();
        }
        tamper(&store, "create table kept_head as select frontier from log_head").await;
        store.append(act(entry(one))).await.unwrap();
        tamper(&store, "update log_head set frontier = (select frontier from kept_head)").await;
        assert_eq!(wrong(&store).await.where_, "head");
    }

    /// Everything put back as it was: only a checkpoint can tell, here the one in the database.
    async fn a_log_that_was_cut_off_whole_before_its_last_checkpoint_is_found(place) {
        let store = place.open().await;
        let one = dossier();
        store.append(act(entry(one))).await.unwrap();
        tamper(&store, "create table kept_head as select frontier from log_head").await;
        store.append(act(entry(one))).await.unwrap();
        store.publish_checkpoint("2026-11-24", 8, 1, sign).await.unwrap();
        tamper(
            &store,
            "update log_head set frontier = (select frontier from kept_head); delete from entry where leaf > 0;
             delete from log_leaf where idx > 0; delete from log_node; delete from log_field where leaf > 0",
        )
        .await;
        let wrong = wrong(&store).await;
        assert_eq!(wrong.where_, "checkpoint 1");
        assert!(wrong.what.contains("cut off"), "{}", wrong.what);
    }

    async fn an_entry_dated_back_with_all_its_hashes_is_found_by_the_checkpoint_before_it(place) {
        let store = place.open().await;
        filled(&store).await;
        let mut late = entry(dossier());
        late.at = "2026-11-02T09:00:00Z".into();
        store.append(act(late)).await.unwrap();
        let wrong = wrong(&store).await;
        assert!(wrong.where_.starts_with("leaf 9") && wrong.what.contains("2026-11-02"), "{wrong}");
    }

    async fn a_history_that_was_written_anew_with_all_its_hashes_is_found_by_the_checkpoint(place) {
        let store = place.open().await;
        filled(&store).await;
        tamper(&store, "create table kept_checkpoint as select * from checkpoint").await;
        for table in ["entry", "log_leaf", "log_node", "log_field", "checkpoint"] {
            let delete = format!("delete from {table}");
            tamper_with(&store, delete).await;
        }
        let empty = ledger::tree::Frontier::new().to_bytes();
        let hex: String = empty.iter().map(|byte| format!("{byte:02x}")).collect();
        let literal = if place.is_postgres() { format!("'\\x{hex}'") } else { format!("x'{hex}'") };
        tamper_with(&store, format!("update log_head set frontier = {literal}")).await;
        filled(&store).await;
        tamper(&store, "delete from checkpoint; insert into checkpoint select * from kept_checkpoint").await;
        let wrong = wrong(&store).await;
        assert_eq!(wrong.where_, "checkpoint 1");
        assert!(wrong.what.contains("not those that it was signed over"), "{}", wrong.what);
    }
}

/// What the check says is wrong.
async fn wrong(store: &Store) -> ledger::Wrong {
    match store.verify_ledger(&keys()).await.unwrap() {
        Verified::Good(summary) => panic!("nothing was found: {summary}"),
        Verified::Wrong(wrong) => wrong,
    }
}
