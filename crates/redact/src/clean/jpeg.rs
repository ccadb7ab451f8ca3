//! The segments of a JPEG: seeing what they tell, and taking out all but the picture without loss,
//! for pictures inside a PDF that must stay as they are.

use super::exif;
use super::report::{Found, Removed};

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP13: u8 = 0xed;
const APP14: u8 = 0xee;
const APP15: u8 = 0xef;
const COM: u8 = 0xfe;

enum Part<'a> {
    Segment { marker: u8, body: &'a [u8] },
    Scan(&'a [u8]),
}

struct Parts<'a> {
    parts: Vec<Part<'a>>,
    trailing: &'a [u8],
}

/// Cuts a JPEG into segments and scans; None if it has no picture or a segment reaches past the end.
fn cut(bytes: &[u8]) -> Option<Parts<'_>> {
    let mut rest = bytes.strip_prefix(&[0xff, SOI])?;
    let mut parts = Vec::new();
    let mut has_scan = false;
    loop {
        // Any number of 0xff may stand before a marker. A file cut off after a scan still shows.
        let after = match rest.iter().position(|&b| b != 0xff) {
            Some(fill) if fill > 0 => rest.get(fill..)?,
            None if has_scan => return Some(Parts { parts, trailing: &[] }),
            _ => return None,
        };
        let (&marker, after) = after.split_first()?;
        match marker {
            EOI => return has_scan.then_some(Parts { parts, trailing: after }),
            0x01 | 0xd0..=0xd7 => rest = after,
            _ => {
                let (body, after) = segment(after)?;
                parts.push(Part::Segment { marker, body });
                rest = after;
                if marker == SOS {
                    has_scan = true;
                    let (scan, after) = rest.split_at_checked(scan_length(rest))?;
                    parts.push(Part::Scan(scan));
                    rest = after;
                }
            }
        }
    }
}

fn segment(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&[high, low], rest) = bytes.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes([high, low])).checked_sub(2)?)
}

/// Entropy-coded data runs to the next marker that is neither a stuffed zero nor a restart.
fn scan_length(bytes: &[u8]) -> usize {
    let ends = |pair: &[u8]| matches!(pair, [0xff, second] if !matches!(second, 0x00 | 0xd0..=0xd7 | 0xff));
    bytes.windows(2).position(ends).unwrap_or(bytes.len())
}

/// Notes what the segments of a JPEG tell.
pub(super) fn inspect(bytes: &[u8], found: &mut Found) {
    let Some(cut) = cut(bytes) else { return };
    if !cut.trailing.is_empty() {
        found.took(Removed::Trailing);
    }
    for part in &cut.parts {
        if let Part::Segment { marker, body } = part {
            inspect_segment(*marker, body, found);
        }
    }
}

fn inspect_segment(marker: u8, body: &[u8], found: &mut Found) {
    match marker {
        APP1 => match body.strip_prefix(b"Exif\0") {
            Some(exif) => exif::inspect(exif.get(1..).unwrap_or_default(), found),
            None => exif::inspect_xmp(body, found),
        },
        COM => found.took(Removed::Comments),
        // A colour profile tells nothing of a person; a second picture behind the first may.
        APP2 if body.starts_with(b"MPF\0") => found.took(Removed::Thumbnails),
        APP2 if body.starts_with(b"ICC_PROFILE\0") => {}
        // The fixed fields; a thumbnail comes behind them, or in a segment of its own.
        APP0 if body.starts_with(b"JFIF\0") && body.len() <= 14 => {}
        APP0 if body.starts_with(b"JFIF\0") || body.starts_with(b"JFXX\0") => found.took(Removed::Thumbnails),
        APP13 => found.took(Removed::Properties),
        APP14 if body.starts_with(b"Adobe") => {}
        APP0..=APP15 => found.took(Removed::Other),
        _ => {}
    }
}

/// The same picture, bit for bit, with only the segments that a decoder needs. None if the bytes
/// are no whole JPEG.
pub(super) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let cut = cut(bytes)?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend([0xff, SOI]);
    for part in cut.parts {
        match part {
            Part::Scan(scan) => out.extend_from_slice(scan),
            Part::Segment { marker, body } => {
                if let Some(body) = needed(marker, body) {
                    let length = u16::try_from(body.len().checked_add(2)?).ok()?;
                    out.extend([0xff, marker]);
                    out.extend(length.to_be_bytes());
                    out.extend(body);
                }
            }
        }
    }
    out.extend([0xff, EOI]);
    Some(out)
}

/// What of a segment a decoder needs: tables, frames and scans, and from the two application
/// segments that say how colours are meant, the fixed fields.
fn needed(marker: u8, body: &[u8]) -> Option<Vec<u8>> {
    match marker {
        0xc0..=0xcf | 0xda..=0xdf => Some(body.to_vec()),
        APP0 if body.starts_with(b"JFIF\0") => {
            let mut fixed = body.get(..12)?.to_vec();
            fixed.extend([0, 0]);
            Some(fixed)
        }
        APP14 if body.starts_with(b"Adobe") => body.get(..12).map(<[u8]>::to_vec),
        _ => None,
    }
}
