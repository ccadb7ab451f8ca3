//! Setting an installation up, and opening it.

use crate::error::{Answer, Error, Fault};
use crate::people::NewPerson;
use crate::register::REGISTER;
use crate::settings::Secrets;
use crate::{Clock, Office, Settings, notice};
use domain::Refusal;
use domain::access::{self, Act};
use domain::case::Actor;
use domain::id::{OrgId, PersonId};
use domain::people::{NodeKind, Role};
use domain::report::Language;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use store::{OrgRow, Store, Write};
use vault::person::Identity;
use zeroize::Zeroizing;

/// What a new installation begins with.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// The key of the ministry or other whole.
    pub key: String,
    /// Its name in Dutch.
    pub name_nl: String,
    /// Its name in English.
    pub name_en: String,
    /// The first administrator: name used to sign in.
    pub sign_in: String,
    /// The first administrator: name.
    pub name: String,
    /// How many shares of the recovery key are needed.
    pub needed: u8,
    /// How many are made.
    pub made: u8,
    /// The language of the first administrator's pages.
    pub language: Language,
}

/// What is shown once after setting up.
pub struct Begun {
    /// The token of the first administrator's one-time link.
    pub invitation: String,
    /// The first administrator.
    pub administrator: PersonId,
    /// The top of the tree.
    pub top: OrgId,
    /// The shares of the recovery key, each for another person, to be kept offline.
    pub shares: Vec<Zeroizing<String>>,
}

/// How the system is doing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Health {
    /// The day of the newest published checkpoint.
    pub checkpoint: Option<String>,
    /// Notices that were given up.
    pub notices_failed: u32,
    /// Notices that wait.
    pub notices_due: u32,
    /// Open cases that no active intake officer holds.
    pub unheld: usize,
    /// Whether days equated with holidays are known for at least another year.
    pub calendar_is_good: bool,
    /// The version of the program.
    pub version: &'static str,
    /// Which database.
    pub database: &'static str,
    /// Agencies without an active intake officer of their own or above.
    pub agencies_without_intake: Vec<String>,
}

/// Sets an installation up: its secrets, its recovery key, the top of the tree and the first administrator.
///
/// # Errors
/// `already-set-up`.
pub async fn init(
    dir: &Path,
    settings: Settings,
    store: Store,
    clock: Arc<dyn Clock>,
    words: notice::Words,
    beginning: Beginning,
) -> Answer<(Office, Begun)> {
    if Secrets::exist(dir) || !store.org_tree().await?.is_empty() {
        return Err(Refusal::Rule("already-set-up").into());
    }
    let recovery = Identity::generate();
    let shares = vault::recovery::split(recovery.seed(), beginning.needed, beginning.made)
        .map_err(|_| Error::Refusal(Refusal::field("shares", "shares-form")))?;
    let shares = shares.iter().map(vault::recovery::Share::reveal).collect::<Result<Vec<_>, _>>()?;
    let secrets = Secrets::generate(&settings.tenant, recovery.recipient());
    secrets.write(dir)?;
    let office = Office::assemble(settings, store, secrets, clock, words);
    let top = OrgId(vault::random::uuid());
    let today = office.today();
    let writes = vec![
        Write::PutDossier { dossier: REGISTER, kind: "register".into(), created_on: today.to_string() },
        Write::PutOrg(OrgRow {
            id: top,
            parent: None,
            kind: NodeKind::Ministry.name().into(),
            key: beginning.key,
            name_nl: beginning.name_nl,
            name_en: beginning.name_en,
        }),
    ];
    office.record(Actor::System, "set-up", json!({ "node": top }), writes).await?;
    let person = NewPerson {
        sign_in: beginning.sign_in,
        name: beginning.name,
        email: None,
        unit: top,
        superior: None,
        language: beginning.language,
    };
    let (administrator, invitation) = office.invite_checked(Actor::System, person).await?;
    office.give_role_checked(Actor::System, administrator, Role::Administrator, top, today, None).await?;
    office.publish_checkpoint(&today.to_string()).await?;
    Ok((office, Begun { invitation, administrator, top, shares }))
}

/// Opens an installation that was set up.
///
/// # Errors
/// `not-set-up`; a fault when its secrets cannot be read.
pub async fn open(
    dir: &Path,
    mut settings: Settings,
    store: Store,
    clock: Arc<dyn Clock>,
    words: notice::Words,
) -> Answer<Office> {
    if !Secrets::exist(dir) {
        return Err(Refusal::Rule("not-set-up").into());
    }
    let secrets = Secrets::read(dir)?;
    settings.tenant.clone_from(&secrets.tenant);
    Ok(Office::assemble(settings, store, secrets, clock, words))
}

impl Office {
    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Answer<()> {
        Ok(self.store.ping().await?)
    }

    /// How the system is doing, for an administrator.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub async fn health(&self, staff: &crate::sign_in::Staff) -> Answer<Health> {
        let organisation = self.organisation().await?;
        access::may(Act::SeeHealth, staff.id, None, &organisation)?;
        let (notices_due, notices_failed) = self.store.notice_counts().await?;
        let horizon = self.today().checked_add(jiff::Span::new().years(1)).map_err(|error| Fault::new(&error))?;
        let without = organisation
            .agencies()
            .into_iter()
            .filter(|agency| organisation.holders(Role::IntakeOfficer, agency.id).is_empty());
        Ok(Health {
            checkpoint: self.store.checkpoint_latest().await?.map(|latest| latest.slot),
            notices_failed,
            notices_due,
            unheld: self.unheld().await?.len(),
            calendar_is_good: horizon <= domain::calendar::EQUATED_KNOWN_UNTIL,
            version: env!("CARGO_PKG_VERSION"),
            database: self.store.engine(),
            agencies_without_intake: without.map(|agency| agency.key.clone()).collect(),
        })
    }
}
