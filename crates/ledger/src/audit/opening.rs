//! Opening one leaf: that the stored fields are the ones that were committed to, and what they say.

use super::coverage::ERASABLE;
use crate::Hash;
use crate::Wrong;
use crate::commitment::{CONTENT, ENTRY_FIELDS, ENTRY_VERSION, Field, commit};
use crate::day::Day;

/// A leaf as the store has it.
#[derive(Debug, Clone)]
pub struct Leaf<'a> {
    /// Its index, from 0.
    pub index: u64,
    /// Its data.
    pub commitment: &'a Hash,
    /// What the store has to open it with.
    pub opening: Opening<'a>,
}

/// What a leaf is opened with.
#[derive(Debug, Clone)]
pub enum Opening<'a> {
    /// The fields of an entry, in the order of [`ENTRY_FIELDS`].
    Entry(&'a [Part<'a>]),
    /// A filler's salt.
    Filler([u8; 32]),
    /// Nothing is left: a destruction record must cover it.
    Nothing,
}

/// One stored field. Salt and value are both there, or (erased) both gone; `content` never has them. The value
/// must come from where the program reads it (`body` hashed from the sealed bytes themselves), not from a copy.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// The field's name.
    pub name: &'a str,
    /// The stored digest.
    pub digest: &'a Hash,
    /// The stored salt.
    pub salt: Option<Hash>,
    /// The value.
    pub value: Option<&'a [u8]>,
}

/// What an entry that was opened says.
pub struct Opened<'a> {
    pub index: u64,
    pub dossier: [u8; 16],
    pub stream: &'a str,
    pub number: u64,
    pub prev: Hash,
    pub kind: &'a str,
    pub day: Day,
    /// The facts, unless they were erased.
    pub facts: Option<&'a [u8]>,
    /// One bit per name in [`ERASABLE`].
    pub erased: u8,
}

impl Opened<'_> {
    /// The place in words: leaf, dossier, stream and number.
    pub fn where_(&self) -> String {
        let id = hex::encode(self.dossier);
        // The stream's name comes from the store, and a fault line must stay one line.
        let stream: String = self.stream.chars().filter(char::is_ascii_graphic).take(20).collect();
        format!("leaf {}, dossier {id}, {stream} {}", self.index, self.number)
    }
}

/// Checks each field against its digest and the digests against the commitment, then reads the fields.
pub fn open<'a>(leaf: &Leaf<'_>, parts: &[Part<'a>]) -> Result<Opened<'a>, Wrong> {
    let wrong = |what: String| Wrong::new(format!("leaf {}", leaf.index), what);
    let names = parts.iter().map(|part| part.name);
    let (with, without) = (ENTRY_FIELDS.into_iter(), ENTRY_FIELDS.into_iter().take(ENTRY_FIELDS.len() - 1));
    if !names.clone().eq(with) && !names.eq(without) {
        return Err(wrong("its fields are not those of an entry in their order".to_owned()));
    }
    let mut erased = 0;
    for part in parts {
        erased |= check_part(part).map_err(|what| wrong(format!("field {}: {what}", part.name)))?;
    }
    let digests: Vec<(&str, Hash)> = parts.iter().map(|part| (part.name, *part.digest)).collect();
    if commit(ENTRY_VERSION, &digests) != *leaf.commitment {
        return Err(wrong("its fields belong to another commitment".to_owned()));
    }
    read(leaf.index, parts, erased).map_err(|name| wrong(format!("field {name}: it cannot be read")))
}

/// Checks one field; gives its bit if it was erased.
fn check_part(part: &Part<'_>) -> Result<u8, &'static str> {
    match (part.salt, part.value) {
        (Some(salt), Some(value)) => {
            let field = Field { name: part.name, salt, value };
            if field.digest() == *part.digest { Ok(0) } else { Err("it is not what was logged") }
        }
        (None, None) if part.name == CONTENT => Ok(0),
        (None, None) => ERASABLE
            .iter()
            .position(|name| *name == part.name)
            .map(|at| 1 << at)
            .ok_or("it was erased, which this field may not be by itself"),
        (Some(_), None) => Err("its value is missing"),
        (None, Some(_)) => Err("its salt is missing"),
    }
}

/// Reads the values; the error is the name of the field that has the wrong shape.
fn read<'a>(index: u64, parts: &[Part<'a>], erased: u8) -> Result<Opened<'a>, &'static str> {
    let value = |name: &str| parts.iter().find(|part| part.name == name).and_then(|part| part.value);
    let text = |name: &'static str| value(name).and_then(|bytes| std::str::from_utf8(bytes).ok()).ok_or(name);
    let number = value("number").and_then(|bytes| bytes.try_into().ok()).ok_or("number")?;
    Ok(Opened {
        index,
        dossier: value("dossier").and_then(|bytes| bytes.try_into().ok()).ok_or("dossier")?,
        stream: text("stream")?,
        number: u64::from_be_bytes(number),
        prev: value("prev").and_then(|bytes| bytes.try_into().ok()).ok_or("prev")?,
        kind: text("kind")?,
        day: Day::of_moment(text("at")?).map_err(|_| "at")?,
        facts: value("facts"),
        erased,
    })
}
