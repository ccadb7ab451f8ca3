//! The audit of a whole ledger: a good one passes, and each thing that somebody with the database in their
//! hands might do is found and placed.

use crate::book::{Book, Kept, book, feed};
use crate::common::{Log, key, signer};
use ledger::Hash;
use ledger::audit::{Audit, StoredCheckpoint};
use ledger::checkpoint::Checkpoint;
use ledger::note::Signer;

const DOSSIER_1: &str = "01010101010101010101010101010101";
const DOSSIER_2: &str = "02020202020202020202020202020202";

#[test]
fn a_good_ledger_passes_and_is_summed_up() {
    let summary = book().check().unwrap();
    assert_eq!(
        summary.to_string(),
        "good: 9 leaves (6 entries in 3 streams, 3 filler, 0 destroyed on record), 2 checkpoints hold; \
         the last 1 leaves are not under a checkpoint yet"
    );
    assert_eq!(summary.root, book().log.frontier.root());
}

#[test]
fn an_empty_ledger_passes() {
    let mut empty = Book::new();
    empty.head = empty.log.frontier.to_bytes();
    assert_eq!(empty.check().unwrap().leaves, 0);
    empty.checkpoint("2026-11-23");
    assert_eq!(empty.check().unwrap().checkpoints, 1);
}

#[test]
fn a_changed_value_is_found_in_every_field() {
    for name in ["dossier", "stream", "number", "prev", "kind", "at", "by", "facts", "body"] {
        let mut book = book();
        book.field(4, name).3.as_mut().unwrap().push(b'x');
        assert_eq!(book.fault(), format!("wrong: leaf 4: field {name}: it is not what was logged"));
    }
}

#[test]
fn a_changed_value_with_a_matching_digest_is_found_at_the_commitment() {
    let mut book = book();
    let field = ledger::commitment::Field { name: "by", salt: [1; 32], value: b"reporter" };
    *book.field(4, "by") = ("by", field.digest(), Some([1; 32]), Some(b"reporter".to_vec()));
    assert_eq!(book.fault(), "wrong: leaf 4: its fields belong to another commitment");
}

#[test]
fn fields_that_are_swapped_missing_or_half_there_are_found() {
    let names = "wrong: leaf 4: its fields are not those of an entry in their order";
    let mut swapped = book();
    if let Kept::Entry(rows) = &mut swapped.rows[4].1 {
        rows.swap(1, 4);
    }
    assert_eq!(swapped.fault(), names);
    let mut short = book();
    if let Kept::Entry(rows) = &mut short.rows[4].1 {
        rows.pop();
    }
    assert_eq!(short.fault(), names);
    let mut half = book();
    half.field(4, "by").2 = None;
    assert_eq!(half.fault(), "wrong: leaf 4: field by: its salt is missing");
    let mut half = book();
    half.field(4, "body").3 = None;
    assert_eq!(half.fault(), "wrong: leaf 4: field body: its value is missing");
}

#[test]
fn a_new_commitment_for_a_changed_entry_is_found_at_the_stored_hashes_or_the_checkpoint() {
    let mut forged = book();
    let mut other = Book::new();
    other.entry(1, "record", "report-received", "2026-11-22", "{\"another\":1}");
    forged.rows[0] = other.rows[0].clone();
    // The chain inside the stream sees it first where the next entry is read; before that, the node over it.
    assert_eq!(
        forged.fault(),
        format!(
            "wrong: leaf 1, dossier {DOSSIER_1}, record 2: it does not follow from the entry before it in its stream"
        )
    );
    let mut last = book();
    let mut log = Log::new();
    last.rows[8].0[0] ^= 1;
    last.rows[8].1 = Kept::Nothing;
    last.rows.iter().for_each(|row| log.push(row.0));
    assert!(last.fault().starts_with("wrong: head: it does not belong to these leaves"));
}

#[test]
fn leaves_that_change_places_are_found() {
    let mut book = book();
    book.rows.swap(0, 1);
    assert!(book.fault().starts_with("wrong: leaf 0, dossier 0101"), "{}", book.fault());
    let mut fillers = crate::book::book();
    fillers.rows.swap(6, 7);
    assert_eq!(fillers.fault(), "wrong: node 3 of level 1: it is not the hash of the leaves under it");
}

#[test]
fn a_leaf_that_was_taken_out_is_found_where_it_was() {
    let whole = book();
    let mut audit = Audit::begin(&[key()], &whole.checkpoints).unwrap();
    feed(&mut audit, 0, &whole.rows[0].0, &whole.rows[0].1, &whole.log).unwrap();
    let gap = feed(&mut audit, 2, &whole.rows[2].0, &whole.rows[2].1, &whole.log).unwrap_err();
    assert_eq!(gap.to_string(), "wrong: leaf 1: it is missing");
    let twice = feed(&mut audit, 0, &whole.rows[0].0, &whole.rows[0].1, &whole.log).unwrap_err();
    assert_eq!(twice.to_string(), "wrong: leaf 1: another leaf stands in its place");
}

#[test]
fn a_log_rebuilt_without_an_entry_is_found_by_the_stream_and_by_the_checkpoint() {
    // Everything is recomputed as somebody with the whole database could, but not the signed checkpoints.
    let rebuilt = |without: usize| {
        let mut forged = book();
        forged.rows.remove(without);
        forged.log = Log::new();
        let commitments: Vec<Hash> = forged.rows.iter().map(|row| row.0).collect();
        commitments.into_iter().for_each(|commitment| forged.log.push(commitment));
        forged.head = forged.log.frontier.to_bytes();
        forged.entries -= 1;
        forged
    };
    assert_eq!(
        rebuilt(1).fault(),
        format!("wrong: leaf 3, dossier {DOSSIER_1}, record 3: number 2 of its stream is missing before it")
    );
    assert_eq!(rebuilt(5).fault(), "wrong: checkpoint 2: the first 8 leaves are not those that it was signed over");
}

#[test]
fn an_entry_added_twice_or_into_the_past_of_its_stream_is_found() {
    let mut book = book();
    let (commitment, kept) = book.rows[8].clone();
    book.append(commitment, kept);
    book.entries += 1;
    assert_eq!(
        book.fault(),
        format!("wrong: leaf 9, dossier {DOSSIER_2}, record 2: its stream was already at number 2")
    );
}

#[test]
fn an_entry_dated_back_or_ahead_is_found() {
    let mut back = book();
    back.entry(2, "record", "message", "2026-11-20T09:00:00Z", "{}");
    assert_eq!(
        back.fault(),
        format!(
            "wrong: leaf 9, dossier {DOSSIER_2}, record 3: it is dated 2026-11-20, but came after the checkpoint of 2026-11-24"
        )
    );
    let mut ahead = book();
    ahead.entry(2, "record", "message", "2026-12-20T09:00:00Z", "{}");
    ahead.checkpoint("2026-11-25");
    assert!(ahead.fault().ends_with("it is dated 2026-12-20, but came before the checkpoint of 2026-11-25"));
    let mut odd = book();
    odd.entry(2, "record", "message", "yesterday", "{}");
    assert_eq!(odd.fault(), "wrong: leaf 9: field at: it cannot be read");
}

#[test]
fn a_filler_must_open_as_filler() {
    let mut book = book();
    book.rows[3].1 = Kept::Filler([0; 32]);
    assert_eq!(book.fault(), "wrong: leaf 3: it does not open as filler");
    // An entry can't be passed off as filler either.
    let mut hidden = crate::book::book();
    hidden.rows[8].1 = Kept::Filler([0; 32]);
    assert_eq!(hidden.fault(), "wrong: leaf 8: it does not open as filler");
}

#[test]
fn a_hole_without_a_record_is_found_and_with_a_record_passes() {
    let mut book = book();
    book.destroy(8);
    book.destroy(2);
    let hole = |n| format!("wrong: leaf {n}: it cannot be opened, is not filler, and no destruction record covers it");
    assert_eq!(book.fault(), hole(2));
    book.entry(9, "record", "destruction", "2026-11-24", r#"{"leaves":[[2,2]],"ground":"term ended"}"#);
    assert_eq!(book.fault(), hole(8));
    book.entry(9, "record", "destruction", "2026-11-24", r#"{"leaves":[[8,8]]}"#);
    let summary = book.check().unwrap();
    assert_eq!((summary.destroyed, summary.entries), (2, 6));
}

#[test]
fn overlapping_records_cover_what_they_say_and_no_more() {
    let covered = |records: &[&str]| {
        let mut book = book();
        for leaf in [0, 1, 2, 4, 5] {
            book.destroy(leaf);
        }
        for facts in records {
            book.entry(9, "record", "destruction", "2026-11-24", facts);
        }
        book.check().map(|summary| summary.destroyed).map_err(|wrong| wrong.where_)
    };
    assert_eq!(covered(&[r#"{"leaves":[[0,2],[4,5]]}"#]), Ok(5));
    assert_eq!(covered(&[r#"{"leaves":[[4,4],[0,0]]}"#, r#"{"leaves":[[0,1],[2,5],[4,5]]}"#]), Ok(5));
    assert_eq!(covered(&[r#"{"leaves":[[0,1],[4,5]]}"#]), Err("leaf 2".into()));
    assert_eq!(covered(&[r#"{"leaves":[[0,4]]}"#]), Err("leaf 5".into()));
    assert_eq!(covered(&[r#"{"leaves":[[1,5]]}"#, r#"{"leaves":[[3,4]]}"#]), Err("leaf 0".into()));
}

#[test]
fn a_destruction_record_covers_only_what_came_before_it_and_must_be_readable() {
    for facts in [
        r#"{"leaves":[[0,9]]}"#,
        r#"{"leaves":[[5,2]]}"#,
        r#"{"leaves":"all"}"#,
        r#"{"fields":[{"leaf":9,"names":["by"]}]}"#,
        "all",
    ] {
        let mut book = book();
        book.entry(9, "record", "destruction", "2026-11-24", facts);
        assert!(book.fault().starts_with("wrong: leaf 9, dossier 0909"), "{facts}: {}", book.fault());
    }
}

#[test]
fn a_stream_goes_on_after_its_first_entries_were_destroyed_on_record() {
    let mut book = book();
    book.destroy(0);
    book.destroy(1);
    book.entry(9, "record", "destruction", "2026-11-24", r#"{"leaves":[[0,1]]}"#);
    assert_eq!(book.check().unwrap().destroyed, 2);
}

#[test]
fn a_person_may_be_erased_on_record_while_the_fact_stays() {
    let mut book = book();
    book.erase(1, "by");
    book.erase(1, "body");
    let missing = |name| format!("wrong: leaf 1: field {name}: it was erased, and no destruction record covers it");
    assert_eq!(book.fault(), missing("by"));
    book.entry(9, "record", "destruction", "2026-11-24", r#"{"fields":[{"leaf":1,"names":["by"]}]}"#);
    assert_eq!(book.fault(), missing("body"));
    book.entry(9, "record", "destruction", "2026-11-24", r#"{"fields":[{"leaf":1,"names":["body"]}]}"#);
    assert_eq!(book.check().unwrap().erased_fields, 2);
}

#[test]
fn what_happened_and_when_is_never_erased_alone() {
    for name in ["dossier", "stream", "number", "prev", "kind", "at"] {
        let mut book = book();
        book.erase(1, name);
        let expected = format!("wrong: leaf 1: field {name}: it was erased, which this field may not be by itself");
        assert_eq!(book.fault(), expected);
    }
}

#[test]
fn a_damaged_or_missing_node_is_named() {
    let mut book = book();
    book.log.nodes.get_mut(&(2, 1)).unwrap()[0] ^= 1;
    assert_eq!(book.fault(), "wrong: node 1 of level 2: it is not the hash of the leaves under it");
    book.log.nodes.remove(&(2, 1));
    assert_eq!(book.fault(), "wrong: node 1 of level 2: it is missing");
    let mut more = crate::book::book();
    more.log.nodes.insert((1, 77), [0; 32]);
    assert_eq!(more.fault(), "wrong: nodes: 8 are stored where 7 belong to 9 leaves");
}

#[test]
fn a_damaged_head_is_named() {
    let mut book = book();
    *book.head.last_mut().unwrap() ^= 1;
    assert_eq!(book.fault(), "wrong: head: it does not belong to these leaves");
    book.head = Log::new().frontier.to_bytes();
    assert_eq!(book.fault(), "wrong: head: it speaks of 0 leaves, but 9 are there");
    book.head.pop();
    assert_eq!(book.fault(), "wrong: head: the frontier is damaged");
}

#[test]
fn an_entry_without_a_leaf_is_found_by_the_count() {
    let mut book = book();
    book.entries += 1;
    assert_eq!(book.fault(), "wrong: entries: 7 are stored, but 6 stand in the log");
}

#[test]
fn a_log_that_was_cut_off_is_found_by_the_checkpoint_beyond_it() {
    let mut cut = Book::new();
    cut.entry(1, "record", "report-received", "2026-11-22", "{}");
    cut.checkpoints = book().checkpoints;
    assert_eq!(cut.fault(), "wrong: checkpoint 1: it is of 4 leaves, but only 1 are there: the end was cut off");
}

#[test]
fn checkpoints_must_be_signed_ours_and_in_order() {
    let with = |change: &dyn Fn(&mut Vec<StoredCheckpoint>)| {
        let mut book = book();
        change(&mut book.checkpoints);
        book.fault()
    };
    let forger = Signer::from_seed(signer().name(), &[1; 32]).unwrap();
    let forged = Checkpoint::sign(4, [0; 32], &forger).unwrap();
    assert_eq!(with(&|all| all[0].note = forged.clone()), "wrong: checkpoint 1: it is not signed by the key");
    assert_eq!(with(&|all| all[1].note = "noise".into()), "wrong: checkpoint 2: it is not a signed note");
    assert_eq!(with(&|all| all.reverse()), "wrong: checkpoint 2: it is of fewer leaves than the one before it");
    assert_eq!(
        with(&|all| all[1].published_on = Some("2026-11-01".parse().unwrap())),
        "wrong: checkpoint 2: it is dated before the one before it"
    );
    let fork = Checkpoint::sign(4, [0; 32], &signer()).unwrap();
    assert_eq!(
        with(&|all| all.insert(1, StoredCheckpoint { note: fork.clone(), published_on: None })),
        "wrong: checkpoint 2: it has another root than the one before it, of the same size"
    );
    assert_eq!(
        with(&|all| all[0] = StoredCheckpoint { note: fork.clone(), published_on: None }),
        "wrong: checkpoint 1: the first 4 leaves are not those that it was signed over"
    );
}

#[test]
#[ignore = "a measurement: cargo nextest run --release -p ledger --run-ignored only"]
fn a_million_leaves_are_audited_in_five_seconds() {
    let mut book = Book::new();
    for n in 0..1_000_000u64 {
        let dossier = u8::try_from(n % 200).unwrap();
        book.entry(dossier, "record", "message", "2026-11-24T10:00:00Z", "{\"channel\":\"abuse\",\"language\":\"nl\"}");
    }
    // The best of three: what is measured is this code, not what else the machine is doing.
    let timed = || {
        let start = std::time::Instant::now();
        assert_eq!(book.check().unwrap().leaves, 1_000_000);
        start.elapsed()
    };
    let best = (0..3).map(|_| timed()).min().unwrap();
    println!("audited 1,000,000 leaves of ten fields each in {best:?}");
    assert!(best.as_secs() < 5, "{best:?}");
}
