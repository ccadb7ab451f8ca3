//! Texts sealed for the database: padded to a size bucket, bound to their place, committed to their key.

use chacha20poly1305::{AeadInOut, KeyInit, XChaCha20Poly1305, XNonce};
use subtle::ConstantTimeEq;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{VaultError, bytes::framed, key, key::Key, random};

const VERSION: u8 = 1;
const NONCE: usize = 24;
const COMMITMENT: usize = 32;
const TAG: usize = 16;
const LENGTH: usize = 4;
const ENTRY: &[u8] = b"belfry/seal/v1/entry";
const SMALL: &[u8] = b"belfry/seal/v1/small";
const KEYS: &[u8] = b"belfry/seal/v1/keys";
const SMALLEST: usize = 256;
const COARSE: usize = 64 * 1024;

/// Longest text that can be sealed in one piece, in bytes (16 MiB). What is longer is a [`file`](crate::file).
pub const LONGEST: usize = 16 * 1024 * 1024;
/// Bytes that a sealed text is longer than its bucket.
pub const OVERHEAD: usize = 1 + NONCE + COMMITMENT + TAG;

/// Where a sealed text belongs. It opens there and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aad<'a> {
    /// The organisation's lasting name for itself.
    pub tenant: &'a str,
    /// The dossier.
    pub dossier: Uuid,
    /// `record` or `access`.
    pub stream: &'a str,
    /// The number of the entry in its stream, from 1.
    pub number: u64,
    /// The kind of entry.
    pub kind: &'a str,
    /// What the text is, e.g. the compartment.
    pub purpose: &'a str,
}

impl Aad<'_> {
    fn encode(&self) -> Vec<u8> {
        framed(&[
            ENTRY,
            self.tenant.as_bytes(),
            self.dossier.as_bytes(),
            self.stream.as_bytes(),
            &self.number.to_be_bytes(),
            self.kind.as_bytes(),
            self.purpose.as_bytes(),
        ])
    }
}

/// Seals `plaintext` under `key` for the place `aad`. The result's length is a bucket of [`bucket`] plus [`OVERHEAD`].
///
/// # Errors
/// [`VaultError::TooLong`] if it is over [`LONGEST`].
pub fn seal(key: &Key, aad: &Aad<'_>, plaintext: &[u8]) -> Result<Vec<u8>, VaultError> {
    seal_in(key, &aad.encode(), plaintext)
}

/// Opens what [`seal`] made, if key and place are the same.
///
/// # Errors
/// [`VaultError::Closed`] for anything else, without saying why.
pub fn open(key: &Key, aad: &Aad<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    open_in(key, &aad.encode(), sealed)
}

/// Seals something that stands in no dossier (a session, a draft, an identity). The purpose says what it is and whose.
///
/// # Errors
/// As [`seal`].
pub fn seal_small(key: &Key, purpose: &str, plaintext: &[u8]) -> Result<Vec<u8>, VaultError> {
    seal_in(key, &framed(&[SMALL, purpose.as_bytes()]), plaintext)
}

/// Opens what [`seal_small`] made, if key and purpose are the same.
///
/// # Errors
/// As [`open`].
pub fn open_small(key: &Key, purpose: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    open_in(key, &framed(&[SMALL, purpose.as_bytes()]), sealed)
}

/// The size that a text of `length` bytes is padded to, its own 4-byte length included: 256·2^k up to 64 KiB, then whole
/// multiples of 64 KiB.
#[must_use]
pub fn bucket(length: usize) -> usize {
    let needed = length.saturating_add(LENGTH);
    if needed <= COARSE { needed.max(SMALLEST).next_power_of_two() } else { needed.next_multiple_of(COARSE) }
}

fn seal_in(key: &Key, context: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, VaultError> {
    seal_with(random::bytes(), key, context, plaintext)
}

fn seal_with(nonce: [u8; NONCE], key: &Key, context: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, VaultError> {
    if plaintext.len() > LONGEST {
        return Err(VaultError::TooLong);
    }
    let length = u32::try_from(plaintext.len()).map_err(|_| VaultError::TooLong)?;
    let (cipher, commitment) = keys(key, &nonce, context);

    let padded = bucket(plaintext.len());
    let mut body = Zeroizing::new(Vec::with_capacity(padded));
    body.extend_from_slice(&length.to_be_bytes());
    body.extend_from_slice(plaintext);
    body.resize(padded, 0);
    let tag = cipher
        .encrypt_inout_detached(&XNonce::from(nonce), context, body.as_mut_slice().into())
        .map_err(|_| VaultError::TooLong)?;

    let mut out = Vec::with_capacity(padded + OVERHEAD);
    out.push(VERSION);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&commitment);
    out.extend_from_slice(&body);
    out.extend_from_slice(&tag);
    Ok(out)
}

fn open_in(key: &Key, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    open_parts(key, context, sealed).ok_or(VaultError::Closed)
}

fn open_parts(key: &Key, context: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (version, rest) = sealed.split_first()?;
    let (nonce, rest) = rest.split_first_chunk::<NONCE>()?;
    let (commitment, rest) = rest.split_first_chunk::<COMMITMENT>()?;
    let (body, tag) = rest.split_last_chunk::<TAG>()?;
    if *version != VERSION || body.len() > bucket(LONGEST) {
        return None;
    }
    let (cipher, expected) = keys(key, nonce, context);
    if !bool::from(expected.ct_eq(commitment)) {
        return None;
    }
    let mut body = Zeroizing::new(body.to_vec());
    cipher.decrypt_inout_detached(&XNonce::from(*nonce), context, body.as_mut_slice().into(), &(*tag).into()).ok()?;
    unpad(&body)
}

/// The text inside the padding, if the padding is the one that [`seal`] makes: exactly one form is right.
fn unpad(body: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (length, rest) = body.split_first_chunk::<LENGTH>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (text, padding) = rest.split_at_checked(length)?;
    let sound = bucket(length) == body.len() && padding.iter().all(|byte| *byte == 0);
    sound.then(|| Zeroizing::new(text.to_vec()))
}

/// The key for this one message and the commitment to it.
///
/// XChaCha20-Poly1305 alone lets who knows two keys make one ciphertext that opens to two different texts: a reporter and
/// a handler could each be shown their own under the same ledger entry. The commitment binds key and place, so that the
/// sealed bytes have one reading.
fn keys(key: &Key, nonce: &[u8; NONCE], context: &[u8]) -> (XChaCha20Poly1305, [u8; COMMITMENT]) {
    let mut okm = Zeroizing::new([0; 32 + COMMITMENT]);
    key::expand(key.expose(), nonce, &framed(&[KEYS, context]), okm.as_mut_slice());
    let mut secret = Zeroizing::new([0; 32]);
    let mut commitment = [0; COMMITMENT];
    secret.iter_mut().zip(okm.iter()).for_each(|(to, from)| *to = *from);
    commitment.iter_mut().zip(okm.iter().skip(32)).for_each(|(to, from)| *to = *from);
    (XChaCha20Poly1305::new((&*secret).into()), commitment)
}

#[cfg(test)]
#[path = "seal_tests.rs"]
mod tests;
