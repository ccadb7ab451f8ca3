//! What becomes of the elements of Word, Excel and PowerPoint. Names are compared without prefix: the
//! prefix is the writer's choice, and taking a little more is the safer mistake.

use super::Role;
use crate::clean::report::{Found, Left, Removed};
use crate::clean::xml::{Element, Fate, Rule, local};
use std::collections::HashSet;

/// Stands for everybody: who insisted on a change is taken out, that there was one is not.
const SOMEBODY: &str = "Author";
const SOMEBODYS_INITIAL: &str = "A";
/// For the few places where a date must stand.
const SOME_DAY: &str = "2000-01-01T00:00:00Z";

pub(super) struct Rules {
    role: Role,
    /// Identifiers of relationships that go.
    dropped: HashSet<String>,
}

impl Rules {
    pub(super) fn new(role: Role, dropped: HashSet<String>) -> Self {
        Self { role, dropped }
    }

    /// Elements that point at what stays behind go too, but for those that hold something to be
    /// seen: they lose only the pointer.
    fn points_behind(&self, element: &mut Element) -> bool {
        let dropped = &self.dropped;
        let points = |key: &str, value: &str| key.contains(':') && dropped.contains(value);
        match element.local() {
            "hyperlink" | "pageSetup" | "blip" | "oleObj" | "pivotCacheDefinition" | "shape" | "rect" => {
                element.take(points);
                false
            }
            _ => element.take(points),
        }
    }
}

impl Rule for Rules {
    fn element(&mut self, element: &mut Element, found: &mut Found) -> Fate {
        if let Some(what) = never_content(element.local()) {
            found.took(what);
            return Fate::Drop;
        }
        if self.points_behind(element) {
            return Fate::Drop;
        }
        note_what_is_left(element, found);
        clean_attributes(element, self.role, found);
        match element.local() {
            "author" if self.role == Role::Comments && element.parent == "authors" => {
                found.took(Removed::Author);
                Fate::Text(SOMEBODY)
            }
            "instrText" | "delInstrText" => Fate::Inspect,
            _ => Fate::Keep,
        }
    }

    /// Field codes, of which a page shows only the result: those that name a place on a computer go.
    fn text(&mut self, text: &str, found: &mut Found) -> bool {
        let stays = !names_a_place(text);
        if !stays {
            found.took(Removed::Links);
        }
        stays
    }
}

/// Whether a text holds a path of Windows or Unix, or a file address.
fn names_a_place(text: &str) -> bool {
    let lower = text.to_lowercase();
    [":\\", "\\\\", "file:", "/home/", "/users/"].iter().any(|mark| lower.contains(mark))
}

/// Elements that no page shows.
fn never_content(name: &str) -> Option<Removed> {
    Some(match name {
        "rsids"
        | "docId"
        | "revisionPtr"
        | "docVars"
        | "dataBinding"
        | "custDataLst"
        | "smartTagPr"
        | "customXmlPr"
        | "customWorkbookViews"
        | "customSheetViews"
        | "userShapes" => Removed::Identifiers,
        "attachedTemplate" | "mailMerge" | "absPath" | "webPublishing" | "webPublishItems" | "linkedFile" => {
            Removed::Links
        }
        "externalData" | "oleObjects" | "OLEObject" => Removed::Attachments,
        "controls" | "control" => Removed::Scripts,
        "fileVersion" | "proofState" => Removed::Program,
        // Room for what the standard doesn't know; a reader has to do without.
        "extLst" => Removed::Other,
        // They hold the password, mixed up but open to guessing, and the name of who reserved the file.
        "writeProtection" | "documentProtection" | "fileSharing" | "workbookProtection" | "sheetProtection"
        | "modifyVerifier" | "protectedRanges" => Removed::Author,
        _ => return None,
    })
}

fn note_what_is_left(element: &Element, found: &mut Found) {
    let on = |name: &str| !matches!(element.value(name), None | Some("0" | "false" | "off" | "none"));
    match element.local() {
        "ins" | "del" | "moveFrom" | "moveTo" | "rPrChange" | "pPrChange" | "tblPrChange" | "sectPrChange"
            if element.value("author").is_some() =>
        {
            found.kept(Left::TrackedChanges);
        }
        "vanish" | "webHidden" if !matches!(element.value("val"), Some("0" | "false" | "off")) => {
            found.kept(Left::HiddenText);
        }
        "sheet" if matches!(element.value("state"), Some("hidden" | "veryHidden")) => found.kept(Left::HiddenParts),
        "row" | "col" if on("hidden") => found.kept(Left::HiddenParts),
        "sld" if matches!(element.value("show"), Some("0" | "false")) => found.kept(Left::HiddenParts),
        "srcRect" if ["l", "t", "r", "b"].iter().any(|side| on(side)) => found.kept(Left::CroppedPictures),
        _ => {}
    }
}

fn clean_attributes(element: &mut Element, role: Role, found: &mut Found) {
    let mut note = |what: Removed, any: bool| {
        if any {
            found.took(what);
        }
    };
    let name = element.local().to_owned();
    note(
        Removed::Identifiers,
        element.take(|key, _| {
            let plain = local(key);
            plain.starts_with("rsid")
                || matches!(plain, "paraId" | "textId" | "durableId" | "codeName")
                || key.contains(':') && plain == "uid"
        }),
    );
    note(Removed::Author, element.set("author", SOMEBODY) | element.set("initials", SOMEBODYS_INITIAL));
    note(Removed::Author, element.take(|key, _| matches!(local(key), "lastModifiedBy" | "refreshedBy" | "userName")));
    note(
        Removed::Dates,
        element.take(|key, _| {
            matches!(local(key), "dateUtc" | "refreshedDate" | "refreshedDateIso" | "dt")
                || key.contains(':') && local(key) == "date"
        }),
    );
    if role == Role::CommentAuthors {
        note(
            Removed::Author,
            element.set("name", SOMEBODY) | element.set("userId", "") | element.set("providerId", "None"),
        );
    }
    if role == Role::Comments {
        note(Removed::Dates, element.set("created", SOME_DAY) | element.set("modified", SOME_DAY));
    }
    clean_drawing(element, &name, found);
}

/// Descriptions of pictures are seen by nobody who sees, and programs fill them with file names.
fn clean_drawing(element: &mut Element, name: &str, found: &mut Found) {
    let described = match name {
        "docPr" | "cNvPr" => {
            // A name such as "Picture 3" is no news, so it goes without saying.
            element.set("name", "");
            element.take(|key, _| matches!(key, "descr" | "title"))
        }
        "tblCaption" | "tblDescription" => element.set("val", ""),
        "imagedata" | "shape" | "shapetype" | "rect" | "fill" | "group" => {
            element.take(|key, _| matches!(local(key), "title" | "alt" | "href" | "src" | "althref"))
        }
        _ => false,
    };
    if described {
        found.took(Removed::Descriptions);
    }
    if element.local() == "fldSimple" && element.value("instr").is_some_and(names_a_place) {
        element.set("instr", "");
        found.took(Removed::Links);
    }
}

/// What a part was, by its name, for those that nothing points to.
pub(super) fn telling_name(name: &str) -> Option<Removed> {
    let file = name.rsplit_once('/').map_or(name, |(_, file)| file);
    if name.starts_with("docprops/thumbnail") {
        Some(Removed::Thumbnails)
    } else if file.starts_with("vbaproject") || file.starts_with("vbadata") {
        Some(Removed::Macros)
    } else if name.contains("/embeddings/") {
        Some(Removed::Attachments)
    } else if name.contains("/activex/") {
        Some(Removed::Scripts)
    } else if name.contains("/printersettings/") {
        Some(Removed::Program)
    } else if name.starts_with("customxml/") {
        Some(Removed::Properties)
    } else {
        None
    }
}
