//! The dossier: how a case is opened with somebody's keys, and how what was decided is sealed and appended with all that
//! follows from it, in one transaction. Access, encryption, recusal and history are built here once, and in no feature.

use crate::error::{Answer, Error};
use crate::keys::{CaseKeys, Lock, RECOVERY};
use crate::{Office, at};
use domain::Refusal;
use domain::case::{Actor, Case, Compartment, Decided, Entry, Fact, GivenBecause, TakenBecause};
use domain::id::{DossierId, PersonId};
use domain::people::{Organisation, Role};
use domain::report::IdentityMode;
use std::collections::BTreeSet;
use store::{Append, Guard, NewEntry, SealedBody, Stream, Write};
use vault::person::{Identity, Recipient};

/// A case opened with somebody's keys.
pub(crate) struct Opened {
    pub dossier: DossierId,
    pub keys: CaseKeys,
    /// The case; its holders are those who hold a key.
    pub case: Case,
    /// Who holds wraps of which lock now.
    pub wraps: BTreeSet<(Lock, PersonId)>,
    /// Who holds it by the record and has no key any more: who left, or got new keys with a new invitation.
    pub keyless: Vec<PersonId>,
}

impl Opened {
    fn new(dossier: DossierId, keys: CaseKeys, mut case: Case, wraps: BTreeSet<(Lock, PersonId)>) -> Self {
        let holders = case.holders.keys().copied();
        let keyless: Vec<_> = holders.filter(|person| !wraps.contains(&(Lock::Case, *person))).collect();
        for person in &keyless {
            case.take_off(*person, TakenBecause::Left);
        }
        Self { dossier, keys, case, wraps, keyless }
    }
}

/// What is appended to a case.
pub(crate) struct Addition {
    pub by: Actor,
    pub decided: Vec<Decided>,
    pub writes: Vec<Write>,
    pub guards: Vec<Guard>,
    /// A new holder of the identity compartment's key must be the reporter's choice; see [`Office::hand_out`].
    pub begin_identity: bool,
}

impl Addition {
    pub fn new(by: Actor, decided: Vec<Decided>) -> Self {
        Self { by, decided, writes: Vec::new(), guards: Vec::new(), begin_identity: false }
    }
}

impl Office {
    /// Opens a case with what `holder` holds. To who holds nothing it does not exist.
    pub(crate) async fn unlock(&self, dossier: DossierId, holder: PersonId, identity: &Identity) -> Answer<Opened> {
        let rows = self.store.wraps(dossier, holder).await?;
        let wraps =
            rows.iter().filter_map(|row| Lock::named(&row.compartment).map(|l| (l, row.epoch, row.sealed.as_slice())));
        let keys = CaseKeys::unwrap(dossier, wraps, identity)?;
        if keys.is_empty() {
            return Err(Refusal::NotFound.into());
        }
        let entries = self.read_record(dossier, Some(&keys)).await?;
        let case = Case::fold(&entries)?;
        let wraps = self.holders_of(dossier).await?;
        Ok(Opened::new(dossier, keys, case, wraps))
    }

    /// The case as the facts alone tell it: for what the clock brings about, without a key.
    pub(crate) async fn facts_only(&self, dossier: DossierId) -> Answer<Opened> {
        let keys = CaseKeys::unwrap(dossier, [], &Identity::generate())?;
        let entries = self.read_record(dossier, None).await?;
        let case = Case::fold(&entries)?;
        let wraps = self.holders_of(dossier).await?;
        Ok(Opened::new(dossier, keys, case, wraps))
    }

    async fn holders_of(&self, dossier: DossierId) -> Answer<BTreeSet<(Lock, PersonId)>> {
        let rows = self.store.wrap_holders(dossier).await?;
        Ok(rows.into_iter().filter_map(|(lock, holder)| Lock::named(&lock).map(|lock| (lock, holder))).collect())
    }

    async fn read_record(&self, dossier: DossierId, keys: Option<&CaseKeys>) -> Answer<Vec<Entry>> {
        let rows = self.store.entries(dossier, Stream::Record, 0).await?;
        rows.into_iter().map(|row| self.read_entry(&row, keys)).collect()
    }

    fn read_entry(&self, row: &store::EntryRow, keys: Option<&CaseKeys>) -> Answer<Entry> {
        let fact: Fact = serde_json::from_str(&row.facts)?;
        let by = row.by.parse().map_err(|_| crate::error::Fault::new(&"an entry has no known actor"))?;
        let body = match (&row.body, keys) {
            (Some(sealed), Some(keys)) => match Compartment::named(&sealed.compartment) {
                Some(compartment) => {
                    keys.open(&self.settings.tenant, row.number, &row.kind, compartment, sealed.epoch, &sealed.bytes)?
                }
                None => None,
            },
            _ => None,
        };
        Ok(Entry { number: row.number, at: row.at.clone(), by, fact, body })
    }

    /// Appends what was decided to a case that was opened: seals the bodies, hands out and takes back keys, and writes
    /// the rows for lists, deadlines and notices that follow from it.
    pub(crate) async fn add(
        &self,
        mut opened: Opened,
        addition: Addition,
        organisation: &Organisation,
    ) -> Answer<Case> {
        if addition.decided.is_empty() {
            return Ok(opened.case);
        }
        let mut writes = addition.writes;
        if addition.begin_identity {
            opened.keys.begin_identity();
        }
        let mut decided = Vec::new();
        if opened.keys.has_root() {
            // Who lost the key is put on record by the next who can turn it, so that a copied old key opens nothing new.
            let left = |person: &PersonId| Fact::AccessTaken { person: *person, because: TakenBecause::Left };
            decided.extend(opened.keyless.iter().map(left).map(Decided::fact));
        }
        decided.extend(addition.decided);
        writes.extend(self.turn_keys(&mut opened, &decided, addition.begin_identity, organisation).await?);
        let before = opened.case.clone();
        let (entries, case) = self.seal_all(&opened, addition.by, decided)?;
        writes.extend(self.follow(opened.dossier, Some(&before), &case, addition.by).await?);
        self.store.append(Append { entries, writes, guards: addition.guards }).await?;
        Ok(case)
    }

    /// Seals what was decided into entries, and folds it into the case.
    pub(crate) fn seal_all(&self, opened: &Opened, by: Actor, decided: Vec<Decided>) -> Answer<(Vec<NewEntry>, Case)> {
        let mut case = opened.case.clone();
        let mut entries = Vec::with_capacity(decided.len());
        for Decided { fact, body } in decided {
            let number = case.last + 1;
            let who = acting(by, &fact);
            // What follows from an act of the reporter tells its time no more exactly than the act itself.
            let at = self.time_of(by);
            entries.push(self.new_entry(opened, number, &at, who, &fact, body.as_ref())?);
            case.push(&Entry { number, at, by: who, fact, body: body.map(|(_, body)| body) })?;
        }
        Ok((entries, case))
    }

    pub(crate) fn time_of(&self, by: Actor) -> String {
        match by {
            Actor::Reporter => at::hour(self.now()),
            Actor::Person(_) | Actor::System => at::second(self.now()),
        }
    }

    pub(crate) fn new_entry(
        &self,
        opened: &Opened,
        number: u64,
        at: &str,
        by: Actor,
        fact: &Fact,
        body: Option<&(Compartment, domain::case::Body)>,
    ) -> Answer<NewEntry> {
        let sealed = body
            .map(|(compartment, body)| -> Answer<SealedBody> {
                let (epoch, bytes) =
                    opened.keys.seal(&self.settings.tenant, number, fact.kind(), *compartment, body)?;
                Ok(SealedBody { compartment: compartment.name().to_owned(), epoch, bytes })
            })
            .transpose()?;
        Ok(NewEntry {
            dossier: opened.dossier,
            stream: Stream::Record,
            expect: Some(number),
            kind: fact.kind().to_owned(),
            at: at.to_owned(),
            by: by.to_string(),
            facts: serde_json::to_string(fact)?,
            body: sealed,
            content_digest: None,
            fixed_salts: None,
        })
    }

    /// Hands out keys to who was given access, and takes them back from who lost it. Losing access begins a new epoch,
    /// before anything of the decision is sealed, so that it is sealed for those who are left.
    async fn turn_keys(
        &self,
        opened: &mut Opened,
        decided: &[Decided],
        identity_begun: bool,
        organisation: &Organisation,
    ) -> Answer<Vec<Write>> {
        let mut writes = Vec::new();
        let taken: BTreeSet<PersonId> = decided
            .iter()
            .filter_map(|d| if let Fact::AccessTaken { person, .. } = d.fact { Some(person) } else { None })
            .collect();
        for person in &taken {
            writes.push(Write::DropWraps { dossier: opened.dossier, holder: *person });
            writes.push(Write::DropInbox { person: *person, dossier: opened.dossier });
        }
        if !taken.is_empty() {
            opened.keys.renew();
            for (lock, holder) in opened.wraps.iter().filter(|(_, holder)| !taken.contains(holder)) {
                // Who left at this very moment gets nothing more.
                let Some(to) = self.find_recipient(opened.dossier, *holder).await? else { continue };
                if let Some((epoch, sealed)) = opened.keys.wrap_newest(*lock, &to)? {
                    writes.push(put_wrap(opened.dossier, *lock, epoch, *holder, sealed));
                }
            }
        }
        for d in decided {
            if let Fact::AccessGiven { person, because } = d.fact {
                writes.extend(self.hand_out(opened, person, because).await?);
            }
        }
        if identity_begun {
            writes.extend(self.hand_out_identity(opened, organisation).await?);
        }
        Ok(writes)
    }

    /// Wraps the keys of a case for somebody who was given access. Who the reporter is goes only to who handles the case
    /// as intake officer, not to assessors or the committee.
    pub(crate) async fn hand_out(
        &self,
        opened: &Opened,
        person: PersonId,
        because: GivenBecause,
    ) -> Answer<Vec<Write>> {
        let to = self.recipient(opened.dossier, person).await?;
        let mut locks = vec![Lock::Case];
        if may_know_reporter(because) && opened.keys.has_identity() {
            locks.push(Lock::Identity);
        }
        let mut writes = Vec::new();
        for lock in locks {
            for (epoch, sealed) in opened.keys.wrap_all(lock, &to)? {
                writes.push(put_wrap(opened.dossier, lock, epoch, person, sealed));
            }
        }
        Ok(writes)
    }

    /// Wraps the new identity key for those of the holders who may know the reporter, and for recovery.
    async fn hand_out_identity(&self, opened: &Opened, organisation: &Organisation) -> Answer<Vec<Write>> {
        let mut writes = Vec::new();
        let knowing = opened.case.holders.iter().filter(|(person, because)| {
            may_know_reporter(**because) && organisation.roles_of(**person).contains(&Role::IntakeOfficer)
        });
        let knowing: Vec<_> = knowing.map(|(person, _)| *person).chain([RECOVERY]).collect();
        for holder in knowing {
            let to = self.recipient(opened.dossier, holder).await?;
            for (epoch, sealed) in opened.keys.wrap_all(Lock::Identity, &to)? {
                writes.push(put_wrap(opened.dossier, Lock::Identity, epoch, holder, sealed));
            }
        }
        Ok(writes)
    }

    /// The public key of a holder who must have one.
    pub(crate) async fn recipient(&self, dossier: DossierId, holder: PersonId) -> Answer<Recipient> {
        let recipient = self.find_recipient(dossier, holder).await?;
        recipient.ok_or(Error::Refusal(Refusal::field("person", "not-active")))
    }

    /// The public key of a holder: an active person, the recovery recipient, or the reporter of this case.
    async fn find_recipient(&self, dossier: DossierId, holder: PersonId) -> Answer<Option<Recipient>> {
        if holder == RECOVERY {
            return Ok(Some(self.secrets.recovery.clone()));
        }
        if let Some(bytes) = self.store.recipient(holder).await? {
            return Ok(Some(Recipient::from_bytes(&bytes)?));
        }
        let reporter = self.store.reporter_of(dossier).await?.filter(|access| access.id == holder.0);
        Ok(reporter.map(|access| Recipient::from_bytes(&access.recipient)).transpose()?)
    }
}

/// Who a decided entry is by: what the rules bring about by themselves is the system's.
fn acting(by: Actor, fact: &Fact) -> Actor {
    match (by, fact) {
        (Actor::Reporter, Fact::AccessGiven { .. })
        | (Actor::Person(_), Fact::AccessTaken { because: TakenBecause::Left, .. }) => Actor::System,
        (by, _) => by,
    }
}

/// Whether this reason for access lets somebody know who a confidential reporter is.
pub(crate) const fn may_know_reporter(because: GivenBecause) -> bool {
    matches!(
        because,
        GivenBecause::Intake | GivenBecause::HandedOver | GivenBecause::PassedOn | GivenBecause::Recovered
    )
}

pub(crate) fn put_wrap(dossier: DossierId, lock: Lock, epoch: i64, holder: PersonId, sealed: Vec<u8>) -> Write {
    Write::PutWrap { dossier, compartment: lock.name().to_owned(), epoch, holder, sealed }
}

/// Whether a mode keeps the reporter's name in the identity compartment.
pub(crate) const fn keeps_identity_apart(mode: IdentityMode) -> bool {
    matches!(mode, IdentityMode::Confidential)
}
