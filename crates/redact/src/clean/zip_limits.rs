//! Reading and writing the ZIP container of office files, with limits on all that a packed file can
//! blow up to.

use super::report::Why;
use super::{FileKind, Limits};
use std::collections::HashMap;
use std::io::{Cursor, Read, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Members below this size may be packed as tightly as they like, in bytes.
const RATIO_FROM: u64 = 1_000_000;

/// A container opened for reading, member by member.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Names in lower case (part names don't mind case) to positions.
    names: HashMap<String, usize>,
    limits: &'a Limits,
    inflated: u64,
}

impl<'a> Package<'a> {
    /// Opens a container and checks its list of members: not too many, no two of one name, no name
    /// that leads out of the container, none locked.
    pub(super) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, Why> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(why)?;
        if archive.len() > limits.zip_members {
            return Err(Why::TooLarge);
        }
        if archive.has_duplicate_names() {
            return Err(Why::Broken);
        }
        let mut names = HashMap::with_capacity(archive.len());
        for index in 0..archive.len() {
            let member = archive.by_index_raw(index).map_err(why)?;
            let name = std::str::from_utf8(member.name_raw()).map_err(|_| Why::Broken)?;
            if member.encrypted() {
                return Err(Why::Encrypted);
            }
            if leads_astray(name) || member.is_symlink() {
                return Err(Why::Broken);
            }
            if names.insert(name.to_lowercase(), index).is_some() {
                return Err(Why::Broken);
            }
        }
        Ok(Self { archive, names, limits, inflated: 0 })
    }

    /// Names of all members, in lower case.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&name.to_lowercase())
    }

    /// Inflates one member; None if there is none of this name.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Why> {
        let Some(&index) = self.names.get(&name.to_lowercase()) else { return Ok(None) };
        let member = self.archive.by_index(index).map_err(why)?;
        let packed = member.compressed_size().max(1);
        let most = self
            .limits
            .zip_member_bytes
            .min(self.limits.zip_total_bytes.saturating_sub(self.inflated))
            .min(packed.saturating_mul(self.limits.zip_ratio).max(RATIO_FROM));
        let mut bytes = Vec::new();
        // What the container says about sizes is not believed: reading stops one byte over.
        member.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| Why::Broken)?;
        let length = bytes.len() as u64;
        if length > most {
            return Err(Why::TooLarge);
        }
        self.inflated = self.inflated.saturating_add(length);
        Ok(Some(bytes))
    }
}

fn why(error: ZipError) -> Why {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Why::Encrypted,
        _ => Why::Broken,
    }
}

/// Absolute names, parent folders, and the separators and colons of another system.
fn leads_astray(name: &str) -> bool {
    name.starts_with('/') || name.contains(['\\', ':', '\0']) || name.split('/').any(|step| step == ".." || step == ".")
}

/// Writes a container with nothing in it but members: no dates, no system, no remarks.
pub(super) struct Packer(ZipWriter<Cursor<Vec<u8>>>);

impl Packer {
    pub(super) fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Why> {
        self.write(name, bytes, CompressionMethod::Deflated)
    }

    /// For the first member of an OpenDocument file, which says its type and must not be packed.
    pub(super) fn add_unpacked(&mut self, name: &str, bytes: &[u8]) -> Result<(), Why> {
        self.write(name, bytes, CompressionMethod::Stored)
    }

    fn write(&mut self, name: &str, bytes: &[u8], method: CompressionMethod) -> Result<(), Why> {
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
        self.0.start_file(name, options).map_err(|_| Why::Broken)?;
        self.0.write_all(bytes).map_err(|_| Why::Broken)
    }

    pub(super) fn finish(self) -> Result<Vec<u8>, Why> {
        Ok(self.0.finish().map_err(|_| Why::Broken)?.into_inner())
    }
}

/// What a ZIP is: one of the office formats, or just an archive.
pub(super) fn kind(bytes: &[u8]) -> FileKind {
    let limits = Limits::default();
    let Ok(mut package) = Package::open(bytes, &limits) else { return kind_by_first_bytes(bytes) };
    if let Ok(Some(mimetype)) = package.read("mimetype") {
        return by_mimetype(&mimetype);
    }
    if !package.has("[content_types].xml") {
        return FileKind::Archive;
    }
    let holds = |folder: &str| package.names().any(|name| name.starts_with(folder));
    if holds("word/") {
        FileKind::Docx
    } else if holds("xl/") {
        FileKind::Xlsx
    } else if holds("ppt/") {
        FileKind::Pptx
    } else {
        FileKind::Archive
    }
}

/// A container that we refuse or can't open still tells its kind, if it starts as its kind must.
fn kind_by_first_bytes(bytes: &[u8]) -> FileKind {
    let head = bytes.get(..2048).unwrap_or(bytes);
    let has = |mark: &[u8]| super::sniff::find(head, mark).is_some();
    if has(b"application/vnd.oasis.opendocument.") {
        let start = super::sniff::find(head, b"application/vnd").unwrap_or(0);
        let rest = head.get(start..).unwrap_or_default();
        let kinds = [FileKind::Odt, FileKind::Ods, FileKind::Odp];
        return kinds
            .into_iter()
            .find(|kind| rest.starts_with(kind.media_type().as_bytes()))
            .unwrap_or(FileKind::Archive);
    }
    if !has(b"[Content_Types].xml") && !has(b"_rels/") {
        return FileKind::Archive;
    }
    let folders: [(&[u8], FileKind); 3] =
        [(b"word/", FileKind::Docx), (b"xl/", FileKind::Xlsx), (b"ppt/", FileKind::Pptx)];
    folders.into_iter().find(|(folder, _)| has(folder)).map_or(FileKind::Archive, |(_, kind)| kind)
}

fn by_mimetype(mimetype: &[u8]) -> FileKind {
    let text = String::from_utf8_lossy(mimetype);
    let text = text.trim();
    // Templates, and texts that were last saved as a web page, are the same inside.
    let text = text.strip_suffix("-template").or_else(|| text.strip_suffix("-web")).unwrap_or(text);
    [FileKind::Odt, FileKind::Ods, FileKind::Odp]
        .into_iter()
        .find(|kind| kind.media_type() == text)
        .unwrap_or(FileKind::Archive)
}
