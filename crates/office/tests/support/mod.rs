//! An installation to play with: a ministry, two agencies, people with roles and keys, and a clock that can be set.
//! [`on_both`] plays a test on SQLite and on PostgreSQL.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "shared by tests that use parts of it"
)]

pub mod place;
#[path = "../../../store/src/tests/postgres.rs"]
mod postgres;

use domain::Refusal;
use domain::first_phase::{Answer as Say, Assessment, Element, Finding, Outcome};
use domain::id::{DossierId, OrgId, PersonId};
use domain::people::{NodeKind, Role};
use domain::report::{Answers, Channel, Identity, IdentityMode, Language, NewReport};
use office::Error;
use office::inbox::InboxFilter;
use office::people::{NewNode, NewPerson};
use office::setup::Beginning;
use office::sign_in::Staff;
use office::{Mail, Office, SetClock, Settings, setup};
pub use place::Place;
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::sync::Arc;

pub const PASSPHRASE: &str = "een lange zin over torens";
pub const START: &str = "2026-11-02T09:00:00Z";

pub struct World {
    pub office: Office,
    pub clock: Arc<SetClock>,
    pub place: Place,
    pub nodes: BTreeMap<&'static str, OrgId>,
    pub people: BTreeMap<&'static str, (PersonId, String)>,
    pub shares: Vec<String>,
    secrets: BTreeMap<String, [u8; 20]>,
}

pub fn settings() -> Settings {
    Settings {
        tenant: "test.belfry.example".into(),
        name: "Ministerie van Proef".into(),
        base_url: "http://127.0.0.1:8080".into(),
        leave_url: "https://www.example.org".into(),
        onion: None,
        mail: Mail::Memory,
        demo: None,
    }
}

pub fn words(template: office::notice::Template, _: Language, url: &str) -> (String, String) {
    (template.name().into(), format!("Er is iets nieuws: {url}"))
}

/// The same test for both databases.
#[macro_export]
macro_rules! on_both {
    ($($(#[$doc:meta])* async fn $name:ident($world:ident) $body:block)*) => {
        $(
        $(#[$doc])*
        async fn $name($world: $crate::support::World) $body

        mod $name {
            use $crate::support::{Place, World};

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name(World::at(Place::sqlite()).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$name(World::at(Place::postgres().await).await).await;
            }
        }
        )*
    };
}

impl World {
    /// On SQLite, for what has nothing to do with the database.
    pub async fn new() -> Self {
        Self::at(Place::sqlite()).await
    }

    /// A ministry `jv` with agencies `ind` and `dji`; two intake officers at `ind`, one at `dji`, one at the ministry; a
    /// chair, a secretary, a member; an administrator.
    pub async fn at(place: Place) -> Self {
        let clock = Arc::new(SetClock::new(START.parse().unwrap()));
        let beginning = Beginning {
            key: "jv".into(),
            name_nl: "Ministerie".into(),
            name_en: "Ministry".into(),
            sign_in: "administrator@jv.example".into(),
            name: "Bram de Wit".into(),
            needed: 2,
            made: 3,
            language: Language::Nl,
        };
        let opened = place.open().await;
        let (office, begun) =
            setup::init(&place.dir(), settings(), opened, clock.clone(), words, beginning).await.unwrap();
        let mut world = Self {
            office,
            clock,
            place,
            nodes: BTreeMap::from([("jv", begun.top)]),
            people: BTreeMap::new(),
            shares: begun.shares.iter().map(|share| share.to_string()).collect(),
            secrets: BTreeMap::new(),
        };
        world.take_up(&begun.invitation).await;
        let administrator = ("administrator", (begun.administrator, "administrator@jv.example".to_owned()));
        world.people.insert(administrator.0, administrator.1);
        world.furnish().await;
        world
    }

    async fn furnish(&mut self) {
        let admin = self.staff("administrator").await;
        for (key, name) in [("ind", "Immigratiedienst"), ("dji", "Inrichtingen")] {
            let node = NewNode {
                parent: self.nodes.get("jv").copied(),
                kind: NodeKind::Agency,
                key: key.into(),
                name_nl: name.into(),
                name_en: name.into(),
            };
            let id = self.office.add_node(&admin, node).await.unwrap();
            self.nodes.insert(key, id);
        }
        for (label, name, role, at) in [
            ("anna", "Anna Verhoeven", Role::IntakeOfficer, "ind"),
            ("karim", "Karim el Idrissi", Role::IntakeOfficer, "ind"),
            ("petra", "Petra Zijlstra", Role::IntakeOfficer, "dji"),
            ("joke", "Joke Terpstra", Role::IntakeOfficer, "jv"),
            ("chair", "Henk Oldenburg", Role::CommitteeChair, "jv"),
            ("secretary", "Mei Chen", Role::CommitteeSecretary, "jv"),
            ("member", "Roos Lindeman", Role::CommitteeMember, "jv"),
        ] {
            self.add_person(&admin, label, name, role, at).await;
        }
    }

    pub async fn add_person(&mut self, admin: &Staff, label: &'static str, name: &str, role: Role, at: &str) {
        let person = NewPerson {
            sign_in: format!("{label}@{at}.example"),
            name: name.into(),
            email: Some(format!("{label}@{at}.example")),
            unit: self.nodes[at],
            superior: None,
            language: Language::Nl,
        };
        let (id, token) = self.office.invite(admin, person).await.unwrap();
        self.take_up(&token).await;
        let today = self.office.today();
        self.office.give_role(admin, id, role, self.nodes[at], today, None).await.unwrap();
        self.people.insert(label, (id, format!("{label}@{at}.example")));
    }

    pub async fn take_up(&mut self, token: &str) {
        let view = self.office.invitation(token).await.unwrap();
        let secret = base32(&view.totp_secret);
        let code = vault::totp::code_at(&secret, self.seconds());
        self.office.accept(token, SecretString::from(PASSPHRASE), &code).await.unwrap();
        self.secrets.insert(view.sign_in, secret);
        // The code was used up; the next sign-in needs the next one.
        self.wait_seconds(30);
    }

    pub fn seconds(&self) -> u64 {
        u64::try_from(self.office.now().as_second()).unwrap()
    }

    pub fn wait_seconds(&self, seconds: i64) {
        self.clock.set(self.office.now() + jiff::SignedDuration::from_secs(seconds));
    }

    pub fn wait_days(&self, days: i64) {
        self.wait_seconds(days * 86_400);
    }

    pub fn id(&self, label: &str) -> PersonId {
        self.people[label].0
    }

    /// Another node on the same database, or the same installation after another start.
    pub async fn node(&self) -> Office {
        setup::open(&self.place.dir(), settings(), self.place.open().await, self.clock.clone(), words).await.unwrap()
    }

    /// The one-time code that somebody's app shows now.
    pub fn code(&self, label: &str) -> String {
        vault::totp::code_at(&self.secrets[&self.people[label].1], self.seconds())
    }

    pub async fn staff(&self, label: &str) -> Staff {
        let name = &self.people[label].1;
        let code = self.code(label);
        let staff = self.office.staff_by_sign_in(name, SecretString::from(PASSPHRASE), &code).await.unwrap();
        self.wait_seconds(30);
        staff
    }
}

fn base32(text: &str) -> [u8; 20] {
    const SYMBOLS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String =
        text.chars().filter(|c| !c.is_whitespace()).map(|c| format!("{:05b}", SYMBOLS.find(c).unwrap())).collect();
    let bytes: Vec<u8> =
        bits.as_bytes().chunks(8).map(|b| u8::from_str_radix(std::str::from_utf8(b).unwrap(), 2).unwrap()).collect();
    bytes.try_into().unwrap()
}

pub fn report(what: &str) -> NewReport {
    NewReport {
        agency: "ind".into(),
        channel: Channel::Abuse,
        identity: IdentityMode::Anonymous,
        language: Language::Nl,
        answers: Answers { what: what.into(), ..Answers::default() },
        who: None,
        files: vec![],
    }
}

pub fn known(what: &str, identity: IdentityMode) -> NewReport {
    let who = Some(Identity { name: "Fatma Demir".into(), contact: "06 12345678".into() });
    NewReport { identity, who, ..report(what) }
}

/// A reporter who came in with the code.
pub async fn back(world: &World, code: &str) -> office::receipt::Reporter {
    let token = world.office.open_receipt(code).await.unwrap();
    world.office.reporter(&token).await.unwrap()
}

/// The one case that somebody has in the inbox.
pub async fn only_case(world: &World, label: &str) -> DossierId {
    let staff = world.staff(label).await;
    let page = world.office.inbox(&staff, &InboxFilter::default(), None).await.unwrap();
    assert_eq!(page.items.len(), 1, "{label} has one case");
    page.items[0].dossier
}

/// A whole assessment; `say` answers whether the public interest is at stake.
pub fn assessment(say: Say, otherwise: Option<Outcome>) -> Assessment {
    let finding = |element| Finding {
        element,
        answer: if element == Element::PublicInterest { say } else { Say::Yes },
        reason: "De melder werkt er en zag het zelf.".into(),
        ask: if say == Say::Unclear { "Hoe vaak is dit gebeurd?".into() } else { String::new() },
    };
    Assessment { findings: Element::ALL.into_iter().map(finding).collect(), otherwise, risk: String::new() }
}

/// The refusal that an act ended in.
pub fn refusal<T>(result: office::Answer<T>) -> Refusal {
    match result {
        Err(Error::Refusal(refusal)) => refusal,
        Err(Error::Fault(fault)) => panic!("a fault: {fault}"),
        Ok(_) => panic!("it was done"),
    }
}
