//! The reporter's proof: what it shows, and that every tampering is named.

use crate::common::{REPORT, key, log_with_report, logged, promised, shown, signer};
use ledger::Wrong;
use ledger::checkpoint::Checkpoint;
use ledger::consistency::{self, Consistency};
use ledger::note::Signer;
use ledger::promise::Promise;
use ledger::proof::{Proof, verify};
use ledger::tree::consistency_proof;

fn line(proof: &Proof) -> String {
    match verify(proof, Some(&key()), None) {
        Ok(verdict) => verdict.to_string(),
        Err(wrong) => wrong.to_string(),
    }
}

fn line_after(change: impl FnOnce(&mut Proof)) -> String {
    let mut proof = logged(5, 300);
    change(&mut proof);
    line(&proof)
}

#[test]
fn a_proof_says_what_it_shows() {
    assert_eq!(
        line(&promised()),
        "good: received on 2026-11-24; promised to be in the log before 2026-11-26; signed by the published key"
    );
    let verdict = verify(&shown(5, 300), None, Some(REPORT)).unwrap();
    assert_eq!(
        verdict.to_string(),
        "good: received on 2026-11-24; in the log at place 6 of 300; signed by the key in the file \
         (compare it with the published one); the given text is what was reported"
    );
}

#[test]
fn a_proof_survives_being_a_file() {
    for proof in [promised(), logged(255, 256), shown(0, 1)] {
        assert_eq!(Proof::from_json(proof.to_json().as_bytes()).unwrap(), proof);
    }
}

#[test]
fn every_tampering_is_named() {
    let other = Signer::from_seed("belfry.example/log", &[1; 32]).unwrap();
    let named = |proof: String, expected: &str| assert_eq!(proof, format!("wrong: {expected}"));
    named(line_after(|p| p.version = "belfry-proof/v2".into()), "version: it is not belfry-proof/v1");
    named(line_after(|p| p.key.push('x')), "key: it is not a usable verifier key");
    named(line_after(|p| p.key = other.verifier_key().to_string()), "key: it is not the published key");
    named(line_after(|p| p.origin = "elsewhere".into()), "origin: it is not the name in the key");
    named(line_after(|p| p.received_on = "2026-11-31".into()), "received_on: it is not a day written as YYYY-MM-DD");
    named(line_after(|p| p.received_on = "2026-11-23".into()), "promise: it names another day of receipt");
    named(line_after(|p| p.fields.swap(1, 2)), "fields: they are not the fields of an entry in their order");
    named(line_after(|p| drop(p.fields.pop())), "fields: they are not the fields of an entry in their order");
    named(line_after(|p| p.fields[3].digest[0] ^= 1), "commitment: it does not belong to these fields");
    named(line_after(|p| p.commitment[0] ^= 1), "commitment: it does not belong to these fields");
    named(line_after(|p| p.content.salt[0] ^= 1), "content: it is not the content that was logged");
    named(line_after(|p| p.content.digest[0] ^= 1), "content: it is not the content that was logged");
    named(line_after(|p| p.inclusion.as_mut().unwrap().size -= 1), "inclusion: its size is not that of its checkpoint");
    let lost = "inclusion: the path does not lead from this entry to the checkpoint";
    named(line_after(|p| p.inclusion.as_mut().unwrap().index += 1), lost);
    named(line_after(|p| p.inclusion.as_mut().unwrap().path[3][0] ^= 1), lost);
    named(line_after(|p| p.inclusion.as_mut().unwrap().path.truncate(3)), lost);
    named(line_after(|p| p.inclusion.as_mut().unwrap().index = u64::MAX), lost);
}

#[test]
fn shown_fields_must_be_what_was_logged() {
    let mut proof = shown(5, 300);
    proof.fields[4].value = Some(b"report-dismissed".to_vec());
    assert_eq!(line(&proof), "wrong: field kind: the shown value is not the one that was logged");
    proof.fields[4].value = None;
    assert_eq!(line(&proof), "wrong: field kind: it is shown in part only");
}

#[test]
fn statements_by_another_key_or_about_something_else_are_refused() {
    let forger = Signer::from_seed("belfry.example/log", &[1; 32]).unwrap();
    let (on, before) = ("2026-11-24".parse().unwrap(), "2026-11-26".parse().unwrap());
    let forged = |signer: &Signer, commitment| Promise::sign(commitment, on, before, signer).unwrap();
    let own = promised().commitment;
    assert_eq!(line_after(|p| p.promise = forged(&forger, own)), "wrong: promise: it is not signed by the key");
    assert_eq!(line_after(|p| p.promise = forged(&signer(), [9; 32])), "wrong: promise: it is about another entry");
    let checkpoint = Checkpoint::sign(300, [9; 32], &forger).unwrap();
    let line = line_after(|p| p.inclusion.as_mut().unwrap().checkpoint = checkpoint);
    assert_eq!(line, "wrong: checkpoint: it is not signed by the key");
    let crossed = line_after(|p| p.promise = p.inclusion.as_ref().unwrap().checkpoint.clone());
    assert_eq!(crossed, "wrong: promise: it is not the text of a promise");
}

#[test]
fn another_text_is_not_what_was_reported() {
    let wrong = verify(&promised(), Some(&key()), Some(b"something else")).unwrap_err();
    assert_eq!(wrong.to_string(), "wrong: content: the given text is not what was reported");
}

#[test]
fn a_file_that_two_readers_could_read_differently_is_refused() {
    let json = logged(5, 300).to_json();
    let file = |text: String| Proof::from_json(text.as_bytes()).unwrap_err().where_;
    assert_eq!(file(json.replacen('{', "{\"extra\": 1,", 1)), "file");
    assert_eq!(file(json.replacen("\"origin\"", "\"origin\": \"x\", \"origin\"", 1)), "file");
    assert_eq!(file(json.replacen("\"index\": 5", "\"index\": 5.0", 1)), "file");
    assert_eq!(file(json.replacen("\"index\": 5", "\"index\": -0", 1)), "file");
    assert_eq!(file(json.replacen("proof/v1", "proof/v2", 1)), "version");
    assert_eq!(file(format!("[{json}]")), "file");
    assert_eq!(file("[".repeat(100_000)), "file");
    assert_eq!(file(" ".repeat(1_000_001)), "file");
    let listed = serde_json::to_value(logged(5, 300)).unwrap();
    let listed = listed.as_object().unwrap().values().collect::<Vec<_>>();
    assert_eq!(file(serde_json::to_string(&listed).unwrap()), "file");
    let mut as_list = serde_json::to_value(promised()).unwrap();
    let content = promised().content;
    as_list["content"] = serde_json::json!([content.salt, content.digest]);
    assert_eq!(file(as_list.to_string()), "file");
}

/// A consistency proof between two sizes of the same log, with both checkpoints.
pub fn joined(old: u64, new: u64) -> (String, String, Consistency) {
    let log = log_with_report(2, new);
    let path = consistency_proof(old, new, &log.nodes).unwrap();
    let proof = Consistency { version: consistency::VERSION.into(), old, new, path };
    (log.checkpoint(old), log.checkpoint(new), proof)
}

#[test]
fn two_checkpoints_of_one_log_are_joined() {
    for (old, new) in [(0, 7), (1, 8), (7, 7), (256, 300), (5, 300)] {
        let (first, second, proof) = joined(old, new);
        let again = Consistency::from_json(proof.to_json().as_bytes()).unwrap();
        let (first, second) = again.verify(&first, &second, &[key()]).unwrap();
        assert_eq!((first.size, second.size), (old, new));
        assert!(consistency::good_line(&first, &second).starts_with("good: the log of"));
    }
}

#[test]
fn a_rewritten_log_cannot_be_joined_to_its_past() {
    let (first, second, proof) = joined(100, 300);
    let rewritten = log_with_report(3, 300);
    let keys = [key()];
    let said = |wrong: Result<_, Wrong>| wrong.unwrap_err().to_string();
    let refused = "wrong: consistency: the later log does not continue the earlier one";
    assert_eq!(said(proof.verify(&first, &rewritten.checkpoint(300), &keys)), refused);
    let path = consistency_proof(100, 300, &rewritten.nodes).unwrap();
    let own = Consistency { path, ..proof.clone() };
    assert_eq!(said(own.verify(&first, &rewritten.checkpoint(300), &keys)), refused);
    assert_eq!(
        said(proof.verify(&second, &first, &keys)),
        "wrong: sizes: the proof is not about these two checkpoints"
    );
    assert_eq!(said(proof.verify("", &second, &keys)), "wrong: old checkpoint: it is not a signed note");
    assert_eq!(said(proof.verify(&first, "\n\n", &keys)), "wrong: new checkpoint: it is not a signed note");
}
