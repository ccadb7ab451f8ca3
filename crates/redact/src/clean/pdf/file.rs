//! Finding the objects of a PDF: by its cross-reference tables, or, if those are damaged, by looking
//! for the objects themselves.

mod tables;

use super::read::{Budget, Cursor, is_space};
use crate::clean::Limits;
use crate::clean::report::Why;
use crate::clean::sniff::find;
use lopdf::{Dictionary, Object, ObjectId, Stream};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// Entries in all tables together.
const MAX_ENTRIES: usize = 2_000_000;
/// References that lead to references.
const MAX_HOPS: usize = 16;

#[derive(Debug, Clone, Copy)]
enum Entry {
    /// At this offset in the file.
    At(usize),
    /// In the object stream of this number.
    Inside(u32),
    Free,
}

/// An object stream, inflated: where in it each object is.
struct Container {
    data: Vec<u8>,
    offsets: HashMap<u32, usize>,
}

/// A PDF from which objects are read one by one.
pub(super) struct Source<'a> {
    data: &'a [u8],
    entries: HashMap<u32, Entry>,
    trailer: Dictionary,
    sections: usize,
    /// An object that was asked for is not where the tables say.
    damaged: Cell<bool>,
    pub(super) budget: Budget,
    containers: RefCell<HashMap<u32, Rc<Container>>>,
    /// Bytes in `containers`; when they exceed one stream's bound, all are let go.
    contained: Cell<usize>,
    stream_limit: usize,
}

impl<'a> Source<'a> {
    /// Opens a file by its tables; by looking for its objects if those don't lead to the pages.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Why> {
        let mut source = Self::unread(bytes, limits)?;
        source.read_tables()?;
        if source.pages().is_err() {
            source.search()?;
        }
        source.ready()
    }

    /// Opens a file by looking for its objects, whatever its tables say.
    pub(super) fn open_by_search(bytes: &'a [u8], limits: &Limits) -> Result<Self, Why> {
        let mut source = Self::unread(bytes, limits)?;
        source.search()?;
        source.ready()
    }

    fn unread(bytes: &'a [u8], limits: &Limits) -> Result<Self, Why> {
        let header = find(bytes.get(..1024).unwrap_or(bytes), b"%PDF-").ok_or(Why::Broken)?;
        Ok(Self {
            data: bytes.get(header..).unwrap_or_default(),
            entries: HashMap::new(),
            trailer: Dictionary::new(),
            sections: 0,
            damaged: Cell::new(false),
            budget: Budget {
                values: Cell::new(limits.pdf_values),
                bytes: Cell::new(limits.pdf_inflated_bytes.saturating_add(bytes.len() as u64)),
                taken: Cell::new((bytes.len() as u64).saturating_mul(4)),
            },
            containers: RefCell::new(HashMap::new()),
            contained: Cell::new(0),
            stream_limit: limits.pdf_stream_bytes,
        })
    }

    fn ready(self) -> Result<Self, Why> {
        // Also a file that anybody may open can be locked against changes; we don't unlock it.
        if self.trailer.has(b"Encrypt") {
            return Err(Why::Encrypted);
        }
        self.pages()?;
        Ok(self)
    }

    pub(super) fn is_damaged(&self) -> bool {
        self.damaged.get()
    }

    pub(super) fn trailer(&self) -> &Dictionary {
        &self.trailer
    }

    /// Whether the file was added to after it was first written. A file arranged for the web has two
    /// tables from the start.
    pub(super) fn has_history(&self) -> bool {
        let arranged = find(self.data.get(..1024).unwrap_or(self.data), b"/Linearized").is_some();
        self.sections > if arranged { 2 } else { 1 }
    }

    pub(super) fn catalog(&self) -> Result<Dictionary, Why> {
        match self.resolve(self.trailer.get(b"Root").map_err(|_| Why::Broken)?)? {
            Object::Dictionary(catalog) => Ok(catalog),
            _ => Err(Why::Broken),
        }
    }

    /// The root of the page tree; an error if the file doesn't lead to one, or is locked.
    fn pages(&self) -> Result<Dictionary, Why> {
        if self.trailer.has(b"Encrypt") {
            return Ok(Dictionary::new());
        }
        match self.resolve(self.catalog()?.get(b"Pages").map_err(|_| Why::Broken)?)? {
            Object::Dictionary(pages) => Ok(pages),
            _ => Err(Why::Broken),
        }
    }

    /// The value itself, or what its references lead to.
    pub(super) fn resolve(&self, value: &Object) -> Result<Object, Why> {
        let mut value = value.clone();
        for _ in 0..MAX_HOPS {
            match value {
                Object::Reference(id) => value = self.object(id)?,
                other => return Ok(other),
            }
        }
        Ok(Object::Null)
    }

    /// One object; null if the file has none of this number.
    pub(super) fn object(&self, id: ObjectId) -> Result<Object, Why> {
        let object = match self.entries.get(&id.0) {
            Some(Entry::At(at)) => {
                let object = self.object_at(*at)?.filter(|(found, _)| found.0 == id.0).map(|(_, object)| object);
                self.damaged.set(self.damaged.get() || object.is_none());
                object
            }
            Some(Entry::Inside(container)) => self.object_inside(*container, id.0)?,
            Some(Entry::Free) | None => None,
        };
        Ok(object.unwrap_or(Object::Null))
    }

    fn object_at(&self, at: usize) -> Result<Option<(ObjectId, Object)>, Why> {
        let mut cursor = Cursor::new(self.data, at, &self.budget);
        let Some(id) = cursor.object_id() else { return Ok(None) };
        if !cursor.word(b"obj") {
            return Ok(None);
        }
        let Some(value) = cursor.value()? else { return Ok(None) };
        let Object::Dictionary(dictionary) = value else { return Ok(Some((id, value))) };
        if !cursor.word(b"stream") {
            return Ok(Some((id, Object::Dictionary(dictionary))));
        }
        let rest = cursor.rest();
        let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        let content = self.content(&dictionary, rest)?.to_vec();
        Budget::spend(&self.budget.taken, content.len() as u64)?;
        Ok(Some((
            id,
            Object::Stream(Stream { dict: dictionary, content, allows_compression: false, start_position: None }),
        )))
    }

    /// The bytes of a stream: of the length it says, if it ends there, or up to where it does end.
    fn content<'b>(&self, dictionary: &Dictionary, rest: &'b [u8]) -> Result<&'b [u8], Why> {
        let length = match dictionary.get(b"Length") {
            Ok(Object::Integer(length)) => usize::try_from(*length).ok(),
            Ok(Object::Reference(id)) => self.length_at(*id)?,
            _ => None,
        };
        if let Some((content, after)) = length.and_then(|length| rest.split_at_checked(length)) {
            let spaces = after.iter().take_while(|&&b| is_space(b)).count();
            if after.get(spaces..).unwrap_or_default().starts_with(b"endstream") {
                return Ok(content);
            }
        }
        let end = find(rest, b"endstream").unwrap_or(rest.len());
        Budget::spend(&self.budget.bytes, end as u64)?;
        Ok(rest.get(..end).unwrap_or_default())
    }

    /// A length that stands in an object of its own. Only a plain number at a plain place is taken,
    /// so that no chain of streams can hang on it.
    fn length_at(&self, id: ObjectId) -> Result<Option<usize>, Why> {
        let Some(Entry::At(at)) = self.entries.get(&id.0) else { return Ok(None) };
        let mut cursor = Cursor::new(self.data, *at, &self.budget);
        Budget::spend(&self.budget.values, 1)?;
        if cursor.object_id().is_none_or(|found| found.0 != id.0) || !cursor.word(b"obj") {
            return Ok(None);
        }
        Ok(cursor.number().and_then(|length| usize::try_from(length).ok()))
    }

    fn object_inside(&self, container: u32, number: u32) -> Result<Option<Object>, Why> {
        let Some(container) = self.container(container)? else { return Ok(None) };
        let Some(&at) = container.offsets.get(&number) else { return Ok(None) };
        Cursor::new(&container.data, at, &self.budget).value()
    }

    fn container(&self, number: u32) -> Result<Option<Rc<Container>>, Why> {
        if let Some(known) = self.containers.borrow().get(&number) {
            return Ok(Some(Rc::clone(known)));
        }
        let Some(Entry::At(at)) = self.entries.get(&number) else { return Ok(None) };
        let Some((_, Object::Stream(stream))) = self.object_at(*at)? else { return Ok(None) };
        let Some(container) = self.open_container(&stream)? else { return Ok(None) };
        let container = Rc::new(container);
        let mut containers = self.containers.borrow_mut();
        self.contained.set(self.contained.get().saturating_add(container.data.len()));
        if self.contained.get() > self.stream_limit {
            containers.clear();
            self.contained.set(container.data.len());
        }
        containers.insert(number, Rc::clone(&container));
        Ok(Some(container))
    }

    fn open_container(&self, stream: &Stream) -> Result<Option<Container>, Why> {
        let Some(data) = self.inflate(stream)? else { return Ok(None) };
        let whole =
            |key: &[u8]| stream.dict.get(key).and_then(Object::as_i64).ok().and_then(|n| usize::try_from(n).ok());
        let (Some(first), Some(count)) = (whole(b"First"), whole(b"N")) else { return Ok(None) };
        let mut offsets = HashMap::new();
        let mut cursor = Cursor::new(&data, 0, &self.budget);
        for _ in 0..count {
            Budget::spend(&self.budget.values, 1)?;
            let (Some(number), Some(offset)) = (cursor.number(), cursor.number()) else { break };
            if let (Ok(number), Ok(offset)) = (u32::try_from(number), usize::try_from(offset)) {
                offsets.insert(number, first.saturating_add(offset));
            }
        }
        Ok(Some(Container { data, offsets }))
    }

    /// Undoes the filters of a stream that the file itself is made of.
    fn inflate(&self, stream: &Stream) -> Result<Option<Vec<u8>>, Why> {
        let Ok(data) = stream.get_plain_content_with_limit(self.stream_limit) else { return Ok(None) };
        Budget::spend(&self.budget.bytes, data.len() as u64)?;
        Ok(Some(data))
    }
}
