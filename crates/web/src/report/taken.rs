//! A file that was taken in, in words: what was removed from it, what is still in it, and what could not be cleaned.

use crate::frame::T;
use domain::report::File;

/// A file as its sender is told of it.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Its place in the list, to take it away by.
    pub place: usize,
    /// Its name.
    pub name: String,
    /// Its size in words.
    pub size: String,
    /// That its name says another type than its bytes; may be empty.
    pub mismatch: String,
    /// What was removed, in words; may be empty.
    pub removed: String,
    /// What is not seen at first sight and still in it, in words; may be empty.
    pub left: String,
    /// Why it could not be cleaned; empty when it was.
    pub not_cleaned: String,
}

impl Taken {
    /// A file in words.
    #[must_use]
    pub fn of(t: T, place: usize, file: &File) -> Self {
        let removed: Vec<String> = file.removed.iter().map(|code| t.of("removed", code)).collect();
        let left: Vec<String> = file.left.iter().map(|code| t.of("left", code)).collect();
        Self {
            place,
            name: file.name.clone(),
            size: t.size(file.original.size),
            mismatch: if file.mismatch { t.get("taken-mismatch") } else { String::new() },
            removed: removed.join(", "),
            left: left.join(", "),
            not_cleaned: file.not_cleaned.as_ref().map(|code| t.of("not-cleaned", code)).unwrap_or_default(),
        }
    }

    /// All of a list.
    #[must_use]
    pub fn all(t: T, files: &[File]) -> Vec<Self> {
        files.iter().enumerate().map(|(place, file)| Self::of(t, place, file)).collect()
    }
}
