//! Relationships between the parts of an Office file, and which of them lead to content.

use super::Part;
use crate::clean::Limits;
use crate::clean::report::{Found, Removed, Why};
use crate::clean::xml::{self, Element, Fate, Rule};
use crate::clean::zip_limits::Package;
use quick_xml::escape::escape;

/// One relationship of a part.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) id: String,
    kind: String,
    pub(super) target: String,
    /// The target is an address outside the container.
    pub(super) external: bool,
    pub(super) role: Role,
}

/// What the target of a relationship is for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The container itself.
    Root,
    /// The document, workbook or presentation.
    Main,
    /// A part of content or layout.
    Content,
    /// Comments on a text, sheet or slide.
    Comments,
    /// The list of people who commented on slides.
    CommentAuthors,
    /// Notes of a speaker.
    SpeakerNotes,
    /// A picture.
    Picture,
    /// A hyperlink.
    Link,
    /// Another workbook from which values were taken: they stay, its place goes.
    Workbook,
    /// A sheet of macros of before Visual Basic, to which formulas refer.
    MacroSheet,
    /// No content: it stays behind. What it was.
    Gone(&'static [Removed]),
}

/// By the last step of the relationship's type, which is the same in the transitional and the strict
/// form of the standard and tells enough with Microsoft's own.
fn role(kind: &str) -> Role {
    match kind.rsplit('/').next().unwrap_or_default() {
        "officeDocument" => Role::Main,
        "styles"
        | "settings"
        | "webSettings"
        | "fontTable"
        | "numbering"
        | "theme"
        | "themeOverride"
        | "footnotes"
        | "endnotes"
        | "header"
        | "footer"
        | "chart"
        | "chartStyle"
        | "chartColorStyle"
        | "chartUserShapes"
        | "diagramData"
        | "diagramLayout"
        | "diagramQuickStyle"
        | "diagramColors"
        | "diagramDrawing"
        | "drawing"
        | "vmlDrawing"
        | "worksheet"
        | "chartsheet"
        | "sharedStrings"
        | "sheetMetadata"
        | "table"
        | "tableSingleCells"
        | "pivotTable"
        | "pivotCacheDefinition"
        | "externalLink"
        | "slide"
        | "slideLayout"
        | "slideMaster"
        | "notesMaster"
        | "handoutMaster"
        | "presProps"
        | "tableStyles" => Role::Content,
        "comments" => Role::Comments,
        "commentAuthors" | "authors" => Role::CommentAuthors,
        "notesSlide" => Role::SpeakerNotes,
        "image" => Role::Picture,
        "hyperlink" => Role::Link,
        "externalLinkPath" | "xlPathMissing" | "xlExternalLinkPath" | "xlStartup" | "xlAlternateStartup"
        | "xlLibrary" => Role::Workbook,
        "xlMacrosheet" | "xlIntlMacrosheet" => Role::MacroSheet,
        other => Role::Gone(gone(other)),
    }
}

fn gone(kind: &str) -> &'static [Removed] {
    match kind {
        "core-properties" => &[Removed::Author, Removed::Dates, Removed::Properties],
        "extended-properties" => &[Removed::Program],
        "custom-properties" | "customXml" | "customXmlProps" | "tags" | "customData" => &[Removed::Properties],
        "thumbnail" => &[Removed::Thumbnails],
        "printerSettings" => &[Removed::Program],
        "vbaProject" | "wordVbaData" | "keyMapCustomizations" => &[Removed::Macros],
        "control" | "activeXControlBinary" | "ctrlProp" | "webextension" | "webextensiontaskpanes" => {
            &[Removed::Scripts]
        }
        "oleObject" | "package" | "audio" | "video" | "media" | "aFChunk" | "subDocument" => &[Removed::Attachments],
        "attachedTemplate" | "mailMergeSource" | "mailMergeHeaderSource" | "connections" | "queryTable" => {
            &[Removed::Links]
        }
        "people" | "person" | "threadedComment" | "usernames" => &[Removed::Author],
        "revisionHeaders" | "revisionLog" | "pivotCacheRecords" | "glossaryDocument" => &[Removed::History],
        "commentsExtended" | "commentsIds" | "commentsExtensible" => &[Removed::Identifiers, Removed::Dates],
        "origin" | "signature" => &[Removed::Signatures],
        // Rebuilt by the program that opens the file; nothing of anybody's.
        "calcChain" | "viewProps" | "stylesWithEffects" => &[],
        _ => &[Removed::Other],
    }
}

/// Where the relationships of a part are written down.
pub(super) fn name_for(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The relationships of a part; of the container itself if `part` is empty.
pub(super) fn read(package: &mut Package<'_>, part: &str, limits: &Limits) -> Result<Vec<Relation>, Why> {
    let Some(bytes) = package.read(&name_for(part))? else { return Ok(Vec::new()) };
    let mut list = List(Vec::new());
    xml::rewrite(&bytes, limits, &mut list, &mut Found::default())?;
    Ok(list.0)
}

struct List(Vec<Relation>);

impl Rule for List {
    fn element(&mut self, element: &mut Element, _: &mut Found) -> Fate {
        if element.local() == "Relationship"
            && let (Some(id), Some(kind), Some(target)) =
                (element.value("Id"), element.value("Type"), element.value("Target"))
        {
            self.0.push(Relation {
                id: id.to_owned(),
                kind: kind.to_owned(),
                target: target.to_owned(),
                external: element.value("TargetMode") == Some("External"),
                role: role(kind),
            });
        }
        Fate::Keep
    }
}

/// Writes a list of relationships.
pub(super) fn part(relations: &[Relation]) -> Part {
    let mut list = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    ));
    for relation in relations {
        let mode = if relation.external { " TargetMode=\"External\"" } else { "" };
        list.push_str(&format!(
            "<Relationship Id=\"{}\" Type=\"{}\" Target=\"{}\"{mode}/>",
            escape(relation.id.as_str()),
            escape(relation.kind.as_str()),
            escape(relation.target.as_str()),
        ));
    }
    list.push_str("</Relationships>");
    Part { bytes: list.into_bytes(), media: String::new() }
}

/// The name of the part at which a target points, seen from another part.
pub(super) fn resolve(from: &str, target: &str) -> Option<String> {
    let target = target.split('#').next()?;
    let mut steps: Vec<&str> = Vec::new();
    if !target.starts_with('/') {
        steps.extend(from.rsplit_once('/').map_or("", |(folder, _)| folder).split('/').filter(|step| !step.is_empty()));
    }
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    let name = steps.join("/");
    (!name.is_empty()).then_some(name)
}
