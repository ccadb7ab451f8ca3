//! Styles, fonts, pictures and the one script, built by `cargo xtask assets` into `assets/dist` and embedded in a release.

use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use http::{HeaderValue, StatusCode, header};
use rust_embed::RustEmbed;
use std::collections::HashMap;
use std::sync::OnceLock;
use tower_http::compression::CompressionLayer;

#[derive(RustEmbed)]
#[folder = "assets/dist"]
#[allow_missing = true]
struct Files;

/// A file whose name holds the hash of its content never changes, so a browser may keep it for a year.
pub(super) const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// From the plain name of an asset to the name with its hash.
type Manifest = HashMap<String, String>;

/// `/assets/<name with hash>`. Compressed: nothing secret stands beside what a stranger can choose.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    Router::new().route("/assets/{name}", get(serve)).layer(CompressionLayer::new())
}

/// The address of an asset by its plain name (`belfry.css`); nothing if the assets have not been built.
#[must_use]
pub fn address(name: &str) -> Option<String> {
    let find = |manifest: &Manifest| manifest.get(name).map(|hashed| format!("/assets/{hashed}"));
    if cfg!(debug_assertions) {
        // Read again for each page, so that new assets show without building the program.
        return find(&manifest());
    }
    static ONCE: OnceLock<Manifest> = OnceLock::new();
    find(ONCE.get_or_init(manifest))
}

fn manifest() -> Manifest {
    Files::get("manifest.json").and_then(|file| serde_json::from_slice(&file.data).ok()).unwrap_or_default()
}

async fn serve(Path(name): Path<String>) -> Response {
    let Some(file) = Files::get(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [(header::CONTENT_TYPE, kind(&name)), (header::CACHE_CONTROL, FOR_EVER)];
    (headers, file.data.into_owned()).into_response()
}

/// The media type by the end of the name. Only what the frame serves is known.
pub(super) fn kind(name: &str) -> HeaderValue {
    HeaderValue::from_static(match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    })
}
