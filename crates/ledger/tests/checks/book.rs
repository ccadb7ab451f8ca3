//! A ledger as a database has it, for the audit to check and for tests to tamper with.

use crate::common::{Log, key, salts};
use ledger::audit::{Audit, Leaf, Opening, Part, Stored, StoredCheckpoint, Summary};
use ledger::commitment::{Entry, digest_of, filler};
use ledger::{Hash, Wrong};
use std::collections::HashMap;

/// A stored field: name, digest, salt, value.
pub type Row = (&'static str, Hash, Option<Hash>, Option<Vec<u8>>);

/// What a leaf is opened with, as stored.
#[derive(Clone)]
pub enum Kept {
    Entry(Vec<Row>),
    Filler(Hash),
    Nothing,
}

/// A ledger as a database has it.
pub struct Book {
    pub log: Log,
    pub rows: Vec<(Hash, Kept)>,
    pub heads: HashMap<(u8, &'static str), (u64, Hash)>,
    pub checkpoints: Vec<StoredCheckpoint>,
    pub head: Vec<u8>,
    pub entries: u64,
    pub salts: Box<dyn FnMut() -> Hash>,
}

impl Book {
    pub fn new() -> Self {
        Self {
            log: Log::new(),
            rows: Vec::new(),
            heads: HashMap::new(),
            checkpoints: Vec::new(),
            head: Vec::new(),
            entries: 0,
            salts: Box::new(salts()),
        }
    }

    pub fn append(&mut self, commitment: Hash, kept: Kept) {
        self.log.push(commitment);
        self.rows.push((commitment, kept));
        self.head = self.log.frontier.to_bytes();
    }

    pub fn entry(&mut self, dossier: u8, stream: &'static str, kind: &str, at: &str, facts: &str) {
        let (last, prev) = self.heads.get(&(dossier, stream)).copied().unwrap_or_default();
        let number = last + 1;
        let body = digest_of(facts.as_bytes());
        let entry = Entry {
            dossier: &[dossier; 16],
            stream,
            number,
            prev: &prev,
            kind,
            at,
            by: "system",
            facts: facts.as_bytes(),
            body: &body,
            content: (number == 1).then_some([4; 32]),
        };
        let (commitment, kept) = entry.commit(&mut self.salts);
        let values = [
            entry.dossier.to_vec(),
            stream.into(),
            number.to_be_bytes().to_vec(),
            prev.to_vec(),
            kind.into(),
            at.into(),
            "system".into(),
            facts.into(),
            body.to_vec(),
        ];
        let values = values.into_iter().map(Some).chain([None]);
        let rows = kept.into_iter().zip(values).map(|(one, value)| (one.name, one.digest, one.salt, value));
        self.heads.insert((dossier, stream), (number, commitment));
        self.entries += 1;
        self.append(commitment, Kept::Entry(rows.collect()));
    }

    pub fn fill(&mut self) {
        let salt = (self.salts)();
        self.append(filler(salt), Kept::Filler(salt));
    }

    pub fn checkpoint(&mut self, on: &str) {
        let note = self.log.checkpoint(self.log.frontier.size());
        self.checkpoints.push(StoredCheckpoint { note, published_on: Some(on.parse().unwrap()) });
    }

    /// Removes everything that opens a leaf.
    pub fn destroy(&mut self, leaf: usize) {
        self.rows[leaf].1 = Kept::Nothing;
        self.entries -= 1;
    }

    pub fn field(&mut self, leaf: usize, name: &str) -> &mut Row {
        match &mut self.rows[leaf].1 {
            Kept::Entry(rows) => rows.iter_mut().find(|row| row.0 == name).unwrap(),
            _ => panic!("leaf {leaf} is not an entry"),
        }
    }

    pub fn erase(&mut self, leaf: usize, name: &str) {
        let row = self.field(leaf, name);
        (row.2, row.3) = (None, None);
    }

    pub fn nodes(&self) -> u64 {
        u64::try_from(self.log.nodes.keys().filter(|(level, _)| *level > 0).count()).unwrap()
    }

    pub fn check(&self) -> Result<Summary, Wrong> {
        let mut audit = Audit::begin(&[key()], &self.checkpoints)?;
        for (index, (commitment, kept)) in (0..).zip(&self.rows) {
            feed(&mut audit, index, commitment, kept, &self.log)?;
        }
        audit.finish(&Stored { head: &self.head, nodes: self.nodes(), entries: self.entries })
    }

    pub fn fault(&self) -> String {
        self.check().unwrap_err().to_string()
    }
}

pub fn feed(audit: &mut Audit, index: u64, commitment: &Hash, kept: &Kept, log: &Log) -> Result<(), Wrong> {
    let parts: Vec<Part<'_>>;
    let opening = match kept {
        Kept::Entry(rows) => {
            parts = rows
                .iter()
                .map(|(name, digest, salt, value)| Part { name, digest, salt: *salt, value: value.as_deref() })
                .collect();
            Opening::Entry(&parts)
        }
        Kept::Filler(salt) => Opening::Filler(*salt),
        Kept::Nothing => Opening::Nothing,
    };
    audit.leaf(&Leaf { index, commitment, opening }, &log.nodes)
}

/// Two cases and some filler over three days, with two checkpoints:
/// leaf 0, 1, 4: case 1 `record` 1–3; leaf 2: case 2 `record` 1; leaf 5: case 1 `access` 1; 3, 6, 7: filler; 8: case 2 `record` 2.
pub fn book() -> Book {
    let mut book = Book::new();
    book.entry(1, "record", "report-received", "2026-11-22", "{}");
    book.entry(1, "record", "acknowledged", "2026-11-22T10:00:00Z", "{\"n\":1}");
    book.entry(2, "record", "report-received", "2026-11-22", "{}");
    book.fill();
    book.checkpoint("2026-11-23");
    book.entry(1, "record", "message", "2026-11-23T12:00:00Z", "{}");
    book.entry(1, "access", "opened", "2026-11-23T12:01:00Z", "{}");
    book.fill();
    book.fill();
    book.checkpoint("2026-11-24");
    book.entry(2, "record", "acknowledged", "2026-11-24T12:00:00Z", "{}");
    book
}
