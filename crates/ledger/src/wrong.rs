//! A failed check, said in one line.

/// The first thing that a check found wrong: what, and where. Both parts are made from words of this crate,
/// numbers and validated names and dates only, so the line can be shown and logged as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("wrong: {where_}: {what}")]
pub struct Wrong {
    /// What is wrong, as the end of a sentence about `where_`.
    pub what: String,
    /// The part of the file or the place in the ledger.
    pub where_: String,
}

impl Wrong {
    /// Says that `what` is wrong at `where_`.
    pub(crate) fn new(where_: impl Into<String>, what: impl Into<String>) -> Self {
        Self { what: what.into(), where_: where_.into() }
    }
}
