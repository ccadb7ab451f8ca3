//! The independent verifier under `packaging/verifier/`, in Python, must agree with this crate: on the
//! published vectors, on forgeries by the hundred, and in what it prints and how it exits.

use crate::common::{REPORT, key, logged};
use crate::forged;
use crate::proof::joined;
use std::path::{Path, PathBuf};
use std::process::Command;

fn python(arguments: &[&str]) -> (Option<i32>, String) {
    let verifier = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packaging/verifier/verify.py");
    let output = Command::new("python3").arg("-B").arg(verifier).args(arguments).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(errors, "");
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

/// A directory for one test's files, made anew.
fn scratch(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(std::fs::remove_dir_all(&dir));
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

fn write(dir: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = dir.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn it_agrees_with_the_published_vectors() {
    let vectors = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors");
    let (code, line) = python(&["vectors", vectors]);
    assert!(line.starts_with("good: ") && line.ends_with(" vectors agree\n"), "{line}");
    assert_eq!(code, Some(0));
}

#[test]
fn it_agrees_on_forgeries_by_the_hundred() {
    // Before a release, BELFRY_FORGERIES=1500 makes it more than ten thousand.
    let rounds = std::env::var("BELFRY_FORGERIES").map_or(100, |count| count.parse().unwrap());
    let dir = scratch("forged");
    write(&dir, "proofs.json", forged::proofs(rounds).to_string());
    write(&dir, "consistencies.json", forged::consistencies(rounds / 3).to_string());
    let (code, line) = python(&["vectors", dir.to_str().unwrap()]);
    assert!(line.starts_with("good: "), "{line}");
    assert_eq!(code, Some(0));
}

#[test]
fn it_notices_a_vector_that_is_not_so() {
    let dir = scratch("untrue");
    let untrue = forged::proofs(0).to_string().replacen("good: received", "wrong: received", 1);
    write(&dir, "proofs.json", untrue);
    let (code, line) = python(&["vectors", dir.to_str().unwrap()]);
    assert!(line.starts_with("wrong: proofs.json, forged 0: "), "{line}");
    assert_eq!(code, Some(1));
}

#[test]
fn it_checks_a_reporters_file_with_one_line_and_an_exit_code() {
    let dir = scratch("receipt");
    let key = key().to_string();
    let (text, other) = (write(&dir, "text", REPORT), write(&dir, "other", "not it"));
    let file = write(&dir, "proof.json", logged(5, 300).to_json());
    let shown = forged::proof_line(logged(5, 300).to_json().as_bytes(), true, Some(REPORT));
    assert_eq!(python(&["receipt", &file, "--key", &key, "--content", &text]), (Some(0), format!("{shown}\n")));
    assert_eq!(
        python(&["receipt", &file, "--content", &other]),
        (Some(1), "wrong: content: the given text is not what was reported\n".into())
    );
    let (code, line) = python(&["receipt", "/nowhere"]);
    assert!(line.starts_with("wrong: file: it cannot be opened"), "{line}");
    assert_eq!(code, Some(1));
}

#[test]
fn it_joins_two_checkpoints_with_one_line_and_an_exit_code() {
    let dir = scratch("checkpoint");
    let (old, new, proof) = joined(100, 300);
    let line = forged::consistency_line(&old, &new, proof.to_json().as_bytes());
    let (old, new) = (write(&dir, "old", old), write(&dir, "new", new));
    let proof = write(&dir, "proof.json", proof.to_json());
    let key = key().to_string();
    assert_eq!(python(&["checkpoint", &old, &new, "--proof", &proof, "--key", &key]), (Some(0), format!("{line}\n")));
    assert_eq!(
        python(&["checkpoint", &new, &old, "--proof", &proof, "--key", &key]),
        (Some(1), "wrong: sizes: the proof is not about these two checkpoints\n".into())
    );
}
