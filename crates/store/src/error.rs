//! What can go wrong in the store.

/// Why the store did not do what was asked. Nothing of what is stored stands in it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else was first: read again and decide again.
    #[error("the dossier changed in the meantime")]
    Conflict,
    /// A condition of the act does not hold.
    #[error("the condition {0} does not hold")]
    Guard(&'static str),
    /// The disk is full. Nothing was written.
    #[error("the disk is full")]
    Full,
    /// The database or the files cannot be reached now. Nothing was written.
    #[error("the store cannot be reached")]
    Unavailable,
    /// What is stored is not as it must be, or the store did not understand us.
    #[error("the store is broken: {0}")]
    Broken(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) => {
                if database.is_unique_violation() {
                    return Self::Conflict;
                }
                match database.code().as_deref() {
                    // SQLITE_FULL; PostgreSQL disk_full.
                    Some("13" | "53100") => Self::Full,
                    // PostgreSQL: serialization failure, deadlock. SQLite: busy.
                    Some("40001" | "40P01" | "5" | "517") => Self::Conflict,
                    // PostgreSQL: shutting down, starting up, too many connections.
                    Some("57P01" | "57P02" | "57P03" | "53300") => Self::Unavailable,
                    code => Self::Broken(format!("database error {}", code.unwrap_or("without a code"))),
                }
            }
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                Self::Unavailable
            }
            sqlx::Error::ColumnDecode { index, .. } => Self::Broken(format!("column {index} cannot be read")),
            _ => Self::Broken("the database driver refused".into()),
        }
    }
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Broken("a file's bytes are missing".into()),
            _ => Self::Unavailable,
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull { Self::Full } else { Self::Unavailable }
    }
}

impl From<ledger::tree::TreeError> for StoreError {
    fn from(error: ledger::tree::TreeError) -> Self {
        Self::Broken(error.to_string())
    }
}
