//! A report while it is being written: the draft behind the cookie, and what becomes of a form when the draft is gone.

use super::begin::Gone;
use super::flow::{self, Place, Progress};
use crate::cookies::Cookie;
use crate::error;
use crate::frame::{Errors, T};
use crate::posted::Posted;
use crate::visitor::{Turned, Visitor};
use axum::response::Response;
use domain::Refusal;
use office::Error;
use office::report::Draft;

/// A report while it is being written, for one request.
pub struct Writing {
    /// Who is at the page.
    pub visitor: Visitor,
    /// The token of the draft: the cookie's value.
    pub token: String,
    /// What was written so far.
    pub draft: Draft,
    /// Whether the draft was gone when a form came in, so that a new one was begun to keep what the form says.
    restarted: bool,
}

impl Writing {
    /// The report to show a step of.
    ///
    /// # Errors
    /// Another page: the beginning without a report, that it is gone, the receipt when it was sent, or the first step at which
    /// something is missing.
    pub async fn at(visitor: Visitor, place: Place) -> Result<Self, Turned> {
        let Some(token) = visitor.cookie(Cookie::Draft) else { return Err(visitor.go("/report").into()) };
        let draft = match visitor.office().draft(&token).await {
            Err(Error::Refusal(Refusal::Rule("draft-expired"))) => return Err(Gone::expired(&visitor).into()),
            other => other?,
        };
        let writing = Self { visitor, token, draft, restarted: false }.unless_sent()?;
        if !flow::reaches(&writing.draft, place) {
            let missing = flow::missing(&writing.draft).unwrap_or(Place::Concern);
            return Err(writing.visitor.go(missing.path()).into());
        }
        Ok(writing)
    }

    /// The report that a form belongs to. When it is gone a new one is begun, so that what the form says is not lost.
    ///
    /// # Errors
    /// Another page when it was sent already; what fails.
    pub async fn for_form(visitor: Visitor) -> Result<Self, Turned> {
        if let Some(token) = visitor.cookie(Cookie::Draft) {
            match visitor.office().draft(&token).await {
                Err(Error::Refusal(Refusal::Rule("draft-expired"))) => {}
                other => return Self { visitor, token, draft: other?, restarted: false }.unless_sent(),
            }
        }
        let language = visitor.language();
        let token = visitor.office().begin_draft(language).await?;
        Ok(Self { visitor, token, draft: Draft { language, ..Draft::default() }, restarted: true })
    }

    fn unless_sent(self) -> Result<Self, Turned> {
        if self.draft.sent.is_some() { Err(self.visitor.go("/report/receipt").into()) } else { Ok(self) }
    }

    /// The words.
    #[must_use]
    pub const fn t(&self) -> T {
        self.visitor.t()
    }

    /// The tag of a form of this report.
    #[must_use]
    pub fn tag(&self) -> String {
        self.visitor.tag(&self.token)
    }

    /// What is wrong with a form as a whole before it is looked into: its report is gone, or it does not carry its tag. Either
    /// way what it says stays on the page.
    #[must_use]
    pub fn stale(&self, posted: &Posted) -> Option<Errors> {
        if self.restarted {
            let mut errors = Errors::none();
            let t = self.t();
            errors.add_whole(error::sentence(t, &Refusal::Rule("draft-expired")));
            errors.add_whole(t.get("gone-kept"));
            return Some(errors);
        }
        (!posted.is_from(&self.visitor.app, self.token.as_bytes())).then(|| self.visitor.expired())
    }

    /// Keeps what was written. Gives what is to be mended when it could not be kept.
    ///
    /// # Errors
    /// What no form can mend.
    pub async fn save(&mut self) -> Result<Option<Errors>, Turned> {
        self.draft.language = self.visitor.language();
        match self.visitor.office().save_draft(&self.token, &self.draft).await {
            Ok(()) => Ok(None),
            Err(Error::Refusal(Refusal::Rule("report-sent"))) => Err(self.visitor.go("/report/receipt").into()),
            Err(error) => Ok(Some(error::of_form(self.t(), error)?)),
        }
    }

    /// On to the step after this one, or back to the summary when the reporter came from there.
    #[must_use]
    pub fn go_on(&self, from: Place, to_summary: bool) -> Response {
        let to = if to_summary { Place::Summary } else { from.next(&self.draft) };
        self.answer(self.visitor.go(to.path()))
    }

    /// An answer with the cookie of a draft that was begun anew.
    #[must_use]
    pub fn answer(&self, answer: Response) -> Response {
        if self.restarted { self.visitor.with_cookie(answer, Cookie::Draft, &self.token) } else { answer }
    }

    /// Where the reporter is.
    #[must_use]
    pub fn progress(&self, place: Place, is_from_summary: bool) -> Progress {
        Progress::at(&self.visitor.frame, &self.draft, place, is_from_summary)
    }

    /// Whether the reporter came to this page from the summary.
    #[must_use]
    pub fn is_from_summary(&self) -> bool {
        self.visitor.asked("back", &["yes"]).is_some()
    }
}
