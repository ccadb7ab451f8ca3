//! Signed notes against the vectors of the Go implementation and of the C2SP specification; checkpoints
//! and promises that can't be taken for one another.

use crate::common::{key, log_with_report, signer};
use ledger::checkpoint::Checkpoint;
use ledger::note::{NoteError, Signer, VerifierKey, verify};
use ledger::promise::Promise;

pub const NEUMANN_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
/// The seed inside the published signing key `PRIVATE+KEY+PeterNeumann+…` of the Go implementation's tests.
pub const NEUMANN_SEED: &str = "810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173";
pub const ROOT_KEY: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
pub const ADVICE: &str = "If you think cryptography is the answer to your problem,\n\
                          then you don't know what your problem is.\n";
pub const NEUMANN_LINE: &str =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
pub const ROOT_LINE: &str =
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";
pub const C2SP_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
pub const C2SP_NOTE: &str = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
pub const GO_KEY: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
pub const GO_CHECKPOINT: &str = "go.sum database tree\n30055305\nmXfgRcJ0bG0j3CPdKwgGWtUzBUbX67saZGRmFuJGGsM=\n\n— sum.golang.org Az3grpgEild5qw7+5dtV13Kf1C2Xurm8q4fhdxvcsDHnqNTaxL2AFjBY+2TyGKevucFcAAlWFJJYle3EJlDCrQ+y3A8=\n";

fn keys(texts: &[&str]) -> Vec<VerifierKey> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

#[test]
fn notes_of_other_implementations_verify() {
    let one = format!("{ADVICE}\n{NEUMANN_LINE}");
    let two = format!("{ADVICE}\n{NEUMANN_LINE}{ROOT_LINE}");
    assert_eq!(verify(&one, &keys(&[NEUMANN_KEY])), Ok(ADVICE));
    assert_eq!(verify(&two, &keys(&[NEUMANN_KEY, ROOT_KEY])), Ok(ADVICE));
    assert_eq!(verify(&two, &keys(&[ROOT_KEY])), Ok(ADVICE));
    assert_eq!(verify(&one, &keys(&[ROOT_KEY])), Err(NoteError::Unsigned));
    assert!(verify(C2SP_NOTE, &keys(&[C2SP_KEY])).is_ok());
    let text = verify(GO_CHECKPOINT, &keys(&[GO_KEY])).unwrap();
    assert_eq!(Checkpoint::parse(text).unwrap().size, 30_055_305);
}

#[test]
fn our_signature_is_byte_for_byte_that_of_the_go_implementation() {
    let seed: [u8; 32] = hex::decode(NEUMANN_SEED).unwrap().try_into().unwrap();
    let neumann = Signer::from_seed("PeterNeumann", &seed).unwrap();
    assert_eq!(neumann.verifier_key().to_string(), NEUMANN_KEY);
    assert_eq!(neumann.sign(ADVICE).unwrap(), format!("{ADVICE}\n{NEUMANN_LINE}"));
}

#[test]
fn no_part_of_a_key_is_a_key_and_no_changed_character_goes_unnoticed() {
    for from in 0..NEUMANN_KEY.len() {
        for to in from..=NEUMANN_KEY.len() {
            if (from, to) != (0, NEUMANN_KEY.len()) {
                assert!(NEUMANN_KEY[from..to].parse::<VerifierKey>().is_err());
            }
        }
    }
    for at in 0..NEUMANN_KEY.len() {
        let mut bytes = NEUMANN_KEY.as_bytes().to_vec();
        bytes[at] += 1;
        assert!(std::str::from_utf8(&bytes).unwrap().parse::<VerifierKey>().is_err());
    }
}

#[test]
fn keys_for_which_anybody_can_sign_are_refused() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use sha2::{Digest, Sha256};
    // The neutral point, a point of order four, and 2 in a second spelling (2 + p).
    let unsafe_keys = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];
    for public in unsafe_keys {
        let bytes = [vec![1], hex::decode(public).unwrap()].concat();
        let id = Sha256::digest([b"n\n".as_slice(), &bytes].concat());
        let text = format!("n+{}+{}", hex::encode(&id[..4]), STANDARD.encode(&bytes));
        assert_eq!(text.parse::<VerifierKey>(), Err(NoteError::BadKey), "{public}");
    }
}

#[test]
fn a_changed_text_or_signature_is_refused() {
    let note = format!("{ADVICE}\n{NEUMANN_LINE}");
    let known = keys(&[NEUMANN_KEY]);
    let change = |from, to| verify(&note.replacen(from, to, 1), &known).unwrap_err();
    assert_eq!(change("answer", "Answer"), NoteError::BadSignature);
    assert_eq!(change("x08go/Z", "x08go/a"), NoteError::BadSignature);
    assert_eq!(change("x08go", "y08go"), NoteError::Unsigned);
    assert_eq!(change("PeterNeumann", "PeterNeuman"), NoteError::Unsigned);
    assert_eq!(change("\n\n", "\n"), NoteError::Malformed);
    assert_eq!(change("— ", "- "), NoteError::Malformed);
    assert_eq!(change("nAM=", "nAN="), NoteError::Malformed);
    assert_eq!(change("nAM=", "nAM"), NoteError::Malformed);
    assert_eq!(change("answer", "ans\twer"), NoteError::Malformed);
    assert_eq!(verify(note.trim_end(), &known), Err(NoteError::Malformed));
}

#[test]
fn the_first_signature_of_a_key_decides_and_strangers_are_passed_over() {
    let known = keys(&[NEUMANN_KEY]);
    let bad = NEUMANN_LINE.replace("nAM=", "nBM=");
    let strangers = "— witness.example AAAAAAAA\n".repeat(20);
    assert_eq!(verify(&format!("{ADVICE}\n{strangers}{NEUMANN_LINE}"), &known), Ok(ADVICE));
    assert_eq!(verify(&format!("{ADVICE}\n{NEUMANN_LINE}{bad}"), &known), Ok(ADVICE));
    assert_eq!(verify(&format!("{ADVICE}\n{bad}{NEUMANN_LINE}"), &known), Err(NoteError::BadSignature));
    let crowd = "— witness.example AAAAAAAA\n".repeat(100);
    assert_eq!(verify(&format!("{ADVICE}\n{crowd}{NEUMANN_LINE}"), &known), Err(NoteError::Malformed));
}

#[test]
fn only_texts_and_names_that_fit_are_signed() {
    for text in ["", "\n", "no newline", "tab\t\n", "carriage\r\n"] {
        assert_eq!(signer().sign(text), Err(NoteError::BadText), "{text:?}");
    }
    for name in ["", "a b", "a+b", "é", "a\n", &"n".repeat(129)] {
        assert_eq!(Signer::from_seed(name, &[0; 32]).err(), Some(NoteError::BadName), "{name:?}");
    }
}

#[test]
fn a_signer_shows_nothing_of_its_secret() {
    let shown = format!("{:?}", signer());
    assert!(!shown.contains("2a2a2a2a") && !shown.contains("42, 42") && shown.contains("belfry.example/log"));
}

#[test]
fn a_checkpoint_comes_back_as_it_was_signed() {
    let log = log_with_report(2, 9);
    let checkpoint = Checkpoint::verify(&log.checkpoint(9), &[key()]).unwrap();
    assert_eq!((checkpoint.size, checkpoint.root), (9, log.roots[9]));
    assert_eq!(checkpoint.origin, "belfry.example/log");
}

#[test]
fn a_checkpoint_has_one_spelling() {
    let root = "mXfgRcJ0bG0j3CPdKwgGWtUzBUbX67saZGRmFuJGGsM=";
    assert!(Checkpoint::parse(&format!("o\n10\n{root}\n")).is_some());
    for text in [
        format!("o\n010\n{root}\n"),
        format!("o\n+10\n{root}\n"),
        format!("o\n-1\n{root}\n"),
        format!("o\n\n{root}\n"),
        format!("o\n18446744073709551616\n{root}\n"),
        format!("o\n10\n{root}"),
        format!("o\n10\n{root}\nmore\n"),
        format!("\n10\n{root}\n"),
        format!("o\n10\n{}\n", root.trim_end_matches('=')),
        "o\n10\nAAAA\n".to_owned(),
    ] {
        assert_eq!(Checkpoint::parse(&text), None, "{text:?}");
    }
}

#[test]
fn a_checkpoint_of_another_log_is_refused_even_with_the_right_signature() {
    let foreign = Checkpoint { origin: "other.example".into(), size: 1, root: [0; 32] };
    let note = signer().sign(&foreign.text()).unwrap();
    let wrong = Checkpoint::verify(&note, &[key()]).unwrap_err();
    assert_eq!(wrong.to_string(), "wrong: checkpoint: it is about another log than the key's");
}

#[test]
fn a_promise_is_never_a_checkpoint_nor_a_checkpoint_a_promise() {
    let (on, before) = ("2026-11-24".parse().unwrap(), "2026-11-26".parse().unwrap());
    let promise = Promise::sign([5; 32], on, before, &signer()).unwrap();
    let checkpoint = log_with_report(0, 3).checkpoint(3);
    assert_eq!(Promise::verify(&promise, &[key()]).unwrap().commitment, [5; 32]);
    assert_eq!(Checkpoint::verify(&promise, &[key()]).unwrap_err().what, "it is not the text of a checkpoint");
    assert_eq!(Promise::verify(&checkpoint, &[key()]).unwrap_err().what, "it is not the text of a promise");
}

#[test]
fn a_promise_looks_ahead() {
    let day = |text: &str| text.parse().unwrap();
    let backwards = Promise::sign([5; 32], day("2026-11-24"), day("2026-11-24"), &signer());
    assert_eq!(backwards, Err(NoteError::BadText));
}
