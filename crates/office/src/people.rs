//! The organisation: its tree, its people, their roles. What administrators do, and nothing that opens a case.

use crate::Office;
use crate::error::{Answer, Error, Fault};
use crate::sign_in::{SessionKind, Staff, TOTP, seal_identity};
use domain::Refusal;
use domain::access::{self, Act};
use domain::case::Actor;
use domain::id::{OrgId, PersonId, RoleId};
use domain::people::{Holding, Node, NodeKind, Organisation, Person, Role};
use domain::policy;
use domain::refusal::{FieldError, Problems};
use domain::report::Language;
use jiff::civil::Date;
use secrecy::SecretString;
use serde_json::json;
use store::{InviteRow, OrgRow, PersonRow, RoleRow, Store, Write};
use vault::person::Identity;
use vault::session::Token;

/// How long an invitation can be taken up, in microseconds: seven days.
const INVITATION: i64 = 7 * 86_400_000_000;
const INVITED_TOTP: &str = "belfry/invited-totp/v1";

/// A node to be added to the tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewNode {
    /// The node above.
    pub parent: Option<OrgId>,
    /// What it is.
    pub kind: NodeKind,
    /// The short name for addresses and the API.
    pub key: String,
    /// The name in Dutch.
    pub name_nl: String,
    /// The name in English.
    pub name_en: String,
}

/// A person to be invited.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPerson {
    /// The name used to sign in.
    pub sign_in: String,
    /// The name as colleagues write it.
    pub name: String,
    /// Where notices go; none for no notices.
    pub email: Option<String>,
    /// The unit in which this person works.
    pub unit: OrgId,
    /// The person to whom this one answers.
    pub superior: Option<PersonId>,
    /// The language of the pages.
    pub language: Language,
}

/// What somebody sees who takes up an invitation.
pub struct InvitationView {
    /// The name.
    pub name: String,
    /// The name used to sign in.
    pub sign_in: String,
    /// The secret for the app, for who types it.
    pub totp_secret: String,
    /// The address for the app, as a QR code shows it.
    pub totp_uri: String,
}

/// A person as the administrator sees them.
#[derive(Clone, Debug)]
pub struct PersonView {
    /// The person.
    pub person: Person,
    /// The name used to sign in.
    pub sign_in: String,
    /// The address for notices.
    pub email: Option<String>,
    /// `invited`, `active` or `left`.
    pub state: String,
    /// The roles, current and coming.
    pub holdings: Vec<Holding>,
}

/// Reads the tree, the staff and the roles for one day.
pub(crate) async fn read_organisation(store: &Store, today: Date) -> Answer<Organisation> {
    let broken = |what: &str| Error::Fault(Fault::new(&format!("a stored {what} cannot be read")));
    let mut nodes = Vec::new();
    for row in store.org_tree().await? {
        let kind = NodeKind::named(&row.kind).ok_or_else(|| broken("kind of node"))?;
        let OrgRow { id, parent, key, name_nl, name_en, .. } = row;
        nodes.push(Node { id, parent, kind, key, name_nl, name_en });
    }
    let people = store.people().await?.into_iter().map(|row| person_of(&row)).collect();
    let mut holdings = Vec::new();
    for row in store.roles().await? {
        let role = Role::named(&row.role).ok_or_else(|| broken("role"))?;
        let date = |text: &str| text.parse::<Date>().map_err(|_| broken("date"));
        let until = row.ended_on.as_deref().or(row.until_on.as_deref()).map(date).transpose()?;
        holdings.push(Holding { id: row.id, person: row.person, role, at: row.org, from: date(&row.from_on)?, until });
    }
    Ok(Organisation::new(today, nodes, people, holdings))
}

fn person_of(row: &PersonRow) -> Person {
    Person { id: row.id, name: row.name.clone(), unit: row.unit, superior: row.superior, active: row.state == "active" }
}

fn check_key(problems: &mut Problems, key: &str) {
    let fits = !key.is_empty()
        && key.len() <= 40
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    problems.when(!fits, FieldError::new("key", "key-form"));
}

impl Office {
    async fn administrator(&self, staff: &Staff, act: Act) -> Answer<std::sync::Arc<Organisation>> {
        let organisation = self.organisation().await?;
        access::may(act, staff.id, None, &organisation)?;
        Ok(organisation)
    }

    /// Adds a node to the tree.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], or the fields that are wrong.
    pub async fn add_node(&self, staff: &Staff, node: NewNode) -> Answer<OrgId> {
        let organisation = self.administrator(staff, Act::ManageOrganisation).await?;
        let mut problems = Problems::default();
        check_key(&mut problems, &node.key);
        problems.when(organisation.node_by_key(&node.key).is_some(), FieldError::new("key", "key-taken"));
        problems.text("name_nl", &node.name_nl, policy::LONGEST_LINE);
        problems.text("name_en", &node.name_en, policy::LONGEST_LINE);
        let above = node.parent.and_then(|parent| organisation.node(parent)).map(|parent| parent.kind);
        problems.when(above != node.kind.parent(), FieldError::new("parent", "wrong-parent"));
        problems.finish()?;
        let id = OrgId(vault::random::uuid());
        let row = OrgRow {
            id,
            parent: node.parent,
            kind: node.kind.name().into(),
            key: node.key,
            name_nl: node.name_nl,
            name_en: node.name_en,
        };
        let facts = json!({ "node": id, "parent": node.parent, "type": row.kind });
        self.record(Actor::Person(staff.id), "node-added", facts, vec![Write::PutOrg(row)]).await?;
        Ok(id)
    }

    /// Renames a node.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], [`Refusal::NotFound`], or the fields that are wrong.
    pub async fn rename_node(&self, staff: &Staff, id: OrgId, name_nl: &str, name_en: &str) -> Answer<()> {
        let organisation = self.administrator(staff, Act::ManageOrganisation).await?;
        let node = organisation.node(id).ok_or(Error::Refusal(Refusal::NotFound))?;
        let mut problems = Problems::default();
        problems.text("name_nl", name_nl, policy::LONGEST_LINE);
        problems.text("name_en", name_en, policy::LONGEST_LINE);
        problems.finish()?;
        let row = OrgRow {
            id,
            parent: node.parent,
            kind: node.kind.name().into(),
            key: node.key.clone(),
            name_nl: name_nl.to_owned(),
            name_en: name_en.to_owned(),
        };
        let facts = json!({ "node": id });
        self.record(Actor::Person(staff.id), "node-renamed", facts, vec![Write::PutOrg(row)]).await
    }

    /// Invites a person. Gives the token of the one-time link, which the administrator hands over.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], or the fields that are wrong.
    pub async fn invite(&self, staff: &Staff, person: NewPerson) -> Answer<(PersonId, String)> {
        let organisation = self.administrator(staff, Act::ManagePeople).await?;
        self.check_person(&person, &organisation).await?;
        self.invite_checked(Actor::Person(staff.id), person).await
    }

    async fn check_person(&self, person: &NewPerson, organisation: &Organisation) -> Answer<()> {
        let sign_in = person.sign_in.trim().to_lowercase();
        let mut problems = Problems::default();
        problems.text("sign_in", &sign_in, policy::LONGEST_LINE);
        problems.when(sign_in.chars().any(char::is_whitespace), FieldError::new("sign_in", "no-spaces"));
        problems.text("name", &person.name, policy::LONGEST_LINE);
        problems.when(organisation.node(person.unit).is_none(), FieldError::new("unit", "unknown-node"));
        let known = person.superior.is_none_or(|superior| organisation.person(superior).is_some());
        problems.when(!known, FieldError::new("superior", "unknown-person"));
        let address_fits = person.email.as_deref().is_none_or(|email| email.parse::<lettre::Address>().is_ok());
        problems.when(!address_fits, FieldError::new("email", "not-an-email"));
        let taken = self.store.person_by_sign_in(&sign_in).await?.is_some();
        problems.when(taken, FieldError::new("sign_in", "sign-in-taken"));
        Ok(problems.finish()?)
    }

    pub(crate) async fn invite_checked(&self, by: Actor, person: NewPerson) -> Answer<(PersonId, String)> {
        let id = PersonId(vault::random::uuid());
        let row = PersonRow {
            id,
            sign_in: person.sign_in.trim().to_lowercase(),
            name: person.name.trim().to_owned(),
            email: person.email,
            unit: person.unit,
            superior: person.superior,
            state: "invited".into(),
            language: person.language.name().into(),
            recipient: None,
            sealed_identity: None,
            salt: None,
            verifier: None,
            totp: None,
            totp_step: None,
        };
        let (token, invite) = self.new_invitation(id)?;
        let facts = json!({ "person": id, "unit": row.unit, "superior": row.superior });
        self.record(by, "person-invited", facts, vec![Write::PutPerson(row), invite]).await?;
        Ok((id, token))
    }

    /// A new one-time link for somebody who did not take up the last one, or who lost their passphrase or their app. An
    /// active person gets new keys by it, and must be given their cases again by a colleague who holds them.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], [`Refusal::NotFound`].
    pub async fn invite_again(&self, staff: &Staff, person: PersonId) -> Answer<String> {
        self.administrator(staff, Act::ManagePeople).await?;
        let row = self.store.person(person).await?.filter(|row| row.state != "left");
        row.ok_or(Error::Refusal(Refusal::NotFound))?;
        let (token, invite) = self.new_invitation(person)?;
        let facts = json!({ "person": person });
        self.record(Actor::Person(staff.id), "person-invited-again", facts, vec![invite]).await?;
        Ok(token)
    }

    fn new_invitation(&self, person: PersonId) -> Answer<(String, Write)> {
        let token = Token::generate();
        let secret = self.settings.demo.as_ref().map_or_else(vault::totp::new_secret, |demo| demo.totp);
        let invite = Write::PutInvite(InviteRow {
            token_hash: token.id_hash(),
            person,
            expires: self.now().as_microsecond() + INVITATION,
            totp: vault::seal::seal_small(&token.key, INVITED_TOTP, &secret)?,
        });
        Ok((token.encode().to_string(), invite))
    }

    async fn invitation_row(&self, token: &str) -> Answer<(Token, InviteRow, PersonRow)> {
        let gone = || Error::Refusal(Refusal::Rule("invitation-gone"));
        let token = Token::decode(token).ok_or_else(gone)?;
        let invite = self.store.invite(&token.id_hash()).await?;
        let invite = invite.filter(|row| self.now().as_microsecond() < row.expires).ok_or_else(gone)?;
        let person = self.store.person(invite.person).await?.filter(|row| row.state != "left");
        Ok((token, invite, person.ok_or_else(gone)?))
    }

    /// What an invitation shows.
    ///
    /// # Errors
    /// `invitation-gone` when it was used, has passed or never was.
    pub async fn invitation(&self, token: &str) -> Answer<InvitationView> {
        let (token, invite, person) = self.invitation_row(token).await?;
        let secret = open_totp(&token, &invite)?;
        Ok(InvitationView {
            totp_secret: vault::totp::base32(&secret).to_string(),
            totp_uri: vault::totp::uri(&secret, &self.settings.name, &person.sign_in).to_string(),
            name: person.name,
            sign_in: person.sign_in,
        })
    }

    /// Takes up an invitation: makes the person's keys, sealed under their own passphrase.
    ///
    /// # Errors
    /// `invitation-gone`; what is wrong with the passphrase or the code, as fields.
    pub async fn accept(&self, token: &str, passphrase: SecretString, code: &str) -> Answer<()> {
        let (token, invite, person) = self.invitation_row(token).await?;
        self.check_passphrase(&passphrase, &[&person.name, &person.sign_in])?;
        let secret = open_totp(&token, &invite)?;
        let seconds = u64::try_from(self.now().as_second()).unwrap_or_default();
        let step = vault::totp::check(&secret, code, seconds, None);
        let step = step.ok_or(Error::Refusal(Refusal::field("code", "code-wrong")))?;
        let salt: [u8; 16] = vault::random::bytes();
        let derived = self.derive_passphrase(passphrase, salt).await?;
        let identity = Identity::generate();
        let writes = vec![
            Write::UseInvite { token_hash: token.id_hash() },
            Write::SetCredentials {
                person: person.id,
                salt,
                verifier: derived.verifier,
                sealed_identity: seal_identity(&derived, &identity)?,
                recipient: identity.recipient().to_bytes(),
                totp: vault::seal::seal_small(&derived.unlock, TOTP, &secret)?,
                totp_step: i64::try_from(step).ok(),
            },
            Write::SetPersonState { person: person.id, state: "active".into() },
            Write::DropSessionsOf { person: person.id },
            Write::DropWrapsOf { holder: person.id },
            Write::DropInboxOf { person: person.id },
        ];
        let facts = json!({ "person": person.id });
        self.record(Actor::Person(person.id), "account-taken-up", facts, writes).await
    }

    /// Gives a role at a node for a term.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], or the fields that are wrong.
    pub async fn give_role(
        &self,
        staff: &Staff,
        person: PersonId,
        role: Role,
        at: OrgId,
        from: Date,
        until: Option<Date>,
    ) -> Answer<RoleId> {
        let organisation = self.administrator(staff, Act::ManagePeople).await?;
        let mut problems = Problems::default();
        problems.when(organisation.person(person).is_none(), FieldError::new("person", "unknown-person"));
        problems.when(organisation.node(at).is_none(), FieldError::new("at", "unknown-node"));
        problems.when(until.is_some_and(|until| until < from), FieldError::new("until", "before-start"));
        // Who sets up the organisation reads no case: the two are kept apart, also for a role that is still to begin.
        let today = organisation.today;
        let held: Vec<Role> = organisation
            .holdings()
            .iter()
            .filter(|held| held.person == person && held.until.is_none_or(|until| until >= today))
            .map(|held| held.role)
            .collect();
        let mixes = |role: Role| role != Role::Administrator && role != Role::Auditor;
        let clash = (role == Role::Administrator && held.iter().any(|held| mixes(*held)))
            || (held.contains(&Role::Administrator) && mixes(role));
        problems.when(clash, FieldError::new("role", "administrator-apart"));
        problems.finish()?;
        self.give_role_checked(Actor::Person(staff.id), person, role, at, from, until).await
    }

    pub(crate) async fn give_role_checked(
        &self,
        by: Actor,
        person: PersonId,
        role: Role,
        at: OrgId,
        from: Date,
        until: Option<Date>,
    ) -> Answer<RoleId> {
        let id = RoleId(vault::random::uuid());
        let row = RoleRow {
            id,
            person,
            role: role.name().into(),
            org: at,
            from_on: from.to_string(),
            until_on: until.map(|day| day.to_string()),
            ended_on: None,
        };
        let facts = json!({ "role": role, "person": person, "at": at, "from": from, "until": until });
        self.record(by, "role-given", facts, vec![Write::PutRole(row)]).await?;
        Ok(id)
    }

    /// Ends a role: yesterday was its last day.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], [`Refusal::NotFound`], `last-administrator`.
    pub async fn end_role(&self, staff: &Staff, role: RoleId) -> Answer<()> {
        let organisation = self.administrator(staff, Act::ManagePeople).await?;
        let holding = organisation.holdings().iter().find(|holding| holding.id == role);
        let holding = holding.ok_or(Error::Refusal(Refusal::NotFound))?;
        if holding.role == Role::Administrator && administrators(&organisation) < 2 {
            return Err(Refusal::Rule("last-administrator").into());
        }
        let facts = json!({ "role": holding.role, "person": holding.person, "at": holding.at });
        let write = Write::EndRole { role, on: self.yesterday() };
        self.record(Actor::Person(staff.id), "role-ended", facts, vec![write]).await
    }

    fn yesterday(&self) -> String {
        self.today().yesterday().unwrap_or_else(|_| self.today()).to_string()
    }

    /// Changes where a person works and to whom they answer: what the conflict check looks at.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], or the fields that are wrong.
    pub async fn set_place(
        &self,
        staff: &Staff,
        person: PersonId,
        unit: OrgId,
        superior: Option<PersonId>,
    ) -> Answer<()> {
        let organisation = self.administrator(staff, Act::ManagePeople).await?;
        let mut problems = Problems::default();
        problems.when(organisation.person(person).is_none(), FieldError::new("person", "unknown-person"));
        problems.when(organisation.node(unit).is_none(), FieldError::new("unit", "unknown-node"));
        let loops = superior.is_some_and(|above| above == person || organisation.superiors(above).contains(&person));
        problems.when(loops, FieldError::new("superior", "line-loops"));
        problems.finish()?;
        let facts = json!({ "person": person, "unit": unit, "superior": superior });
        let write = Write::SetPlace { person, unit, superior };
        self.record(Actor::Person(staff.id), "place-changed", facts, vec![write]).await
    }

    /// Ends a person's account: roles, sessions and keys. Their cases stay with whoever else holds them.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], [`Refusal::NotFound`], `last-administrator`.
    pub async fn leave(&self, staff: &Staff, person: PersonId) -> Answer<()> {
        let organisation = self.administrator(staff, Act::ManagePeople).await?;
        organisation.person(person).ok_or(Error::Refusal(Refusal::NotFound))?;
        if organisation.roles_of(person).contains(&Role::Administrator) && administrators(&organisation) < 2 {
            return Err(Refusal::Rule("last-administrator").into());
        }
        let mut writes = vec![
            Write::SetPersonState { person, state: "left".into() },
            Write::DropSessionsOf { person },
            Write::DropInvitesOf { person },
            Write::DropWrapsOf { holder: person },
            Write::DropInboxOf { person },
        ];
        let held = organisation.holdings().iter().filter(|h| h.person == person && h.is_current(organisation.today));
        writes.extend(held.map(|holding| Write::EndRole { role: holding.id, on: self.yesterday() }));
        let facts = json!({ "person": person });
        self.record(Actor::Person(staff.id), "person-left", facts, writes).await
    }

    /// The people as the administrator sees them, by name.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub async fn people(&self, staff: &Staff) -> Answer<Vec<PersonView>> {
        let organisation = self.administrator(staff, Act::ManagePeople).await?;
        let mut people: Vec<PersonView> = self
            .store
            .people()
            .await?
            .into_iter()
            .map(|row| PersonView {
                holdings: organisation.holdings().iter().filter(|h| h.person == row.id).cloned().collect(),
                person: person_of(&row),
                sign_in: row.sign_in,
                email: row.email,
                state: row.state,
            })
            .collect();
        people.sort_by(|a, b| a.person.name.cmp(&b.person.name));
        Ok(people)
    }

    /// Signs in without a page, for tests and tools: the same rules.
    ///
    /// # Errors
    /// As [`Office::sign_in`].
    pub async fn staff_by_sign_in(&self, name: &str, passphrase: SecretString, code: &str) -> Answer<Staff> {
        let token = self.sign_in(name, passphrase, code, SessionKind::Page).await?;
        self.staff(&token, SessionKind::Page).await
    }
}

fn open_totp(token: &Token, invite: &InviteRow) -> Answer<[u8; 20]> {
    let secret = vault::seal::open_small(&token.key, INVITED_TOTP, &invite.totp)?;
    secret.as_slice().try_into().map_err(|_| Error::Fault(Fault::new(&"a broken invitation")))
}

fn administrators(organisation: &Organisation) -> usize {
    organisation.people().filter(|p| p.active && organisation.roles_of(p.id).contains(&Role::Administrator)).count()
}
