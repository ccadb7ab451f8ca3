//! A place to store things for the length of a test, and the things that are stored in it.

use super::postgres::Server;
use crate::db::Tx;
use crate::{Append, Blobs, Database, InboxRow, NewEntry, SealedBody, Store, Stream, Verified};
use domain::id::{DossierId, OrgId, PersonId};
use ledger::note::{Signer, VerifierKey};
use sqlx::{Connection as _, PgConnection};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use uuid::Uuid;

/// The same test for both databases.
macro_rules! on_both {
    ($($(#[$doc:meta])* async fn $name:ident($place:ident) $body:block)*) => {
        $(
        $(#[$doc])*
        async fn $name($place: $crate::tests::support::Place) $body

        mod $name {
            use $crate::tests::support::Place;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name(Place::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$name(Place::postgres().await).await;
            }
        }
        )*
    };
}
pub(crate) use on_both;

/// A database and a folder of their own.
pub struct Place {
    pub database: Database,
    dir: TempDir,
    /// Kept running.
    server: Option<Arc<Server>>,
}

impl Place {
    pub fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self { database: Database::Sqlite(dir.path().join("belfry.db")), dir, server: None }
    }

    pub async fn postgres() -> Self {
        let server = Server::running();
        let schema = format!("t{}", vault::random::uuid().simple());
        let url = server.url(&schema);
        let mut tries = 0;
        let mut connection = loop {
            match PgConnection::connect(&url).await {
                Ok(connection) => break connection,
                Err(error) if tries > 600 => panic!("PostgreSQL did not start: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
            tries += 1;
        };
        let create = sqlx::AssertSqlSafe(format!("create schema {schema}"));
        sqlx::raw_sql(create).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        Self { database: Database::Postgres(url.into()), dir: tempfile::tempdir().unwrap(), server: Some(server) }
    }

    pub fn folder(&self) -> PathBuf {
        self.dir.path().join("files")
    }

    pub fn is_postgres(&self) -> bool {
        self.server.is_some()
    }

    /// Opens what is there, as another start or another node of the program does.
    pub async fn open(&self) -> Store {
        Store::open(&self.database, &Blobs::Dir(self.folder())).await.unwrap()
    }
}

pub fn dossier() -> DossierId {
    DossierId(vault::random::uuid())
}

pub fn person() -> PersonId {
    PersonId(vault::random::uuid())
}

/// An entry with facts and a sealed body.
pub fn entry(dossier: DossierId) -> NewEntry {
    NewEntry {
        dossier,
        stream: Stream::Record,
        expect: None,
        kind: "message".into(),
        at: "2026-11-24T13:00:00Z".into(),
        by: "reporter".into(),
        facts: r#"{"files":0}"#.into(),
        body: Some(SealedBody { compartment: "shared".into(), epoch: 1, bytes: vec![7; 300] }),
        content_digest: None,
        fixed_salts: None,
    }
}

/// An act of one entry.
pub fn act(entry: NewEntry) -> Append {
    Append { entries: vec![entry], ..Append::default() }
}

pub fn inbox_row(person: PersonId, dossier: DossierId, due_on: &str) -> InboxRow {
    InboxRow {
        person,
        dossier,
        closed: false,
        due_on: due_on.into(),
        due_kind: Some("acknowledge".into()),
        reference: dossier.0.simple().to_string(),
        agency: OrgId(Uuid::from_u128(1)),
        channel: "integrity".into(),
        stage: "new".into(),
        received_on: "2026-11-24".into(),
        from_reporter: 1,
        read: 1,
    }
}

pub fn signer() -> Signer {
    Signer::from_seed("test.example", &[9; 32]).unwrap()
}

pub fn keys() -> Vec<VerifierKey> {
    vec![signer().verifier_key().clone()]
}

/// Signs a checkpoint as office does.
pub fn sign(size: u64, root: crate::Hash) -> Result<String, String> {
    ledger::checkpoint::Checkpoint::sign(size, root, &signer()).map_err(|error| error.to_string())
}

/// How many leaves the ledger has, after a check of all of it.
pub async fn checked_leaves(store: &Store) -> u64 {
    match store.verify_ledger(&keys()).await.unwrap() {
        Verified::Good(summary) => summary.leaves,
        Verified::Wrong(wrong) => panic!("the ledger is wrong: {wrong:?}"),
    }
}

/// Changes the database behind the store's back.
pub async fn tamper(store: &Store, sql: &'static str) {
    let mut tx: Tx = store.db.begin().await.unwrap();
    tx.script(sql).await.unwrap();
    tx.commit().await.unwrap();
}

/// As [`tamper`], with a text that was put together.
pub async fn tamper_with(store: &Store, sql: String) {
    let sql = sqlx::AssertSqlSafe(sql);
    match store.db.begin().await.unwrap() {
        Tx::Sqlite(mut tx) => {
            sqlx::raw_sql(sql).execute(&mut *tx).await.unwrap();
            tx.commit().await.unwrap();
        }
        Tx::Postgres(mut tx) => {
            sqlx::raw_sql(sql).execute(&mut *tx).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
}
