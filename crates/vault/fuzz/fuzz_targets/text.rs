//! Everything that a stranger types or sends as text: receipts, session tokens, keys, codes.
//! `cargo +nightly fuzz run text` in `crates/vault`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vault::{
    person::{Identity, Recipient},
    receipt::Code,
    session::Token,
    totp,
};

fuzz_target!(|text: &str| {
    if let Ok(code) = Code::parse(text) {
        // What was read is a code, however it was typed: its own text gives it again.
        let shown = code.reveal();
        assert_eq!(*Code::parse(&shown).unwrap().reveal(), *shown);
        assert!(code.trace(&[0; 32]).appears_in(text));
    }
    if let Some(token) = Token::decode(text) {
        assert_eq!(*token.encode(), text);
    }
    if let Ok(recipient) = text.parse::<Recipient>() {
        assert_eq!(Recipient::from_bytes(&recipient.to_bytes()), Ok(recipient));
    }
    let _ = Identity::parse(text);
    let _ = totp::check(&[1; 20], text, 59, None);
});
