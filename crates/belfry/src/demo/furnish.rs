//! Setting the demo's organisation up: the tree, the people with their keys, the roles, the texts.

use super::PASSPHRASE;
use super::organisation::{self, Organisation, Person};
use super::story::day;
use domain::id::{OrgId, PersonId};
use domain::people::Role;
use domain::report::Language;
use jiff::civil::Date;
use office::people::{NewNode, NewPerson};
use office::setup::{self, Beginning};
use office::sign_in::Staff;
use office::{Clock as _, Office, SetClock, Settings, SystemClock};
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use store::Store;

type Made<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How many days before today the organisation is set up: before everything that the stories tell.
const DAYS_BEFORE: i32 = -160;

/// The organisation at work, with everybody signed in.
pub(super) struct Furnished {
    pub office: Office,
    pub clock: Arc<SetClock>,
    pub today: Date,
    pub staff: BTreeMap<String, Staff>,
    pub people: BTreeMap<String, PersonId>,
    pub nodes: BTreeMap<String, OrgId>,
    pub shares: Vec<String>,
    organisation: Organisation,
}

impl Furnished {
    /// Name to sign in with, name and roles of everybody who can sign in.
    pub fn signs_in(&self) -> Vec<(String, String, String)> {
        let able = self.organisation.people.iter().filter(|person| person.account);
        able.map(|person| {
            let roles: Vec<_> =
                person.roles.iter().map(|held| format!("{} at {}", held.role.name(), held.at)).collect();
            (person.sign_in.clone(), person.name.clone(), roles.join(", "))
        })
        .collect()
    }
}

struct Furnishing {
    office: Office,
    clock: Arc<SetClock>,
    totp: [u8; 20],
    today: Date,
}

/// Sets everything up, some months before today.
pub(super) async fn furnish(dir: &Path, settings: Settings, store: Store) -> Made<Furnished> {
    let organisation = organisation::read()?;
    let now = SystemClock.now();
    let today = domain::calendar::legal_day(now);
    let start = day(today, DAYS_BEFORE).at(9, 0, 0, 0).in_tz(domain::calendar::ZONE)?.timestamp();
    let clock = Arc::new(SetClock::new(start));
    let administrator = administrator(&organisation)?;
    let top = organisation.nodes.iter().find(|node| node.parent.is_none()).ok_or("the demo has no top")?;
    let beginning = Beginning {
        key: top.key.clone(),
        name_nl: top.name_nl.clone(),
        name_en: top.name_en.clone(),
        sign_in: administrator.sign_in.clone(),
        name: administrator.name.clone(),
        needed: 2,
        made: 3,
        language: administrator.language,
    };
    let totp = settings.demo.as_ref().map(|demo| demo.totp).ok_or("not a demo")?;
    let (office, begun) = setup::init(dir, settings, store, clock.clone(), web::notice_words, beginning).await?;
    let furnishing = Furnishing { office: office.clone(), clock: clock.clone(), totp, today };
    furnishing.accept(&begun.invitation).await?;
    let admin = furnishing.sign_in(&administrator.sign_in).await?;
    let nodes = furnishing.nodes(&admin, &organisation, begun.top, &top.key).await?;
    let mut people = BTreeMap::from([(administrator.sign_in.clone(), begun.administrator)]);
    furnishing.people(&admin, &organisation, &nodes, &mut people).await?;
    furnishing.texts(&admin, &organisation, &nodes).await?;
    let mut staff = BTreeMap::new();
    for person in organisation.people.iter().filter(|person| person.account) {
        staff.insert(person.sign_in.clone(), furnishing.sign_in(&person.sign_in).await?);
    }
    let shares = begun.shares.iter().map(|share| share.to_string()).collect();
    Ok(Furnished { office, clock, today, staff, people, nodes, shares, organisation })
}

fn administrator(organisation: &Organisation) -> Made<&Person> {
    let mut people = organisation.people.iter();
    let found = people.find(|person| person.roles.iter().any(|held| held.role == Role::Administrator));
    Ok(found.ok_or("the demo has no administrator")?)
}

impl Furnishing {
    /// A one-time code serves once, so time goes on by its length.
    fn code(&self) -> String {
        let now = self.office.now();
        self.clock.set(now + jiff::SignedDuration::from_secs(30));
        vault::totp::code_at(&self.totp, u64::try_from(self.office.now().as_second()).unwrap_or_default())
    }

    async fn accept(&self, token: &str) -> Made<()> {
        Ok(self.office.accept(token, SecretString::from(PASSPHRASE), &self.code()).await?)
    }

    async fn sign_in(&self, name: &str) -> Made<Staff> {
        Ok(self.office.staff_by_sign_in(name, SecretString::from(PASSPHRASE), &self.code()).await?)
    }

    async fn nodes(
        &self,
        admin: &Staff,
        organisation: &Organisation,
        top: OrgId,
        top_key: &str,
    ) -> Made<BTreeMap<String, OrgId>> {
        let mut nodes = BTreeMap::from([(top_key.to_owned(), top)]);
        for node in organisation.nodes.iter().filter(|node| node.parent.is_some()) {
            let new = NewNode {
                parent: node.parent.as_ref().and_then(|key| nodes.get(key).copied()),
                kind: node.kind,
                key: node.key.clone(),
                name_nl: node.name_nl.clone(),
                name_en: node.name_en.clone(),
            };
            nodes.insert(node.key.clone(), self.office.add_node(admin, new).await?);
        }
        Ok(nodes)
    }

    async fn people(
        &self,
        admin: &Staff,
        organisation: &Organisation,
        nodes: &BTreeMap<String, OrgId>,
        people: &mut BTreeMap<String, PersonId>,
    ) -> Made<()> {
        let node = |key: &str| nodes.get(key).copied().ok_or_else(|| format!("the demo has no node {key}"));
        for person in &organisation.people {
            let superior = person.superior.as_ref().and_then(|superior| people.get(superior).copied());
            let unit = node(&person.unit)?;
            let id = match people.get(&person.sign_in) {
                Some(id) => {
                    self.office.set_place(admin, *id, unit, superior).await?;
                    *id
                }
                None => self.invite(admin, person, unit, superior).await?,
            };
            people.insert(person.sign_in.clone(), id);
            for held in person.roles.iter().filter(|held| held.role != Role::Administrator) {
                let (from, until) = held.term(self.today);
                self.office.give_role(admin, id, held.role, node(&held.at)?, from, until).await?;
            }
        }
        Ok(())
    }

    async fn invite(&self, admin: &Staff, person: &Person, unit: OrgId, superior: Option<PersonId>) -> Made<PersonId> {
        let new = NewPerson {
            sign_in: person.sign_in.clone(),
            name: person.name.clone(),
            email: person.account.then(|| person.sign_in.clone()),
            unit,
            superior,
            language: person.language,
        };
        let (id, token) = self.office.invite(admin, new).await?;
        if person.account {
            self.accept(&token).await?;
        }
        Ok(id)
    }

    async fn texts(&self, admin: &Staff, organisation: &Organisation, nodes: &BTreeMap<String, OrgId>) -> Made<()> {
        for text in &organisation.texts {
            let agency = nodes.get(&text.agency).copied().ok_or("the demo has a text for no agency")?;
            self.office.set_text(admin, agency, &text.key, Language::Nl, &text.nl).await?;
            self.office.set_text(admin, agency, &text.key, Language::En, &text.en).await?;
        }
        Ok(())
    }
}
