//! Making proofs from stored subtree hashes. A proof is a list of ranges of leaves; each range is hashed
//! from the few perfect subtrees that tile it. Which subtrees those are can be asked first (the `*_places`
//! functions), so that a store fetches them in one query and hands them over as a map.

use super::{TreeError, empty_root, node_hash};
use crate::Hash;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

/// Where a perfect subtree stands: its level (0 = a leaf) and its index on that level.
pub type Place = (u8, u64);

/// Something that knows the hashes of perfect subtrees.
pub trait Nodes {
    /// The hash of the perfect subtree at this level and index; level 0 is the *leaf hash*, not the commitment.
    fn node(&self, level: u8, index: u64) -> Option<Hash>;
}

impl<S: BuildHasher> Nodes for HashMap<Place, Hash, S> {
    fn node(&self, level: u8, index: u64) -> Option<Hash> {
        self.get(&(level, index)).copied()
    }
}

impl Nodes for BTreeMap<Place, Hash> {
    fn node(&self, level: u8, index: u64) -> Option<Hash> {
        self.get(&(level, index)).copied()
    }
}

/// Leaves `start..end`. In every range made here, `start` is a multiple of a power of two not below the length.
type Range = (u64, u64);

/// Which stored hashes the inclusion proof of leaf `index` in the tree of `size` leaves needs.
///
/// # Errors
/// [`TreeError::OutOfRange`] if there is no such leaf.
pub fn inclusion_places(index: u64, size: u64) -> Result<Vec<Place>, TreeError> {
    Ok(inclusion_ranges(index, size)?.into_iter().flat_map(tiles).collect())
}

/// The inclusion proof (RFC 6962 §2.1.1) of leaf `index` in the tree of the first `size` leaves.
///
/// # Errors
/// [`TreeError::OutOfRange`] if there is no such leaf, [`TreeError::MissingNode`] if `nodes` lacks a hash.
pub fn inclusion_proof(index: u64, size: u64, nodes: &impl Nodes) -> Result<Vec<Hash>, TreeError> {
    inclusion_ranges(index, size)?.into_iter().map(|range| range_hash(range, nodes)).collect()
}

/// Which stored hashes the consistency proof from `old` to `new` leaves needs.
///
/// # Errors
/// [`TreeError::OutOfRange`] if `old` is larger than `new`.
pub fn consistency_places(old: u64, new: u64) -> Result<Vec<Place>, TreeError> {
    Ok(consistency_ranges(old, new)?.into_iter().flat_map(tiles).collect())
}

/// The consistency proof (RFC 6962 §2.1.2) between the trees of the first `old` and the first `new` leaves.
/// Empty if nothing was added or the old tree had no leaves.
///
/// # Errors
/// [`TreeError::OutOfRange`] if `old` is larger than `new`, [`TreeError::MissingNode`] if `nodes` lacks a hash.
pub fn consistency_proof(old: u64, new: u64, nodes: &impl Nodes) -> Result<Vec<Hash>, TreeError> {
    consistency_ranges(old, new)?.into_iter().map(|range| range_hash(range, nodes)).collect()
}

/// Which stored hashes the root of the first `size` leaves needs; they are also the frontier of that tree.
#[must_use]
pub fn root_places(size: u64) -> Vec<Place> {
    tiles((0, size))
}

/// The root of the tree of the first `size` leaves, also of an earlier, smaller one.
///
/// # Errors
/// [`TreeError::MissingNode`] if `nodes` lacks a hash.
pub fn root_of(size: u64, nodes: &impl Nodes) -> Result<Hash, TreeError> {
    if size == 0 {
        return Ok(empty_root());
    }
    range_hash((0, size), nodes)
}

/// The perfect subtrees of two leaves and more that are completed by the leaves `from..to`, as one run
/// of indices per level: `(level, first index, one past the last)`. What a reader of stored nodes asks for
/// when it walks the log in batches.
#[must_use]
pub fn completed_between(from: u64, to: u64) -> Vec<(u8, u64, u64)> {
    (1..64u8).map(|level| (level, from >> level, to >> level)).filter(|(_, first, end)| first < end).collect()
}

/// The largest power of two below `n`, for `n` of 2 and more.
fn split_point(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

/// The ranges beside the path from leaf to root, lowest first.
fn inclusion_ranges(index: u64, size: u64) -> Result<Vec<Range>, TreeError> {
    if index >= size {
        return Err(TreeError::OutOfRange { asked: index, size });
    }
    let (mut start, mut end) = (0, size);
    let mut beside = Vec::new();
    while end - start > 1 {
        let middle = start + split_point(end - start);
        if index < middle {
            beside.push((middle, end));
            end = middle;
        } else {
            beside.push((start, middle));
            start = middle;
        }
    }
    beside.reverse();
    Ok(beside)
}

/// The ranges from which both the old and the new root can be rebuilt, lowest first.
fn consistency_ranges(old: u64, new: u64) -> Result<Vec<Range>, TreeError> {
    if old > new {
        return Err(TreeError::OutOfRange { asked: old, size: new });
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let (mut start, mut end) = (0, new);
    let mut ranges = Vec::new();
    while end != old {
        let middle = start + split_point(end - start);
        if old <= middle {
            ranges.push((middle, end));
            end = middle;
        } else {
            ranges.push((start, middle));
            start = middle;
        }
    }
    // Where the old tree is itself one perfect subtree, the verifier already has it: it is the old root.
    if start != 0 {
        ranges.push((start, end));
    }
    ranges.reverse();
    Ok(ranges)
}

/// The perfect subtrees that tile a range, left to right.
fn tiles((mut start, end): Range) -> Vec<Place> {
    let mut places = Vec::new();
    while start < end {
        let level = (end - start).ilog2();
        // Never above 63, so it fits.
        places.push((level as u8, start >> level));
        start += 1 << level;
    }
    places
}

/// The RFC 6962 hash of a range: its tiles folded from the right.
fn range_hash(range: Range, nodes: &impl Nodes) -> Result<Hash, TreeError> {
    let mut hash: Option<Hash> = None;
    for (level, index) in tiles(range).into_iter().rev() {
        let left = nodes.node(level, index).ok_or(TreeError::MissingNode { level, index })?;
        hash = Some(hash.map_or(left, |right| node_hash(&left, &right)));
    }
    Ok(hash.unwrap_or_else(empty_root))
}
