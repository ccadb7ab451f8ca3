//! A form as it was sent: its fields by name, within bounds, with line ends as we write them.

use crate::app::App;
use crate::error::Failed;
use axum::Form;
use axum::extract::{FromRequest, Request};
use axum::response::IntoResponse as _;
use domain::Refusal;
use http::StatusCode;

/// Most fields that a form may have: more than our longest.
const MOST_FIELDS: usize = 200;

/// The field that holds the tag of the session.
const TAG: &str = "token";

/// The fields of a form, without files.
#[derive(Clone, Debug, Default)]
pub struct Posted(Vec<(String, String)>);

impl Posted {
    /// A form with these fields.
    #[must_use]
    pub fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields.into_iter().take(MOST_FIELDS).map(|(name, value)| (name, plain_lines(&value))).collect())
    }

    /// The value of a field; empty when it is not there.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }

    /// The value of a field without spaces around it.
    #[must_use]
    pub fn trimmed(&self, name: &str) -> String {
        self.get(name).trim().to_owned()
    }

    /// Whether a box was ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.get(name) == "yes"
    }

    /// All fields in the order in which they came.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Adds a field, or sets the one that is there.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = plain_lines(&value.into());
        if let Some((_, there)) = self.0.iter_mut().find(|(field, _)| field == name) {
            *there = value;
        } else if self.0.len() < MOST_FIELDS {
            self.0.push((name.to_owned(), value));
        }
    }

    /// Whether the form carries the tag of this session (or of what stands for one).
    #[must_use]
    pub fn is_from(&self, app: &App, session: &[u8]) -> bool {
        app.office.form_tag_is(session, self.get(TAG))
    }
}

/// Browsers send line ends as two characters, which would count double against every limit.
fn plain_lines(value: &str) -> String {
    value.replace("\r\n", "\n").replace('\r', "\n")
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Failed;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failed> {
        match Form::<Vec<(String, String)>>::from_request(request, state).await {
            Ok(Form(fields)) => Ok(Self::new(fields)),
            Err(rejection) => Err(match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge.into(),
                _ => Refusal::Rule("form-broken").into(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_end_is_one_character() {
        let posted = Posted::new(vec![("what".into(), "een\r\ntwee\rdrie".into())]);
        assert_eq!(posted.get("what"), "een\ntwee\ndrie");
        assert_eq!(posted.get("where"), "");
    }
}
