//! The two databases behind one text.
//!
//! Rules for SQL that runs on both:
//! - parameters are `$1`, `$2` … and each is used; a value never stands in the text;
//! - whole numbers are `bigint`, ids `uuid`, bytes `bytea`, truth `boolean` (compared with `= true`, so that SQLite uses an
//!   index); instants are microseconds and dates are text `YYYY-MM-DD`, which sorts alike everywhere;
//! - time and randomness come from the caller: no `now()`, no serial, no defaults that compute;
//! - counts and sums are cast to `bigint`; no JSON functions;
//! - `on conflict … do update … where`, `returning`, row values `(a, b) > ($1, $2)`, CTEs and windows are the same on both;
//! - a condition in a subquery is repeated outside it where two nodes may race: PostgreSQL looks again only at the outer one;
//! - what only one of them knows stands in `db.rs` or `migrate.rs` and nowhere else.
//!
//! Every statement stands in the catalogue of its module (`sql::ALL`), which a test prepares on both.

use crate::error::StoreError;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{Connection as _, Postgres, Row as _, Sqlite, Transaction};
use std::path::Path;
use std::time::Duration;
use uuid::Uuid;

/// Readers at the same time on SQLite; writing has one connection of its own.
const READERS: u32 = 4;
/// How long an act waits for a connection before it is refused.
const PATIENCE: Duration = Duration::from_secs(5);
/// Connections to PostgreSQL.
const CONNECTIONS: u32 = 12;

/// What every session with PostgreSQL asks for, whatever the server's configuration says: a commit is on disk before it
/// is answered, nobody waits long for a lock, and a node that vanished without a word holds the log for half a minute.
const SESSION: [(&str, &str); 6] = [
    ("synchronous_commit", "on"),
    ("lock_timeout", "10s"),
    ("idle_in_transaction_session_timeout", "30s"),
    ("tcp_keepalives_idle", "10"),
    ("tcp_keepalives_interval", "5"),
    ("tcp_keepalives_count", "3"),
];

/// A value bound to a parameter.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Int(i64),
    OptInt(Option<i64>),
    Text(String),
    OptText(Option<String>),
    Bytes(Vec<u8>),
    OptBytes(Option<Vec<u8>>),
    Id(Uuid),
    OptId(Option<Uuid>),
    Bool(bool),
}

macro_rules! into_value {
    ($($variant:ident($kind:ty)),* $(,)?) => {
        $(impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                Self::$variant(value)
            }
        })*
    };
}
into_value!(
    Int(i64),
    OptInt(Option<i64>),
    Text(String),
    OptText(Option<String>),
    Bytes(Vec<u8>),
    OptBytes(Option<Vec<u8>>),
    Id(Uuid),
    OptId(Option<Uuid>),
    Bool(bool),
);

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Int(i64::from(number))
    }
}

/// Binds values to a query on either database.
macro_rules! bind {
    ($sql:expr, $values:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $values {
            query = match value {
                Value::Int(v) => query.bind(v),
                Value::OptInt(v) => query.bind(v),
                Value::Text(v) => query.bind(v),
                Value::OptText(v) => query.bind(v),
                Value::Bytes(v) => query.bind(v),
                Value::OptBytes(v) => query.bind(v),
                Value::Id(v) => query.bind(v),
                Value::OptId(v) => query.bind(v),
                Value::Bool(v) => query.bind(v),
            };
        }
        query
    }};
}

/// Values for a statement, in the order of its parameters.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Value::from($value)),*] };
}
pub(crate) use values;

/// A statement of the catalogue.
pub(crate) type Sql = &'static str;

/// A row of either database.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

macro_rules! getter {
    ($name:ident, $kind:ty) => {
        pub fn $name(&self, column: usize) -> Result<$kind, StoreError> {
            Ok(match self {
                Self::Sqlite(row) => row.try_get(column)?,
                Self::Postgres(row) => row.try_get(column)?,
            })
        }
    };
}

impl Row {
    getter!(int, i64);
    getter!(opt_int, Option<i64>);
    getter!(text, String);
    getter!(opt_text, Option<String>);
    getter!(bytes, Vec<u8>);
    getter!(opt_bytes, Option<Vec<u8>>);
    getter!(id, Uuid);
    getter!(opt_id, Option<Uuid>);
    getter!(bool, bool);

    pub fn number(&self, column: usize) -> Result<u64, StoreError> {
        u64::try_from(self.int(column)?).map_err(|_| StoreError::Broken("a negative number is stored".into()))
    }

    pub fn hash(&self, column: usize) -> Result<[u8; 32], StoreError> {
        self.bytes(column)?.try_into().map_err(|_| StoreError::Broken("a stored hash has the wrong length".into()))
    }

    pub fn opt_hash(&self, column: usize) -> Result<Option<[u8; 32]>, StoreError> {
        let wrong = |_| StoreError::Broken("a stored hash has the wrong length".into());
        self.opt_bytes(column)?.map(|bytes| bytes.try_into().map_err(wrong)).transpose()
    }
}

/// A pool of either database.
#[derive(Clone)]
pub(crate) enum Db {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres(PgPool),
}

/// A transaction on either database.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    pub async fn sqlite(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("secure_delete", "on")
            .pragma("trusted_schema", "off")
            .pragma("temp_store", "memory");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .after_release(|connection, _| Box::pin(is_at_rest(connection)))
            .connect_with(options.clone())
            .await?;
        let read = SqlitePoolOptions::new().max_connections(READERS).connect_with(options.read_only(true)).await?;
        Ok(Self::Sqlite { read, write })
    }

    pub async fn postgres(url: &str) -> Result<Self, StoreError> {
        let options = url.parse::<PgConnectOptions>()?.options(SESSION);
        let pool =
            PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE).connect_with(options).await?;
        let keeps: String = sqlx::query_scalar("select current_setting('fsync')").fetch_one(&pool).await?;
        if keeps == "off" {
            return Err(StoreError::Broken("PostgreSQL runs with fsync off: what it keeps can be lost".into()));
        }
        Ok(Self::Postgres(pool))
    }

    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("begin immediate").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// A transaction that only reads, and sees one moment of the database however long it takes.
    pub async fn snapshot(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("begin isolation level repeatable read read only").await?)
            }
        })
    }

    pub async fn fetch(&self, sql: Sql, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite { read, .. } => bind!(sql, values).map(Row::Sqlite).fetch_all(read).await?,
            Self::Postgres(pool) => bind!(sql, values).map(Row::Postgres).fetch_all(pool).await?,
        })
    }

    pub async fn one(&self, sql: Sql, values: Vec<Value>) -> Result<Option<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite { read, .. } => bind!(sql, values).map(Row::Sqlite).fetch_optional(read).await?,
            Self::Postgres(pool) => bind!(sql, values).map(Row::Postgres).fetch_optional(pool).await?,
        })
    }

    /// Prepares a statement without running it, for the test of the catalogue.
    #[cfg(test)]
    pub async fn prepare(&self, sql: Sql) -> Result<(), StoreError> {
        use sqlx::{Executor as _, SqlSafeStr as _};
        match self {
            Self::Sqlite { write, .. } => drop(write.prepare(sql.into_sql_str()).await?),
            Self::Postgres(pool) => drop(pool.prepare(sql.into_sql_str()).await?),
        }
        Ok(())
    }
}

/// Whether a connection can be used again. When the disk is full SQLite rolls back by itself; the driver then still
/// counts an open transaction and would refuse every one after it. Such a connection is closed, and another made.
async fn is_at_rest(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // Answered only after the rollback that was asked for before.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

impl Tx {
    /// Runs a statement; gives how many rows it changed.
    pub async fn run(&mut self, sql: Sql, values: Vec<Value>) -> Result<u64, StoreError> {
        Ok(match self {
            Self::Sqlite(tx) => bind!(sql, values).execute(&mut **tx).await?.rows_affected(),
            Self::Postgres(tx) => bind!(sql, values).execute(&mut **tx).await?.rows_affected(),
        })
    }

    pub async fn one(&mut self, sql: Sql, values: Vec<Value>) -> Result<Option<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite(tx) => bind!(sql, values).map(Row::Sqlite).fetch_optional(&mut **tx).await?,
            Self::Postgres(tx) => bind!(sql, values).map(Row::Postgres).fetch_optional(&mut **tx).await?,
        })
    }

    pub async fn fetch(&mut self, sql: Sql, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite(tx) => bind!(sql, values).map(Row::Sqlite).fetch_all(&mut **tx).await?,
            Self::Postgres(tx) => bind!(sql, values).map(Row::Postgres).fetch_all(&mut **tx).await?,
        })
    }

    /// Runs a text of several statements without parameters.
    pub async fn script(&mut self, text: &'static str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => sqlx::raw_sql(text).execute(&mut **tx).await.map(|_| ())?,
            Self::Postgres(tx) => sqlx::raw_sql(text).execute(&mut **tx).await.map(|_| ())?,
        }
        Ok(())
    }

    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
