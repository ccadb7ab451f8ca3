//! What machines ask of us: whether we are well, and how much we do. Nothing of a person or a case.

use crate::app::App;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use http::{StatusCode, header};

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/healthz", get(health)).route("/metrics", get(metrics))
}

/// 200 when the database answers, else 503.
async fn health(State(app): State<App>) -> Response {
    match app.office.ping().await {
        Ok(()) => (StatusCode::OK, "ok\n").into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response(),
    }
}

/// Figures about the program in the Prometheus text format: its version, its memory, its spool. No figure changes when a
/// report comes in.
async fn metrics(State(app): State<App>) -> Response {
    let up = u8::from(app.office.ping().await.is_ok());
    let (due, failed) = app.office.notices_waiting().await.unwrap_or_default();
    let text = format!(
        "# HELP belfry_up Whether the database answers.\n# TYPE belfry_up gauge\nbelfry_up {up}\n\
         # HELP belfry_build_info The version.\n# TYPE belfry_build_info gauge\n\
         belfry_build_info{{version=\"{}\"}} 1\n\
         # HELP belfry_resident_bytes Memory in use.\n# TYPE belfry_resident_bytes gauge\n\
         belfry_resident_bytes {}\n\
         # HELP belfry_notices_given_up Notices that could not be sent.\n# TYPE belfry_notices_given_up gauge\n\
         belfry_notices_given_up {failed}\n\
         # HELP belfry_spool_stuck Whether notices wait while none can be sent.\n# TYPE belfry_spool_stuck gauge\n\
         belfry_spool_stuck {}\n",
        env!("CARGO_PKG_VERSION"),
        resident_bytes(),
        u8::from(due > 0 && failed > 0),
    );
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

/// The memory in use, from the kernel; 0 where it does not tell.
fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()).and_then(|n| n.parse::<u64>().ok());
    kibibytes.unwrap_or_default() * 1024
}
