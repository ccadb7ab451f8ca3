//! Wraps, and the recipients that they are made for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vault::{
    key::Key,
    person::{Identity, Recipient},
    wrap,
};

fuzz_target!(|bytes: &[u8]| {
    assert!(wrap::unwrap(bytes, "case/1", &Identity::from_seed([9; 32])).is_err());
    if let Ok(recipient) = Recipient::from_bytes(bytes) {
        let _ = wrap::wrap(&Key::from_bytes([1; 32]), "case/1", &recipient).unwrap();
    }
});
