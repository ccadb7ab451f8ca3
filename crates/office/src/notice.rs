//! Notices by e-mail: that there is something, never what. No name, no case, no link that acts by itself.

use crate::error::Answer;
use crate::{Mail, Office};
use domain::id::{DossierId, PersonId};
use domain::report::Language;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use secrecy::ExposeSecret as _;
use sha2::Sha256;
use std::sync::Mutex;
use store::{NoticeRow, Write};
use uuid::Uuid;

/// The purpose under which an address for notices is sealed.
const ADDRESS: &str = "belfry/notice-address/v1";
/// How often sending is tried before it is given up and shown on the health page.
pub const MOST_TRIES: i64 = 8;
/// The local hour at which notices to reporters leave, so that their time says nothing about when something happened.
const REPORTER_HOUR: i8 = 7;

/// Which notice it is. Its words are the texts `notice-<name>-subject` and `notice-<name>-body`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Template {
    /// A case was given to this member of staff.
    StaffNewCase,
    /// A reporter wrote.
    StaffNewMessage,
    /// A deadline passed.
    StaffLate,
    /// There is something new for a reporter.
    ReporterNews,
}

impl Template {
    /// All templates.
    pub const ALL: [Self; 4] = [Self::StaffNewCase, Self::StaffNewMessage, Self::StaffLate, Self::ReporterNews];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::StaffNewCase => "staff-new-case",
            Self::StaffNewMessage => "staff-new-message",
            Self::StaffLate => "staff-late",
            Self::ReporterNews => "reporter-news",
        }
    }

    /// The template with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.name() == name)
    }
}

/// Turns a template into subject and text in a language. The words belong to the pages' texts, so the floor above gives
/// this function at the start.
pub type Words = fn(Template, Language, &str) -> (String, String);

/// A notice as it left, for the demo's page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentMail {
    /// To which address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// The mail that the demo would have sent, newest last; at most the last 200.
#[derive(Default, Debug)]
pub(crate) struct Outbox(Mutex<Vec<SentMail>>);

impl Outbox {
    fn push(&self, mail: SentMail) {
        let mut mails = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        mails.push(mail);
        let surplus = mails.len().saturating_sub(200);
        mails.drain(..surplus);
    }
}

impl Office {
    /// The notices that the demo would have sent.
    pub fn demo_mail(&self) -> Vec<SentMail> {
        self.outbox.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Queues a notice for a member of staff who has an address: at the next full hour, and one of a kind an hour.
    pub(crate) async fn notice_to_person(&self, person: PersonId, template: Template) -> Answer<Vec<Write>> {
        let wanted = |row: &store::PersonRow| row.state == "active" && row.email.is_some();
        let Some(row) = self.store.person(person).await?.filter(wanted) else {
            return Ok(Vec::new());
        };
        let next = next_hour(self.now());
        Ok(vec![Write::QueueNotice(NoticeRow {
            id: self.notice_id(&[person.0.as_bytes(), template.name().as_bytes()], next),
            person: Some(person),
            address: None,
            template: template.name().to_owned(),
            language: row.language,
            next_at: next,
            // Not the moment itself: it would tell when a report came.
            created: next,
        })])
    }

    /// Queues a notice for the reporter of a case, if one was asked for: at the fixed hour, and one a day.
    pub(crate) async fn notice_to_reporter(&self, dossier: DossierId) -> Answer<Vec<Write>> {
        let Some(access) = self.store.reporter_of(dossier).await? else { return Ok(Vec::new()) };
        let Some(address) = access.notice else { return Ok(Vec::new()) };
        let next = next_local_hour(self.now(), REPORTER_HOUR);
        Ok(vec![Write::QueueNotice(NoticeRow {
            id: self.notice_id(&[access.id.as_bytes()], next),
            person: None,
            address: Some(address),
            template: Template::ReporterNews.name().to_owned(),
            language: access.language,
            next_at: next,
            created: next,
        })])
    }

    /// The same notice in the same slot has the same identifier, so that it is queued once.
    fn notice_id(&self, parts: &[&[u8]], slot: i64) -> Uuid {
        let mut mac = self.mac("notice");
        for part in parts {
            mac.update(part);
            mac.update(&[0]);
        }
        mac.update(&slot.to_be_bytes());
        let tag = mac.finalize().into_bytes();
        let mut id = [0_u8; 16];
        for (to, from) in id.iter_mut().zip(tag) {
            *to = from;
        }
        uuid::Builder::from_random_bytes(id).into_uuid()
    }

    /// A tag of the server's own, for one purpose.
    pub(crate) fn mac(&self, purpose: &str) -> Hmac<Sha256> {
        let key = self.secrets.server.derive(purpose);
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
        Hmac::new_from_slice(key.expose()).expect("a key of 32 bytes")
    }

    pub(crate) fn seal_address(&self, address: &str) -> Answer<Vec<u8>> {
        Ok(vault::seal::seal_small(&self.secrets.server.derive("notice"), ADDRESS, address.as_bytes())?)
    }

    /// How many notices wait, and how many were given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn notices_waiting(&self) -> Answer<(u32, u32)> {
        Ok(self.store.notice_counts().await?)
    }

    /// Sends what is due. What fails is tried again later, each time after twice as long; after [`MOST_TRIES`] it is
    /// given up and shown to the administrator. Gives how many left.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn send_notices(&self) -> Answer<usize> {
        if matches!(self.settings.mail, Mail::Off) {
            return Ok(0);
        }
        let mut sent = 0;
        while let Some(claimed) = self.store.claim_notice(self.now().as_microsecond()).await? {
            let address = match (&claimed.address, claimed.person) {
                (Some(sealed), _) => {
                    let key = self.secrets.server.derive("notice");
                    let plain = vault::seal::open_small(&key, ADDRESS, sealed)?;
                    Some(String::from_utf8_lossy(&plain).into_owned())
                }
                (None, Some(person)) => {
                    self.store.person(person).await?.filter(|row| row.state == "active").and_then(|row| row.email)
                }
                (None, None) => None,
            };
            let result = match (address, Template::named(&claimed.template)) {
                (Some(address), Some(template)) => self.send(&address, template, &claimed.language).await,
                _ => Ok(()),
            };
            match result {
                Ok(()) => {
                    self.store.notice_sent(claimed.id).await?;
                    sent += 1;
                }
                Err(reason) => {
                    let wait = 60_000_000_i64 << claimed.attempts.clamp(0, MOST_TRIES);
                    let given_up = claimed.attempts + 1 >= MOST_TRIES;
                    let next = self.now().as_microsecond() + wait;
                    tracing::warn!(tries = claimed.attempts + 1, given_up, "a notice could not be sent: {reason}");
                    self.store.notice_failed(claimed.id, next, given_up, &reason).await?;
                }
            }
        }
        Ok(sent)
    }

    /// Sends one notice. The reason of a failure never holds the address.
    async fn send(&self, address: &str, template: Template, language: &str) -> Result<(), String> {
        let language = Language::named(language).unwrap_or_default();
        let (subject, text) = (self.words)(template, language, &self.settings.base_url);
        match &self.settings.mail {
            Mail::Off => Ok(()),
            Mail::Memory => {
                self.outbox.push(SentMail { to: address.to_owned(), subject, text, at: self.now() });
                Ok(())
            }
            Mail::Smtp { url, from } => {
                let mailbox = |text: &str| text.parse::<Mailbox>().map_err(|_| "not an address".to_owned());
                let message = Message::builder()
                    .from(mailbox(from)?)
                    .to(mailbox(address)?)
                    .subject(subject)
                    .header(ContentType::TEXT_PLAIN)
                    .body(text)
                    .map_err(|_| "the message cannot be built".to_owned())?;
                let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret())
                    .map_err(|_| "the mail server's URL cannot be read".to_owned())?
                    .build();
                let sent = transport.send(message).await;
                sent.map(|_| ()).map_err(|error| match error.status() {
                    Some(code) => format!("the mail server answered {code}"),
                    None => "the mail server could not be reached".to_owned(),
                })
            }
        }
    }
}

/// The next full hour, in microseconds.
fn next_hour(now: Timestamp) -> i64 {
    (now.as_second().div_euclid(3600) + 1) * 3600 * 1_000_000
}

/// The next time that it is this hour in the Netherlands, in microseconds.
fn next_local_hour(now: Timestamp, hour: i8) -> i64 {
    let today = domain::calendar::legal_day(now);
    let at = |day: jiff::civil::Date| {
        day.at(hour, 0, 0, 0).in_tz(domain::calendar::ZONE).map(|zoned| zoned.timestamp().as_microsecond())
    };
    let todays = at(today).unwrap_or_default();
    if todays > now.as_microsecond() {
        return todays;
    }
    today.tomorrow().ok().and_then(|day| at(day).ok()).unwrap_or_else(|| next_hour(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_to_a_reporter_leaves_at_seven_in_the_morning_whenever_it_came_about() {
        let at = |text: &str| Timestamp::from_microsecond(next_local_hour(text.parse().unwrap(), 7)).unwrap();
        assert_eq!(at("2026-11-24T03:00:00Z").to_string(), "2026-11-24T06:00:00Z");
        assert_eq!(at("2026-11-24T23:10:00Z").to_string(), "2026-11-25T06:00:00Z");
        assert_eq!(at("2026-07-01T12:00:00Z").to_string(), "2026-07-02T05:00:00Z", "also in summer time");
    }
}
