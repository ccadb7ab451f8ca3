//! Signing in: a name, a passphrase and a one-time code open the person's own keys for one session.
//!
//! The passphrase gives two things by one derivation: a verifier, and the key under which the person's identity and
//! one-time secret are sealed. The server keeps neither; a session keeps the identity sealed under the cookie.

use crate::Office;
use crate::error::{Answer, Error};
use domain::Refusal;
use domain::id::PersonId;
use domain::people::Role;
use domain::report::Language;
use hmac::Mac as _;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::{PersonRow, SessionRow, Write};
use vault::passphrase::{self, Derived, Params};
use vault::person::Identity;
use vault::session::Token;
use zeroize::Zeroizing;

/// How long a staff session lasts without being used, in microseconds: half an hour.
const IDLE: i64 = 1_800_000_000;
/// How long a staff session lasts at most, in microseconds: ten hours, a working day.
const AT_MOST: i64 = 36_000_000_000;
/// Failures of one account in a row before the next try must wait.
const FREE_TRIES: i64 = 5;
/// The longest wait between tries, in microseconds: a minute. It can annoy and cannot lock out.
const LONGEST_WAIT: i64 = 60_000_000;
const SESSION: &str = "belfry/staff-session/v1";
pub(crate) const IDENTITY: &str = "belfry/person-identity/v1";
pub(crate) const TOTP: &str = "belfry/person-totp/v1";

/// A signed-in member of staff with their keys open, for one request.
pub struct Staff {
    /// Who.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// The name used to sign in.
    pub sign_in: String,
    /// The language of the pages.
    pub language: Language,
    /// The roles held today.
    pub roles: BTreeSet<Role>,
    pub(crate) identity: Identity,
    pub(crate) session: [u8; 32],
}

impl Staff {
    /// What binds a form to this session.
    #[must_use]
    pub const fn session_hash(&self) -> &[u8; 32] {
        &self.session
    }
}

/// A session as its owner sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionView {
    /// Names it in a form; it opens nothing.
    pub id: String,
    /// Whether it is an API token.
    pub is_token: bool,
    /// When it began, in microseconds.
    pub created: i64,
    /// When it was last used, in microseconds.
    pub seen: i64,
    /// Whether it is the one asking.
    pub is_current: bool,
}

/// What a session keeps, sealed under its token.
#[derive(Serialize, Deserialize)]
struct Kept {
    person: PersonId,
    seed: String,
}

/// What kind of session is begun.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SessionKind {
    /// For pages: a cookie.
    Page,
    /// For the API: a bearer token.
    Token,
}

impl SessionKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Page => "staff",
            Self::Token => "token",
        }
    }
}

impl Office {
    /// Signs a member of staff in. A wrong name, passphrase or code takes as long and is answered alike.
    ///
    /// # Errors
    /// `sign-in-failed`; [`Refusal::Busy`] while this account must wait after failures.
    pub async fn sign_in(&self, name: &str, passphrase: SecretString, code: &str, kind: SessionKind) -> Answer<String> {
        let name = name.trim().to_lowercase();
        let (account, signed_in) = self.try_credentials(&name, passphrase, code).await?;
        let (token, session) = self.new_session(&signed_in.0, &signed_in.1, kind)?;
        self.store.write(vec![Write::ClearThrottle { key: account }, session]).await?;
        Ok(token)
    }

    /// Takes one of the tries of an account. It is counted before anything is checked, so that many at the same moment
    /// are no more tries than one after the other. Gives the account's tag, to clear it.
    async fn try_credentials(
        &self,
        name: &str,
        passphrase: SecretString,
        code: &str,
    ) -> Answer<([u8; 32], (PersonRow, Identity))> {
        let account = self.account_tag(name);
        let now = self.now().as_microsecond();
        if !self.store.take_try(&account, now, wait_after).await? {
            return Err(Refusal::Busy.into());
        }
        let checked = self.check_credentials(name, passphrase, code).await?;
        Ok((account, checked.ok_or(Error::Refusal(Refusal::Rule("sign-in-failed")))?))
    }

    fn account_tag(&self, name: &str) -> [u8; 32] {
        let mut mac = self.mac("throttle");
        mac.update(name.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// Checks all three at once, with the same work for a name that does not exist.
    async fn check_credentials(
        &self,
        name: &str,
        passphrase: SecretString,
        code: &str,
    ) -> Answer<Option<(PersonRow, Identity)>> {
        let row = self.store.person_by_sign_in(name).await?.filter(|row| row.state == "active");
        let salt = row.as_ref().and_then(|row| row.salt).unwrap_or_else(|| self.decoy_salt(name));
        let Ok(derived) = self.derive_passphrase(passphrase, salt).await else { return Ok(None) };
        let Some(row) = row else { return Ok(None) };
        let (Some(verifier), Some(sealed_identity), Some(sealed_totp)) =
            (&row.verifier, &row.sealed_identity, &row.totp)
        else {
            return Ok(None);
        };
        if !passphrase::check(verifier, &derived) {
            return Ok(None);
        }
        let totp = vault::seal::open_small(&derived.unlock, TOTP, sealed_totp)?;
        let secret: [u8; 20] = totp.as_slice().try_into().map_err(|_| crate::Fault::new(&"a broken code secret"))?;
        let last = row.totp_step.and_then(|step| u64::try_from(step).ok());
        let seconds = u64::try_from(self.now().as_second()).unwrap_or_default();
        let Some(step) = vault::totp::check(&secret, code, seconds, last) else { return Ok(None) };
        // Used up in the database before the session begins: the same code does not serve twice, on any node.
        if !self.store.use_totp_step(row.id, i64::try_from(step).unwrap_or(i64::MAX)).await? {
            return Ok(None);
        }
        let identity = open_identity(&derived, sealed_identity)?;
        Ok(Some((row, identity)))
    }

    fn decoy_salt(&self, name: &str) -> [u8; 16] {
        let mut mac = self.mac("decoy-salt");
        mac.update(name.as_bytes());
        let mut salt = [0; 16];
        for (to, from) in salt.iter_mut().zip(mac.finalize().into_bytes()) {
            *to = from;
        }
        salt
    }

    /// Derives from a passphrase, a bounded number at a time and off the threads that serve.
    pub(crate) async fn derive_passphrase(&self, passphrase: SecretString, salt: [u8; 16]) -> Answer<Derived> {
        let permit = self.derivations.acquire().await.map_err(|error| crate::Fault::new(&error))?;
        let work = move || passphrase::derive(&passphrase, &salt, Params::default());
        let derived = tokio::task::spawn_blocking(work).await.map_err(|error| crate::Fault::new(&error))?;
        drop(permit);
        Ok(derived?)
    }

    fn new_session(&self, row: &PersonRow, identity: &Identity, kind: SessionKind) -> Answer<(String, Write)> {
        let token = Token::generate();
        let kept = Kept { person: row.id, seed: hex::encode(identity.seed()) };
        let plain = Zeroizing::new(serde_json::to_vec(&kept)?);
        let now = self.now().as_microsecond();
        let session = SessionRow {
            id_hash: token.id_hash(),
            kind: kind.name().into(),
            person: Some(row.id),
            sealed: vault::seal::seal_small(&token.key, SESSION, &plain)?,
            created: now,
            seen: now,
            idle_until: now + IDLE,
            ends: now + AT_MOST,
        };
        Ok((token.encode().to_string(), Write::PutSession(session)))
    }

    /// The member of staff of this session.
    ///
    /// # Errors
    /// [`Refusal::SignIn`] when there is no such session any more.
    pub async fn staff(&self, token: &str, kind: SessionKind) -> Answer<Staff> {
        let token = Token::decode(token).ok_or(Refusal::SignIn)?;
        let now = self.now().as_microsecond();
        let row = self.store.session(&token.id_hash()).await?;
        let row = row.filter(|row| row.kind == kind.name() && now < row.idle_until && now < row.ends);
        let row = row.ok_or(Error::Refusal(Refusal::SignIn))?;
        let plain = vault::seal::open_small(&token.key, SESSION, &row.sealed)?;
        let kept: Kept = serde_json::from_slice(&plain)?;
        let person = self.store.person(kept.person).await?.filter(|person| person.state == "active");
        let person = person.ok_or(Error::Refusal(Refusal::SignIn))?;
        let mut seed = [0; 32];
        hex::decode_to_slice(&kept.seed, &mut seed).map_err(|_| crate::Fault::new(&"a broken session"))?;
        if now - row.seen > IDLE / 10 {
            let touch = Write::TouchSession { id_hash: token.id_hash(), seen: now, idle_until: now + IDLE };
            self.store.write(vec![touch]).await?;
        }
        Ok(Staff {
            id: person.id,
            name: person.name,
            sign_in: person.sign_in,
            language: Language::named(&person.language).unwrap_or_default(),
            roles: self.organisation().await?.roles_of(kept.person),
            identity: Identity::from_seed(seed),
            session: token.id_hash(),
        })
    }

    /// Ends this session.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_out(&self, token: &str) -> Answer<()> {
        if let Some(token) = Token::decode(token) {
            self.store.write(vec![Write::DropSession { id_hash: token.id_hash() }]).await?;
        }
        Ok(())
    }

    /// The sessions of this person.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sessions(&self, staff: &Staff) -> Answer<Vec<SessionView>> {
        let now = self.now().as_microsecond();
        let rows = self.store.sessions_of(staff.id).await?;
        let live = rows.into_iter().filter(|row| now < row.idle_until && now < row.ends);
        Ok(live
            .map(|row| SessionView {
                id: hex::encode(row.id_hash),
                is_token: row.kind == SessionKind::Token.name(),
                created: row.created,
                seen: row.seen,
                is_current: row.id_hash == staff.session,
            })
            .collect())
    }

    /// Ends one of this person's sessions.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when it is not theirs.
    pub async fn end_session(&self, staff: &Staff, id: &str) -> Answer<()> {
        let rows = self.store.sessions_of(staff.id).await?;
        let row = rows.into_iter().find(|row| hex::encode(row.id_hash) == id);
        let row = row.ok_or(Error::Refusal(Refusal::NotFound))?;
        Ok(self.store.write(vec![Write::DropSession { id_hash: row.id_hash }]).await?)
    }

    /// Changes the passphrase, and ends every session of this person.
    ///
    /// # Errors
    /// `sign-in-failed` when the old one or the code is wrong, [`Refusal::Busy`] as when signing in; what is wrong with the
    /// new one as a field.
    pub async fn change_passphrase(
        &self,
        staff: &Staff,
        old: SecretString,
        new: SecretString,
        code: &str,
    ) -> Answer<()> {
        self.check_passphrase(&new, &[&staff.name, &staff.sign_in])?;
        let row = self.store.person(staff.id).await?.ok_or(Error::Refusal(Refusal::SignIn))?;
        let salt = row.salt.unwrap_or_default();
        let before = self.derive_passphrase(old.clone(), salt).await?;
        let (account, (row, identity)) = self.try_credentials(&staff.sign_in, old, code).await?;
        // The code that was just used stays used.
        let used = self.store.person(staff.id).await?.and_then(|row| row.totp_step);
        let sealed_totp = row.totp.as_ref().ok_or_else(|| crate::Fault::new(&"no code secret"))?;
        let totp = vault::seal::open_small(&before.unlock, TOTP, sealed_totp)?;
        let salt: [u8; 16] = vault::random::bytes();
        let after = self.derive_passphrase(new, salt).await?;
        let writes = vec![
            Write::SetCredentials {
                person: staff.id,
                salt,
                verifier: after.verifier,
                sealed_identity: seal_identity(&after, &identity)?,
                recipient: identity.recipient().to_bytes(),
                totp: vault::seal::seal_small(&after.unlock, TOTP, &totp)?,
                totp_step: used,
            },
            Write::ClearThrottle { key: account },
            Write::DropSessionsOf { person: staff.id },
        ];
        let by = domain::case::Actor::Person(staff.id);
        self.record(by, "passphrase-changed", serde_json::json!({ "person": staff.id }), writes).await
    }

    /// Whether a new passphrase is good enough.
    pub(crate) fn check_passphrase(&self, passphrase: &SecretString, about: &[&str]) -> Result<(), Refusal> {
        let mut words = about.to_vec();
        words.push(&self.settings.name);
        match passphrase::weakness(passphrase, &words) {
            None => Ok(()),
            Some(weakness) => Err(Refusal::field("passphrase", weakness_code(weakness))),
        }
    }

    /// The tag that binds a form to a session or to the cookie of a report that is being made.
    #[must_use]
    pub fn form_tag(&self, session: &[u8]) -> String {
        let mut mac = self.mac("form");
        mac.update(session);
        hex::encode(mac.finalize().into_bytes())
    }

    /// Whether a form's tag is the one of this session, compared in constant time.
    #[must_use]
    pub fn form_tag_is(&self, session: &[u8], tag: &str) -> bool {
        let Ok(tag) = hex::decode(tag) else { return false };
        let mut mac = self.mac("form");
        mac.update(session);
        mac.verify_slice(&tag).is_ok()
    }
}

/// How long an account waits after so many failures in a row, in microseconds.
fn wait_after(fails: i64) -> i64 {
    let over = fails.saturating_sub(FREE_TRIES).clamp(0, 20);
    if over == 0 { 0 } else { LONGEST_WAIT.min(1_000_000 << over) }
}

pub(crate) fn seal_identity(derived: &Derived, identity: &Identity) -> Answer<Vec<u8>> {
    Ok(vault::seal::seal_small(&derived.unlock, IDENTITY, identity.seed())?)
}

fn open_identity(derived: &Derived, sealed: &[u8]) -> Answer<Identity> {
    let seed = vault::seal::open_small(&derived.unlock, IDENTITY, sealed)?;
    let seed: [u8; 32] = seed.as_slice().try_into().map_err(|_| crate::Fault::new(&"a broken identity"))?;
    Ok(Identity::from_seed(seed))
}

const fn weakness_code(weakness: passphrase::Weakness) -> &'static str {
    match weakness {
        passphrase::Weakness::TooShort => "passphrase-too-short",
        passphrase::Weakness::TooLong => "passphrase-too-long",
        _ => "passphrase-too-easy",
    }
}
