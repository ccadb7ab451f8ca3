//! The two halves of a ledger's key. The name that stands in the key is the installation's own, from its
//! configuration, and is also the origin line of everything that the key signs.

use super::{MAX_NOTE, NoteError};
use crate::encoding::{from_base64, to_base64};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// The signature type byte that C2SP gives to Ed25519.
const ED25519: u8 = 1;

/// The key's identifier: the first four bytes of `SHA-256(name ‖ newline ‖ type ‖ public key)`.
fn key_id(name: &str, public: &[u8; 32]) -> [u8; 4] {
    let [a, b, c, d, ..]: [u8; 32] =
        Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(public).finalize().into();
    [a, b, c, d]
}

fn check_name(name: &str) -> Result<(), NoteError> {
    let fits = (1..=128).contains(&name.len());
    if fits && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'+') {
        Ok(())
    } else {
        Err(NoteError::BadName)
    }
}

/// The public half: what is published, pinned, and checked against. Its text is `name+id+base64`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

impl VerifierKey {
    /// The installation's name, which is also its origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The four bytes that name the key on a signature line.
    #[must_use]
    pub fn id(&self) -> [u8; 4] {
        self.id
    }

    /// Whether these bytes are this key's Ed25519 signature of the text.
    pub(super) fn is_signature(&self, text: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|signature| self.key.verify_strict(text, &signature).is_ok())
    }
}

impl FromStr for VerifierKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(encoded)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteError::BadKey);
        };
        check_name(name)?;
        let bytes = from_base64(encoded).ok_or(NoteError::BadKey)?;
        let (ED25519, public) = bytes.split_first().map(|(kind, rest)| (*kind, rest)).ok_or(NoteError::BadKey)? else {
            return Err(NoteError::BadKey);
        };
        let public: [u8; 32] = public.try_into().map_err(|_| NoteError::BadKey)?;
        let key = VerifyingKey::from_bytes(&public).map_err(|_| NoteError::BadKey)?;
        // One spelling per key, and none for which a signature can be made without the secret.
        if key.is_weak() || key.to_edwards().compress().to_bytes() != public {
            return Err(NoteError::BadKey);
        }
        let expected = key_id(name, &public);
        if hex::encode(expected) != id {
            return Err(NoteError::BadKey);
        }
        Ok(Self { name: name.to_owned(), id: expected, key })
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let public = [&[ED25519], self.key.as_bytes().as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, hex::encode(self.id), to_base64(&public))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

/// The secret half: signs notes. Wiped from memory when dropped, never printed.
pub struct Signer {
    public: VerifierKey,
    secret: SigningKey,
}

impl Signer {
    /// The signer with this installation name and this 32-byte Ed25519 seed.
    ///
    /// # Errors
    /// [`NoteError::BadName`] if the name can't stand on a signature line.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        check_name(name)?;
        let secret = SigningKey::from_bytes(seed);
        let key = secret.verifying_key();
        let public = VerifierKey { name: name.to_owned(), id: key_id(name, key.as_bytes()), key };
        Ok(Self { public, secret })
    }

    /// The public half.
    #[must_use]
    pub fn verifier_key(&self) -> &VerifierKey {
        &self.public
    }

    /// The installation's name, for the origin line.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.public.name
    }

    /// Signs a text, which must end with a newline, and gives the whole note.
    ///
    /// # Errors
    /// [`NoteError::BadText`] if the text can't stand in a note.
    pub fn sign(&self, text: &str) -> Result<String, NoteError> {
        let printable = text.bytes().all(|byte| byte >= 0x20 || byte == b'\n');
        // Half of what is read leaves room for every signature that others may add.
        if !printable || !(2..=MAX_NOTE / 2).contains(&text.len()) || !text.ends_with('\n') {
            return Err(NoteError::BadText);
        }
        let signature = self.secret.sign(text.as_bytes()).to_bytes();
        let signed = [self.public.id.as_slice(), &signature].concat();
        Ok(format!("{text}\n— {} {}\n", self.public.name, to_base64(&signed)))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.public)
    }
}
