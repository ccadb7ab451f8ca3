//! The tree against the published vectors of Certificate Transparency, against the `ct-merkle` crate as an
//! independent oracle, and against forged proofs.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ledger::Hash;
use ledger::tree::{
    Frontier, Place, TreeError, completed_between, consistency_places, consistency_proof, empty_root, inclusion_places,
    inclusion_proof, leaf_hash, node_hash, root_of, verify_consistency, verify_inclusion,
};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// A tree with all its nodes and the root at each size.
struct Grown {
    leaves: Vec<Hash>,
    nodes: HashMap<Place, Hash>,
    roots: Vec<Hash>,
}

fn commitment(i: u64) -> Hash {
    Sha256::digest(i.to_be_bytes()).into()
}

fn grow(size: u64) -> Grown {
    let mut frontier = Frontier::new();
    let mut grown = Grown { leaves: Vec::new(), nodes: HashMap::new(), roots: vec![frontier.root()] };
    for i in 0..size {
        let leaf = leaf_hash(&commitment(i));
        grown.leaves.push(leaf);
        grown.nodes.insert((0, i), leaf);
        for (level, index, hash) in frontier.push(&commitment(i)) {
            assert!(grown.nodes.insert((level, index), hash).is_none(), "a node is completed once");
        }
        grown.roots.push(frontier.root());
    }
    grown
}

#[test]
fn the_published_certificate_transparency_tree_has_the_published_roots() {
    let leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut frontier = Frontier::new();
    assert_eq!(hex::encode(frontier.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (leaf, root) in leaves.iter().zip(roots) {
        frontier.push_leaf_hash(leaf_hash(&hex::decode(leaf).unwrap()));
        assert_eq!(hex::encode(frontier.root()), root);
    }
}

#[test]
fn roots_and_proofs_equal_those_of_ct_merkle() {
    let grown = grow(130);
    let mut oracle = MemoryBackedTree::<Sha256, Hash>::new();
    for size in 1..=130u64 {
        oracle.push(commitment(size - 1));
        assert_eq!(grown.roots[size as usize], *oracle.root().as_bytes().as_slice());
        for index in 0..size {
            let ours = inclusion_proof(index, size, &grown.nodes).unwrap();
            assert_eq!(ours.concat(), oracle.prove_inclusion(index as usize).as_bytes());
        }
        for old in 1..size {
            let ours = consistency_proof(old, size, &grown.nodes).unwrap();
            let additions = (size - old) as usize;
            assert_eq!(ours.concat(), oracle.prove_consistency(additions).as_bytes());
        }
    }
}

#[test]
fn every_proof_verifies_and_no_altered_one_does() {
    let grown = grow(70);
    for size in 1..=70u64 {
        let root = grown.roots[size as usize];
        for index in 0..size {
            let leaf = grown.leaves[index as usize];
            let path = inclusion_proof(index, size, &grown.nodes).unwrap();
            verify_inclusion(&leaf, index, size, &path, &root).unwrap();
            for other in (0..size).filter(|other| *other != index) {
                assert!(verify_inclusion(&leaf, other, size, &path, &root).is_err());
            }
            for altered in alterations(&path) {
                assert!(verify_inclusion(&leaf, index, size, &altered, &root).is_err());
            }
        }
        for old in 1..size {
            let old_root = grown.roots[old as usize];
            let path = consistency_proof(old, size, &grown.nodes).unwrap();
            verify_consistency(old, &old_root, size, &root, &path).unwrap();
            let stranger = grown.roots[old as usize - 1];
            assert!(verify_consistency(old, &stranger, size, &root, &path).is_err());
            assert!(verify_consistency(old, &old_root, size, &stranger, &path).is_err());
            for altered in alterations(&path) {
                assert!(verify_consistency(old, &old_root, size, &root, &altered).is_err());
            }
        }
    }
}

/// A path with one bit of each hash turned, one hash short at either end, and one too many.
fn alterations(path: &[Hash]) -> Vec<Vec<Hash>> {
    let mut all: Vec<Vec<Hash>> = (0..path.len())
        .map(|at| {
            let mut altered = path.to_vec();
            altered[at][at % 32] ^= 1 << (at % 8);
            altered
        })
        .collect();
    if !path.is_empty() {
        all.push(path[1..].to_vec());
        all.push(path[..path.len() - 1].to_vec());
    }
    all.push([path, &[[0; 32]]].concat());
    all.push([&[[0; 32]], path].concat());
    all
}

#[test]
fn a_proof_needs_exactly_the_places_that_are_announced() {
    let grown = grow(45);
    let only = |places: Vec<Place>| -> HashMap<Place, Hash> {
        places.into_iter().map(|place| (place, grown.nodes[&place])).collect()
    };
    for size in 1..=45 {
        for index in 0..size {
            let few = only(inclusion_places(index, size).unwrap());
            assert_eq!(inclusion_proof(index, size, &few), inclusion_proof(index, size, &grown.nodes));
            let few = only(consistency_places(index, size).unwrap());
            assert_eq!(consistency_proof(index, size, &few), consistency_proof(index, size, &grown.nodes));
        }
    }
    let none = HashMap::<Place, Hash>::new();
    assert_eq!(inclusion_proof(0, 3, &none), Err(TreeError::MissingNode { level: 0, index: 1 }));
}

#[test]
fn the_root_of_an_earlier_size_can_still_be_computed() {
    let grown = grow(100);
    for size in 0..=100 {
        assert_eq!(root_of(size, &grown.nodes).unwrap(), grown.roots[size as usize]);
    }
}

#[test]
fn batches_complete_each_node_once_and_in_all() {
    let grown = grow(77);
    let mut seen = Vec::new();
    for (from, to) in [(0, 1), (1, 2), (2, 16), (16, 50), (50, 77)] {
        for (level, first, end) in completed_between(from, to) {
            seen.extend((first..end).map(|index| (level, index)));
        }
    }
    let mut stored: Vec<Place> = grown.nodes.keys().copied().filter(|(level, _)| *level > 0).collect();
    seen.sort_unstable();
    stored.sort_unstable();
    assert_eq!(seen, stored);
}

#[test]
fn a_frontier_survives_storing_at_every_size() {
    let mut frontier = Frontier::new();
    for i in 0..70 {
        let mut again = Frontier::from_bytes(&frontier.to_bytes()).unwrap();
        assert_eq!(again, frontier);
        assert_eq!(again.push(&commitment(i)), frontier.push(&commitment(i)));
        assert_eq!(again.root(), frontier.root());
    }
}

#[test]
fn a_damaged_frontier_is_refused() {
    let mut frontier = Frontier::new();
    (0..5).for_each(|i| drop(frontier.push(&commitment(i))));
    let bytes = frontier.to_bytes();
    assert_eq!(Frontier::from_bytes(&bytes[..bytes.len() - 1]), Err(TreeError::BadFrontier));
    assert_eq!(Frontier::from_bytes(&bytes[..40]), Err(TreeError::BadFrontier));
    assert_eq!(Frontier::from_bytes(&[]), Err(TreeError::BadFrontier));
    let endless = [vec![0xff; 8], vec![0; 64 * 32]].concat();
    assert_eq!(Frontier::from_bytes(&endless), Err(TreeError::BadFrontier));
}

#[test]
fn sizes_at_the_edge_of_the_integers_are_refused_without_overflow() {
    let hash = node_hash(&[1; 32], &[2; 32]);
    for size in [u64::MAX, u64::MAX - 1, 1 << 63, (1 << 63) + 1] {
        assert!(verify_inclusion(&hash, size - 1, size, &[hash; 64], &hash).is_err());
        assert!(verify_consistency(size - 1, &hash, size, &hash, &[hash; 64]).is_err());
        assert!(inclusion_places(size - 1, size).is_ok());
        assert!(consistency_places(size - 1, size).is_ok());
    }
    assert!(matches!(verify_inclusion(&hash, 5, 5, &[], &hash), Err(TreeError::OutOfRange { .. })));
    assert!(matches!(verify_consistency(6, &hash, 5, &hash, &[]), Err(TreeError::OutOfRange { .. })));
}

#[test]
fn an_empty_log_is_continued_by_any_log_without_proof() {
    let grown = grow(3);
    verify_consistency(0, &empty_root(), 3, &grown.roots[3], &[]).unwrap();
    assert!(verify_consistency(0, &[0; 32], 3, &grown.roots[3], &[]).is_err());
    assert!(verify_consistency(0, &empty_root(), 3, &grown.roots[3], &[[0; 32]]).is_err());
}
