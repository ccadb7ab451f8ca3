//! Reading the whole ledger for an auditor: every leaf with what is stored of its entry, in batches, so that the memory
//! taken does not grow with the ledger.

use crate::Store;
use crate::db::{Row, Sql, Tx, values};
use crate::error::StoreError;
use crate::log::{Known, read_checkpoint};
use crate::rows::FieldRow;
use ledger::Wrong;
use ledger::audit::{Audit, Leaf, Opening, Part, Stored, StoredCheckpoint, Summary};
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
        e.facts, e.body, p.commitment from log_leaf l left join entry e on e.leaf = l.idx
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

impl Store {
    /// Checks the whole ledger: every leaf against what is stored, every stream, every hash, every checkpoint.
    ///
    /// # Errors
    /// What can go wrong with a database. What is wrong with the ledger is an answer, not an error.
    pub async fn verify_ledger(&self, keys: &[VerifierKey]) -> Result<Verified, StoreError> {
        // One moment of the database: what is appended meanwhile is for the next check.
        let mut tx = self.db.snapshot().await?;
        let checkpoints = tx.fetch(sql::ALL_CHECKPOINTS, values![]).await?;
        let stored = checkpoints.iter().map(|row| {
            let checkpoint = read_checkpoint(row)?;
            let published_on = checkpoint.slot.parse::<Day>().ok();
            Ok(StoredCheckpoint { note: checkpoint.note, published_on })
        });
        let stored: Vec<_> = stored.collect::<Result<_, StoreError>>()?;
        let mut audit = match Audit::begin(keys, &stored) {
            Ok(audit) => audit,
            Err(wrong) => return Ok(Verified::Wrong(wrong)),
        };
        let mut from = 0;
        loop {
            let read = match audit_batch(&mut tx, &mut audit, from).await? {
                Ok(read) => read,
                Err(wrong) => return Ok(Verified::Wrong(wrong)),
            };
            if read == 0 {
                break;
            }
            from += BATCH;
        }
        let head = tx.one(sql::HEAD, values![]).await?.map(|row| row.bytes(0)).transpose()?.unwrap_or_default();
        let nodes = count(&mut tx, sql::COUNT_NODES).await?;
        let entries = count(&mut tx, sql::COUNT_ENTRIES).await?;
        Ok(match audit.finish(&Stored { head: &head, nodes, entries }) {
            Ok(summary) => Verified::Good(summary),
            Err(wrong) => Verified::Wrong(wrong),
        })
    }
}

async fn count(tx: &mut Tx, statement: Sql) -> Result<u64, StoreError> {
    Ok(tx.one(statement, values![]).await?.map(|row| row.number(0)).transpose()?.unwrap_or_default())
}

/// Feeds the leaves of one batch to the audit. Gives how many there were.
async fn audit_batch(tx: &mut Tx, audit: &mut Audit, from: u64) -> Result<Result<u64, Wrong>, StoreError> {
    let to = from + BATCH;
    let mut known = Known::default();
    for (level, first, end) in tree::completed_between(from, to) {
        for row in tx.fetch(sql::NODES, values![i64::from(level), first, end]).await? {
            known.0.insert((level, row.number(1)?), row.hash(2)?);
        }
    }
    let mut fields: HashMap<u64, Vec<FieldRow>> = HashMap::new();
    for row in tx.fetch(sql::LEAF_FIELDS, values![from, to]).await? {
        let field = FieldRow { name: row.text(1)?, salt: row.opt_hash(2)?, digest: row.hash(3)? };
        fields.entry(row.number(0)?).or_default().push(field);
    }
    let rows = tx.fetch(sql::LEAVES, values![from, to]).await?;
    for row in &rows {
        let index = row.number(0)?;
        let fields = fields.remove(&index).unwrap_or_default();
        if let Err(wrong) = audit_leaf(audit, row, index, &fields, &known)? {
            return Ok(Err(wrong));
        }
    }
    Ok(Ok(rows.len() as u64))
}

fn audit_leaf(
    audit: &mut Audit,
    row: &Row,
    index: u64,
    fields: &[FieldRow],
    known: &Known,
) -> Result<Result<(), Wrong>, StoreError> {
    let commitment = row.hash(1)?;
    if let Some(salt) = row.opt_hash(2)? {
        return Ok(audit.leaf(&Leaf { index, commitment: &commitment, opening: Opening::Filler(salt) }, known));
    }
    let Some(dossier) = row.opt_id(3)? else {
        return Ok(audit.leaf(&Leaf { index, commitment: &commitment, opening: Opening::Nothing }, known));
    };
    let (stream, number) = (row.text(4)?, row.number(5)?);
    let prev = row.opt_hash(11)?.unwrap_or_default();
    let body = row.opt_bytes(10)?.map(|bytes| digest_of(&bytes).to_vec()).unwrap_or_default();
    let values: HashMap<&str, Vec<u8>> = HashMap::from([
        ("dossier", dossier.as_bytes().to_vec()),
        ("stream", stream.into_bytes()),
        ("number", number.to_be_bytes().to_vec()),
        ("prev", prev.to_vec()),
        ("kind", row.text(6)?.into_bytes()),
        ("at", row.text(7)?.into_bytes()),
        ("by", row.text(8)?.into_bytes()),
        ("facts", row.text(9)?.into_bytes()),
        ("body", body),
    ]);
    let parts: Vec<Part<'_>> = fields
        .iter()
        .map(|field| Part {
            name: &field.name,
            digest: &field.digest,
            salt: field.salt,
            value: field.salt.and_then(|_| values.get(field.name.as_str()).map(Vec::as_slice)),
        })
        .collect();
    Ok(audit.leaf(&Leaf { index, commitment: &commitment, opening: Opening::Entry(&parts) }, known))
}
