//! Holds the format in place: what another implementation (`vectors/make.mjs`) made by `FORMAT.md` is read here.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Read;

use base64::{Engine, prelude::BASE64_STANDARD};
use secrecy::ExposeSecret;
use serde_json::Value;
use sha2::{Digest, Sha256};
use vault::{
    file,
    key::Key,
    passphrase::{self, Params},
    person::Identity,
    receipt::{Code, Trace},
    recovery::{self, Share},
    seal::{self, Aad},
    session::Token,
    wrap,
};

fn read(name: &str) -> Value {
    let path = format!("{}/vectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn list(value: &Value) -> &Vec<Value> {
    let list = value.as_array().unwrap();
    assert!(!list.is_empty());
    list
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

fn bytes<const N: usize>(value: &Value, name: &str) -> [u8; N] {
    hex::decode(text(value, name)).unwrap().try_into().unwrap()
}

fn key(value: &Value, name: &str) -> Key {
    Key::from_bytes(bytes(value, name))
}

#[test]
fn keys_are_derived_as_the_format_says() {
    for vector in list(&read("derive")) {
        assert_eq!(key(vector, "key").derive(text(vector, "purpose")), key(vector, "derived"));
    }
}

#[test]
fn sealed_texts_open() {
    let vectors = read("seal");
    for vector in list(&vectors["entries"]) {
        let aad = Aad {
            tenant: text(vector, "tenant"),
            dossier: text(vector, "dossier").parse().unwrap(),
            stream: text(vector, "stream"),
            number: vector["number"].as_u64().unwrap(),
            kind: text(vector, "kind"),
            purpose: text(vector, "purpose"),
        };
        let sealed = hex::decode(text(vector, "sealed")).unwrap();
        let opened = seal::open(&key(vector, "key"), &aad, &sealed).unwrap();
        assert_eq!(opened.as_slice(), text(vector, "plaintext").as_bytes());
    }
    for vector in list(&vectors["small"]) {
        let sealed = hex::decode(text(vector, "sealed")).unwrap();
        let opened = seal::open_small(&key(vector, "key"), text(vector, "purpose"), &sealed).unwrap();
        assert_eq!(opened.as_slice(), text(vector, "plaintext").as_bytes());
    }
}

#[test]
fn a_wrap_opens_and_its_identity_and_recipient_read_as_the_other_program_writes_them() {
    for vector in list(&read("wrap")) {
        let identity = Identity::from_seed(bytes(vector, "seed"));
        assert_eq!(identity.encode().unwrap().expose_secret(), text(vector, "identity"));
        assert_eq!(identity.recipient().to_string(), text(vector, "recipient"));
        let wrapped = BASE64_STANDARD.decode(text(vector, "wrap")).unwrap();
        let unwrapped = wrap::unwrap(&wrapped, text(vector, "purpose"), &identity).unwrap();
        assert_eq!(unwrapped, key(vector, "key"));
    }
}

/// The other direction: Belfry made these, and `vectors/make.mjs` opened them.
#[test]
fn a_wrap_that_another_program_has_opened_still_opens() {
    for vector in list(&read("belfry")) {
        let identity = Identity::parse(text(vector, "identity")).unwrap();
        let wrapped = BASE64_STANDARD.decode(text(vector, "file")).unwrap();
        let unwrapped = wrap::unwrap(&wrapped, text(vector, "purpose"), &identity).unwrap();
        assert_eq!(unwrapped, key(vector, "key"));
    }
}

#[test]
fn a_file_opens() {
    let vector = read("file");
    let path = format!("{}/vectors/{}", env!("CARGO_MANIFEST_DIR"), text(&vector, "file"));
    assert_eq!(file::identity(&key(&vector, "key")).encode().unwrap().expose_secret(), text(&vector, "identity"));
    let mut content = Vec::new();
    let sealed = std::fs::File::open(path).unwrap();
    file::opener(&key(&vector, "key"), sealed).unwrap().read_to_end(&mut content).unwrap();
    assert_eq!(content.len() as u64, vector["length"].as_u64().unwrap());
    assert_eq!(hex::encode(Sha256::digest(content)), text(&vector, "sha256"));
}

#[test]
fn receipts_give_the_same_keys() {
    for vector in list(&read("receipt")) {
        let code = Code::parse(text(vector, "code")).unwrap();
        assert_eq!(*code.reveal(), text(vector, "code"));
        let salt = bytes(vector, "salt");
        let master = code.derive(&salt);
        assert_eq!(master.to_key(), key(vector, "master"));
        assert_eq!(code.trace(&salt).to_bytes(), bytes::<64>(vector, "trace"));
        assert!(Trace::from_bytes(&bytes(vector, "trace")).appears_in(text(vector, "code")));
        for case in list(&vector["cases"]) {
            let index = u32::try_from(case["index"].as_u64().unwrap()).unwrap();
            assert_eq!(master.lookup(index), bytes(case, "lookup"));
            assert_eq!(master.identity(index).seed(), &bytes(case, "seed"));
        }
    }
}

#[test]
fn passphrases_give_the_same_keys() {
    for vector in list(&read("passphrase")) {
        let number = |name: &str| u32::try_from(vector[name].as_u64().unwrap()).unwrap();
        let params = Params { memory_kib: number("memory_kib"), passes: number("passes") };
        let derived = passphrase::derive(&text(vector, "passphrase").into(), &bytes(vector, "salt"), params).unwrap();
        assert_eq!(derived.verifier, bytes(vector, "verifier"));
        assert_eq!(derived.unlock, key(vector, "unlock"));
    }
}

#[test]
fn session_tokens_are_read_and_found_alike() {
    for vector in list(&read("session")) {
        let token = Token::decode(text(vector, "token")).unwrap();
        assert_eq!((token.id, &token.key), (bytes(vector, "id"), &key(vector, "key")));
        assert_eq!(token.id_hash(), bytes(vector, "id_hash"));
        assert_eq!(*token.encode(), text(vector, "token"));
    }
}

#[test]
fn shares_made_elsewhere_give_the_seed_back() {
    for vector in list(&read("recovery")) {
        let shares: Vec<Share> =
            list(&vector["shares"]).iter().map(|share| Share::parse(share.as_str().unwrap()).unwrap()).collect();
        assert_eq!(*recovery::combine(&shares[2..]).unwrap(), bytes(vector, "seed"));
        assert_eq!(*recovery::combine(&shares).unwrap(), bytes(vector, "seed"));
    }
}
