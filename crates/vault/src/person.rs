//! A person's key pair: an age identity (secret) and recipient (public), hybrid of X25519 and ML-KEM-768.

use std::{fmt, str::FromStr};

use bech32::{FromBase32, ToBase32, Variant};
use secrecy::{ExposeSecret, SecretBox, SecretString};
use zeroize::{Zeroize, Zeroizing};

use crate::{VaultError, hybrid, random};

const RECIPIENT_PREFIX: &str = "age1pq";
const IDENTITY_PREFIX: &str = "age-secret-key-pq-";
/// Longest text that is looked at when parsing; a recipient is 1 959 characters.
const LONGEST: usize = 2_048;

/// The secret half: a 32-byte seed, from which both keys are expanded when needed. Wiped when dropped.
pub struct Identity(SecretBox<[u8; 32]>);

impl Identity {
    /// A new random identity.
    #[must_use]
    pub fn generate() -> Self {
        Self(SecretBox::init_with_mut(|seed: &mut [u8; 32]| random::fill(seed)))
    }

    /// The identity with this seed. Every 32 bytes are one. Costs nothing: keys are expanded at use.
    #[must_use]
    pub fn from_seed(mut seed: [u8; 32]) -> Self {
        let identity = Self(SecretBox::init_with_mut(|inner: &mut [u8; 32]| inner.copy_from_slice(&seed)));
        seed.zeroize();
        identity
    }

    /// The seed, for sealing it under a passphrase or splitting it for recovery.
    #[must_use]
    pub fn seed(&self) -> &[u8; 32] {
        self.0.expose_secret()
    }

    /// The public half.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the seed is 32 bytes by its type, and every 32 bytes are a seed")]
    pub fn recipient(&self) -> Recipient {
        Recipient(self.expand().expect("every seed expands").public())
    }

    /// As text that every age program takes: `AGE-SECRET-KEY-PQ-1…`.
    ///
    /// # Errors
    /// None that can occur for a seed; the encoder's own is passed on.
    pub fn encode(&self) -> Result<SecretString, VaultError> {
        let mut lower = bech32::encode(IDENTITY_PREFIX, self.seed().to_base32(), Variant::Bech32)
            .map_err(|_| VaultError::Malformed)?;
        let upper = SecretString::from(lower.to_uppercase());
        lower.zeroize();
        Ok(upper)
    }

    /// Reads `AGE-SECRET-KEY-PQ-1…`.
    ///
    /// # Errors
    /// [`VaultError::Malformed`] if it is anything else, or mistyped.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let bytes = Zeroizing::new(decode(IDENTITY_PREFIX, text)?);
        let seed: &[u8; 32] = bytes.as_slice().try_into().map_err(|_| VaultError::Malformed)?;
        Ok(Self::from_seed(*seed))
    }

    pub(crate) fn expand(&self) -> Result<hybrid::Secret, VaultError> {
        hybrid::Secret::from_seed(self.seed())
    }
}

impl Clone for Identity {
    fn clone(&self) -> Self {
        Self::from_seed(*self.seed())
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(secret)")
    }
}

/// The public half: who something can be wrapped for. Cheap to clone.
#[derive(Clone)]
pub struct Recipient(hybrid::Public);

impl Recipient {
    /// The 1 216 bytes of the public key (ML-KEM-768 then X25519).
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.to_bytes()
    }

    /// Reads what [`Recipient::to_bytes`] gave.
    ///
    /// # Errors
    /// [`VaultError::Malformed`] if the length is wrong or the bytes are no usable public key.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        hybrid::Public::from_bytes(bytes).map(Self)
    }

    pub(crate) fn as_age(&self) -> &dyn age::Recipient {
        &self.0
    }
}

impl PartialEq for Recipient {
    fn eq(&self, other: &Self) -> bool {
        self.to_bytes() == other.to_bytes()
    }
}

impl Eq for Recipient {}

impl fmt::Display for Recipient {
    /// As text that every age program takes: `age1pq1…`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = bech32::encode(RECIPIENT_PREFIX, self.to_bytes().to_base32(), Variant::Bech32);
        f.write_str(&text.map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Recipient {
    type Err = VaultError;

    fn from_str(text: &str) -> Result<Self, VaultError> {
        Self::from_bytes(&decode(RECIPIENT_PREFIX, text)?)
    }
}

fn decode(prefix: &str, text: &str) -> Result<Vec<u8>, VaultError> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(VaultError::Malformed);
    }
    let (found, mut data, variant) = bech32::decode(text).map_err(|_| VaultError::Malformed)?;
    let bytes = Vec::<u8>::from_base32(&data).map_err(|_| VaultError::Malformed);
    data.fill(bech32::u5::default());
    if variant != Variant::Bech32 || found != prefix {
        return Err(VaultError::Malformed);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::{Identity, Recipient};
    use crate::VaultError;
    use secrecy::ExposeSecret;

    #[test]
    fn an_identity_survives_its_text_and_a_recipient_its_text_and_bytes() {
        let identity = Identity::generate();
        let text = identity.encode().unwrap();
        assert!(text.expose_secret().starts_with("AGE-SECRET-KEY-PQ-1"));
        assert_eq!(Identity::parse(text.expose_secret()).unwrap().seed(), identity.seed());

        let recipient = identity.recipient();
        assert!(recipient.to_string().starts_with("age1pq1"));
        assert_eq!(recipient.to_string().parse::<Recipient>().unwrap(), recipient);
        assert_eq!(recipient.to_bytes().len(), 1216);
        assert_eq!(Recipient::from_bytes(&recipient.to_bytes()).unwrap(), recipient);
    }

    #[test]
    fn a_mistyped_or_classical_or_secret_text_is_no_recipient() {
        let identity = Identity::generate();
        let mut text = identity.recipient().to_string();
        text.replace_range(100..101, if text.get(100..101) == Some("q") { "p" } else { "q" });
        assert_eq!(text.parse::<Recipient>().unwrap_err(), VaultError::Malformed);
        let classical = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";
        assert!(classical.parse::<Recipient>().is_err());
        assert!(identity.encode().unwrap().expose_secret().parse::<Recipient>().is_err());
        assert!(Identity::parse(&identity.recipient().to_string()).is_err());
    }

    #[test]
    fn a_recipient_with_a_point_of_low_order_is_refused() {
        let mut bytes = Identity::generate().recipient().to_bytes();
        bytes.truncate(1184);
        bytes.extend([0; 32]);
        assert_eq!(Recipient::from_bytes(&bytes).unwrap_err(), VaultError::Malformed);
    }

    #[test]
    fn an_identity_prints_nothing_of_itself() {
        assert_eq!(format!("{:?}", Identity::generate()), "Identity(secret)");
    }
}
