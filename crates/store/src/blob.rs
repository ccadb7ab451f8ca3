//! The bytes of files, sealed before they come here: on disk or in S3, behind one interface. A file is kept only when an
//! act names it; what no act named is swept.

use crate::Store;
use crate::db::{Sql, values};
use crate::error::StoreError;
use crate::write::Write;
use domain::id::BlobId;
use futures::TryStreamExt as _;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Place;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt as _};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};

/// What is written at once; a file of several has at most [`PARTS`] of them in memory.
const PART: usize = 5 * 1024 * 1024;
const PARTS: usize = 3;
/// Files swept in one run.
const BATCH: u32 = 1000;

pub(crate) mod sql {
    use super::Sql;
    pub const ABANDONED: Sql = "select id from blob where kept = $1 and created < $2 order by created limit $3";
    pub const FORGET: Sql = "delete from blob where id = $1 and kept = false";
    pub const IS_KNOWN: Sql = "select kept from blob where id = $1";
    #[cfg(test)]
    pub const ALL: &[Sql] = &[ABANDONED, FORGET, IS_KNOWN];
}

/// Where the bytes are.
#[derive(Clone, Debug)]
pub enum Blobs {
    /// In a folder.
    Dir(PathBuf),
    /// In a bucket that speaks S3: `s3://bucket/prefix`, with the options of the `AWS_…` environment. The bucket should
    /// have a rule that ends incomplete uploads: those of a program that was killed cannot be seen from here.
    S3(String),
}

impl Blobs {
    pub(crate) fn open(&self) -> Result<Arc<dyn ObjectStore>, StoreError> {
        match self {
            Self::Dir(dir) => {
                std::fs::create_dir_all(dir)?;
                Ok(Arc::new(LocalFileSystem::new_with_prefix(dir)?.with_fsync(true)))
            }
            Self::S3(url) => {
                let prefix =
                    url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
                let bucket = object_store::aws::AmazonS3Builder::from_env().with_url(url).build();
                let bucket = bucket.map_err(|_| StoreError::Broken("the bucket cannot be understood".into()))?;
                Ok(Arc::new(PrefixStore::new(bucket, prefix)))
            }
        }
    }

    /// Where an upload to a folder stands that was cut off by the end of the program: beside the file it would be.
    fn cut_off(&self, blob: BlobId) -> Option<PathBuf> {
        match self {
            Self::Dir(dir) => Some(dir.join(format!("{}#1", place(blob)))),
            Self::S3(_) => None,
        }
    }
}

/// Spread over folders by the first byte, which is random.
fn place(blob: BlobId) -> Place {
    let name = blob.0.simple().to_string();
    Place::from(format!("blobs/{}/{name}", name.get(..2).unwrap_or("00")))
}

/// Takes the bytes of a file. What was written counts only after [`BlobWriter::finish`].
pub struct BlobWriter(BufWriter);

impl BlobWriter {
    /// Ends the file: when this gives an answer, the bytes are on disk.
    ///
    /// # Errors
    /// What can go wrong with a disk or a bucket.
    pub async fn finish(mut self) -> Result<(), StoreError> {
        self.0.shutdown().await.map_err(|error| told(&error))
    }
}

/// Finds a full disk under the layers of errors.
fn told(error: &std::io::Error) -> StoreError {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = next {
        if let Some(io) = error.downcast_ref::<std::io::Error>() {
            if io.kind() == std::io::ErrorKind::StorageFull {
                return StoreError::Full;
            }
            next = io.get_ref().map(|inner| inner as &(dyn std::error::Error + 'static));
            continue;
        }
        next = error.source();
    }
    StoreError::Unavailable
}

/// A file that is gone already is as good as one that was deleted.
fn gone(result: std::io::Result<()>) -> std::io::Result<()> {
    match result {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

impl AsyncWrite for BlobWriter {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

impl Store {
    /// Begins to take the bytes of a file.
    ///
    /// # Errors
    /// What can go wrong with a database.
    pub async fn blob_put(&self, blob: BlobId, now: i64) -> Result<BlobWriter, StoreError> {
        self.write(vec![Write::PutBlob { blob, created: now }]).await?;
        let writer = BufWriter::with_capacity(Arc::clone(&self.blobs), place(blob), PART);
        Ok(BlobWriter(writer.with_max_concurrency(PARTS)))
    }

    /// The bytes of a file, as a stream.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when they are missing.
    pub async fn blob_get(&self, blob: BlobId) -> Result<impl AsyncRead + Unpin + Send + use<>, StoreError> {
        let bytes = self.blobs.get(&place(blob)).await?;
        let stream = bytes.into_stream().map_err(std::io::Error::other);
        Ok(tokio_util::io::StreamReader::new(stream))
    }

    /// Deletes the bytes that no act named since `before`. Gives how many files.
    ///
    /// # Errors
    /// What can go wrong with a database, disk or bucket.
    pub async fn sweep_blobs(&self, before: i64) -> Result<usize, StoreError> {
        let rows = self.db.fetch(sql::ABANDONED, values![false, before, BATCH]).await?;
        let mut swept = 0;
        for row in &rows {
            let blob = BlobId(row.id(0)?);
            // The row first, and both in one transaction: an act that names the file at this moment waits for it, and
            // then finds the file gone, or we find it kept.
            let mut tx = self.db.begin().await?;
            if tx.run(sql::FORGET, values![blob.0]).await? == 0 {
                continue;
            }
            match self.blobs.delete(&place(blob)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
            if let Some(path) = self.places.cut_off(blob) {
                gone(tokio::fs::remove_file(path).await)?;
            }
            tx.commit().await?;
            swept += 1;
        }
        Ok(swept)
    }

    /// Whether the bytes of a file are there and kept.
    ///
    /// # Errors
    /// What can go wrong with a database, disk or bucket.
    pub async fn blob_is_kept(&self, blob: BlobId) -> Result<bool, StoreError> {
        let row = self.db.one(sql::IS_KNOWN, values![blob.0]).await?;
        let kept = row.map(|row| row.bool(0)).transpose()? == Some(true);
        Ok(kept && self.blobs.head(&place(blob)).await.is_ok())
    }
}
