//! The check of a whole ledger in one pass over its leaves, trusting nothing that is stored: every leaf is
//! opened, is filler, or is covered by a destruction record; every stream is complete and in order; every
//! stored hash is recomputed; and every checkpoint ever signed still holds.
//!
//! The caller reads the database in batches and feeds it:
//! [`Audit::begin`] with all checkpoints, [`Audit::leaf`] for each leaf in order, [`Audit::finish`] with the head.
//! Checkpoints are consistent with each other because each is compared with the root recomputed from the same leaves.
//! Memory grows with the number of streams, checkpoints and destroyed leaves, not with the log.

mod coverage;
mod opening;
mod streams;

pub use coverage::{DESTRUCTION_KIND, DestroyedFields, Destruction, ERASABLE};
pub use opening::{Leaf, Opening, Part};

use crate::Hash;
use crate::Wrong;
use crate::checkpoint::Checkpoint;
use crate::commitment;
use crate::day::Day;
use crate::note::VerifierKey;
use crate::tree::{Frontier, Nodes, empty_root};
use coverage::Coverage;
use opening::Opened;
use std::fmt;
use streams::Streams;

/// A checkpoint as the ledger keeps it.
#[derive(Debug, Clone)]
pub struct StoredCheckpoint {
    /// The signed note.
    pub note: String,
    /// The day on which it was published, if known: entries before it may not be dated after it, nor entries
    /// after it before it (a day's difference is forgiven, for time zones).
    pub published_on: Option<Day>,
}

/// What the store says about the log as a whole.
#[derive(Debug, Clone)]
pub struct Stored<'a> {
    /// The stored frontier, as bytes.
    pub head: &'a [u8],
    /// How many subtree hashes (level 1 and up) are stored.
    pub nodes: u64,
    /// How many entries are stored in the dossiers.
    pub entries: u64,
}

/// A ledger in which nothing is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Leaves in the log.
    pub leaves: u64,
    /// Leaves that open as entries.
    pub entries: u64,
    /// Leaves that open as filler.
    pub fillers: u64,
    /// Leaves that can't be opened and are covered by a destruction record.
    pub destroyed: u64,
    /// Single fields that were erased, each covered by a destruction record.
    pub erased_fields: u64,
    /// Streams that have entries.
    pub streams: u64,
    /// Checkpoints that hold.
    pub checkpoints: u64,
    /// The size of the last checkpoint, 0 if there is none.
    pub sealed: u64,
    /// The root of the whole log.
    pub root: Hash,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "good: {} leaves ({} entries in {} streams, {} filler, {} destroyed on record), {} checkpoints hold",
            self.leaves, self.entries, self.streams, self.fillers, self.destroyed, self.checkpoints
        )?;
        if self.erased_fields > 0 {
            write!(f, "; {} single fields erased on record", self.erased_fields)?;
        }
        let open = self.leaves.saturating_sub(self.sealed);
        if open > 0 { write!(f, "; the last {open} leaves are not under a checkpoint yet") } else { Ok(()) }
    }
}

/// A checkpoint whose signature is good, waiting for the log to reach its size.
struct Signed {
    size: u64,
    root: Hash,
    published_on: Option<Day>,
}

/// A check that is under way.
pub struct Audit {
    frontier: Frontier,
    checkpoints: Vec<Signed>,
    /// How many of `checkpoints` the log has reached.
    reached: usize,
    streams: Streams,
    coverage: Coverage,
    entries: u64,
    fillers: u64,
}

impl Audit {
    /// Begins with every checkpoint in the order in which they were signed: checks signatures, origin and order.
    ///
    /// # Errors
    /// The first checkpoint that is [`Wrong`].
    pub fn begin(keys: &[VerifierKey], checkpoints: &[StoredCheckpoint]) -> Result<Self, Wrong> {
        let mut signed: Vec<Signed> = Vec::new();
        for (count, stored) in checkpoints.iter().enumerate() {
            let where_ = format!("checkpoint {}", count + 1);
            let one = Checkpoint::verify(&stored.note, keys).map_err(|wrong| Wrong::new(where_.clone(), wrong.what))?;
            let one = Signed { size: one.size, root: one.root, published_on: stored.published_on };
            check_order(signed.last(), &one, &where_)?;
            signed.push(one);
        }
        let mut audit = Self {
            frontier: Frontier::new(),
            checkpoints: signed,
            reached: 0,
            streams: Streams::default(),
            coverage: Coverage::default(),
            entries: 0,
            fillers: 0,
        };
        audit.reach()?;
        Ok(audit)
    }

    /// Checks the next leaf. `nodes` must know the stored subtree hashes that this leaf completes; a caller
    /// that reads in batches fetches them with [`crate::tree::completed_between`].
    ///
    /// # Errors
    /// The first thing that is [`Wrong`] with it.
    pub fn leaf(&mut self, leaf: &Leaf<'_>, nodes: &impl Nodes) -> Result<(), Wrong> {
        let index = self.frontier.size();
        if leaf.index != index {
            let what = if leaf.index > index { "it is missing" } else { "another leaf stands in its place" };
            return Err(Wrong::new(format!("leaf {index}"), what));
        }
        match &leaf.opening {
            Opening::Entry(parts) => self.entry(leaf, parts)?,
            Opening::Filler(salt) if commitment::filler(*salt) == *leaf.commitment => self.fillers += 1,
            Opening::Filler(_) => {
                return Err(Wrong::new(format!("leaf {index}"), "it does not open as filler"));
            }
            Opening::Nothing => {
                self.coverage.hole(index);
                self.streams.hole(leaf.commitment);
            }
        }
        for (level, place, hash) in self.frontier.push(leaf.commitment) {
            let where_ = || format!("node {place} of level {level}");
            match nodes.node(level, place) {
                Some(stored) if stored == hash => {}
                Some(_) => return Err(Wrong::new(where_(), "it is not the hash of the leaves under it")),
                None => return Err(Wrong::new(where_(), "it is missing")),
            }
        }
        self.reach()
    }

    /// Ends the check: the head, the counts, the checkpoints beyond the log, and the holes.
    ///
    /// # Errors
    /// The first thing that is [`Wrong`].
    pub fn finish(self, stored: &Stored<'_>) -> Result<Summary, Wrong> {
        let leaves = self.frontier.size();
        if let Some(beyond) = self.checkpoints.get(self.reached) {
            let where_ = format!("checkpoint {}", self.reached + 1);
            let what = format!("it is of {} leaves, but only {leaves} are there: the end was cut off", beyond.size);
            return Err(Wrong::new(where_, what));
        }
        self.check_head(stored.head)?;
        let nodes = leaves - u64::from(leaves.count_ones());
        if stored.nodes != nodes {
            let what = format!("{} are stored where {nodes} belong to {leaves} leaves", stored.nodes);
            return Err(Wrong::new("nodes", what));
        }
        if stored.entries != self.entries {
            let what = format!("{} are stored, but {} stand in the log", stored.entries, self.entries);
            return Err(Wrong::new("entries", what));
        }
        let (destroyed, erased_fields) = self.coverage.settle()?;
        Ok(Summary {
            leaves,
            entries: self.entries,
            fillers: self.fillers,
            destroyed,
            erased_fields,
            streams: self.streams.count(),
            checkpoints: self.checkpoints.len() as u64,
            sealed: self.checkpoints.last().map_or(0, |last| last.size),
            root: self.frontier.root(),
        })
    }

    fn entry(&mut self, leaf: &Leaf<'_>, parts: &[Part<'_>]) -> Result<(), Wrong> {
        let opened = opening::open(leaf, parts)?;
        self.check_day(&opened)?;
        self.streams.follow(&opened, leaf.commitment)?;
        self.coverage.entry(&opened)?;
        self.entries += 1;
        Ok(())
    }

    /// An entry's date must lie between the checkpoints around its leaf: nothing is dated back or ahead.
    fn check_day(&self, opened: &Opened<'_>) -> Result<(), Wrong> {
        let number = opened.day.number();
        let before = self.reached.checked_sub(1).and_then(|last| self.checkpoints.get(last));
        if let Some(published) = before.and_then(|one| one.published_on)
            && number + 1 < published.number()
        {
            let what = format!("it is dated {}, but came after the checkpoint of {published}", opened.day);
            return Err(Wrong::new(opened.where_(), what));
        }
        let after = self.checkpoints.get(self.reached);
        if let Some(published) = after.and_then(|one| one.published_on)
            && number > published.number() + 1
        {
            let what = format!("it is dated {}, but came before the checkpoint of {published}", opened.day);
            return Err(Wrong::new(opened.where_(), what));
        }
        Ok(())
    }

    /// Compares the root with every checkpoint of the size that the log has now.
    fn reach(&mut self) -> Result<(), Wrong> {
        while let Some(next) = self.checkpoints.get(self.reached)
            && next.size == self.frontier.size()
        {
            let root = if next.size == 0 { empty_root() } else { self.frontier.root() };
            if root != next.root {
                let where_ = format!("checkpoint {}", self.reached + 1);
                let what = format!("the first {} leaves are not those that it was signed over", next.size);
                return Err(Wrong::new(where_, what));
            }
            self.reached += 1;
        }
        Ok(())
    }

    fn check_head(&self, head: &[u8]) -> Result<(), Wrong> {
        let head = Frontier::from_bytes(head).map_err(|error| Wrong::new("head", error.to_string()))?;
        if head.size() != self.frontier.size() {
            let what = format!("it speaks of {} leaves, but {} are there", head.size(), self.frontier.size());
            return Err(Wrong::new("head", what));
        }
        if head != self.frontier {
            return Err(Wrong::new("head", "it does not belong to these leaves"));
        }
        Ok(())
    }
}

/// Checkpoints grow: in size and in date, and two of one size are of one log.
fn check_order(before: Option<&Signed>, one: &Signed, where_: &str) -> Result<(), Wrong> {
    let Some(before) = before else { return Ok(()) };
    if one.size < before.size {
        return Err(Wrong::new(where_, "it is of fewer leaves than the one before it"));
    }
    if one.size == before.size && one.root != before.root {
        return Err(Wrong::new(where_, "it has another root than the one before it, of the same size"));
    }
    if let (Some(day), Some(earlier)) = (one.published_on, before.published_on)
        && day < earlier
    {
        return Err(Wrong::new(where_, "it is dated before the one before it"));
    }
    Ok(())
}
