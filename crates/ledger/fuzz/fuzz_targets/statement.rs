//! Notes, keys, checkpoints and promises: whatever is accepted has one spelling, and no statement is two things.
#![no_main]

use ledger::checkpoint::Checkpoint;
use ledger::note::{Signer, VerifierKey, verify};
use ledger::promise::Promise;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text);
    }
    let checkpoint = Checkpoint::parse(text);
    let promise = Promise::parse(text);
    assert!(checkpoint.is_none() || promise.is_none());
    if let Some(checkpoint) = checkpoint {
        assert_eq!(checkpoint.text(), text);
    }
    if let Some(promise) = promise {
        assert_eq!(promise.text(), text);
    }
    let Ok(signer) = Signer::from_seed("fuzz.example", &[7; 32]) else { return };
    let keys = [signer.verifier_key().clone()];
    assert!(verify(text, &keys).is_err(), "nobody signed this");
    // What is signed verifies as exactly what was signed, whatever stands in it.
    if let Ok(note) = signer.sign(text) {
        assert_eq!(verify(&note, &keys), Ok(text));
    }
});
