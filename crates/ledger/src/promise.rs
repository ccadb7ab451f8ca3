//! The promise that a reporter gets at once: a signed statement that an entry was received on a day and
//! will be in the log before another. A promise that the log then does not keep is itself evidence.
//!
//! It is signed with the same key as the checkpoints. The second line names its purpose, where a checkpoint
//! has a number, so that neither can ever be read as the other.

use crate::Hash;
use crate::Wrong;
use crate::day::Day;
use crate::encoding::{hash_from_base64, to_base64};
use crate::note::{self, NoteError, Signer, VerifierKey};

/// The line that makes a note a promise.
pub const PURPOSE: &str = "belfry promise v1";

/// What is promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The installation's name, equal to the name of the key that signs it.
    pub origin: String,
    /// The commitment of the entry.
    pub commitment: Hash,
    /// The day on which it was received.
    pub received_on: Day,
    /// The day before which a published checkpoint covers it; after `received_on`.
    pub before: Day,
}

impl Promise {
    /// The text to sign.
    #[must_use]
    pub fn text(&self) -> String {
        format!(
            "{}\n{PURPOSE}\n{}\nreceived on {}\nin the log before {}\n",
            self.origin,
            to_base64(&self.commitment),
            self.received_on,
            self.before
        )
    }

    /// Reads the text of a promise; nothing if it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (origin, purpose, commitment) = (lines.next()?, lines.next()?, lines.next()?);
        let received_on = lines.next()?.strip_prefix("received on ")?.parse().ok()?;
        let before = lines.next()?.strip_prefix("in the log before ")?.parse().ok()?;
        if origin.is_empty() || purpose != PURPOSE || lines.next().is_some() || before <= received_on {
            return None;
        }
        let commitment = hash_from_base64(commitment)?;
        Some(Self { origin: origin.to_owned(), commitment, received_on, before })
    }

    /// The signed promise of `signer`'s log. `before` must be after `received_on`.
    ///
    /// # Errors
    /// [`NoteError::BadText`] if the days are in the wrong order.
    pub fn sign(commitment: Hash, received_on: Day, before: Day, signer: &Signer) -> Result<String, NoteError> {
        if before <= received_on {
            return Err(NoteError::BadText);
        }
        let origin = signer.name().to_owned();
        signer.sign(&Self { origin, commitment, received_on, before }.text())
    }

    /// Checks a signed promise against the log's keys.
    ///
    /// # Errors
    /// [`Wrong`] at `promise`, saying what is wrong with it.
    pub fn verify(note: &str, keys: &[VerifierKey]) -> Result<Self, Wrong> {
        let wrong = |what: &str| Wrong::new("promise", what);
        let (text, key) = note::open(note, keys).map_err(|error| wrong(&error.to_string()))?;
        let promise = Self::parse(text).ok_or_else(|| wrong("it is not the text of a promise"))?;
        if promise.origin != key.name() {
            return Err(wrong("it is about another log than the key's"));
        }
        Ok(promise)
    }
}
