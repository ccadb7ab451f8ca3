//! Sealed texts from a database that somebody else wrote.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vault::{
    key::Key,
    seal::{Aad, open, open_small},
};

fuzz_target!(|bytes: &[u8]| {
    let aad = Aad { tenant: "t", dossier: uuid::Uuid::nil(), stream: "record", number: 1, kind: "k", purpose: "p" };
    let key = Key::from_bytes([9; 32]);
    assert!(open(&key, &aad, bytes).is_err());
    assert!(open_small(&key, "p", bytes).is_err());
});
