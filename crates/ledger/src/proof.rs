//! The proof that a reporter may keep: a file that shows, offline and years later, that an entry with their
//! report was received on a day, and (once a checkpoint covers it) stands in the log. It needs only the
//! published key. Finer times than the day, names and addresses have no place in it.

mod check;

pub use check::{Standing, Verdict, verify};

use crate::Hash;
use crate::Wrong;
use crate::encoding;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version that stands in the file.
pub const VERSION: &str = "belfry-proof/v1";

/// The longest file that is read, in bytes; a real one has some 4 kB.
pub const MAX_FILE: usize = 1_000_000;

/// The file, read but not yet believed: [`verify`] says what it is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// [`VERSION`].
    pub version: String,
    /// The installation's name.
    pub origin: String,
    /// The ledger's public key as text, for convenience; the published one is what counts.
    pub key: String,
    /// The day of receipt, `YYYY-MM-DD`.
    pub received_on: String,
    /// The entry's commitment.
    #[serde(with = "encoding::hash")]
    pub commitment: Hash,
    /// The entry's ten fields in order, as digests, opened where the holder may see them.
    pub fields: Vec<ProofField>,
    /// What opens the `content` field.
    pub content: Content,
    /// The signed promise, see [`crate::promise`].
    pub promise: String,
    /// The place in the log, once a published checkpoint covers it.
    #[serde(default)]
    pub inclusion: Option<Inclusion>,
}

/// One field of the entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofField {
    /// The field's name.
    pub name: String,
    /// Its digest.
    #[serde(with = "encoding::hash")]
    pub digest: Hash,
    /// Its salt, if the field is shown.
    #[serde(default, with = "encoding::optional_hash", skip_serializing_if = "Option::is_none")]
    pub salt: Option<Hash>,
    /// Its value, if the field is shown.
    #[serde(default, with = "encoding::optional_bytes", skip_serializing_if = "Option::is_none")]
    pub value: Option<Vec<u8>>,
}

/// What was reported, as a salted digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The salt of the `content` field.
    #[serde(with = "encoding::hash")]
    pub salt: Hash,
    /// SHA-256 of the report's text as it was received.
    #[serde(with = "encoding::hash")]
    pub digest: Hash,
}

/// Where the entry stands in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inclusion {
    /// The leaf's index, from 0.
    pub index: u64,
    /// The size of the checkpoint's tree.
    pub size: u64,
    /// The inclusion proof, lowest first.
    #[serde(with = "encoding::hashes")]
    pub path: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: String,
}

impl Proof {
    /// The file's text: JSON, indented, with a final newline.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists always serialise; an empty text would be refused by every reader.
        serde_json::to_string_pretty(self).map(|json| json + "\n").unwrap_or_default()
    }

    /// Reads a file. Only its shape is checked here.
    ///
    /// # Errors
    /// [`Wrong`] at `file` or `version`.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Wrong> {
        read(bytes, VERSION, "proof", |value| {
            let fields = value.get("fields").and_then(Value::as_array);
            let inclusion = value.get("inclusion").filter(|inclusion| !inclusion.is_null());
            value.get("content").is_some_and(Value::is_object)
                && fields.is_some_and(|fields| fields.iter().all(Value::is_object))
                && inclusion.is_none_or(Value::is_object)
        })
    }
}

/// Reads a versioned JSON file strictly: no unknown or repeated names, and objects where objects belong
/// (serde would also take a list of their values), so that any other careful reader agrees.
pub(crate) fn read<T: serde::de::DeserializeOwned>(
    bytes: &[u8],
    version: &str,
    kind: &str,
    shape: impl FnOnce(&Value) -> bool,
) -> Result<T, Wrong> {
    if bytes.len() > MAX_FILE {
        return Err(Wrong::new("file", format!("it is too long for a {kind}")));
    }
    let unreadable = |error: serde_json::Error| {
        let (line, column) = (error.line(), error.column());
        Wrong::new("file", format!("it cannot be read as a {kind} (line {line}, column {column})"))
    };
    let value: Value = serde_json::from_slice(bytes).map_err(unreadable)?;
    if value.get("version").and_then(Value::as_str).is_some_and(|found| found != version) {
        return Err(Wrong::new("version", format!("it is not {version}")));
    }
    if !value.is_object() || !shape(&value) {
        return Err(Wrong::new("file", format!("it cannot be read as a {kind}")));
    }
    serde_json::from_slice(bytes).map_err(unreadable)
}
