//! The rows of the tables, as plain data.

use crate::Hash;
use crate::db::{Row, Value, values};
use crate::error::StoreError;
use domain::id::{DossierId, OrgId, PersonId, RoleId};
use uuid::Uuid;

/// An entry as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryRow {
    /// The number in its stream.
    pub number: u64,
    /// What happened.
    pub kind: String,
    /// When.
    pub at: String,
    /// Who.
    pub by: String,
    /// The facts, as JSON.
    pub facts: String,
    /// What is sealed.
    pub body: Option<crate::SealedBody>,
}

impl EntryRow {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let body = match (row.opt_text(5)?, row.opt_int(6)?, row.opt_bytes(7)?) {
            (Some(compartment), Some(epoch), Some(bytes)) => Some(crate::SealedBody { compartment, epoch, bytes }),
            _ => None,
        };
        Ok(Self {
            number: row.number(0)?,
            kind: row.text(1)?,
            at: row.text(2)?,
            by: row.text(3)?,
            facts: row.text(4)?,
            body,
        })
    }
}

/// A wrapped key as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrapRow {
    /// Which key it is.
    pub compartment: String,
    /// Its epoch.
    pub epoch: i64,
    /// The wrap, an age file.
    pub sealed: Vec<u8>,
}

/// What a reporter's code finds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReporterAccess {
    /// Derived from the code.
    pub lookup: [u8; 16],
    /// Under which the reporter's wraps stand.
    pub id: Uuid,
    /// The case.
    pub dossier: DossierId,
    /// The reporter's public key for this case.
    pub recipient: Vec<u8>,
    /// The sealed address for notices, when asked for.
    pub notice: Option<Vec<u8>>,
    /// The language of the reporter.
    pub language: String,
}

impl ReporterAccess {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let lookup = row.bytes(0)?.try_into();
        Ok(Self {
            lookup: lookup.map_err(|_| StoreError::Broken("a lookup has the wrong length".into()))?,
            id: row.id(1)?,
            dossier: DossierId(row.id(2)?),
            recipient: row.bytes(3)?,
            notice: row.opt_bytes(4)?,
            language: row.text(5)?,
        })
    }
}

/// What lists know of a case.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields are the columns; domain's Case says what they mean")]
pub struct CaseRow {
    pub dossier: DossierId,
    pub reference: String,
    pub agency: OrgId,
    pub channel: String,
    pub identity: String,
    pub stage: String,
    pub language: String,
    pub received_on: String,
    pub acknowledged_on: Option<String>,
    pub due_on: Option<String>,
    pub due_kind: Option<String>,
    pub closed: bool,
    pub from_reporter: u64,
    pub from_staff: u64,
    pub read_by_reporter: u64,
}

impl CaseRow {
    pub(crate) fn values(self) -> Vec<Value> {
        values![
            self.dossier.0,
            self.reference,
            self.agency.0,
            self.channel,
            self.identity,
            self.stage,
            self.language,
            self.received_on,
            self.acknowledged_on,
            self.due_on,
            self.due_kind,
            self.closed,
            self.from_reporter,
            self.from_staff,
            self.read_by_reporter,
        ]
    }

    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            dossier: DossierId(row.id(0)?),
            reference: row.text(1)?,
            agency: OrgId(row.id(2)?),
            channel: row.text(3)?,
            identity: row.text(4)?,
            stage: row.text(5)?,
            language: row.text(6)?,
            received_on: row.text(7)?,
            acknowledged_on: row.opt_text(8)?,
            due_on: row.opt_text(9)?,
            due_kind: row.opt_text(10)?,
            closed: row.bool(11)?,
            from_reporter: row.number(12)?,
            from_staff: row.number(13)?,
            read_by_reporter: row.number(14)?,
        })
    }
}

/// A case in somebody's list.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields are the columns; domain's Case says what they mean")]
pub struct InboxRow {
    pub person: PersonId,
    pub dossier: DossierId,
    pub closed: bool,
    pub due_on: String,
    pub due_kind: Option<String>,
    pub reference: String,
    pub agency: OrgId,
    pub channel: String,
    pub stage: String,
    pub received_on: String,
    pub from_reporter: u64,
    pub read: u64,
}

impl InboxRow {
    pub(crate) fn values(self) -> Vec<Value> {
        values![
            self.person.0,
            self.dossier.0,
            self.closed,
            self.from_reporter > self.read,
            self.due_on,
            self.due_kind,
            self.reference,
            self.agency.0,
            self.channel,
            self.stage,
            self.received_on,
            self.from_reporter,
            self.read,
        ]
    }

    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            person: PersonId(row.id(0)?),
            dossier: DossierId(row.id(1)?),
            closed: row.bool(2)?,
            due_on: row.text(3)?,
            due_kind: row.opt_text(4)?,
            reference: row.text(5)?,
            agency: OrgId(row.id(6)?),
            channel: row.text(7)?,
            stage: row.text(8)?,
            received_on: row.text(9)?,
            from_reporter: row.number(10)?,
            read: row.number(11)?,
        })
    }
}

/// A deadline of a case.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields are the columns; domain's Deadline says what they mean")]
pub struct DeadlineRow {
    pub dossier: DossierId,
    pub kind: String,
    pub due_on: String,
    pub met_on: Option<String>,
    pub escalated_on: Option<String>,
}

/// A case that waits in a queue.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields are the columns")]
pub struct QueueRow {
    pub name: String,
    pub dossier: DossierId,
    pub since: String,
    pub agency: OrgId,
}

/// A node of the organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields are the columns; domain's Node says what they mean")]
pub struct OrgRow {
    pub id: OrgId,
    pub parent: Option<OrgId>,
    pub kind: String,
    pub key: String,
    pub name_nl: String,
    pub name_en: String,
}

/// A member of staff. What is secret is sealed under their passphrase.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields are the columns; domain's Person says what they mean")]
pub struct PersonRow {
    pub id: PersonId,
    pub sign_in: String,
    pub name: String,
    pub email: Option<String>,
    pub unit: OrgId,
    pub superior: Option<PersonId>,
    pub state: String,
    pub language: String,
    pub recipient: Option<Vec<u8>>,
    pub sealed_identity: Option<Vec<u8>>,
    pub salt: Option<[u8; 16]>,
    pub verifier: Option<[u8; 32]>,
    pub totp: Option<Vec<u8>>,
    pub totp_step: Option<i64>,
}

impl PersonRow {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let salt = row.opt_bytes(10)?.map(<[u8; 16]>::try_from).transpose();
        Ok(Self {
            id: PersonId(row.id(0)?),
            sign_in: row.text(1)?,
            name: row.text(2)?,
            email: row.opt_text(3)?,
            unit: OrgId(row.id(4)?),
            superior: row.opt_id(5)?.map(PersonId),
            state: row.text(6)?,
            language: row.text(7)?,
            recipient: row.opt_bytes(8)?,
            sealed_identity: row.opt_bytes(9)?,
            salt: salt.map_err(|_| StoreError::Broken("a salt has the wrong length".into()))?,
            verifier: row.opt_hash(11)?,
            totp: row.opt_bytes(12)?,
            totp_step: row.opt_int(13)?,
        })
    }
}

/// A role held.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields are the columns; domain's Holding says what they mean")]
pub struct RoleRow {
    pub id: RoleId,
    pub person: PersonId,
    pub role: String,
    pub org: OrgId,
    pub from_on: String,
    pub until_on: Option<String>,
    pub ended_on: Option<String>,
}

/// An invitation.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields are the columns")]
pub struct InviteRow {
    pub token_hash: [u8; 32],
    pub person: PersonId,
    pub expires: i64,
    /// The secret for one-time codes, sealed under the invitation's token.
    pub totp: Vec<u8>,
}

/// A session. What it keeps is sealed under its token, which the database has not.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields are the columns; instants are microseconds")]
pub struct SessionRow {
    pub id_hash: [u8; 32],
    pub kind: String,
    pub person: Option<PersonId>,
    pub sealed: Vec<u8>,
    pub created: i64,
    pub seen: i64,
    pub idle_until: i64,
    pub ends: i64,
}

impl SessionRow {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id_hash: row.hash(0)?,
            kind: row.text(1)?,
            person: row.opt_id(2)?.map(PersonId),
            sealed: row.bytes(3)?,
            created: row.int(4)?,
            seen: row.int(5)?,
            idle_until: row.int(6)?,
            ends: row.int(7)?,
        })
    }
}

/// Failures of an account in a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ThrottleRow {
    /// How many.
    pub fails: i64,
    /// Until when the next try must wait, in microseconds.
    pub until: i64,
}

/// A draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DraftRow {
    /// Whether it was sent.
    pub sent: bool,
    /// What it keeps, sealed under the reporter's cookie.
    pub sealed: Vec<u8>,
    /// Until when it is kept, in microseconds.
    pub expires: i64,
}

/// A notice to be queued.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields are the columns; instants are microseconds")]
pub struct NoticeRow {
    pub id: Uuid,
    pub person: Option<PersonId>,
    pub address: Option<Vec<u8>>,
    pub template: String,
    pub language: String,
    pub next_at: i64,
    pub created: i64,
}

/// A notice taken to be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields are the columns")]
pub struct ClaimedNotice {
    pub id: Uuid,
    pub person: Option<PersonId>,
    pub address: Option<Vec<u8>>,
    pub template: String,
    pub language: String,
    pub attempts: i64,
}

/// A published checkpoint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CheckpointRow {
    /// The size of the log.
    pub size: u64,
    /// For which slot it was published, a day.
    pub slot: String,
    /// The signed note.
    pub note: String,
}

/// Where an entry stands in the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LeafRow {
    /// The index of its leaf.
    pub index: u64,
    /// Its commitment.
    pub commitment: Hash,
}

/// A field of an entry in the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldRow {
    /// Its name.
    pub name: String,
    /// Its salt; none where the ledger never had it or it was erased.
    pub salt: Option<[u8; 32]>,
    /// Its digest.
    pub digest: Hash,
}
