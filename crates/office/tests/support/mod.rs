//! An installation to play with: a ministry, two agencies, people with roles and keys, and a clock that can be set.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, reason = "shared by tests that use parts of it")]
#![expect(clippy::allow_attributes, reason = "whether a part is used differs by test")]

use domain::id::{OrgId, PersonId};
use domain::people::{NodeKind, Role};
use domain::report::{Answers, Channel, Identity, IdentityMode, Language, NewReport};
use office::people::{NewNode, NewPerson};
use office::setup::Beginning;
use office::sign_in::Staff;
use office::{Mail, Office, SetClock, Settings, setup};
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use store::{Blobs, Database, Store};

pub const PASSPHRASE: &str = "een lange zin over torens";
pub const START: &str = "2026-11-02T09:00:00Z";

pub struct World {
    pub office: Office,
    pub clock: Arc<SetClock>,
    pub dir: tempfile::TempDir,
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

pub async fn store(dir: &Path) -> Store {
    let database = Database::Sqlite(dir.join("belfry.db"));
    Store::open(&database, &Blobs::Dir(dir.join("files"))).await.unwrap()
}

impl World {
    /// A ministry `jv` with agencies `ind` and `dji`; two intake officers at `ind`, one at `dji`, one at the ministry; a
    /// chair, a secretary, a member; an administrator.
    pub async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
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
        let opened = store(dir.path()).await;
        let (office, begun) =
            setup::init(dir.path(), settings(), opened, clock.clone(), words, beginning).await.unwrap();
        let mut world = Self {
            office,
            clock,
            dir,
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

    pub async fn staff(&self, label: &str) -> Staff {
        let name = &self.people[label].1;
        let code = vault::totp::code_at(&self.secrets[name], self.seconds());
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
