//! Opening a database: new, again, by two at once, of another version.

use super::support::{Place, act, checked_leaves, dossier, entry, on_both, tamper};
use crate::{Blobs, Store, StoreError, Stream};

on_both! {
    async fn four_nodes_that_start_at_once_make_the_tables_once(place) {
        let starts = [place.open(), place.open(), place.open(), place.open()];
        for store in futures::future::join_all(starts).await {
            store.ping().await.unwrap();
        }
    }

    async fn what_was_stored_is_there_after_opening_again(place) {
        let dossier = dossier();
        let store = place.open().await;
        store.append(act(entry(dossier))).await.unwrap();
        drop(store);
        let store = place.open().await;
        let entries = store.entries(dossier, Stream::Record, 0).await.unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].body, entry(dossier).body);
        assert_eq!(checked_leaves(&store).await, 1);
    }

    async fn tables_of_a_newer_program_are_left_alone(place) {
        let store = place.open().await;
        tamper(&store, "update migration set number = 4000").await;
        let again = Store::open(&place.database, &Blobs::Dir(place.folder())).await;
        assert!(matches!(again, Err(StoreError::Broken(_))));
    }

    async fn a_step_that_was_changed_after_its_release_is_refused(place) {
        let store = place.open().await;
        let changed = if place.is_postgres() {
            "update migration set digest = '\\x00'"
        } else {
            "update migration set digest = x'00'"
        };
        tamper(&store, changed).await;
        let again = Store::open(&place.database, &Blobs::Dir(place.folder())).await;
        assert!(matches!(again, Err(StoreError::Broken(_))));
    }
}

#[tokio::test]
async fn sqlite_waits_for_the_disk_and_wipes_what_it_deletes() {
    let place = Place::sqlite();
    let store = place.open().await;
    let crate::db::Db::Sqlite { write, read } = &store.db else { panic!("SQLite") };
    for pool in [write, read] {
        let number = async |sql: &'static str| sqlx::query_scalar::<_, i64>(sql).fetch_one(pool).await.unwrap();
        assert_eq!(number("pragma synchronous").await, 2);
        assert_eq!(number("pragma foreign_keys").await, 1);
        assert_eq!(number("pragma secure_delete").await, 1);
        let journal: String = sqlx::query_scalar("pragma journal_mode").fetch_one(pool).await.unwrap();
        assert_eq!(journal, "wal");
    }
}

#[tokio::test]
async fn reading_cannot_write_on_sqlite() {
    let place = Place::sqlite();
    let store = place.open().await;
    assert!(store.db.fetch("delete from meta", vec![]).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_waits_for_the_disk_whatever_its_address_says() {
    let place = Place::postgres().await;
    let crate::Database::Postgres(url) = &place.database else { panic!("PostgreSQL") };
    let careless = format!("{}&options[synchronous_commit]=off", secrecy::ExposeSecret::expose_secret(url));
    let careless = crate::Database::Postgres(careless.into());
    let store = Store::open(&careless, &Blobs::Dir(place.folder())).await.unwrap();
    let row = store.db.one("select current_setting('synchronous_commit')", vec![]).await.unwrap();
    assert_eq!(row.unwrap().text(0).unwrap(), "on");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    let nowhere = crate::Database::Postgres("postgres://nobody@127.0.0.1:1/none".to_owned().into());
    let dir = tempfile::tempdir().unwrap();
    let opened = Store::open(&nowhere, &Blobs::Dir(dir.path().into())).await;
    assert!(matches!(opened, Err(StoreError::Unavailable)));
}
