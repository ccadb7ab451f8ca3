//! From a template to an answer.

use askama::Template;
use axum::response::{Html, IntoResponse as _, Response};
use http::StatusCode;

/// Answers 200 with this page.
pub fn show(page: &impl Template) -> Response {
    show_as(StatusCode::OK, page)
}

/// Answers with this status and page: 422 for a form to mend, 404 for what is not there.
pub fn show_as(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        // The error names a formatting failure, never what was being formatted.
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
