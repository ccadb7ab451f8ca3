//! Reading PDF values from bytes: a recursive descent with a bound on depth and on the number of
//! values, lenient where all readers are.

use crate::clean::report::Why;
use lopdf::{Dictionary, Object, StringFormat};
use std::cell::Cell;

/// Arrays and dictionaries within each other, without references between. Real files stay below 20.
const MAX_DEPTH: usize = 64;

/// What may still be spent, over all of one file.
pub(super) struct Budget {
    /// Values that may still be read.
    pub(super) values: Cell<u64>,
    /// Bytes that may still be inflated or searched.
    pub(super) bytes: Cell<u64>,
    /// Bytes of streams that may still be taken from the file: some times its size, so that streams
    /// that lie within each other don't add up.
    pub(super) taken: Cell<u64>,
}

impl Budget {
    pub(super) fn spend(counter: &Cell<u64>, amount: u64) -> Result<(), Why> {
        counter.set(counter.get().checked_sub(amount).ok_or(Why::TooLarge)?);
        Ok(())
    }
}

/// A place in bytes from which values are read. Reading past the end or something that is no value
/// gives None; only an empty budget is an error.
pub(super) struct Cursor<'a> {
    data: &'a [u8],
    pub(super) at: usize,
    budget: &'a Budget,
    /// Bytes walked over that are not yet paid for.
    walked: usize,
}

/// Bytes of a long string, comment or stretch of white space that cost as much as a value.
const BYTES_PER_VALUE: usize = 64;

impl<'a> Cursor<'a> {
    pub(super) fn new(data: &'a [u8], at: usize, budget: &'a Budget) -> Self {
        Self { data, at, budget, walked: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.data.get(self.at..).unwrap_or_default()
    }

    /// Skips white space and comments.
    pub(super) fn space(&mut self) {
        let from = self.at;
        self.skip_space();
        self.walked += self.at - from;
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if is_space(byte) {
                self.at += 1;
            } else if byte == b'%' {
                let line = self.rest().iter().position(|b| matches!(b, b'\r' | b'\n'));
                self.at += line.unwrap_or(self.rest().len());
            } else {
                return;
            }
        }
    }

    /// Takes these bytes if they come next, after white space.
    pub(super) fn word(&mut self, word: &[u8]) -> bool {
        self.space();
        let is_next = self.rest().starts_with(word);
        if is_next {
            self.at += word.len();
        }
        is_next
    }

    /// A whole number without sign.
    pub(super) fn number(&mut self) -> Option<u64> {
        self.space();
        let digits = self.rest().iter().take_while(|b| b.is_ascii_digit()).count();
        let text = std::str::from_utf8(self.rest().get(..digits)?).ok()?;
        let number = text.parse().ok()?;
        self.at += digits;
        Some(number)
    }

    /// The next value.
    pub(super) fn value(&mut self) -> Result<Option<Object>, Why> {
        self.value_within(0)
    }

    fn value_within(&mut self, depth: usize) -> Result<Option<Object>, Why> {
        Budget::spend(&self.budget.values, 1 + (self.walked / BYTES_PER_VALUE) as u64)?;
        self.walked %= BYTES_PER_VALUE;
        if depth > MAX_DEPTH {
            return Ok(None);
        }
        self.space();
        let Some(first) = self.peek() else { return Ok(None) };
        let from = self.at;
        let value = match first {
            b'/' => self.name().map(Object::Name),
            b'(' => Some(Object::String(self.literal(), StringFormat::Literal)),
            b'<' if self.rest().starts_with(b"<<") => self.dictionary(depth)?.map(Object::Dictionary),
            b'<' => Some(Object::String(self.hexadecimal(), StringFormat::Hexadecimal)),
            b'[' => self.array(depth)?.map(Object::Array),
            b'0'..=b'9' | b'+' | b'-' | b'.' => Some(self.numeric()),
            _ if self.word(b"true") => Some(Object::Boolean(true)),
            _ if self.word(b"false") => Some(Object::Boolean(false)),
            _ if self.word(b"null") => Some(Object::Null),
            _ => None,
        };
        // Arrays and dictionaries have paid for their values one by one.
        if !matches!(value, Some(Object::Array(_) | Object::Dictionary(_))) {
            let length = (self.at - from) / BYTES_PER_VALUE;
            Budget::spend(&self.budget.values, length as u64)?;
        }
        Ok(value)
    }

    fn array(&mut self, depth: usize) -> Result<Option<Vec<Object>>, Why> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            if self.word(b"]") {
                return Ok(Some(items));
            }
            match self.value_within(depth + 1)? {
                Some(item) => items.push(item),
                None if self.stray() => {}
                None => return Ok(Some(items)),
            }
        }
    }

    fn dictionary(&mut self, depth: usize) -> Result<Option<Dictionary>, Why> {
        self.at += 2;
        let mut dictionary = Dictionary::new();
        loop {
            if self.word(b">>") {
                return Ok(Some(dictionary));
            }
            self.space();
            match (self.name(), self.value_within(depth + 1)?) {
                (Some(key), Some(value)) => dictionary.set(key, value),
                (None, Some(_)) => {}
                // A key without a value: the end follows, or something stray.
                (_, None) if self.word(b">>") => return Ok(Some(dictionary)),
                (_, None) if self.stray() => {}
                (_, None) => return Ok(Some(dictionary)),
            }
        }
    }

    /// Passes over a word or mark that belongs to no value, as readers do with names that have a space
    /// in them. False at the end of the object, where a list that was not closed ends.
    fn stray(&mut self) -> bool {
        let ends: [&[u8]; 3] = [b"endobj", b"stream", b"endstream"];
        if self.rest().is_empty() || ends.iter().any(|end| self.rest().starts_with(end)) {
            return false;
        }
        let length = self.rest().iter().take_while(|&&b| is_regular(b)).count().max(1);
        self.at += length;
        self.walked += length;
        true
    }

    fn name(&mut self) -> Option<Vec<u8>> {
        if self.peek()? != b'/' {
            return None;
        }
        self.at += 1;
        let length = self.rest().iter().take_while(|&&b| is_regular(b)).count();
        let raw = self.rest().get(..length)?;
        self.at += length;
        let mut name = Vec::with_capacity(length);
        let mut bytes = raw.iter().copied();
        while let Some(byte) = bytes.next() {
            let mut ahead = bytes.clone();
            match (byte, ahead.next().and_then(hex), ahead.next().and_then(hex)) {
                (b'#', Some(high), Some(low)) => {
                    name.push(high << 4 | low);
                    bytes = ahead;
                }
                _ => name.push(byte),
            }
        }
        Some(name)
    }

    fn literal(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => {
                    open += 1;
                    if open > 1 {
                        out.push(byte);
                    }
                }
                b')' => {
                    open = open.saturating_sub(1);
                    if open == 0 {
                        break;
                    }
                    out.push(byte);
                }
                b'\\' => self.escape(&mut out),
                _ => out.push(byte),
            }
        }
        out
    }

    /// What follows a backslash in a string.
    fn escape(&mut self, out: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u16::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    self.at += 1;
                    code = code * 8 + u16::from(digit - b'0');
                }
                out.push((code & 0xff) as u8);
            }
            other => out.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut out = Vec::new();
        let mut half = None;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            let Some(digit) = hex(byte) else { continue };
            match half.take() {
                None => half = Some(digit),
                Some(high) => out.push(high << 4 | digit),
            }
        }
        out.extend(half.map(|high| high << 4));
        out
    }

    /// A number, or the reference that starts with it.
    fn numeric(&mut self) -> Object {
        if let Some(reference) = self.reference() {
            return reference;
        }
        let length = self.rest().iter().take_while(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.')).count();
        let text = String::from_utf8_lossy(self.rest().get(..length).unwrap_or_default()).into_owned();
        self.at += length;
        if let Ok(whole) = text.parse::<i64>() {
            return Object::Integer(whole);
        }
        // Readers take "--5" and "5-3" for 5, and so do we.
        let plain = text.trim_start_matches(['+', '-']);
        let plain = plain.split(['+', '-']).next().unwrap_or_default();
        let number: f32 = plain.parse().unwrap_or(0.0);
        Object::Real(if text.starts_with('-') { -number } else { number })
    }

    fn reference(&mut self) -> Option<Object> {
        let start = self.at;
        let reference = self.object_id().filter(|_| {
            let is_reference = self.word(b"R");
            is_reference && !self.peek().is_some_and(is_regular)
        });
        if reference.is_none() {
            self.at = start;
        }
        reference.map(Object::Reference)
    }

    /// The two numbers that name an object.
    pub(super) fn object_id(&mut self) -> Option<(u32, u16)> {
        let number = u32::try_from(self.number()?).ok()?;
        if !self.peek().is_some_and(is_space) {
            return None;
        }
        let generation = u16::try_from(self.number()?).ok()?;
        Some((number, generation))
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
