//! Removing hidden information from files that a reporter attaches.
//!
//! What is kept is listed, what goes is everything else: pictures are decoded and drawn anew, PDF and
//! office files are rebuilt from the parts and keys we know to be content. A file that we can't
//! rebuild is never passed on half cleaned: the outcome is then [`Outcome::CannotClean`] with a reason.
//!
//! Every file is taken to be hostile. Work and memory are bounded by [`Limits`]; nothing here panics
//! on any bytes (`tests/clean/hostile.rs`, `fuzz/`). Cleaning is CPU work of seconds for the largest
//! files. A photo of 48 megapixels was measured at 280 MB; the worst allowed picture (16 bits, with
//! transparency, to be turned) holds two copies of 400 MB. So a caller runs few at a time, off its async
//! threads, and hands over no file that it need not: the whole of it is in memory.

mod exif;
mod jpeg;
mod kind;
mod limits;
mod odf;
mod ooxml;
mod pdf;
mod raster;
mod report;
mod sniff;
mod text;
mod xml;
mod zip_limits;

pub use kind::FileKind;
pub use limits::Limits;
pub use report::{Left, Removed, Why};

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What became of one attached file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaning {
    /// What the file is, judged by its bytes alone.
    pub kind: FileKind,
    /// The ending of the file's name promises another kind than its bytes are. Names without an
    /// ending, or with one we don't know, promise nothing.
    pub mismatch: bool,
    /// The cleaned copy, or why there is none.
    pub outcome: Outcome,
}

/// The result of cleaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// There is a copy without hidden information.
    Cleaned(Cleaned),
    /// There is none, and staff would open the original.
    CannotClean {
        /// The reason, for the reporter.
        why: Why,
    },
}

/// A copy that may be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The copy.
    pub bytes: Vec<u8>,
    /// What the copy is: mostly the kind of the original, but a TIFF comes out as PNG. Its name
    /// should end in [`FileKind::extension`].
    pub kind: FileKind,
    /// What was taken out, each kind once, in the order of [`Removed::ALL`]; empty if nothing was found.
    pub removed: Vec<Removed>,
    /// What is no hidden *property* but may not be seen at first sight, and is still there; each
    /// once, in the order of [`Left::ALL`].
    pub left: Vec<Left>,
}

/// Cleans one file. `name` is used only to judge [`Cleaning::mismatch`].
pub fn clean(name: &str, bytes: &[u8], limits: &Limits) -> Cleaning {
    let kind = guarded(|| Ok(sniff::kind(bytes))).unwrap_or(FileKind::Unknown);
    let outcome = match guarded(|| dispatch(kind, bytes, limits)) {
        Ok(done) => Outcome::Cleaned(Cleaned {
            bytes: done.bytes,
            kind: done.kind,
            removed: done.found.removed(),
            left: done.found.left(),
        }),
        Err(why) => Outcome::CannotClean { why },
    };
    Cleaning { kind, mismatch: kind.contradicts(name), outcome }
}

/// What a room of this module gives back.
struct Done {
    bytes: Vec<u8>,
    kind: FileKind,
    found: report::Found,
}

fn dispatch(kind: FileKind, bytes: &[u8], limits: &Limits) -> Result<Done, Why> {
    if bytes.is_empty() {
        return Err(Why::Empty);
    }
    if bytes.len() > limits.input_bytes {
        return Err(Why::TooLarge);
    }
    match kind {
        FileKind::Jpeg | FileKind::Png | FileKind::Webp | FileKind::Gif | FileKind::Bmp | FileKind::Tiff => {
            raster::clean(kind, bytes, limits, raster::Output::Best)
        }
        FileKind::Pdf => pdf::clean(bytes, limits),
        FileKind::Docx | FileKind::Xlsx | FileKind::Pptx => ooxml::clean(kind, bytes, limits),
        FileKind::Odt | FileKind::Ods | FileKind::Odp => odf::clean(kind, bytes, limits),
        FileKind::Text => text::clean(bytes),
        FileKind::LockedOffice => Err(Why::Encrypted),
        FileKind::Audio => Err(Why::Audio),
        FileKind::Video => Err(Why::Video),
        FileKind::Unknown => Err(Why::UnknownType),
        FileKind::Heic
        | FileKind::OtherPicture
        | FileKind::Svg
        | FileKind::OldOffice
        | FileKind::Rtf
        | FileKind::Markup
        | FileKind::Email
        | FileKind::Archive
        | FileKind::Program => Err(Why::NotSupported),
    }
}

/// The last line of defence: our own code has no panic, but decoders of other makers are in between,
/// and a file that trips one is a broken file, not a broken server.
fn guarded<T>(work: impl FnOnce() -> Result<T, Why>) -> Result<T, Why> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Why::Broken))
}
