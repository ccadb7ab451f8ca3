//! What an act ends in when it is not done: a [`Refusal`], because a rule said no, or a [`Fault`], because something
//! broke. A fault is logged with an identifier, and only the identifier is shown.

use domain::Refusal;
use std::fmt;

/// The answer of an act.
pub type Answer<T> = Result<T, Error>;

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule said no.
    #[error("refused: {0}")]
    Refusal(#[from] Refusal),
    /// Something broke.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Something broke. It was logged where it happened; this is what may be shown of it.
#[derive(Debug, thiserror::Error)]
pub struct Fault {
    /// The identifier under which it was logged.
    pub id: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "fault {}", self.id)
    }
}

impl Fault {
    /// Logs what broke and gives it an identifier. The cause must not hold anything of a report: store and vault errors
    /// don't.
    pub fn new(cause: &dyn fmt::Display) -> Self {
        let id: String = vault::random::bytes::<4>().iter().map(|byte| format!("{byte:02x}")).collect();
        tracing::error!(fault = %id, "{cause}");
        Self { id }
    }
}

impl From<vault::VaultError> for Error {
    fn from(error: vault::VaultError) -> Self {
        Self::Fault(Fault::new(&error))
    }
}

impl From<domain::case::Broken> for Error {
    fn from(error: domain::case::Broken) -> Self {
        Self::Fault(Fault::new(&error))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        // Only the category: the message of a parse error can quote what was parsed.
        Self::Fault(Fault::new(&format!("stored JSON cannot be read: {:?}", error.classify())))
    }
}

impl From<store::StoreError> for Error {
    fn from(error: store::StoreError) -> Self {
        match error {
            store::StoreError::Conflict | store::StoreError::Guard(_) => Self::Refusal(Refusal::Changed),
            store::StoreError::Full => Self::Refusal(Refusal::Rule("disk-full")),
            store::StoreError::Unavailable => Self::Refusal(Refusal::Rule("unavailable")),
            other => Self::Fault(Fault::new(&other)),
        }
    }
}
