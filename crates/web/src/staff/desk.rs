//! The desk at which a member of staff sits for one request: the acts, the frame, and who they are.

use super::{Signed, tag_is_missing};
use crate::app::App;
use crate::error::{self, Failed};
use crate::frame::{self, Errors, Frame, Link, Page, T};
use crate::posted::Posted;
use axum::extract::FromRequestParts;
use axum::response::Response;
use domain::Refusal;
use domain::access::Act;
use domain::case::Command;
use domain::id::DossierId;
use http::request::Parts;
use office::Office;
use office::sign_in::Staff;
use std::sync::Arc;

/// The field that names a form, so that it counts once however often it is sent.
const ONCE: &str = "once";

/// A page of the menu.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// What waits.
    Inbox,
    /// Writing a report down.
    Register,
    /// Split first phases.
    Committee,
    /// The tree.
    Organisation,
    /// The people.
    People,
    /// The texts.
    Texts,
    /// How the system is doing.
    Health,
    /// One's own account.
    Account,
    /// None of the menu.
    Other,
}

/// Somebody at work: extracted by every handler of the staff.
pub struct Desk {
    /// What handlers work with.
    pub app: App,
    /// The frame of the page.
    pub frame: Frame,
    signed: Arc<Signed>,
}

/// Whether one of this person's roles allows the act somewhere.
#[must_use]
pub fn allowed(staff: &Staff, act: Act) -> bool {
    act.roles().iter().any(|role| staff.roles.contains(role))
}

impl Desk {
    /// The acts.
    #[must_use]
    pub fn office(&self) -> &Office {
        &self.app.office
    }

    /// Who.
    #[must_use]
    pub fn staff(&self) -> &Staff {
        &self.signed.staff
    }

    /// The words.
    #[must_use]
    pub const fn t(&self) -> T {
        self.frame.t()
    }

    /// The tag that binds a form to this session.
    #[must_use]
    pub fn tag(&self) -> String {
        self.signed.tag.clone()
    }

    /// The name of a form: the one that it was sent with, or a new one for a form that is shown for the first time.
    #[must_use]
    pub fn once(&self, posted: &Posted) -> String {
        match posted.get(ONCE) {
            "" => vault::random::uuid().to_string(),
            once => once.to_owned(),
        }
    }

    /// An address of ours in the reader's language.
    #[must_use]
    pub fn href(&self, path: &str) -> String {
        self.frame.href(path)
    }

    /// On to another page.
    #[must_use]
    pub fn go(&self, path: &str) -> Response {
        self.frame.go(path)
    }

    /// The page with the menu of this person.
    #[must_use]
    pub fn page(&self, here: Place) -> Page {
        let t = self.t();
        let menu = [
            (Place::Inbox, Act::SeeInbox, "/staff/inbox", t.get("staff-inbox")),
            (Place::Register, Act::RegisterReport, "/staff/register", t.get("staff-register")),
            (Place::Committee, Act::SeeCommitteeQueue, "/staff/committee", t.get("staff-committee")),
            (Place::Organisation, Act::ManageOrganisation, "/staff/organisation", t.get("staff-organisation")),
            (Place::People, Act::ManagePeople, "/staff/people", t.get("staff-people")),
            (Place::Texts, Act::ManageTexts, "/staff/texts", t.get("staff-texts")),
            (Place::Health, Act::SeeHealth, "/staff/health", t.get("staff-health")),
        ];
        let mut links: Vec<Link> = menu
            .into_iter()
            .filter(|(_, act, _, _)| allowed(self.staff(), *act))
            .map(|(place, _, path, label)| Link::new(self.href(path), label).at(place == here))
            .collect();
        links.push(Link::new(self.href("/staff/account"), t.get("staff-account")).at(here == Place::Account));
        self.frame.page().with_staff(frame::Staff {
            name: self.staff().name.clone(),
            links,
            sign_out: "/staff/sign-out".into(),
            token: self.tag(),
        })
    }

    /// What is wrong with a form before anything is done: that it does not belong to this session.
    #[must_use]
    pub fn tag_is_missing(&self, posted: &Posted) -> Option<Errors> {
        tag_is_missing(self.t(), posted, &self.app, self.staff().session_hash())
    }

    /// Turns a form away that does not belong to this session, where there is nothing to fill in again.
    ///
    /// # Errors
    /// `form-expired`.
    pub fn needs_tag(&self, posted: &Posted) -> Result<(), Failed> {
        match self.tag_is_missing(posted) {
            Some(_) => Err(Refusal::Rule("form-expired").into()),
            None => Ok(()),
        }
    }

    /// Does what a form on a case asks. Gives what is to be mended, or nothing when it was done.
    ///
    /// # Errors
    /// What no form can mend.
    pub async fn submit(&self, id: DossierId, posted: &Posted, command: Command) -> Result<Option<Errors>, Failed> {
        if let Some(errors) = self.tag_is_missing(posted) {
            return Ok(Some(errors));
        }
        let once = posted.get(ONCE);
        let done = if once.is_empty() {
            self.office().act(self.staff(), id, command).await
        } else {
            self.office().act_once(self.staff(), id, command, once).await
        };
        match done {
            Ok(()) => Ok(None),
            Err(error) => Ok(Some(error::of_form(self.t(), error)?)),
        }
    }

    /// What an act came to: done, or what is to be mended in its form.
    ///
    /// # Errors
    /// What no form can mend.
    pub fn mend<V>(&self, result: office::Answer<V>) -> Result<Result<V, Errors>, Failed> {
        match result {
            Ok(value) => Ok(Ok(value)),
            Err(error) => Ok(Err(error::of_form(self.t(), error)?)),
        }
    }
}

impl FromRequestParts<App> for Desk {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failed> {
        let signed = parts.extensions.get::<Arc<Signed>>().cloned().ok_or(Failed::Refusal(Refusal::SignIn))?;
        let Ok(frame) = Frame::from_request_parts(parts, app).await;
        Ok(Self { app: app.clone(), frame, signed })
    }
}
