//! Acts: numbered, chained, wholly or not at all.

use super::support::{act, checked_leaves, dossier, entry, on_both};
use crate::{Append, Guard, NewEntry, ReporterAccess, Store, StoreError, Stream, Write};
use domain::id::DossierId;
use futures::future::join_all;
use ledger::commitment::content_digest;

fn access(dossier: DossierId, lookup: [u8; 16]) -> Write {
    Write::PutReporterAccess(ReporterAccess {
        lookup,
        id: vault::random::uuid(),
        dossier,
        recipient: vec![1],
        notice: None,
        language: "nl".into(),
    })
}

async fn numbers(store: &Store, dossier: DossierId, stream: Stream) -> Vec<u64> {
    store.entries(dossier, stream, 0).await.unwrap().iter().map(|entry| entry.number).collect()
}

on_both! {
    async fn entries_are_numbered_in_their_own_stream(place) {
        let (store, dossier) = (place.open().await, dossier());
        let looked = NewEntry { stream: Stream::Access, body: None, ..entry(dossier) };
        let entries = vec![entry(dossier), looked.clone(), entry(dossier), looked];
        let appended = store.append(Append { entries, ..Append::default() }).await.unwrap();
        assert_eq!(appended.iter().map(|a| (a.number, a.leaf)).collect::<Vec<_>>(), [(1, 0), (1, 1), (2, 2), (2, 3)]);
        assert_eq!(numbers(&store, dossier, Stream::Record).await, [1, 2]);
        assert_eq!(numbers(&store, dossier, Stream::Access).await, [1, 2]);
        assert_eq!(checked_leaves(&store).await, 4);
    }

    async fn what_was_appended_is_read_as_it_was(place) {
        let (store, dossier) = (place.open().await, dossier());
        let sent = entry(dossier);
        let appended = store.append(act(sent.clone())).await.unwrap();
        store.append(act(NewEntry { body: None, ..entry(dossier) })).await.unwrap();
        let read = store.entries(dossier, Stream::Record, 0).await.unwrap();
        assert_eq!((&read[0].kind, &read[0].at, &read[0].by, &read[0].facts), (&sent.kind, &sent.at, &sent.by, &sent.facts));
        assert_eq!(read[0].body, sent.body);
        assert_eq!(read[1].body, None);
        let leaf = store.leaf_of(dossier, Stream::Record, 1).await.unwrap().unwrap();
        assert_eq!((leaf.index, leaf.commitment), (appended[0].leaf, appended[0].commitment));
        assert_eq!(numbers(&store, dossier, Stream::Record).await, [1, 2]);
        assert_eq!(store.entries(dossier, Stream::Record, 1).await.unwrap().len(), 1);
        assert_eq!(store.latest_entries(dossier, Stream::Record, 1).await.unwrap()[0].number, 2);
    }

    async fn the_second_to_write_an_expected_number_is_told(place) {
        let (store, dossier) = (place.open().await, dossier());
        let first = NewEntry { expect: Some(1), ..entry(dossier) };
        store.append(act(first.clone())).await.unwrap();
        assert!(matches!(store.append(act(first)).await, Err(StoreError::Conflict)));
        let ahead = NewEntry { expect: Some(3), ..entry(dossier) };
        assert!(matches!(store.append(act(ahead)).await, Err(StoreError::Conflict)));
        assert_eq!(checked_leaves(&store).await, 1);
    }

    async fn of_eight_nodes_that_want_the_same_number_one_gets_it(place) {
        let dossier = dossier();
        let mut nodes = Vec::new();
        for _ in 0..8 {
            nodes.push(place.open().await);
        }
        let wanted = NewEntry { expect: Some(1), ..entry(dossier) };
        let tried = join_all(nodes.iter().map(|node| node.append(act(wanted.clone())))).await;
        assert_eq!(tried.iter().filter(|result| result.is_ok()).count(), 1);
        assert!(tried.iter().all(|result| matches!(result, Ok(_) | Err(StoreError::Conflict))), "{tried:?}");
        assert_eq!(checked_leaves(&nodes[0]).await, 1);
    }

    async fn acts_at_the_same_time_all_land_in_one_chain(place) {
        let dossier = dossier();
        let nodes = [place.open().await, place.open().await];
        let acts = (0..40).map(|n| nodes[n % 2].append(act(entry(dossier))));
        let appended: Vec<_> = join_all(acts).await.into_iter().map(|result| result.unwrap()[0]).collect();
        let mut leaves: Vec<u64> = appended.iter().map(|a| a.leaf).collect();
        leaves.sort_unstable();
        assert_eq!(leaves, (0..40).collect::<Vec<_>>());
        assert_eq!(numbers(&nodes[0], dossier, Stream::Record).await, (1..=40).collect::<Vec<_>>());
        assert_eq!(checked_leaves(&nodes[1]).await, 40);
    }

    async fn a_guard_that_does_not_hold_leaves_nothing(place) {
        let (store, dossier) = (place.open().await, dossier());
        let lookup = [4; 16];
        let report = |dossier| Append {
            entries: vec![entry(dossier)],
            writes: vec![access(dossier, lookup)],
            guards: vec![Guard::LookupFree(lookup)],
        };
        store.append(report(dossier)).await.unwrap();
        let second = crate::tests::support::dossier();
        assert!(matches!(store.append(report(second)).await, Err(StoreError::Guard("lookup-free"))));
        assert_eq!(store.entries(second, Stream::Record, 0).await.unwrap(), []);
        assert_eq!(store.reporter_access(&lookup).await.unwrap().unwrap().dossier, dossier);
        assert_eq!(checked_leaves(&store).await, 1);
    }

    async fn a_row_that_cannot_be_written_takes_the_entries_with_it(place) {
        let (store, dossier) = (place.open().await, dossier());
        let writes = vec![access(dossier, [1; 16])];
        store.append(Append { entries: vec![entry(dossier)], writes, guards: vec![] }).await.unwrap();
        let second = crate::tests::support::dossier();
        // The first row of this act would do; the second has a lookup that is taken.
        let dossier_row = Write::PutDossier { dossier: second, kind: "case".into(), created_on: "2026-11-24".into() };
        let wrap = Write::PutWrap {
            dossier: second,
            compartment: "case".into(),
            epoch: 1,
            holder: crate::tests::support::person(),
            sealed: vec![1],
        };
        let writes = vec![dossier_row, wrap, access(second, [1; 16])];
        let failed = store.append(Append { entries: vec![entry(second)], writes, guards: vec![] }).await;
        assert!(matches!(failed, Err(StoreError::Conflict)));
        assert_eq!(store.entries(second, Stream::Record, 0).await.unwrap(), []);
        assert_eq!(store.wrap_holders(second).await.unwrap(), []);
        assert_eq!(checked_leaves(&store).await, 1);
        // The index that it had taken is not lost.
        assert_eq!(store.append(act(entry(dossier))).await.unwrap()[0].leaf, 1);
    }

    async fn a_task_with_a_slot_is_done_by_one_of_many_nodes(place) {
        let (first, second, dossier) = (place.open().await, place.open().await, dossier());
        let once = || Append {
            entries: vec![entry(dossier)],
            writes: vec![Write::TaskDone { task: "remind".into(), slot: "2026-11-24".into(), at: 1 }],
            guards: vec![Guard::SlotFree { task: "remind".into(), slot: "2026-11-24".into() }],
        };
        let tried = join_all((0..8).map(|n| if n % 2 == 0 { first.append(once()) } else { second.append(once()) })).await;
        assert_eq!(tried.iter().filter(|result| result.is_ok()).count(), 1);
        assert!(tried.iter().all(|result| matches!(result, Ok(_) | Err(StoreError::Guard("slot-free")))), "{tried:?}");
        assert_eq!(numbers(&first, dossier, Stream::Record).await, [1]);
        assert!(first.task_done("remind", "2026-11-24").await.unwrap());
        assert!(!first.task_done("remind", "2026-11-25").await.unwrap());
    }

    async fn salts_that_were_promised_are_used_and_that_of_the_content_is_not_stored(place) {
        let (store, dossier) = (place.open().await, dossier());
        let salts: Vec<[u8; 32]> = (1..=9).map(|n| [n; 32]).collect();
        let report = NewEntry {
            expect: Some(1),
            content_digest: Some(content_digest([5; 32], &[6; 32])),
            fixed_salts: Some(salts.iter().map(|salt| (String::new(), *salt)).collect()),
            ..entry(dossier)
        };
        let leaf = store.append(act(report)).await.unwrap()[0].leaf;
        let fields = store.fields_of(leaf).await.unwrap();
        let names: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["dossier", "stream", "number", "prev", "kind", "at", "by", "facts", "body", "content"]);
        assert_eq!(fields.iter().filter_map(|field| field.salt).collect::<Vec<_>>(), salts);
        assert_eq!(fields[9].salt, None);
        assert_eq!(fields[9].digest, content_digest([5; 32], &[6; 32]));
        assert_eq!(checked_leaves(&store).await, 1);
    }
}
