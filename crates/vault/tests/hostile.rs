//! What comes from outside can be anything: no reader of it may panic, and none may take what was not made for it.
//! The targets in `fuzz/` go over the same readers for longer.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{io::Read, str::FromStr};

use proptest::prelude::*;
use uuid::Uuid;
use vault::{
    file,
    key::Key,
    person::{Identity, Recipient},
    receipt::Code,
    recovery::{self, Share},
    seal::{self, Aad},
    session::Token,
    totp, wrap,
};

const PLACE: Aad<'static> =
    Aad { tenant: "ede", dossier: Uuid::nil(), stream: "record", number: 1, kind: "message", purpose: "shared" };

fn key() -> Key {
    Key::from_bytes([9; 32])
}

fn person() -> Identity {
    Identity::from_seed([9; 32])
}

fn read_text(text: &str) {
    let _ = Code::parse(text);
    let _ = Token::decode(text);
    let _ = Share::parse(text);
    let _ = Recipient::from_str(text);
    let _ = Identity::parse(text);
    let _ = totp::check(&[1; 20], text, 1_700_000_000, None);
}

fn opens_bytes(bytes: &[u8]) -> bool {
    let file = file::opener(&key(), bytes).map(|mut file| file.read_to_end(&mut Vec::new()));
    wrap::unwrap(bytes, "case/1", &person()).is_ok()
        || seal::open(&key(), &PLACE, bytes).is_ok()
        || seal::open_small(&key(), "draft", bytes).is_ok()
        || Recipient::from_bytes(bytes).is_ok()
        || matches!(file, Ok(Ok(_)))
}

/// Changes the bits of a wrap that `chosen` picks by byte and bit, one at a time, and sees that it does not open.
fn each_change_is_noticed(chosen: impl Fn(usize, usize) -> bool) {
    let wrapped = wrap::wrap(&key(), "case/1", &person().recipient()).unwrap();
    assert!(opens_bytes(&wrapped));
    let bits = (0..wrapped.len()).flat_map(|byte| (0..8).map(move |bit| (byte, bit)));
    for (byte, bit) in bits.filter(|(byte, bit)| chosen(*byte, *bit)) {
        let mut changed = wrapped.clone();
        if let Some(value) = changed.get_mut(byte) {
            *value ^= 1 << bit;
        }
        assert!(wrap::unwrap(&changed, "case/1", &person()).is_err(), "byte {byte} bit {bit}");
    }
}

#[test]
fn a_changed_bit_in_any_byte_of_a_wrap_is_noticed() {
    each_change_is_noticed(|byte, bit| byte % 8 == bit);
}

#[test]
#[ignore = "14 000 unwrappings; the one above takes one bit of each byte"]
fn every_single_changed_bit_of_a_wrap_is_noticed() {
    each_change_is_noticed(|_, _| true);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn no_text_makes_a_reader_panic(text in any::<String>()) {
        read_text(&text);
    }

    #[test]
    fn no_text_of_the_right_letters_makes_a_reader_panic(text in "(share1|age1pq1|AGE-SECRET-KEY-PQ-1)?[0-9a-z -]{0,120}") {
        read_text(&text);
    }

    #[test]
    fn no_bytes_make_a_reader_panic_and_none_open(bytes in prop::collection::vec(any::<u8>(), 0..1500)) {
        prop_assert!(!opens_bytes(&bytes));
    }

    #[test]
    fn no_age_like_bytes_make_a_reader_panic(
        lines in prop::collection::vec("(-> (mlkem768x25519|X25519|scrypt)( [A-Za-z0-9+/]{0,70}){0,3}|[A-Za-z0-9+/]{0,64}|--- [A-Za-z0-9+/]{43}|)\n", 0..8),
        rest in prop::collection::vec(any::<u8>(), 0..100),
    ) {
        let file = [b"age-encryption.org/v1\n", lines.concat().as_bytes(), &rest].concat();
        prop_assert!(!opens_bytes(&file));
    }

    #[test]
    fn a_sealed_text_with_anything_written_over_it_does_not_open(place in 0_usize..329, patch in prop::collection::vec(any::<u8>(), 1..40)) {
        let sealed = seal::seal(&key(), &PLACE, b"text").unwrap();
        let mut changed = sealed.clone();
        changed.splice(place..(place + patch.len()).min(sealed.len()), patch);
        prop_assert_eq!(opens_bytes(&changed), changed == sealed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn shares_with_any_value_combine_to_an_error_or_the_truth(change in 0_usize..83, letter in "[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]") {
        let shares = recovery::split(&[5; 32], 2, 2).unwrap();
        let mut text = shares.first().unwrap().reveal().unwrap().replace(' ', "");
        text.replace_range(6 + change..=6 + change, &letter);
        if let Ok(share) = Share::parse(&text) {
            let combined = recovery::combine(&[share, shares.get(1).unwrap().clone()]).unwrap();
            prop_assert_eq!(*combined, [5; 32]);
        }
    }
}
