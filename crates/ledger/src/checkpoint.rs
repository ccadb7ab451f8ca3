//! Checkpoints (C2SP `tlog-checkpoint`): the ledger's size and root, signed. Whoever keeps one can later
//! show whether the ledger still holds everything that it held then.

use crate::Hash;
use crate::Wrong;
use crate::encoding::{hash_from_base64, to_base64};
use crate::note::{self, NoteError, Signer, VerifierKey};

/// A statement about the log: whose, how many leaves, and the root over them. No time and no other line:
/// when it was made is known to whoever fetched it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The installation's name, equal to the name of the key that signs it.
    pub origin: String,
    /// How many leaves the log had.
    pub size: u64,
    /// The RFC 6962 root over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The text to sign: origin, size in decimal, root in base64, a line each.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, to_base64(&self.root))
    }

    /// Reads the text of a checkpoint; nothing if it is not one. Extension lines are not taken: this ledger
    /// writes none, so one that has them is not ours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        if origin.is_empty() || lines.next().is_some() {
            return None;
        }
        Some(Self { origin: origin.to_owned(), size: decimal(size)?, root: hash_from_base64(root)? })
    }

    /// The signed note for the log of `signer`.
    ///
    /// # Errors
    /// Only if the text can't be signed, which a signer's own name does not cause.
    pub fn sign(size: u64, root: Hash, signer: &Signer) -> Result<String, NoteError> {
        signer.sign(&Self { origin: signer.name().to_owned(), size, root }.text())
    }

    /// Checks a signed checkpoint against the log's keys.
    ///
    /// # Errors
    /// [`Wrong`] at `checkpoint`, saying what is wrong with it.
    pub fn verify(note: &str, keys: &[VerifierKey]) -> Result<Self, Wrong> {
        let wrong = |what: &str| Wrong::new("checkpoint", what);
        let (text, key) = note::open(note, keys).map_err(|error| wrong(&error.to_string()))?;
        let checkpoint = Self::parse(text).ok_or_else(|| wrong("it is not the text of a checkpoint"))?;
        if checkpoint.origin != key.name() {
            return Err(wrong("it is about another log than the key's"));
        }
        Ok(checkpoint)
    }
}

/// A number in its one decimal spelling: digits, no leading zero.
fn decimal(text: &str) -> Option<u64> {
    let canonical = text == "0" || !text.starts_with('0');
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if canonical && digits { text.parse().ok() } else { None }
}
