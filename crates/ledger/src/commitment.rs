//! What an entry commits to. Every field is hashed with its own random salt, and the commitment is the hash
//! of the fields' names and digests: one field can be shown without the others, and one field can be erased
//! (salt and value destroyed) while the commitment still computes from the digest that stays.

use crate::Hash;
use sha2::{Digest, Sha256};

/// The version tag of an entry's commitment. Tags hold a `/`, field names never do.
pub const ENTRY_VERSION: &str = "belfry/entry/v1";

/// The version tag of a filler's commitment: a leaf without an entry, see [`filler`].
pub const FILLER_VERSION: &str = "belfry/filler/v1";

/// The fields of an entry in the order in which they are committed. `content` stands on a report only.
pub const ENTRY_FIELDS: [&str; 10] =
    ["dossier", "stream", "number", "prev", "kind", "at", "by", "facts", "body", "content"];

/// The name of the field that holds a report's text, whose salt only the reporter's proof has.
pub const CONTENT: &str = "content";

/// One field with its salt: enough to show what was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<'a> {
    /// The field's name, lower-case letters.
    pub name: &'a str,
    /// 32 random bytes of its own, so that the value can't be guessed from the digest.
    pub salt: [u8; 32],
    /// The value's bytes.
    pub value: &'a [u8],
}

impl Field<'_> {
    /// `SHA-256(len ‖ name ‖ salt ‖ len ‖ value)`, lengths as 8 bytes big-endian.
    #[must_use]
    pub fn digest(&self) -> Hash {
        let mut hasher = Sha256::new();
        prefixed(&mut hasher, self.name.as_bytes());
        hasher.update(self.salt);
        prefixed(&mut hasher, self.value);
        hasher.finalize().into()
    }
}

fn prefixed(hasher: &mut Sha256, bytes: &[u8]) {
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}

/// The commitment to named digests: `SHA-256(len ‖ version ‖ count ‖ (len ‖ name ‖ digest)…)`, lengths and
/// count as 8 bytes big-endian.
#[must_use]
pub fn commit(version: &str, digests: &[(&str, Hash)]) -> Hash {
    let mut hasher = Sha256::new();
    prefixed(&mut hasher, version.as_bytes());
    hasher.update((digests.len() as u64).to_be_bytes());
    for (name, digest) in digests {
        prefixed(&mut hasher, name.as_bytes());
        hasher.update(digest);
    }
    hasher.finalize().into()
}

/// The commitment of a filler leaf. From outside it can't be told from an entry; with its salt it is shown
/// to be one, and nothing else.
#[must_use]
pub fn filler(salt: [u8; 32]) -> Hash {
    let field = Field { name: "filler", salt, value: b"" };
    commit(FILLER_VERSION, &[(field.name, field.digest())])
}

/// The digest of a report's content field. `text_digest` is the SHA-256 of the report's text as it was
/// received; the salt is kept inside the sealed body and in the reporter's proof, never in the ledger.
#[must_use]
pub fn content_digest(salt: [u8; 32], text_digest: &Hash) -> Hash {
    Field { name: CONTENT, salt, value: text_digest }.digest()
}

/// SHA-256 of bytes: of a sealed body as it is stored, or of a report's text.
#[must_use]
pub fn digest_of(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// An entry's fields, before they are committed.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The dossier's identifier, as bytes.
    pub dossier: &'a [u8; 16],
    /// The stream inside the dossier: `record` or `access`.
    pub stream: &'a str,
    /// The number in that stream, from 1.
    pub number: u64,
    /// The commitment of the entry before it in that stream; zeros for the first.
    pub prev: &'a Hash,
    /// What happened.
    pub kind: &'a str,
    /// When, as RFC 3339 text exactly as stored (rounded where the rules ask for it).
    pub at: &'a str,
    /// Who: `person:<uuid>`, `reporter` or `system`.
    pub by: &'a str,
    /// The facts, as the exact JSON bytes that are stored.
    pub facts: &'a [u8],
    /// SHA-256 of the sealed body as stored ([`digest_of`]), empty if there is none.
    pub body: &'a [u8],
    /// On a report, the digest of its content field ([`content_digest`]); else nothing.
    pub content: Option<Hash>,
}

/// A digest to keep beside the leaf, with the salt where the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The field's name, one of [`ENTRY_FIELDS`].
    pub name: &'static str,
    /// The field's salt; nothing for `content`.
    pub salt: Option<[u8; 32]>,
    /// The field's digest; it is never deleted.
    pub digest: Hash,
}

impl Entry<'_> {
    /// Commits to this entry with fresh salts from the caller. Gives the commitment, which is the leaf's
    /// data, and what to keep per field so that it can be opened later.
    pub fn commit(&self, salts: &mut dyn FnMut() -> [u8; 32]) -> (Hash, Vec<Kept>) {
        let number = self.number.to_be_bytes();
        let values: [&[u8]; 9] = [
            self.dossier,
            self.stream.as_bytes(),
            &number,
            self.prev,
            self.kind.as_bytes(),
            self.at.as_bytes(),
            self.by.as_bytes(),
            self.facts,
            self.body,
        ];
        let mut kept: Vec<Kept> = ENTRY_FIELDS
            .into_iter()
            .zip(values)
            .map(|(name, value)| {
                let salt = salts();
                Kept { name, salt: Some(salt), digest: Field { name, salt, value }.digest() }
            })
            .collect();
        kept.extend(self.content.map(|digest| Kept { name: CONTENT, salt: None, digest }));
        let digests: Vec<(&str, Hash)> = kept.iter().map(|one| (one.name, one.digest)).collect();
        (commit(ENTRY_VERSION, &digests), kept)
    }
}
