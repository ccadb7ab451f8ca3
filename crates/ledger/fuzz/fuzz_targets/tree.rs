//! Proof checking and stored frontiers with any numbers and any hashes: never a panic, never an accepted forgery.
#![no_main]

use ledger::tree::{Frontier, consistency_places, inclusion_places, verify_consistency, verify_inclusion};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u64, u64, Vec<[u8; 32]>, Vec<u8>)| {
    let (index, size, path, stored) = input;
    // A root that no hash of these inputs reaches.
    let root = [0x5a; 32];
    assert!(verify_inclusion(&[1; 32], index, size, &path, &root).is_err());
    if index != size {
        assert!(verify_consistency(index, &[1; 32], size, &root, &path).is_err());
    }
    let _ = inclusion_places(index, size);
    let _ = consistency_places(index, size);
    if let Ok(mut frontier) = Frontier::from_bytes(&stored) {
        assert_eq!(frontier.to_bytes(), stored);
        let _ = frontier.root();
        let _ = frontier.push(&[2; 32]);
    }
});
