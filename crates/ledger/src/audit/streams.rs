//! The chains inside the log: each stream of a dossier is numbered from 1 without gaps, and each entry names
//! the commitment of the one before it. The log itself can't show that an entry was left out; its stream can.

use super::opening::Opened;
use crate::Hash;
use crate::Wrong;
use std::collections::{HashMap, HashSet};

/// The last entry seen of each stream.
#[derive(Default)]
pub struct Streams {
    heads: HashMap<([u8; 16], Box<str>), (u64, Hash)>,
    /// Commitments of leaves that can't be opened: a stream may go on after entries that were destroyed.
    holes: HashSet<Hash>,
}

impl Streams {
    /// How many streams there are.
    pub fn count(&self) -> u64 {
        self.heads.len() as u64
    }

    /// Remembers a leaf that can't be opened.
    pub fn hole(&mut self, commitment: &Hash) {
        self.holes.insert(*commitment);
    }

    /// Checks that an entry is the next of its stream.
    pub fn follow(&mut self, entry: &Opened<'_>, commitment: &Hash) -> Result<(), Wrong> {
        let head = self.heads.entry((entry.dossier, entry.stream.into())).or_insert((0, [0; 32]));
        let expected = head.0 + 1;
        let next = entry.number == expected && entry.prev == head.1;
        let after_destroyed = entry.number > expected && self.holes.contains(&entry.prev);
        if !next && !after_destroyed {
            return Err(Wrong::new(entry.where_(), fault(entry.number, expected)));
        }
        *head = (entry.number, *commitment);
        Ok(())
    }
}

fn fault(number: u64, expected: u64) -> String {
    if number > expected {
        format!("number {expected} of its stream is missing before it")
    } else if number < expected {
        format!("its stream was already at number {}", expected - 1)
    } else {
        "it does not follow from the entry before it in its stream".to_owned()
    }
}
