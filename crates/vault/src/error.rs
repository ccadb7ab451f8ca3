//! The one error of this crate.

/// Why something did not work, said so that it can be shown to anybody.
///
/// It never holds bytes, keys or text, and does not tell a wrong key from a changed ciphertext: who is not entitled
/// must not be able to find out which of the two it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// It does not open: another key, another place or purpose than it was sealed for, or it was changed.
    #[error("does not open")]
    Closed,
    /// The bytes or text do not have the shape that they should have.
    #[error("not in the expected form")]
    Malformed,
    /// More than the format can hold.
    #[error("too long")]
    TooLong,
    /// Parameters that are not usable or not safe.
    #[error("unusable parameters")]
    Parameters,
    /// Reading or writing the stream underneath failed; the kind is that of the operating system.
    #[error("stream: {0}")]
    Stream(std::io::ErrorKind),
}

impl From<std::io::Error> for VaultError {
    fn from(error: std::io::Error) -> Self {
        Self::Stream(error.kind())
    }
}
