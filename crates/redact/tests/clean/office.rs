//! Word, Excel and PowerPoint files come out as their content.

use crate::support::*;
use redact::clean::{FileKind, Left, Limits, Removed, Why, clean};

const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const P: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

fn relations(list: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut out =
        String::from("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (id, kind, target) in list {
        let (base, kind) = kind.split_once(':').map_or((R, *kind), |(_, kind)| (P, kind));
        let (mode, target) =
            target.strip_prefix('!').map_or(("", *target), |target| (" TargetMode=\"External\"", target));
        out.push_str(&format!("<Relationship Id=\"{id}\" Type=\"{base}/{kind}\" Target=\"{target}\"{mode}/>"));
    }
    (out + "</Relationships>").into_bytes()
}

fn types(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = String::from(concat!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"jpg\" ContentType=\"image/jpeg\"/>",
    ));
    for (part, kind) in parts {
        out.push_str(&format!("<Override PartName=\"{part}\" ContentType=\"application/{kind}\"/>"));
    }
    (out + "</Types>").into_bytes()
}

fn c(what: &str) -> String {
    format!("{CANARY}-{what}")
}

fn xml(text: String) -> Vec<u8> {
    text.into_bytes()
}

const WORD: &str = "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

/// A Word file with a photo, a comment, tracked changes and macros, a canary in every hidden place.
fn word(main_type: &str) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0"?><!--{}--><?app {}?>
<w:document xmlns:w="w" xmlns:r="r" xmlns:wp="wp" xmlns:a="a" xmlns:o="o" xmlns:w14="w14" xmlns:mc="mc"><w:body>
<w:p w:rsidR="{}" w14:paraId="{}"><w:r><w:t>Geachte &amp; beste</w:t></w:r>
<w:ins w:id="1" w:author="{}" w:date="2026-11-02T09:30:00Z"><w:r><w:t>toegevoegd</w:t></w:r></w:ins>
<w:del w:id="2" w:author="{}" w:initials="{}"><w:r><w:delText>geschrapt</w:delText></w:r></w:del>
<w:r><w:rPr><w:vanish/></w:rPr><w:t>verborgen</w:t></w:r>
<w:r><w:instrText>INCLUDEPICTURE "C:\\Users\\{}\\foto.jpg"</w:instrText></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>
<w:drawing><wp:inline><wp:docPr id="1" name="{}" descr="C:\{}" title="{}"/><a:blip r:embed="rId1" r:link="rId9"><a:extLst><a:ext uri="{}"/></a:extLst></a:blip><a:srcRect l="10000"/></wp:inline></w:drawing>
<w:object><v:shape xmlns:v="v"><v:imagedata r:id="rId1" o:title="{}"/></v:shape><o:OLEObject r:id="rId2" ProgID="{}"/></w:object>
<w:control r:id="rId3" w:name="{}"/><w:hyperlink r:id="rId4"><w:r><w:t>site</w:t></w:r></w:hyperlink>
<w:hyperlink r:id="rId5"><w:r><w:t>bestand</w:t></w:r></w:hyperlink><w:sdt><w:sdtPr><w:dataBinding w:xpath="{}"/></w:sdtPr></w:sdt>
</w:p></w:body></w:document>"#,
        c("xmlcomment"),
        c("pi"),
        c("rsid"),
        c("para"),
        c("inserter"),
        c("deleter"),
        c("initials"),
        c("user"),
        c("shapename"),
        c("path"),
        c("shapetitle"),
        c("ext"),
        c("imagetitle"),
        c("progid"),
        c("control"),
        c("xpath"),
    );
    let settings = format!(
        r#"<w:settings xmlns:w="w" xmlns:r="r" xmlns:w15="w15"><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsid w:val="{}"/></w:rsids><w:docVars><w:docVar w:val="{}"/></w:docVars><w15:docId w15:val="{}"/><w:documentProtection w:hash="{}"/><w:zoom w:percent="100"/></w:settings>"#,
        c("rsids"),
        c("docvar"),
        c("docid"),
        c("hash"),
    );
    let comments = format!(
        r#"<w:comments xmlns:w="w"><w:comment w:id="0" w:author="{}" w:initials="{}" w:date="{}"><w:p><w:r><w:t>een opmerking</w:t></w:r></w:p></w:comment></w:comments>"#,
        c("commenter"),
        c("commenterinitials"),
        c("commentdate"),
    );
    let small = |what: &str| format!("<x>{}</x>", c(what)).into_bytes();
    container(&[
        ("[Content_Types].xml", types(&[("/word/document.xml", main_type), ("/word/comments.xml", "x.comments+xml")])),
        (
            "_rels/.rels",
            relations(&[
                ("rId1", "officeDocument", "word/document.xml"),
                ("rId2", "p:metadata/core-properties", "docProps/core.xml"),
                ("rId3", "extended-properties", "docProps/app.xml"),
                ("rId4", "custom-properties", "docProps/custom.xml"),
                ("rId5", "p:metadata/thumbnail", "docProps/thumbnail.jpeg"),
                ("rId6", "p:digital-signature/origin", "_xmlsignatures/origin"),
            ]),
        ),
        ("docProps/core.xml", small("core")),
        ("docProps/app.xml", small("app")),
        ("docProps/custom.xml", small("custom")),
        ("docProps/thumbnail.jpeg", telling_jpeg(1)),
        ("_xmlsignatures/origin", small("signature")),
        ("word/document.xml", xml(document)),
        (
            "word/_rels/document.xml.rels",
            relations(&[
                ("rId1", "image", "media/KANARIE-filename.jpg"),
                ("rId2", "oleObject", "embeddings/oleObject1.bin"),
                ("rId3", "control", "activeX/activeX1.xml"),
                ("rId4", "hyperlink", "!https://example.org/"),
                ("rId5", "hyperlink", "!file:///C:/Users/KANARIE-link/x.docx"),
                ("rId6", "settings", "settings.xml"),
                ("rId7", "comments", "comments.xml"),
                ("rId8", "customXml", "../customXml/item1.xml"),
                ("rId9", "image", "!http://example.org/KANARIE-tracker.png"),
                ("rId10", "vbaProject", "vbaProject.bin"),
                ("rId11", "people", "people.xml"),
                ("rId12", "printerSettings", "printerSettings1.bin"),
            ]),
        ),
        ("word/settings.xml", xml(settings)),
        (
            "word/_rels/settings.xml.rels",
            relations(&[("rId1", "attachedTemplate", "!file:///C:/KANARIE-template.dotx")]),
        ),
        ("word/comments.xml", xml(comments)),
        ("word/people.xml", small("people")),
        ("word/media/KANARIE-filename.jpg", telling_jpeg(1)),
        ("word/embeddings/oleObject1.bin", small("ole")),
        ("word/activeX/activeX1.xml", small("activex")),
        ("word/printerSettings1.bin", small("printer")),
        ("word/vbaProject.bin", small("macro")),
        ("customXml/item1.xml", small("customxml")),
        ("word/orphan.xml", small("orphan")),
    ])
}

/// For the tests with hostile files.
pub fn example() -> Vec<u8> {
    word(WORD)
}

#[test]
fn a_word_file_loses_all_that_is_not_its_text() {
    let bytes = word(WORD);
    assert_eq!(canaries(&bytes).len(), 51, "the test file holds each canary: {:?}", canaries(&bytes));
    let copy = cleaned("brief.docx", &bytes);
    assert_eq!(canaries(&copy.bytes), Vec::<String>::new());
    assert_eq!(copy.kind, FileKind::Docx);
    use Removed::*;
    assert_reported(
        &copy,
        &[
            Location,
            Camera,
            Author,
            Dates,
            Properties,
            Comments,
            Program,
            Identifiers,
            Thumbnails,
            Attachments,
            Scripts,
            Macros,
            Links,
            Signatures,
            Descriptions,
            Other,
        ],
    );
    assert_eq!(copy.left, [Left::TrackedChanges, Left::Notes, Left::HiddenText, Left::CroppedPictures]);
}

#[test]
fn a_word_file_keeps_text_changes_comments_photo_and_links() {
    let copy = cleaned("brief.docx", &word(WORD));
    let text = member(&copy.bytes, "word/document.xml");
    for kept in [
        "Geachte &amp; beste",
        "<w:ins w:id=\"1\" w:author=\"Author\"",
        "toegevoegd",
        "geschrapt",
        "<w:instrText>PAGE<",
        "<w:instrText></w:instrText>",
        "<a:blip r:embed=\"rId1\">",
        "<v:imagedata r:id=\"rId1\"/>",
        "<w:hyperlink r:id=\"rId4\">",
        "bestand",
    ] {
        assert!(text.contains(kept), "{kept} is missing from {text}");
    }
    assert!(member(&copy.bytes, "word/comments.xml").contains("een opmerking"));
    assert!(member(&copy.bytes, "word/settings.xml").contains("w:percent=\"100\""));
    let relations = member(&copy.bytes, "word/_rels/document.xml.rels");
    assert!(relations.contains("Target=\"https://example.org/\" TargetMode=\"External\""), "{relations}");
    assert!(relations.contains("Target=\"/word/media/image1.jpg\""), "{relations}");
    let mut names = members(&copy.bytes);
    names.sort();
    assert_eq!(
        names,
        [
            "[Content_Types].xml",
            "_rels/.rels",
            "word/_rels/document.xml.rels",
            "word/comments.xml",
            "word/document.xml",
            "word/media/image1.jpg",
            "word/settings.xml",
        ]
    );
}

#[test]
fn a_file_with_macros_comes_out_as_one_without() {
    let copy = cleaned("formulier.docm", &word("vnd.ms-word.document.macroEnabled.main+xml"));
    assert_reported(&copy, &[Removed::Macros]);
    let types = member(&copy.bytes, "[Content_Types].xml");
    assert!(types.contains(WORD) && !types.to_lowercase().contains("macro"), "{types}");
    assert_eq!(copy.kind.extension(), "docx");
}

#[test]
fn cleaning_twice_changes_nothing_more() {
    let once = cleaned("brief.docx", &word(WORD));
    let twice = cleaned("brief.docx", &once.bytes);
    assert_eq!(twice.removed, []);
    // Not the picture: that is drawn anew each time.
    for part in members(&once.bytes).iter().filter(|name| !name.contains("media")) {
        assert_eq!(member(&twice.bytes, part), member(&once.bytes, part), "{part}");
    }
}

fn excel(extra: &[(&str, &str, &str)]) -> Vec<u8> {
    let workbook = format!(
        r#"<workbook xmlns="x" xmlns:r="r" xmlns:mc="mc" xmlns:x15ac="x15ac" xmlns:xr="xr"><fileVersion appName="{}"/><fileSharing userName="{}"/><workbookPr codeName="{}"/><mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="C:\Users\{}\"/></mc:Choice></mc:AlternateContent><xr:revisionPtr documentId="{}"/><sheets><sheet name="Uren" sheetId="1" r:id="rId1"/><sheet name="Oud" sheetId="2" state="veryHidden" r:id="rId2"/></sheets><externalReferences><externalReference r:id="rId3"/></externalReferences><customWorkbookViews><customWorkbookView name="{}"/></customWorkbookViews></workbook>"#,
        c("app"),
        c("reserver"),
        c("codename"),
        c("abspath"),
        c("docid"),
        c("view"),
    );
    let sheet = format!(
        r#"<worksheet xmlns="x" xmlns:r="r" xmlns:xr="xr" xr:uid="{}"><sheetProtection hashValue="{}"/><sheetData><row r="1"><c r="A1"><v>42</v></c></row></sheetData><pageSetup paperSize="9" r:id="rId1"/><legacyDrawing r:id="rId3"/><oleObjects><oleObject r:id="rId4"/></oleObjects><extLst><ext>{}</ext></extLst></worksheet>"#,
        c("uid"),
        c("hash"),
        c("ext"),
    );
    let comments = format!(
        r#"<comments xmlns="x"><authors><author>{}</author></authors><commentList><comment ref="A1" authorId="0"><text>klopt niet</text></comment></commentList></comments>"#,
        c("commenter"),
    );
    let small = |what: &str| format!("<x>{}</x>", c(what)).into_bytes();
    let mut book_relations = vec![
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "worksheet", "worksheets/sheet2.xml"),
        ("rId3", "externalLink", "externalLinks/externalLink1.xml"),
        ("rId4", "connections", "connections.xml"),
        ("rId5", "calcChain", "calcChain.xml"),
        ("rId6", "person", "persons/person.xml"),
    ];
    book_relations.extend_from_slice(extra);
    container(&[
        (
            "[Content_Types].xml",
            types(&[("/xl/workbook.xml", "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")]),
        ),
        ("_rels/.rels", relations(&[("rId1", "officeDocument", "/xl/workbook.xml")])),
        ("xl/workbook.xml", xml(workbook)),
        ("xl/_rels/workbook.xml.rels", relations(&book_relations)),
        ("xl/worksheets/sheet1.xml", xml(sheet)),
        (
            "xl/worksheets/_rels/sheet1.xml.rels",
            relations(&[
                ("rId1", "printerSettings", "../printerSettings/printerSettings1.bin"),
                ("rId2", "comments", "../comments1.xml"),
                ("rId3", "vmlDrawing", "../drawings/vmlDrawing1.vml"),
                ("rId4", "package", "../embeddings/book.xlsx"),
                ("rId5", "threadedComment", "../threadedComments/t1.xml"),
            ]),
        ),
        ("xl/worksheets/sheet2.xml", b"<worksheet xmlns=\"x\"><sheetData/></worksheet>".to_vec()),
        ("xl/printerSettings/printerSettings1.bin", small("printer")),
        ("xl/comments1.xml", xml(comments)),
        (
            "xl/drawings/vmlDrawing1.vml",
            format!("<xml><v:shape xmlns:v=\"v\" alt=\"{}\"/></xml>", c("alt")).into_bytes(),
        ),
        ("xl/embeddings/book.xlsx", small("embedded")),
        ("xl/threadedComments/t1.xml", small("thread")),
        (
            "xl/externalLinks/externalLink1.xml",
            b"<externalLink xmlns=\"x\" xmlns:r=\"r\"><externalBook r:id=\"rId1\"/></externalLink>".to_vec(),
        ),
        (
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            relations(&[("rId1", "externalLinkPath", "!file:///S:/KANARIE-other.xlsx")]),
        ),
        ("xl/connections.xml", small("connection")),
        ("xl/calcChain.xml", small("calc")),
        ("xl/persons/person.xml", small("person")),
        ("xl/macrosheets/sheet1.xml", small("xlm")),
    ])
}

#[test]
fn a_workbook_loses_people_places_and_what_lies_behind_its_sheets() {
    let bytes = excel(&[]);
    assert_eq!(canaries(&bytes).len(), 20, "the test file holds each canary: {:?}", canaries(&bytes));
    let copy = cleaned("uren.xlsx", &bytes);
    assert_eq!(canaries(&copy.bytes), Vec::<String>::new());
    assert_eq!(copy.left, [Left::Notes, Left::HiddenParts]);
    let sheet = member(&copy.bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<v>42</v>") && sheet.contains("<pageSetup paperSize=\"9\"/>"), "{sheet}");
    assert!(member(&copy.bytes, "xl/comments1.xml").contains("<author>Author</author>"));
    let link = member(&copy.bytes, "xl/externalLinks/_rels/externalLink1.xml.rels");
    assert!(link.contains("Target=\"removed.xlsx\" TargetMode=\"External\""), "{link}");
    assert_reported(
        &copy,
        &[Removed::Author, Removed::Program, Removed::Identifiers, Removed::Attachments, Removed::Links],
    );
}

#[test]
fn a_workbook_that_runs_on_macro_sheets_is_refused() {
    let bytes = excel(&[("rId9", "xlMacrosheet", "macrosheets/sheet1.xml")]);
    assert_eq!(refused("uren.xlsm", &bytes, &Limits::default()), Why::Macro);
}

#[test]
fn slides_keep_their_notes_and_lose_their_commenters() {
    let small = |what: &str| format!("<x>{}</x>", c(what)).into_bytes();
    let main = "vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";
    let slide = format!(
        r#"<p:sld xmlns:p="p" xmlns:r="r" xmlns:a="a" show="0"><p:cNvPr id="2" name="{}" descr="{}"/><p:oleObj r:id="rId2" progId="x"><p:pic/></p:oleObj><a:videoFile r:link="rId3"/><a:t>Resultaten</a:t></p:sld>"#,
        c("name"),
        c("descr"),
    );
    let bytes = container(&[
        ("[Content_Types].xml", types(&[("/ppt/presentation.xml", main)])),
        ("_rels/.rels", relations(&[("rId1", "officeDocument", "ppt/presentation.xml")])),
        (
            "ppt/presentation.xml",
            format!("<p:presentation xmlns:p=\"p\"><p:modifyVerifier hash=\"{}\"/></p:presentation>", c("hash"))
                .into_bytes(),
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            relations(&[
                ("rId1", "slide", "slides/slide1.xml"),
                ("rId2", "commentAuthors", "commentAuthors.xml"),
                ("rId3", "tags", "tags/tag1.xml"),
            ]),
        ),
        (
            "ppt/commentAuthors.xml",
            format!(
                "<p:cmAuthorLst xmlns:p=\"p\"><p:cmAuthor id=\"0\" name=\"{}\" initials=\"{}\"/></p:cmAuthorLst>",
                c("author"),
                c("initials")
            )
            .into_bytes(),
        ),
        ("ppt/tags/tag1.xml", small("tag")),
        ("ppt/slides/slide1.xml", xml(slide)),
        (
            "ppt/slides/_rels/slide1.xml.rels",
            relations(&[
                ("rId1", "notesSlide", "../notesSlides/n1.xml"),
                ("rId2", "oleObject", "../embeddings/o.bin"),
                ("rId3", "video", "!file:///KANARIE-video.mp4"),
                ("rId4", "comments", "../comments/c1.xml"),
            ]),
        ),
        ("ppt/notesSlides/n1.xml", b"<p:notes xmlns:p=\"p\">zeg dit</p:notes>".to_vec()),
        ("ppt/embeddings/o.bin", small("ole")),
        (
            "ppt/comments/c1.xml",
            format!(
                "<p:cmLst xmlns:p=\"p\"><p:cm authorId=\"0\" dt=\"{}\"><p:text>mooi</p:text></p:cm></p:cmLst>",
                c("date")
            )
            .into_bytes(),
        ),
    ]);
    assert_eq!(canaries(&bytes).len(), 10, "{:?}", canaries(&bytes));
    let copy = cleaned("les.pptx", &bytes);
    assert_eq!(canaries(&copy.bytes), Vec::<String>::new());
    assert_eq!(copy.left, [Left::Notes, Left::HiddenParts]);
    let slide = member(&copy.bytes, "ppt/slides/slide1.xml");
    assert!(slide.contains("Resultaten") && slide.contains("<p:pic/>") && !slide.contains("videoFile"), "{slide}");
    assert!(member(&copy.bytes, "ppt/notesSlides/n1.xml").contains("zeg dit"));
    assert!(member(&copy.bytes, "ppt/comments/c1.xml").contains("mooi"));
}

#[test]
fn a_picture_that_cannot_be_cleaned_does_not_come_along() {
    let bytes = container(&[
        ("[Content_Types].xml", types(&[("/word/document.xml", WORD)])),
        ("_rels/.rels", relations(&[("rId1", "officeDocument", "word/document.xml")])),
        (
            "word/document.xml",
            b"<w:document xmlns:w='w' xmlns:r='r'><a:blip r:embed='rId1'/><w:t>tekst</w:t></w:document>".to_vec(),
        ),
        ("word/_rels/document.xml.rels", relations(&[("rId1", "image", "media/image1.emf")])),
        ("word/media/image1.emf", c("emf").into_bytes()),
    ]);
    let copy = cleaned("brief.docx", &bytes);
    assert_eq!(canaries(&copy.bytes), Vec::<String>::new());
    assert_reported(&copy, &[Removed::Pictures]);
    assert!(member(&copy.bytes, "word/document.xml").contains("tekst"));
}

/// A Word file of nothing but this text, and further members.
fn simple(text: &[u8], more: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut all = vec![
        ("[Content_Types].xml", types(&[("/word/document.xml", WORD)])),
        ("_rels/.rels", relations(&[("rId1", "officeDocument", "word/document.xml")])),
        ("word/document.xml", text.to_vec()),
    ];
    all.extend(more.iter().cloned());
    container(&all)
}

#[test]
fn a_container_that_blows_up_or_leads_astray_is_refused() {
    let zeros = [b"<x>".as_slice(), &vec![b'0'; 3_000_000], b"</x>"].concat();
    let bomb = simple(&zeros, &[]);
    assert_eq!(refused("bom.docx", &bomb, &Limits::default()), Why::TooLarge, "by its ratio");
    let loose = Limits { zip_ratio: 100_000, ..Limits::default() };
    cleaned_with("bom.docx", &bomb, &loose);
    let member = Limits { zip_member_bytes: 2_000_000, ..loose.clone() };
    assert_eq!(refused("bom.docx", &bomb, &member), Why::TooLarge, "by one member");
    let total = Limits { zip_total_bytes: 2_000_000, ..loose };
    assert_eq!(refused("bom.docx", &bomb, &total), Why::TooLarge, "by all together");
    let few = Limits { zip_members: 2, ..Limits::default() };
    assert_eq!(refused("veel.docx", &simple(b"<x/>", &[]), &few), Why::TooLarge);
    for name in ["../uit.xml", "/etc/passwd", "word\\x.xml", "C:x", "word/../../x", "WORD/document.xml"] {
        let bytes = simple(b"<x/>", &[(name, b"x".to_vec())]);
        let cleaning = clean("pad.docx", &bytes, &Limits::default());
        assert_eq!(cleaning.kind, FileKind::Docx, "{name}");
        assert_eq!(refused("pad.docx", &bytes, &Limits::default()), Why::Broken, "{name}");
    }
}

fn cleaned_with(name: &str, bytes: &[u8], limits: &Limits) {
    assert!(matches!(clean(name, bytes, limits).outcome, redact::clean::Outcome::Cleaned(_)), "{name}");
}

#[test]
fn xml_that_is_damaged_or_plays_tricks_is_refused() {
    let deep = [vec![b"<x>".as_slice(); 2_000].concat(), vec![b"</x>".as_slice(); 2_000].concat()].concat();
    let many = format!("<x {}/>", (0..1_000).map(|n| format!("a{n}='1' ")).collect::<String>());
    let texts: [&[u8]; 7] = [
        b"<x>",
        b"<x></y>",
        b"<x>\xff\xfe</x>",
        b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
        b"<x a='&unknown;'/>",
        &deep,
        many.as_bytes(),
    ];
    for text in texts {
        let why = refused("stuk.docx", &simple(text, &[]), &Limits::default());
        assert_eq!(why, Why::Broken, "{}", String::from_utf8_lossy(&text[..text.len().min(60)]));
    }
}
