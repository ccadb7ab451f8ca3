//! Leaving in a hurry. A link that works without script: it clears this site's traces and goes to a neutral page.
//!
//! It is a link and not a form, since browsers apply `form-action` to where a form's answer redirects. The small script
//! `leave.js` only adds that the entry in the history is replaced, and that Escape pressed twice does the same.

use super::Site;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use std::sync::Arc;

/// `GET /leave`: forgets every cookie of this site and goes to the neutral page.
pub async fn leave(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let mut answer = StatusCode::SEE_OTHER.into_response();
    let out = answer.headers_mut();
    if let Ok(to) = HeaderValue::from_str(&site.leave_to) {
        out.insert(header::LOCATION, to);
    }
    if comes_from_here(&headers) {
        out.insert(
            HeaderName::from_static("clear-site-data"),
            HeaderValue::from_static("\"cache\", \"cookies\", \"storage\""),
        );
        // Browsers ignore the header above on plain http, and some always.
        for name in cookie_names(&headers) {
            let secure = if site.https || name.starts_with("__Host-") { "; Secure" } else { "" };
            let forget = format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict{secure}");
            if let Ok(value) = HeaderValue::from_str(&forget) {
                out.append(header::SET_COOKIE, value);
            }
        }
    }
    answer
}

/// Whether a person on one of our own pages asked for it, so that no other site can end somebody's session with a picture.
/// A browser too old to say so is believed: it still sends no cookie of ours from elsewhere.
fn comes_from_here(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none")
}

/// The names of the cookies that came with the request.
fn cookie_names(headers: &HeaderMap) -> Vec<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.split_once('=').map(|(name, _)| name.trim().to_owned()))
        .take(50)
        .collect()
}
