//! A rule said no: the one error of this floor.

use std::fmt;

/// One field of a form or request that cannot be taken as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError {
    /// The field's name in the form and the API.
    pub field: &'static str,
    /// The stable code; its sentence is the text `field-<code>`.
    pub code: &'static str,
    /// The limit that was passed, where the sentence names one.
    pub limit: Option<usize>,
}

impl FieldError {
    /// A field error without a limit.
    #[must_use]
    pub const fn new(field: &'static str, code: &'static str) -> Self {
        Self { field, code, limit: None }
    }

    /// A field error that names a limit.
    #[must_use]
    pub const fn limit(field: &'static str, code: &'static str, limit: usize) -> Self {
        Self { field, code, limit: Some(limit) }
    }
}

/// Why an act is not done. Each has a stable code, a sentence in both languages (`refusal-<code>`) and a status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// One or more fields cannot be taken; all of them are told at once.
    Fields(Vec<FieldError>),
    /// There is no such thing, or none that this person may know of. The two are never told apart.
    NotFound,
    /// Nobody is signed in, or the session has ended.
    SignIn,
    /// This person's roles do not allow the act.
    NotAllowed,
    /// A rule of the case or register forbids the act now; the code names the rule.
    Rule(&'static str),
    /// Somebody else changed the case in the meantime.
    Changed,
    /// Too many tries or too much at once; it may be tried again later.
    Busy,
    /// What was sent is larger than is taken.
    TooLarge,
}

impl Refusal {
    /// One field that cannot be taken.
    #[must_use]
    pub fn field(field: &'static str, code: &'static str) -> Self {
        Self::Fields(vec![FieldError::new(field, code)])
    }

    /// The stable code, used in the API and as text key.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Fields(_) => "fields",
            Self::NotFound => "not-found",
            Self::SignIn => "sign-in",
            Self::NotAllowed => "not-allowed",
            Self::Rule(code) => code,
            Self::Changed => "changed",
            Self::Busy => "busy",
            Self::TooLarge => "too-large",
        }
    }

    /// The HTTP status that fits. Invalid input is 400, as the NL API Design Rules ask.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Fields(_) => 400,
            Self::NotFound => 404,
            Self::SignIn => 401,
            Self::NotAllowed => 403,
            Self::Rule(_) | Self::Changed => 409,
            Self::Busy => 429,
            Self::TooLarge => 413,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Refusal {}

/// Collects what is wrong with a form, so that all of it is told at once.
#[derive(Default, Debug)]
pub struct Problems(Vec<FieldError>);

impl Problems {
    /// Notes a problem when `wrong` holds.
    pub fn when(&mut self, wrong: bool, problem: FieldError) {
        if wrong {
            self.0.push(problem);
        }
    }

    /// Notes when a text that must be there is empty, or longer than `limit` characters.
    pub fn text(&mut self, field: &'static str, value: &str, limit: usize) {
        self.when(value.trim().is_empty(), FieldError::new(field, "required"));
        self.length(field, value, limit);
    }

    /// Notes when a text is longer than `limit` characters.
    pub fn length(&mut self, field: &'static str, value: &str, limit: usize) {
        self.when(value.chars().count() > limit, FieldError::limit(field, "too-long", limit));
    }

    /// Notes when a reason is too short to be one, or too long.
    pub fn reason(&mut self, field: &'static str, value: &str) {
        let shortest = crate::policy::SHORTEST_REASON;
        self.when(value.trim().chars().count() < shortest, FieldError::limit(field, "reason-too-short", shortest));
        self.length(field, value, crate::policy::LONGEST_TEXT);
    }

    /// All well, or everything that is wrong.
    ///
    /// # Errors
    /// [`Refusal::Fields`] with every problem noted.
    pub fn finish(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::Fields(self.0)) }
    }
}
