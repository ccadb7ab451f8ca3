//! The only place with SQL and with the bytes of files. It knows identifiers, bytes and rows; what a case means it does
//! not know.
//!
//! One text of SQL runs on SQLite, embedded and the default, and on PostgreSQL (the rules for it stand in `db.rs`). An act
//! is stored by [`Store::append`]: its entries, their leaves in the ledger and all rows that follow from it, in one
//! durable transaction, or nothing at all.

mod append;
mod blob;
mod db;
mod error;
mod inbox;
mod log;
mod migrate;
mod read;
mod rows;
#[cfg(test)]
mod tests;
mod verify;
mod write;

pub use append::{Append, Appended, NewEntry, SealedBody};
pub use blob::{BlobWriter, Blobs};
pub use error::StoreError;
pub use inbox::InboxQuery;
pub use rows::{
    CaseRow, CheckpointRow, ClaimedNotice, DeadlineRow, DraftRow, EntryRow, FieldRow, InboxRow, InviteRow, LeafRow,
    NoticeRow, OrgRow, PersonRow, QueueRow, ReporterAccess, RoleRow, SessionRow, ThrottleRow, WrapRow,
};
pub use verify::Verified;
pub use write::{Guard, Write};

use object_store::ObjectStore;
use std::path::PathBuf;
use std::sync::Arc;

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// Which of a dossier's streams an entry is in. Each is numbered and chained by itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stream {
    /// What happened.
    Record,
    /// Who looked.
    Access,
}

impl Stream {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Access => "access",
        }
    }
}

/// Which database.
#[derive(Clone, Debug)]
pub enum Database {
    /// SQLite, in this file.
    Sqlite(PathBuf),
    /// PostgreSQL, by its URL. It may hold a password, so it is never shown.
    Postgres(secrecy::SecretString),
}

/// The databases and files of an installation. Cloning it is cheap: all clones are one.
#[derive(Clone)]
pub struct Store {
    pub(crate) db: db::Db,
    pub(crate) blobs: Arc<dyn ObjectStore>,
    places: Arc<Blobs>,
}

impl Store {
    /// Opens the database and the place of files, and brings the database's tables up to date.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when they cannot be reached, [`StoreError::Broken`] when the database is of a newer
    /// version.
    pub async fn open(database: &Database, blobs: &Blobs) -> Result<Self, StoreError> {
        use secrecy::ExposeSecret as _;
        let db = match database {
            Database::Sqlite(path) => {
                if let Some(dir) = path.parent() {
                    std::fs::create_dir_all(dir)?;
                }
                db::Db::sqlite(path).await?
            }
            Database::Postgres(url) => db::Db::postgres(url.expose_secret()).await?,
        };
        migrate::run(&db).await?;
        Ok(Self { db, blobs: blobs.open()?, places: Arc::new(blobs.clone()) })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.db.one(migrate::sql::HAS_HEAD, db::values![]).await.map(|_| ())
    }

    /// The name of the database's engine.
    #[must_use]
    pub const fn engine(&self) -> &'static str {
        match self.db {
            db::Db::Sqlite { .. } => "SQLite",
            db::Db::Postgres(_) => "PostgreSQL",
        }
    }
}
