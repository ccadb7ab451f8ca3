//! The keys of a case in the hands of somebody entitled, for as long as one request lasts.
//!
//! A case has a random root key per epoch. Handlers hold a wrap of the root; the reporter holds a wrap of the key for
//! the shared compartment, which is derived from it. Who the reporter is stands under a key of its own, with its own
//! wraps. When a holder is taken off, a new epoch begins, so that a copied old key opens nothing that follows.

use domain::case::{Body, Compartment};
use domain::id::{DossierId, PersonId};
use std::collections::BTreeMap;
use uuid::Uuid;
use vault::VaultError;
use vault::key::Key;
use vault::person::{Identity, Recipient};
use vault::seal::Aad;

/// Which key a wrap holds, as stored.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Lock {
    /// The root: opens the shared and the internal compartment.
    Case,
    /// The key of the shared compartment only.
    Shared,
    /// The key of the identity compartment.
    Identity,
}

impl Lock {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Shared => "shared",
            Self::Identity => "identity",
        }
    }

    /// The lock with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Case, Self::Shared, Self::Identity].into_iter().find(|lock| lock.name() == name)
    }
}

/// The holder under which the wraps for the recovery recipient stand: no person has the nil identifier.
pub const RECOVERY: PersonId = PersonId(Uuid::nil());

/// The keys of one case that somebody holds, by lock and epoch.
pub struct CaseKeys {
    dossier: DossierId,
    keys: BTreeMap<(Lock, i64), Key>,
}

impl CaseKeys {
    /// The keys of a new case: a random root for the first epoch.
    #[must_use]
    pub fn begin(dossier: DossierId) -> Self {
        Self { dossier, keys: BTreeMap::from([((Lock::Case, 1), Key::generate())]) }
    }

    /// Opens the wraps that somebody holds.
    ///
    /// # Errors
    /// A [`VaultError`] when a wrap is not for this identity or not for this place.
    pub fn unwrap<'a>(
        dossier: DossierId,
        wraps: impl IntoIterator<Item = (Lock, i64, &'a [u8])>,
        identity: &Identity,
    ) -> Result<Self, VaultError> {
        let keys = wraps
            .into_iter()
            .map(|(lock, epoch, wrap)| {
                let key = vault::wrap::unwrap(wrap, &purpose(dossier, lock, epoch), identity)?;
                Ok(((lock, epoch), key))
            })
            .collect::<Result<_, VaultError>>()?;
        Ok(Self { dossier, keys })
    }

    /// Whether there is any key at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether the root is held, and with it the right to begin a new epoch.
    #[must_use]
    pub fn has_root(&self) -> bool {
        self.newest(Lock::Case).is_some()
    }

    /// Whether the identity compartment can be opened.
    #[must_use]
    pub fn has_identity(&self) -> bool {
        self.keys.keys().any(|(lock, _)| *lock == Lock::Identity)
    }

    /// The newest epoch of a lock.
    fn newest(&self, lock: Lock) -> Option<i64> {
        self.keys.keys().filter(|(l, _)| *l == lock).map(|(_, epoch)| *epoch).max()
    }

    /// The newest epoch of the case.
    #[must_use]
    pub fn epoch(&self) -> i64 {
        self.newest(Lock::Case).or_else(|| self.newest(Lock::Shared)).unwrap_or(1)
    }

    /// Begins a new epoch of the case, and of the identity where it is held. Only a holder of the root can.
    pub fn renew(&mut self) {
        let next = self.epoch() + 1;
        self.keys.insert((Lock::Case, next), Key::generate());
        if let Some(identity) = self.newest(Lock::Identity) {
            self.keys.insert((Lock::Identity, identity + 1), Key::generate());
        }
    }

    /// Makes the key of the identity compartment, when there is none yet.
    pub fn begin_identity(&mut self) {
        if !self.has_identity() {
            self.keys.insert((Lock::Identity, 1), Key::generate());
        }
    }

    fn compartment(&self, compartment: Compartment, epoch: i64) -> Option<Key> {
        let root = || self.keys.get(&(Lock::Case, epoch));
        match compartment {
            Compartment::Shared => {
                root().map(|root| root.derive("shared")).or_else(|| self.keys.get(&(Lock::Shared, epoch)).map(copy))
            }
            Compartment::Internal => root().map(|root| root.derive("internal")),
            Compartment::Identity => self.keys.get(&(Lock::Identity, epoch)).map(copy),
        }
    }

    /// Seals a body for its place. Gives the epoch and the sealed bytes.
    ///
    /// # Errors
    /// [`VaultError`] when the key for the compartment is not held or the body is too long.
    pub fn seal(
        &self,
        tenant: &str,
        number: u64,
        kind: &str,
        compartment: Compartment,
        body: &Body,
    ) -> Result<(i64, Vec<u8>), VaultError> {
        let epoch = match compartment {
            Compartment::Identity => self.newest(Lock::Identity).ok_or(VaultError::Closed)?,
            Compartment::Shared | Compartment::Internal => self.epoch(),
        };
        let key = self.compartment(compartment, epoch).ok_or(VaultError::Closed)?;
        let plain = zeroize::Zeroizing::new(serde_json::to_vec(body).map_err(|_| VaultError::Closed)?);
        let aad = self.aad(tenant, number, kind, compartment);
        Ok((epoch, vault::seal::seal(&key, &aad, &plain)?))
    }

    /// Opens a sealed body. None when the key for it is not held: that is how a compartment stays closed.
    ///
    /// # Errors
    /// [`VaultError`] when the key is held and yet the bytes do not open: they were changed or moved.
    pub fn open(
        &self,
        tenant: &str,
        number: u64,
        kind: &str,
        compartment: Compartment,
        epoch: i64,
        sealed: &[u8],
    ) -> Result<Option<Body>, VaultError> {
        let Some(key) = self.compartment(compartment, epoch) else {
            return Ok(None);
        };
        let plain = vault::seal::open(&key, &self.aad(tenant, number, kind, compartment), sealed)?;
        serde_json::from_slice(&plain).map(Some).map_err(|_| VaultError::Closed)
    }

    fn aad<'a>(&self, tenant: &'a str, number: u64, kind: &'a str, compartment: Compartment) -> Aad<'a> {
        Aad { tenant, dossier: self.dossier.0, stream: "record", number, kind, purpose: compartment.name() }
    }

    /// Wraps every epoch of a lock that is held for somebody.
    ///
    /// # Errors
    /// [`VaultError`] when wrapping fails.
    pub fn wrap_all(&self, lock: Lock, to: &Recipient) -> Result<Vec<(i64, Vec<u8>)>, VaultError> {
        let epochs: Vec<_> = self.epochs(lock);
        epochs.into_iter().map(|epoch| Ok((epoch, self.wrap(lock, epoch, to)?))).collect()
    }

    /// Wraps only the newest epoch of a lock for somebody who holds the earlier ones.
    ///
    /// # Errors
    /// [`VaultError`] when wrapping fails.
    pub fn wrap_newest(&self, lock: Lock, to: &Recipient) -> Result<Option<(i64, Vec<u8>)>, VaultError> {
        let newest = self.epochs(lock).into_iter().max();
        newest.map(|epoch| Ok((epoch, self.wrap(lock, epoch, to)?))).transpose()
    }

    fn epochs(&self, lock: Lock) -> Vec<i64> {
        let source = if lock == Lock::Shared && self.newest(Lock::Case).is_some() { Lock::Case } else { lock };
        self.keys.keys().filter(|(l, _)| *l == source).map(|(_, epoch)| *epoch).collect()
    }

    fn wrap(&self, lock: Lock, epoch: i64, to: &Recipient) -> Result<Vec<u8>, VaultError> {
        let key = match lock {
            Lock::Case | Lock::Identity => self.keys.get(&(lock, epoch)).map(copy),
            Lock::Shared => self.compartment(Compartment::Shared, epoch),
        };
        vault::wrap::wrap(&key.ok_or(VaultError::Closed)?, &purpose(self.dossier, lock, epoch), to)
    }
}

fn copy(key: &Key) -> Key {
    Key::from_bytes(*key.expose())
}

/// Binds a wrap to its case, lock and epoch.
fn purpose(dossier: DossierId, lock: Lock, epoch: i64) -> String {
    format!("belfry/wrap/v1/{}/{dossier}/{epoch}", lock.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Body {
        Body::Text { text: text.into(), files: vec![], name: None }
    }

    fn dossier() -> DossierId {
        DossierId(vault::random::uuid())
    }

    fn hand(keys: &CaseKeys, lock: Lock, to: &Identity) -> CaseKeys {
        let wraps = keys.wrap_all(lock, &to.recipient()).unwrap();
        let wraps: Vec<_> = wraps.iter().map(|(epoch, wrap)| (lock, *epoch, wrap.as_slice())).collect();
        CaseKeys::unwrap(keys.dossier, wraps, to).unwrap()
    }

    #[test]
    fn a_handler_opens_both_compartments_and_the_reporter_only_the_shared_one() {
        let keys = CaseKeys::begin(dossier());
        let (handler, reporter) = (Identity::generate(), Identity::generate());
        let handler = hand(&keys, Lock::Case, &handler);
        let reporter = hand(&keys, Lock::Shared, &reporter);
        let (epoch, shared) = keys.seal("t", 2, "staff-wrote", Compartment::Shared, &text("voor u")).unwrap();
        let (_, internal) = keys.seal("t", 3, "note-written", Compartment::Internal, &text("niet voor u")).unwrap();
        let read = |keys: &CaseKeys, n, kind, c, bytes: &[u8]| keys.open("t", n, kind, c, epoch, bytes).unwrap();
        assert_eq!(read(&handler, 3, "note-written", Compartment::Internal, &internal), Some(text("niet voor u")));
        assert_eq!(read(&reporter, 2, "staff-wrote", Compartment::Shared, &shared), Some(text("voor u")));
        assert_eq!(read(&reporter, 3, "note-written", Compartment::Internal, &internal), None);
    }

    #[test]
    fn what_the_reporter_writes_is_read_by_the_handlers() {
        let keys = CaseKeys::begin(dossier());
        let reporter = hand(&keys, Lock::Shared, &Identity::generate());
        let (epoch, sealed) = reporter.seal("t", 2, "reporter-wrote", Compartment::Shared, &text("dag")).unwrap();
        assert_eq!(
            keys.open("t", 2, "reporter-wrote", Compartment::Shared, epoch, &sealed).unwrap(),
            Some(text("dag"))
        );
    }

    #[test]
    fn a_key_copied_before_somebody_was_taken_off_opens_nothing_that_follows() {
        let mut keys = CaseKeys::begin(dossier());
        let taken_off = hand(&keys, Lock::Case, &Identity::generate());
        keys.renew();
        let (epoch, sealed) = keys.seal("t", 2, "note-written", Compartment::Internal, &text("later")).unwrap();
        assert_eq!(taken_off.open("t", 2, "note-written", Compartment::Internal, epoch, &sealed).unwrap(), None);
    }

    #[test]
    fn a_body_moved_to_another_place_does_not_open() {
        let keys = CaseKeys::begin(dossier());
        let (epoch, sealed) = keys.seal("t", 2, "note-written", Compartment::Internal, &text("hier")).unwrap();
        assert!(keys.open("t", 3, "note-written", Compartment::Internal, epoch, &sealed).is_err());
        assert!(keys.open("other", 2, "note-written", Compartment::Internal, epoch, &sealed).is_err());
    }

    #[test]
    fn who_the_reporter_is_opens_only_with_its_own_key() {
        let mut keys = CaseKeys::begin(dossier());
        keys.begin_identity();
        let assessor = hand(&keys, Lock::Case, &Identity::generate());
        let (epoch, sealed) = keys.seal("t", 2, "identity-given", Compartment::Identity, &text("naam")).unwrap();
        assert_eq!(assessor.open("t", 2, "identity-given", Compartment::Identity, epoch, &sealed).unwrap(), None);
    }
}
