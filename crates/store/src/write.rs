//! The rows that an act writes besides its entries: plain data, so that an act can be put together by pure functions and
//! carried out anywhere. Each is one statement.

use crate::db::{Sql, Tx, Value, values};
use crate::error::StoreError;
use crate::rows::{
    CaseRow, DeadlineRow, InboxRow, InviteRow, NoticeRow, OrgRow, PersonRow, QueueRow, ReporterAccess, RoleRow,
    SessionRow,
};
use domain::id::{BlobId, DossierId, OrgId, PersonId, RoleId};

pub(crate) mod sql {
    use super::Sql;
    pub const PUT_DOSSIER: Sql = "insert into dossier (id, kind, created_on) values ($1, $2, $3)
        on conflict (id) do nothing";
    pub const PUT_WRAP: Sql = "insert into wrap (dossier, compartment, epoch, holder, sealed)
        values ($1, $2, $3, $4, $5)
        on conflict (dossier, holder, compartment, epoch) do update set sealed = excluded.sealed";
    pub const DROP_WRAPS: Sql = "delete from wrap where dossier = $1 and holder = $2";
    pub const DROP_WRAPS_OF: Sql = "delete from wrap where holder = $1";
    pub const PUT_REPORTER: Sql = "insert into reporter_access (lookup, id, dossier, recipient, notice, language)
        values ($1, $2, $3, $4, $5, $6)";
    pub const SET_NOTICE: Sql = "update reporter_access set notice = $2 where lookup = $1";
    pub const PUT_CASE: Sql = "insert into case_row (dossier, reference, agency, channel, identity, stage, language,
        received_on, acknowledged_on, due_on, due_kind, closed, from_reporter, from_staff, read_by_reporter)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        on conflict (dossier) do update set agency = excluded.agency, identity = excluded.identity,
        stage = excluded.stage, acknowledged_on = excluded.acknowledged_on, due_on = excluded.due_on,
        due_kind = excluded.due_kind, closed = excluded.closed, from_reporter = excluded.from_reporter,
        from_staff = excluded.from_staff, read_by_reporter = excluded.read_by_reporter";
    pub const PUT_INBOX: Sql = "insert into inbox (person, dossier, closed, unread, due_on, due_kind, reference, agency,
        channel, stage, received_on, from_reporter, seen) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        on conflict (person, dossier) do update set closed = excluded.closed, unread = excluded.unread,
        due_on = excluded.due_on, due_kind = excluded.due_kind, agency = excluded.agency, stage = excluded.stage,
        from_reporter = excluded.from_reporter, seen = excluded.seen";
    pub const DROP_INBOX: Sql = "delete from inbox where person = $1 and dossier = $2";
    pub const DROP_INBOX_OF: Sql = "delete from inbox where person = $1";
    pub const PUT_DEADLINE: Sql = "insert into deadline (dossier, kind, due_on, met_on, escalated_on)
        values ($1, $2, $3, $4, $5) on conflict (dossier, kind) do update set due_on = excluded.due_on,
        met_on = excluded.met_on, escalated_on = excluded.escalated_on";
    pub const ENTER_QUEUE: Sql = "insert into queue (name, dossier, since, agency) values ($1, $2, $3, $4)
        on conflict (name, dossier) do nothing";
    pub const LEAVE_QUEUE: Sql = "delete from queue where name = $1 and dossier = $2";
    pub const PUT_ORG: Sql = "insert into org (id, parent, kind, key, name_nl, name_en) values ($1, $2, $3, $4, $5, $6)
        on conflict (id) do update set name_nl = excluded.name_nl, name_en = excluded.name_en";
    pub const SET_TEXT: Sql = "insert into agency_text (agency, key, language, value) values ($1, $2, $3, $4)
        on conflict (agency, language, key) do update set value = excluded.value";
    pub const DROP_TEXT: Sql = "delete from agency_text where agency = $1 and key = $2 and language = $3";
    pub const PUT_PERSON: Sql = "insert into person (id, sign_in, name, email, unit, superior, state, language)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    pub const SET_CREDENTIALS: Sql = "update person set salt = $2, verifier = $3, sealed_identity = $4,
        recipient = $5, totp = $6, totp_step = $7 where id = $1";
    pub const SET_STATE: Sql = "update person set state = $2 where id = $1";
    pub const SET_PLACE: Sql = "update person set unit = $2, superior = $3 where id = $1";
    pub const PUT_ROLE: Sql = "insert into role (id, person, role, org, from_on, until_on)
        values ($1, $2, $3, $4, $5, $6)";
    pub const END_ROLE: Sql = "update role set ended_on = $2 where id = $1";
    pub const PUT_INVITE: Sql = "insert into invite (token_hash, person, expires, totp) values ($1, $2, $3, $4)";
    pub const USE_INVITE: Sql = "delete from invite where token_hash = $1";
    pub const DROP_INVITES_OF: Sql = "delete from invite where person = $1";
    pub const PUT_SESSION: Sql = "insert into session (id_hash, kind, person, sealed, created, seen, idle_until, ends)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    pub const TOUCH_SESSION: Sql = "update session set seen = $2, idle_until = $3 where id_hash = $1";
    pub const SEAL_SESSION: Sql = "update session set sealed = $2 where id_hash = $1";
    pub const DROP_SESSION: Sql = "delete from session where id_hash = $1";
    pub const DROP_SESSIONS_OF: Sql = "delete from session where person = $1";
    pub const PUT_THROTTLE: Sql = "insert into throttle (key, fails, until) values ($1, $2, $3)
        on conflict (key) do update set fails = excluded.fails, until = excluded.until";
    pub const CLEAR_THROTTLE: Sql = "delete from throttle where key = $1";
    pub const PUT_DRAFT: Sql = "insert into draft (id_hash, sent, sealed, expires) values ($1, $2, $3, $4)
        on conflict (id_hash) do update set sent = excluded.sent, sealed = excluded.sealed, expires = excluded.expires
        where excluded.sent or not draft.sent";
    pub const DROP_DRAFT: Sql = "delete from draft where id_hash = $1";
    pub const PUT_IDEMPOTENCY: Sql = "insert into idempotency (key_hash, sealed, created) values ($1, $2, $3)";
    pub const PUT_BLOB: Sql = "insert into blob (id, kept, created) values ($1, $2, $3)";
    pub const KEEP_BLOB: Sql = "update blob set kept = $2 where id = $1";
    pub const QUEUE_NOTICE: Sql = "insert into notice
        (id, person, address, template, language, state, attempts, next_at, created, claimed_until)
        values ($1, $2, $3, $4, $5, 'due', 0, $6, $7, 0) on conflict (id) do nothing";
    pub const TASK_DONE: Sql = "insert into task_run (task, slot, at) values ($1, $2, $3)
        on conflict (task, slot) do nothing";
    pub const DRAFT_IS_OPEN: Sql = "select sent from draft where id_hash = $1";
    pub const LOOKUP_IS_TAKEN: Sql = "select dossier from reporter_access where lookup = $1";
    pub const TASK_IS_DONE: Sql = "select at from task_run where task = $1 and slot = $2";
    #[cfg(test)]
    pub const ALL: &[Sql] = &[
        PUT_DOSSIER,
        PUT_WRAP,
        DROP_WRAPS,
        DROP_WRAPS_OF,
        PUT_REPORTER,
        SET_NOTICE,
        PUT_CASE,
        PUT_INBOX,
        DROP_INBOX,
        DROP_INBOX_OF,
        PUT_DEADLINE,
        ENTER_QUEUE,
        LEAVE_QUEUE,
        PUT_ORG,
        SET_TEXT,
        DROP_TEXT,
        PUT_PERSON,
        SET_CREDENTIALS,
        SET_STATE,
        SET_PLACE,
        PUT_ROLE,
        END_ROLE,
        PUT_INVITE,
        USE_INVITE,
        DROP_INVITES_OF,
        PUT_SESSION,
        TOUCH_SESSION,
        SEAL_SESSION,
        DROP_SESSION,
        DROP_SESSIONS_OF,
        PUT_THROTTLE,
        CLEAR_THROTTLE,
        PUT_DRAFT,
        DROP_DRAFT,
        PUT_IDEMPOTENCY,
        PUT_BLOB,
        KEEP_BLOB,
        QUEUE_NOTICE,
        TASK_DONE,
        DRAFT_IS_OPEN,
        LOOKUP_IS_TAKEN,
        TASK_IS_DONE,
    ];
}

/// What must hold for an act to be stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Guard {
    /// The draft is there and was not sent.
    DraftOpen([u8; 32]),
    /// No reporter has this lookup.
    LookupFree([u8; 16]),
    /// The slot of a task was not done.
    SlotFree {
        /// The task.
        task: String,
        /// The slot.
        slot: String,
    },
}

impl Guard {
    pub(crate) async fn check(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let (holds, name) = match self {
            Self::DraftOpen(hash) => {
                let row = tx.one(sql::DRAFT_IS_OPEN, values![hash.as_slice()]).await?;
                (row.map(|row| row.bool(0)).transpose()? == Some(false), "draft-open")
            }
            Self::LookupFree(lookup) => {
                (tx.one(sql::LOOKUP_IS_TAKEN, values![lookup.as_slice()]).await?.is_none(), "lookup-free")
            }
            Self::SlotFree { task, slot } => {
                let row = tx.one(sql::TASK_IS_DONE, values![task.as_str(), slot.as_str()]).await?;
                (row.is_none(), "slot-free")
            }
        };
        if holds { Ok(()) } else { Err(StoreError::Guard(name)) }
    }
}

/// A row to write, change or take away. The fields are those of the tables.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each variant and field is named after its table and column")]
pub enum Write {
    PutDossier {
        dossier: DossierId,
        kind: String,
        created_on: String,
    },
    PutWrap {
        dossier: DossierId,
        compartment: String,
        epoch: i64,
        holder: PersonId,
        sealed: Vec<u8>,
    },
    DropWraps {
        dossier: DossierId,
        holder: PersonId,
    },
    DropWrapsOf {
        holder: PersonId,
    },
    PutReporterAccess(ReporterAccess),
    SetReporterNotice {
        lookup: [u8; 16],
        notice: Option<Vec<u8>>,
    },
    PutCaseRow(CaseRow),
    PutInbox(InboxRow),
    DropInbox {
        person: PersonId,
        dossier: DossierId,
    },
    DropInboxOf {
        person: PersonId,
    },
    PutDeadline(DeadlineRow),
    EnterQueue(QueueRow),
    LeaveQueue {
        name: String,
        dossier: DossierId,
    },
    PutOrg(OrgRow),
    SetText {
        agency: OrgId,
        key: String,
        language: String,
        value: String,
    },
    PutPerson(PersonRow),
    SetCredentials {
        person: PersonId,
        salt: [u8; 16],
        verifier: [u8; 32],
        sealed_identity: Vec<u8>,
        recipient: Vec<u8>,
        totp: Vec<u8>,
        totp_step: Option<i64>,
    },
    SetPersonState {
        person: PersonId,
        state: String,
    },
    SetPlace {
        person: PersonId,
        unit: OrgId,
        superior: Option<PersonId>,
    },
    PutRole(RoleRow),
    EndRole {
        role: RoleId,
        on: String,
    },
    PutInvite(InviteRow),
    UseInvite {
        token_hash: [u8; 32],
    },
    DropInvitesOf {
        person: PersonId,
    },
    PutSession(SessionRow),
    TouchSession {
        id_hash: [u8; 32],
        seen: i64,
        idle_until: i64,
    },
    SealSession {
        id_hash: [u8; 32],
        sealed: Vec<u8>,
    },
    DropSession {
        id_hash: [u8; 32],
    },
    DropSessionsOf {
        person: PersonId,
    },
    PutThrottle {
        key: [u8; 32],
        fails: i64,
        until: i64,
    },
    ClearThrottle {
        key: [u8; 32],
    },
    PutDraft {
        id_hash: [u8; 32],
        sent: bool,
        sealed: Vec<u8>,
        expires: i64,
    },
    DropDraft {
        id_hash: [u8; 32],
    },
    PutIdempotency {
        key_hash: [u8; 32],
        sealed: Vec<u8>,
        created: i64,
    },
    PutBlob {
        blob: BlobId,
        created: i64,
    },
    KeepBlob {
        blob: BlobId,
    },
    QueueNotice(NoticeRow),
    TaskDone {
        task: String,
        slot: String,
        at: i64,
    },
}

impl Write {
    pub(crate) async fn run(self, tx: &mut Tx) -> Result<(), StoreError> {
        let unless_changed = self.unless_changed();
        let (sql, values) = self.statement();
        let changed = tx.run(sql, values).await?;
        match unless_changed {
            Some(error) if changed == 0 => Err(error),
            _ => Ok(()),
        }
    }

    /// What is wrong when a write that must change a row finds none that it may change.
    fn unless_changed(&self) -> Option<StoreError> {
        match self {
            // An invitation is used by one: the second finds it gone.
            Self::UseInvite { .. } => Some(StoreError::Conflict),
            // A draft that was sent stays sent: an older page that is saved later does not open it again.
            Self::PutDraft { .. } => Some(StoreError::Conflict),
            // The bytes were swept. Better no act than one that names a file that is not there.
            Self::KeepBlob { .. } => Some(StoreError::Broken("a file of the act is no longer there".into())),
            _ => None,
        }
    }

    fn statement(self) -> (Sql, Vec<Value>) {
        match self {
            Self::PutDossier { dossier, kind, created_on } => (sql::PUT_DOSSIER, values![dossier.0, kind, created_on]),
            Self::PutWrap { dossier, compartment, epoch, holder, sealed } => {
                (sql::PUT_WRAP, values![dossier.0, compartment, epoch, holder.0, sealed])
            }
            Self::DropWraps { dossier, holder } => (sql::DROP_WRAPS, values![dossier.0, holder.0]),
            Self::DropWrapsOf { holder } => (sql::DROP_WRAPS_OF, values![holder.0]),
            Self::PutReporterAccess(r) => {
                (sql::PUT_REPORTER, values![r.lookup.as_slice(), r.id, r.dossier.0, r.recipient, r.notice, r.language])
            }
            Self::SetReporterNotice { lookup, notice } => (sql::SET_NOTICE, values![lookup.as_slice(), notice]),
            Self::PutCaseRow(row) => (sql::PUT_CASE, row.values()),
            Self::PutInbox(row) => (sql::PUT_INBOX, row.values()),
            Self::DropInbox { person, dossier } => (sql::DROP_INBOX, values![person.0, dossier.0]),
            Self::DropInboxOf { person } => (sql::DROP_INBOX_OF, values![person.0]),
            Self::PutDeadline(r) => {
                (sql::PUT_DEADLINE, values![r.dossier.0, r.kind, r.due_on, r.met_on, r.escalated_on])
            }
            Self::EnterQueue(r) => (sql::ENTER_QUEUE, values![r.name, r.dossier.0, r.since, r.agency.0]),
            Self::LeaveQueue { name, dossier } => (sql::LEAVE_QUEUE, values![name, dossier.0]),
            Self::PutOrg(r) => {
                (sql::PUT_ORG, values![r.id.0, r.parent.map(|p| p.0), r.kind, r.key, r.name_nl, r.name_en])
            }
            Self::SetText { agency, key, language, value } if value.is_empty() => {
                (sql::DROP_TEXT, values![agency.0, key, language])
            }
            Self::SetText { agency, key, language, value } => (sql::SET_TEXT, values![agency.0, key, language, value]),
            Self::PutPerson(r) => {
                let superior = r.superior.map(|p| p.0);
                (sql::PUT_PERSON, values![r.id.0, r.sign_in, r.name, r.email, r.unit.0, superior, r.state, r.language])
            }
            Self::SetCredentials { person, salt, verifier, sealed_identity, recipient, totp, totp_step } => (
                sql::SET_CREDENTIALS,
                values![person.0, salt.as_slice(), verifier.as_slice(), sealed_identity, recipient, totp, totp_step],
            ),
            Self::SetPersonState { person, state } => (sql::SET_STATE, values![person.0, state]),
            Self::SetPlace { person, unit, superior } => {
                (sql::SET_PLACE, values![person.0, unit.0, superior.map(|p| p.0)])
            }
            Self::PutRole(r) => (sql::PUT_ROLE, values![r.id.0, r.person.0, r.role, r.org.0, r.from_on, r.until_on]),
            Self::EndRole { role, on } => (sql::END_ROLE, values![role.0, on]),
            Self::PutInvite(r) => (sql::PUT_INVITE, values![r.token_hash.as_slice(), r.person.0, r.expires, r.totp]),
            Self::UseInvite { token_hash } => (sql::USE_INVITE, values![token_hash.as_slice()]),
            Self::DropInvitesOf { person } => (sql::DROP_INVITES_OF, values![person.0]),
            Self::PutSession(r) => {
                let person = r.person.map(|p| p.0);
                let (hash, kind, sealed) = (r.id_hash.as_slice(), r.kind.as_str(), r.sealed);
                (sql::PUT_SESSION, values![hash, kind, person, sealed, r.created, r.seen, r.idle_until, r.ends])
            }
            Self::TouchSession { id_hash, seen, idle_until } => {
                (sql::TOUCH_SESSION, values![id_hash.as_slice(), seen, idle_until])
            }
            Self::SealSession { id_hash, sealed } => (sql::SEAL_SESSION, values![id_hash.as_slice(), sealed]),
            Self::DropSession { id_hash } => (sql::DROP_SESSION, values![id_hash.as_slice()]),
            Self::DropSessionsOf { person } => (sql::DROP_SESSIONS_OF, values![person.0]),
            Self::PutThrottle { key, fails, until } => (sql::PUT_THROTTLE, values![key.as_slice(), fails, until]),
            Self::ClearThrottle { key } => (sql::CLEAR_THROTTLE, values![key.as_slice()]),
            Self::PutDraft { id_hash, sent, sealed, expires } => {
                (sql::PUT_DRAFT, values![id_hash.as_slice(), sent, sealed, expires])
            }
            Self::DropDraft { id_hash } => (sql::DROP_DRAFT, values![id_hash.as_slice()]),
            Self::PutIdempotency { key_hash, sealed, created } => {
                (sql::PUT_IDEMPOTENCY, values![key_hash.as_slice(), sealed, created])
            }
            Self::PutBlob { blob, created } => (sql::PUT_BLOB, values![blob.0, false, created]),
            Self::KeepBlob { blob } => (sql::KEEP_BLOB, values![blob.0, true]),
            Self::QueueNotice(r) => {
                let person = r.person.map(|p| p.0);
                (sql::QUEUE_NOTICE, values![r.id, person, r.address, r.template, r.language, r.next_at, r.created])
            }
            Self::TaskDone { task, slot, at } => (sql::TASK_DONE, values![task, slot, at]),
        }
    }
}
