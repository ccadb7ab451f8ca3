//! The organisation as a tree, the people in it, and the roles they hold at a node for a term.

use crate::id::{OrgId, PersonId, RoleId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a node of the organisation is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeKind {
    /// The whole: it has the committee and serves all agencies.
    Ministry,
    /// A service or agency: a case belongs to one.
    Agency,
    /// A place of work of an agency.
    Location,
}

impl NodeKind {
    /// All kinds, from the top down.
    pub const ALL: [Self; 3] = [Self::Ministry, Self::Agency, Self::Location];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ministry => "ministry",
            Self::Agency => "agency",
            Self::Location => "location",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind that a node directly above must have; none for the top.
    #[must_use]
    pub const fn parent(self) -> Option<Self> {
        match self {
            Self::Ministry => None,
            Self::Agency => Some(Self::Ministry),
            Self::Location => Some(Self::Agency),
        }
    }
}

/// A node of the organisation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Node {
    /// Its identifier.
    pub id: OrgId,
    /// The node above; none for the ministry.
    pub parent: Option<OrgId>,
    /// What it is.
    pub kind: NodeKind,
    /// A short name for addresses and the API, such as `ind`.
    pub key: String,
    /// Its name in Dutch.
    pub name_nl: String,
    /// Its name in English.
    pub name_en: String,
}

/// What a person may be trusted with. A role gives the possibility of access; a dossier's key gives the access.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The designated independent official who receives and handles reports (*onafhankelijke functionaris*).
    IntakeOfficer,
    /// Confidential integrity adviser (*vertrouwenspersoon integriteit*).
    ConfidentialAdviser,
    /// Chairs the integrity committee.
    CommitteeChair,
    /// Member of the integrity committee.
    CommitteeMember,
    /// Secretary of the integrity committee.
    CommitteeSecretary,
    /// Investigates under a mandate.
    Investigator,
    /// The fixed contact for the care of a reporter.
    CareContact,
    /// The authority that decides (*bevoegd gezag*).
    CompetentAuthority,
    /// Owns a measure.
    MeasureOwner,
    /// Verifies that a measure was carried out.
    Verifier,
    /// Watches progress for the ministry.
    Monitor,
    /// Prepares documents for disclosure.
    DisclosureOfficer,
    /// Second reader of a disclosure.
    SecondReader,
    /// Named reader in the reading room.
    AuthorisedReader,
    /// Checks the decision process on its log.
    ProcessAuditor,
    /// Keeps the screening register.
    ScreeningOfficer,
    /// Checks the record.
    Auditor,
    /// Runs the machine and sets up the organisation; reads no case.
    Administrator,
}

impl Role {
    /// All roles, in the order of the manual.
    pub const ALL: [Self; 18] = [
        Self::IntakeOfficer,
        Self::ConfidentialAdviser,
        Self::CommitteeChair,
        Self::CommitteeMember,
        Self::CommitteeSecretary,
        Self::Investigator,
        Self::CareContact,
        Self::CompetentAuthority,
        Self::MeasureOwner,
        Self::Verifier,
        Self::Monitor,
        Self::DisclosureOfficer,
        Self::SecondReader,
        Self::AuthorisedReader,
        Self::ProcessAuditor,
        Self::ScreeningOfficer,
        Self::Auditor,
        Self::Administrator,
    ];

    /// The stable name used in storage, the API, sign-in names of the demo and text keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::IntakeOfficer => "intake-officer",
            Self::ConfidentialAdviser => "confidential-adviser",
            Self::CommitteeChair => "committee-chair",
            Self::CommitteeMember => "committee-member",
            Self::CommitteeSecretary => "committee-secretary",
            Self::Investigator => "investigator",
            Self::CareContact => "care-contact",
            Self::CompetentAuthority => "competent-authority",
            Self::MeasureOwner => "measure-owner",
            Self::Verifier => "verifier",
            Self::Monitor => "monitor",
            Self::DisclosureOfficer => "disclosure-officer",
            Self::SecondReader => "second-reader",
            Self::AuthorisedReader => "authorised-reader",
            Self::ProcessAuditor => "process-auditor",
            Self::ScreeningOfficer => "screening-officer",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    /// The role with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// One holding of a role: by whom, where and for what term.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Holding {
    /// Its identifier.
    pub id: RoleId,
    /// Who holds it.
    pub person: PersonId,
    /// What is held.
    pub role: Role,
    /// At which node; it counts for everything below.
    pub at: OrgId,
    /// The first day.
    pub from: Date,
    /// The last day, when there is one.
    pub until: Option<Date>,
}

impl Holding {
    /// Whether it counts on `today`.
    #[must_use]
    pub fn is_current(&self, today: Date) -> bool {
        self.from <= today && self.until.is_none_or(|until| today <= until)
    }
}

/// A member of staff, as far as rules need to know.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Person {
    /// The identifier.
    pub id: PersonId,
    /// The name, as colleagues write it.
    pub name: String,
    /// The unit in which this person works.
    pub unit: OrgId,
    /// The person to whom this one answers.
    pub superior: Option<PersonId>,
    /// Whether this person has taken up the account and so has keys.
    pub active: bool,
}

/// The staff, the tree and the roles on one day: what the rules about people look at.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// The day for which roles count.
    pub today: Date,
    nodes: BTreeMap<OrgId, Node>,
    people: BTreeMap<PersonId, Person>,
    holdings: Vec<Holding>,
}

impl Organisation {
    /// Puts together what the rules look at.
    #[must_use]
    pub fn new(today: Date, nodes: Vec<Node>, people: Vec<Person>, holdings: Vec<Holding>) -> Self {
        Self {
            today,
            nodes: nodes.into_iter().map(|node| (node.id, node)).collect(),
            people: people.into_iter().map(|person| (person.id, person)).collect(),
            holdings,
        }
    }

    /// The node with this identifier.
    #[must_use]
    pub fn node(&self, id: OrgId) -> Option<&Node> {
        self.nodes.get(&id)
    }

    /// The node with this key.
    #[must_use]
    pub fn node_by_key(&self, key: &str) -> Option<&Node> {
        self.nodes.values().find(|node| node.key == key)
    }

    /// All nodes.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.values()
    }

    /// The agencies, by name.
    #[must_use]
    pub fn agencies(&self) -> Vec<&Node> {
        let mut agencies: Vec<_> = self.nodes.values().filter(|node| node.kind == NodeKind::Agency).collect();
        agencies.sort_by(|a, b| a.name_nl.cmp(&b.name_nl));
        agencies
    }

    /// Whether this is an agency, to which a case can belong.
    #[must_use]
    pub fn is_agency(&self, id: OrgId) -> bool {
        self.nodes.get(&id).is_some_and(|node| node.kind == NodeKind::Agency)
    }

    /// The person with this identifier.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(&id)
    }

    /// All people.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// All holdings, current or not.
    #[must_use]
    pub fn holdings(&self) -> &[Holding] {
        &self.holdings
    }

    /// `node` and everything above it, from the bottom up. A loop in the data ends the walk.
    #[must_use]
    pub fn path(&self, node: OrgId) -> Vec<OrgId> {
        let mut path = Vec::new();
        let mut next = Some(node);
        while let Some(id) = next {
            if path.contains(&id) {
                break;
            }
            path.push(id);
            next = self.nodes.get(&id).and_then(|node| node.parent);
        }
        path
    }

    /// Whether this person holds this role today at `node` or above it.
    #[must_use]
    pub fn holds(&self, person: PersonId, role: Role, node: OrgId) -> bool {
        let path = self.path(node);
        self.holdings
            .iter()
            .any(|h| h.person == person && h.role == role && h.is_current(self.today) && path.contains(&h.at))
    }

    /// The roles that this person holds today anywhere.
    #[must_use]
    pub fn roles_of(&self, person: PersonId) -> BTreeSet<Role> {
        self.holdings.iter().filter(|h| h.person == person && h.is_current(self.today)).map(|h| h.role).collect()
    }

    /// Active people who hold this role today for `node`, the nearest node first: those at the node itself before
    /// those above it.
    #[must_use]
    pub fn holders(&self, role: Role, node: OrgId) -> Vec<PersonId> {
        let mut found = Vec::new();
        for level in self.path(node) {
            for holding in &self.holdings {
                let counts = holding.role == role && holding.at == level && holding.is_current(self.today);
                let active = self.people.get(&holding.person).is_some_and(|person| person.active);
                if counts && active && !found.contains(&holding.person) {
                    found.push(holding.person);
                }
            }
        }
        found
    }

    /// The people above this one in the line of management, nearest first. A loop in the data ends the walk.
    #[must_use]
    pub fn superiors(&self, person: PersonId) -> Vec<PersonId> {
        let mut line = Vec::new();
        let mut next = self.people.get(&person).and_then(|p| p.superior);
        while let Some(id) = next {
            if id == person || line.contains(&id) {
                break;
            }
            line.push(id);
            next = self.people.get(&id).and_then(|p| p.superior);
        }
        line
    }
}
