//! A small log with reports in it, made the way the store makes one, from fixed seeds.

use ledger::Hash;
use ledger::checkpoint::Checkpoint;
use ledger::commitment::{self, ENTRY_FIELDS, Entry, Kept};
use ledger::note::{Signer, VerifierKey};
use ledger::promise::Promise;
use ledger::proof::{Content, Inclusion, Proof, ProofField, VERSION};
use ledger::tree::{Frontier, Place, inclusion_proof, leaf_hash};
use std::collections::HashMap;

pub const REPORT: &[u8] =
    "Wat: er werd een dossier aangepast.\nWhen: last week, \u{201c}after hours\u{201d}\n".as_bytes();
pub const CONTENT_SALT: Hash = [7; 32];

pub fn signer() -> Signer {
    Signer::from_seed("belfry.example/log", &[42; 32]).unwrap()
}

pub fn key() -> VerifierKey {
    signer().verifier_key().clone()
}

/// Salts that are different each time and the same in each run.
pub fn salts() -> impl FnMut() -> [u8; 32] {
    let mut count = 0u64;
    move || {
        count += 1;
        commitment::digest_of(&count.to_be_bytes())
    }
}

/// Leaves in order with all nodes and all roots.
pub struct Log {
    pub frontier: Frontier,
    pub commitments: Vec<Hash>,
    pub nodes: HashMap<Place, Hash>,
    pub roots: Vec<Hash>,
}

impl Log {
    pub fn new() -> Self {
        let frontier = Frontier::new();
        let roots = vec![frontier.root()];
        Self { frontier, commitments: Vec::new(), nodes: HashMap::new(), roots }
    }

    pub fn push(&mut self, commitment: Hash) {
        self.nodes.insert((0, self.frontier.size()), leaf_hash(&commitment));
        for (level, index, hash) in self.frontier.push(&commitment) {
            self.nodes.insert((level, index), hash);
        }
        self.commitments.push(commitment);
        self.roots.push(self.frontier.root());
    }

    /// The signed checkpoint of the first `size` leaves.
    pub fn checkpoint(&self, size: u64) -> String {
        Checkpoint::sign(size, self.roots[usize::try_from(size).unwrap()], &signer()).unwrap()
    }
}

/// The report's entry: its commitment and what is kept of it.
pub fn report_entry() -> (Hash, Vec<Kept>) {
    Entry {
        dossier: &[0x11; 16],
        stream: "record",
        number: 1,
        prev: &[0; 32],
        kind: "report-received",
        at: "2026-11-24",
        by: "reporter",
        facts: br#"{"channel":"abuse"}"#,
        body: &commitment::digest_of(b"sealed bytes"),
        content: Some(commitment::content_digest(CONTENT_SALT, &commitment::digest_of(REPORT))),
    }
    .commit(&mut salts())
}

/// A log of `size` leaves with the report at `index` and filler around it.
pub fn log_with_report(index: u64, size: u64) -> Log {
    let mut log = Log::new();
    for at in 0..size {
        let filler = || commitment::filler(commitment::digest_of(&[b"filler", at.to_be_bytes().as_slice()].concat()));
        log.push(if at == index { report_entry().0 } else { filler() });
    }
    log
}

/// The reporter's proof, before the checkpoint.
pub fn promised() -> Proof {
    let (commitment, kept) = report_entry();
    let (on, before) = ("2026-11-24".parse().unwrap(), "2026-11-26".parse().unwrap());
    let fields =
        kept.iter().map(|one| ProofField { name: one.name.to_owned(), digest: one.digest, salt: None, value: None });
    Proof {
        version: VERSION.to_owned(),
        origin: signer().name().to_owned(),
        key: key().to_string(),
        received_on: "2026-11-24".to_owned(),
        commitment,
        fields: fields.collect(),
        content: Content { salt: CONTENT_SALT, digest: commitment::digest_of(REPORT) },
        promise: Promise::sign(commitment, on, before, &signer()).unwrap(),
        inclusion: None,
    }
}

/// The proof with the report in the log.
pub fn logged(index: u64, size: u64) -> Proof {
    let log = log_with_report(index, size);
    let inclusion = Inclusion {
        index,
        size,
        path: inclusion_proof(index, size, &log.nodes).unwrap(),
        checkpoint: log.checkpoint(size),
    };
    Proof { inclusion: Some(inclusion), ..promised() }
}

/// The proof with the fields `kind` and `at` shown.
pub fn shown(index: u64, size: u64) -> Proof {
    let mut proof = logged(index, size);
    for (name, value) in [("kind", "report-received"), ("at", "2026-11-24")] {
        let at = ENTRY_FIELDS.iter().position(|one| *one == name).unwrap();
        proof.fields[at].salt = report_entry().1[at].salt;
        proof.fields[at].value = Some(value.as_bytes().to_vec());
    }
    proof
}
