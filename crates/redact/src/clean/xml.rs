//! Rewriting XML as it streams by: a rule looks at each element and says what becomes of it.
//! Comments, processing instructions and document types never come along.

use super::Limits;
use super::report::{Found, Removed, Why};
use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesStart, Event};

/// No element of an office file has more, and looking at each costs time.
const MAX_ATTRIBUTES: usize = 256;

/// An element as a rule sees it.
pub(super) struct Element {
    name: String,
    /// Name of the element around it, without prefix; empty for the outermost.
    pub(super) parent: String,
    /// Attributes as written, with prefixes, unescaped.
    pub(super) attributes: Vec<(String, String)>,
}

/// What becomes of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays, with the attributes that the rule left; what is in it is looked at in turn.
    Keep,
    /// It goes with all that is in it.
    Drop,
    /// It stays; all that is in it makes place for this text.
    Text(&'static str),
    /// It stays; its text is looked at by [`Rule::text`].
    Inspect,
}

/// Decides about elements.
pub(super) trait Rule {
    fn element(&mut self, element: &mut Element, found: &mut Found) -> Fate;

    /// Whether a piece of text in an element of fate [`Fate::Inspect`] may stay.
    fn text(&mut self, _text: &str, _found: &mut Found) -> bool {
        true
    }
}

impl Element {
    /// The name without prefix.
    pub(super) fn local(&self) -> &str {
        local(&self.name)
    }

    /// The value of the first attribute of this name without prefix.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| local(key) == name).map(|(_, value)| value.as_str())
    }

    /// Takes away the attributes for which `goes` says so; tells whether there were any.
    pub(super) fn take(&mut self, mut goes: impl FnMut(&str, &str) -> bool) -> bool {
        let before = self.attributes.len();
        self.attributes.retain(|(key, value)| is_namespace(key) || !goes(key, value));
        self.attributes.len() < before
    }

    /// Gives every attribute of this name without prefix this value; tells whether one differed.
    pub(super) fn set(&mut self, name: &str, to: &str) -> bool {
        let mut changed = false;
        for (key, value) in &mut self.attributes {
            if local(key) == name && value != to {
                to.clone_into(value);
                changed = true;
            }
        }
        changed
    }

    fn open(&self, out: &mut String, end: &str) {
        out.push('<');
        out.push_str(&self.name);
        for (key, value) in &self.attributes {
            out.push(' ');
            out.push_str(key);
            out.push_str("=\"");
            // Layout characters in a value come back as spaces unless they are written by number.
            for piece in escape(value.as_str()).split_inclusive(['\n', '\r', '\t']) {
                let plain = piece.trim_end_matches(['\n', '\r', '\t']);
                out.push_str(plain);
                match piece.bytes().next_back() {
                    Some(b'\n') => out.push_str("&#10;"),
                    Some(b'\r') => out.push_str("&#13;"),
                    Some(b'\t') => out.push_str("&#9;"),
                    _ => {}
                }
            }
            out.push('"');
        }
        out.push_str(end);
    }
}

/// The part of a name after its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn is_namespace(key: &str) -> bool {
    key == "xmlns" || key.starts_with("xmlns:")
}

/// Rewrites a part of an office file.
pub(super) fn rewrite(bytes: &[u8], limits: &Limits, rule: &mut dyn Rule, found: &mut Found) -> Result<Vec<u8>, Why> {
    let text = std::str::from_utf8(bytes).map_err(|_| Why::Broken)?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut writer = Rewriter {
        out: String::with_capacity(text.len()),
        open: Vec::new(),
        skipped: 0,
        place_kept: false,
        limits,
        rule,
        found,
    };
    writer.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    loop {
        match reader.read_event().map_err(|_| Why::Broken)? {
            Event::Eof => break,
            event => writer.event(event)?,
        }
    }
    // The reader refuses ends that don't match; an element left open is ours to refuse.
    if !writer.open.is_empty() || writer.skipped > 0 {
        return Err(Why::Broken);
    }
    Ok(writer.out.into_bytes())
}

struct Open {
    name: String,
    inspect: bool,
}

struct Rewriter<'a> {
    out: String,
    open: Vec<Open>,
    /// Elements within each other that are being left out.
    skipped: usize,
    /// Whether the outermost of those stays as an element with other text.
    place_kept: bool,
    limits: &'a Limits,
    rule: &'a mut dyn Rule,
    found: &'a mut Found,
}

impl Rewriter<'_> {
    fn event(&mut self, event: Event<'_>) -> Result<(), Why> {
        match event {
            Event::Start(start) => self.start(&start, false),
            Event::Empty(start) => self.start(&start, true),
            Event::End(_) => {
                if self.skipped > 0 {
                    self.skipped -= 1;
                    if self.skipped > 0 || !self.place_kept {
                        return Ok(());
                    }
                }
                self.end()
            }
            Event::Text(text) => self.text(&text),
            Event::CData(data) => self.text(&escape(&*data)),
            Event::GeneralRef(reference) => {
                let known = matches!(&*reference, "amp" | "lt" | "gt" | "quot" | "apos");
                if !known && reference.resolve_char_ref().map_err(|_| Why::Broken)?.is_none() {
                    return Err(Why::Broken);
                }
                self.text(&format!("&{};", &*reference))
            }
            Event::Comment(comment) => {
                if !comment.is_empty() {
                    self.found.took(Removed::Comments);
                }
                Ok(())
            }
            Event::PI(_) | Event::DocType(_) => {
                self.found.took(Removed::Other);
                Ok(())
            }
            Event::Decl(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, empty: bool) -> Result<(), Why> {
        if self.open.len() + self.skipped >= self.limits.xml_depth {
            return Err(Why::Broken);
        }
        if self.skipped > 0 {
            self.skipped += usize::from(!empty);
            return Ok(());
        }
        let mut element = self.element(start)?;
        match self.rule.element(&mut element, self.found) {
            Fate::Drop => {
                if !empty {
                    self.skipped = 1;
                    self.place_kept = false;
                }
            }
            Fate::Text(text) => {
                element.open(&mut self.out, ">");
                self.out.push_str(&escape(text));
                if empty {
                    self.close(&element.name);
                } else {
                    self.skipped = 1;
                    self.place_kept = true;
                    self.open.push(Open { name: element.name, inspect: false });
                }
            }
            _ if empty => element.open(&mut self.out, "/>"),
            fate => {
                element.open(&mut self.out, ">");
                self.open.push(Open { name: element.name, inspect: fate == Fate::Inspect });
            }
        }
        Ok(())
    }

    fn element(&self, start: &BytesStart<'_>) -> Result<Element, Why> {
        let mut attributes = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Why::Broken)?;
            if attributes.len() >= MAX_ATTRIBUTES {
                return Err(Why::Broken);
            }
            let value = unescape(&attribute.value).map_err(|_| Why::Broken)?.into_owned();
            attributes.push((attribute.key.as_ref().to_owned(), value));
        }
        let parent = self.open.last().map(|open| local(&open.name).to_owned()).unwrap_or_default();
        Ok(Element { name: start.name().as_ref().to_owned(), parent, attributes })
    }

    fn end(&mut self) -> Result<(), Why> {
        let open = self.open.pop().ok_or(Why::Broken)?;
        self.close(&open.name);
        Ok(())
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// Text as written, still escaped. Outside of the outermost element there can only be layout.
    fn text(&mut self, text: &str) -> Result<(), Why> {
        if self.skipped > 0 || self.open.is_empty() {
            return Ok(());
        }
        if self.open.last().is_some_and(|open| open.inspect) {
            let plain = unescape(text).map_err(|_| Why::Broken)?;
            if !self.rule.text(&plain, self.found) {
                return Ok(());
            }
        }
        self.out.push_str(text);
        Ok(())
    }
}
