//! Copying what pages use into a new file, from lists of keys that are content. Objects are read
//! once, when something that is kept points to them.

mod annotations;

use super::file::Source;
use super::keys;
use super::read::Budget;
use super::stream::{self, Filter};
use crate::clean::Limits;
use crate::clean::report::{Found, Left, Removed, Why};
use lopdf::{Dictionary, Object, ObjectId, Stream};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::rc::Rc;

/// Levels of the page tree.
const MAX_TREE: usize = 64;

/// What a dictionary is for, which decides the keys that come along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Page,
    Resources,
    /// Names made up by the file, to things of the generic kind.
    Names,
    /// How an annotation looks in each state: a drawing, or names of states to drawings.
    Appearance,
    Annotation,
    Outline,
    Action,
    Form,
    Tree,
    Generic,
}

pub(super) struct Copier<'a> {
    source: Source<'a>,
    limits: &'a Limits,
    found: Found,
    /// Numbers of objects in the source to those in the copy.
    map: HashMap<u32, u32>,
    waiting: VecDeque<(u32, u32, Role)>,
    objects: BTreeMap<ObjectId, Object>,
    next: u32,
    /// What pages take from further up in the tree, by their number in the source.
    inherited: HashMap<u32, Rc<Dictionary>>,
}

impl<'a> Copier<'a> {
    pub(super) fn new(source: Source<'a>, limits: &'a Limits, found: Found) -> Self {
        Self {
            source,
            limits,
            found,
            map: HashMap::new(),
            waiting: VecDeque::new(),
            objects: BTreeMap::new(),
            next: 1,
            inherited: HashMap::new(),
        }
    }

    /// The copied objects, what was found, and whether some objects were not where the file's tables
    /// say they are.
    pub(super) fn finish(self) -> (BTreeMap<ObjectId, Object>, Found, bool) {
        (self.objects, self.found, self.source.is_damaged())
    }

    /// Copies the document; gives the number of its catalog.
    pub(super) fn run(&mut self) -> Result<ObjectId, Why> {
        let catalog = self.source.catalog()?;
        let (root, pages) = (self.number()?, self.number()?);
        let kids = self.pages(&catalog)?;
        if kids.is_empty() {
            return Err(Why::Broken);
        }
        let mut tree = Dictionary::new();
        tree.set("Type", "Pages");
        tree.set("Count", i64::try_from(kids.len()).unwrap_or_default());
        tree.set("Kids", kids);
        self.objects.insert((pages, 0), Object::Dictionary(tree));
        let mut new = self.catalog(&catalog)?;
        new.set("Pages", Object::Reference((pages, 0)));
        self.objects.insert((root, 0), Object::Dictionary(new));
        while let Some((old, new, role)) = self.waiting.pop_front() {
            let object = self.source.object((old, 0))?;
            let mut copy = self.copy(&object, role)?;
            if role == Role::Page {
                self.complete_page(&mut copy, old, pages)?;
            }
            self.objects.insert((new, 0), copy);
        }
        Ok((root, 0))
    }

    fn number(&mut self) -> Result<u32, Why> {
        if self.objects.len() + self.waiting.len() >= self.limits.pdf_objects {
            return Err(Why::TooLarge);
        }
        let number = self.next;
        self.next += 1;
        Ok(number)
    }

    /// The number of an object in the copy; puts it in the queue when it is new.
    fn reference(&mut self, old: ObjectId, role: Role) -> Result<Object, Why> {
        if let Some(&new) = self.map.get(&old.0) {
            return Ok(Object::Reference((new, 0)));
        }
        let new = self.number()?;
        self.map.insert(old.0, new);
        self.waiting.push_back((old.0, new, role));
        Ok(Object::Reference((new, 0)))
    }

    /// Walks the page tree and gives its pages in order. They get their numbers here, before
    /// anything else can point to them.
    fn pages(&mut self, catalog: &Dictionary) -> Result<Vec<Object>, Why> {
        let mut pages = Vec::new();
        let mut seen = HashSet::new();
        let root = catalog.get(b"Pages").map_err(|_| Why::Broken)?.clone();
        let mut open = vec![(root, Rc::new(Dictionary::new()), 0)];
        while let Some((node, above, depth)) = open.pop() {
            // A page is an object of its own: one written in place can't be pointed at.
            let Object::Reference(id) = node else { continue };
            if depth > MAX_TREE || !seen.insert(id.0) {
                continue;
            }
            let Object::Dictionary(node) = self.source.object(id)? else { continue };
            let mut inherited = above;
            for key in keys::INHERITED {
                if let Ok(value) = node.get(key) {
                    Rc::make_mut(&mut inherited).set(*key, value.clone());
                }
            }
            match node.get(b"Kids") {
                Ok(kids) => {
                    let Object::Array(kids) = self.source.resolve(kids)? else { continue };
                    open.extend(kids.into_iter().rev().map(|kid| (kid, Rc::clone(&inherited), depth + 1)));
                }
                Err(_) => {
                    self.inherited.insert(id.0, inherited);
                    pages.push(self.reference(id, Role::Page)?);
                }
            }
        }
        Ok(pages)
    }

    /// Gives a page its place in the new tree and what it took from the old one.
    fn complete_page(&mut self, page: &mut Object, old: u32, parent: u32) -> Result<(), Why> {
        let Object::Dictionary(page) = page else { return Ok(()) };
        let inherited = self.inherited.remove(&old).unwrap_or_default();
        for (key, value) in inherited.iter() {
            if !page.has(key) {
                let role = if key == b"Resources" { Role::Resources } else { Role::Generic };
                let value = self.copy(value, role)?;
                page.set(key.clone(), value);
            }
        }
        page.set("Type", "Page");
        page.set("Parent", Object::Reference((parent, 0)));
        Ok(())
    }

    fn catalog(&mut self, catalog: &Dictionary) -> Result<Dictionary, Why> {
        let mut new = Dictionary::new();
        new.set("Type", "Catalog");
        for (key, value) in catalog.iter() {
            let role = match key.as_slice() {
                b"Outlines" => Role::Outline,
                b"Dests" => Role::Names,
                b"PageLabels" => Role::Tree,
                b"ViewerPreferences" => Role::Generic,
                b"AcroForm" => Role::Form,
                b"OCProperties" => {
                    self.found.kept(Left::Layers);
                    Role::Generic
                }
                // Mostly the page and zoom to open at, which is nothing to report.
                b"OpenAction" => {
                    if matches!(self.source.resolve(value)?, Object::Dictionary(action) if !is_go_to(&action)) {
                        self.found.took(Removed::Scripts);
                    }
                    continue;
                }
                b"Names" => {
                    self.names(value, &mut new)?;
                    continue;
                }
                b"Lang" => {
                    let value = self.source.resolve(value)?;
                    new.set("Lang", value);
                    continue;
                }
                key => {
                    self.note(key);
                    continue;
                }
            };
            let value = self.copy(value, role)?;
            new.set(key.clone(), value);
        }
        Ok(new)
    }

    /// Of the lists of names, only that of places in the document.
    fn names(&mut self, names: &Object, new: &mut Dictionary) -> Result<(), Why> {
        let Object::Dictionary(names) = self.source.resolve(names)? else { return Ok(()) };
        for (key, value) in names.iter() {
            if key == b"Dests" {
                let places = self.copy(value, Role::Tree)?;
                let mut kept = Dictionary::new();
                kept.set("Dests", places);
                new.set("Names", kept);
            } else {
                self.note(key);
            }
        }
        Ok(())
    }

    fn note(&mut self, key: &[u8]) {
        if let Some(what) = keys::held(key) {
            self.found.took(what);
        }
    }

    fn copy(&mut self, value: &Object, role: Role) -> Result<Object, Why> {
        // What pages take from above them is copied for each, so copying costs too.
        Budget::spend(&self.source.budget.values, 1)?;
        Ok(match value {
            Object::Reference(id) => self.reference(*id, role)?,
            Object::Array(items) => {
                let mut copies = Vec::with_capacity(items.len());
                for item in items {
                    copies.push(self.copy(item, role)?);
                }
                Object::Array(copies)
            }
            Object::Dictionary(dictionary) => match self.dictionary(dictionary, role)? {
                Some(copy) => Object::Dictionary(copy),
                None => Object::Null,
            },
            Object::Stream(stream) => self.stream(stream, role)?,
            plain => plain.clone(),
        })
    }

    fn dictionary(&mut self, old: &Dictionary, role: Role) -> Result<Option<Dictionary>, Why> {
        // A page that is not in the tree, reached by a link, is not shown.
        if role != Role::Page && matches!(old.get_type(), Ok(b"Page" | b"Pages" | b"Catalog")) {
            return Ok(None);
        }
        if role == Role::Annotation && !self.keeps_annotation(old)?
            || role == Role::Action && !self.keeps_action(old)?
        {
            return Ok(None);
        }
        let mut new = Dictionary::new();
        for (key, value) in old.iter() {
            if !self.keeps(old, key, role)? {
                continue;
            }
            let value = match key.as_slice() {
                b"Annots" if role == Role::Page => self.annotations(value)?,
                _ => self.copy(value, role_of_value(role, key))?,
            };
            new.set(key.clone(), value);
        }
        Ok(Some(new))
    }

    fn keeps(&mut self, old: &Dictionary, key: &[u8], role: Role) -> Result<bool, Why> {
        let list = match role {
            Role::Page => keys::PAGE,
            Role::Resources => keys::RESOURCES,
            Role::Annotation => keys::ANNOTATION,
            Role::Outline => keys::OUTLINE,
            Role::Action => keys::ACTION,
            Role::Form => keys::FORM,
            Role::Tree => keys::TREE,
            Role::Generic => keys::GENERIC,
            Role::Appearance => keys::APPEARANCE,
            Role::Names => return Ok(true),
        };
        if !list.contains(&key) {
            self.note(key);
            return Ok(false);
        }
        Ok(role != Role::Annotation || self.keeps_field(old, key)?)
    }

    fn stream(&mut self, old: &Stream, role: Role) -> Result<Object, Why> {
        let no_content: [&[u8]; 4] = [b"Metadata", b"EmbeddedFile", b"ObjStm", b"XRef"];
        if old.dict.get_type().is_ok_and(|kind| no_content.contains(&kind)) {
            return Ok(Object::Null);
        }
        // A list of names points to streams that are of the generic kind.
        let role = if role == Role::Names { Role::Generic } else { role };
        let Some(mut new) = self.dictionary(&old.dict, role)? else { return Ok(Object::Null) };
        let filters = self.filters(&old.dict)?;
        let limit = self.limits.pdf_stream_bytes;
        let content = stream::clean(&old.content, filters, limit, &self.source.budget, &mut self.found)?;
        let mut settings = Vec::new();
        for filter in &content.filters {
            settings.push(match &filter.settings {
                Some(known) => self.dictionary(known, Role::Generic)?.map_or(Object::Null, Object::Dictionary),
                None => Object::Null,
            });
        }
        if settings.iter().any(|settings| *settings != Object::Null) {
            new.set("DecodeParms", one_or_list(settings));
        }
        if !content.filters.is_empty() {
            let names: Vec<Object> = content.filters.into_iter().map(|filter| Object::Name(filter.name)).collect();
            new.set("Filter", one_or_list(names));
        }
        Ok(Object::Stream(Stream::new(new, content.bytes)))
    }

    /// The filters of a stream in order, each with its settings.
    fn filters(&self, dictionary: &Dictionary) -> Result<Vec<Filter>, Why> {
        let list = |key: &[u8]| -> Result<Vec<Object>, Why> {
            let value = self.source.resolve(dictionary.get(key).unwrap_or(&Object::Null))?;
            let items = match value {
                Object::Array(items) => items,
                Object::Null => Vec::new(),
                one => vec![one],
            };
            items.iter().map(|item| self.source.resolve(item)).collect()
        };
        let settings = list(b"DecodeParms")?;
        let names = list(b"Filter")?;
        let filters = names.into_iter().enumerate().map(|(index, name)| Filter {
            name: name.as_name().unwrap_or_default().to_vec(),
            settings: settings.get(index).and_then(|settings| settings.as_dict().ok()).cloned(),
        });
        Ok(filters.collect())
    }
}

/// The usual way to write filters: one stands by itself.
fn one_or_list(mut items: Vec<Object>) -> Object {
    match items.pop() {
        Some(only) if items.is_empty() => only,
        last => {
            items.extend(last);
            Object::Array(items)
        }
    }
}

fn is_go_to(action: &Dictionary) -> bool {
    action.get(b"S").and_then(Object::as_name).is_ok_and(|kind| kind == b"GoTo")
}

/// What the value of a key is for.
fn role_of_value(role: Role, key: &[u8]) -> Role {
    match (role, key) {
        (Role::Names, _) | (Role::Resources, b"ProcSet") => Role::Generic,
        (_, b"Resources" | b"DR") => Role::Resources,
        (Role::Resources, _) | (Role::Generic, b"CharProcs" | b"Colorants") => Role::Names,
        (Role::Annotation, b"AP") => Role::Appearance,
        (Role::Appearance, _) => Role::Names,
        (Role::Annotation | Role::Outline, b"A") => Role::Action,
        (Role::Annotation, b"Kids" | b"Parent" | b"Popup" | b"IRT") | (Role::Form, b"Fields") => Role::Annotation,
        (Role::Outline, b"Parent" | b"Prev" | b"Next" | b"First" | b"Last") => Role::Outline,
        (Role::Tree, _) => Role::Tree,
        _ => Role::Generic,
    }
}
