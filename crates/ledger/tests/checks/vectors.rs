//! The published vectors: made here from fixed seeds, compared with the files. A difference means that a frozen
//! format has changed. `BELFRY_WRITE_VECTORS=1` writes the files anew, for a new version of a format.

use crate::common::{REPORT, key, log_with_report, logged, promised, report_entry, salts, shown, signer};
use crate::forged::{consistency_line, malleable, proof_line};
use crate::note::{ADVICE, C2SP_KEY, C2SP_NOTE, GO_CHECKPOINT, GO_KEY, NEUMANN_KEY, NEUMANN_LINE, ROOT_KEY, ROOT_LINE};
use crate::proof::joined;
use ledger::Hash;
use ledger::checkpoint::Checkpoint;
use ledger::commitment::{ENTRY_VERSION, Field, commit, filler};
use ledger::note::{Signer, VerifierKey, verify};
use ledger::promise::Promise;
use ledger::proof::Proof;
use ledger::tree::{
    Frontier, Place, consistency_proof, inclusion_proof, leaf_hash, verify_consistency, verify_inclusion,
};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;

fn compare(name: &str, made: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name);
    let made = serde_json::to_string_pretty(made).unwrap() + "\n";
    if std::env::var_os("BELFRY_WRITE_VECTORS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(kept == made, "{name} is not what is made here: a frozen format has changed");
}

fn hexes(hashes: &[Hash]) -> Vec<String> {
    hashes.iter().map(hex::encode).collect()
}

#[test]
fn the_tree() {
    let leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    let mut frontier = Frontier::new();
    let mut nodes: HashMap<Place, Hash> = HashMap::new();
    let mut roots = vec![frontier.root()];
    for (index, leaf) in (0u64..).zip(leaves) {
        let hash = leaf_hash(&hex::decode(leaf).unwrap());
        nodes.insert((0, index), hash);
        nodes.extend(frontier.push_leaf_hash(hash).into_iter().map(|(level, index, hash)| ((level, index), hash)));
        roots.push(frontier.root());
    }
    let (mut inclusion, mut consistency) = (Vec::new(), Vec::new());
    for (size, root) in (0u64..).zip(&roots) {
        for index in 0..=size {
            // The last round asks for a leaf that the tree does not have, with the path of the one before.
            let path = inclusion_proof(index.min(size.saturating_sub(1)), size, &nodes).unwrap_or_default();
            for turned in [None, Some(0), Some(path.len().saturating_sub(1))] {
                let (path, leaf) = (turn(&path, turned), nodes.get(&(0, index)).copied().unwrap_or_default());
                let ok = verify_inclusion(&leaf, index, size, &path, root).is_ok();
                inclusion.push(json!({ "leaf": hex::encode(leaf), "index": index, "size": size,
                    "path": hexes(&path), "root": hex::encode(root), "ok": ok }));
            }
            let (old, old_root) = (index, &roots[usize::try_from(index).unwrap()]);
            let path = consistency_proof(old, size, &nodes).unwrap();
            for turned in [None, Some(0), Some(path.len().saturating_sub(1))] {
                let path = turn(&path, turned);
                let ok = verify_consistency(old, old_root, size, root, &path).is_ok();
                consistency.push(json!({ "old": old, "old_root": hex::encode(old_root), "new": size,
                    "new_root": hex::encode(root), "path": hexes(&path), "ok": ok }));
            }
        }
    }
    let about = "The leaves and roots are those of the Certificate Transparency reference tests; leaves are data, `leaf` is a leaf hash.";
    compare(
        "tree.json",
        &json!({ "kind": "tree", "about": about, "leaves": leaves, "roots": hexes(&roots),
        "inclusion": inclusion, "consistency": consistency }),
    );
}

/// The path with one bit turned at this place; a path without hashes gets one.
fn turn(path: &[Hash], at: Option<usize>) -> Vec<Hash> {
    let mut path = path.to_vec();
    match at.and_then(|at| path.get_mut(at)) {
        Some(hash) => hash[0] ^= 1,
        None if at.is_some() => path.push([0; 32]),
        None => {}
    }
    path
}

#[test]
fn commitments() {
    let mut salts = salts();
    let mut fields = Vec::new();
    for (name, value) in
        [("kind", b"message".as_slice()), ("facts", b"{}"), ("body", b""), ("number", &7u64.to_be_bytes())]
    {
        let field = Field { name, salt: salts(), value };
        fields.push(json!({ "name": name, "salt": hex::encode(field.salt), "value": hex::encode(value),
            "digest": hex::encode(field.digest()) }));
    }
    let (commitment, kept) = report_entry();
    let named: Vec<(&str, Hash)> = kept.iter().map(|one| (one.name, one.digest)).collect();
    let as_json = |named: &[(&str, Hash)]| -> Vec<Value> {
        named.iter().map(|(name, digest)| json!([name, hex::encode(digest)])).collect()
    };
    let short = &named[..9];
    compare(
        "commitment.json",
        &json!({ "kind": "commitment", "about": "All bytes are in hexadecimal.",
        "fields": fields,
        "commitments": [
            { "version": ENTRY_VERSION, "digests": as_json(&named), "commitment": hex::encode(commitment) },
            { "version": ENTRY_VERSION, "digests": as_json(short), "commitment": hex::encode(commit(ENTRY_VERSION, short)) },
            { "version": "", "digests": [], "commitment": hex::encode(commit("", &[])) },
        ],
        "fillers": [{ "salt": hex::encode([9; 32]), "commitment": hex::encode(filler([9; 32])) }] }),
    );
}

#[test]
fn notes() {
    let good = format!("{ADVICE}\n{NEUMANN_LINE}");
    let both = format!("{ADVICE}\n{ROOT_LINE}{NEUMANN_LINE}");
    let crowd = "— witness.example AAAAAAAA\n";
    let cases = [
        ("Go", good.clone(), vec![NEUMANN_KEY]),
        ("Go, two keys", both.clone(), vec![NEUMANN_KEY, ROOT_KEY]),
        ("Go, the other key", both, vec![ROOT_KEY]),
        ("C2SP", C2SP_NOTE.to_owned(), vec![C2SP_KEY]),
        ("checksum database", GO_CHECKPOINT.to_owned(), vec![GO_KEY]),
        ("another key", good.clone(), vec![ROOT_KEY]),
        ("no key", good.clone(), vec![]),
        ("changed text", good.replace("answer", "Answer"), vec![NEUMANN_KEY]),
        ("stretched scalar", malleable(&good), vec![NEUMANN_KEY]),
        ("base64 with stray bits", good.replace("nAM=", "nAN="), vec![NEUMANN_KEY]),
        ("base64 without padding", good.replace("nAM=", "nAM"), vec![NEUMANN_KEY]),
        ("no blank line", good.replace("\n\n", "\n"), vec![NEUMANN_KEY]),
        ("no last newline", good.trim_end().to_owned(), vec![NEUMANN_KEY]),
        ("no signature", format!("{ADVICE}\n"), vec![NEUMANN_KEY]),
        ("hyphen for dash", good.replace("— ", "- "), vec![NEUMANN_KEY]),
        ("control character", good.replace("answer", "ans\twer"), vec![NEUMANN_KEY]),
        ("strangers first", format!("{ADVICE}\n{}{NEUMANN_LINE}", crowd.repeat(99)), vec![NEUMANN_KEY]),
        ("too many strangers", format!("{ADVICE}\n{}{NEUMANN_LINE}", crowd.repeat(100)), vec![NEUMANN_KEY]),
        ("space in a name", good.replace("Neumann", "\u{2003}Neumann"), vec![NEUMANN_KEY]),
    ];
    let cases: Vec<Value> = cases
        .into_iter()
        .map(|(name, note, keys)| {
            let parsed: Vec<VerifierKey> = keys.iter().map(|key| key.parse().unwrap()).collect();
            let line = verify(&note, &parsed)
                .map_or_else(|error| format!("wrong: note: {error}"), |text| format!("good: {text}"));
            json!({ "name": name, "note": note, "keys": keys, "line": line })
        })
        .collect();
    compare("note.json", &json!({ "kind": "note", "cases": cases }));
}

#[test]
fn statements() {
    let (on, before) = ("2026-11-24".parse().unwrap(), "2026-11-26".parse().unwrap());
    let promise = Promise::sign([5; 32], on, before, &signer()).unwrap();
    let checkpoint = log_with_report(2, 9).checkpoint(9);
    let forger = Signer::from_seed(signer().name(), &[1; 32]).unwrap();
    let resigned = |text: String| signer().sign(&text).unwrap();
    let text = Checkpoint { origin: signer().name().into(), size: 9, root: [3; 32] }.text();
    let foreign = Checkpoint { origin: "other.example".into(), size: 9, root: [3; 32] }.text();
    let words = Promise::parse(verify(&promise, &[key()]).unwrap()).unwrap().text();
    let cases = [
        ("checkpoint", "checkpoint", checkpoint.clone()),
        ("promise", "promise", promise.clone()),
        ("empty log", "checkpoint", log_with_report(2, 9).checkpoint(0)),
        ("largest size", "checkpoint", Checkpoint::sign(u64::MAX, [3; 32], &signer()).unwrap()),
        ("promise for a checkpoint", "checkpoint", promise),
        ("checkpoint for a promise", "promise", checkpoint),
        ("by another key of that name", "checkpoint", Checkpoint::sign(9, [3; 32], &forger).unwrap()),
        ("of another log", "checkpoint", resigned(foreign)),
        ("leading zero", "checkpoint", resigned(text.replace("\n9\n", "\n09\n"))),
        ("size too large", "checkpoint", resigned(text.replace("\n9\n", "\n18446744073709551616\n"))),
        ("size with a sign", "checkpoint", resigned(text.replace("\n9\n", "\n+9\n"))),
        ("a line more", "checkpoint", resigned(text.clone() + "more\n")),
        ("short root", "checkpoint", resigned(text.replace("AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=", "AwM="))),
        ("no such day", "promise", resigned(words.replace("11-24", "11-31"))),
        ("days in the wrong order", "promise", resigned(words.replace("11-26", "11-24"))),
        ("another purpose", "promise", resigned(words.replace("promise v1", "promise v2"))),
    ];
    let cases: Vec<Value> = cases
        .into_iter()
        .map(|(name, kind, note)| {
            let line = if kind == "checkpoint" {
                Checkpoint::verify(&note, &[key()])
                    .map(|one| format!("good: {} {} {}", one.origin, one.size, hex::encode(one.root)))
            } else {
                Promise::verify(&note, &[key()]).map(|one| {
                    let digest = hex::encode(one.commitment);
                    format!("good: {} {digest} {} {}", one.origin, one.received_on, one.before)
                })
            };
            let line = line.unwrap_or_else(|wrong| wrong.to_string());
            json!({ "name": name, "kind": kind, "note": note, "key": key().to_string(), "line": line })
        })
        .collect();
    compare("statement.json", &json!({ "kind": "statement", "cases": cases }));
}

#[test]
fn proofs() {
    let changed = |change: fn(&mut Proof)| {
        let mut proof = logged(5, 300);
        change(&mut proof);
        proof
    };
    let cases = [
        ("promised", promised(), true, None),
        ("in the log", logged(5, 300), true, None),
        ("in the log, with the text", logged(5, 300), true, Some(REPORT)),
        ("fields shown", shown(5, 300), true, None),
        ("only leaf", logged(0, 1), true, None),
        ("last leaf", logged(299, 300), true, None),
        ("key not known", logged(5, 300), false, None),
        ("another text", logged(5, 300), true, Some(b"another text".as_slice())),
        ("another day", changed(|p| p.received_on = "2026-11-23".into()), true, None),
        ("another commitment", changed(|p| p.commitment[0] ^= 1), true, None),
        ("another field", changed(|p| p.fields[2].digest[0] ^= 1), true, None),
        ("another salt", changed(|p| p.content.salt[0] ^= 1), true, None),
        ("another place", changed(|p| p.inclusion.as_mut().unwrap().index += 1), true, None),
        ("a shorter path", changed(|p| p.inclusion.as_mut().unwrap().path.truncate(3)), true, None),
        (
            "a checkpoint for a promise",
            changed(|p| p.promise = p.inclusion.as_ref().unwrap().checkpoint.clone()),
            true,
            None,
        ),
        ("a later version", changed(|p| p.version = "belfry-proof/v2".into()), true, None),
    ];
    let cases: Vec<Value> = cases
        .into_iter()
        .map(|(name, proof, pinned, content)| {
            let file = proof.to_json();
            let line = proof_line(file.as_bytes(), pinned, content);
            json!({ "name": name, "proof": file, "key": pinned.then(|| key().to_string()),
                "content": content.map(|text| String::from_utf8(text.to_vec()).unwrap()), "line": line })
        })
        .collect();
    compare("proof.json", &json!({ "kind": "proof", "cases": cases }));
}

#[test]
fn consistencies() {
    let cases = [("grown", 100, 300), ("from a power of two", 256, 300), ("from nothing", 0, 5), ("not grown", 9, 9)];
    let mut all = Vec::new();
    for (name, old, new) in cases {
        let (first, second, proof) = joined(old, new);
        let file = proof.to_json();
        let mut add = |name: String, first: &str, second: &str| {
            let line = consistency_line(first, second, file.as_bytes());
            all.push(json!({ "name": name, "old": first, "new": second, "key": key().to_string(),
                "proof": file, "line": line }));
        };
        add(name.to_owned(), &first, &second);
        add(format!("{name}, the wrong way round"), &second, &first);
        let rewritten = log_with_report(1, new).checkpoint(new);
        add(format!("{name}, rewritten"), &first, &rewritten);
    }
    compare("consistency.json", &json!({ "kind": "consistency", "cases": all }));
}
