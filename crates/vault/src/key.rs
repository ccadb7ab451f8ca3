//! A symmetric key, and how other keys are derived from it.

use hkdf::Hkdf;
use secrecy::{ExposeSecret, SecretBox};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use crate::{bytes::framed, random};

const DERIVE: &[u8] = b"belfry/derive/v1";

/// 32 secret bytes. Wiped when dropped; never printed; compared in constant time.
pub struct Key(SecretBox<[u8; 32]>);

impl Key {
    /// A new random key.
    #[must_use]
    pub fn generate() -> Self {
        Self(SecretBox::init_with_mut(|bytes: &mut [u8; 32]| random::fill(bytes)))
    }

    /// The key with these bytes. The caller's own copy is the caller's to wipe.
    #[must_use]
    pub fn from_bytes(mut bytes: [u8; 32]) -> Self {
        let key = Self(SecretBox::init_with_mut(|inner: &mut [u8; 32]| inner.copy_from_slice(&bytes)));
        bytes.zeroize();
        key
    }

    /// The bytes, for sealing them or handing them to a cipher. Not for printing or for comparing.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        self.0.expose_secret()
    }

    /// Another key for one purpose: HKDF-SHA256, the purpose length-prefixed in the info. Who has a derived key learns
    /// nothing of this one or of those for other purposes.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> Self {
        Self(SecretBox::init_with_mut(|out: &mut [u8; 32]| {
            expand(self.expose(), DERIVE, &framed(&[purpose.as_bytes()]), out);
        }))
    }
}

impl Clone for Key {
    fn clone(&self) -> Self {
        Self::from_bytes(*self.expose())
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.expose().ct_eq(other.expose()).into()
    }
}

impl Eq for Key {}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(secret)")
    }
}

/// HKDF-SHA256 into `out`, which is at most 64 bytes everywhere in this crate.
#[expect(clippy::expect_used, reason = "HKDF-SHA256 gives up to 8160 bytes; 64 is the most ever asked")]
pub(crate) fn expand(secret: &[u8], salt: &[u8], info: &[u8], out: &mut [u8]) {
    Hkdf::<Sha256>::new(Some(salt), secret).expand(info, out).expect("out is at most 64 bytes");
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn each_purpose_gives_its_own_key_and_always_the_same() {
        let root = Key::from_bytes([7; 32]);
        assert_eq!(root.derive("shared"), root.derive("shared"));
        assert_ne!(root.derive("shared"), root.derive("internal"));
        assert_ne!(root.derive("shared"), root);
        assert_ne!(root.derive("shared"), Key::from_bytes([8; 32]).derive("shared"));
    }

    #[test]
    fn a_key_prints_nothing_of_itself() {
        assert_eq!(format!("{:?}", Key::from_bytes([0xab; 32])), "Key(secret)");
    }
}
