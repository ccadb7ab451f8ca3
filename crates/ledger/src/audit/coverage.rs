//! No unexplained holes: whatever can't be opened any more must be listed in a destruction record, which is
//! itself an entry in the log, came later, and is kept.

use super::opening::Opened;
use crate::Wrong;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The kind of an entry that records destruction. Its facts hold a [`Destruction`].
pub const DESTRUCTION_KIND: &str = "destruction";

/// The fields that may be erased one by one while the rest of the entry stays. What happened, when and in
/// which order is never erased alone, only with the whole entry.
pub const ERASABLE: [&str; 3] = ["by", "facts", "body"];

/// What a destruction record's facts say to the ledger; they may say more (ground, category, who agreed).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destruction {
    /// Leaves of which nothing is left to open: first and last index of each run.
    #[serde(default)]
    pub leaves: Vec<(u64, u64)>,
    /// Single fields that were erased.
    #[serde(default)]
    pub fields: Vec<DestroyedFields>,
}

/// Fields of one entry that were erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DestroyedFields {
    /// The leaf's index.
    pub leaf: u64,
    /// The fields' names, out of [`ERASABLE`].
    pub names: Vec<String>,
}

/// Holes seen, and what the records say about them.
#[derive(Default)]
pub struct Coverage {
    /// Runs of leaves without opening, first and last, in order.
    holes: Vec<(u64, u64)>,
    /// Erased fields per leaf, a bit each.
    erased: BTreeMap<u64, u8>,
    recorded: Vec<(u64, u64)>,
    recorded_fields: BTreeMap<u64, u8>,
}

impl Coverage {
    /// Notes a leaf that can't be opened.
    pub fn hole(&mut self, index: u64) {
        match self.holes.last_mut() {
            Some((_, last)) if *last + 1 == index => *last = index,
            _ => self.holes.push((index, index)),
        }
    }

    /// Notes an entry's erased fields, and what it records if it is a destruction record.
    pub fn entry(&mut self, entry: &Opened<'_>) -> Result<(), Wrong> {
        if entry.erased != 0 {
            self.erased.insert(entry.index, entry.erased);
        }
        let (DESTRUCTION_KIND, Some(facts)) = (entry.kind, entry.facts) else { return Ok(()) };
        let wrong = |what: &str| Wrong::new(entry.where_(), what);
        let record: Destruction =
            serde_json::from_slice(facts).map_err(|_| wrong("its list of what was destroyed cannot be read"))?;
        for (first, last) in &record.leaves {
            if first > last || *last >= entry.index {
                return Err(wrong("it lists leaves that do not come before it"));
            }
        }
        if record.fields.iter().any(|fields| fields.leaf >= entry.index) {
            return Err(wrong("it lists fields of entries that do not come before it"));
        }
        self.recorded.extend(record.leaves);
        for fields in record.fields {
            let bits = fields.names.iter().filter_map(|name| ERASABLE.iter().position(|one| one == name));
            *self.recorded_fields.entry(fields.leaf).or_default() |= bits.fold(0, |all, bit| all | 1 << bit);
        }
        Ok(())
    }

    /// Checks that every hole is recorded; gives the numbers of destroyed leaves and erased fields.
    pub fn settle(mut self) -> Result<(u64, u64), Wrong> {
        self.recorded.sort_unstable();
        let mut runs = self.recorded.iter().peekable();
        // One past the furthest leaf that any run beginning at or before the current leaf covers.
        let mut covered_to = 0;
        let mut destroyed = 0;
        for (first, last) in &self.holes {
            let mut at = *first;
            while at <= *last {
                while let Some((_, to)) = runs.next_if(|(from, _)| *from <= at) {
                    covered_to = covered_to.max(to + 1);
                }
                if covered_to <= at {
                    let what = "it cannot be opened, is not filler, and no destruction record covers it";
                    return Err(Wrong::new(format!("leaf {at}"), what));
                }
                at = covered_to;
            }
            destroyed += last - first + 1;
        }
        let mut fields = 0;
        for (leaf, bits) in &self.erased {
            let recorded = self.recorded_fields.get(leaf).copied().unwrap_or_default();
            if let Some(name) = name_of(bits & !recorded) {
                let what = format!("field {name}: it was erased, and no destruction record covers it");
                return Err(Wrong::new(format!("leaf {leaf}"), what));
            }
            fields += u64::from(bits.count_ones());
        }
        Ok((destroyed, fields))
    }
}

/// The first erasable field whose bit is set.
fn name_of(bits: u8) -> Option<&'static str> {
    ERASABLE.iter().enumerate().find(|(at, _)| bits >> at & 1 == 1).map(|(_, name)| *name)
}
