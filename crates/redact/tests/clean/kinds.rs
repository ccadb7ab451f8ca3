//! What a file is follows from its bytes; its name can only contradict them.

use crate::support::*;
use image::ImageFormat;
use redact::clean::{FileKind, Left, Limits, Outcome, Removed, Why, clean};

fn kind(bytes: &[u8]) -> FileKind {
    clean("", bytes, &Limits::default()).kind
}

#[test]
fn a_name_that_lies_about_the_type_is_noticed() {
    let picture = encoded(ImageFormat::Png);
    let limits = Limits::default();
    for (name, lies) in [
        ("foto.png", false),
        ("FOTO.PNG", false),
        ("foto", false),
        ("foto.jpg", true),
        ("brief.pdf", true),
        ("rekening.exe", true),
        ("iets.onbekend", false),
        ("archief.2024", false),
    ] {
        let cleaning = clean(name, &picture, &limits);
        assert_eq!((cleaning.kind, cleaning.mismatch), (FileKind::Png, lies), "{name}");
    }
    let program = clean("foto.jpg", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0", &limits);
    assert_eq!((program.kind, program.mismatch), (FileKind::Program, true));
}

#[test]
fn kinds_that_cannot_be_cleaned_are_named() {
    let cases: [(&[u8], FileKind, Why); 14] = [
        (b"", FileKind::Text, Why::Empty),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old document", FileKind::OldOffice, Why::NotSupported),
        (b"{\\rtf1{\\info{\\author Jan}}}", FileKind::Rtf, Why::NotSupported),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", FileKind::Svg, Why::NotSupported),
        (b"<?xml version='1.0'?><svg/>", FileKind::Svg, Why::NotSupported),
        (b"<!doctype html><p>", FileKind::Markup, Why::NotSupported),
        (b"Received: from host\r\nSubject: x\r\n\r\nbody", FileKind::Email, Why::NotSupported),
        (b"From: jan@example.org\nMessage-ID: <1@x>\n\nbody", FileKind::Email, Why::NotSupported),
        (b"\0\0\0\x18ftypheic\0\0\0\0heic", FileKind::Heic, Why::NotSupported),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42", FileKind::Video, Why::Video),
        (b"\0\0\0\x18ftypM4A \0\0\0\0M4A ", FileKind::Audio, Why::Audio),
        (b"ID3\x03\0\0\0\0\0\0", FileKind::Audio, Why::Audio),
        (b"7z\xbc\xaf\x27\x1c\0\0", FileKind::Archive, Why::NotSupported),
        (b"\x01\x02\x03 no kind of file", FileKind::Unknown, Why::UnknownType),
    ];
    for (bytes, expected, why) in cases {
        let cleaning = clean("", bytes, &Limits::default());
        assert_eq!(cleaning.kind, expected, "{:?}", String::from_utf8_lossy(bytes));
        assert_eq!(cleaning.outcome, Outcome::CannotClean { why });
    }
    let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let locked = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &locked].concat();
    let cleaning = clean("geheim.docx", &locked, &Limits::default());
    assert_eq!((cleaning.kind, cleaning.mismatch), (FileKind::LockedOffice, false));
    assert_eq!(cleaning.outcome, Outcome::CannotClean { why: Why::Encrypted });
}

#[test]
fn plain_text_passes_as_it_is() {
    let texts: [&[u8]; 4] = [
        "Datum;Bedrag\r\n2026-11-02;€ 40\r\n".as_bytes(),
        b"Let op: dit is geen bericht\nmaar een brief",
        b"na\xefef in Latin-1",
        b"\xff\xfeh\0o\0i\0",
    ];
    for text in texts {
        let copy = cleaned("notities.txt", text);
        assert_eq!((copy.kind, copy.bytes.as_slice()), (FileKind::Text, text));
        assert_eq!((copy.removed, copy.left), (Vec::<Removed>::new(), Vec::<Left>::new()));
    }
}

#[test]
fn characters_that_cannot_be_seen_are_told() {
    let marked = "Een gewone\u{200b} zin";
    assert_eq!(cleaned("brief.txt", marked.as_bytes()).left, [Left::InvisibleCharacters]);
    let fine = "\u{feff}Vrouw met kind 👩\u{200d}👦";
    assert_eq!(cleaned("brief.txt", fine.as_bytes()).left, []);
}

#[test]
fn a_text_with_control_characters_is_no_text() {
    assert_eq!(kind(b"abc\0def"), FileKind::Unknown);
    assert_eq!(kind(b"abc\x1b[31mred"), FileKind::Unknown);
}

#[test]
fn a_file_above_the_limit_is_refused_unread() {
    let limits = Limits { input_bytes: 10, ..Limits::default() };
    assert_eq!(refused("lang.txt", b"meer dan tien", &limits), Why::TooLarge);
}

#[test]
fn every_code_is_its_own() {
    let codes: Vec<&str> = Removed::ALL.iter().map(|x| x.code()).collect();
    let mut unique = codes.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), codes.len());
    assert_eq!(FileKind::Docx.extension(), "docx");
    assert_eq!(FileKind::Unknown.extension(), "bin");
    assert_eq!(Left::ALL.len(), 7);
    assert_eq!(Why::TooManyPixels.code(), "too-many-pixels");
}
