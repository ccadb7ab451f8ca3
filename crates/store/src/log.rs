//! The ledger in the database: checkpoints, proofs, and the reading of it all for an auditor.

use crate::append::Log;
use crate::db::{Row, Sql, values};
use crate::error::StoreError;
use crate::rows::{CheckpointRow, FieldRow, LeafRow};
use crate::{Hash, Store, Stream};
use domain::id::DossierId;
use ledger::Wrong;
use ledger::audit::{Audit, Leaf, Opening, Part, Stored, StoredCheckpoint, Summary};
use ledger::commitment::digest_of;
use ledger::day::Day;
use ledger::note::VerifierKey;
use ledger::tree::{self, Nodes};
use std::collections::HashMap;

/// Leaves that an auditor reads at once.
const BATCH: u64 = 2000;

pub(crate) mod sql {
    use super::Sql;
    pub const LEAF_OF: Sql = "select leaf, commitment from entry where dossier = $1 and stream = $2 and number = $3";
    pub const FIELDS: Sql = "select name, salt, digest from log_field where leaf = $1 order by place";
    pub const LEAF: Sql = "select commitment from log_leaf where idx = $1";
    pub const NODE: Sql = "select hash from log_node where level = $1 and idx = $2";
    pub const NODES: Sql = "select level, idx, hash from log_node where level = $1 and idx >= $2 and idx < $3";
    pub const LATEST: Sql = "select size, slot, note from checkpoint order by size desc, at desc limit 1";
    pub const CHECKPOINTS: Sql = "select size, slot, note from checkpoint order by size desc limit 400";
    pub const ALL_CHECKPOINTS: Sql = "select size, slot, note from checkpoint order by size";
    pub const OF_SLOT: Sql = "select size from checkpoint where slot = $1";
    pub const PUT: Sql = "insert into checkpoint (size, slot, note, at) values ($1, $2, $3, $4)";
    pub const HEAD: Sql = "select frontier from log_head where id = 1";
    pub const COUNT_NODES: Sql = "select cast(count(*) as bigint) from log_node";
    pub const COUNT_ENTRIES: Sql = "select cast(count(*) as bigint) from entry";
    pub const LEAVES: Sql =
        "select l.idx, l.commitment, l.filler, e.dossier, e.stream, e.number, e.kind, e.at, e.author,
        e.facts, e.body from log_leaf l left join entry e on e.leaf = l.idx
        where l.idx >= $1 and l.idx < $2 order by l.idx";
    pub const LEAF_FIELDS: Sql = "select leaf, name, salt, digest from log_field where leaf >= $1 and leaf < $2
        order by leaf, place";
    pub const PREVIOUS: Sql = "select commitment from entry where dossier = $1 and stream = $2 and number = $3";
    #[cfg(test)]
    pub const ALL: &[Sql] = &[
        LEAF_OF,
        FIELDS,
        LEAF,
        NODE,
        NODES,
        LATEST,
        CHECKPOINTS,
        ALL_CHECKPOINTS,
        OF_SLOT,
        PUT,
        HEAD,
        COUNT_NODES,
        COUNT_ENTRIES,
        LEAVES,
        LEAF_FIELDS,
        PREVIOUS,
    ];
}

/// Hashes that were read before they are asked for.
#[derive(Default)]
struct Known(HashMap<(u8, u64), Hash>);

impl Nodes for Known {
    fn node(&self, level: u8, index: u64) -> Option<Hash> {
        self.0.get(&(level, index)).copied()
    }
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
    /// Where an entry stands in the log.
    ///
    /// # Errors
    /// What can go wrong with a database.
    pub async fn leaf_of(
        &self,
        dossier: DossierId,
        stream: Stream,
        number: u64,
    ) -> Result<Option<LeafRow>, StoreError> {
        let row = self.db.one(sql::LEAF_OF, values![dossier.0, stream.name(), number]).await?;
        row.map(|row| Ok(LeafRow { index: row.number(0)?, commitment: row.hash(1)? })).transpose()
    }

    /// The fields of an entry in the log, in their order.
    ///
    /// # Errors
    /// What can go wrong with a database.
    pub async fn fields_of(&self, leaf: u64) -> Result<Vec<FieldRow>, StoreError> {
        let rows = self.db.fetch(sql::FIELDS, values![leaf]).await?;
        let read = |row: &Row| Ok(FieldRow { name: row.text(0)?, salt: row.opt_hash(1)?, digest: row.hash(2)? });
        rows.iter().map(read).collect()
    }

    /// The newest checkpoint.
    ///
    /// # Errors
    /// What can go wrong with a database.
    pub async fn checkpoint_latest(&self) -> Result<Option<CheckpointRow>, StoreError> {
        self.db.one(sql::LATEST, values![]).await?.as_ref().map(read_checkpoint).transpose()
    }

    /// The newest checkpoints, the newest first.
    ///
    /// # Errors
    /// What can go wrong with a database.
    pub async fn checkpoints(&self) -> Result<Vec<CheckpointRow>, StoreError> {
        self.db.fetch(sql::CHECKPOINTS, values![]).await?.iter().map(read_checkpoint).collect()
    }

    /// Pads the log to a multiple of `multiple` and stores its checkpoint for a slot, unless the slot has one.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when it cannot be signed; what can go wrong with a database.
    pub async fn publish_checkpoint(
        &self,
        slot: &str,
        multiple: u64,
        at: i64,
        sign: impl FnOnce(u64, Hash) -> Result<String, String> + Send,
    ) -> Result<(), StoreError> {
        if self.db.one(sql::OF_SLOT, values![slot]).await?.is_some() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        let mut log = Log::take(&mut tx).await?;
        if tx.one(sql::OF_SLOT, values![slot]).await?.is_some() {
            return Ok(());
        }
        // Always at least one multiple more, so that a day with nothing looks like a day with something.
        let target = (log.frontier.size() / multiple + 1) * multiple;
        while log.frontier.size() < target {
            log.filler(&mut tx).await?;
        }
        let note = sign(target, log.frontier.root()).map_err(StoreError::Broken)?;
        log.put(&mut tx).await?;
        tx.run(sql::PUT, values![target, slot, note, at]).await?;
        tx.commit().await
    }

    /// The hashes that prove that a leaf stands in the log of a size.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when there is no such leaf or a hash is missing.
    pub async fn inclusion_proof(&self, index: u64, size: u64) -> Result<Vec<Hash>, StoreError> {
        let known = self.known(tree::inclusion_places(index, size)?).await?;
        Ok(tree::inclusion_proof(index, size, &known)?)
    }

    /// The hashes that prove that the log of one size continues the log of a smaller one.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when the sizes are in the wrong order or a hash is missing.
    pub async fn consistency_proof(&self, old: u64, new: u64) -> Result<Vec<Hash>, StoreError> {
        let known = self.known(tree::consistency_places(old, new)?).await?;
        Ok(tree::consistency_proof(old, new, &known)?)
    }

    async fn known(&self, places: Vec<tree::Place>) -> Result<Known, StoreError> {
        let mut known = Known::default();
        for (level, index) in places {
            let row = match level {
                0 => self.db.one(sql::LEAF, values![index]).await?,
                _ => self.db.one(sql::NODE, values![i64::from(level), index]).await?,
            };
            if let Some(row) = row {
                let hash = row.hash(0)?;
                known.0.insert((level, index), if level == 0 { tree::leaf_hash(&hash) } else { hash });
            }
        }
        Ok(known)
    }

    /// Checks the whole ledger: every leaf against what is stored, every stream, every hash, every checkpoint.
    ///
    /// # Errors
    /// What can go wrong with a database. What is wrong with the ledger is an answer, not an error.
    pub async fn verify_ledger(&self, keys: &[VerifierKey]) -> Result<Verified, StoreError> {
        let checkpoints = self.db.fetch(sql::ALL_CHECKPOINTS, values![]).await?;
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
            let read = match self.audit_batch(&mut audit, from).await? {
                Ok(read) => read,
                Err(wrong) => return Ok(Verified::Wrong(wrong)),
            };
            if read == 0 {
                break;
            }
            from += BATCH;
        }
        let head = self.db.one(sql::HEAD, values![]).await?.map(|row| row.bytes(0)).transpose()?.unwrap_or_default();
        let nodes = self.count(sql::COUNT_NODES).await?;
        let entries = self.count(sql::COUNT_ENTRIES).await?;
        Ok(match audit.finish(&Stored { head: &head, nodes, entries }) {
            Ok(summary) => Verified::Good(summary),
            Err(wrong) => Verified::Wrong(wrong),
        })
    }

    async fn count(&self, statement: Sql) -> Result<u64, StoreError> {
        Ok(self.db.one(statement, values![]).await?.map(|row| row.number(0)).transpose()?.unwrap_or_default())
    }

    /// Feeds the leaves of one batch to the audit. Gives how many there were.
    async fn audit_batch(&self, audit: &mut Audit, from: u64) -> Result<Result<u64, Wrong>, StoreError> {
        let to = from + BATCH;
        let mut known = Known::default();
        for (level, first, end) in tree::completed_between(from, to) {
            for row in self.db.fetch(sql::NODES, values![i64::from(level), first, end]).await? {
                known.0.insert((level, row.number(1)?), row.hash(2)?);
            }
        }
        let mut fields: HashMap<u64, Vec<FieldRow>> = HashMap::new();
        for row in self.db.fetch(sql::LEAF_FIELDS, values![from, to]).await? {
            let field = FieldRow { name: row.text(1)?, salt: row.opt_hash(2)?, digest: row.hash(3)? };
            fields.entry(row.number(0)?).or_default().push(field);
        }
        let rows = self.db.fetch(sql::LEAVES, values![from, to]).await?;
        for row in &rows {
            let index = row.number(0)?;
            let fields = fields.remove(&index).unwrap_or_default();
            if let Err(wrong) = self.audit_leaf(audit, row, index, &fields, &known).await? {
                return Ok(Err(wrong));
            }
        }
        Ok(Ok(rows.len() as u64))
    }

    async fn audit_leaf(
        &self,
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
        let prev = match number {
            0 | 1 => [0; 32],
            _ => {
                let before = self.db.one(sql::PREVIOUS, values![dossier, stream.as_str(), number - 1]).await?;
                before.map(|row| row.hash(0)).transpose()?.unwrap_or_default()
            }
        };
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
}

fn read_checkpoint(row: &Row) -> Result<CheckpointRow, StoreError> {
    Ok(CheckpointRow { size: row.number(0)?, slot: row.text(1)?, note: row.text(2)? })
}
