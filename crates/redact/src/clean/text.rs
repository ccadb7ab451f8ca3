//! Plain text: what is seen is what is there, but for characters without a shape.

use super::report::{Found, Left, Why};
use super::{Done, FileKind};

pub(super) fn clean(bytes: &[u8]) -> Result<Done, Why> {
    let mut found = Found::default();
    if decode(bytes).is_some_and(|text| text.trim_start_matches('\u{feff}').chars().any(is_invisible)) {
        found.kept(Left::InvisibleCharacters);
    }
    Ok(Done { bytes: bytes.to_vec(), kind: FileKind::Text, found })
}

/// Whether bytes read as text: valid Unicode, or one-byte text, with no control characters other
/// than those of layout.
pub(super) fn looks_like_text(bytes: &[u8]) -> bool {
    let control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}');
    match decode(bytes) {
        Some(text) => !text.chars().any(control),
        // One-byte text of Windows or of before Unicode: upper half allowed, control characters not.
        None => !bytes.iter().any(|&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0xc) || b == 0x7f),
    }
}

/// Reads Unicode text: UTF-8, or UTF-16 that says so with its byte order mark.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let units = |big: bool| {
        let pairs = bytes.get(2..).unwrap_or_default().chunks_exact(2);
        let whole = pairs.remainder().is_empty();
        let text = char::decode_utf16(pairs.map(|pair| match (pair, big) {
            ([a, b], true) => u16::from_be_bytes([*a, *b]),
            ([a, b], false) => u16::from_le_bytes([*a, *b]),
            _ => 0,
        }))
        .collect::<Result<String, _>>();
        text.ok().filter(|_| whole)
    };
    match bytes {
        [0xfe, 0xff, ..] => units(true),
        [0xff, 0xfe, ..] => units(false),
        _ => std::str::from_utf8(bytes).ok().map(str::to_owned),
    }
}

/// Characters that leave no trace on a page and are known to be used to mark copies. Joiners
/// (U+200C, U+200D) are left out: several scripts and emoji can't be written without them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
}
