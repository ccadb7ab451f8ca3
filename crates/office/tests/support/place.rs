//! Where an installation of a test stands: a folder, and a database in it or on a PostgreSQL server.

use super::postgres::Server;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::{Blobs, Database, Store};

pub struct Place {
    database: Where,
    dir: PathBuf,
    _temporary: Option<tempfile::TempDir>,
}

enum Where {
    Sqlite,
    Postgres { url: String, _server: Arc<Server> },
}

impl Place {
    pub fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self { database: Where::Sqlite, dir: dir.path().to_owned(), _temporary: Some(dir) }
    }

    /// SQLite in a folder that is there.
    pub fn sqlite_in(dir: &Path) -> Self {
        Self { database: Where::Sqlite, dir: dir.to_owned(), _temporary: None }
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
        sqlx::raw_sql(AssertSqlSafe(format!("create schema {schema}"))).execute(&mut connection).await.unwrap();
        let dir = tempfile::tempdir().unwrap();
        let database = Where::Postgres { url, _server: server };
        Self { database, dir: dir.path().to_owned(), _temporary: Some(dir) }
    }

    pub fn dir(&self) -> PathBuf {
        self.dir.clone()
    }

    /// Opens what is there, as another start or another node of the program does.
    pub async fn open(&self) -> Store {
        let database = match &self.database {
            Where::Sqlite => Database::Sqlite(self.dir.join("belfry.db")),
            Where::Postgres { url, .. } => Database::Postgres(url.clone().into()),
        };
        Store::open(&database, &Blobs::Dir(self.dir.join("files"))).await.unwrap()
    }

    /// Runs SQL behind the program's back, as somebody who is master of the database can.
    pub async fn tamper(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.database {
            Where::Sqlite => {
                sqlx::raw_sql(sql).execute(&mut self.sqlite_connection().await).await.unwrap();
            }
            Where::Postgres { url, .. } => {
                sqlx::raw_sql(sql).execute(&mut PgConnection::connect(url).await.unwrap()).await.unwrap();
            }
        }
    }

    /// The first column of what a query finds, as text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.database {
            Where::Sqlite => {
                let rows = sqlx::query(sql).fetch_all(&mut self.sqlite_connection().await).await.unwrap();
                rows.iter().map(|row| row.get(0)).collect()
            }
            Where::Postgres { url, .. } => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }

    async fn sqlite_connection(&self) -> SqliteConnection {
        SqliteConnection::connect(&format!("sqlite://{}", self.dir.join("belfry.db").display())).await.unwrap()
    }

    /// Every folder in which something of this installation is on disk: for PostgreSQL also the server's own.
    pub async fn folders(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.dir()];
        if matches!(self.database, Where::Postgres { .. }) {
            folders.push(self.texts("select current_setting('data_directory')").await.remove(0).into());
        }
        folders
    }
}
