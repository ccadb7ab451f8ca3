//! Whatever bytes arrive, the parsers answer: they never panic, and what they accept says what was signed.

use crate::common::{key, logged, promised};
use ledger::checkpoint::Checkpoint;
use ledger::consistency::Consistency;
use ledger::day::Day;
use ledger::note::{VerifierKey, verify};
use ledger::promise::Promise;
use ledger::proof::{self, Proof};
use ledger::tree::Frontier;
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused_as_a_file(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        if let Ok(proof) = Proof::from_json(&bytes) {
            prop_assert!(proof::verify(&proof, None, None).is_err());
        }
        prop_assert!(Consistency::from_json(&bytes).is_err());
        if let Ok(frontier) = Frontier::from_bytes(&bytes) {
            prop_assert_eq!(frontier.to_bytes(), bytes);
        }
    }

    #[test]
    fn any_text_is_read_or_refused_as_a_statement(text in "\\PC*(\n\\PC*){0,6}") {
        prop_assert!(verify(&text, &[key()]).is_err());
        if let Some(checkpoint) = Checkpoint::parse(&text) {
            prop_assert_eq!(checkpoint.text(), text.clone());
            prop_assert_eq!(Promise::parse(&text), None);
        }
        if let Some(promise) = Promise::parse(&text) {
            prop_assert_eq!(promise.text(), text.clone());
        }
        if let Ok(key) = text.parse::<VerifierKey>() {
            prop_assert_eq!(key.to_string(), text.clone());
        }
        if let Ok(day) = text.parse::<Day>() {
            prop_assert_eq!(day.to_string(), text);
        }
    }

    #[test]
    fn a_note_with_other_text_under_its_signature_is_refused(at in 0usize..120, with in "\\PC{0,3}") {
        let note = promised().promise;
        let end = note.find("\n\n").unwrap();
        let at = at.min(end);
        let changed = format!("{}{with}{}", &note[..at], &note[at + usize::from(at < end)..]);
        prop_assume!(changed != note);
        prop_assert!(Promise::verify(&changed, &[key()]).is_err());
    }

    #[test]
    fn numbers_of_any_size_are_judged_without_overflow(index in any::<u64>(), size in any::<u64>()) {
        let mut proof = logged(5, 300);
        let inclusion = proof.inclusion.as_mut().unwrap();
        prop_assume!((index, size) != (5, 300));
        (inclusion.index, inclusion.size) = (index, size);
        prop_assert!(proof::verify(&proof, None, None).is_err());
        inclusion_of_any_size(index, size);
    }

    #[test]
    fn a_statement_comes_back_as_it_was_written(size in any::<u64>(), root in any::<[u8; 32]>()) {
        let checkpoint = Checkpoint { origin: "belfry.example/log".into(), size, root };
        prop_assert_eq!(Checkpoint::parse(&checkpoint.text()), Some(checkpoint));
    }
}

fn inclusion_of_any_size(index: u64, size: u64) {
    let hash = [0; 32];
    let path = vec![hash; 70];
    drop(ledger::tree::verify_inclusion(&hash, index, size, &path, &hash));
    drop(ledger::tree::verify_consistency(index, &hash, size, &hash, &path));
    drop(ledger::tree::inclusion_places(index, size));
    drop(ledger::tree::consistency_places(index, size));
}
