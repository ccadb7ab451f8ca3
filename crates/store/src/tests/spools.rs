//! What waits to be done or to be finished: drafts, notices, wraps, texts.

use super::support::{act, dossier, entry, on_both, person};
use crate::{Append, Guard, NoticeRow, ReporterAccess, StoreError, Write};
use domain::id::OrgId;
use futures::future::join_all;
use std::collections::BTreeSet;
use uuid::Uuid;

fn draft(sent: bool, sealed: u8) -> Write {
    Write::PutDraft { id_hash: [1; 32], sent, sealed: vec![sealed], expires: 100 }
}

fn notice(next_at: i64) -> NoticeRow {
    NoticeRow {
        id: vault::random::uuid(),
        person: Some(person()),
        address: None,
        template: "new-case".into(),
        language: "nl".into(),
        next_at,
        created: 1,
    }
}

on_both! {
    async fn a_draft_that_was_sent_is_not_sent_again(place) {
        let store = place.open().await;
        store.write(vec![draft(false, 1)]).await.unwrap();
        store.write(vec![draft(false, 2)]).await.unwrap();
        let send = |sealed| Append {
            entries: vec![entry(dossier())],
            writes: vec![draft(true, sealed)],
            guards: vec![Guard::DraftOpen([1; 32])],
        };
        let tried = join_all((0..6).map(|n| store.append(send(n)))).await;
        assert_eq!(tried.iter().filter(|result| result.is_ok()).count(), 1);
        assert!(tried.iter().all(|result| matches!(result, Ok(_) | Err(StoreError::Guard("draft-open")))), "{tried:?}");
    }

    async fn an_old_page_that_is_saved_late_does_not_open_a_sent_draft(place) {
        let store = place.open().await;
        store.write(vec![draft(false, 1)]).await.unwrap();
        store.write(vec![draft(true, 2)]).await.unwrap();
        assert!(matches!(store.write(vec![draft(false, 3)]).await, Err(StoreError::Conflict)));
        let kept = store.draft(&[1; 32]).await.unwrap().unwrap();
        assert_eq!((kept.sent, kept.sealed), (true, vec![2]));
        // What is remembered of a sent one may still change.
        store.write(vec![draft(true, 4)]).await.unwrap();
        store.write(vec![Write::DropDraft { id_hash: [1; 32] }]).await.unwrap();
        assert!(store.draft(&[1; 32]).await.unwrap().is_none());
        let sending = Append { guards: vec![Guard::DraftOpen([1; 32])], ..act(entry(dossier())) };
        assert!(matches!(store.append(sending).await, Err(StoreError::Guard("draft-open"))));
    }

    async fn a_notice_is_taken_by_one_node(place) {
        let nodes = [place.open().await, place.open().await];
        let notices: Vec<_> = (0..10).map(|_| notice(50)).collect();
        nodes[0].write(notices.iter().cloned().map(Write::QueueNotice).collect()).await.unwrap();
        let mut taken = Vec::new();
        for _ in 0..10 {
            let claims = join_all((0..8).map(|n| nodes[n % 2].claim_notice(100))).await;
            taken.extend(claims.into_iter().flat_map(|claim| claim.unwrap()).map(|notice| notice.id));
        }
        let mut expected: Vec<Uuid> = notices.iter().map(|notice| notice.id).collect();
        expected.sort();
        taken.sort();
        assert_eq!(taken, expected);
    }

    async fn a_notice_is_tried_again_until_it_is_given_up(place) {
        let store = place.open().await;
        let due = notice(50);
        store.write(vec![Write::QueueNotice(due.clone()), Write::QueueNotice(due.clone())]).await.unwrap();
        assert_eq!(store.claim_notice(49).await.unwrap(), None);
        let claimed = store.claim_notice(50).await.unwrap().unwrap();
        assert_eq!((claimed.id, claimed.person, claimed.attempts), (due.id, due.person, 0));
        assert_eq!(store.claim_notice(51).await.unwrap(), None);
        store.notice_failed(due.id, 200, false, "no answer").await.unwrap();
        assert_eq!(store.claim_notice(199).await.unwrap(), None);
        assert_eq!(store.claim_notice(200).await.unwrap().unwrap().attempts, 1);
        // The node that took it died: after five minutes it is for another.
        assert_eq!(store.claim_notice(200 + 300_000_000).await.unwrap(), None);
        assert!(store.claim_notice(201 + 300_000_000).await.unwrap().is_some());
        assert_eq!(store.notice_counts().await.unwrap(), (1, 0));
        store.notice_failed(due.id, 0, true, "no such address").await.unwrap();
        assert_eq!(store.notice_counts().await.unwrap(), (0, 1));
        assert_eq!(store.claim_notice(i64::MAX / 2).await.unwrap(), None);
        store.notice_sent(due.id).await.unwrap();
        assert_eq!(store.notice_counts().await.unwrap(), (0, 0));
    }

    async fn taking_a_holder_off_takes_their_keys_and_no_others(place) {
        let (store, dossier, other, an, bo) = (place.open().await, dossier(), dossier(), person(), person());
        let wrap = |dossier, compartment: &str, epoch, holder, sealed: u8| Write::PutWrap {
            dossier,
            compartment: compartment.into(),
            epoch,
            holder,
            sealed: vec![sealed],
        };
        store.write(vec![
            wrap(dossier, "case", 1, an, 1),
            wrap(dossier, "identity", 1, an, 2),
            wrap(dossier, "case", 1, bo, 3),
            wrap(dossier, "case", 1, bo, 4),
            wrap(other, "case", 1, an, 5),
        ]).await.unwrap();
        assert_eq!(store.wraps(dossier, an).await.unwrap().len(), 2);
        assert_eq!(store.wraps(dossier, bo).await.unwrap()[0].sealed, [4]);
        store.write(vec![Write::DropWraps { dossier, holder: an }, wrap(dossier, "case", 2, bo, 6)]).await.unwrap();
        assert_eq!(store.wraps(dossier, an).await.unwrap(), []);
        let epochs: BTreeSet<i64> = store.wraps(dossier, bo).await.unwrap().iter().map(|wrap| wrap.epoch).collect();
        assert_eq!(epochs, BTreeSet::from([1, 2]));
        assert_eq!(store.wrap_holders(dossier).await.unwrap(), [("case".to_owned(), bo)]);
        assert_eq!(store.wraps(other, an).await.unwrap().len(), 1);
        store.write(vec![Write::DropWrapsOf { holder: an }]).await.unwrap();
        assert_eq!(store.wraps(other, an).await.unwrap(), []);
    }

    async fn a_reporter_is_found_by_lookup_and_by_case(place) {
        let (store, dossier) = (place.open().await, dossier());
        let access = ReporterAccess {
            lookup: [3; 16],
            id: vault::random::uuid(),
            dossier,
            recipient: vec![1; 1216],
            notice: None,
            language: "nl".into(),
        };
        store.write(vec![Write::PutReporterAccess(access.clone())]).await.unwrap();
        store.write(vec![Write::SetReporterNotice { lookup: [3; 16], notice: Some(vec![5]) }]).await.unwrap();
        let with_notice = ReporterAccess { notice: Some(vec![5]), ..access };
        assert_eq!(store.reporter_access(&[3; 16]).await.unwrap(), Some(with_notice.clone()));
        assert_eq!(store.reporter_of(dossier).await.unwrap(), Some(with_notice));
        assert_eq!(store.reporter_access(&[4; 16]).await.unwrap(), None);
    }

    async fn texts_are_kept_by_agency_and_language_until_they_are_emptied(place) {
        let (store, agency) = (place.open().await, OrgId(Uuid::from_u128(1)));
        let set = |language: &str, value: &str| Write::SetText {
            agency,
            key: "intro".into(),
            language: language.into(),
            value: value.into(),
        };
        store.write(vec![set("nl", "Hallo"), set("nl", "Welkom"), set("en", "Welcome")]).await.unwrap();
        assert_eq!(store.texts(agency, "nl").await.unwrap(), [("intro".to_owned(), "Welkom".to_owned())]);
        store.write(vec![set("nl", "")]).await.unwrap();
        assert_eq!(store.texts(agency, "nl").await.unwrap(), []);
        assert_eq!(store.texts(agency, "en").await.unwrap().len(), 1);
    }
}
