//! The tables that say where objects are, and doing without them.

use super::{Entry, MAX_ENTRIES, Source};
use crate::clean::pdf::read::{Budget, Cursor, is_space};
use crate::clean::report::Why;
use lopdf::{Dictionary, Object, Stream};
use std::collections::HashSet;

/// Tables in a chain: one a revision.
const MAX_SECTIONS: usize = 1_000;

impl Source<'_> {
    /// Follows the chain of tables from the newest; an entry of a newer one counts.
    pub(super) fn read_tables(&mut self) -> Result<(), Why> {
        let tail = self.data.len().saturating_sub(2048);
        let mark = b"startxref";
        let last = self.data.get(tail..).unwrap_or_default().windows(mark.len()).rposition(|window| window == mark);
        let Some(last) = last else { return Ok(()) };
        let start = Cursor::new(self.data, tail + last + mark.len(), &self.budget).number();
        let mut next = start.and_then(|at| usize::try_from(at).ok());
        let mut seen = HashSet::new();
        while let Some(at) = next {
            if !seen.insert(at) || seen.len() > MAX_SECTIONS {
                break;
            }
            let Some(trailer) = self.read_table(at)? else { break };
            self.sections += 1;
            let offset =
                |key: &[u8]| trailer.get(key).and_then(Object::as_i64).ok().and_then(|at| usize::try_from(at).ok());
            if let Some(beside) = offset(b"XRefStm").filter(|at| seen.insert(*at)) {
                self.read_table(beside)?;
            }
            next = offset(b"Prev");
            for (key, value) in trailer.iter() {
                if !self.trailer.has(key) {
                    self.trailer.set(key.clone(), value.clone());
                }
            }
        }
        Ok(())
    }

    /// Reads one table or table stream and gives its trailer.
    fn read_table(&mut self, at: usize) -> Result<Option<Dictionary>, Why> {
        let mut cursor = Cursor::new(self.data, at, &self.budget);
        if !cursor.word(b"xref") {
            let at = cursor.at;
            return match self.object_at(at)? {
                Some((_, Object::Stream(stream))) => self.read_table_stream(&stream),
                _ => Ok(None),
            };
        }
        let mut entries = Vec::new();
        while !cursor.word(b"trailer") {
            let (Some(first), Some(count)) = (cursor.number(), cursor.number()) else { return Ok(None) };
            for index in 0..count {
                Budget::spend(&self.budget.values, 1)?;
                let (Some(offset), Some(_)) = (cursor.number(), cursor.number()) else { return Ok(None) };
                let used = cursor.word(b"n");
                if !used && !cursor.word(b"f") {
                    return Ok(None);
                }
                let Ok(number) = u32::try_from(first.saturating_add(index)) else { return Ok(None) };
                let entry = usize::try_from(offset).ok().filter(|_| used).map_or(Entry::Free, Entry::At);
                entries.push((number, entry));
            }
        }
        let trailer = cursor.value()?;
        for (number, entry) in entries {
            self.enter(number, entry)?;
        }
        Ok(match trailer {
            Some(Object::Dictionary(trailer)) => Some(trailer),
            _ => None,
        })
    }

    fn read_table_stream(&mut self, stream: &Stream) -> Result<Option<Dictionary>, Why> {
        let Some(data) = self.inflate(stream)? else { return Ok(None) };
        let numbers = |key: &[u8]| -> Vec<usize> {
            let array = stream.dict.get(key).and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default();
            array.iter().filter_map(|n| n.as_i64().ok()).filter_map(|n| usize::try_from(n).ok()).collect()
        };
        let [w0, w1, w2] = numbers(b"W")[..] else { return Ok(None) };
        let width = w0.saturating_add(w1).saturating_add(w2);
        if width == 0 || width > 24 {
            return Ok(None);
        }
        let mut ranges = numbers(b"Index");
        if ranges.is_empty() {
            ranges = vec![0, usize::MAX];
        }
        let mut rows = data.chunks_exact(width);
        for range in ranges.chunks_exact(2) {
            let &[first, count] = range else { continue };
            for (number, row) in (first..first.saturating_add(count)).zip(rows.by_ref()) {
                let (kind, rest) = row.split_at(w0);
                let (middle, _) = rest.split_at(w1);
                let field = |bytes: &[u8]| bytes.iter().fold(0_usize, |sum, &b| sum.wrapping_shl(8) | usize::from(b));
                let entry = match if w0 == 0 { 1 } else { field(kind) } {
                    1 => Entry::At(field(middle)),
                    2 => u32::try_from(field(middle)).map_or(Entry::Free, Entry::Inside),
                    _ => Entry::Free,
                };
                let Ok(number) = u32::try_from(number) else { break };
                Budget::spend(&self.budget.values, 1)?;
                self.enter(number, entry)?;
            }
        }
        Ok(Some(stream.dict.clone()))
    }

    /// Keeps the newest entry of each number: tables are read from the newest on.
    fn enter(&mut self, number: u32, entry: Entry) -> Result<(), Why> {
        if self.entries.len() >= MAX_ENTRIES {
            return Err(Why::TooLarge);
        }
        self.entries.entry(number).or_insert(entry);
        Ok(())
    }

    /// Looks through the file for objects, when its tables lead nowhere. Of two objects of one number
    /// the later counts, and the last trailer that names a root.
    pub(super) fn search(&mut self) -> Result<(), Why> {
        self.entries.clear();
        self.trailer = Dictionary::new();
        self.damaged.set(false);
        self.containers.borrow_mut().clear();
        let mut roots = Vec::new();
        let mut containers = Vec::new();
        for at in self.object_starts() {
            let mut cursor = Cursor::new(self.data, at, &self.budget);
            let Some(id) = cursor.object_id() else { continue };
            self.entries.insert(id.0, Entry::At(at));
            if !cursor.word(b"obj") {
                continue;
            }
            let Some(Object::Dictionary(dictionary)) = cursor.value()? else { continue };
            match dictionary.get_type() {
                Ok(b"ObjStm") => containers.push(id.0),
                Ok(b"XRef") => roots.push(dictionary),
                Ok(b"Catalog") if roots.is_empty() => {
                    roots.push([("Root", Object::Reference(id))].into_iter().collect());
                }
                _ => {}
            }
        }
        for number in containers {
            let Some(container) = self.container(number)? else { continue };
            for inner in container.offsets.keys() {
                self.entries.entry(*inner).or_insert(Entry::Inside(number));
            }
        }
        roots.extend(self.trailers()?);
        self.trailer = roots.into_iter().rfind(|trailer| trailer.has(b"Root")).ok_or(Why::Broken)?;
        Ok(())
    }

    /// Where `number generation obj` stands.
    fn object_starts(&self) -> Vec<usize> {
        let is_digit = |at: usize| self.data.get(at).is_some_and(u8::is_ascii_digit);
        let blank = |at: usize| self.data.get(at).is_some_and(|&b| is_space(b));
        let mut starts = Vec::new();
        for (end, _) in
            self.data.windows(4).enumerate().filter(|(_, word)| matches!(word, [b, b'o', b'b', b'j'] if is_space(*b)))
        {
            // Backwards over the generation, the space before it, and the number; no more than a
            // number can be long.
            let back = |from: usize, test: &dyn Fn(usize) -> bool| {
                let run = (1..=10).take_while(|&n| from >= n && test(from - n)).count();
                from - run
            };
            let generation = back(end, &is_digit);
            let gap = back(generation, &blank);
            let number = back(gap, &is_digit);
            if number < gap && gap < generation && generation < end && starts.len() < MAX_ENTRIES {
                starts.push(number);
            }
        }
        starts
    }

    fn trailers(&self) -> Result<Vec<Dictionary>, Why> {
        let mark = b"trailer";
        let mut trailers = Vec::new();
        for (at, _) in self.data.windows(mark.len()).enumerate().filter(|(_, window)| window == mark) {
            if let Some(Object::Dictionary(trailer)) = Cursor::new(self.data, at + mark.len(), &self.budget).value()? {
                trailers.push(trailer);
            }
        }
        Ok(trailers)
    }
}
