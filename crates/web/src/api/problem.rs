//! What was not done and why, as RFC 9457 problem details: in words for a person, with codes for a program.

use crate::frame::{Arg, T};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use domain::Refusal;
use domain::refusal::FieldError;
use http::{HeaderValue, StatusCode, header};
use office::Error;
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Seconds after which a caller may try again what was too much, or could not be kept, now.
const RETRY_AFTER: &str = "60";
/// Most fields that are told at once.
const MOST_TOLD: usize = 100;
/// The longest name of a field that is repeated to the caller, in characters.
const LONGEST_NAME: usize = 100;

/// Why a request was not done. As a response it is made complete by [`told`], which knows the language.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    fields: Vec<FieldProblem>,
    fault: Option<String>,
}

/// One field that cannot be taken as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldProblem {
    /// Where it is: its name, with the names of the objects around it before it (`answers.what`).
    pub field: String,
    /// The stable code.
    pub code: &'static str,
    /// What would fit: a number, or the values that can be chosen.
    pub limit: String,
}

impl FieldProblem {
    /// A problem of this field.
    #[must_use]
    pub fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code, limit: String::new() }
    }

    /// A problem of this field that tells what would fit.
    #[must_use]
    pub fn limit(field: impl Into<String>, code: &'static str, limit: impl ToString) -> Self {
        Self { limit: limit.to_string(), ..Self::new(field, code) }
    }

    /// The sentence: the one for this very field where there is one.
    fn sentence(&self, t: T) -> String {
        let name = self.field.rsplit('.').next().unwrap_or_default();
        let own = format!("{name}-{}", self.code);
        let key = if t.knows("field", &own) { format!("field-{own}") } else { format!("field-{}", self.code) };
        t.with(&key, &[("limit", Arg::from(&self.limit))])
    }
}

impl From<&FieldError> for FieldProblem {
    fn from(error: &FieldError) -> Self {
        Self::limit(error.field, error.code, error.limit.map(|limit| limit.to_string()).unwrap_or_default())
    }
}

impl Problem {
    /// A problem with this status and code.
    #[must_use]
    pub const fn of(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, fields: Vec::new(), fault: None }
    }

    /// What was sent cannot be taken as it is.
    #[must_use]
    pub const fn broken(code: &'static str) -> Self {
        Self::of(StatusCode::BAD_REQUEST, code)
    }

    /// These fields cannot be taken as they are.
    #[must_use]
    pub fn fields(fields: Vec<FieldProblem>) -> Self {
        Self { fields, ..Self::broken("fields") }
    }

    /// The same, with the fields of a refusal named as in the body that was sent.
    #[must_use]
    pub fn renamed(mut self, name: impl Fn(&str) -> String) -> Self {
        for problem in &mut self.fields {
            problem.field = name(&problem.field);
        }
        self
    }

    /// What the libraries below turned away without words.
    fn bare(answer: &Response) -> Option<Self> {
        let status = answer.status();
        let code = match status {
            StatusCode::NOT_FOUND => "not-found",
            StatusCode::METHOD_NOT_ALLOWED => "wrong-method",
            StatusCode::PAYLOAD_TOO_LARGE => "too-large",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "wrong-type-of-content",
            _ if status.is_client_error() => return Some(Self::broken("broken")),
            _ => return None,
        };
        Some(Self::of(status, code))
    }

    fn detail(&self, t: T) -> String {
        if let Some(fault) = &self.fault {
            return t.with("api-fault", &[("id", fault)]);
        }
        if t.knows("api-problem", self.code) { t.of("api-problem", self.code) } else { t.of("refusal", self.code) }
    }

    fn body(&self, t: T) -> Told {
        let errors = self.fields.iter().take(MOST_TOLD).map(|problem| ToldField {
            field: problem.field.chars().take(LONGEST_NAME).collect(),
            code: problem.code.to_owned(),
            detail: problem.sentence(t),
        });
        Told {
            kind: "about:blank".to_owned(),
            status: self.status.as_u16(),
            title: t.of("api-title", self.status.as_u16()),
            detail: self.detail(t),
            code: self.code.to_owned(),
            errors: errors.collect(),
            fault: self.fault.clone(),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = match &refusal {
            // What is wrong with a code, token or sign-in is no state of a case.
            Refusal::Rule("code-wrong") => StatusCode::NOT_FOUND,
            Refusal::Rule("sign-in-failed") => StatusCode::UNAUTHORIZED,
            Refusal::Rule("upload-broken") => StatusCode::BAD_REQUEST,
            Refusal::Rule("disk-full") => StatusCode::INSUFFICIENT_STORAGE,
            Refusal::Rule("unavailable") => StatusCode::SERVICE_UNAVAILABLE,
            other => StatusCode::from_u16(other.status()).unwrap_or(StatusCode::BAD_REQUEST),
        };
        let code = refusal.code();
        let fields = match &refusal {
            Refusal::Fields(errors) => errors.iter().map(FieldProblem::from).collect(),
            _ => Vec::new(),
        };
        Self { fields, ..Self::of(status, code) }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refusal(refusal) => refusal.into(),
            Error::Fault(fault) => {
                Self { fault: Some(fault.id), ..Self::of(StatusCode::INTERNAL_SERVER_ERROR, "fault") }
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut answer = self.status.into_response();
        answer.extensions_mut().insert(self);
        answer
    }
}

/// A problem as it is told.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Told {
    /// Always `about:blank`: the status says what kind of problem it is, and `code` which one.
    #[serde(rename = "type")]
    kind: String,
    /// The status of the answer.
    status: u16,
    /// What the status means, in the language of the caller.
    title: String,
    /// What was not done and why, in the language of the caller.
    detail: String,
    /// The stable code of the problem.
    code: String,
    /// Every field that cannot be taken as it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<ToldField>,
    /// The number under which something that broke was logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    fault: Option<String>,
}

/// A field as it is told.
#[derive(Serialize, ToSchema)]
#[schema(as = FieldProblem)]
struct ToldField {
    /// Where it is, with the names of the objects around it before it: `answers.what`.
    field: String,
    /// The stable code of what is wrong.
    code: String,
    /// What is wrong, in the language of the caller.
    detail: String,
}

/// The answer with its problem, if it has one, in words.
pub fn told(answer: Response, t: T) -> Response {
    let Some(problem) = answer.extensions().get::<Problem>().cloned().or_else(|| Problem::bare(&answer)) else {
        return answer;
    };
    let (mut parts, _) = answer.into_parts();
    parts.status = problem.status;
    let headers = &mut parts.headers;
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(t.lang().code()));
    match problem.status {
        StatusCode::UNAUTHORIZED => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
        }
        _ => {}
    }
    // Text and numbers always serialise.
    let body = serde_json::to_vec(&problem.body(t)).unwrap_or_default();
    Response::from_parts(parts, Body::from(body))
}
