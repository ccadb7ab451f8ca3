//! The Merkle tree of RFC 6962 (and RFC 9162): hashing, appending, and proofs.
//!
//! A leaf's data is an entry's 32-byte commitment; the tree never sees anything else. A store keeps three
//! things: the commitments in order, the hashes of all *perfect* subtrees of two leaves and more (which
//! never change once complete), and one small [`Frontier`]. Everything else is computed.

mod check;
mod prove;

pub use check::{verify_consistency, verify_inclusion};
pub use prove::{
    Nodes, Place, completed_between, consistency_places, consistency_proof, inclusion_places, inclusion_proof, root_of,
    root_places,
};

use crate::Hash;
use sha2::{Digest, Sha256};

/// A completed perfect subtree: its level (1 = two leaves), its index on that level, and its hash.
pub type Completed = (u8, u64, Hash);

/// Why a tree operation gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// A leaf or size was asked for that the tree does not have.
    #[error("place {asked} is outside a tree of {size} leaves")]
    OutOfRange {
        /// The leaf index or tree size that was asked for.
        asked: u64,
        /// The number of leaves there are.
        size: u64,
    },
    /// A stored subtree hash that must be there is missing.
    #[error("the hash at level {level}, index {index} is missing")]
    MissingNode {
        /// Level of the subtree; 0 is a leaf.
        level: u8,
        /// Index on that level.
        index: u64,
    },
    /// Stored frontier bytes do not have the shape that their size asks for.
    #[error("the frontier is damaged")]
    BadFrontier,
    /// The proof does not lead from this leaf to this root.
    #[error("the inclusion proof does not lead to the root")]
    NotIncluded,
    /// The proof does not show that the new tree continues the old one.
    #[error("the consistency proof does not connect the two roots")]
    NotConsistent,
}

/// The hash of a leaf: `SHA-256(0x00 ‖ data)` (RFC 6962 §2.1). In this ledger `data` is a commitment.
#[must_use]
pub fn leaf_hash(data: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(data).finalize().into()
}

/// The hash of an inner node: `SHA-256(0x01 ‖ left ‖ right)` (RFC 6962 §2.1).
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of a tree without leaves: the hash of nothing (RFC 6962 §2.1).
#[must_use]
pub fn empty_root() -> Hash {
    Sha256::digest(b"").into()
}

/// The right edge of the tree: one hash per set bit of its size, largest subtree first. It is all that is
/// needed to append and to know the root, so a store keeps it as one row and appending needs one read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    hashes: Vec<Hash>,
}

impl Frontier {
    /// The frontier of an empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many leaves the tree has; also the index that the next leaf gets.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The hashes of the perfect subtrees that make up the tree, largest first.
    #[must_use]
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// Appends a leaf with this commitment, at index [`Frontier::size`]. Gives the perfect subtrees that
    /// this leaf completed, smallest first (on average one), for the store to keep beside the leaf.
    pub fn push(&mut self, commitment: &Hash) -> Vec<Completed> {
        self.push_leaf_hash(leaf_hash(commitment))
    }

    /// As [`Frontier::push`], for a leaf whose hash is already known.
    pub fn push_leaf_hash(&mut self, leaf: Hash) -> Vec<Completed> {
        let mut completed = Vec::new();
        let mut hash = leaf;
        let mut level = 0u8;
        // Each trailing one bit of the size is a perfect subtree of that level waiting for its right twin.
        while (self.size >> level) & 1 == 1 {
            let Some(left) = self.hashes.pop() else { break };
            hash = node_hash(&left, &hash);
            level += 1;
            completed.push((level, self.size >> level, hash));
        }
        self.hashes.push(hash);
        self.size += 1;
        completed
    }

    /// The root of the whole tree (RFC 6962 §2.1), [`empty_root`] if there are no leaves.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.hashes.iter().rev().copied().reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root)
    }

    /// The stored form: the size as 8 bytes big-endian, then the hashes of 32 bytes each.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        bytes.extend(self.hashes.iter().flatten());
        bytes
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// [`TreeError::BadFrontier`] if the length does not fit the size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TreeError> {
        let (size, rest) = bytes.split_first_chunk::<8>().ok_or(TreeError::BadFrontier)?;
        let size = u64::from_be_bytes(*size);
        let (hashes, remainder) = rest.as_chunks::<32>();
        // No log gets near 2^62 leaves; a damaged size that does must not reach the arithmetic.
        if size > 1 << 62 || !remainder.is_empty() || hashes.len() != size.count_ones() as usize {
            return Err(TreeError::BadFrontier);
        }
        Ok(Self { size, hashes: hashes.to_vec() })
    }
}
