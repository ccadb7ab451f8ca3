//! The ledger in the database: where an entry stands in it, checkpoints and proofs.

use crate::append::Log;
use crate::db::{Row, Sql, values};
use crate::error::StoreError;
use crate::rows::{CheckpointRow, FieldRow, LeafRow};
use crate::{Hash, Store, Stream};
use domain::id::DossierId;
use ledger::tree::{self, Nodes};
use std::collections::HashMap;

pub(crate) mod sql {
    use super::Sql;
    pub const LEAF_OF: Sql = "select leaf, commitment from entry where dossier = $1 and stream = $2 and number = $3";
    pub const FIELDS: Sql = "select name, salt, digest from log_field where leaf = $1 order by place";
    pub const LEAF: Sql = "select commitment from log_leaf where idx = $1";
    pub const NODE: Sql = "select hash from log_node where level = $1 and idx = $2";
    pub const LATEST: Sql = "select size, slot, note from checkpoint order by size desc, at desc limit 1";
    pub const CHECKPOINTS: Sql = "select size, slot, note from checkpoint order by size desc limit 400";
    pub const OF_SLOT: Sql = "select size from checkpoint where slot = $1";
    pub const PUT: Sql = "insert into checkpoint (size, slot, note, at) values ($1, $2, $3, $4)";
    #[cfg(test)]
    pub const ALL: &[Sql] = &[LEAF_OF, FIELDS, LEAF, NODE, LATEST, CHECKPOINTS, OF_SLOT, PUT];
}

/// Hashes that were read before they are asked for.
#[derive(Default)]
pub(crate) struct Known(pub HashMap<(u8, u64), Hash>);

impl Nodes for Known {
    fn node(&self, level: u8, index: u64) -> Option<Hash> {
        self.0.get(&(level, index)).copied()
    }
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
}

pub(crate) fn read_checkpoint(row: &Row) -> Result<CheckpointRow, StoreError> {
    Ok(CheckpointRow { size: row.number(0)?, slot: row.text(1)?, note: row.text(2)? })
}
