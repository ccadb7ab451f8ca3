//! OpenDocument files come out as their content, styles and pictures.

use crate::support::*;
use redact::clean::{FileKind, Left, Limits, Removed, Why};

fn c(what: &str) -> String {
    format!("{CANARY}-{what}")
}

fn small(what: &str) -> Vec<u8> {
    format!("<x>{}</x>", c(what)).into_bytes()
}

fn letter() -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><!--{}-->
<office:document-content xmlns:office="o" xmlns:text="t" xmlns:dc="dc" xmlns:draw="d" xmlns:xlink="l" xmlns:svg="s" xmlns:fo="f" xmlns:style="st" xmlns:officeooo="oo" xmlns:meta="m" xmlns:script="sc">
<office:scripts><office:event-listeners><script:event-listener xlink:href="{}"/></office:event-listeners></office:scripts>
<office:automatic-styles><style:style><style:text-properties officeooo:rsid="{}" text:display="none"/><style:graphic-properties fo:clip="rect(0cm, 1.5cm, 0cm, 0cm)"/></style:style></office:automatic-styles>
<office:body><office:text><text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>{}</dc:creator><dc:date>{}</dc:date></office:change-info><text:p>geschrapt</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p>Beste lezer<office:annotation><dc:creator>{}</dc:creator><dc:date>{}</dc:date><meta:creator-initials>{}</meta:creator-initials><text:p>een opmerking</text:p></office:annotation></text:p>
<draw:frame draw:name="{}"><draw:image xlink:href="Pictures/KANARIE-hash.jpg"/><svg:title>{}</svg:title><svg:desc>{}</svg:desc></draw:frame>
<draw:frame><draw:image xlink:href="http://example.org/KANARIE-tracker.png"/></draw:frame>
<draw:frame><draw:object xlink:href="./Object 1"/><draw:image xlink:href="./ObjectReplacements/Object 1"/></draw:frame>
<draw:frame><draw:object-ole xlink:href="./Object 2"/></draw:frame>
<text:a xlink:href="https://example.org/">site</text:a><text:a xlink:href="file:///home/KANARIE-home/x.odt">bestand</text:a>
</office:text></office:body></office:document-content>"#,
        c("xmlcomment"),
        c("script"),
        c("rsid"),
        c("changer"),
        c("changedate"),
        c("commenter"),
        c("commentdate"),
        c("initials"),
        c("framename"),
        c("title"),
        c("desc"),
    );
    container(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text".to_vec()),
        ("content.xml", content.into_bytes()),
        ("styles.xml", b"<office:document-styles xmlns:office='o'/>".to_vec()),
        ("meta.xml", small("meta")),
        ("settings.xml", small("settings")),
        ("Thumbnails/thumbnail.png", small("thumbnail")),
        ("Configurations2/accelerator/current.xml", small("configuration")),
        ("Basic/Standard/Module1.xml", small("macro")),
        ("Pictures/KANARIE-hash.jpg", telling_jpeg(1)),
        (
            "Object 1/content.xml",
            b"<office:document-content xmlns:office='o'><office:chart/></office:document-content>".to_vec(),
        ),
        ("Object 1/meta.xml", small("objectmeta")),
        ("ObjectReplacements/Object 1", small("replacement")),
        ("Object 2", small("ole")),
        ("META-INF/manifest.xml", small("manifest")),
        ("META-INF/documentsignatures.xml", small("signature")),
        ("extra.bin", small("extra")),
    ])
}

/// For the tests with hostile files.
pub fn example() -> Vec<u8> {
    letter()
}

#[test]
fn an_opendocument_letter_loses_all_that_is_not_its_text() {
    let bytes = letter();
    assert_eq!(canaries(&bytes).len(), 38, "the test file holds each canary: {:?}", canaries(&bytes));
    let copy = cleaned("brief.odt", &bytes);
    assert_eq!(canaries(&copy.bytes), Vec::<String>::new());
    assert_eq!(copy.kind, FileKind::Odt);
    use Removed::*;
    assert_reported(
        &copy,
        &[
            Location,
            Camera,
            Author,
            Dates,
            Comments,
            Program,
            Identifiers,
            Thumbnails,
            Attachments,
            Scripts,
            Macros,
            Links,
            Signatures,
            Descriptions,
            Other,
        ],
    );
    assert_eq!(copy.left, [Left::TrackedChanges, Left::Notes, Left::HiddenText, Left::CroppedPictures]);
}

#[test]
fn an_opendocument_letter_keeps_text_changes_comments_picture_and_chart() {
    let copy = cleaned("brief.odt", &letter());
    let text = member(&copy.bytes, "content.xml");
    for kept in [
        "Beste lezer",
        "geschrapt",
        "een opmerking",
        "<dc:creator>Author</dc:creator>",
        "xlink:href=\"Pictures/image1.jpg\"",
        "xlink:href=\"./Object 1\"",
        "xlink:href=\"https://example.org/\"",
        "<text:a>bestand</text:a>",
    ] {
        assert!(text.contains(kept), "{kept} is missing from {text}");
    }
    let names = members(&copy.bytes);
    assert_eq!(names.first().map(String::as_str), Some("mimetype"), "the type comes first");
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!(
        sorted,
        [
            "META-INF/manifest.xml",
            "Object 1/content.xml",
            "Pictures/image1.jpg",
            "content.xml",
            "mimetype",
            "styles.xml"
        ]
    );
    let manifest = member(&copy.bytes, "META-INF/manifest.xml");
    for entry in ["\"/\"", "\"content.xml\"", "\"Object 1/\"", "\"Pictures/image1.jpg\""] {
        assert!(manifest.contains(entry), "{entry} is missing from {manifest}");
    }
    assert!(copy.bytes[30..].starts_with(b"mimetypeapplication/vnd.oasis"), "the type stands unpacked at its place");
}

#[test]
fn cleaning_twice_changes_nothing_more() {
    let once = cleaned("brief.odt", &letter());
    let twice = cleaned("brief.odt", &once.bytes);
    for part in members(&once.bytes).iter().filter(|name| !name.contains("Pictures")) {
        assert_eq!(member(&twice.bytes, part), member(&once.bytes, part), "{part}");
    }
}

#[test]
fn sheets_and_slides_are_told_apart_by_their_declared_type() {
    for (kind, media) in [(FileKind::Ods, "spreadsheet"), (FileKind::Odp, "presentation")] {
        let bytes = container(&[
            ("mimetype", format!("application/vnd.oasis.opendocument.{media}").into_bytes()),
            ("content.xml", b"<table:table-column xmlns:table='t' table:visibility='collapse'/>".to_vec()),
        ]);
        let copy = cleaned("x", &bytes);
        assert_eq!((copy.kind, copy.left), (kind, vec![Left::HiddenParts]));
    }
}

#[test]
fn a_locked_opendocument_file_is_refused() {
    let bytes = container(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text".to_vec()),
        ("content.xml", b"not readable".to_vec()),
        ("META-INF/manifest.xml", b"<m:file-entry><m:encryption-data/></m:file-entry>".to_vec()),
    ]);
    assert_eq!(refused("slot.odt", &bytes, &Limits::default()), Why::Encrypted);
}
