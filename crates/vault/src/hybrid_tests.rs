//! The stanza against the standard's own test vectors (C2SP CCTV, `vectors/age`; 0BSD, CC0 or Unlicense).

use std::io::Read;

use age::{DecryptError, Decryptor};
use sha2::{Digest, Sha256};

use crate::person::Identity;

struct Vector {
    expect: String,
    payload: Option<String>,
    identities: Vec<Box<dyn age::Identity>>,
    file: Vec<u8>,
}

fn read(bytes: &[u8]) -> Vector {
    let end = bytes.windows(2).position(|two| two == b"\n\n").unwrap();
    let header = std::str::from_utf8(&bytes[..end]).unwrap();
    let values =
        |name: &'static str| header.lines().filter_map(move |line| line.strip_prefix(name)?.strip_prefix(": "));
    Vector {
        expect: values("expect").next().unwrap().to_owned(),
        payload: values("payload").next().map(str::to_owned),
        identities: values("identity").map(identity).collect(),
        file: bytes[end + 2..].to_vec(),
    }
}

fn identity(text: &str) -> Box<dyn age::Identity> {
    match Identity::parse(text) {
        Ok(hybrid) => Box::new(hybrid.expand().unwrap()),
        Err(_) => Box::new(text.parse::<age::x25519::Identity>().unwrap()),
    }
}

/// What the standard calls the outcome, and the SHA-256 of the content if there is any.
fn outcome(vector: &Vector) -> (&'static str, Option<String>) {
    let opened = Decryptor::new_buffered(vector.file.as_slice())
        .and_then(|file| file.decrypt(vector.identities.iter().map(|identity| &**identity)));
    match opened {
        Ok(mut reader) => {
            let mut content = Vec::new();
            reader.read_to_end(&mut content).unwrap();
            ("success", Some(hex::encode(Sha256::digest(content))))
        }
        Err(DecryptError::NoMatchingKeys) => ("no match", None),
        // The age library calls a header that it can't even parse a format that it does not know.
        Err(DecryptError::InvalidHeader | DecryptError::UnknownFormat) => ("header failure", None),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn every_vector_of_the_standard_has_the_outcome_that_the_standard_says() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/age");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let vector = read(&std::fs::read(&path).unwrap());
        assert_eq!(outcome(&vector), (vector.expect.as_str(), vector.payload.clone()), "{}", path.display());
        seen += 1;
    }
    assert_eq!(seen, 18);
}

#[test]
fn a_file_for_a_hybrid_recipient_is_never_also_for_a_classical_one() {
    let classical = age::x25519::Identity::generate().to_public();
    let hybrid = Identity::generate().recipient();
    let both: [&dyn age::Recipient; 2] = [hybrid.as_age(), &classical];
    assert!(matches!(
        age::Encryptor::with_recipients(both.into_iter()),
        Err(age::EncryptError::IncompatibleRecipients { .. })
    ));
}

#[test]
fn a_file_for_two_hybrid_recipients_opens_for_each() {
    let people = [Identity::generate(), Identity::generate()];
    let recipients = people.each_ref().map(Identity::recipient);
    let file = age::Encryptor::with_recipients(recipients.iter().map(|one| one.as_age())).unwrap();
    let file = file.wrap_output(Vec::new()).unwrap().finish().unwrap();
    for person in &people {
        let secret = person.expand().unwrap();
        assert!(Decryptor::new_buffered(file.as_slice()).unwrap().decrypt(std::iter::once(&secret as _)).is_ok());
    }
}
