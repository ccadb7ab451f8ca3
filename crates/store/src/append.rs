//! One act, one transaction: its entries with their leaves in the ledger, and all rows that follow from it.

use crate::db::{Sql, Tx, values};
use crate::error::StoreError;
use crate::write::{Guard, Write};
use crate::{Hash, Store, Stream};
use domain::id::DossierId;
use ledger::commitment::{self, Entry as Committed};
use ledger::tree::Frontier;

pub(crate) mod sql {
    use super::Sql;
    /// Reads the head and takes it: on PostgreSQL the update locks the row, so that appending is a single chain.
    pub const TAKE_HEAD: Sql = "update log_head set id = id where id = 1 returning frontier";
    pub const PUT_HEAD: Sql = "update log_head set frontier = $1 where id = 1";
    pub const LAST_ENTRY: Sql = "select number, commitment from entry where dossier = $1 and stream = $2
        order by number desc limit 1";
    pub const PUT_ENTRY: Sql = "insert into entry
        (dossier, stream, number, kind, at, author, facts, compartment, epoch, body, commitment, leaf)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    pub const PUT_LEAF: Sql = "insert into log_leaf (idx, commitment, filler) values ($1, $2, $3)";
    pub const PUT_NODE: Sql = "insert into log_node (level, idx, hash) values ($1, $2, $3)";
    pub const PUT_FIELD: Sql = "insert into log_field (leaf, place, name, salt, digest) values ($1, $2, $3, $4, $5)";
    #[cfg(test)]
    pub const ALL: &[Sql] = &[TAKE_HEAD, PUT_HEAD, LAST_ENTRY, PUT_ENTRY, PUT_LEAF, PUT_NODE, PUT_FIELD];
}

/// A sealed body as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SealedBody {
    /// Who can read it: the name of a compartment.
    pub compartment: String,
    /// The epoch of the key.
    pub epoch: i64,
    /// The sealed bytes.
    pub bytes: Vec<u8>,
}

/// An entry to be appended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewEntry {
    /// The dossier.
    pub dossier: DossierId,
    /// In which of its streams.
    pub stream: Stream,
    /// The number that it must get, since its body is sealed for it; none when any will do.
    pub expect: Option<u64>,
    /// What happened.
    pub kind: String,
    /// When, as it is to be stored.
    pub at: String,
    /// Who.
    pub by: String,
    /// The facts, as JSON.
    pub facts: String,
    /// What is sealed.
    pub body: Option<SealedBody>,
    /// On a report: the digest of its content.
    pub content_digest: Option<Hash>,
    /// Salts by field, when the commitment was made before.
    pub fixed_salts: Option<Vec<(String, [u8; 32])>>,
}

/// An act to be stored wholly or not at all.
#[derive(Clone, Default, Debug)]
pub struct Append {
    /// The entries, in order.
    pub entries: Vec<NewEntry>,
    /// The rows that follow from them.
    pub writes: Vec<Write>,
    /// What must hold.
    pub guards: Vec<Guard>,
}

/// Where an entry was put.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Appended {
    /// The number in its stream.
    pub number: u64,
    /// The index of its leaf in the log.
    pub leaf: u64,
    /// Its commitment.
    pub commitment: Hash,
}

impl Store {
    /// Stores an act: when this gives an answer it is on disk with its leaves, and when it gives an error nothing is.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when an entry does not get the number that it expects, [`StoreError::Guard`], and what can
    /// go wrong with a database.
    pub async fn append(&self, act: Append) -> Result<Vec<Appended>, StoreError> {
        let mut tx = self.db.begin().await?;
        let mut log = Log::take(&mut tx).await?;
        for guard in &act.guards {
            guard.check(&mut tx).await?;
        }
        let mut appended = Vec::with_capacity(act.entries.len());
        for entry in &act.entries {
            appended.push(log.append(&mut tx, entry).await?);
        }
        log.put(&mut tx).await?;
        for write in act.writes {
            write.run(&mut tx).await?;
        }
        tx.commit().await?;
        Ok(appended)
    }

    /// Writes rows that belong to no act of a dossier: sessions, drafts, spools. Wholly or not at all.
    ///
    /// # Errors
    /// What can go wrong with a database.
    pub async fn write(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        for write in writes {
            write.run(&mut tx).await?;
        }
        tx.commit().await
    }
}

/// The log, taken for the length of a transaction.
pub(crate) struct Log {
    pub frontier: Frontier,
}

impl Log {
    pub async fn take(tx: &mut Tx) -> Result<Self, StoreError> {
        let head = tx.one(sql::TAKE_HEAD, values![]).await?;
        let head = head.ok_or_else(|| StoreError::Broken("the log has no head".into()))?;
        Ok(Self { frontier: Frontier::from_bytes(&head.bytes(0)?)? })
    }

    pub async fn put(self, tx: &mut Tx) -> Result<(), StoreError> {
        tx.run(sql::PUT_HEAD, values![self.frontier.to_bytes()]).await?;
        Ok(())
    }

    /// Puts a leaf in the log. Gives its index.
    async fn leaf(&mut self, tx: &mut Tx, commitment: &Hash, filler: Option<[u8; 32]>) -> Result<u64, StoreError> {
        let index = self.frontier.size();
        let filler = filler.map(|salt| salt.to_vec());
        tx.run(sql::PUT_LEAF, values![index, commitment.as_slice(), filler]).await?;
        for (level, index, hash) in self.frontier.push(commitment) {
            tx.run(sql::PUT_NODE, values![i64::from(level), index, hash.as_slice()]).await?;
        }
        Ok(index)
    }

    pub async fn filler(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        let salt = vault::random::bytes();
        self.leaf(tx, &commitment::filler(salt), Some(salt)).await?;
        Ok(())
    }

    async fn append(&mut self, tx: &mut Tx, entry: &NewEntry) -> Result<Appended, StoreError> {
        let last = tx.one(sql::LAST_ENTRY, values![entry.dossier.0, entry.stream.name()]).await?;
        let (number, prev) = match last {
            Some(row) => (row.number(0)? + 1, row.hash(1)?),
            None => (1, [0; 32]),
        };
        if entry.expect.is_some_and(|expected| expected != number) {
            return Err(StoreError::Conflict);
        }
        let body = entry.body.as_ref().map(|body| commitment::digest_of(&body.bytes));
        let committed = Committed {
            dossier: entry.dossier.0.as_bytes(),
            stream: entry.stream.name(),
            number,
            prev: &prev,
            kind: &entry.kind,
            at: &entry.at,
            by: &entry.by,
            facts: entry.facts.as_bytes(),
            body: body.as_ref().map_or(&[], |digest| digest.as_slice()),
            content: entry.content_digest,
        };
        let mut fixed = entry.fixed_salts.iter().flatten().map(|(_, salt)| *salt);
        let (commitment, kept) = committed.commit(&mut || fixed.next().unwrap_or_else(vault::random::bytes));
        let leaf = self.leaf(tx, &commitment, None).await?;
        for (place, field) in kept.into_iter().enumerate() {
            let salt = field.salt.map(|salt| salt.to_vec());
            let values = values![leaf, place as u64, field.name, salt, field.digest.as_slice()];
            tx.run(sql::PUT_FIELD, values).await?;
        }
        let (compartment, epoch, bytes) = match &entry.body {
            Some(body) => (Some(body.compartment.clone()), Some(body.epoch), Some(body.bytes.clone())),
            None => (None, None, None),
        };
        let values = values![
            entry.dossier.0,
            entry.stream.name(),
            number,
            entry.kind.as_str(),
            entry.at.as_str(),
            entry.by.as_str(),
            entry.facts.as_str(),
            compartment,
            epoch,
            bytes,
            commitment.as_slice(),
            leaf,
        ];
        tx.run(sql::PUT_ENTRY, values).await?;
        Ok(Appended { number, leaf, commitment })
    }
}
