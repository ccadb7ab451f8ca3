//! A reporter at one of their cases, for one request.

use super::enter;
use crate::cookies::Cookie;
use crate::error::{self, Failed};
use crate::frame::{Errors, T};
use crate::posted::Posted;
use crate::visitor::{Turned, Visitor};
use axum::response::Response;
use domain::Refusal;
use domain::case::{Case, ReporterCommand};
use office::Error;
use office::receipt::Reporter;

/// A reporter at one of their cases.
pub struct Here {
    /// Who is at the page.
    pub visitor: Visitor,
    /// The token of the session: the cookie's value.
    pub token: String,
    /// The reporter with their cases opened.
    pub reporter: Reporter,
    /// Which case, from 0.
    pub index: u32,
}

/// The cases of a session, or the page that says why there are none. `text` is what would otherwise be lost.
pub(super) async fn reporter(visitor: &Visitor, token: &str, text: &str) -> Result<Reporter, Turned> {
    match visitor.office().reporter(token).await {
        Err(Error::Refusal(Refusal::SignIn)) => Err(enter::ended(visitor, text).into()),
        Err(Error::Refusal(Refusal::Rule("code-wrong"))) => {
            visitor.office().leave_receipt(token).await?;
            Err(enter::wrong(visitor, text).into())
        }
        other => Ok(other?),
    }
}

impl Here {
    /// Opens the case that an address names.
    ///
    /// # Errors
    /// The page for the code when there is no session, [`Refusal::NotFound`] when the reporter has no such case.
    pub async fn at(visitor: Visitor, n: &str) -> Result<Self, Turned> {
        Self::keeping(visitor, n, "").await
    }

    /// As [`Here::at`], for a form: what it says stays on the page for the code.
    ///
    /// # Errors
    /// As [`Here::at`].
    pub async fn keeping(visitor: Visitor, n: &str, text: &str) -> Result<Self, Turned> {
        let Some(token) = visitor.cookie(Cookie::Receipt) else {
            let asked = if text.trim().is_empty() { visitor.go("/return") } else { enter::ended(&visitor, text) };
            return Err(asked.into());
        };
        let reporter = reporter(&visitor, &token, text).await?;
        Self::with(visitor, token, reporter, n)
    }

    /// A reporter who was opened already, at the case that an address names.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn with(visitor: Visitor, token: String, reporter: Reporter, n: &str) -> Result<Self, Turned> {
        let index = n.parse::<u32>().ok().and_then(|n| n.checked_sub(1)).ok_or(Refusal::NotFound)?;
        if reporter.cases.iter().all(|own| own.index != index) {
            return Err(Refusal::NotFound.into());
        }
        Ok(Self { visitor, token, reporter, index })
    }

    /// The case.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], which [`Here::with`] rules out.
    pub fn case(&self) -> Result<&Case, Failed> {
        let own = self.reporter.cases.iter().find(|own| own.index == self.index);
        own.map(|own| &own.case).ok_or_else(|| Refusal::NotFound.into())
    }

    /// The words.
    #[must_use]
    pub const fn t(&self) -> T {
        self.visitor.t()
    }

    /// The path of this case without the language, with `rest` behind it.
    #[must_use]
    pub fn path(&self, rest: &str) -> String {
        format!("/case/{}{rest}", self.index + 1)
    }

    /// The whole address of this case.
    #[must_use]
    pub fn base(&self) -> String {
        self.visitor.href(&self.path(""))
    }

    /// On to a page of this case.
    #[must_use]
    pub fn go(&self, rest: &str) -> Response {
        self.visitor.go(&self.path(rest))
    }

    /// The tag of a form of this session.
    #[must_use]
    pub fn tag(&self) -> String {
        self.visitor.tag(&self.token)
    }

    /// What is wrong with a form that does not carry the session's tag.
    #[must_use]
    pub fn stale(&self, posted: &Posted) -> Option<Errors> {
        (!posted.is_from(&self.visitor.app, self.token.as_bytes())).then(|| self.visitor.expired())
    }

    /// Does what a form asks. Gives what is to be mended, or nothing when it was done.
    ///
    /// # Errors
    /// What no form can mend.
    pub async fn submit(&self, posted: &Posted, command: ReporterCommand) -> Result<Option<Errors>, Turned> {
        if let Some(errors) = self.stale(posted) {
            return Ok(Some(errors));
        }
        match self.visitor.office().reporter_act(&self.reporter, self.index, command).await {
            Ok(()) => Ok(None),
            Err(error) => Ok(Some(error::of_form(self.t(), error)?)),
        }
    }
}
