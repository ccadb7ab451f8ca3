//! Reading dossiers, lists and registers: a few coarse operations, named after what a page needs.

use crate::db::{Sql, values};
use crate::error::StoreError;
use crate::rows::{
    CaseRow, ClaimedNotice, DraftRow, EntryRow, InviteRow, OrgRow, PersonRow, QueueRow, ReporterAccess, RoleRow,
    SessionRow, ThrottleRow, WrapRow,
};
use crate::{Store, Stream};
use domain::id::{DossierId, OrgId, PersonId, RoleId};
use uuid::Uuid;

pub(crate) mod sql {
    use super::Sql;
    pub const ENTRIES: Sql = "select number, kind, at, author, facts, compartment, epoch, body from entry
        where dossier = $1 and stream = $2 and number > $3 order by number";
    pub const LATEST: Sql = "select number, kind, at, author, facts, compartment, epoch, body from entry
        where dossier = $1 and stream = $2 order by number desc limit $3";
    pub const WRAPS: Sql = "select compartment, epoch, sealed from wrap where dossier = $1 and holder = $2";
    pub const HOLDERS: Sql = "select distinct compartment, holder from wrap where dossier = $1";
    pub const REPORTER: Sql = "select lookup, id, dossier, recipient, notice, language from reporter_access
        where lookup = $1";
    pub const REPORTER_OF: Sql = "select lookup, id, dossier, recipient, notice, language from reporter_access
        where dossier = $1";
    pub const CASE: Sql = "select dossier, reference, agency, channel, identity, stage, language, received_on,
        acknowledged_on, due_on, due_kind, closed, from_reporter, from_staff, read_by_reporter
        from case_row where dossier = $1";
    pub const QUEUE: Sql = "select name, dossier, since, agency from queue where name = $1 order by since, dossier";
    pub const LATE: Sql = "select distinct dossier from deadline
        where met_on is null and due_on < $1 and dossier > $2 order by dossier limit $3";
    pub const UNHELD: Sql = "select dossier from case_row c where c.closed = $1 and not exists (
        select 1 from inbox i join person p on p.id = i.person
        join role r on r.person = p.id and r.role = 'intake-officer' and r.ended_on is null
        where i.dossier = c.dossier and p.state = 'active') order by dossier";
    pub const ORGS: Sql = "select id, parent, kind, key, name_nl, name_en from org order by key";
    pub const TEXTS: Sql = "select key, value from agency_text where agency = $1 and language = $2";
    pub const PEOPLE: Sql = "select id, sign_in, name, email, unit, superior, state, language, recipient,
        sealed_identity, salt, verifier, totp, totp_step from person order by name";
    pub const PERSON: Sql = "select id, sign_in, name, email, unit, superior, state, language, recipient,
        sealed_identity, salt, verifier, totp, totp_step from person where id = $1";
    pub const PERSON_BY_SIGN_IN: Sql = "select id, sign_in, name, email, unit, superior, state, language, recipient,
        sealed_identity, salt, verifier, totp, totp_step from person where sign_in = $1";
    pub const RECIPIENT: Sql = "select recipient from person where id = $1 and state = 'active'";
    pub const USE_STEP: Sql = "update person set totp_step = $2
        where id = $1 and (totp_step is null or totp_step < $2)";
    pub const ROLES: Sql = "select id, person, role, org, from_on, until_on, ended_on from role order by from_on, id";
    pub const INVITE: Sql = "select token_hash, person, expires, totp from invite where token_hash = $1";
    pub const SESSION: Sql = "select id_hash, kind, person, sealed, created, seen, idle_until, ends from session
        where id_hash = $1";
    pub const SESSIONS_OF: Sql = "select id_hash, kind, person, sealed, created, seen, idle_until, ends from session
        where person = $1 order by created desc";
    pub const THROTTLE: Sql = "select fails, until from throttle where key = $1";
    pub const COUNT_TRY: Sql = "insert into throttle (key, fails, until) values ($1, 1, 0)
        on conflict (key) do update set fails = throttle.fails + 1 where throttle.until <= $2 returning fails";
    pub const WAIT: Sql = "update throttle set until = $2 where key = $1";
    pub const DRAFT: Sql = "select sent, sealed, expires from draft where id_hash = $1";
    pub const IDEMPOTENCY: Sql = "select sealed from idempotency where key_hash = $1";
    pub const TASK: Sql = "select at from task_run where task = $1 and slot = $2";
    pub const CLAIM: Sql = "update notice set claimed_until = $2 where id = (select id from notice
        where state = 'due' and next_at <= $1 and claimed_until < $1 order by next_at limit 1)
        and claimed_until < $1 returning id, person, address, template, language, attempts";
    pub const SENT: Sql = "delete from notice where id = $1";
    pub const FAILED: Sql = "update notice set state = $2, attempts = attempts + 1, next_at = $3, claimed_until = 0,
        error = $4 where id = $1";
    pub const NOTICES: Sql = "select state, cast(count(*) as bigint) from notice group by state";
    pub const PURGE_SESSIONS: Sql = "delete from session where ends < $1 or idle_until < $1";
    pub const PURGE_DRAFTS: Sql = "delete from draft where expires < $1";
    pub const PURGE_INVITES: Sql = "delete from invite where expires < $1";
    pub const PURGE_THROTTLE: Sql = "delete from throttle where until < $1";
    pub const PURGE_IDEMPOTENCY: Sql = "delete from idempotency where created < $1";
    #[cfg(test)]
    pub const ALL: &[Sql] = &[
        ENTRIES,
        LATEST,
        WRAPS,
        HOLDERS,
        REPORTER,
        REPORTER_OF,
        CASE,
        QUEUE,
        LATE,
        UNHELD,
        ORGS,
        TEXTS,
        PEOPLE,
        PERSON,
        PERSON_BY_SIGN_IN,
        RECIPIENT,
        USE_STEP,
        ROLES,
        INVITE,
        SESSION,
        SESSIONS_OF,
        THROTTLE,
        COUNT_TRY,
        WAIT,
        DRAFT,
        IDEMPOTENCY,
        TASK,
        CLAIM,
        SENT,
        FAILED,
        NOTICES,
        PURGE_SESSIONS,
        PURGE_DRAFTS,
        PURGE_INVITES,
        PURGE_THROTTLE,
        PURGE_IDEMPOTENCY,
    ];
}

/// How long a claimed notice is left to the node that claimed it, in microseconds.
const CLAIM_FOR: i64 = 300_000_000;
/// How long an answer is kept for a repeated request, in microseconds: a day.
const REPEATABLE: i64 = 86_400_000_000;

type Read<T> = Result<T, StoreError>;

impl Store {
    /// The entries of a stream after a number, in order.
    pub async fn entries(&self, dossier: DossierId, stream: Stream, after: u64) -> Read<Vec<EntryRow>> {
        let rows = self.db.fetch(sql::ENTRIES, values![dossier.0, stream.name(), after]).await?;
        rows.iter().map(EntryRow::read).collect()
    }

    /// The newest entries of a stream, the newest first.
    pub async fn latest_entries(&self, dossier: DossierId, stream: Stream, limit: u32) -> Read<Vec<EntryRow>> {
        let rows = self.db.fetch(sql::LATEST, values![dossier.0, stream.name(), limit]).await?;
        rows.iter().map(EntryRow::read).collect()
    }

    /// The wraps that somebody holds of a dossier.
    pub async fn wraps(&self, dossier: DossierId, holder: PersonId) -> Read<Vec<WrapRow>> {
        let rows = self.db.fetch(sql::WRAPS, values![dossier.0, holder.0]).await?;
        let wrap =
            |row: &crate::db::Row| Ok(WrapRow { compartment: row.text(0)?, epoch: row.int(1)?, sealed: row.bytes(2)? });
        rows.iter().map(wrap).collect()
    }

    /// Who holds which key of a dossier.
    pub async fn wrap_holders(&self, dossier: DossierId) -> Read<Vec<(String, PersonId)>> {
        let rows = self.db.fetch(sql::HOLDERS, values![dossier.0]).await?;
        rows.iter().map(|row| Ok((row.text(0)?, PersonId(row.id(1)?)))).collect()
    }

    /// What a lookup derived from a code finds.
    pub async fn reporter_access(&self, lookup: &[u8; 16]) -> Read<Option<ReporterAccess>> {
        let row = self.db.one(sql::REPORTER, values![lookup.as_slice()]).await?;
        row.as_ref().map(ReporterAccess::read).transpose()
    }

    /// The access of the reporter of a case.
    pub async fn reporter_of(&self, dossier: DossierId) -> Read<Option<ReporterAccess>> {
        let row = self.db.one(sql::REPORTER_OF, values![dossier.0]).await?;
        row.as_ref().map(ReporterAccess::read).transpose()
    }

    /// What lists know of a case.
    pub async fn case_row(&self, dossier: DossierId) -> Read<Option<CaseRow>> {
        let row = self.db.one(sql::CASE, values![dossier.0]).await?;
        row.as_ref().map(CaseRow::read).transpose()
    }

    /// The cases in a queue, the oldest first.
    pub async fn queue(&self, name: &str) -> Read<Vec<QueueRow>> {
        let rows = self.db.fetch(sql::QUEUE, values![name]).await?;
        let read = |row: &crate::db::Row| {
            Ok(QueueRow {
                name: row.text(0)?,
                dossier: DossierId(row.id(1)?),
                since: row.text(2)?,
                agency: OrgId(row.id(3)?),
            })
        };
        rows.iter().map(read).collect()
    }

    /// Cases with a deadline that ended before a day and was not met, from a dossier on.
    pub async fn late_cases(&self, today: &str, after: Option<DossierId>, limit: u32) -> Read<Vec<DossierId>> {
        let after = after.map_or(Uuid::nil(), |dossier| dossier.0);
        let rows = self.db.fetch(sql::LATE, values![today, after, limit]).await?;
        rows.iter().map(|row| row.id(0).map(DossierId)).collect()
    }

    /// Open cases that no active intake officer holds.
    pub async fn unheld_cases(&self) -> Read<Vec<DossierId>> {
        let rows = self.db.fetch(sql::UNHELD, values![false]).await?;
        rows.iter().map(|row| row.id(0).map(DossierId)).collect()
    }

    /// All nodes of the organisation.
    pub async fn org_tree(&self) -> Read<Vec<OrgRow>> {
        let rows = self.db.fetch(sql::ORGS, values![]).await?;
        let read = |row: &crate::db::Row| {
            Ok(OrgRow {
                id: OrgId(row.id(0)?),
                parent: row.opt_id(1)?.map(OrgId),
                kind: row.text(2)?,
                key: row.text(3)?,
                name_nl: row.text(4)?,
                name_en: row.text(5)?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// The texts of an agency in a language, key and value.
    pub async fn texts(&self, agency: OrgId, language: &str) -> Read<Vec<(String, String)>> {
        let rows = self.db.fetch(sql::TEXTS, values![agency.0, language]).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
    }

    /// All members of staff, also those who left.
    pub async fn people(&self) -> Read<Vec<PersonRow>> {
        self.db.fetch(sql::PEOPLE, values![]).await?.iter().map(PersonRow::read).collect()
    }

    /// A member of staff.
    pub async fn person(&self, id: PersonId) -> Read<Option<PersonRow>> {
        self.db.one(sql::PERSON, values![id.0]).await?.as_ref().map(PersonRow::read).transpose()
    }

    /// A member of staff by the name used to sign in.
    pub async fn person_by_sign_in(&self, name: &str) -> Read<Option<PersonRow>> {
        self.db.one(sql::PERSON_BY_SIGN_IN, values![name]).await?.as_ref().map(PersonRow::read).transpose()
    }

    /// The public key of an active member of staff.
    pub async fn recipient(&self, id: PersonId) -> Read<Option<Vec<u8>>> {
        let row = self.db.one(sql::RECIPIENT, values![id.0]).await?;
        Ok(row.map(|row| row.opt_bytes(0)).transpose()?.flatten())
    }

    /// Uses up a step of one-time codes. False when it or a later one was used before.
    pub async fn use_totp_step(&self, id: PersonId, step: i64) -> Read<bool> {
        let mut tx = self.db.begin().await?;
        let changed = tx.run(sql::USE_STEP, values![id.0, step]).await?;
        tx.commit().await?;
        Ok(changed == 1)
    }

    /// All roles, also those that ended.
    pub async fn roles(&self) -> Read<Vec<RoleRow>> {
        let rows = self.db.fetch(sql::ROLES, values![]).await?;
        let read = |row: &crate::db::Row| {
            Ok(RoleRow {
                id: RoleId(row.id(0)?),
                person: PersonId(row.id(1)?),
                role: row.text(2)?,
                org: OrgId(row.id(3)?),
                from_on: row.text(4)?,
                until_on: row.opt_text(5)?,
                ended_on: row.opt_text(6)?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// An invitation.
    pub async fn invite(&self, token_hash: &[u8; 32]) -> Read<Option<InviteRow>> {
        let row = self.db.one(sql::INVITE, values![token_hash.as_slice()]).await?;
        let read = |row: crate::db::Row| {
            Ok(InviteRow {
                token_hash: row.hash(0)?,
                person: PersonId(row.id(1)?),
                expires: row.int(2)?,
                totp: row.bytes(3)?,
            })
        };
        row.map(read).transpose()
    }

    /// A session.
    pub async fn session(&self, id_hash: &[u8; 32]) -> Read<Option<SessionRow>> {
        self.db.one(sql::SESSION, values![id_hash.as_slice()]).await?.as_ref().map(SessionRow::read).transpose()
    }

    /// The sessions of a member of staff, the newest first.
    pub async fn sessions_of(&self, person: PersonId) -> Read<Vec<SessionRow>> {
        self.db.fetch(sql::SESSIONS_OF, values![person.0]).await?.iter().map(SessionRow::read).collect()
    }

    /// The failures of an account.
    pub async fn throttle(&self, key: &[u8; 32]) -> Read<Option<ThrottleRow>> {
        let row = self.db.one(sql::THROTTLE, values![key.as_slice()]).await?;
        row.map(|row| Ok(ThrottleRow { fails: row.int(0)?, until: row.int(1)? })).transpose()
    }

    /// Takes a try for an account before it is known whether it fails: counts it, and lets the next one wait as long as
    /// `wait` says for so many failures. False while the account must wait. Tries at the same moment are counted one by
    /// one, so that nobody gets more of them by hurrying. A try that succeeds clears the account.
    pub async fn take_try(&self, key: &[u8; 32], now: i64, wait: impl Fn(i64) -> i64 + Send) -> Read<bool> {
        let mut tx = self.db.begin().await?;
        let Some(row) = tx.one(sql::COUNT_TRY, values![key.as_slice(), now]).await? else { return Ok(false) };
        let until = now.saturating_add(wait(row.int(0)?));
        tx.run(sql::WAIT, values![key.as_slice(), until]).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// A draft.
    pub async fn draft(&self, id_hash: &[u8; 32]) -> Read<Option<DraftRow>> {
        let row = self.db.one(sql::DRAFT, values![id_hash.as_slice()]).await?;
        let read =
            |row: crate::db::Row| Ok(DraftRow { sent: row.bool(0)?, sealed: row.bytes(1)?, expires: row.int(2)? });
        row.map(read).transpose()
    }

    /// The sealed answer to a request that was made before.
    pub async fn idempotency(&self, key_hash: &[u8; 32]) -> Read<Option<Vec<u8>>> {
        let row = self.db.one(sql::IDEMPOTENCY, values![key_hash.as_slice()]).await?;
        row.map(|row| row.bytes(0)).transpose()
    }

    /// Whether the slot of a task was done.
    pub async fn task_done(&self, task: &str, slot: &str) -> Read<bool> {
        Ok(self.db.one(sql::TASK, values![task, slot]).await?.is_some())
    }

    /// Takes a notice that is due, for five minutes. None also when another node took the same one at the same moment;
    /// it is for the next run then.
    pub async fn claim_notice(&self, now: i64) -> Read<Option<ClaimedNotice>> {
        let mut tx = self.db.begin().await?;
        let row = tx.one(sql::CLAIM, values![now, now.saturating_add(CLAIM_FOR)]).await?;
        tx.commit().await?;
        let read = |row: crate::db::Row| {
            Ok(ClaimedNotice {
                id: row.id(0)?,
                person: row.opt_id(1)?.map(PersonId),
                address: row.opt_bytes(2)?,
                template: row.text(3)?,
                language: row.text(4)?,
                attempts: row.int(5)?,
            })
        };
        row.map(read).transpose()
    }

    /// Forgets a notice that was sent.
    pub async fn notice_sent(&self, id: Uuid) -> Read<()> {
        self.run(sql::SENT, values![id]).await
    }

    /// Notes that a notice could not be sent, and when to try again, unless it is given up.
    pub async fn notice_failed(&self, id: Uuid, next_at: i64, given_up: bool, reason: &str) -> Read<()> {
        let state = if given_up { "failed" } else { "due" };
        self.run(sql::FAILED, values![id, state, next_at, reason]).await
    }

    /// How many notices wait, and how many were given up.
    pub async fn notice_counts(&self) -> Read<(u32, u32)> {
        let mut counts = (0, 0);
        for row in self.db.fetch(sql::NOTICES, values![]).await? {
            let count = u32::try_from(row.int(1)?).unwrap_or(u32::MAX);
            if row.text(0)? == "failed" { counts.1 = count } else { counts.0 = count }
        }
        Ok(counts)
    }

    /// Deletes sessions, drafts, invitations and the like that are over.
    pub async fn purge(&self, now: i64) -> Read<()> {
        let mut tx = self.db.begin().await?;
        for statement in [sql::PURGE_SESSIONS, sql::PURGE_DRAFTS, sql::PURGE_INVITES] {
            tx.run(statement, values![now]).await?;
        }
        for statement in [sql::PURGE_THROTTLE, sql::PURGE_IDEMPOTENCY] {
            tx.run(statement, values![now.saturating_sub(REPEATABLE)]).await?;
        }
        tx.commit().await
    }

    async fn run(&self, statement: Sql, values: Vec<crate::db::Value>) -> Read<()> {
        let mut tx = self.db.begin().await?;
        tx.run(statement, values).await?;
        tx.commit().await
    }
}
