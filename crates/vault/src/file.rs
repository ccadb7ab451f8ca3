//! Attachments: standard age files, streamed, of a length that tells little.
//!
//! Each file has its own random [`Key`], kept in a sealed text; the age identity is derived from it. Inside, the content
//! is followed by one byte 0x80 and zeros up to a bucket ([`padded`]), so that `age -d` gives the content back with an
//! unmistakable tail, and the true length is known only inside.

use std::io::{BufRead, BufReader, Chain, Cursor, Error, ErrorKind, Read, Write};

use age::{
    Decryptor, Encryptor,
    stream::{StreamReader, StreamWriter},
};
use zeroize::Zeroizing;

use crate::{VaultError, key::Key, person::Identity};

/// What age seals at once; ours come in whole ones.
const CHUNK: usize = 64 * 1024;
const CHUNK_TAG: u64 = 16;
/// Most that the header takes, with the nonce after it: 1 643 bytes, and a decoy stanza of random length.
const HEADER: u64 = 2_048;
/// Longest header that is read; another program's may carry a decoy stanza.
const LONGEST_HEADER: u64 = 16 * 1024;
const MEBI: u64 = 1024 * 1024;
const MARK: u8 = 0x80;
static ZEROS: [u8; CHUNK] = [0; CHUNK];

/// The age identity that opens the file with this key, for who takes a file elsewhere.
#[must_use]
pub fn identity(key: &Key) -> Identity {
    Identity::from_seed(*key.derive("file").expose())
}

/// Length in bytes to which content of `length` bytes is padded, its mark included: a power of two from 64 KiB to 1 MiB,
/// then whole MiB to 32 MiB, then sixteen sizes to each doubling (at most 6.25 % more than needed).
#[must_use]
pub fn padded(length: u64) -> u64 {
    let needed = length.saturating_add(1);
    if needed <= MEBI {
        return needed.max(CHUNK as u64).next_power_of_two();
    }
    let step = (1_u64 << needed.ilog2()) / 16;
    needed.checked_next_multiple_of(step.max(MEBI)).unwrap_or(u64::MAX)
}

/// Most that the whole sealed file can be for content of `length` bytes, to see beforehand whether there is room.
#[must_use]
pub fn sealed_at_most(length: u64) -> u64 {
    let inside = padded(length);
    HEADER.saturating_add(inside).saturating_add(inside.div_ceil(CHUNK as u64).saturating_mul(CHUNK_TAG))
}

/// Starts sealing a file under `key` into `out`. Write the content, then call [`Sealer::finish`]; without that the file
/// does not open. Writes reach `out` in chunks of 64 KiB; `out` needs no buffer.
///
/// # Errors
/// [`VaultError::Stream`] if the header can't be written.
pub fn sealer<W: Write>(key: &Key, out: W) -> Result<Sealer<W>, VaultError> {
    let recipient = identity(key).recipient();
    let encryptor =
        Encryptor::with_recipients(std::iter::once(recipient.as_age())).map_err(|_| VaultError::Malformed)?;
    Ok(Sealer { inner: encryptor.wrap_output(out)?, length: 0 })
}

/// Seals what is written to it. Made by [`sealer`].
pub struct Sealer<W: Write> {
    inner: StreamWriter<W>,
    length: u64,
}

impl<W: Write> Sealer<W> {
    /// Bytes of content written so far.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Writes the padding and the end, and gives `out` back. The caller flushes and syncs it.
    ///
    /// # Errors
    /// [`VaultError::Stream`] if `out` can't be written; the file is then worthless.
    pub fn finish(mut self) -> Result<W, VaultError> {
        let mut missing = padded(self.length).saturating_sub(self.length + 1);
        self.inner.write_all(&[MARK])?;
        while missing > 0 {
            let piece = ZEROS.get(..usize::try_from(missing).unwrap_or(CHUNK)).unwrap_or(&ZEROS);
            self.inner.write_all(piece)?;
            missing -= piece.len() as u64;
        }
        Ok(self.inner.finish()?)
    }
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, content: &[u8]) -> std::io::Result<usize> {
        let taken = self.inner.write(content)?;
        self.length += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

/// Starts opening a file that was sealed under `key`. Reads `input` in chunks; it needs no buffer.
///
/// # Errors
/// [`VaultError::Closed`] if the header is not for this key; [`VaultError::Stream`] if `input` can't be read.
pub fn opener<R: Read>(key: &Key, input: R) -> Result<Opener<R>, VaultError> {
    let mut input = BufReader::with_capacity(CHUNK, input);
    let header = read_header(&mut input)?;
    let secret = identity(key).expand()?;
    let inner = Decryptor::new_buffered(Cursor::new(header).chain(input))
        .and_then(|file| file.decrypt(std::iter::once(&secret as &dyn age::Identity)))
        .map_err(|_| VaultError::Closed)?;
    Ok(Opener {
        inner,
        chunk: Zeroizing::new(vec![0; CHUNK]),
        ready: 0..0,
        held: None,
        replay: Tail::default(),
        content: 0,
        inside: 0,
    })
}

/// The text of the header up to its last line, at most [`LONGEST_HEADER`] bytes: the age reader itself has no limit.
fn read_header(input: &mut impl BufRead) -> Result<Vec<u8>, VaultError> {
    let mut header = Vec::with_capacity(2048);
    let mut limited = input.take(LONGEST_HEADER);
    loop {
        let start = header.len();
        limited.read_until(b'\n', &mut header)?;
        let line = header.get(start..).unwrap_or_default();
        if !line.ends_with(b"\n") {
            return Err(VaultError::Closed);
        }
        if line.starts_with(b"---") {
            return Ok(header);
        }
    }
}

/// A mark and the zeros after it: either the padding or, if more follows, content.
#[derive(Default)]
struct Tail {
    mark: bool,
    zeros: u64,
}

/// Gives the content back. Made by [`opener`].
///
/// What it has given is authentic as far as it goes; that the file is whole is only known when it gives 0 bytes. A
/// truncated or changed file ends in an error of kind [`ErrorKind::InvalidData`] or [`ErrorKind::UnexpectedEof`].
pub struct Opener<R: Read> {
    inner: StreamReader<Chain<Cursor<Vec<u8>>, BufReader<R>>>,
    chunk: Zeroizing<Vec<u8>>,
    /// The part of `chunk` that is to be given.
    ready: std::ops::Range<usize>,
    /// What looks like padding so far, in number only, so that it takes no memory.
    held: Option<Tail>,
    /// What looked like padding and was not.
    replay: Tail,
    content: u64,
    inside: u64,
}

impl<R: Read> Read for Opener<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        while self.replay.is_empty() && self.ready.is_empty() {
            if !self.refill()? {
                return Ok(0);
            }
        }
        let given = match self.replay.take(out) {
            0 => self.take(out),
            replayed => replayed,
        };
        self.content += given as u64;
        Ok(given)
    }
}

impl<R: Read> Opener<R> {
    /// Reads the next chunk and decides what of it is content; false at the end, if the end is as it should be.
    fn refill(&mut self) -> std::io::Result<bool> {
        let read = loop {
            match self.inner.read(&mut self.chunk) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        if read == 0 {
            return self.end();
        }
        self.inside += read as u64;
        let filled = self.chunk.get(..read).unwrap_or_default();
        let last = filled.iter().rposition(|byte| *byte != 0);
        match (last, &mut self.held) {
            (None, Some(tail)) => tail.zeros += read as u64,
            (None, None) => self.ready = 0..read,
            (Some(last), held) => {
                self.replay = held.take().unwrap_or_default();
                let marked = filled.get(last) == Some(&MARK);
                self.ready = 0..if marked { last } else { read };
                *held = marked.then(|| Tail { mark: true, zeros: (read - last - 1) as u64 });
            }
        }
        Ok(true)
    }

    fn end(&self) -> std::io::Result<bool> {
        let sound = self.held.is_some() && padded(self.content) == self.inside;
        if sound { Ok(false) } else { Err(Error::new(ErrorKind::InvalidData, VaultError::Closed)) }
    }

    fn take(&mut self, out: &mut [u8]) -> usize {
        let mut from = self.chunk.get(self.ready.clone()).unwrap_or_default();
        // A slice reads itself into `out` with one copy and can't fail.
        let length = from.read(out).unwrap_or_default();
        self.ready.start += length;
        length
    }
}

impl Tail {
    fn is_empty(&self) -> bool {
        !self.mark && self.zeros == 0
    }

    /// Moves as much of the tail into `out` as fits.
    fn take(&mut self, out: &mut [u8]) -> usize {
        let mut given = 0;
        let mut out = out.iter_mut();
        if self.mark
            && let Some(first) = out.next()
        {
            *first = MARK;
            self.mark = false;
            given += 1;
        }
        let zeros = out.len().min(usize::try_from(self.zeros).unwrap_or(usize::MAX));
        out.take(zeros).for_each(|byte| *byte = 0);
        self.zeros -= zeros as u64;
        given + zeros
    }
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
