//! What follows from an act for lists, deadlines, queues and notices: rows that can all be rebuilt from the facts.

use crate::Office;
use crate::error::Answer;
use crate::notice::Template;
use domain::case::{Actor, Case, Fact, ReadBy, Stage};
use domain::deadline::DeadlineKind;
use domain::id::{DossierId, PersonId};
use store::{CaseRow, DeadlineRow, InboxRow, QueueRow, Write};

/// The queue of split first phases that wait for the committee.
pub(crate) const COMMITTEE: &str = "committee";
/// A date after every deadline, so that a case without one sorts last.
pub(crate) const NEVER: &str = "9999-12-31";

impl Office {
    /// The rows that follow from `after`, where `before` is the case as it was, or none for a new one.
    pub(crate) async fn follow(
        &self,
        dossier: DossierId,
        before: Option<&Case>,
        after: &Case,
        by: Actor,
    ) -> Answer<Vec<Write>> {
        let reference = match before {
            Some(_) => self.store.case_row(dossier).await?.map(|row| row.reference).unwrap_or_default(),
            None => new_reference(),
        };
        let mut writes = vec![Write::PutCaseRow(case_row(dossier, &reference, after))];
        for person in after.holders.keys() {
            writes.push(Write::PutInbox(inbox_row(dossier, &reference, after, *person)));
        }
        for deadline in &after.deadlines {
            writes.push(Write::PutDeadline(DeadlineRow {
                dossier,
                kind: deadline.kind.name().to_owned(),
                due_on: deadline.due.to_string(),
                met_on: deadline.met.map(|day| day.to_string()),
                escalated_on: escalated_on(after, deadline.kind),
            }));
        }
        writes.extend(self.committee_queue_change(dossier, before, after));
        writes.extend(self.notices_for(dossier, before, after, by).await?);
        Ok(writes)
    }

    fn committee_queue_change(&self, dossier: DossierId, before: Option<&Case>, after: &Case) -> Option<Write> {
        let was_split = before.is_some_and(|case| case.stage == Stage::Split);
        let name = COMMITTEE.to_owned();
        match (was_split, after.stage == Stage::Split) {
            (false, true) => {
                let since = self.today().to_string();
                Some(Write::EnterQueue(QueueRow { name, dossier, since, agency: after.agency }))
            }
            (true, false) => Some(Write::LeaveQueue { name, dossier }),
            _ => None,
        }
    }

    async fn notices_for(
        &self,
        dossier: DossierId,
        before: Option<&Case>,
        after: &Case,
        by: Actor,
    ) -> Answer<Vec<Write>> {
        let known = before.map_or(0, |case| case.last);
        let news: Vec<&Fact> = after.history.iter().filter(|e| e.number > known).map(|e| &e.fact).collect();
        let mut writes = Vec::new();
        let from_reporter = after.from_reporter > before.map_or(0, |case| case.from_reporter);
        let late = news.iter().any(|fact| matches!(fact, Fact::Escalated { .. }));
        for person in after.holders.keys().filter(|person| by != Actor::Person(**person)) {
            let given = news.iter().any(|fact| matches!(fact, Fact::AccessGiven { person: p, .. } if p == person));
            let template = match (late, given, from_reporter) {
                (true, _, _) => Template::StaffLate,
                (_, true, _) => Template::StaffNewCase,
                (_, _, true) => Template::StaffNewMessage,
                _ => continue,
            };
            writes.extend(self.notice_to_person(*person, template).await?);
        }
        if after.from_staff > before.map_or(0, |case| case.from_staff) {
            writes.extend(self.notice_to_reporter(dossier).await?);
        }
        Ok(writes)
    }
}

/// The day on which a deadline was escalated.
fn escalated_on(case: &Case, kind: DeadlineKind) -> Option<String> {
    case.history.iter().find_map(|event| match event.fact {
        Fact::Escalated { deadline, on } if deadline == kind => Some(on.to_string()),
        _ => None,
    })
}

fn case_row(dossier: DossierId, reference: &str, case: &Case) -> CaseRow {
    let next = case.next_deadline();
    CaseRow {
        dossier,
        reference: reference.to_owned(),
        agency: case.agency,
        channel: case.channel.name().to_owned(),
        identity: case.identity.name().to_owned(),
        stage: case.stage.name().to_owned(),
        language: case.language.name().to_owned(),
        received_on: case.received.to_string(),
        acknowledged_on: case
            .deadline(DeadlineKind::Acknowledge)
            .and_then(|deadline| deadline.met)
            .map(|day| day.to_string()),
        due_on: next.map(|deadline| deadline.due.to_string()),
        due_kind: next.map(|deadline| deadline.kind.name().to_owned()),
        closed: case.stage == Stage::Closed,
        from_reporter: case.from_reporter,
        from_staff: case.from_staff,
        read_by_reporter: case.read_up_to(ReadBy::Reporter),
    }
}

fn inbox_row(dossier: DossierId, reference: &str, case: &Case, person: PersonId) -> InboxRow {
    let next = case.next_deadline();
    InboxRow {
        person,
        dossier,
        closed: case.stage == Stage::Closed,
        due_on: next.map_or_else(|| NEVER.to_owned(), |deadline| deadline.due.to_string()),
        due_kind: next.map(|deadline| deadline.kind.name().to_owned()),
        reference: reference.to_owned(),
        agency: case.agency,
        channel: case.channel.name().to_owned(),
        stage: case.stage.name().to_owned(),
        received_on: case.received.to_string(),
        from_reporter: case.from_reporter,
        read: case.read_up_to(ReadBy::Person(person)),
    }
}

/// A new reference by which staff speak of a case: eight random symbols that tell nothing of order or number.
fn new_reference() -> String {
    const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let symbol = |byte: u8| SYMBOLS.get(usize::from(byte & 31)).copied().map_or('0', char::from);
    let symbols: Vec<char> = vault::random::bytes::<8>().into_iter().map(symbol).collect();
    let (head, tail) = symbols.split_at(4);
    head.iter().chain(['-'].iter()).chain(tail).collect()
}
