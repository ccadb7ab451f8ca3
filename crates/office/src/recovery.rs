//! Recovery: when nobody who may handle a case is left, several people together open it again, for everybody to see.

use crate::Office;
use crate::dossier::Addition;
use crate::error::{Answer, Error};
use crate::keys::RECOVERY;
use domain::Refusal;
use domain::case::{Actor, Decided, Fact, GivenBecause};
use domain::conflict;
use domain::id::{DossierId, PersonId};
use domain::people::Role;
use vault::person::Identity;
use vault::recovery::Share;

/// What recovery did.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Recovered {
    /// How many cases were given.
    pub given: usize,
    /// How many were left, since the person is in conflict with them or holds them.
    pub left: usize,
}

impl Office {
    /// Gives cases to a person with the recovery key put together from its shares. Without a dossier: every case that
    /// nobody who may handle it holds. Each case gets an entry that its holders see.
    ///
    /// # Errors
    /// `shares-wrong` when the shares do not make the key; `not-active` when the person has no account,
    /// `not-an-intake-officer` when they could not handle a case.
    pub async fn recover(&self, shares: &[Share], person: PersonId, only: Option<DossierId>) -> Answer<Recovered> {
        let seed = vault::recovery::combine(shares).map_err(|_| Error::Refusal(Refusal::Rule("shares-wrong")))?;
        let identity = Identity::from_seed(*seed);
        if identity.recipient().to_bytes() != self.secrets.recovery.to_bytes() {
            return Err(Refusal::Rule("shares-wrong").into());
        }
        let organisation = self.organisation().await?;
        if organisation.person(person).is_none_or(|person| !person.active) {
            return Err(Refusal::field("person", "not-active").into());
        }
        if !organisation.roles_of(person).contains(&Role::IntakeOfficer) {
            return Err(Refusal::field("person", "not-an-intake-officer").into());
        }
        let dossiers = match only {
            Some(dossier) => vec![dossier],
            None => self.unheld().await?,
        };
        let mut result = Recovered::default();
        for dossier in dossiers {
            let opened = self.unlock(dossier, RECOVERY, &identity).await?;
            let named = domain::case::named(&opened.case, &organisation);
            let conflicted = conflict::between(person, &named, &organisation).is_some()
                || opened.case.kept_out.contains_key(&person);
            if conflicted || opened.case.holders.contains_key(&person) {
                result.left += 1;
                continue;
            }
            let fact = Fact::AccessGiven { person, because: GivenBecause::Recovered };
            let addition = Addition::new(Actor::System, vec![Decided::fact(fact)]);
            self.add(opened, addition, &organisation).await?;
            result.given += 1;
        }
        Ok(result)
    }

    /// The open cases that no active intake officer holds.
    pub(crate) async fn unheld(&self) -> Answer<Vec<DossierId>> {
        Ok(self.store.unheld_cases().await?)
    }
}
