//! Lists of cases: pages in order, filters, counts, and the work that is left lying.

use super::support::{dossier, inbox_row, on_both, person, tamper};
use crate::{CaseRow, DeadlineRow, InboxQuery, InboxRow, OrgRow, PersonRow, QueueRow, RoleRow, Store, Write};
use domain::id::{DossierId, OrgId, PersonId, RoleId};
use std::collections::BTreeSet;
use uuid::Uuid;

async fn put(store: &Store, rows: &[InboxRow]) {
    store.write(rows.iter().cloned().map(Write::PutInbox).collect()).await.unwrap();
}

/// Reads page after page.
async fn all(store: &Store, person: PersonId, mut query: InboxQuery, size: u32) -> Vec<InboxRow> {
    let mut read = Vec::new();
    loop {
        let page = store.inbox_page(person, &query, size).await.unwrap();
        let Some(last) = page.last() else { return read };
        query.after = Some((last.due_on.clone(), last.dossier));
        read.extend(page);
    }
}

fn case_row(dossier: DossierId, closed: bool) -> CaseRow {
    CaseRow {
        dossier,
        reference: dossier.0.simple().to_string(),
        agency: OrgId(Uuid::from_u128(1)),
        channel: "integrity".into(),
        identity: "anonymous".into(),
        stage: "new".into(),
        language: "nl".into(),
        received_on: "2026-11-24".into(),
        acknowledged_on: None,
        due_on: Some("2026-12-01".into()),
        due_kind: Some("acknowledge".into()),
        closed,
        from_reporter: 1,
        from_staff: 0,
        read_by_reporter: 0,
    }
}

fn person_row(id: PersonId, name: &str) -> PersonRow {
    PersonRow {
        id,
        sign_in: name.into(),
        name: name.into(),
        email: None,
        unit: OrgId(Uuid::from_u128(1)),
        superior: None,
        state: "active".into(),
        language: "nl".into(),
        recipient: None,
        sealed_identity: None,
        salt: None,
        verifier: None,
        totp: None,
        totp_step: None,
    }
}

on_both! {
    async fn pages_show_each_case_once_in_the_order_of_its_deadline(place) {
        let (store, person) = (place.open().await, person());
        // Many with the same day, so that a page ends among them.
        let rows: Vec<_> = (0..120).map(|n| inbox_row(person, dossier(), &format!("2026-12-0{}", 1 + n % 4))).collect();
        put(&store, &rows).await;
        put(&store, &[inbox_row(crate::tests::support::person(), dossier(), "2026-12-01")]).await;
        let read = all(&store, person, InboxQuery::default(), 7).await;
        let mut expected = rows;
        expected.sort_by_key(|row| (row.due_on.clone(), row.dossier));
        assert_eq!(read, expected);
    }

    async fn a_case_without_a_deadline_comes_last_and_is_never_late(place) {
        let (store, person) = (place.open().await, person());
        let rows = [inbox_row(person, dossier(), "9999-12-31"), inbox_row(person, dossier(), "2026-12-01")];
        put(&store, &rows).await;
        let read = all(&store, person, InboxQuery::default(), 10).await;
        assert_eq!(read.iter().map(|row| row.due_on.as_str()).collect::<Vec<_>>(), ["2026-12-01", "9999-12-31"]);
        let late = InboxQuery { late_on: Some("2030-01-01".into()), ..InboxQuery::default() };
        assert_eq!(store.inbox_count(person, &late, 100).await.unwrap(), 1);
    }

    async fn filters_hold_together_on_pages_and_in_counts(place) {
        let (store, person) = (place.open().await, person());
        let mut rows = Vec::new();
        for n in 0..32_u8 {
            let mut row = inbox_row(person, dossier(), if n & 1 == 0 { "2026-11-01" } else { "2026-12-01" });
            row.read = u64::from(n >> 1 & 1);
            row.channel = if n & 4 == 0 { "integrity" } else { "security" }.into();
            row.closed = n & 8 == 0;
            rows.push(row);
        }
        put(&store, &rows).await;
        for n in 0..16_u8 {
            let query = InboxQuery {
                late_on: (n & 1 == 0).then(|| "2026-11-24".into()),
                unread: n & 2 == 0,
                channel: (n & 4 == 0).then(|| "integrity".into()),
                closed: n & 8 == 0,
                after: None,
            };
            let passes = |row: &&InboxRow| {
                row.closed == query.closed
                    && (!query.unread || row.from_reporter > row.read)
                    && query.late_on.as_ref().is_none_or(|day| row.due_on < *day)
                    && query.channel.as_ref().is_none_or(|channel| row.channel == *channel)
            };
            let expected: BTreeSet<_> = rows.iter().filter(passes).map(|row| row.dossier).collect();
            let read: BTreeSet<_> = all(&store, person, query.clone(), 3).await.iter().map(|row| row.dossier).collect();
            assert_eq!(read, expected, "{query:?}");
            assert_eq!(store.inbox_count(person, &query, 100).await.unwrap() as usize, expected.len(), "{query:?}");
        }
    }

    async fn a_case_that_changes_takes_another_place_in_the_list(place) {
        let (store, person, dossier) = (place.open().await, person(), dossier());
        let row = inbox_row(person, dossier, "2026-12-01");
        put(&store, std::slice::from_ref(&row)).await;
        let changed = InboxRow { due_on: "2027-02-24".into(), stage: "judged".into(), from_reporter: 4, ..row };
        put(&store, std::slice::from_ref(&changed)).await;
        assert_eq!(all(&store, person, InboxQuery::default(), 10).await, [changed]);
        let unread = InboxQuery { unread: true, ..InboxQuery::default() };
        assert_eq!(store.inbox_count(person, &unread, 10).await.unwrap(), 1);
        store.write(vec![Write::DropInbox { person, dossier }]).await.unwrap();
        assert_eq!(all(&store, person, InboxQuery::default(), 10).await, []);
    }

    async fn a_hundred_thousand_cases_are_read_and_counted_by_an_index(place) {
        let store = place.open().await;
        let (fill, plan) = if place.is_postgres() {
            ("insert into inbox select '00000000-0000-0000-0000-000000000007', gen_random_uuid(), n % 20 = 0, n % 50 = 1,
                cast(date '2026-01-01' + cast(n % 900 as integer) as text), null, 'r' || n,
                '00000000-0000-0000-0000-000000000001', 'integrity', 'new', '2026-01-01', 2, 1
                from generate_series(1, 100000) n; analyze inbox", "explain ")
        } else {
            ("insert into inbox with recursive counted(n) as (select 1 union all select n + 1 from counted where n < 100000)
                select x'00000000000000000000000000000007', randomblob(16), n % 20 = 0, n % 50 = 1,
                date('2026-01-01', (n % 900) || ' days'), null, 'r' || n, x'00000000000000000000000000000001', 'integrity',
                'new', '2026-01-01', 2, 1 from counted", "explain query plan ")
        };
        tamper(&store, fill).await;
        let person = PersonId(Uuid::from_u128(7));
        let first = store.inbox_page(person, &InboxQuery::default(), 51).await.unwrap();
        let from = Some((first[50].due_on.clone(), first[50].dossier));
        let next = InboxQuery { after: from, ..InboxQuery::default() };
        let second = store.inbox_page(person, &next, 51).await.unwrap();
        assert!((&first[50].due_on, first[50].dossier) < (&second[0].due_on, second[0].dossier));
        assert_eq!(store.inbox_count(person, &InboxQuery::default(), 1000).await.unwrap(), 1000);
        let unread = InboxQuery { unread: true, closed: false, ..InboxQuery::default() };
        assert_eq!(store.inbox_count(person, &unread, 1_000_000).await.unwrap(), 2000);
        // The plan says how it is read; a clock would say how busy this machine is.
        for sql in [crate::inbox::sql::PAGE, crate::inbox::sql::PAGE_UNREAD] {
            let explained = format!("{plan}{}", inlined(sql, place.is_postgres()));
            let rows = store.db.fetch(explained.leak(), vec![]).await.unwrap();
            let column = if place.is_postgres() { 0 } else { 3 };
            let lines: Vec<String> = rows.iter().map(|row| row.text(column).unwrap()).collect();
            let lines = lines.join("\n");
            assert!(lines.to_lowercase().contains("inbox_due") || lines.contains("inbox_unread"), "{lines}");
            assert!(!lines.contains("B-TREE") && !lines.contains("Sort ") && !lines.contains("Seq Scan"), "{lines}");
        }
    }

    async fn late_cases_come_in_batches_and_not_when_met(place) {
        let store = place.open().await;
        let deadline = |dossier, kind: &str, due_on: &str, met_on: Option<&str>| Write::PutDeadline(DeadlineRow {
            dossier,
            kind: kind.into(),
            due_on: due_on.into(),
            met_on: met_on.map(Into::into),
            escalated_on: None,
        });
        let mut late: Vec<_> = (0..5).map(|_| dossier()).collect();
        let mut writes = vec![
            deadline(dossier(), "acknowledge", "2026-11-24", None),
            deadline(dossier(), "acknowledge", "2026-11-01", Some("2026-10-30")),
        ];
        for dossier in &late {
            writes.push(deadline(*dossier, "acknowledge", "2026-11-01", None));
            writes.push(deadline(*dossier, "feedback", "2026-11-20", None));
        }
        store.write(writes).await.unwrap();
        late.sort();
        let first = store.late_cases("2026-11-24", None, 3).await.unwrap();
        let second = store.late_cases("2026-11-24", Some(first[2]), 3).await.unwrap();
        assert_eq!([first, second].concat(), late);
        store.write(vec![deadline(late[0], "acknowledge", "2026-11-01", Some("2026-11-24"))]).await.unwrap();
        store.write(vec![deadline(late[0], "feedback", "2026-11-20", Some("2026-11-24"))]).await.unwrap();
        assert_eq!(store.late_cases("2026-11-24", None, 10).await.unwrap(), late[1..]);
    }

    async fn a_case_that_waits_in_a_queue_keeps_its_place(place) {
        let store = place.open().await;
        let waiting = |dossier, since: &str| QueueRow {
            name: "committee".into(),
            dossier,
            since: since.into(),
            agency: OrgId(Uuid::from_u128(1)),
        };
        let (older, newer) = (waiting(dossier(), "2026-11-20"), waiting(dossier(), "2026-11-22"));
        let again = QueueRow { since: "2026-11-24".into(), ..older.clone() };
        let rows = [newer.clone(), older.clone(), again].map(Write::EnterQueue);
        store.write(rows.into()).await.unwrap();
        assert_eq!(store.queue("committee").await.unwrap(), [older.clone(), newer.clone()]);
        assert_eq!(store.queue("other").await.unwrap(), []);
        store.write(vec![Write::LeaveQueue { name: older.name, dossier: older.dossier }]).await.unwrap();
        assert_eq!(store.queue("committee").await.unwrap(), [newer]);
    }

    async fn an_open_case_that_no_active_officer_holds_is_found(place) {
        let (store, officer, assessor) = (place.open().await, person(), person());
        let (held, unheld, closed) = (dossier(), dossier(), dossier());
        let root = OrgRow {
            id: OrgId(Uuid::from_u128(1)),
            parent: None,
            kind: "ministry".into(),
            key: "ministry".into(),
            name_nl: "Ministerie".into(),
            name_en: "Ministry".into(),
        };
        let role = |person, role: &str| RoleRow {
            id: RoleId(vault::random::uuid()),
            person,
            role: role.into(),
            org: root.id,
            from_on: "2026-01-01".into(),
            until_on: None,
            ended_on: None,
        };
        let officers = role(officer, "intake-officer");
        store
            .write(vec![
                Write::PutOrg(root.clone()),
                Write::PutPerson(person_row(officer, "an")),
                Write::PutPerson(person_row(assessor, "bo")),
                Write::PutRole(officers.clone()),
                Write::PutRole(role(assessor, "assessor")),
                Write::PutCaseRow(case_row(held, false)),
                Write::PutCaseRow(case_row(unheld, false)),
                Write::PutCaseRow(case_row(closed, true)),
                Write::PutInbox(inbox_row(officer, held, "2026-12-01")),
                Write::PutInbox(inbox_row(assessor, unheld, "2026-12-01")),
            ])
            .await
            .unwrap();
        assert_eq!(store.unheld_cases().await.unwrap(), [unheld]);
        store.write(vec![Write::EndRole { role: officers.id, on: "2026-11-24".into() }]).await.unwrap();
        assert_eq!(BTreeSet::from_iter(store.unheld_cases().await.unwrap()), BTreeSet::from([held, unheld]));
        assert_eq!(store.roles().await.unwrap().iter().filter(|role| role.ended_on.is_some()).count(), 1);
        assert_eq!(store.org_tree().await.unwrap(), [root]);
    }

    async fn a_case_keeps_its_reference_and_its_day_when_its_row_is_written_again(place) {
        let (store, dossier) = (place.open().await, dossier());
        let row = case_row(dossier, false);
        store.write(vec![Write::PutCaseRow(row.clone())]).await.unwrap();
        let changed = CaseRow {
            reference: "another".into(),
            received_on: "2026-01-01".into(),
            stage: "closed".into(),
            closed: true,
            acknowledged_on: Some("2026-11-25".into()),
            due_on: None,
            from_staff: 3,
            ..row.clone()
        };
        store.write(vec![Write::PutCaseRow(changed.clone())]).await.unwrap();
        let read = store.case_row(dossier).await.unwrap();
        assert_eq!(read, Some(CaseRow { reference: row.reference, received_on: row.received_on, ..changed }));
    }
}

/// The statement with values in the place of its parameters, to be explained.
fn inlined(sql: &str, is_postgres: bool) -> String {
    let id = |n: u8| {
        if is_postgres { format!("'00000000-0000-0000-0000-{n:012}'") } else { format!("x'{n:032}'") }
    };
    let values = [id(7), "false".into(), "'2026-05-01'".into(), id(1), "'9999-12-32'".into(), "51".into()];
    let mut sql = sql.to_owned();
    for (place, value) in values.iter().enumerate() {
        sql = sql.replace(&format!("${}", place + 1), value);
    }
    sql
}
