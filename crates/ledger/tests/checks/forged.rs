//! Forged files by the hundred: real proofs with one thing changed, blindly and cleverly, and the verdict of
//! this crate on each. None may pass that says anything else than the original.

use crate::common::{REPORT, key, logged, promised, shown};
use crate::proof::joined;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ledger::commitment::digest_of;
use ledger::consistency::{self, Consistency};
use ledger::proof::{Proof, verify};
use serde_json::{Map, Value, json};

/// Numbers that are the same in each run.
pub struct Dice(u64);

impl Dice {
    pub fn new() -> Self {
        Self(0)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 += 1;
        let digest = digest_of(&self.0.to_be_bytes());
        let number = u32::from_be_bytes(digest[..4].try_into().unwrap());
        usize::try_from(number).unwrap() % bound
    }
}

/// This crate's line on a proof file.
pub fn proof_line(file: &[u8], pinned: bool, content: Option<&[u8]>) -> String {
    let key = key();
    let verdict = Proof::from_json(file).and_then(|proof| verify(&proof, pinned.then_some(&key), content));
    verdict.map_or_else(|wrong| wrong.to_string(), |verdict| verdict.to_string())
}

/// This crate's line on a consistency file.
pub fn consistency_line(old: &str, new: &str, file: &[u8]) -> String {
    Consistency::from_json(file)
        .and_then(|proof| proof.verify(old, new, &[key()]))
        .map_or_else(|wrong| wrong.to_string(), |(old, new)| consistency::good_line(&old, &new))
}

/// One byte changed, dropped, added, or a piece repeated.
fn blind(file: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = file.to_vec();
    let at = dice.below(bytes.len());
    match dice.below(5) {
        0 => bytes[at] ^= 1 << dice.below(8),
        1 => drop(bytes.remove(at)),
        2 => bytes.insert(at, u8::try_from(32 + dice.below(95)).unwrap()),
        3 => bytes.truncate(at),
        _ => {
            let piece = bytes[at..(at + 20).min(bytes.len())].to_vec();
            bytes.splice(at..at, piece);
        }
    }
    bytes
}

/// One value somewhere in the file replaced by a near or a strange one.
fn clever(file: &Value, dice: &mut Dice) -> Value {
    let mut file = file.clone();
    let paths = pointers(&file, String::new());
    let path = paths[dice.below(paths.len())].clone();
    let other = file.pointer(&paths[dice.below(paths.len())]).unwrap().clone();
    let spot = file.pointer_mut(&path).unwrap();
    *spot = match (spot.take(), dice.below(6)) {
        (_, 0) => Value::Null,
        (_, 1) => other,
        (Value::String(text), kind) => Value::String(near(&text, kind, dice)),
        (Value::Number(number), kind) => near_number(number.as_u64().unwrap(), kind),
        (Value::Array(items), kind) => Value::Array(near_list(items, kind, dice)),
        (Value::Object(map), kind) => Value::Object(near_map(map, kind, dice)),
        (value, _) => json!([value, true]),
    };
    file
}

/// Where every value in a JSON text stands.
fn pointers(value: &Value, at: String) -> Vec<String> {
    let below: Vec<String> = match value {
        Value::Object(map) => map.iter().flat_map(|(name, one)| pointers(one, format!("{at}/{name}"))).collect(),
        Value::Array(list) => list.iter().enumerate().flat_map(|(n, one)| pointers(one, format!("{at}/{n}"))).collect(),
        _ => Vec::new(),
    };
    [vec![at], below].concat()
}

fn near(text: &str, kind: usize, dice: &mut Dice) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.is_empty() {
        return "AAAA".into();
    }
    let at = dice.below(chars.len());
    let mut changed = chars.clone();
    match kind {
        2 => changed[at] = ['A', '=', '+', ' ', '\n', '—', 'é', '0'][dice.below(8)],
        3 => drop(changed.remove(at)),
        4 => changed.insert(at, ['A', '=', '\n', '\u{a0}', '\u{0}', '9'][dice.below(6)]),
        // The last base64 character before the padding has bits that mean nothing: turn the lowest.
        _ => {
            if let Some(last) = chars.iter().rposition(|c| *c != '=' && *c != '\n')
                && let Some(next) = char::from_u32(u32::from(chars[last]) ^ 1)
            {
                changed[last] = next;
            }
        }
    }
    changed.into_iter().collect()
}

fn near_number(number: u64, kind: usize) -> Value {
    match kind {
        2 => json!(number.wrapping_add(1)),
        3 => json!(number.wrapping_sub(1)),
        4 => json!(number as f64),
        _ => json!(-1),
    }
}

fn near_list(mut items: Vec<Value>, kind: usize, dice: &mut Dice) -> Vec<Value> {
    if items.is_empty() {
        return vec![json!(STANDARD.encode([0; 32]))];
    }
    let (one, other) = (dice.below(items.len()), dice.below(items.len()));
    match kind {
        2 => items.swap(one, other),
        3 => drop(items.remove(one)),
        4 => items.insert(one, items[other].clone()),
        _ => items.reverse(),
    }
    items
}

fn near_map(mut map: Map<String, Value>, kind: usize, dice: &mut Dice) -> Map<String, Value> {
    let names: Vec<String> = map.keys().cloned().collect();
    let name = names[dice.below(names.len())].clone();
    match kind {
        2 => drop(map.remove(&name)),
        3 => drop(map.insert("extra".into(), json!(1))),
        4 => drop(map.insert("salt".into(), json!(STANDARD.encode([0; 32])))),
        _ => drop(map.insert(name, json!({}))),
    }
    map
}

/// Signature lines whose scalar is one group order higher: the same signature to a careless verifier.
pub fn malleable(note: &str) -> String {
    let (head, encoded) = note.trim_end().rsplit_once(' ').unwrap();
    let mut bytes = STANDARD.decode(encoded).unwrap();
    let order = hex::decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").unwrap();
    let mut carry = 0u16;
    for (byte, add) in bytes[36..].iter_mut().zip(order) {
        carry += u16::from(*byte) + u16::from(add);
        *byte = u8::try_from(carry & 0xff).unwrap();
        carry >>= 8;
    }
    format!("{head} {}\n", STANDARD.encode(bytes))
}

/// A vector file of proofs: real ones, and each changed in `each` ways.
pub fn proofs(each: usize) -> Value {
    let mut dice = Dice::new();
    let mut cases = Vec::new();
    for (pinned, content, proof) in [
        (true, None, promised()),
        (true, Some(REPORT), logged(5, 300)),
        (false, None, logged(299, 300)),
        (false, Some(REPORT), shown(0, 1)),
    ] {
        let json = serde_json::to_value(&proof).unwrap();
        let mut files = vec![proof.to_json().into_bytes()];
        for _ in 0..each {
            files.push(blind(&files[0], &mut dice));
            files.push(clever(&json, &mut dice).to_string().into_bytes());
        }
        let stretched = Proof { promise: malleable(&proof.promise), ..proof.clone() };
        files.push(stretched.to_json().into_bytes());
        for file in files {
            cases.push(json!({
                "name": format!("forged {}", cases.len()),
                "proof_base64": STANDARD.encode(&file),
                "key": pinned.then(|| key().to_string()),
                "content": content.map(|text| String::from_utf8(text.to_vec()).unwrap()),
                "line": proof_line(&file, pinned, content),
            }));
        }
    }
    json!({ "kind": "proof", "cases": cases })
}

/// The same for consistency files and the checkpoints that they join.
pub fn consistencies(each: usize) -> Value {
    let mut dice = Dice::new();
    let mut cases = Vec::new();
    for (old, new) in [(0, 4), (64, 300), (100, 300), (300, 300)] {
        let (first, second, proof) = joined(old, new);
        let file = proof.to_json().into_bytes();
        let json = serde_json::to_value(&proof).unwrap();
        let mut tries =
            vec![(first.clone(), second.clone(), file.clone()), (second.clone(), first.clone(), file.clone())];
        for round in 0..each {
            let changed =
                if round % 2 == 0 { blind(&file, &mut dice) } else { clever(&json, &mut dice).to_string().into() };
            tries.push((first.clone(), second.clone(), changed));
            let kind = 2 + dice.below(4);
            tries.push((near(&first, kind, &mut dice), second.clone(), file.clone()));
            tries.push((first.clone(), near(&second, kind, &mut dice), file.clone()));
        }
        tries.push((malleable(&first), second.clone(), file.clone()));
        for (first, second, file) in tries {
            cases.push(json!({
                "name": format!("forged {}", cases.len()),
                "old": first, "new": second, "key": key().to_string(),
                "proof_base64": STANDARD.encode(&file),
                "line": consistency_line(&first, &second, &file),
            }));
        }
    }
    json!({ "kind": "consistency", "cases": cases })
}

#[test]
fn no_forgery_says_anything_that_the_original_did_not() {
    let forged = proofs(400);
    let cases = forged["cases"].as_array().unwrap();
    let mut refused = 0;
    for case in cases {
        let line = case["line"].as_str().unwrap();
        if line.starts_with("wrong: ") {
            refused += 1;
            continue;
        }
        let file = STANDARD.decode(case["proof_base64"].as_str().unwrap()).unwrap();
        let proof = Proof::from_json(&file).unwrap();
        // What may differ in a file that passes: white space, and that the place in the log is left out.
        assert_eq!(proof.commitment, promised().commitment);
        assert_eq!(proof.content, promised().content);
        assert_eq!(proof.received_on, "2026-11-24");
        let real = [logged(5, 300), logged(299, 300), logged(0, 1), promised()];
        assert!(real.iter().any(|one| match (&one.inclusion, &proof.inclusion) {
            (Some(one), Some(two)) => (one.index, one.size) == (two.index, two.size),
            (one, two) => one == two,
        }));
    }
    assert!(refused > 2500, "only {refused} of {} were refused", cases.len());
}

#[test]
fn a_signature_with_a_stretched_scalar_is_refused() {
    let proof = Proof { promise: malleable(&promised().promise), ..promised() };
    assert_eq!(
        proof_line(proof.to_json().as_bytes(), true, None),
        "wrong: promise: the signature does not fit the text"
    );
}
