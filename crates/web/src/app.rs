//! The whole website: its state, and the routes of all rooms put together.

use crate::frame::{self, Lang, Site, T, headers, language};
use axum::Router;
use axum::extract::FromRef;
use axum::middleware;
use domain::report::Language;
use office::Office;
use office::notice::Template;
use std::sync::Arc;

/// What every handler is given.
#[derive(Clone)]
pub struct App {
    /// The acts.
    pub office: Office,
    /// What the operator configures about pages.
    pub site: Arc<Site>,
}

impl FromRef<App> for Arc<Site> {
    fn from_ref(app: &App) -> Self {
        Self::clone(&app.site)
    }
}

impl FromRef<App> for Office {
    fn from_ref(app: &App) -> Self {
        app.office.clone()
    }
}

/// All routes, reachable as they stand and under each language.
pub fn router(app: App) -> Router {
    let site = Arc::clone(&app.site);
    let rooms = Router::new()
        .merge(crate::api::routes())
        .merge(crate::machine::routes())
        .merge(crate::demo::routes())
        .merge(crate::staff::routes(&app))
        .merge(crate::home::routes(&app))
        .merge(crate::report::routes(&app))
        .merge(crate::receipt::routes(&app))
        .merge(crate::log::routes(&app));
    let pages = rooms.fallback(crate::failure::not_found).with_state(app).merge(frame::routes(&site));
    language::by_prefix(pages).layer(middleware::from_fn_with_state(site, headers::guard))
}

/// The page's language for a language of the rules.
#[must_use]
pub const fn lang(language: Language) -> Lang {
    match language {
        Language::Nl => Lang::Nl,
        Language::En => Lang::En,
    }
}

/// The language of the rules for a page's language.
#[must_use]
pub const fn language_of(lang: Lang) -> Language {
    match lang {
        Lang::Nl => Language::Nl,
        Lang::En => Language::En,
    }
}

/// The words of a notice: subject and text. They hold no content, no name and no link that acts by itself.
#[must_use]
pub fn notice_words(template: Template, language: Language, address: &str) -> (String, String) {
    let t = T::new(lang(language));
    let subject = t.of("notice-subject", template.name());
    let text = t.of("notice-text", template.name());
    (subject, format!("{text}\n\n{address}\n\n{}\n", t.get("notice-end")))
}
