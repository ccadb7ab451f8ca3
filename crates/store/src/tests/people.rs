//! Members of staff: credentials, one-time codes, invitations, sessions and tries.

use super::support::{on_both, person};
use crate::{InviteRow, PersonRow, SessionRow, Store, StoreError, Write};
use domain::id::{OrgId, PersonId};
use futures::future::join_all;
use uuid::Uuid;

fn invited(id: PersonId) -> PersonRow {
    PersonRow {
        id,
        sign_in: "an@example.org".into(),
        name: "An de Vries".into(),
        email: Some("an@example.org".into()),
        unit: OrgId(Uuid::from_u128(1)),
        superior: None,
        state: "invited".into(),
        language: "nl".into(),
        recipient: None,
        sealed_identity: None,
        salt: None,
        verifier: None,
        totp: None,
        totp_step: None,
    }
}

fn credentials(person: PersonId) -> Write {
    Write::SetCredentials {
        person,
        salt: [1; 16],
        verifier: [2; 32],
        sealed_identity: vec![3],
        recipient: vec![4],
        totp: vec![5],
        totp_step: Some(100),
    }
}

fn session(hash: u8, person: Option<PersonId>, ends: i64) -> SessionRow {
    SessionRow {
        id_hash: [hash; 32],
        kind: "staff".into(),
        person,
        sealed: vec![hash],
        created: i64::from(hash),
        seen: 10,
        idle_until: 50,
        ends,
    }
}

async fn is_there(store: &Store, hash: u8) -> bool {
    store.session(&[hash; 32]).await.unwrap().is_some()
}

on_both! {
    async fn a_person_becomes_active_with_credentials(place) {
        let (store, id, chief) = (place.open().await, person(), person());
        store.write(vec![Write::PutPerson(invited(id))]).await.unwrap();
        assert_eq!(store.person(id).await.unwrap(), Some(invited(id)));
        assert_eq!(store.recipient(id).await.unwrap(), None);
        let unit = OrgId(Uuid::from_u128(2));
        let active = Write::SetPersonState { person: id, state: "active".into() };
        let moved = Write::SetPlace { person: id, unit, superior: Some(chief) };
        store.write(vec![credentials(id), active, moved]).await.unwrap();
        let read = store.person_by_sign_in("an@example.org").await.unwrap().unwrap();
        assert_eq!((read.salt, read.verifier, read.totp_step), (Some([1; 16]), Some([2; 32]), Some(100)));
        assert_eq!((read.unit, read.superior), (unit, Some(chief)));
        assert_eq!(store.recipient(id).await.unwrap(), Some(vec![4]));
        store.write(vec![Write::SetPersonState { person: id, state: "left".into() }]).await.unwrap();
        assert_eq!(store.recipient(id).await.unwrap(), None);
        assert_eq!(store.people().await.unwrap().len(), 1);
    }

    async fn a_name_to_sign_in_with_is_had_by_one(place) {
        let store = place.open().await;
        store.write(vec![Write::PutPerson(invited(person()))]).await.unwrap();
        let second = store.write(vec![Write::PutPerson(invited(person()))]).await;
        assert!(matches!(second, Err(StoreError::Conflict)));
    }

    async fn a_code_serves_once_also_at_two_nodes_at_once(place) {
        let (store, other, id) = (place.open().await, place.open().await, person());
        store.write(vec![Write::PutPerson(invited(id)), credentials(id)]).await.unwrap();
        assert!(!store.use_totp_step(id, 100).await.unwrap());
        let tried = join_all((0..8).map(|n| if n % 2 == 0 { &store } else { &other }.use_totp_step(id, 101))).await;
        assert_eq!(tried.iter().filter(|used| matches!(used, Ok(true))).count(), 1, "{tried:?}");
        assert!(!store.use_totp_step(id, 99).await.unwrap());
        assert!(store.use_totp_step(id, 102).await.unwrap());
    }

    async fn an_invitation_is_used_by_one(place) {
        let (store, other, id) = (place.open().await, place.open().await, person());
        let invite = InviteRow { token_hash: [8; 32], person: id, expires: 100, totp: vec![1] };
        store.write(vec![Write::PutPerson(invited(id)), Write::PutInvite(invite.clone())]).await.unwrap();
        assert_eq!(store.invite(&[8; 32]).await.unwrap(), Some(invite));
        let accept = |store: Store| async move {
            store.write(vec![Write::UseInvite { token_hash: [8; 32] }, credentials(id)]).await
        };
        let tried = join_all((0..6).map(|n| accept(if n % 2 == 0 { store.clone() } else { other.clone() }))).await;
        assert_eq!(tried.iter().filter(|result| result.is_ok()).count(), 1);
        assert!(tried.iter().all(|result| matches!(result, Ok(()) | Err(StoreError::Conflict))), "{tried:?}");
    }

    async fn sessions_are_listed_touched_and_ended_by_person(place) {
        let (store, an, bo) = (place.open().await, person(), person());
        let rows = [session(1, Some(an), 900), session(2, Some(an), 900), session(3, Some(bo), 900), session(4, None, 900)];
        store.write(rows.clone().map(Write::PutSession).into()).await.unwrap();
        assert_eq!(store.sessions_of(an).await.unwrap(), [rows[1].clone(), rows[0].clone()]);
        store.write(vec![
            Write::TouchSession { id_hash: [1; 32], seen: 20, idle_until: 70 },
            Write::SealSession { id_hash: [1; 32], sealed: vec![9] },
        ]).await.unwrap();
        let touched = SessionRow { seen: 20, idle_until: 70, sealed: vec![9], ..rows[0].clone() };
        assert_eq!(store.session(&[1; 32]).await.unwrap(), Some(touched));
        store.write(vec![Write::DropSession { id_hash: [2; 32] }]).await.unwrap();
        assert!(!is_there(&store, 2).await);
        store.write(vec![Write::DropSessionsOf { person: an }]).await.unwrap();
        assert_eq!(store.sessions_of(an).await.unwrap(), []);
        assert!(is_there(&store, 3).await && is_there(&store, 4).await);
    }

    async fn what_is_over_is_purged_and_what_is_not_stays(place) {
        let store = place.open().await;
        let idle = SessionRow { idle_until: 900, ..session(3, None, 900) };
        let rows = [session(1, None, 900), SessionRow { idle_until: 900, ..session(2, None, 40) }, idle];
        store.write(rows.map(Write::PutSession).into()).await.unwrap();
        let draft = |hash: u8, expires| Write::PutDraft { id_hash: [hash; 32], sent: false, sealed: vec![1], expires };
        let invite = |hash: u8, expires| InviteRow { token_hash: [hash; 32], person: person(), expires, totp: vec![1] };
        let invites = [invite(1, 60), invite(2, 600)].map(Write::PutInvite);
        store.write(vec![draft(1, 60), draft(2, 600)]).await.unwrap();
        store.write(invites.into()).await.unwrap();
        store.purge(100).await.unwrap();
        assert_eq!((is_there(&store, 1).await, is_there(&store, 2).await, is_there(&store, 3).await), (false, false, true));
        assert!(store.draft(&[1; 32]).await.unwrap().is_none());
        assert!(store.draft(&[2; 32]).await.unwrap().is_some());
        assert!(store.invite(&[1; 32]).await.unwrap().is_none());
        assert!(store.invite(&[2; 32]).await.unwrap().is_some());
    }

    async fn answers_to_repeated_requests_and_tries_are_kept_for_a_day(place) {
        let (store, day) = (place.open().await, 86_400_000_000);
        store.write(vec![
            Write::PutIdempotency { key_hash: [1; 32], sealed: vec![7], created: 10 },
            Write::PutThrottle { key: [2; 32], fails: 3, until: 10 },
        ]).await.unwrap();
        store.purge(day).await.unwrap();
        assert_eq!(store.idempotency(&[1; 32]).await.unwrap(), Some(vec![7]));
        assert_eq!(store.throttle(&[2; 32]).await.unwrap().unwrap().fails, 3);
        let second = store.write(vec![Write::PutIdempotency { key_hash: [1; 32], sealed: vec![8], created: 11 }]).await;
        assert!(matches!(second, Err(StoreError::Conflict)));
        store.purge(day + 11).await.unwrap();
        assert_eq!(store.idempotency(&[1; 32]).await.unwrap(), None);
        assert!(store.throttle(&[2; 32]).await.unwrap().is_none());
    }

    async fn hurrying_gives_no_more_tries(place) {
        let (store, other) = (place.open().await, place.open().await);
        // Three tries are free, then each waits a minute.
        let wait = |fails: i64| if fails < 3 { 0 } else { 60 };
        let tries = (0..12).map(|n| if n % 2 == 0 { &store } else { &other }.take_try(&[1; 32], 1000, wait));
        let taken = join_all(tries).await;
        assert_eq!(taken.iter().filter(|taken| matches!(taken, Ok(true))).count(), 3, "{taken:?}");
        assert!(taken.iter().all(Result::is_ok), "{taken:?}");
        assert!(!store.take_try(&[1; 32], 1059, wait).await.unwrap());
        assert!(store.take_try(&[2; 32], 1059, wait).await.unwrap());
        assert!(store.take_try(&[1; 32], 1060, wait).await.unwrap());
        assert!(!store.take_try(&[1; 32], 1061, wait).await.unwrap());
        store.write(vec![Write::ClearThrottle { key: [1; 32] }]).await.unwrap();
        assert!(store.take_try(&[1; 32], 1061, wait).await.unwrap());
    }
}
