//! The frame around every page: languages and their words, the page itself, assets, security headers, leaving in a hurry.
//!
//! A room renders a page in three steps:
//!
//! ```text
//! #[derive(askama::Template)]
//! #[template(path = "report/start.html")]      // {% extends "frame/base.html" %}
//! struct Start { t: T, page: Page, errors: Errors }
//!
//! async fn start(frame: Frame) -> Response {
//!     frame::show(&Start { t: frame.t(), page: frame.page().with_leave(), errors: Errors::none() })
//! }
//! ```
//!
//! Routes are written without a language. [`language::by_prefix`] takes `/nl` or `/en` off the address before routing, and
//! [`Page::href`] puts it on every link, so that the choice of language needs no cookie.

pub mod assets;
pub mod form;
pub mod headers;
pub mod language;
pub mod leave;
pub mod page;
pub mod parts;
pub mod show;
pub mod site;
pub mod theme;
pub mod words;

#[cfg(test)]
mod tests;

pub use form::Errors;
pub use language::Lang;
pub use page::{Frame, Page, Staff};
pub use parts::{Attached, Choice, Column, Fact, Link, Message, Pager, State, Step, Tone};
pub use show::{show, show_as};
pub use site::Site;
pub use words::{Arg, T};

use axum::Router;
use axum::routing::get;
use std::sync::Arc;

/// The routes that the frame itself answers: the assets, the operator's theme and the way out.
pub fn routes<S>(site: &Arc<Site>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let out = Router::new().route("/leave", get(leave::leave)).with_state(Arc::clone(site));
    Router::new().merge(assets::routes()).merge(theme::routes(site.theme.clone())).merge(out)
}
