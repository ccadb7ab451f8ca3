//! Reading what the EXIF, TIFF and XMP data of a picture tell, only to say which kinds of it are
//! taken out. Nothing here decides what goes: all of it goes.

use super::report::{Found, Removed, Why};
use super::sniff::find;
use std::collections::HashSet;

/// More directories or entries than any camera writes; a file with more is read no further.
const MAX_DIRECTORIES: usize = 2_000;
const MAX_ENTRIES: usize = 1_000;

const POINTER_EXIF: u16 = 0x8769;
const POINTER_GPS: u16 = 0x8825;

/// The body of a TIFF file, which is also the form of EXIF data.
struct Tiff<'a> {
    data: &'a [u8],
    little: bool,
}

struct Entry {
    tag: u16,
    value: u32,
}

impl<'a> Tiff<'a> {
    /// The file, and where its first directory is.
    fn open(data: &'a [u8]) -> Option<(Self, usize)> {
        let little = match data.get(..4)? {
            [b'I', b'I', 42, 0] => true,
            [b'M', b'M', 0, 42] => false,
            _ => return None,
        };
        let tiff = Self { data, little };
        let first = tiff.long(4)?;
        Some((tiff, first as usize))
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes: [u8; 2] = self.data.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let bytes: [u8; 4] = self.data.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    /// The entries of a directory, and where the next one is (0 for none).
    fn directory(&self, at: usize) -> Option<(Vec<Entry>, usize)> {
        let count = usize::from(self.short(at)?);
        if count > MAX_ENTRIES {
            return None;
        }
        let start = at.checked_add(2)?;
        let mut entries = Vec::with_capacity(count);
        for index in 0..count {
            let at = start.checked_add(index.checked_mul(12)?)?;
            // A value of two bytes stands in the first half of the field.
            let value = if self.short(at.checked_add(2)?)? == 3 {
                u32::from(self.short(at.checked_add(8)?)?)
            } else {
                self.long(at.checked_add(8)?)?
            };
            entries.push(Entry { tag: self.short(at)?, value });
        }
        let next = start.checked_add(count.checked_mul(12)?)?;
        Some((entries, self.long(next).unwrap_or(0) as usize))
    }

    /// The main chain of directories: pages of a TIFF, or picture and thumbnail of EXIF data.
    fn chain(&self, first: usize) -> Vec<Vec<Entry>> {
        let mut seen = HashSet::new();
        let mut directories = Vec::new();
        let mut at = first;
        while at != 0 && seen.insert(at) && directories.len() < MAX_DIRECTORIES {
            let Some((entries, next)) = self.directory(at) else { break };
            directories.push(entries);
            at = next;
        }
        directories
    }
}

/// Notes what EXIF data (from its `II` or `MM` on) tells.
pub(super) fn inspect(data: &[u8], found: &mut Found) {
    let Some((tiff, first)) = Tiff::open(data) else {
        found.took(Removed::Other);
        return;
    };
    let chain = tiff.chain(first);
    if chain.len() > 1 {
        found.took(Removed::Thumbnails);
    }
    for entry in chain.iter().flatten() {
        classify(entry.tag, found);
        if entry.tag == POINTER_EXIF
            && let Some((inner, _)) = tiff.directory(entry.value as usize)
        {
            inner.iter().for_each(|entry| classify(entry.tag, found));
        }
    }
}

/// Notes what a TIFF file tells beside its picture, and refuses one of several pages.
pub(super) fn inspect_tiff(data: &[u8], found: &mut Found) -> Result<(), Why> {
    const REDUCED: u16 = 0x00fe;
    let Some((tiff, first)) = Tiff::open(data) else { return Err(Why::NotSupported) };
    let chain = tiff.chain(first);
    let is_thumbnail = |page: &[Entry]| page.iter().any(|entry| entry.tag == REDUCED && entry.value & 1 == 1);
    let thumbnails = chain.iter().skip(1).filter(|page| is_thumbnail(page)).count();
    if thumbnails > 0 {
        found.took(Removed::Thumbnails);
    }
    if chain.len() > thumbnails + 1 {
        return Err(Why::SeveralPages);
    }
    for entry in chain.iter().flatten() {
        classify(entry.tag, found);
        if entry.tag == POINTER_EXIF
            && let Some((inner, _)) = tiff.directory(entry.value as usize)
        {
            inner.iter().for_each(|entry| classify(entry.tag, found));
        }
    }
    Ok(())
}

/// Tag numbers of EXIF 2.32 and TIFF 6, and those that Windows adds (0x9c9b and on).
fn classify(tag: u16, found: &mut Found) {
    let what = match tag {
        POINTER_GPS => Removed::Location,
        0x010f | 0x0110 | 0x927c | 0xa431..=0xa435 | 0xc614 | 0xc62f => Removed::Camera,
        0x013b | 0x8298 | 0x9c9d | 0xa430 => Removed::Author,
        0x0132 | 0x9003 | 0x9004 | 0x9010..=0x9012 | 0x9290..=0x9292 => Removed::Dates,
        0x010d | 0x010e | 0x9286 | 0x9c9c => Removed::Comments,
        0x0131 | 0x013c => Removed::Program,
        0xa420 => Removed::Identifiers,
        0x02bc | 0x83bb | 0x8649 | 0x9c9b | 0x9c9e | 0x9c9f => Removed::Properties,
        _ => return,
    };
    found.took(what);
}

/// Notes what an XMP packet tells.
pub(super) fn inspect_xmp(data: &[u8], found: &mut Found) {
    let marks: [(&[u8], Removed); 9] = [
        (b"GPS", Removed::Location),
        (b"tiff:Make", Removed::Camera),
        (b"tiff:Model", Removed::Camera),
        (b"dc:creator", Removed::Author),
        (b"CreateDate", Removed::Dates),
        (b"ModifyDate", Removed::Dates),
        (b"CreatorTool", Removed::Program),
        (b"DocumentID", Removed::Identifiers),
        (b"InstanceID", Removed::Identifiers),
    ];
    found.took(Removed::Properties);
    marks.iter().filter(|(mark, _)| find(data, mark).is_some()).for_each(|(_, what)| found.took(*what));
}
