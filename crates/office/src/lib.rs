//! What people do, one function an act: may they? decide, seal, append, remember, notify — in one transaction.
//!
//! An act reaches the store through few, coarse operations and never keeps a key longer than the request lasts. The
//! rooms have the names that they have on every floor: [`report`], [`receipt`], [`case`], [`inbox`], [`people`],
//! [`sign_in`], [`log`], [`schedule`], [`notice`].

pub(crate) mod at;
pub mod case;
pub mod clock;
pub(crate) mod dossier;
pub mod error;
pub mod files;
pub(crate) mod follow;
pub mod inbox;
pub(crate) mod keys;
pub mod log;
pub mod notice;
pub mod people;
pub mod receipt;
pub mod recovery;
pub mod register;
pub mod report;
pub mod schedule;
pub mod settings;
pub mod setup;
pub mod sign_in;
pub mod text;

pub use clock::{Clock, SetClock, SystemClock};
pub use error::{Answer, Error, Fault};
pub use settings::{Demo, Mail, Settings};

use domain::people::Organisation;
use jiff::Timestamp;
use jiff::civil::Date;
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

/// An installation at work. Cloning it is cheap: all clones are one.
#[derive(Clone)]
pub struct Office(Arc<Inner>);

/// What an [`Office`] shares.
pub struct Inner {
    /// What the operator said.
    pub settings: Settings,
    pub(crate) store: store::Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) secrets: settings::Secrets,
    pub(crate) words: notice::Words,
    pub(crate) outbox: notice::Outbox,
    /// Derivations from codes and passphrases at the same time: each takes a core and some memory.
    pub(crate) derivations: Semaphore,
    /// Cleanings of files at the same time: each may hold a decoded picture.
    pub(crate) cleanings: Semaphore,
    organisation: Mutex<Option<Arc<Organisation>>>,
}

impl std::ops::Deref for Office {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Office {
    pub(crate) fn assemble(
        settings: Settings,
        store: store::Store,
        secrets: settings::Secrets,
        clock: Arc<dyn Clock>,
        words: notice::Words,
    ) -> Self {
        Self(Arc::new(Inner {
            settings,
            store,
            clock,
            secrets,
            words,
            outbox: notice::Outbox::default(),
            derivations: Semaphore::new(2),
            cleanings: Semaphore::new(1),
            organisation: Mutex::new(None),
        }))
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The legal day.
    #[must_use]
    pub fn today(&self) -> Date {
        domain::calendar::legal_day(self.now())
    }

    /// The tree, the staff and the roles as the rules look at them today. Kept until the register changes or the day
    /// does.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn organisation(&self) -> Answer<Arc<Organisation>> {
        let today = self.today();
        let kept = self.kept_organisation().filter(|kept| kept.today == today);
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let fresh = Arc::new(people::read_organisation(&self.store, today).await?);
        *self.organisation.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(Arc::clone(&fresh));
        Ok(fresh)
    }

    fn kept_organisation(&self) -> Option<Arc<Organisation>> {
        self.organisation.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Forgets what was kept of the organisation, after a change.
    pub(crate) fn forget_organisation(&self) {
        *self.organisation.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = None;
    }
}
