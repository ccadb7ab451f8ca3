//! Looking for bytes in everything that an installation has on disk.

use aho_corasick::AhoCorasick;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The forms in which a text could stand somewhere: as it is, as UTF-16, in hexadecimal, and in base64 at each of its
/// three places.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let bytes = text.as_bytes();
    let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut forms = vec![bytes.to_vec(), utf16, hex::encode(bytes).into_bytes(), hex::encode_upper(bytes).into_bytes()];
    forms.extend((0..3).map(|skipped| base64(&bytes[skipped..])));
    forms
}

/// Whole groups of three bytes in base64.
fn base64(bytes: &[u8]) -> Vec<u8> {
    const SYMBOLS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |b: &[u8]| {
        let bits = usize::from(b[0]) << 16 | usize::from(b[1]) << 8 | usize::from(b[2]);
        [18, 12, 6, 0].map(|shift| SYMBOLS[bits >> shift & 63])
    };
    bytes.chunks_exact(3).flat_map(group).collect()
}

pub fn contains(hay: &[u8], needle: &str) -> bool {
    !AhoCorasick::new([needle]).unwrap().find_iter(hay).collect::<Vec<_>>().is_empty()
}

fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(dir).unwrap_or_else(|error| panic!("{} cannot be read: {error}", dir.display()));
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Everything below some folders: names and content.
pub struct Disk(Vec<(PathBuf, Vec<u8>)>);

impl Disk {
    pub fn read(folders: &[PathBuf]) -> Self {
        let mut paths = Vec::new();
        for folder in folders {
            files(folder, &mut paths);
        }
        // A file can be gone since it was listed: a server tidies up.
        Self(paths.into_iter().filter_map(|path| std::fs::read(&path).ok().map(|bytes| (path, bytes))).collect())
    }

    /// Which of some texts stand in which files, in whatever form. All at once, since there may be much to read.
    pub fn find(&self, texts: &[String]) -> Vec<(String, PathBuf)> {
        let forms: Vec<(usize, Vec<u8>)> = texts
            .iter()
            .enumerate()
            .flat_map(|(place, text)| forms(text).into_iter().map(move |form| (place, form)))
            .collect();
        let sought = AhoCorasick::new(forms.iter().map(|(_, form)| form)).unwrap();
        let mut found = BTreeSet::new();
        for (path, bytes) in &self.0 {
            for hay in [bytes.as_slice(), path.as_os_str().as_encoded_bytes()] {
                found.extend(sought.find_overlapping_iter(hay).map(|hit| (forms[hit.pattern().as_usize()].0, path)));
            }
        }
        found.into_iter().map(|(place, path)| (texts[place].clone(), path.clone())).collect()
    }
}

#[test]
fn a_text_is_found_in_every_form() {
    let dir = tempfile::tempdir().unwrap();
    for (name, form) in forms("Kanarie-4711").into_iter().enumerate() {
        std::fs::write(dir.path().join(name.to_string()), [b"..".as_slice(), &form, b".."].concat()).unwrap();
    }
    std::fs::write(dir.path().join("Kanarie-4711.txt"), b"").unwrap();
    std::fs::write(dir.path().join("other"), b"Kanarie-4712").unwrap();
    assert_eq!(Disk::read(&[dir.path().to_owned()]).find(&["Kanarie-4711".into()]).len(), 8);
}
