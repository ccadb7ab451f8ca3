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
    /// The database or the files cannot be reached now. What was asked is not done, unless the connection broke at the
    /// very moment of the commit: then it is done wholly or not at all, and reading again tells which.
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
                    // SQLite: full, no room for its shared memory. PostgreSQL: disk full.
                    Some("13" | "4874" | "53100") => Self::Full,
                    // PostgreSQL: serialization failure, deadlock. SQLite: busy.
                    Some("40001" | "40P01" | "5" | "517") => Self::Conflict,
                    // PostgreSQL: shutting down, starting up, idle in a transaction, too many connections, a lock that
                    // does not come, a standby that cannot write. SQLite: the disk does not answer, cannot open.
                    Some(
                        "57P01" | "57P02" | "57P03" | "57P05" | "25P03" | "53300" | "55P03" | "25006" | "10" | "14",
                    ) => Self::Unavailable,
                    Some(code) if code.starts_with("08") || is_sqlite_io(code) => Self::Unavailable,
                    code => Self::Broken(format!("database error {}", code.unwrap_or("without a code"))),
                }
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => Self::Unavailable,
            sqlx::Error::Configuration(_) => Self::Broken("the database's address cannot be understood".into()),
            sqlx::Error::ColumnDecode { index, .. } => Self::Broken(format!("column {index} cannot be read")),
            _ => Self::Broken("the database driver refused".into()),
        }
    }
}

/// SQLite tells more of a disk that does not answer in the higher bits of the code; PostgreSQL's codes have five signs.
fn is_sqlite_io(code: &str) -> bool {
    code.len() < 5 && code.parse::<u32>().is_ok_and(|code| code & 0xff == 10)
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
