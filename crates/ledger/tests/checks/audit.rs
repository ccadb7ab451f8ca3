//! The audit of a whole ledger: a good one passes, and each thing that somebody with the database in their
//! hands might do is found and placed.

use crate::common::{Log, key, salts, signer};
use ledger::audit::{Audit, Leaf, Opening, Part, Stored, StoredCheckpoint, Summary};
use ledger::checkpoint::Checkpoint;
use ledger::commitment::{Entry, digest_of, filler};
use ledger::note::Signer;
use ledger::{Hash, Wrong};
use std::collections::HashMap;

/// A stored field: name, digest, salt, value.
type Row = (&'static str, Hash, Option<Hash>, Option<Vec<u8>>);

#[derive(Clone)]
enum Kept {
    Entry(Vec<Row>),
    Filler(Hash),
    Nothing,
}

/// A ledger as a database has it.
struct Book {
    log: Log,
    rows: Vec<(Hash, Kept)>,
    heads: HashMap<(u8, &'static str), (u64, Hash)>,
    checkpoints: Vec<StoredCheckpoint>,
    head: Vec<u8>,
    entries: u64,
    salts: Box<dyn FnMut() -> Hash>,
}

impl Book {
    fn new() -> Self {
        Self {
            log: Log::new(),
            rows: Vec::new(),
            heads: HashMap::new(),
            checkpoints: Vec::new(),
            head: Vec::new(),
            entries: 0,
            salts: Box::new(salts()),
        }
    }

    fn append(&mut self, commitment: Hash, kept: Kept) {
        self.log.push(commitment);
        self.rows.push((commitment, kept));
        self.head = self.log.frontier.to_bytes();
    }

    fn entry(&mut self, dossier: u8, stream: &'static str, kind: &str, at: &str, facts: &str) {
        let (last, prev) = self.heads.get(&(dossier, stream)).copied().unwrap_or_default();
        let number = last + 1;
        let body = digest_of(facts.as_bytes());
        let entry = Entry {
            dossier: &[dossier; 16],
            stream,
            number,
            prev: &prev,
            kind,
            at,
            by: "system",
            facts: facts.as_bytes(),
            body: &body,
            content: (number == 1).then_some([4; 32]),
        };
        let (commitment, kept) = entry.commit(&mut self.salts);
        let values = [
            entry.dossier.to_vec(),
            stream.into(),
            number.to_be_bytes().to_vec(),
            prev.to_vec(),
            kind.into(),
            at.into(),
            "system".into(),
            facts.into(),
            body.to_vec(),
        ];
        let values = values.into_iter().map(Some).chain([None]);
        let rows = kept.into_iter().zip(values).map(|(one, value)| (one.name, one.digest, one.salt, value));
        self.heads.insert((dossier, stream), (number, commitment));
        self.entries += 1;
        self.append(commitment, Kept::Entry(rows.collect()));
    }

    fn fill(&mut self) {
        let salt = (self.salts)();
        self.append(filler(salt), Kept::Filler(salt));
    }

    fn checkpoint(&mut self, on: &str) {
        let note = self.log.checkpoint(self.log.frontier.size());
        self.checkpoints.push(StoredCheckpoint { note, published_on: Some(on.parse().unwrap()) });
    }

    /// Removes everything that opens a leaf.
    fn destroy(&mut self, leaf: usize) {
        self.rows[leaf].1 = Kept::Nothing;
        self.entries -= 1;
    }

    fn field(&mut self, leaf: usize, name: &str) -> &mut Row {
        match &mut self.rows[leaf].1 {
            Kept::Entry(rows) => rows.iter_mut().find(|row| row.0 == name).unwrap(),
            _ => panic!("leaf {leaf} is not an entry"),
        }
    }

    fn erase(&mut self, leaf: usize, name: &str) {
        let row = self.field(leaf, name);
        (row.2, row.3) = (None, None);
    }

    fn nodes(&self) -> u64 {
        u64::try_from(self.log.nodes.keys().filter(|(level, _)| *level > 0).count()).unwrap()
    }

    fn check(&self) -> Result<Summary, Wrong> {
        let mut audit = Audit::begin(&[key()], &self.checkpoints)?;
        for (index, (commitment, kept)) in (0..).zip(&self.rows) {
            feed(&mut audit, index, commitment, kept, &self.log)?;
        }
        audit.finish(&Stored { head: &self.head, nodes: self.nodes(), entries: self.entries })
    }

    fn fault(&self) -> String {
        self.check().unwrap_err().to_string()
    }
}

fn feed(audit: &mut Audit, index: u64, commitment: &Hash, kept: &Kept, log: &Log) -> Result<(), Wrong> {
    let parts: Vec<Part<'_>>;
    let opening = match kept {
        Kept::Entry(rows) => {
            parts = rows
                .iter()
                .map(|(name, digest, salt, value)| Part { name, digest, salt: *salt, value: value.as_deref() })
                .collect();
            Opening::Entry(&parts)
        }
        Kept::Filler(salt) => Opening::Filler(*salt),
        Kept::Nothing => Opening::Nothing,
    };
    audit.leaf(&Leaf { index, commitment, opening }, &log.nodes)
}

/// Two cases and some filler over three days, with two checkpoints:
/// leaf 0, 1, 4: case 1 `record` 1–3; leaf 2: case 2 `record` 1; leaf 5: case 1 `access` 1; 3, 6, 7: filler; 8: case 2 `record` 2.
fn book() -> Book {
    let mut book = Book::new();
    book.entry(1, "record", "report-received", "2026-11-22", "{}");
    book.entry(1, "record", "acknowledged", "2026-11-22T10:00:00Z", "{\"n\":1}");
    book.entry(2, "record", "report-received", "2026-11-22", "{}");
    book.fill();
    book.checkpoint("2026-11-23");
    book.entry(1, "record", "message", "2026-11-23T12:00:00Z", "{}");
    book.entry(1, "access", "opened", "2026-11-23T12:01:00Z", "{}");
    book.fill();
    book.fill();
    book.checkpoint("2026-11-24");
    book.entry(2, "record", "acknowledged", "2026-11-24T12:00:00Z", "{}");
    book
}

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
    let mut fillers = self::book();
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
    let mut hidden = self::book();
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
    let mut more = self::book();
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
    let start = std::time::Instant::now();
    let summary = book.check().unwrap();
    let took = start.elapsed();
    println!("{summary}; {took:?}");
    assert!(took.as_secs() < 5, "{took:?}");
}
