//! The bytes of streams: what comes after the end of packed data goes, and photos lose what their
//! cameras wrote into them.

use super::read::Budget;
use crate::clean::jpeg;
use crate::clean::report::{Found, Removed, Why};
use flate2::{Compression, Decompress, FlushDecompress, Status};
use lopdf::{Dictionary, Object, Stream};
use std::io::Write;

/// A filter of a stream, with its settings.
#[derive(Debug, Clone)]
pub(super) struct Filter {
    pub(super) name: Vec<u8>,
    pub(super) settings: Option<Dictionary>,
}

/// Cleaned bytes, and the filters that are still on them.
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    pub(super) filters: Vec<Filter>,
}

pub(super) fn clean(
    bytes: &[u8],
    filters: Vec<Filter>,
    limit: usize,
    budget: &Budget,
    found: &mut Found,
) -> Result<Content, Why> {
    if let [only] = filters.as_slice()
        && only.name == b"FlateDecode"
    {
        let end = packed_length(bytes, budget)?;
        return Ok(Content { bytes: bytes.get(..end).unwrap_or_default().to_vec(), filters });
    }
    let undone = filters.iter().take_while(|filter| can_undo(&filter.name)).count();
    let (undo, rest) = filters.split_at_checked(undone).unwrap_or_default();
    let plain = if undo.is_empty() { bytes.to_vec() } else { undo_filters(bytes, undo, limit, budget)? };
    match rest {
        [] => Ok(Content {
            bytes: pack(&plain)?,
            filters: vec![Filter { name: b"FlateDecode".to_vec(), settings: None }],
        }),
        [only] => {
            let bytes = clean_picture(&only.name, plain, found);
            Ok(Content { bytes, filters: vec![only.clone()] })
        }
        // A picture packed twice: nothing writes that.
        _ => {
            found.took(Removed::Pictures);
            Ok(Content { bytes: Vec::new(), filters: Vec::new() })
        }
    }
}

fn can_undo(filter: &[u8]) -> bool {
    matches!(filter, b"FlateDecode" | b"LZWDecode" | b"ASCII85Decode" | b"ASCIIHexDecode" | b"RunLengthDecode")
}

/// Undoes filters within the bound on one stream; what can't be undone is left out.
fn undo_filters(bytes: &[u8], filters: &[Filter], limit: usize, budget: &Budget) -> Result<Vec<u8>, Why> {
    let names = filters.iter().map(|filter| Object::Name(filter.name.clone())).collect();
    let settings =
        filters.iter().map(|filter| filter.settings.clone().map_or(Object::Null, Object::Dictionary)).collect();
    let mut dictionary = Dictionary::new();
    dictionary.set("Filter", Object::Array(names));
    dictionary.set("DecodeParms", Object::Array(settings));
    match Stream::new(dictionary, bytes.to_vec()).decompressed_content_with_limit(limit) {
        Ok(plain) => {
            Budget::spend(&budget.bytes, plain.len() as u64)?;
            Ok(plain)
        }
        Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => Err(Why::TooLarge),
        Err(_) => Ok(Vec::new()),
    }
}

/// How many of these bytes are packed data, measured by unpacking without keeping.
fn packed_length(bytes: &[u8], budget: &Budget) -> Result<usize, Why> {
    let mut unpacker = Decompress::new(true);
    let mut scratch = vec![0; 64 * 1024];
    loop {
        let (read, written) = (unpacker.total_in(), unpacker.total_out());
        let rest = usize::try_from(read).ok().and_then(|read| bytes.get(read..)).unwrap_or_default();
        let status = unpacker.decompress(rest, &mut scratch, FlushDecompress::None);
        let gained = unpacker.total_out() - written;
        Budget::spend(&budget.bytes, gained.max(1))?;
        let stuck = gained == 0 && unpacker.total_in() == read;
        if stuck || !matches!(status, Ok(Status::Ok | Status::BufError)) {
            // Nothing at all came out: whatever this is, no reader shows it.
            let length = if unpacker.total_out() == 0 && status.is_err() { 0 } else { unpacker.total_in() };
            return usize::try_from(length).map_err(|_| Why::Broken);
        }
    }
}

fn pack(plain: &[u8]) -> Result<Vec<u8>, Why> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(plain).map_err(|_| Why::Broken)?;
    packer.finish().map_err(|_| Why::Broken)
}

fn clean_picture(filter: &[u8], bytes: Vec<u8>, found: &mut Found) -> Vec<u8> {
    let cleaned = match filter {
        b"DCTDecode" => {
            jpeg::inspect(&bytes, found);
            jpeg::strip(&bytes)
        }
        b"JPXDecode" => strip_jpeg_2000(&bytes, found),
        // Fax and scan formats have no room for anything but the picture.
        b"CCITTFaxDecode" | b"JBIG2Decode" => Some(bytes),
        _ => None,
    };
    cleaned.unwrap_or_else(|| {
        found.took(Removed::Pictures);
        Vec::new()
    })
}

/// Keeps the boxes of a JPEG 2000 file that a decoder needs. A bare codestream has none.
fn strip_jpeg_2000(bytes: &[u8], found: &mut Found) -> Option<Vec<u8>> {
    if bytes.starts_with(&[0xff, 0x4f]) {
        return Some(bytes.to_vec());
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let (&[a, b, c, d, n0, n1, n2, n3], _) = rest.split_first_chunk::<8>()?;
        let length = match u32::from_be_bytes([a, b, c, d]) {
            0 => rest.len(),
            1 => usize::try_from(u64::from_be_bytes(*rest.get(8..)?.first_chunk::<8>()?)).ok()?,
            length => length as usize,
        };
        let (whole, after) = rest.split_at_checked(length.max(8))?;
        match &[n0, n1, n2, n3] {
            b"jP  " | b"ftyp" | b"jp2h" | b"jp2c" => out.extend_from_slice(whole),
            _ => found.took(Removed::Properties),
        }
        rest = after;
    }
    Some(out)
}
