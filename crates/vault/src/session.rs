//! Session tokens: what only the cookie has.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{bytes::framed, key::Key, random};

const ID: usize = 16;
const TEXT: usize = 64;

/// A session's name and the key that its state is sealed under. The server keeps the hash of the name and the sealed
/// state; a stolen database therefore holds no session.
pub struct Token {
    /// The name; only its hash is stored.
    pub id: [u8; ID],
    /// What the state is sealed under; never stored.
    pub key: Key,
}

impl Token {
    /// A new random token.
    #[must_use]
    pub fn generate() -> Self {
        Self { id: random::bytes(), key: Key::generate() }
    }

    /// As text for the cookie: 64 characters that need no escaping.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; ID + 32]);
        bytes.iter_mut().zip(self.id.iter().chain(self.key.expose())).for_each(|(to, from)| *to = *from);
        Zeroizing::new(BASE64_URL_SAFE_NO_PAD.encode(bytes.as_slice()))
    }

    /// Reads what [`Token::encode`] gave; nothing if it is anything else.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        if text.len() != TEXT {
            return None;
        }
        let bytes = Zeroizing::new(BASE64_URL_SAFE_NO_PAD.decode(text).ok()?);
        let (id, key) = bytes.split_first_chunk::<ID>()?;
        let key: [u8; 32] = key.try_into().ok()?;
        Some(Self { id: *id, key: Key::from_bytes(key) })
    }

    /// What the session is found by in the database.
    #[must_use]
    pub fn id_hash(&self) -> [u8; 32] {
        Sha256::digest(framed(&[b"belfry/session/v1", &self.id])).into()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn a_token_comes_back_from_its_text() {
        let token = Token::generate();
        let text = token.encode();
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
        let back = Token::decode(&text).unwrap();
        assert_eq!((back.id, &back.key, back.id_hash()), (token.id, &token.key, token.id_hash()));
    }

    #[test]
    #[expect(clippy::string_slice, reason = "the text is ASCII")]
    fn what_is_no_token_is_none() {
        let text = Token::generate().encode();
        for wrong in ["", &text[1..], &format!("{}A", *text), &text.replace(&text[..1], "="), &"é".repeat(32)] {
            assert!(Token::decode(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_token_prints_nothing_of_itself() {
        assert_eq!(format!("{:?}", Token::generate()), "Token(secret)");
    }
}
