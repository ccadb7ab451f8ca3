//! Files: streamed in and out, kept when an act names them, swept when none does.

use super::support::{Place, act, dossier, entry, on_both};
use crate::{Append, Store, StoreError, Stream, Write};
use domain::id::BlobId;
use std::path::Path;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const MIB: usize = 1024 * 1024;

fn blob() -> BlobId {
    BlobId(vault::random::uuid())
}

async fn put(store: &Store, bytes: &[u8], now: i64) -> BlobId {
    let blob = blob();
    let mut writer = store.blob_put(blob, now).await.unwrap();
    writer.write_all(bytes).await.unwrap();
    writer.finish().await.unwrap();
    blob
}

async fn get(store: &Store, blob: BlobId) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    store.blob_get(blob).await?.read_to_end(&mut bytes).await?;
    Ok(bytes)
}

/// Every file under a folder.
fn files(dir: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(dir) else { return vec![] };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path.display().to_string()] }).collect()
}

fn keeping(blob: BlobId) -> Append {
    Append { writes: vec![Write::KeepBlob { blob }], ..act(entry(dossier())) }
}

on_both! {
    async fn a_file_comes_back_as_it_went_in(place) {
        let store = place.open().await;
        let (empty, small) = (put(&store, b"", 1).await, put(&store, b"sealed", 1).await);
        let large: Vec<u8> = (0..13 * MIB).map(|n| (n % 251) as u8).collect();
        let many_parts = put(&store, &large, 1).await;
        assert_eq!(get(&store, empty).await.unwrap(), b"");
        assert_eq!(get(&store, small).await.unwrap(), b"sealed");
        assert!(get(&store, many_parts).await.unwrap() == large);
        assert!(matches!(get(&store, blob()).await, Err(StoreError::Broken(_))));
    }

    async fn a_file_that_no_act_named_is_swept_and_one_that_is_kept_stays(place) {
        let store = place.open().await;
        let (kept, old, young) = (put(&store, b"1", 10).await, put(&store, b"2", 10).await, put(&store, b"3", 90).await);
        store.append(keeping(kept)).await.unwrap();
        assert_eq!(store.sweep_blobs(50).await.unwrap(), 1);
        assert!(store.blob_is_kept(kept).await.unwrap());
        assert!(!store.blob_is_kept(young).await.unwrap());
        assert_eq!(get(&store, kept).await.unwrap(), b"1");
        assert_eq!(get(&store, young).await.unwrap(), b"3");
        assert!(get(&store, old).await.is_err());
        assert_eq!(files(&place.folder()).len(), 2);
    }

    async fn an_act_cannot_name_a_file_that_was_swept(place) {
        let store = place.open().await;
        let old = put(&store, b"2", 10).await;
        store.sweep_blobs(50).await.unwrap();
        let act = keeping(old);
        let dossier = act.entries[0].dossier;
        assert!(matches!(store.append(act).await, Err(StoreError::Broken(_))));
        assert_eq!(store.entries(dossier, Stream::Record, 0).await.unwrap(), []);
    }

    async fn sweeping_and_keeping_at_once_never_lose_a_kept_file(place) {
        let (store, other) = (place.open().await, place.open().await);
        for _ in 0..20 {
            let blob = put(&store, b"x", 10).await;
            let (kept, swept) = futures::join!(store.append(keeping(blob)), other.sweep_blobs(50));
            assert_eq!(kept.is_ok(), store.blob_is_kept(blob).await.unwrap());
            assert_eq!(swept.unwrap(), usize::from(kept.is_err()));
            assert_eq!(get(&store, blob).await.is_ok(), kept.is_ok());
        }
    }

    async fn an_upload_that_is_broken_off_leaves_nothing(place) {
        let store = place.open().await;
        let given_up = blob();
        let mut writer = store.blob_put(given_up, 10).await.unwrap();
        writer.write_all(&vec![1; 12 * MIB]).await.unwrap();
        drop(writer);
        // What a program that was killed in the middle leaves behind.
        let killed = blob();
        drop(store.blob_put(killed, 10).await.unwrap());
        let name = killed.0.simple().to_string();
        let dir = place.folder().join("blobs").join(name.get(..2).unwrap());
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(dir.join(format!("{name}#1")), b"half").unwrap();
        assert!(get(&store, given_up).await.is_err() && get(&store, killed).await.is_err());
        assert_eq!(store.sweep_blobs(50).await.unwrap(), 2);
        assert_eq!(files(&place.folder()), Vec::<String>::new());
    }
}

/// The most memory that this process had at once, in bytes.
fn most_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_does_not_grow_with_the_file() {
    let place = Place::sqlite();
    let store = place.open().await;
    let chunk = vec![42_u8; 64 * 1024];
    let before = most_memory();
    let blob = blob();
    let mut writer = store.blob_put(blob, 1).await.unwrap();
    for _ in 0..200 * MIB / chunk.len() {
        writer.write_all(&chunk).await.unwrap();
    }
    writer.finish().await.unwrap();
    let mut reader = store.blob_get(blob).await.unwrap();
    let mut buffer = vec![0; 256 * 1024];
    let mut size = 0;
    loop {
        let read = reader.read(&mut buffer).await.unwrap();
        if read == 0 {
            break;
        }
        assert!(buffer[..read].iter().all(|byte| *byte == 42));
        size += read;
    }
    assert_eq!(size, 200 * MIB);
    let grown = most_memory() - before;
    assert!(grown < 60 * MIB, "grew by {} MiB", grown / MIB);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_told() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("file"), b"in the way").unwrap();
    let database = crate::Database::Sqlite(dir.path().join("belfry.db"));
    let opened = Store::open(&database, &crate::Blobs::Dir(dir.path().join("file/below"))).await;
    assert!(matches!(opened, Err(StoreError::Unavailable)));
}
