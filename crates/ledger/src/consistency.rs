//! Joining two checkpoints: the file that shows that the later log holds everything of the earlier one,
//! in the same places.

use crate::Hash;
use crate::Wrong;
use crate::checkpoint::Checkpoint;
use crate::encoding;
use crate::note::VerifierKey;
use crate::proof;
use crate::tree::verify_consistency;
use serde::{Deserialize, Serialize};

/// The version that stands in the file.
pub const VERSION: &str = "belfry-consistency/v1";

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consistency {
    /// [`VERSION`].
    pub version: String,
    /// The size of the earlier log.
    pub old: u64,
    /// The size of the later log.
    pub new: u64,
    /// The consistency proof (RFC 6962 §2.1.2).
    #[serde(with = "encoding::hashes")]
    pub path: Vec<Hash>,
}

impl Consistency {
    /// The file's text: JSON, indented, with a final newline.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Numbers and strings always serialise; an empty text would be refused by every reader.
        serde_json::to_string_pretty(self).map(|json| json + "\n").unwrap_or_default()
    }

    /// Reads a file. Only its shape is checked here.
    ///
    /// # Errors
    /// [`Wrong`] at `file` or `version`.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Wrong> {
        proof::read(bytes, VERSION, "consistency proof", |_| true)
    }

    /// Checks both signed checkpoints and that the later continues the earlier; gives the two.
    ///
    /// # Errors
    /// The first thing that is [`Wrong`].
    pub fn verify(
        &self,
        old_note: &str,
        new_note: &str,
        keys: &[VerifierKey],
    ) -> Result<(Checkpoint, Checkpoint), Wrong> {
        if self.version != VERSION {
            return Err(Wrong::new("version", format!("it is not {VERSION}")));
        }
        let side = |name: &str, note| {
            Checkpoint::verify(note, keys).map_err(|wrong| Wrong::new(format!("{name} checkpoint"), wrong.what))
        };
        let (old, new) = (side("old", old_note)?, side("new", new_note)?);
        if (old.size, new.size) != (self.old, self.new) {
            return Err(Wrong::new("sizes", "the proof is not about these two checkpoints"));
        }
        if old.origin != new.origin {
            return Err(Wrong::new("origin", "the two checkpoints are of different logs"));
        }
        verify_consistency(old.size, &old.root, new.size, &new.root, &self.path)
            .map_err(|_| Wrong::new("consistency", "the later log does not continue the earlier one"))?;
        Ok((old, new))
    }
}

/// The line that says that two checkpoints agree.
#[must_use]
pub fn good_line(old: &Checkpoint, new: &Checkpoint) -> String {
    format!(
        "good: the log of {} leaves continues the log of {} leaves; nothing was changed or removed",
        new.size, old.size
    )
}
