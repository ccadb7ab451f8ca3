//! The ledger in the database: roots, proofs and checkpoints.

use super::support::{act, checked_leaves, dossier, entry, keys, on_both, sign};
use crate::{Hash, Store, Stream};
use futures::future::join_all;
use ledger::checkpoint::Checkpoint;
use ledger::tree::{leaf_hash, node_hash, verify_consistency, verify_inclusion};

/// The root as RFC 6962 defines it, by the definition.
fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => ledger::tree::empty_root(),
        [one] => leaf_hash(one),
        many => {
            let (left, right) = many.split_at(many.len().next_power_of_two() / 2);
            node_hash(&root(left), &root(right))
        }
    }
}

async fn leaves(store: &Store) -> Vec<Hash> {
    let rows = store.db.fetch("select commitment from log_leaf order by idx", vec![]).await.unwrap();
    rows.iter().map(|row| row.hash(0).unwrap()).collect()
}

on_both! {
    async fn the_published_root_is_that_of_the_leaves(place) {
        let store = place.open().await;
        for _ in 0..21 {
            store.append(act(entry(dossier()))).await.unwrap();
        }
        store.publish_checkpoint("2026-11-24", 32, 1, sign).await.unwrap();
        let latest = store.checkpoint_latest().await.unwrap().unwrap();
        let checkpoint = Checkpoint::verify(&latest.note, &keys()).unwrap();
        assert_eq!((latest.size, checkpoint.size, latest.slot.as_str()), (32, 32, "2026-11-24"));
        assert_eq!(checkpoint.root, root(&leaves(&store).await));
        assert_eq!(checked_leaves(&store).await, 32);
    }

    async fn every_leaf_has_a_proof_in_every_checkpoint_after_it(place) {
        let (store, dossier) = (place.open().await, dossier());
        for day in 1..=3 {
            for _ in 0..5 {
                store.append(act(entry(dossier))).await.unwrap();
            }
            store.publish_checkpoint(&format!("2026-11-0{day}"), 8, day, sign).await.unwrap();
        }
        let leaves = leaves(&store).await;
        let sizes: Vec<u64> = store.checkpoints().await.unwrap().iter().rev().map(|checkpoint| checkpoint.size).collect();
        assert_eq!(sizes, [8, 16, 24]);
        for size in &sizes {
            let root = root(&leaves[..*size as usize]);
            for index in 0..*size {
                let path = store.inclusion_proof(index, *size).await.unwrap();
                let leaf = leaf_hash(&leaves[index as usize]);
                verify_inclusion(&leaf, index, *size, &path, &root).unwrap();
            }
        }
        for (old, new) in [(8, 16), (8, 24), (16, 24), (5, 23)] {
            let path = store.consistency_proof(old, new).await.unwrap();
            let (before, after) = (root(&leaves[..old as usize]), root(&leaves[..new as usize]));
            verify_consistency(old, &before, new, &after, &path).unwrap();
        }
        let sixth = store.leaf_of(dossier, Stream::Record, 6).await.unwrap().unwrap();
        assert_eq!((sixth.index, sixth.commitment), (8, leaves[8]));
        assert_eq!(store.leaf_of(dossier, Stream::Record, 16).await.unwrap(), None);
        assert!(store.inclusion_proof(24, 24).await.is_err());
    }

    async fn a_slot_gets_one_checkpoint_from_two_nodes(place) {
        let nodes = [place.open().await, place.open().await];
        nodes[0].append(act(entry(dossier()))).await.unwrap();
        let published = join_all((0..6).map(|n| nodes[n % 2].publish_checkpoint("2026-11-24", 16, 1, sign))).await;
        assert!(published.iter().all(Result::is_ok), "{published:?}");
        assert_eq!(nodes[0].checkpoints().await.unwrap().len(), 1);
        assert_eq!(checked_leaves(&nodes[1]).await, 16);
    }

    async fn what_is_published_does_not_tell_whether_anything_happened(place) {
        let store = place.open().await;
        store.publish_checkpoint("2026-11-23", 16, 1, sign).await.unwrap();
        store.append(act(entry(dossier()))).await.unwrap();
        store.publish_checkpoint("2026-11-24", 16, 2, sign).await.unwrap();
        store.publish_checkpoint("2026-11-25", 16, 3, sign).await.unwrap();
        let sizes: Vec<u64> = store.checkpoints().await.unwrap().iter().map(|checkpoint| checkpoint.size).collect();
        assert_eq!(sizes, [48, 32, 16]);
    }

    async fn a_checkpoint_that_cannot_be_signed_leaves_the_log_as_it_was(place) {
        let store = place.open().await;
        store.append(act(entry(dossier()))).await.unwrap();
        let refused = store.publish_checkpoint("2026-11-24", 16, 1, |_, _| Err("no key".into())).await;
        assert!(refused.is_err());
        assert_eq!(checked_leaves(&store).await, 1);
        store.publish_checkpoint("2026-11-24", 16, 1, sign).await.unwrap();
        assert_eq!(checked_leaves(&store).await, 16);
    }

    async fn checking_while_others_append_sees_one_moment(place) {
        let (store, other) = (place.open().await, place.open().await);
        let appending = async {
            for _ in 0..60 {
                other.append(act(entry(dossier()))).await.unwrap();
            }
        };
        let checking = async {
            let mut seen = 0;
            for _ in 0..20 {
                let leaves = checked_leaves(&store).await;
                assert!(leaves >= seen);
                seen = leaves;
            }
        };
        futures::join!(appending, checking);
        assert_eq!(checked_leaves(&store).await, 60);
    }

    async fn a_log_of_several_batches_is_checked_to_its_end(place) {
        let store = place.open().await;
        store.append(act(entry(dossier()))).await.unwrap();
        store.publish_checkpoint("2026-11-24", 1200, 1, sign).await.unwrap();
        store.append(act(entry(dossier()))).await.unwrap();
        assert_eq!(checked_leaves(&store).await, 1201);
    }
}
