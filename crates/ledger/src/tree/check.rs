//! Checking proofs against roots, as RFC 9162 §2.1.3.2 and §2.1.4.2 write it. Needs no stored tree.

use super::{TreeError, empty_root, node_hash};
use crate::Hash;

/// Checks that the leaf with this leaf hash (see [`super::leaf_hash`]) stands at `index` in the tree of
/// `size` leaves that has this `root`.
///
/// # Errors
/// [`TreeError::OutOfRange`] if the tree has no such index, [`TreeError::NotIncluded`] if the path leads elsewhere.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> Result<(), TreeError> {
    if index >= size {
        return Err(TreeError::OutOfRange { asked: index, size });
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in path {
        if last == 0 {
            return Err(TreeError::NotIncluded);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last == 0 && hash == *root { Ok(()) } else { Err(TreeError::NotIncluded) }
}

/// Checks that the tree of `new_size` leaves with `new_root` continues the tree of `old_size` leaves with
/// `old_root`: nothing that was in the old one changed, moved or went away.
///
/// # Errors
/// [`TreeError::OutOfRange`] if the old tree is the larger, [`TreeError::NotConsistent`] if the proof fails.
pub fn verify_consistency(
    old_size: u64,
    old_root: &Hash,
    new_size: u64,
    new_root: &Hash,
    path: &[Hash],
) -> Result<(), TreeError> {
    if old_size > new_size {
        return Err(TreeError::OutOfRange { asked: old_size, size: new_size });
    }
    let holds = if old_size == new_size {
        path.is_empty() && old_root == new_root
    } else if old_size == 0 {
        path.is_empty() && *old_root == empty_root()
    } else {
        connects(old_size, old_root, new_size, new_root, path)
    };
    if holds { Ok(()) } else { Err(TreeError::NotConsistent) }
}

/// The walk for 0 < old < new: rebuilds both roots from the same hashes.
fn connects(old_size: u64, old_root: &Hash, new_size: u64, new_root: &Hash, path: &[Hash]) -> bool {
    // An old tree that is one perfect subtree is its own starting point and is left out of the proof.
    let (start, rest) = if old_size.is_power_of_two() {
        (old_root, path)
    } else {
        match path.split_first() {
            Some(split) => split,
            None => return false,
        }
    };
    let shift = (old_size - 1).trailing_ones();
    let (mut node, mut last) =
        ((old_size - 1).checked_shr(shift).unwrap_or(0), (new_size - 1).checked_shr(shift).unwrap_or(0));
    let (mut old, mut new) = (*start, *start);
    for sibling in rest {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            old = node_hash(sibling, &old);
            new = node_hash(sibling, &new);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new = node_hash(&new, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && old == *old_root && new == *new_root
}
