//! Commitments hold everything, and let one field go.

use crate::common::{report_entry, salts};
use ledger::Hash;
use ledger::commitment::{ENTRY_FIELDS, ENTRY_VERSION, Entry, Field, Kept, commit, content_digest, filler};

fn entry<'a>() -> Entry<'a> {
    Entry {
        dossier: &[1; 16],
        stream: "record",
        number: 3,
        prev: &[2; 32],
        kind: "message",
        at: "2026-11-24T10:00:00Z",
        by: "system",
        facts: b"{}",
        body: &[3; 32],
        content: None,
    }
}

#[test]
fn every_field_counts() {
    let base = entry().commit(&mut salts()).0;
    let changed: [Entry<'_>; 10] = [
        Entry { dossier: &[9; 16], ..entry() },
        Entry { stream: "access", ..entry() },
        Entry { number: 4, ..entry() },
        Entry { prev: &[9; 32], ..entry() },
        Entry { kind: "note", ..entry() },
        Entry { at: "2026-11-24T10:00:01Z", ..entry() },
        Entry { by: "reporter", ..entry() },
        Entry { facts: b"{ }", ..entry() },
        Entry { body: b"", ..entry() },
        Entry { content: Some([0; 32]), ..entry() },
    ];
    for other in changed {
        assert_ne!(other.commit(&mut salts()).0, base, "{other:?}");
    }
    assert_eq!(entry().commit(&mut salts()).0, base);
}

#[test]
fn another_salt_gives_another_commitment_for_the_same_entry() {
    let mut salts = salts();
    assert_ne!(entry().commit(&mut salts).0, entry().commit(&mut salts).0);
}

#[test]
fn bytes_cannot_move_from_one_part_of_a_field_to_another() {
    let field = |name, value| Field { name, salt: [0; 32], value }.digest();
    assert_ne!(field("by", b"x".as_slice()), field("byx", b"".as_slice()));
    let one: Hash = [1; 32];
    assert_ne!(commit("v", &[("a", one), ("b", one)]), commit("v", &[("a", one)]));
    assert_ne!(commit("v", &[("ab", one)]), commit("va", &[("b", one)]));
}

#[test]
fn the_commitment_still_computes_when_a_field_is_erased() {
    let (commitment, mut kept) = report_entry();
    kept.iter_mut().find(|one| one.name == "by").unwrap().salt = None;
    let digests: Vec<(&str, Hash)> = kept.iter().map(|one: &Kept| (one.name, one.digest)).collect();
    assert_eq!(commit(ENTRY_VERSION, &digests), commitment);
}

#[test]
fn the_ledger_never_gets_the_salt_of_a_report() {
    let (_, kept) = report_entry();
    assert!(kept.iter().map(|one| one.name).eq(ENTRY_FIELDS));
    assert!(kept.iter().filter(|one| one.salt.is_none()).map(|one| one.name).eq(["content"]));
    assert_ne!(content_digest([1; 32], &[5; 32]), content_digest([2; 32], &[5; 32]));
}

#[test]
fn a_filler_is_not_an_entry_and_differs_by_salt() {
    assert_ne!(filler([1; 32]), filler([2; 32]));
    let as_entry = [("filler", Field { name: "filler", salt: [1; 32], value: b"" }.digest())];
    assert_ne!(filler([1; 32]), commit(ENTRY_VERSION, &as_entry));
}
