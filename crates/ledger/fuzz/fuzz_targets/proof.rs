//! The files: whatever is read comes back the same, and nothing that nobody signed verifies under our key.
#![no_main]

use ledger::consistency::Consistency;
use ledger::note::Signer;
use ledger::proof::{Proof, verify};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(signer) = Signer::from_seed("fuzz.example", &[7; 32]) else { return };
    let key = signer.verifier_key();
    if let Ok(proof) = Proof::from_json(bytes) {
        assert!(verify(&proof, Some(key), None).is_err());
        let _ = verify(&proof, None, Some(bytes));
        assert_eq!(Proof::from_json(proof.to_json().as_bytes()), Ok(proof));
    }
    if let Ok(consistency) = Consistency::from_json(bytes) {
        assert_eq!(Consistency::from_json(consistency.to_json().as_bytes()), Ok(consistency.clone()));
        let text = String::from_utf8_lossy(bytes);
        assert!(consistency.verify(&text, &text, std::slice::from_ref(key)).is_err());
    }
});
