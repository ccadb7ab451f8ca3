//! Signed notes, as C2SP `signed-note` writes them: a text, a blank line, and one line per signature. Every
//! statement of the ledger is one, so that it can be printed, mailed and checked with other people's tools.

mod key;

pub use key::{Signer, VerifierKey};

use crate::encoding::from_base64;

/// The longest note that is read, in bytes.
pub const MAX_NOTE: usize = 1_000_000;

/// The most signature lines that are read; the format asks verifiers to take at least 16.
const MAX_SIGNATURES: usize = 100;

/// Why a note or key was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not a signed note: no text, no signature lines, or bytes that may not stand in one.
    #[error("it is not a signed note")]
    Malformed,
    /// None of the signatures is by a key that was asked for.
    #[error("it is not signed by the key")]
    Unsigned,
    /// A signature that names the key is not by it, or the text was changed after signing.
    #[error("the signature does not fit the text")]
    BadSignature,
    /// Not a verifier key, or one that is damaged or unsafe to use.
    #[error("it is not a usable verifier key")]
    BadKey,
    /// A key's name must be 1 to 128 printable ASCII characters without space or `+`.
    #[error("it is not a usable key name")]
    BadName,
    /// A text to be signed must end with a newline and hold no other control characters.
    #[error("the text cannot be signed as a note")]
    BadText,
}

/// Checks a note and gives its text (with its final newline). At least one signature must be by one of
/// `keys`, and every signature that names one of them must be right; other signatures are passed over.
///
/// # Errors
/// [`NoteError::Malformed`], [`NoteError::Unsigned`] or [`NoteError::BadSignature`].
pub fn verify<'n>(note: &'n str, keys: &[VerifierKey]) -> Result<&'n str, NoteError> {
    open(note, keys).map(|(text, _)| text)
}

/// As [`verify`], and says which key's signature came first.
pub(crate) fn open<'n, 'k>(note: &'n str, keys: &'k [VerifierKey]) -> Result<(&'n str, &'k VerifierKey), NoteError> {
    let (text, signatures) = split(note)?;
    let mut signer: Option<&VerifierKey> = None;
    let mut seen: Vec<&VerifierKey> = Vec::new();
    for (count, line) in signatures.lines().enumerate() {
        if count >= MAX_SIGNATURES {
            return Err(NoteError::Malformed);
        }
        let (name, id, signature) = signature_line(line)?;
        let Some(key) = keys.iter().find(|key| key.name() == name && key.id() == id) else {
            continue;
        };
        // A second line of the same key adds nothing; the first one decides.
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        if !key.is_signature(text.as_bytes(), &signature) {
            return Err(NoteError::BadSignature);
        }
        signer.get_or_insert(key);
    }
    signer.map(|key| (text, key)).ok_or(NoteError::Unsigned)
}

/// Splits a note at its last blank line into text and signature lines.
fn split(note: &str) -> Result<(&str, &str), NoteError> {
    if note.len() > MAX_NOTE || note.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
        return Err(NoteError::Malformed);
    }
    let middle = note.rfind("\n\n").ok_or(NoteError::Malformed)?;
    let (text, rest) = note.split_at_checked(middle + 1).ok_or(NoteError::Malformed)?;
    let signatures = rest.strip_prefix('\n').ok_or(NoteError::Malformed)?;
    if signatures.is_empty() || !signatures.ends_with('\n') {
        return Err(NoteError::Malformed);
    }
    Ok((text, signatures))
}

/// Reads `— name base64(id ‖ signature)`.
fn signature_line(line: &str) -> Result<(&str, [u8; 4], Vec<u8>), NoteError> {
    let (name, encoded) = line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or(NoteError::Malformed)?;
    if name.is_empty() || name.chars().any(|c| c.is_whitespace() || c == '+') {
        return Err(NoteError::Malformed);
    }
    let bytes = from_base64(encoded).ok_or(NoteError::Malformed)?;
    match bytes.split_first_chunk::<4>() {
        Some((id, signature)) if !signature.is_empty() => Ok((name, *id, signature.to_vec())),
        _ => Err(NoteError::Malformed),
    }
}
