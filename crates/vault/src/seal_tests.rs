//! Tests of sealed texts.

use proptest::prelude::*;
use uuid::Uuid;

use super::{Aad, LONGEST, OVERHEAD, bucket, open, open_small, seal, seal_small, seal_with};
use crate::{VaultError, bytes::framed, key::Key};

fn place() -> Aad<'static> {
    Aad { tenant: "ede", dossier: Uuid::from_u128(1), stream: "record", number: 1, kind: "message", purpose: "shared" }
}

#[test]
fn buckets_double_to_64_kib_and_then_step_by_64_kib() {
    assert_eq!([0, 252, 253, 508, 509].map(bucket), [256, 256, 512, 512, 1024]);
    assert_eq!([65_532, 65_533, 131_068, 131_069].map(bucket), [65_536, 131_072, 131_072, 196_608]);
}

#[test]
fn a_text_opens_in_its_own_place_and_in_no_other() {
    let key = Key::generate();
    let here = place();
    let sealed = seal(&key, &here, b"the text").unwrap();
    assert_eq!(open(&key, &here, &sealed).unwrap().as_slice(), b"the text");
    let elsewhere = [
        Aad { tenant: "edam", ..here },
        Aad { dossier: Uuid::from_u128(2), ..here },
        Aad { stream: "access", ..here },
        Aad { number: 2, ..here },
        Aad { kind: "note", ..here },
        Aad { purpose: "internal", ..here },
        Aad { kind: "messages", purpose: "hared", ..here },
        Aad { tenant: "", stream: "ederecord", ..here },
    ];
    for there in elsewhere {
        assert_eq!(open(&key, &there, &sealed).unwrap_err(), VaultError::Closed, "{there:?}");
    }
    assert_eq!(open(&Key::generate(), &here, &sealed).unwrap_err(), VaultError::Closed);
}

#[test]
fn a_text_sealed_for_a_purpose_opens_for_that_purpose_only_and_never_as_an_entry() {
    let key = Key::generate();
    let sealed = seal_small(&key, "draft", b"text").unwrap();
    assert_eq!(open_small(&key, "draft", &sealed).unwrap().as_slice(), b"text");
    assert_eq!(open_small(&key, "session", &sealed).unwrap_err(), VaultError::Closed);
    assert_eq!(open(&key, &place(), &sealed).unwrap_err(), VaultError::Closed);
}

#[test]
fn every_single_changed_bit_is_noticed() {
    let key = Key::generate();
    let sealed = seal(&key, &place(), b"the text").unwrap();
    for bit in 0..sealed.len() * 8 {
        let mut changed = sealed.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(open(&key, &place(), &changed).unwrap_err(), VaultError::Closed, "bit {bit}");
    }
}

#[test]
fn a_cut_or_lengthened_text_does_not_open() {
    let key = Key::generate();
    let mut sealed = seal(&key, &place(), b"the text").unwrap();
    for length in 0..sealed.len() {
        assert!(open(&key, &place(), &sealed[..length]).is_err(), "cut at {length}");
    }
    sealed.push(0);
    assert!(open(&key, &place(), &sealed).is_err());
}

#[test]
fn the_same_text_never_looks_the_same_twice() {
    let key = Key::generate();
    assert_ne!(seal(&key, &place(), b"x").unwrap(), seal(&key, &place(), b"x").unwrap());
}

#[test]
fn padding_of_another_form_is_refused_even_under_the_right_key() {
    use chacha20poly1305::{AeadInOut, XNonce};
    let (key, context, nonce) = (Key::generate(), b"somewhere".as_slice(), [1; 24]);
    let sealed_body = |body: &[u8]| {
        let (cipher, commitment) = super::keys(&key, &nonce, context);
        let mut body = body.to_vec();
        cipher.encrypt_in_place(&XNonce::from(nonce), context, &mut body).unwrap();
        [[1].as_slice(), &nonce, &commitment, &body].concat()
    };
    let mut body = vec![0; 256];
    body[3] = 1;
    assert!(super::open_in(&key, context, &sealed_body(&body)).is_ok());
    let with = |at: usize, value: u8| {
        let mut body = body.clone();
        body[at] = value;
        body
    };
    for wrong in [
        with(255, 1),
        with(2, 1),
        with(0, 255),
        body[..255].to_vec(),
        [&body[..], &[0; 256]].concat(),
        vec![0; 3],
        vec![],
    ] {
        assert!(super::open_in(&key, context, &sealed_body(&wrong)).is_err(), "{} bytes", wrong.len());
    }
}

#[test]
fn more_than_the_longest_is_refused() {
    let key = Key::generate();
    assert_eq!(seal_small(&key, "x", &vec![0; LONGEST + 1]).unwrap_err(), VaultError::TooLong);
    let sealed = seal_small(&key, "x", &vec![7; LONGEST]).unwrap();
    assert_eq!(open_small(&key, "x", &sealed).unwrap().len(), LONGEST);
}

/// The sealing half of the vectors; `tests/vectors.rs` has the opening half.
#[test]
fn sealing_gives_the_bytes_of_the_vectors() {
    let vectors: serde_json::Value = serde_json::from_str(include_str!("../vectors/seal.json")).unwrap();
    let text = |vector: &serde_json::Value, name: &str| vector[name].as_str().unwrap().to_owned();
    for vector in vectors["entries"].as_array().unwrap().iter().chain(vectors["small"].as_array().unwrap()) {
        let key = Key::from_bytes(hex::decode(text(vector, "key")).unwrap().try_into().unwrap());
        let nonce = hex::decode(text(vector, "nonce")).unwrap().try_into().unwrap();
        let purpose = text(vector, "purpose");
        let context = match vector["tenant"].as_str() {
            None => framed(&[super::SMALL, purpose.as_bytes()]),
            Some(tenant) => Aad {
                tenant,
                dossier: text(vector, "dossier").parse().unwrap(),
                stream: &text(vector, "stream"),
                number: vector["number"].as_u64().unwrap(),
                kind: &text(vector, "kind"),
                purpose: &purpose,
            }
            .encode(),
        };
        let sealed = seal_with(nonce, &key, &context, text(vector, "plaintext").as_bytes()).unwrap();
        assert_eq!(hex::encode(sealed), text(vector, "sealed"));
    }
}

proptest! {
    #[test]
    fn any_text_comes_back_and_its_length_is_hidden_in_a_bucket(text in prop::collection::vec(any::<u8>(), 0..200_000)) {
        let key = Key::from_bytes([3; 32]);
        let sealed = seal(&key, &place(), &text).unwrap();
        let inside = sealed.len() - OVERHEAD;
        prop_assert!((256..=65_536).contains(&inside) && inside.is_power_of_two() || inside.is_multiple_of(65_536));
        prop_assert_eq!(inside, bucket(text.len()));
        prop_assert!(*open(&key, &place(), &sealed).unwrap() == text);
    }

    #[test]
    fn a_text_of_any_other_place_does_not_open(
        tenant in ".{0,6}", dossier: u128, stream in ".{0,6}", number: u64, kind in ".{0,6}", purpose in ".{0,6}",
    ) {
        let there = Aad { tenant: &tenant, dossier: Uuid::from_u128(dossier), stream: &stream, number, kind: &kind, purpose: &purpose };
        let key = Key::from_bytes([3; 32]);
        let sealed = seal(&key, &there, b"text").unwrap();
        prop_assert!(open(&key, &there, &sealed).is_ok());
        prop_assert_eq!(open(&key, &place(), &sealed).is_ok(), there == place());
    }
}
