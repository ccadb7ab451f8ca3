//! What a file is, from its bytes; its name and what a browser says about it count for nothing.

use super::{FileKind, text, zip_limits};

/// How much of the start is read to recognise text formats, in bytes.
const HEAD: usize = 4096;

pub(super) fn kind(bytes: &[u8]) -> FileKind {
    by_own_marks(bytes).or_else(|| by_magic(bytes)).unwrap_or_else(|| by_text(bytes))
}

/// Kinds for which the general table is absent, too coarse, or too lenient for us.
fn by_own_marks(bytes: &[u8]) -> Option<FileKind> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Some(ole(bytes));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(zip_limits::kind(bytes));
    }
    if bytes.starts_with(b"{\\rtf") {
        return Some(FileKind::Rtf);
    }
    if bytes.starts_with(b"%!PS") {
        return Some(FileKind::OtherPicture);
    }
    // Readers accept a PDF whose header stands within the first kilobyte.
    if find(head.get(..1024).unwrap_or(head), b"%PDF-").is_some() {
        return Some(FileKind::Pdf);
    }
    iso_media(bytes)
}

/// Office files of before 2007, and the shell around a locked newer one.
fn ole(bytes: &[u8]) -> FileKind {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if find(bytes, &name).is_some() { FileKind::LockedOffice } else { FileKind::OldOffice }
}

/// The container of MP4, QuickTime, HEIC and AVIF, told apart by its brand.
fn iso_media(bytes: &[u8]) -> Option<FileKind> {
    if bytes.get(4..8)? != b"ftyp" {
        return None;
    }
    Some(match bytes.get(8..12)? {
        b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1" | b"avif" | b"avis" => FileKind::Heic,
        b"M4A " | b"M4B " => FileKind::Audio,
        _ => FileKind::Video,
    })
}

fn by_magic(bytes: &[u8]) -> Option<FileKind> {
    use infer::MatcherType;
    let found = infer::get(bytes)?;
    Some(match (found.mime_type(), found.matcher_type()) {
        ("image/jpeg", _) => FileKind::Jpeg,
        ("image/png", _) => FileKind::Png,
        ("image/webp", _) => FileKind::Webp,
        ("image/gif", _) => FileKind::Gif,
        ("image/bmp", _) => FileKind::Bmp,
        ("image/tiff", _) => FileKind::Tiff,
        ("image/heif" | "image/avif", _) => FileKind::Heic,
        (_, MatcherType::Image) => FileKind::OtherPicture,
        (_, MatcherType::Audio) => FileKind::Audio,
        (_, MatcherType::Video) => FileKind::Video,
        (_, MatcherType::Archive | MatcherType::Book) => FileKind::Archive,
        (_, MatcherType::App) => FileKind::Program,
        // Text and documents we judge ourselves.
        _ => return None,
    })
}

fn by_text(bytes: &[u8]) -> FileKind {
    if !text::looks_like_text(bytes) {
        return FileKind::Unknown;
    }
    // A long file is cut at a byte, which may split a character: lossy is enough to recognise it.
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let head = text::decode(bytes)
        .map_or_else(|| String::from_utf8_lossy(head).into_owned(), |text| text.chars().take(HEAD).collect());
    let head = head.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    if head.contains("<svg") {
        FileKind::Svg
    } else if is_markup(&head) {
        FileKind::Markup
    } else if is_email(&head) {
        FileKind::Email
    } else {
        FileKind::Text
    }
}

fn is_markup(head: &str) -> bool {
    ["<?xml", "<!doctype", "<!--"].iter().any(|start| head.starts_with(start))
        || ["<html", "<head", "<body", "<script", "<xmp", "<x:xmpmeta"].iter().any(|tag| head.contains(tag))
}

/// A message starts with header lines, of which some only a mail program writes.
fn is_email(head: &str) -> bool {
    let mut headers = head.lines().take_while(|line| !line.is_empty());
    let first_is_header = head
        .lines()
        .next()
        .and_then(|line| line.split_once(':'))
        .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    let marks = ["received:", "return-path:", "mime-version:", "message-id:", "delivered-to:", "x-mozilla-status:"];
    first_is_header && headers.any(|line| marks.iter().any(|mark| line.starts_with(mark)))
}

/// Where `needle` first stands in `hay`.
pub(super) fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|window| window == needle)
}
