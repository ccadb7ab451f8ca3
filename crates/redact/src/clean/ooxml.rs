//! Word, Excel and PowerPoint files: a new container is built from the parts that are reached by the
//! kinds of relationship we know to be content. Properties, previews, custom data, printer settings,
//! macros, controls, embedded files and authors' lists are on no such way, so they stay behind, and so
//! do the elements that point to them.

mod relations;
mod rules;

use super::raster::{self, Output};
use super::report::{Found, Left, Removed, Why};
use super::xml::{self, Element, Fate, Rule};
use super::zip_limits::{Package, Packer};
use super::{Done, FileKind, Limits, sniff};
use relations::{Relation, Role};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

/// Media types of the main part. Those with macros come out as those without.
const MAINS: [(FileKind, &str, &[&str]); 3] = [
    (
        FileKind::Docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        &[
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
            "application/vnd.ms-word.document.macroenabled.main+xml",
            "application/vnd.ms-word.template.macroenabledtemplate.main+xml",
        ],
    ),
    (
        FileKind::Xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        &[
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
            "application/vnd.ms-excel.sheet.macroenabled.main+xml",
            "application/vnd.ms-excel.template.macroenabled.main+xml",
        ],
    ),
    (
        FileKind::Pptx,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        &[
            "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
            "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
            "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
            "application/vnd.ms-powerpoint.presentation.macroenabled.main+xml",
            "application/vnd.ms-powerpoint.slideshow.macroenabled.main+xml",
            "application/vnd.ms-powerpoint.template.macroenabled.main+xml",
        ],
    ),
];

pub(super) fn clean(kind: FileKind, bytes: &[u8], limits: &Limits) -> Result<Done, Why> {
    let mut package = Package::open(bytes, limits)?;
    let types = ContentTypes::read(&mut package, limits)?;
    let builder = Builder {
        package,
        types,
        limits,
        kind,
        found: Found::default(),
        parts: BTreeMap::new(),
        pictures: HashMap::new(),
        reached: HashSet::new(),
        waiting: VecDeque::new(),
    };
    builder.run()
}

/// The list in which a container says what each part is.
struct ContentTypes {
    by_ending: HashMap<String, String>,
    by_part: HashMap<String, String>,
}

impl ContentTypes {
    fn read(package: &mut Package<'_>, limits: &Limits) -> Result<Self, Why> {
        let bytes = package.read("[Content_Types].xml")?.ok_or(Why::Broken)?;
        let mut types = Self { by_ending: HashMap::new(), by_part: HashMap::new() };
        xml::rewrite(&bytes, limits, &mut types, &mut Found::default())?;
        Ok(types)
    }

    /// The media type of a part, in lower case; empty if the list names none.
    fn of(&self, part: &str) -> &str {
        let part = part.to_lowercase();
        let ending = part.rsplit_once('.').map_or("", |(_, ending)| ending);
        self.by_part.get(&part).or_else(|| self.by_ending.get(ending)).map_or("", String::as_str)
    }
}

impl Rule for ContentTypes {
    fn element(&mut self, element: &mut Element, _: &mut Found) -> Fate {
        let Some(media) = element.value("ContentType").map(str::to_lowercase) else { return Fate::Keep };
        if let Some(part) = element.value("PartName") {
            self.by_part.insert(part.trim_start_matches('/').to_lowercase(), media);
        } else if let Some(ending) = element.value("Extension") {
            self.by_ending.insert(ending.to_lowercase(), media);
        }
        Fate::Keep
    }
}

/// A part of the new container.
struct Part {
    bytes: Vec<u8>,
    media: String,
}

struct Builder<'a> {
    package: Package<'a>,
    types: ContentTypes,
    limits: &'a Limits,
    kind: FileKind,
    found: Found,
    /// The new parts by name.
    parts: BTreeMap<String, Part>,
    /// Old names of pictures to new ones; None for those that could not be cleaned.
    pictures: HashMap<String, Option<String>>,
    reached: HashSet<String>,
    /// Parts still to be rewritten, with the role in which they were reached.
    waiting: VecDeque<(String, Role)>,
}

impl Builder<'_> {
    fn run(mut self) -> Result<Done, Why> {
        let root = relations::read(&mut self.package, "", self.limits)?;
        let (kept, _) = self.follow("", root, Role::Root)?;
        if !kept.iter().any(|relation| relation.role == Role::Main) {
            return Err(Why::Broken);
        }
        self.parts.insert("_rels/.rels".into(), relations::part(&kept));
        while let Some((name, role)) = self.waiting.pop_front() {
            self.rewrite(&name, role)?;
        }
        self.note_what_stays_behind();
        Ok(Done { bytes: self.pack()?, kind: self.kind, found: self.found })
    }

    /// Rewrites one part and its relationships.
    fn rewrite(&mut self, name: &str, role: Role) -> Result<(), Why> {
        let bytes = self.package.read(name)?.ok_or(Why::Broken)?;
        let media = self.media(name, role)?;
        let relations = relations::read(&mut self.package, name, self.limits)?;
        let (kept, dropped) = self.follow(name, relations, role)?;
        let mut rule = rules::Rules::new(role, dropped);
        let bytes = xml::rewrite(&bytes, self.limits, &mut rule, &mut self.found)?;
        if !kept.is_empty() {
            self.parts.insert(relations::name_for(name), relations::part(&kept));
        }
        self.parts.insert(name.to_owned(), Part { bytes, media });
        Ok(())
    }

    /// The media type that a part gets in the new container.
    fn media(&self, name: &str, role: Role) -> Result<String, Why> {
        let media = self.types.of(name);
        if role != Role::Main {
            return Ok(media.to_owned());
        }
        let (_, plain, accepted) = MAINS.iter().find(|(kind, ..)| *kind == self.kind).ok_or(Why::Broken)?;
        if accepted.contains(&media) { Ok((*plain).to_owned()) } else { Err(Why::NotSupported) }
    }

    /// Sorts the relationships of a part: those that stay, with their targets put in the queue, and
    /// the identifiers of those that go.
    fn follow(
        &mut self,
        from: &str,
        relations: Vec<Relation>,
        from_role: Role,
    ) -> Result<(Vec<Relation>, HashSet<String>), Why> {
        let mut kept = Vec::new();
        let mut dropped = HashSet::new();
        for mut relation in relations {
            let stays = match relation.role {
                Role::MacroSheet => return Err(Why::Macro),
                Role::Gone(what) => {
                    what.iter().for_each(|what| self.found.took(*what));
                    false
                }
                Role::Main if from_role != Role::Root => false,
                _ if from_role == Role::Root && relation.role != Role::Main => false,
                Role::Link => self.keeps_link(&relation),
                Role::Workbook => {
                    self.found.took(Removed::Links);
                    relation.target = "removed.xlsx".into();
                    true
                }
                _ if relation.external => {
                    self.found.took(Removed::Links);
                    false
                }
                Role::Picture => self.keep_picture(from, &mut relation)?,
                role => self.keep_part(from, &mut relation, role),
            };
            if stays {
                kept.push(relation);
            } else {
                dropped.insert(relation.id);
            }
        }
        Ok((kept, dropped))
    }

    fn keeps_link(&mut self, relation: &Relation) -> bool {
        let target = relation.target.trim().to_lowercase();
        let stays = !relation.external && target.starts_with('#')
            || relation.external && ["http://", "https://", "mailto:"].iter().any(|start| target.starts_with(start));
        if !stays {
            self.found.took(Removed::Links);
        }
        stays
    }

    fn keep_part(&mut self, from: &str, relation: &mut Relation, role: Role) -> bool {
        let Some(name) = relations::resolve(from, &relation.target).filter(|name| self.package.has(name)) else {
            return false;
        };
        if matches!(role, Role::Comments | Role::SpeakerNotes) {
            self.found.kept(Left::Notes);
        }
        relation.target = format!("/{name}");
        if self.reached.insert(name.to_lowercase()) {
            self.waiting.push_back((name, role));
        }
        true
    }

    /// Cleans a picture and gives it a name that says nothing. One that can't be cleaned goes.
    fn keep_picture(&mut self, from: &str, relation: &mut Relation) -> Result<bool, Why> {
        let Some(name) = relations::resolve(from, &relation.target) else { return Ok(false) };
        let new = match self.pictures.get(&name) {
            Some(known) => known.clone(),
            None => {
                let new = self.clean_picture(&name)?;
                self.pictures.insert(name, new.clone());
                new
            }
        };
        let Some(new) = new else { return Ok(false) };
        relation.target = format!("/{new}");
        Ok(true)
    }

    fn clean_picture(&mut self, name: &str) -> Result<Option<String>, Why> {
        let Some(bytes) = self.package.read(name)? else { return Ok(None) };
        let Ok(done) = raster::clean(sniff::kind(&bytes), &bytes, self.limits, Output::Same) else {
            self.found.took(Removed::Pictures);
            return Ok(None);
        };
        self.found.merge(done.found);
        let folder = name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let new = format!("{folder}image{}.{}", self.pictures.len() + 1, done.kind.extension());
        let media = match done.kind {
            FileKind::Tiff => "image/tiff",
            kind => kind.media_type(),
        };
        self.parts.insert(new.clone(), Part { bytes: done.bytes, media: media.to_owned() });
        Ok(Some(new))
    }

    /// Says of parts that nothing points to, or that we didn't follow, what they were.
    fn note_what_stays_behind(&mut self) {
        let names: Vec<String> = self.package.names().map(str::to_owned).collect();
        for name in names {
            if let Some(what) = rules::telling_name(&name) {
                self.found.took(what);
            }
        }
    }

    fn pack(&self) -> Result<Vec<u8>, Why> {
        let mut packer = Packer::new();
        packer.add("[Content_Types].xml", self.content_types().as_bytes())?;
        for (name, part) in &self.parts {
            packer.add(name, &part.bytes)?;
        }
        packer.finish()
    }

    fn content_types(&self) -> String {
        use quick_xml::escape::escape;
        let mut list = String::from(concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
            "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
            "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
        ));
        for (name, part) in self.parts.iter().filter(|(_, part)| !part.media.is_empty()) {
            list.push_str("<Override PartName=\"/");
            list.push_str(&escape(name.as_str()));
            list.push_str("\" ContentType=\"");
            list.push_str(&escape(part.media.as_str()));
            list.push_str("\"/>");
        }
        list.push_str("</Types>");
        list
    }
}
