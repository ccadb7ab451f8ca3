//! OpenDocument text, sheets and slides: the new container holds the content, its styles and its
//! pictures, and nothing else.

use super::raster::{self, Output};
use super::report::{Found, Left, Removed, Why};
use super::xml::{self, Element, Fate, Rule, local};
use super::zip_limits::{Package, Packer};
use super::{Done, FileKind, Limits, sniff};
use quick_xml::escape::escape;
use std::collections::{BTreeMap, HashMap, HashSet};

const SOMEBODY: &str = "Author";
const SOME_DAY: &str = "2000-01-01T00:00:00";

/// Things drawn on a page, which can have a description.
const DRAWN: &[&str] = &[
    "frame",
    "custom-shape",
    "g",
    "image",
    "line",
    "rect",
    "path",
    "polygon",
    "polyline",
    "ellipse",
    "circle",
    "connector",
    "control",
    "object",
];

pub(super) fn clean(kind: FileKind, bytes: &[u8], limits: &Limits) -> Result<Done, Why> {
    let mut package = Package::open(bytes, limits)?;
    let mut found = Found::default();
    if is_locked(&mut package)? {
        return Err(Why::Encrypted);
    }
    let names: Vec<String> = package.names().map(str::to_owned).collect();
    names.iter().filter_map(|name| stays_behind(name)).for_each(|what| found.took(what));
    let mut parts = BTreeMap::new();
    let pictures = clean_pictures(&mut package, &names, limits, &mut parts, &mut found)?;
    let objects: HashSet<String> = names.iter().filter_map(|name| object_of(name)).collect();
    let mut has_content = false;
    for name in names.iter().filter(|name| is_content(name)) {
        let Some(bytes) = package.read(name)? else { continue };
        let mut rule = Rules { pictures: &pictures, objects: &objects };
        // Inside the container names mind case; ours come in lower case, but for "Object".
        let new = name.replace("object ", "Object ");
        parts.insert(new, xml::rewrite(&bytes, limits, &mut rule, &mut found)?);
        has_content |= name == "content.xml";
    }
    if !has_content {
        return Err(Why::Broken);
    }
    Ok(Done { bytes: pack(kind, &parts)?, kind, found })
}

/// A locked file says in its list of members how each is locked.
fn is_locked(package: &mut Package<'_>) -> Result<bool, Why> {
    let manifest = package.read("META-INF/manifest.xml")?.unwrap_or_default();
    Ok(sniff::find(&manifest, b"encryption-data").is_some())
}

/// `content.xml` and `styles.xml`, of the document and of charts and formulas in it.
fn is_content(name: &str) -> bool {
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
    matches!(file, "content.xml" | "styles.xml") && (folder.is_empty() || folder.split('/').all(is_object_folder))
}

fn is_object_folder(step: &str) -> bool {
    step.strip_prefix("object ").is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// The folder of an object whose content we keep, in lower case.
fn object_of(name: &str) -> Option<String> {
    let (folder, file) = name.rsplit_once('/')?;
    (file == "content.xml" && is_content(name)).then(|| folder.to_owned())
}

/// What members are that we don't take along; None if we do, or if they tell nothing.
fn stays_behind(name: &str) -> Option<Removed> {
    let folder = name.split('/').next().unwrap_or_default();
    Some(match folder {
        _ if name.ends_with('/') || is_content(name) => return None,
        "mimetype" | "pictures" | "media" | "objectreplacements" => return None,
        "meta.xml" => Removed::Author,
        "settings.xml" | "configurations2" | "layout-cache" => Removed::Program,
        "thumbnails" => Removed::Thumbnails,
        "basic" | "scripts" | "dialogs" => Removed::Macros,
        "versions" | "versionlist.xml" => Removed::History,
        "meta-inf" if name.contains("signatures") => Removed::Signatures,
        "meta-inf" | "manifest.rdf" => return None,
        _ if is_object_folder(folder) && name.ends_with("meta.xml") => Removed::Author,
        _ if is_object_folder(folder) && name.ends_with("settings.xml") => Removed::Program,
        _ if name.starts_with("object ") => Removed::Attachments,
        _ => Removed::Other,
    })
}

/// Cleans each picture, under a name that says nothing: the usual one is made from the original.
fn clean_pictures(
    package: &mut Package<'_>,
    names: &[String],
    limits: &Limits,
    parts: &mut BTreeMap<String, Vec<u8>>,
    found: &mut Found,
) -> Result<HashMap<String, String>, Why> {
    let mut pictures = HashMap::new();
    let mut names: Vec<&String> = names
        .iter()
        .filter(|name| (name.starts_with("pictures/") || name.starts_with("media/")) && !name.ends_with('/'))
        .collect();
    names.sort();
    for name in names {
        let Some(bytes) = package.read(name)? else { continue };
        match raster::clean(sniff::kind(&bytes), &bytes, limits, Output::Same) {
            Ok(done) => {
                found.merge(done.found);
                let new = format!("Pictures/image{}.{}", parts.len() + 1, done.kind.extension());
                parts.insert(new.clone(), done.bytes);
                pictures.insert(name.clone(), new);
            }
            Err(_) => found.took(if name.starts_with("media/") { Removed::Attachments } else { Removed::Pictures }),
        }
    }
    Ok(pictures)
}

struct Rules<'a> {
    /// Old names of pictures, in lower case, to new ones.
    pictures: &'a HashMap<String, String>,
    /// Folders of embedded objects that come along, in lower case.
    objects: &'a HashSet<String>,
}

impl Rules<'_> {
    /// What an address becomes: itself, that of the cleaned picture, or nothing.
    fn address(&self, href: &str) -> Option<String> {
        let inside = href.trim_start_matches("./").trim_end_matches('/').to_lowercase();
        if let Some(new) = self.pictures.get(&inside) {
            return Some(new.clone());
        }
        let known = self.objects.contains(&inside)
            || inside.is_empty()
            || ["#", "http://", "https://", "mailto:"].iter().any(|start| inside.starts_with(start));
        known.then(|| href.to_owned())
    }

    /// Repoints an element; tells whether it has to go.
    fn repoint(&self, element: &mut Element, found: &mut Found) -> bool {
        let Some(href) = element.value("href").map(str::to_owned) else { return false };
        let shown_from_elsewhere = !matches!(element.local(), "a") && href.contains("://");
        match self.address(&href).filter(|_| !shown_from_elsewhere) {
            Some(new) => {
                if new != href {
                    element.set("href", &new);
                }
                false
            }
            None => {
                // What leads out of the file goes; the missing replacement picture of an object is
                // drawn again by the program.
                if !href.to_lowercase().contains("objectreplacements/") {
                    found.took(Removed::Links);
                }
                element.take(|key, _| local(key) == "href");
                !matches!(element.local(), "a")
            }
        }
    }
}

impl Rule for Rules<'_> {
    fn element(&mut self, element: &mut Element, found: &mut Found) -> Fate {
        match element.local() {
            // The elements around them stand in every file, mostly empty.
            "script" | "event-listener" => {
                found.took(Removed::Scripts);
                return Fate::Drop;
            }
            "desc" | "title" if DRAWN.contains(&element.parent.as_str()) => {
                found.took(Removed::Descriptions);
                return Fate::Drop;
            }
            "creator" if matches!(element.parent.as_str(), "annotation" | "change-info") => {
                found.took(Removed::Author);
                return Fate::Text(SOMEBODY);
            }
            "date" if matches!(element.parent.as_str(), "annotation" | "change-info") => {
                found.took(Removed::Dates);
                return Fate::Text(SOME_DAY);
            }
            "creator-initials" | "sender-initials" | "date-string" => {
                found.took(Removed::Author);
                return Fate::Drop;
            }
            "annotation" | "notes" => found.kept(Left::Notes),
            "tracked-changes" => found.kept(Left::TrackedChanges),
            _ => {}
        }
        self.attributes(element, found);
        if self.repoint(element, found) { Fate::Drop } else { Fate::Keep }
    }
}

impl Rules<'_> {
    fn attributes(&self, element: &mut Element, found: &mut Found) {
        if element.take(|key, _| matches!(local(key), "rsid" | "paragraph-rsid")) {
            found.took(Removed::Identifiers);
        }
        // The names of frames are seen by nobody, and programs fill them with file names.
        element.take(|key, _| key == "draw:name" || local(key) == "protection-key");
        match element.local() {
            "text-properties" if element.value("display") == Some("none") => found.kept(Left::HiddenText),
            "hidden-text" | "hidden-paragraph" => found.kept(Left::HiddenText),
            "table-row" | "table-column" if matches!(element.value("visibility"), Some("collapse" | "filter")) => {
                found.kept(Left::HiddenParts);
            }
            "table-properties" if element.value("display") == Some("false") => found.kept(Left::HiddenParts),
            "drawing-page-properties" if element.value("visibility") == Some("hidden") => {
                found.kept(Left::HiddenParts);
            }
            _ => {}
        }
        let whole = |clip: &str| clip == "auto" || !clip.bytes().any(|b| matches!(b, b'1'..=b'9'));
        if element.value("clip").is_some_and(|clip| !whole(clip)) {
            found.kept(Left::CroppedPictures);
        }
    }
}

fn pack(kind: FileKind, parts: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, Why> {
    let mut packer = Packer::new();
    packer.add_unpacked("mimetype", kind.media_type().as_bytes())?;
    for (name, bytes) in parts {
        packer.add(name, bytes)?;
    }
    packer.add("META-INF/manifest.xml", manifest(kind, parts).as_bytes())?;
    packer.finish()
}

/// The list of members that a reader expects.
fn manifest(kind: FileKind, parts: &BTreeMap<String, Vec<u8>>) -> String {
    let mut list = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" ",
        "manifest:version=\"1.2\">",
    ));
    let mut entry = |path: &str, media: &str| {
        list.push_str(&format!(
            "<manifest:file-entry manifest:full-path=\"{}\" manifest:media-type=\"{media}\"/>",
            escape(path)
        ));
    };
    entry("/", kind.media_type());
    for (name, bytes) in parts {
        let is_picture = name.starts_with("Pictures/");
        entry(name, if is_picture { sniff::kind(bytes).media_type() } else { "text/xml" });
        if let Some(folder) = name.strip_suffix("content.xml").filter(|folder| !folder.is_empty()) {
            entry(folder, object_type(bytes));
        }
    }
    list.push_str("</manifest:manifest>");
    list
}

/// Of which kind an embedded object is, by the element its body holds.
fn object_type(content: &[u8]) -> &'static str {
    let has = |mark: &[u8]| sniff::find(content, mark).is_some();
    if has(b"<office:chart") {
        "application/vnd.oasis.opendocument.chart"
    } else if has(b"<office:spreadsheet") {
        "application/vnd.oasis.opendocument.spreadsheet"
    } else if has(b"<office:drawing") {
        "application/vnd.oasis.opendocument.graphics"
    } else if has(b"<office:text") {
        "application/vnd.oasis.opendocument.text"
    } else {
        "application/vnd.oasis.opendocument.formula"
    }
}
