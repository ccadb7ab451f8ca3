//! A JSON body, within bounds and in the shape that its schema describes.

use super::problem::{FieldProblem, Problem};
use super::schema;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::PartialSchema;

/// The largest JSON body, in bytes: all answers of a report at their limit, with room to spare.
pub const LARGEST: usize = 1024 * 1024;
/// How deep objects and lists may stand in one another. Ours need two.
const DEEPEST: usize = 16;

/// A JSON body and what is wrong with its shape. What is wrong is not in `body`, so that the rest can be checked by the
/// rules and everything is told at once: a handler ends its own checks with [`Body::finish`].
pub struct Body<T> {
    /// What could be read.
    pub body: T,
    /// What could not.
    pub problems: Vec<FieldProblem>,
}

impl<T> Body<T> {
    /// The body, if nothing is wrong with its shape.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn sound(self) -> Result<T, Problem> {
        let Self { body, problems } = self;
        finish(problems)?;
        Ok(body)
    }
}

/// All well, or everything that is wrong: of each field the first problem that was found.
///
/// # Errors
/// A problem with these fields.
pub fn finish(problems: Vec<FieldProblem>) -> Result<(), Problem> {
    let mut told: Vec<FieldProblem> = Vec::new();
    for problem in problems {
        if told.iter().all(|earlier| earlier.field != problem.field) {
            told.push(problem);
        }
    }
    if told.is_empty() { Ok(()) } else { Err(Problem::fields(told)) }
}

impl<T, S> FromRequest<S> for Body<T>
where
    T: DeserializeOwned + PartialSchema,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-type-of-content"));
        }
        DefaultBodyLimit::max(LARGEST).apply(&mut request);
        let bytes = Bytes::from_request(request, state).await.map_err(|refused| match refused.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::of(StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            _ => Problem::broken("broken"),
        })?;
        read(&bytes)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn read<T: DeserializeOwned + PartialSchema>(bytes: &[u8]) -> Result<Body<T>, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::broken("not-utf-8"))?;
    if is_too_deep(text) {
        return Err(Problem::broken("too-deep"));
    }
    let not_json = |_| Problem::broken("not-json");
    let mut value: Value = serde_json::from_str(text).map_err(not_json)?;
    let shape = serde_json::to_value(T::schema()).map_err(|error| office::Error::from(office::Fault::new(&error)))?;
    let mut problems = Vec::new();
    if !schema::prune(&shape, &mut value, "", &mut problems) {
        return Err(Problem::broken("not-an-object"));
    }
    // Read from the text where that is possible: a name that stands there twice is refused, and not silently chosen from.
    let body = if problems.is_empty() { serde_json::from_str(text) } else { serde_json::from_value(value) };
    Ok(Body { body: body.map_err(not_json)?, problems })
}

/// Whether objects and lists stand too deep in one another, told without reading them as such.
fn is_too_deep(text: &str) -> bool {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => depth += 1,
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// An answer in JSON.
///
/// # Errors
/// A fault when it cannot be written as JSON.
pub fn answer(status: StatusCode, body: &impl Serialize) -> Result<Response, Problem> {
    let bytes = serde_json::to_vec(body).map_err(|error| office::Error::from(office::Fault::new(&error)))?;
    Ok((status, [(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_told_apart_from_brackets_in_a_text() {
        assert!(!is_too_deep(&format!("{{\"a\":\"{}\"}}", "[".repeat(1000))));
        assert!(!is_too_deep(&format!("{{\"a\":\"\\\"{}\"}}", "[".repeat(1000))));
        assert!(!is_too_deep(&format!("{}{}", "[".repeat(DEEPEST), "]".repeat(DEEPEST))));
        assert!(is_too_deep(&"[".repeat(DEEPEST + 1)));
        assert!(is_too_deep(&"{\"a\":".repeat(100)));
    }
}
