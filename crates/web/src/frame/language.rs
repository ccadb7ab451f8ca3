//! Which language a page is in: the first part of the address (`/nl/…`, `/en/…`), or else what the browser asks for.

use axum::Router;
use axum::extract::{FromRequestParts, Request};
use http::request::Parts;
use http::uri::PathAndQuery;
use http::{HeaderMap, Uri, header};
use std::convert::Infallible;
use std::fmt;
use tower::ServiceExt as _;

/// A language that every page exists in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Dutch, the language when nothing else is asked for.
    Nl,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order in which the page offers them.
    pub const ALL: [Self; 2] = [Self::Nl, Self::En];

    /// The code as it stands in the address and in the `lang` attribute.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }

    /// What the language calls itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nl => "Nederlands",
            Self::En => "English",
        }
    }

    /// The language with this code, region ignored (`nl-BE` is Dutch).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split('-').next()?.trim();
        Self::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.code()))
    }

    /// The language that a browser prefers (`Accept-Language`), Dutch when it names none of ours.
    #[must_use]
    pub fn preferred(headers: &HeaderMap) -> Self {
        let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut best: Option<(f32, Self)> = None;
        for part in asked.split(',').take(16) {
            let mut pieces = part.split(';');
            let Some(lang) = pieces.next().and_then(Self::from_code) else { continue };
            let weight = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .and_then(|q| q.trim().parse::<f32>().ok())
                .unwrap_or(1.0);
            if best.is_none_or(|(most, _)| weight > most) && weight > 0.0 {
                best = Some((weight, lang));
            }
        }
        best.map_or(Self::Nl, |(_, lang)| lang)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Wraps the whole program's routes so that each is reachable as it stands, under `/nl` and under `/en`.
pub fn by_prefix(routes: Router) -> Router {
    Router::new().fallback_service(routes.map_request(take_prefix))
}

/// The address of a page without its language. Kept apart, since nested routes see only the rest of the path.
#[derive(Clone, Debug)]
pub(super) struct Address(pub(super) String);

/// Moves the language from the address into the request's extensions.
fn take_prefix(mut request: Request) -> Request {
    if let Some((lang, uri)) = split(request.uri()) {
        *request.uri_mut() = uri;
        request.extensions_mut().insert(lang);
    }
    let address = request.uri().path_and_query().map_or("/", PathAndQuery::as_str).to_owned();
    request.extensions_mut().insert(Address(address));
    request
}

/// The language at the front of an address and the address without it; nothing if it has none.
fn split(uri: &Uri) -> Option<(Lang, Uri)> {
    let path = uri.path().strip_prefix('/')?;
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let lang = Lang::ALL.into_iter().find(|lang| lang.code() == first)?;
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(format!("/{rest}{query}")).ok()?);
    Some((lang, Uri::from_parts(parts).ok()?))
}

impl<S: Sync> FromRequestParts<S> for Lang {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or_else(|| Self::preferred(&parts.headers)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(languages: &str) -> Lang {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, languages.parse().unwrap());
        Lang::preferred(&headers)
    }

    #[test]
    fn the_browsers_first_known_language_is_taken() {
        assert_eq!(asking("en-GB,en;q=0.9,nl;q=0.8"), Lang::En);
        assert_eq!(asking("fr-FR, nl-BE;q=0.7, en;q=0.3"), Lang::Nl);
        assert_eq!(asking("nl;q=0, en;q=0.1"), Lang::En);
    }

    #[test]
    fn without_a_known_language_a_page_is_dutch() {
        assert_eq!(asking("ar, tr;q=0.5"), Lang::Nl);
        assert_eq!(Lang::preferred(&HeaderMap::new()), Lang::Nl);
    }

    #[test]
    fn the_prefix_is_taken_off_and_the_query_stays() {
        let (lang, uri) = split(&"/en/report?step=2".parse().unwrap()).unwrap();
        assert_eq!((lang, uri.to_string().as_str()), (Lang::En, "/report?step=2"));
        assert_eq!(split(&"/nl".parse().unwrap()).unwrap().1, "/");
    }

    #[test]
    fn an_address_that_only_begins_like_a_language_is_left_alone() {
        assert!(split(&"/english".parse().unwrap()).is_none());
        assert!(split(&"/".parse().unwrap()).is_none());
    }
}
