//! The hybrid post-quantum stanza of age, `mlkem768x25519`: HPKE in base mode with X-Wing (0x647a), HKDF-SHA256 and
//! ChaCha20-Poly1305.
//!
//! The age library does not have it yet. When it does, this file goes: the bytes are the standard's
//! (<https://c2sp.org/age>), proved by the standard's own test vectors and by files of another implementation.

use std::{collections::HashSet, sync::Arc};

use age::{DecryptError, EncryptError};
use age_core::format::{FILE_KEY_BYTES, FileKey, Stanza};
use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable, aead::ChaCha20Poly1305, kdf::HkdfSha256, kem::XWing,
    single_shot_open, single_shot_seal_with_rng,
};
use secrecy::ExposeSecret;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::{VaultError, random};

const TAG: &str = "mlkem768x25519";
const INFO: &[u8] = b"age-encryption.org/mlkem768x25519";
/// Keeps a file from also being addressed to a recipient that a quantum computer could open.
const LABEL: &str = "postquantum";
const SEALED_FILE_KEY: usize = FILE_KEY_BYTES + 16;

type PublicPart = <XWing as Kem>::PublicKey;
type SecretPart = <XWing as Kem>::PrivateKey;
type Encapsulated = <XWing as Kem>::EncappedKey;

/// Who something is wrapped for. The expanded key is shared, so that a clone costs nothing.
#[derive(Clone)]
pub(crate) struct Public(Arc<PublicPart>);

impl Public {
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        contributory(bytes)?;
        PublicPart::from_bytes(bytes).map(|key| Self(Arc::new(key))).map_err(|_| VaultError::Malformed)
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.0.to_bytes().to_vec()
    }
}

/// The 32-byte seed with everything expanded from it, for as long as one unwrapping takes.
pub(crate) struct Secret(SecretPart);

impl Secret {
    pub(crate) fn from_seed(seed: &[u8; 32]) -> Result<Self, VaultError> {
        SecretPart::from_bytes(seed).map(Self).map_err(|_| VaultError::Malformed)
    }

    pub(crate) fn public(&self) -> Public {
        Public(Arc::new(XWing::sk_to_pk(&self.0)))
    }
}

impl age::Recipient for Public {
    fn wrap_file_key(&self, file_key: &FileKey) -> Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        let (encapsulated, body) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, XWing>(
            &OpModeS::Base,
            &self.0,
            INFO,
            file_key.expose_secret(),
            &[],
            &mut random::Source,
        )
        .map_err(|_| EncryptError::Io(std::io::ErrorKind::Other.into()))?;
        let stanza =
            Stanza { tag: TAG.to_owned(), args: vec![BASE64_STANDARD_NO_PAD.encode(encapsulated.to_bytes())], body };
        Ok((vec![stanza], HashSet::from([LABEL.to_owned()])))
    }
}

impl age::Identity for Secret {
    /// None: not for us, or not of this kind. An error: of this kind, but not as the standard wants it.
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        if stanza.tag != TAG {
            return None;
        }
        let Some(encapsulated) = parse(stanza) else {
            return Some(Err(DecryptError::InvalidHeader));
        };
        let opened = single_shot_open::<ChaCha20Poly1305, HkdfSha256, XWing>(
            &OpModeR::Base,
            &self.0,
            &encapsulated,
            INFO,
            &stanza.body,
            &[],
        );
        let opened = Zeroizing::new(opened.ok()?);
        let bytes: &[u8; FILE_KEY_BYTES] = opened.as_slice().try_into().ok()?;
        Some(Ok(FileKey::init_with_mut(|file_key| file_key.copy_from_slice(bytes))))
    }
}

/// Only the one canonical form of the stanza is taken, so that nobody can change a file and have it open still.
fn parse(stanza: &Stanza) -> Option<Encapsulated> {
    let [argument] = stanza.args.as_slice() else {
        return None;
    };
    if stanza.body.len() != SEALED_FILE_KEY {
        return None;
    }
    let bytes = BASE64_STANDARD_NO_PAD.decode(argument).ok()?;
    contributory(&bytes).ok()?;
    Encapsulated::from_bytes(&bytes).ok()
}

/// Refuses bytes whose X25519 half (the last 32) is a point of low order. With such a point the classical half of the
/// shared secret is zero whatever the other side's key; the standard wants it refused and the HPKE crate does not look.
///
/// Any scalar shows it: clamping makes each a multiple of the cofactor.
fn contributory(bytes: &[u8]) -> Result<(), VaultError> {
    let point: [u8; 32] = *bytes.last_chunk().ok_or(VaultError::Malformed)?;
    let shared = StaticSecret::from([1; 32]).diffie_hellman(&PublicKey::from(point));
    if shared.was_contributory() { Ok(()) } else { Err(VaultError::Malformed) }
}

#[cfg(test)]
#[path = "hybrid_tests.rs"]
mod tests;
