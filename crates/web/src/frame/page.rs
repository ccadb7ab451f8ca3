//! What the base template needs to know of the page that it frames.

use super::language::Address;
use super::{Lang, Link, Site, T, assets};
use axum::extract::{FromRef, FromRequestParts};
use axum::response::{IntoResponse as _, Redirect, Response};
use http::request::Parts;
use std::convert::Infallible;
use std::sync::Arc;

/// A request as the frame sees it: which site, language and address. An extractor for any handler.
#[derive(Clone, Debug)]
pub struct Frame {
    site: Arc<Site>,
    lang: Lang,
    address: String,
}

impl Frame {
    /// The frame of a page outside a request, for previews and tests. `address` is a path without the language.
    #[must_use]
    pub fn new(site: Arc<Site>, lang: Lang, address: &str) -> Self {
        Self { site, lang, address: address.to_owned() }
    }

    /// The words in the reader's language.
    #[must_use]
    pub const fn t(&self) -> T {
        T::new(self.lang)
    }

    /// The reader's language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// The site.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The page, to be given to the template as its field `page`.
    #[must_use]
    pub fn page(&self) -> Page {
        Page { frame: self.clone(), leave: false, staff: None, trail: Vec::new() }
    }

    /// The address of a path of ours in the reader's language: `/report` is `/nl/report`.
    #[must_use]
    pub fn href(&self, path: &str) -> String {
        format!("/{}{}", self.lang, if path == "/" { "" } else { path })
    }

    /// Sends the reader on to a path of ours with 303, in their language.
    pub fn go(&self, path: &str) -> Response {
        Redirect::to(&self.href(path)).into_response()
    }
}

impl<S> FromRequestParts<S> for Frame
where
    S: Send + Sync,
    Arc<Site>: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let lang = Lang::from_request_parts(parts, state).await?;
        let address = parts.extensions.get::<Address>().map_or_else(|| parts.uri.to_string(), |found| found.0.clone());
        Ok(Self { site: Arc::from_ref(state), lang, address })
    }
}

/// Somebody of the staff at the page: their name, where they can go, and the token that their way out needs.
#[derive(Clone, Debug, Default)]
pub struct Staff {
    /// The name shown in the header.
    pub name: String,
    /// Where they can go.
    pub links: Vec<Link>,
    /// Where the form that ends the session is sent, a path without the language.
    pub sign_out: String,
    /// The token against forged forms, put into that form.
    pub token: String,
}

/// A page, to be framed. A template's struct has it as its field `page`, and the words as its field `t`.
#[derive(Clone, Debug)]
pub struct Page {
    frame: Frame,
    leave: bool,
    staff: Option<Staff>,
    trail: Vec<Link>,
}

impl Page {
    /// With the way to leave in a hurry. For every page that a reporter may stand at.
    #[must_use]
    pub fn with_leave(mut self) -> Self {
        self.leave = true;
        self
    }

    /// With the header of the staff.
    #[must_use]
    pub fn with_staff(mut self, staff: Staff) -> Self {
        self.staff = Some(staff);
        self
    }

    /// With the way back: the pages above this one, outermost first.
    #[must_use]
    pub fn with_trail(mut self, trail: Vec<Link>) -> Self {
        self.trail = trail;
        self
    }

    /// The words in the reader's language, for the frame's own templates.
    #[must_use]
    pub const fn t(&self) -> T {
        self.frame.t()
    }

    /// The language's code, for the `lang` attribute.
    #[must_use]
    pub const fn lang(&self) -> &'static str {
        self.frame.lang.code()
    }

    /// The organisation's name.
    #[must_use]
    pub fn organisation(&self) -> &str {
        &self.frame.site.organisation
    }

    /// The address of a path of ours in the reader's language.
    #[must_use]
    pub fn href(&self, path: &str) -> String {
        self.frame.href(path)
    }

    /// This same page in each language: address, code, name, whether it is this one.
    #[must_use]
    pub fn languages(&self) -> Vec<(String, &'static str, &'static str, bool)> {
        let here = |lang: Lang| Frame { lang, ..self.frame.clone() }.href(&self.frame.address);
        Lang::ALL.into_iter().map(|lang| (here(lang), lang.code(), lang.name(), lang == self.frame.lang)).collect()
    }

    /// The address of an asset; empty if the assets have not been built.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        assets::address(name).unwrap_or_default()
    }

    /// The mark in the header: the operator's `logo.svg`, or ours; empty if the assets have not been built.
    #[must_use]
    pub fn mark(&self) -> String {
        self.theme("logo.svg").unwrap_or_else(|| self.asset("mark.svg"))
    }

    /// The small mark for the browser's tab.
    #[must_use]
    pub fn favicon(&self) -> String {
        self.theme("favicon.svg").unwrap_or_else(|| self.asset("favicon.svg"))
    }

    /// The operator's own style; empty without one.
    #[must_use]
    pub fn theme_style(&self) -> String {
        self.theme("theme.css").unwrap_or_default()
    }

    /// The class that the operator's theme asks for on the page; empty without one.
    #[must_use]
    pub fn theme_class(&self) -> &str {
        self.frame.site.theme.as_deref().map_or("", |theme| theme.class())
    }

    /// Whether the way to leave in a hurry is shown.
    #[must_use]
    pub const fn leave(&self) -> bool {
        self.leave
    }

    /// Where leaving in a hurry goes.
    #[must_use]
    pub fn leave_to(&self) -> &str {
        &self.frame.site.leave_to
    }

    /// The staff member at the page.
    #[must_use]
    pub const fn staff(&self) -> Option<&Staff> {
        self.staff.as_ref()
    }

    /// The pages above this one.
    #[must_use]
    pub fn trail(&self) -> &[Link] {
        &self.trail
    }

    fn theme(&self, name: &str) -> Option<String> {
        self.frame.site.theme.as_ref()?.address(name)
    }
}
