//! Reading the whole ledger for an auditor: every leaf with what is stored of its entry, in batches, so that the memory
//! taken does not grow with the ledger.

use crate::db::{Row, Sql, Tx, values};
use crate::error::StoreError;
use crate::log::{Known, read_checkpoint};
use crate::rows::FieldRow;
use crate::{Hash, Store};
use ledger::Wrong;
use ledger::audit::{Audit, Leaf, Opening, Part, Stored, StoredCheckpoint, Summary};
use ledger::checkpoint::Checkpoint;
use ledger::commitment::digest_of;
use ledger::day::Day;
use ledger::note::VerifierKey;
use ledger::tree;
use std::collections::HashMap;

/// Leaves that are read at once, with the sealed bodies of their entries.
const BATCH: u64 = 512;

pub(crate) mod sql {
    use super::Sql;
    pub const NODES: Sql = "select level, idx, hash from log_node where level = $1 and idx >= $2 and idx < $3";
    pub const ALL_CHECKPOINTS: Sql = "select size, slot, note from checkpoint order by size";
    pub const HEAD: Sql = "select frontier from log_head where id = 1";
    pub const COUNT_NODES: Sql = "select cast(count(*) as bigint) from log_node";
    pub const COUNT_ENTRIES: Sql = "select cast(count(*) as bigint) from entry";
    pub const LEAVES: Sql =
        "select l.idx, l.commitment, l.filler, e.dossier, e.stream, e.number, e.kind, e.at, e.author,
        e.facts, e.body, p.commitment, e.commitment from log_leaf l left join entry e on e.leaf = l.idx
        left join entry p on p.dossier = e.dossier and p.stream = e.stream and p.number = e.number - 1
        where l.idx >= $1 and l.idx < $2 order by l.idx";
    pub const LEAF_FIELDS: Sql = "select leaf, name, salt, digest from log_field where leaf >= $1 and leaf < $2
        order by leaf, place";
    #[cfg(test)]
    pub const ALL: &[Sql] = &[NODES, ALL_CHECKPOINTS, HEAD, COUNT_NODES, COUNT_ENTRIES, LEAVES, LEAF_FIELDS];
}

/// What a check of the whole ledger ends in.
#[derive(Debug)]
pub enum Verified {
    /// Nothing is wrong.
    Good(Summary),
    /// The first thing that is wrong.
    Wrong(Wrong),
}

/// Why a check stops before its end.
enum Stop {
    Wrong(Wrong),
    Failed(StoreError),
}

impl From<Wrong> for Stop {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

fn wrong(where_: String, what: impl Into<String>) -> Stop {
    Stop::Wrong(Wrong { what: what.into(), where_ })
}

/// A row that cannot be read is wrong with the ledger; a database that does not answer is not.
fn readable<T>(where_: impl FnOnce() -> String, read: Result<T, StoreError>) -> Result<T, Stop> {
    read.map_err(|error| match error {
        StoreError::Broken(what) => wrong(where_(), what),
        other => Stop::Failed(other),
    })
}

impl Store {
    /// Checks the whole ledger: every leaf against what is stored, every stream, every hash, every checkpoint.
    ///
    /// # Errors
    /// What can go wrong with a database. What is wrong with the ledger is an answer, not an error.
    pub async fn verify_ledger(&self, keys: &[VerifierKey]) -> Result<Verified, StoreError> {
        // One moment of the database: what is appended meanwhile is for the next check.
        let mut tx = self.db.snapshot().await?;
        match audit_all(&mut tx, keys).await {
            Ok(summary) => Ok(Verified::Good(summary)),
            Err(Stop::Wrong(wrong)) => Ok(Verified::Wrong(wrong)),
            Err(Stop::Failed(error)) => Err(error),
        }
    }
}

async fn audit_all(tx: &mut Tx, keys: &[VerifierKey]) -> Result<Summary, Stop> {
    let mut audit = begin(tx, keys).await?;
    let mut from = 0;
    while audit_batch(tx, &mut audit, from).await? > 0 {
        from += BATCH;
    }
    let head = tx.one(sql::HEAD, values![]).await?.map(|row| row.bytes(0)).transpose();
    let head = readable(|| "head".into(), head)?.unwrap_or_default();
    let nodes = count(tx, sql::COUNT_NODES).await?;
    let entries = count(tx, sql::COUNT_ENTRIES).await?;
    Ok(audit.finish(&Stored { head: &head, nodes, entries })?)
}

/// Begins with all checkpoints. Each is stored under the size that it was signed for, by which proofs look it up.
async fn begin(tx: &mut Tx, keys: &[VerifierKey]) -> Result<Audit, Stop> {
    let rows = tx.fetch(sql::ALL_CHECKPOINTS, values![]).await?;
    let place = |count: usize| move || format!("checkpoint {}", count + 1);
    let mut checkpoints = Vec::with_capacity(rows.len());
    for (count, row) in rows.iter().enumerate() {
        checkpoints.push(readable(place(count), read_checkpoint(row))?);
    }
    let stored: Vec<_> = checkpoints
        .iter()
        .map(|one| StoredCheckpoint { note: one.note.clone(), published_on: one.slot.parse::<Day>().ok() })
        .collect();
    let audit = Audit::begin(keys, &stored)?;
    for (count, one) in checkpoints.iter().enumerate() {
        if Checkpoint::verify(&one.note, keys)?.size != one.size {
            return Err(wrong(place(count)(), "it is stored under another size than it was signed for"));
        }
    }
    Ok(audit)
}

async fn count(tx: &mut Tx, statement: Sql) -> Result<u64, StoreError> {
    Ok(tx.one(statement, values![]).await?.map(|row| row.number(0)).transpose()?.unwrap_or_default())
}

/// Feeds the leaves of one batch to the audit. Gives how many there were.
async fn audit_batch(tx: &mut Tx, audit: &mut Audit, from: u64) -> Result<u64, Stop> {
    let to = from + BATCH;
    let mut known = Known::default();
    for (level, first, end) in tree::completed_between(from, to) {
        for row in tx.fetch(sql::NODES, values![i64::from(level), first, end]).await? {
            let index = row.number(1)?;
            let hash = readable(|| format!("node {index} of level {level}"), row.hash(2))?;
            known.0.insert((level, index), hash);
        }
    }
    let mut fields: HashMap<u64, Vec<FieldRow>> = HashMap::new();
    for row in tx.fetch(sql::LEAF_FIELDS, values![from, to]).await? {
        let leaf = row.number(0)?;
        let field = readable(|| at_leaf(leaf), read_field(&row))?;
        fields.entry(leaf).or_default().push(field);
    }
    let rows = tx.fetch(sql::LEAVES, values![from, to]).await?;
    for row in &rows {
        let index = row.number(0)?;
        let leaf = readable(|| at_leaf(index), StoredLeaf::read(row))?;
        let fields = fields.remove(&index).unwrap_or_default();
        audit_leaf(audit, index, &leaf, &fields, &known)?;
    }
    Ok(rows.len() as u64)
}

fn at_leaf(index: u64) -> String {
    format!("leaf {index}")
}

fn read_field(row: &Row) -> Result<FieldRow, StoreError> {
    Ok(FieldRow { name: row.text(1)?, salt: row.opt_hash(2)?, digest: row.hash(3)? })
}

/// What is stored of a leaf, and what it is opened with.
struct StoredLeaf {
    commitment: Hash,
    opened: Opened,
}

enum Opened {
    Filler(Hash),
    Nothing,
    /// The commitment that stands with the entry, and the values of its fields by name.
    Entry(Hash, HashMap<&'static str, Vec<u8>>),
}

impl StoredLeaf {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let opened = match (row.opt_hash(2)?, row.opt_id(3)?) {
            (Some(salt), _) => Opened::Filler(salt),
            (None, None) => Opened::Nothing,
            (None, Some(dossier)) => {
                let body = row.opt_bytes(10)?.map(|bytes| digest_of(&bytes).to_vec()).unwrap_or_default();
                let values = HashMap::from([
                    ("dossier", dossier.as_bytes().to_vec()),
                    ("stream", row.text(4)?.into_bytes()),
                    ("number", row.number(5)?.to_be_bytes().to_vec()),
                    ("prev", row.opt_hash(11)?.unwrap_or_default().to_vec()),
                    ("kind", row.text(6)?.into_bytes()),
                    ("at", row.text(7)?.into_bytes()),
                    ("by", row.text(8)?.into_bytes()),
                    ("facts", row.text(9)?.into_bytes()),
                    ("body", body),
                ]);
                Opened::Entry(row.hash(12)?, values)
            }
        };
        Ok(Self { commitment: row.hash(1)?, opened })
    }
}

fn audit_leaf(
    audit: &mut Audit,
    index: u64,
    leaf: &StoredLeaf,
    fields: &[FieldRow],
    known: &Known,
) -> Result<(), Stop> {
    let commitment = &leaf.commitment;
    match &leaf.opened {
        Opened::Filler(salt) => audit.leaf(&Leaf { index, commitment, opening: Opening::Filler(*salt) }, known)?,
        Opened::Nothing => audit.leaf(&Leaf { index, commitment, opening: Opening::Nothing }, known)?,
        Opened::Entry(beside, values) => {
            let part = |field| part(field, values);
            let parts: Vec<Part<'_>> = fields.iter().map(part).collect();
            audit.leaf(&Leaf { index, commitment, opening: Opening::Entry(&parts) }, known)?;
            // The next entry of the stream takes its `prev` from beside the entry.
            if beside != commitment {
                return Err(wrong(at_leaf(index), "another commitment stands beside its entry"));
            }
        }
    }
    Ok(())
}

fn part<'a>(field: &'a FieldRow, values: &'a HashMap<&'static str, Vec<u8>>) -> Part<'a> {
    Part {
        name: &field.name,
        digest: &field.digest,
        salt: field.salt,
        value: field.salt.and_then(|_| values.get(field.name.as_str()).map(Vec::as_slice)),
    }
}
