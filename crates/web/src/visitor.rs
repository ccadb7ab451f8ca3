//! Somebody at a reporter's page: which cookie they came with, the tags of their forms, and how a page of theirs ends.
//!
//! Nothing here is logged and nothing of the request is kept: no address, no browser, no time.

use crate::app::App;
use crate::cookies::Cookie;
use crate::error::{self, Failed};
use crate::frame::{self, Frame, Lang, Page, T};
use crate::posted::Posted;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Request};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use domain::Refusal;
use domain::report::Language;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use office::Office;
use std::convert::Infallible;

/// The largest form without files, in bytes: three answers of four bytes a character as browsers encode them, twice over.
const LARGEST_FORM: usize = 2 * 1024 * 1024;

/// Somebody at a reporter's page, for one request.
#[derive(Clone)]
pub struct Visitor {
    /// What handlers work with.
    pub app: App,
    /// The frame of the page.
    pub frame: Frame,
    cookies: HeaderMap,
    query: String,
}

/// What a reporter's handler gives.
pub type Shown = Result<Response, Turned>;

/// Why a handler ended early: with another page, or because it failed.
pub enum Turned {
    /// Another page.
    Page(Box<Response>),
    /// A rule said no, or something broke.
    Failed(Failed),
}

impl From<Response> for Turned {
    fn from(page: Response) -> Self {
        Self::Page(Box::new(page))
    }
}

impl From<Failed> for Turned {
    fn from(failed: Failed) -> Self {
        Self::Failed(failed)
    }
}

impl From<office::Error> for Turned {
    fn from(error: office::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Refusal> for Turned {
    fn from(refusal: Refusal) -> Self {
        Self::Failed(refusal.into())
    }
}

impl IntoResponse for Turned {
    fn into_response(self) -> Response {
        match self {
            Self::Page(page) => *page,
            Self::Failed(failed) => failed.into_response(),
        }
    }
}

impl Visitor {
    /// The acts.
    #[must_use]
    pub fn office(&self) -> &Office {
        &self.app.office
    }

    /// The words.
    #[must_use]
    pub const fn t(&self) -> T {
        self.frame.t()
    }

    /// The page, with the way to leave in a hurry.
    #[must_use]
    pub fn page(&self) -> Page {
        self.frame.page().with_leave()
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

    /// The language in which the reporter reads.
    #[must_use]
    pub const fn language(&self) -> Language {
        crate::app::language_of(self.frame.lang())
    }

    /// The value of a cookie that came with the request.
    #[must_use]
    pub fn cookie(&self, cookie: Cookie) -> Option<String> {
        cookie.read(self.frame.site(), &self.cookies).filter(|value| !value.is_empty())
    }

    /// Gives the browser a cookie with this answer.
    #[must_use]
    pub fn with_cookie(&self, answer: Response, cookie: Cookie, value: &str) -> Response {
        with_header(answer, cookie.set(self.frame.site(), value))
    }

    /// Takes a cookie away with this answer.
    #[must_use]
    pub fn without_cookie(&self, answer: Response, cookie: Cookie) -> Response {
        with_header(answer, cookie.clear(self.frame.site()))
    }

    /// The tag of a form that belongs to a cookie of ours.
    #[must_use]
    pub fn tag(&self, cookie: &str) -> String {
        self.office().form_tag(cookie.as_bytes())
    }

    /// The tag of a form before there is a cookie. It belongs to nobody, since nobody is known yet: it shows that the form
    /// was made here today or yesterday. That it was also sent from here is checked by where the browser says it comes from.
    #[must_use]
    pub fn open_tag(&self) -> String {
        self.office().form_tag(&self.day(0))
    }

    /// Whether a form before there is a cookie carries its tag.
    #[must_use]
    pub fn open_tag_is(&self, posted: &Posted) -> bool {
        (0..2).any(|days| posted.is_from(&self.app, &self.day(days)))
    }

    fn day(&self, days_ago: i64) -> Vec<u8> {
        let day = self.office().today();
        let day = day.checked_sub(jiff::Span::new().days(days_ago)).unwrap_or(day);
        format!("a form before there is a cookie, {day}").into_bytes()
    }

    /// The mistake of a form whose tag is not right: it stood open for too long.
    #[must_use]
    pub fn expired(&self) -> frame::Errors {
        let mut errors = frame::Errors::none();
        errors.add_whole(error::sentence(self.t(), &Refusal::Rule("form-expired")));
        errors
    }

    /// A value that the query of the address gives, when it is one of these words. Only words of our own are ever put there.
    #[must_use]
    pub fn asked<'a>(&self, name: &str, words: &[&'a str]) -> Option<&'a str> {
        let value = self.query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
        words.iter().copied().find(|word| *word == value)
    }
}

fn with_header(mut answer: Response, value: Option<HeaderValue>) -> Response {
    if let Some(value) = value {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
    answer
}

/// The status of a form that is to be mended.
pub const MEND: StatusCode = StatusCode::BAD_REQUEST;

impl FromRequestParts<App> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let frame = Frame::from_request_parts(parts, app).await?;
        let mut cookies = HeaderMap::new();
        for cookie in parts.headers.get_all(header::COOKIE) {
            cookies.append(header::COOKIE, cookie.clone());
        }
        Ok(Self { app: app.clone(), frame, cookies, query: parts.uri.query().unwrap_or_default().to_owned() })
    }
}

/// What all rooms of the reporter's side share: a language in every address, forms from here only, bounded forms, and a page
/// for what failed.
pub fn room(app: &App, routes: Router<App>) -> Router<App> {
    routes
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(from_fn(error::only_from_here))
        .route_layer(from_fn(in_a_language))
        .layer(from_fn_with_state(app.clone(), pages))
}

/// Sends who comes without a language in the address on to the one that their browser prefers. It needs no cookie.
async fn in_a_language(request: Request, next: Next) -> Response {
    let known = request.extensions().get::<Lang>().is_some();
    if known || request.method() != Method::GET {
        return next.run(request).await;
    }
    let lang = Lang::preferred(request.headers());
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let to = format!("/{lang}{}", if path == "/" { "" } else { path });
    let mut answer = axum::response::Redirect::to(&to).into_response();
    answer.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language"));
    answer
}

#[derive(Template)]
#[template(path = "report/problem.html")]
struct Problem {
    t: T,
    page: Page,
    heading: String,
    sentence: String,
    mends: bool,
}

/// Makes a page of what failed, in words for a reporter.
async fn pages(frame: Frame, request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    match Failed::behind(&answer) {
        Some(failed) => problem(&frame, &failed),
        None => answer,
    }
}

/// The page for what failed, with the way to leave in a hurry.
fn problem(frame: &Frame, failed: &Failed) -> Response {
    let t = frame.t();
    let (heading, sentence, mends) = match failed {
        Failed::Refusal(refusal @ (Refusal::NotFound | Refusal::SignIn | Refusal::NotAllowed)) => {
            (t.get("problem-not-found"), error::sentence(t, refusal), false)
        }
        Failed::Refusal(refusal) => (t.get("problem-refusal"), error::sentence(t, refusal), true),
        Failed::Fault(id) => (t.get("problem-fault"), t.with("problem-fault-text", &[("id", id.as_str())]), true),
    };
    frame::show_as(failed.status(), &Problem { t, page: frame.page().with_leave(), heading, sentence, mends })
}
