//! Notes, links and form fields on pages, and what happens when they are clicked.

use super::{Copier, Role};
use crate::clean::pdf::{keys, note_annotation};
use crate::clean::report::{Removed, Why};
use lopdf::{Dictionary, Object};

impl Copier<'_> {
    /// The list of annotations of a page, without those that don't come along.
    pub(super) fn annotations(&mut self, list: &Object) -> Result<Object, Why> {
        let Object::Array(list) = self.source.resolve(list)? else { return Ok(Object::Null) };
        let mut kept = Vec::new();
        for item in &list {
            if let Object::Dictionary(annotation) = self.source.resolve(item)?
                && self.keeps_annotation(&annotation)?
            {
                kept.push(self.copy(item, Role::Annotation)?);
            }
        }
        Ok(Object::Array(kept))
    }

    pub(super) fn keeps_annotation(&mut self, annotation: &Dictionary) -> Result<bool, Why> {
        // A field of a form that is in several places has no kind of its own.
        let Ok(subtype) = annotation.get(b"Subtype") else { return Ok(true) };
        let Object::Name(subtype) = self.source.resolve(subtype)? else { return Ok(false) };
        if !keys::ANNOTATIONS.contains(&subtype.as_slice()) {
            self.found.took(Removed::Attachments);
            return Ok(false);
        }
        let flags = annotation.get(b"F").and_then(Object::as_i64).unwrap_or(0);
        note_annotation(&subtype, flags, &mut self.found);
        Ok(true)
    }

    /// Actions that only move the reader; a web address only if it is one.
    pub(super) fn keeps_action(&mut self, action: &Dictionary) -> Result<bool, Why> {
        let kind = self.source.resolve(action.get(b"S").unwrap_or(&Object::Null))?;
        let (keeps, what) = match kind.as_name() {
            Ok(b"GoTo" | b"Named") => (true, Removed::Scripts),
            Ok(b"URI") => {
                let address = self.source.resolve(action.get(b"URI").unwrap_or(&Object::Null))?;
                let address = address.as_str().unwrap_or_default().to_ascii_lowercase();
                let starts: [&[u8]; 3] = [b"http://", b"https://", b"mailto:"];
                (starts.iter().any(|start| address.starts_with(start)), Removed::Links)
            }
            Ok(b"GoToR" | b"GoToE" | b"Launch") => (false, Removed::Links),
            _ => (false, Removed::Scripts),
        };
        if !keeps {
            self.found.took(what);
        }
        Ok(keeps)
    }

    /// Whether this key of an annotation or field may stay, though its name is that of content.
    pub(super) fn keeps_field(&mut self, old: &Dictionary, key: &[u8]) -> Result<bool, Why> {
        let is_field = old.has(b"FT")
            || matches!(old.get(b"Subtype"), Ok(Object::Name(name)) if name == b"Widget")
            || !old.has(b"Subtype");
        // The same key is the name of a field, and the author of a note.
        if key == b"T" && !is_field {
            self.found.took(Removed::Author);
            return Ok(false);
        }
        if key == b"V" && matches!(self.source.resolve(old.get(b"V").unwrap_or(&Object::Null))?, Object::Dictionary(_))
        {
            self.found.took(Removed::Signatures);
            return Ok(false);
        }
        Ok(true)
    }
}
