//! Files: sealed while they stream in, cleaned of hidden information where that is possible, opened as they stream out.

use crate::error::{Answer, Error, Fault};
use crate::{Office, at};
use domain::Refusal;
use domain::id::BlobId;
use domain::policy;
use domain::report::{CleanCopy, File, Sealed};
use redact::clean::{self, Cleaning, Limits, Outcome, Why};
use sha2::{Digest as _, Sha256};
use std::io::Write as _;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::io::SyncIoBridge;
use vault::key::Key;
use zeroize::Zeroizing;

/// How much is read at a time.
const CHUNK: usize = 256 * 1024;
/// The longest name of a file that is kept, in characters.
const LONGEST_NAME: usize = 200;

/// Which form of a file is opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Without hidden information. What staff open first.
    Cleaned,
    /// As it was sent.
    Original,
}

impl Office {
    /// Takes a file in: seals it as it streams, with a key of its own, and seals a cleaned copy beside it where its type
    /// and size allow. Neither form is ever on disk in clear, and the memory taken does not grow with the file beyond
    /// the limit for cleaning.
    ///
    /// The bytes are kept only once an entry that names them is appended; until then they are swept when abandoned.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`], `upload-broken` when the stream ends with an error, `disk-full`.
    pub async fn take_file(&self, name: &str, mut stream: impl AsyncRead + Unpin + Send) -> Answer<File> {
        let limits = Limits::default();
        let key = Key::generate();
        let blob = BlobId(vault::random::uuid());
        let mut sealing = Sealing::begin(self, blob, &key).await?;
        let mut kept = Zeroizing::new(Vec::new());
        let mut whole = true;
        let mut buffer = Zeroizing::new(vec![0_u8; CHUNK]);
        loop {
            let read = stream.read(&mut buffer).await.map_err(|_| Error::from(Refusal::Rule("upload-broken")))?;
            let Some(chunk) = buffer.get(..read).filter(|chunk| !chunk.is_empty()) else { break };
            if sealing.size + read as u64 > policy::LARGEST_FILE {
                return Err(Refusal::TooLarge.into());
            }
            if whole && kept.len() + read <= limits.input_bytes {
                kept.extend_from_slice(chunk);
            } else if whole {
                whole = false;
                kept = Zeroizing::new(kept.iter().copied().take(8192).collect());
            }
            sealing.write(chunk).await?;
        }
        let original = sealing.finish(blob, &key).await?;
        let name: String = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
        self.clean_copy(name, kept, whole, original, limits).await
    }

    async fn clean_copy(
        &self,
        name: String,
        bytes: Zeroizing<Vec<u8>>,
        whole: bool,
        original: Sealed,
        limits: Limits,
    ) -> Answer<File> {
        let permit = self.cleanings.acquire().await.map_err(|error| Fault::new(&error))?;
        let named = name.clone();
        let cleaning = tokio::task::spawn_blocking(move || {
            let mut cleaning = clean::clean(&named, &bytes, &limits);
            if !whole {
                // Only the beginning was kept, to tell the type.
                cleaning.outcome = Outcome::CannotClean { why: Why::TooLarge };
            }
            cleaning
        })
        .await
        .map_err(|error| Fault::new(&error))?;
        drop(permit);
        let Cleaning { kind, mismatch, outcome } = cleaning;
        let mut file = File {
            name,
            media_type: kind.media_type().to_owned(),
            original,
            cleaned: None,
            removed: Vec::new(),
            left: Vec::new(),
            not_cleaned: None,
            mismatch,
        };
        match outcome {
            Outcome::Cleaned(copy) => {
                file.removed = copy.removed.iter().map(|removed| removed.code().to_owned()).collect();
                file.left = copy.left.iter().map(|left| left.code().to_owned()).collect();
                file.cleaned = Some(CleanCopy {
                    sealed: self.seal_bytes(&copy.bytes).await?,
                    media_type: copy.kind.media_type().to_owned(),
                    extension: copy.kind.extension().to_owned(),
                });
            }
            Outcome::CannotClean { why } => file.not_cleaned = Some(why.code().to_owned()),
        }
        Ok(file)
    }

    async fn seal_bytes(&self, bytes: &[u8]) -> Answer<Sealed> {
        let key = Key::generate();
        let blob = BlobId(vault::random::uuid());
        let mut sealing = Sealing::begin(self, blob, &key).await?;
        for chunk in bytes.chunks(CHUNK) {
            sealing.write(chunk).await?;
        }
        sealing.finish(blob, &key).await
    }

    /// Opens a file as a stream of its content. `form` falls back on the original where there is no cleaned copy.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when the bytes are gone.
    pub async fn open_file(&self, file: &File, form: Form) -> Answer<tokio::io::DuplexStream> {
        let sealed = match form {
            Form::Cleaned => file.cleaned.as_ref().map_or(&file.original, |copy| &copy.sealed),
            Form::Original => &file.original,
        };
        let mut bytes = [0_u8; 32];
        hex::decode_to_slice(&sealed.key, &mut bytes).map_err(|_| Fault::new(&"a file's key is broken"))?;
        let key = Key::from_bytes(bytes);
        let reader = self.store.blob_get(sealed.blob).await?;
        let (mut into, out) = tokio::io::duplex(CHUNK);
        tokio::task::spawn_blocking(move || {
            let handle = tokio::runtime::Handle::current();
            let input = SyncIoBridge::new(reader);
            let Ok(mut opener) = vault::file::opener(&key, std::io::BufReader::with_capacity(CHUNK, input)) else {
                return;
            };
            let mut buffer = Zeroizing::new(vec![0_u8; CHUNK]);
            while let Ok(read) = std::io::Read::read(&mut opener, &mut buffer) {
                let Some(chunk) = buffer.get(..read).filter(|chunk| !chunk.is_empty()) else { break };
                if handle.block_on(into.write_all(chunk)).is_err() {
                    break;
                }
            }
        });
        Ok(out)
    }
}

/// A file on its way in. Sealing is done on a thread of its own, so that it goes on while the next chunk arrives; at most
/// a few chunks are in memory, however fast they come.
struct Sealing {
    chunks: mpsc::Sender<Zeroizing<Vec<u8>>>,
    sealed: JoinHandle<std::io::Result<(store::BlobWriter, [u8; 32])>>,
    size: u64,
}

impl Sealing {
    async fn begin(office: &Office, blob: BlobId, key: &Key) -> Answer<Self> {
        // By the hour: the row stays as long as the file, and must not tell when it was sent.
        let out = office.store.blob_put(blob, at::this_hour(office.now().as_microsecond())).await?;
        let (chunks, mut incoming) = mpsc::channel::<Zeroizing<Vec<u8>>>(4);
        let key = Key::from_bytes(*key.expose());
        let bridge = SyncIoBridge::new(out);
        let sealed = tokio::task::spawn_blocking(move || {
            let mut sealer = vault::file::sealer(&key, bridge).map_err(std::io::Error::other)?;
            let mut digest = Sha256::new();
            while let Some(chunk) = incoming.blocking_recv() {
                digest.update(&chunk);
                sealer.write_all(&chunk)?;
            }
            let out = sealer.finish().map_err(std::io::Error::other)?;
            Ok((out.into_inner(), digest.finalize().into()))
        });
        Ok(Self { chunks, sealed, size: 0 })
    }

    async fn write(&mut self, chunk: &[u8]) -> Answer<()> {
        self.size += chunk.len() as u64;
        if self.chunks.send(Zeroizing::new(chunk.to_vec())).await.is_ok() {
            return Ok(());
        }
        // Closed before the end: the thread stopped on an error.
        match (&mut self.sealed).await {
            Ok(Err(error)) => Err(broken(error)),
            _ => Err(Fault::new(&"sealing a file ended early").into()),
        }
    }

    async fn finish(self, blob: BlobId, key: &Key) -> Answer<Sealed> {
        drop(self.chunks);
        let sealed = self.sealed.await.map_err(|error| Fault::new(&error))?;
        let (out, digest) = sealed.map_err(broken)?;
        out.finish().await?;
        Ok(Sealed { blob, key: hex::encode(key.expose()), size: self.size, sha256: hex::encode(digest) })
    }
}

fn broken(error: std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::StorageFull {
        Refusal::Rule("disk-full").into()
    } else {
        Fault::new(&error).into()
    }
}
