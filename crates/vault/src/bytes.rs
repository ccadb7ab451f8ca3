//! Byte strings put one after another so that no two different lists give the same bytes.

/// Each part preceded by its length in bytes (u32, big-endian).
///
/// A part is never near 4 GiB: callers pass names, identifiers and numbers. A longer one would be cut in its length
/// only, so it is refused by a saturating length that can't be met when read back.
pub(crate) fn framed(parts: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::with_capacity(parts.iter().map(|part| part.len() + 4).sum());
    for part in parts {
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::framed;

    #[test]
    fn moving_a_byte_between_neighbours_changes_the_whole() {
        assert_ne!(framed(&[b"ab", b"c"]), framed(&[b"a", b"bc"]));
        assert_ne!(framed(&[b"", b"abc"]), framed(&[b"abc", b""]));
        assert_eq!(framed(&[b"ab"]), [0, 0, 0, 2, b'a', b'b']);
    }
}
