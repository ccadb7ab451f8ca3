//! The headers that every answer carries, and what they keep out.

use super::Site;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::sync::Arc;

/// Only what this site itself serves, and no inline script or style at all.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
                   form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Everything a page might ask the device for, and none of it is given.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), bluetooth=(), browsing-topics=(), camera=(), \
                           clipboard-read=(), display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), \
                           geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), \
                           microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-create=(), \
                           publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), web-share=(), \
                           xr-spatial-tracking=()";

const ALWAYS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CSP),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    // Nothing to others. `no-referrer` would also blank the Origin header, by which forms from elsewhere are refused.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // For browsers that do not know `frame-ancestors`.
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// Puts the headers on an answer. Use with `axum::middleware::from_fn_with_state(site, headers::guard)`, outermost.
///
/// Nothing is kept by browsers unless the answer says so itself, as the assets do.
pub async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if site.https {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, two_years);
    }
    tell_onion(&site, &address, headers);
    answer
}

/// Tells Tor Browser that the page is also an onion service. Only pages: it is of no use on anything else.
fn tell_onion(site: &Site, address: &str, headers: &mut HeaderMap) {
    let page = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if let (true, Some(onion)) = (page, &site.onion)
        && let Ok(value) = HeaderValue::from_str(&format!("{}{address}", onion.trim_end_matches('/')))
    {
        headers.insert(HeaderName::from_static("onion-location"), value);
    }
}
