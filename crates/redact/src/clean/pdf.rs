//! PDF: a new file is built from the pages and what they use, key by key from lists of what is
//! content. Document information, XMP, private data of programs, scripts, attachments, signatures,
//! structure for reading aloud, earlier revisions and objects that nothing uses stay behind.
//!
//! The drawing instructions of the pages come along as they are: text that is drawn invisibly is
//! still there. The reading side is our own rather than `lopdf`'s, which parses all objects at once
//! and as often as a file's tables tell it to: here work is bounded, and only what pages use is read.

mod copy;
mod file;
mod keys;
mod read;
mod stream;

use super::report::{Found, Left, Removed, Why};
use super::{Done, FileKind, Limits};
use copy::Copier;
use file::Source;
use lopdf::xref::XrefType;
use lopdf::{Document, Object};

pub(super) fn clean(bytes: &[u8], limits: &Limits) -> Result<Done, Why> {
    let (mut done, damaged) = rebuild(Source::open(bytes, limits)?, limits)?;
    // Tables that are wrong about some objects would leave holes. Looking for the objects costs
    // more and finds them all.
    if damaged && let Ok((again, _)) = Source::open_by_search(bytes, limits).and_then(|found| rebuild(found, limits)) {
        let found = std::mem::replace(&mut done, again).found;
        done.found.merge(found);
    }
    Ok(done)
}

/// Copies what is content into a new file; tells too whether the source turned out to be damaged.
fn rebuild(source: Source<'_>, limits: &Limits) -> Result<(Done, bool), Why> {
    let mut found = Found::default();
    note_trailer(&source, &mut found)?;
    let mut copier = Copier::new(source, limits, found);
    let root = copier.run()?;
    let (objects, found, damaged) = copier.finish();

    let mut document = Document::with_version("1.7");
    document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    document.max_id = objects.keys().next_back().map_or(0, |(number, _)| *number);
    document.objects = objects;
    document.trailer.set("Root", Object::Reference(root));
    let mut out = Vec::new();
    document.save_to(&mut out).map_err(|_| Why::Broken)?;
    Ok((Done { bytes: out, kind: FileKind::Pdf, found }, damaged))
}

/// Notes what the file says about itself outside its pages.
fn note_trailer(source: &Source<'_>, found: &mut Found) -> Result<(), Why> {
    if source.trailer().has(b"ID") {
        found.took(Removed::Identifiers);
    }
    if source.has_history() {
        found.took(Removed::History);
    }
    let Ok(info) = source.trailer().get(b"Info") else { return Ok(()) };
    if let Object::Dictionary(info) = source.resolve(info)? {
        for (key, _) in info.iter() {
            found.took(match key.as_slice() {
                b"Author" => Removed::Author,
                b"CreationDate" | b"ModDate" => Removed::Dates,
                b"Creator" | b"Producer" => Removed::Program,
                _ => Removed::Properties,
            });
        }
    }
    Ok(())
}

/// Notes that an annotation is content that may not be seen at once.
fn note_annotation(subtype: &[u8], flags: i64, found: &mut Found) {
    const HIDDEN: i64 = 1 << 1;
    const NO_VIEW: i64 = 1 << 5;
    if !matches!(subtype, b"Widget" | b"Link" | b"Popup" | b"Stamp" | b"Watermark") {
        found.kept(Left::Notes);
    }
    if flags & (HIDDEN | NO_VIEW) != 0 && subtype != b"Popup" {
        found.kept(Left::HiddenText);
    }
}
