//! Nothing acknowledged is lost and nothing half is kept: when the asker goes away in the middle, when the program is
//! killed, when the disk is full.

use super::support::{Place, act, checked_leaves, dossier, entry, on_both, person};
use crate::db::Db;
use crate::{Append, Blobs, Database, Store, StoreError, Stream, Write};
use domain::id::DossierId;
use secrecy::ExposeSecret as _;
use std::path::PathBuf;
use std::time::Duration;
use uuid::Uuid;

/// An act of two entries and a row after them.
fn report(dossier: DossierId) -> Append {
    let row = Write::PutWrap { dossier, compartment: "case".into(), epoch: 1, holder: person(), sealed: vec![1; 100] };
    Append { entries: vec![entry(dossier), entry(dossier)], writes: vec![row], guards: vec![] }
}

/// Whether the act is there: wholly, or not at all.
async fn is_stored(store: &Store, dossier: DossierId) -> bool {
    let entries = store.entries(dossier, Stream::Record, 0).await.unwrap().len();
    let wraps = store.wrap_holders(dossier).await.unwrap().len();
    assert!((entries, wraps) == (2, 1) || (entries, wraps) == (0, 0), "{entries} entries and {wraps} wraps");
    entries == 2
}

on_both! {
    async fn an_asker_who_goes_away_leaves_the_whole_act_or_nothing(place) {
        let store = place.open().await;
        let mut stored = 0;
        for step in 0..60 {
            let dossier = dossier();
            let wait = Duration::from_micros(step * 150);
            let asked = tokio::time::timeout(wait, store.append(report(dossier))).await;
            // What was cut off is rolled back before the next one gets the connection.
            store.append(act(entry(crate::tests::support::dossier()))).await.unwrap();
            let is_stored = is_stored(&store, dossier).await;
            assert!(is_stored || asked.is_err(), "acknowledged, and not there");
            stored += u64::from(is_stored);
        }
        assert_eq!(checked_leaves(&store).await, stored * 2 + 60);
    }

    async fn what_a_killed_program_acknowledged_is_there(place) {
        let store = place.open().await;
        let mut acknowledged = 0;
        for _ in 0..30 {
            let told = tempfile::NamedTempFile::new().unwrap();
            let mut child = std::process::Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "tests::cut_off::the_program_that_is_killed", "--ignored", "--nocapture"])
                .env("BELFRY_TEST_TOLD", told.path())
                .env("BELFRY_TEST_FILES", place.folder())
                .env("BELFRY_TEST_DATABASE", match &place.database {
                    Database::Sqlite(path) => path.display().to_string(),
                    Database::Postgres(url) => url.expose_secret().to_owned(),
                })
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap();
            let lines = || std::fs::read_to_string(told.path()).unwrap().lines().count();
            for _ in 0..1200 {
                if lines() >= 1 {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            // At any point of an act: somewhere in the next hundredths of a second.
            let [byte] = vault::random::bytes::<1>();
            tokio::time::sleep(Duration::from_micros(u64::from(byte) * 200)).await;
            child.kill().unwrap();
            child.wait().unwrap();
            let told = std::fs::read_to_string(told.path()).unwrap();
            assert!(told.lines().count() >= 1, "the program to be killed did not come to it");
            // The last line may be cut off; what stands in it was acknowledged no less, but cannot be read.
            for line in told.split_inclusive('\n').filter(|line| line.ends_with('\n')) {
                let dossier = DossierId(line.trim().parse::<Uuid>().unwrap());
                assert!(is_stored(&store, dossier).await, "acknowledged, and not there");
                acknowledged += 1;
            }
            // It goes on by itself.
            store.append(report(dossier())).await.unwrap();
        }
        assert!(acknowledged >= 30, "{acknowledged}");
        // What was not acknowledged is there wholly too, or not at all.
        for row in store.db.fetch("select distinct dossier from entry", vec![]).await.unwrap() {
            is_stored(&store, DossierId(row.id(0).unwrap())).await;
        }
        checked_leaves(&store).await;
    }
}

/// Not a test by itself: appends until it is killed, and tells what was acknowledged.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "run by what_a_killed_program_acknowledged_is_there"]
async fn the_program_that_is_killed() {
    use std::io::Write as _;
    let Ok(told) = std::env::var("BELFRY_TEST_TOLD") else { return };
    let database = std::env::var("BELFRY_TEST_DATABASE").unwrap();
    let database = if database.starts_with("postgres:") {
        Database::Postgres(database.into())
    } else {
        Database::Sqlite(PathBuf::from(database))
    };
    let files = Blobs::Dir(std::env::var("BELFRY_TEST_FILES").unwrap().into());
    let store = Store::open(&database, &files).await.unwrap();
    let told = std::fs::OpenOptions::new().append(true).open(told).unwrap();
    futures::future::join_all((0..4).map(|_| async {
        loop {
            let dossier = dossier();
            store.append(report(dossier)).await.unwrap();
            (&told).write_all(format!("{dossier}\n").as_bytes()).unwrap();
        }
    }))
    .await;
}

#[tokio::test]
async fn a_full_disk_refuses_the_act_and_keeps_what_was_there() {
    let place = Place::sqlite();
    let store = place.open().await;
    store.append(report(dossier())).await.unwrap();
    let Db::Sqlite { write, .. } = &store.db else { panic!("SQLite") };
    let pages: i64 = sqlx::query_scalar("pragma page_count").fetch_one(write).await.unwrap();
    let limit = sqlx::AssertSqlSafe(format!("pragma max_page_count = {}", pages + 2));
    sqlx::raw_sql(limit).execute(write).await.unwrap();
    let mut stored = 1;
    let refused = loop {
        let dossier = dossier();
        match store.append(report(dossier)).await {
            Ok(_) => stored += 1,
            Err(error) => break (dossier, error),
        }
        assert!(stored < 1000, "the disk is never full");
    };
    assert!(matches!(refused.1, StoreError::Full), "{:?}", refused.1);
    assert!(!is_stored(&store, refused.0).await);
    assert_eq!(checked_leaves(&store).await, stored * 2);
    // There is room again: it goes on by itself.
    sqlx::raw_sql("pragma max_page_count = 1000000").execute(write).await.unwrap();
    store.append(report(refused.0)).await.unwrap();
    assert_eq!(checked_leaves(&store).await, stored * 2 + 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_is_cut_is_unavailable_and_then_made_again() {
    let place = Place::postgres().await;
    let (store, other) = (place.open().await, place.open().await);
    store.append(report(dossier())).await.unwrap();
    let cut = "select pg_terminate_backend(pid) from pg_stat_activity
        where pid <> pg_backend_pid() and backend_type = 'client backend'";
    other.db.fetch(cut, vec![]).await.unwrap();
    // The pool may notice before it is used; when it does not, the act is refused as a whole.
    let (first, second) = (dossier(), dossier());
    let tried = store.append(report(first)).await;
    assert!(matches!(tried, Ok(_) | Err(StoreError::Unavailable)), "{tried:?}");
    assert_eq!(is_stored(&store, first).await, tried.is_ok());
    store.append(report(second)).await.unwrap();
    assert!(is_stored(&store, second).await);
    checked_leaves(&store).await;
}
