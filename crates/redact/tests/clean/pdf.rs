//! A PDF comes out as its pages and what they use.

use crate::support::*;
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use redact::clean::{FileKind, Left, Limits, Removed, Why};

fn text(what: &str) -> Object {
    Object::string_literal(format!("{CANARY}-{what}"))
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn stream(dict: Dictionary, bytes: &[u8]) -> Stream {
    Stream::new(dict, bytes.to_vec())
}

/// A document of one page in a tree of two levels, with a photo, and a canary in every place of which
/// we know that readers of leaked files looked.
fn telling() -> Document {
    let mut doc = Document::with_version("1.6");
    let (pages, group, page) = (doc.new_object_id(), doc.new_object_id(), doc.new_object_id());
    let script = doc.add_object(dictionary! { "S" => "JavaScript", "JS" => text("js-object") });
    let file =
        doc.add_object(stream(dictionary! { "Type" => "EmbeddedFile" }, format!("{CANARY}-embedded").as_bytes()));
    let spec = doc.add_object(dictionary! {
        "Type" => "Filespec", "F" => text("filename"), "EF" => dictionary! { "F" => file },
    });
    let xmp = doc.add_object(stream(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, &packed(&xmp())));
    let photo = telling_jpeg(1);
    let image = doc.add_object(stream(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 32, "Height" => 16, "ColorSpace" => "DeviceRGB",
            "BitsPerComponent" => 8, "Filter" => "DCTDecode", "Metadata" => xmp, "OPI" => text("opi"),
            "VendorKey" => text("vendor"),
        },
        &photo,
    ));
    let thumb =
        doc.add_object(stream(dictionary! { "Width" => 1, "Height" => 1 }, format!("{CANARY}-thumb").as_bytes()));
    let font = doc.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let layer = doc.add_object(dictionary! {
        "Type" => "OCG", "Name" => Object::string_literal("Laag"),
        "Usage" => dictionary! { "CreatorInfo" => dictionary! { "Creator" => text("layer") } },
    });
    let mut drawing = packed(b"BT /F1 12 Tf (zichtbaar) Tj ET /Im1 Do");
    drawing.extend(format!("{CANARY}-behindpacked").as_bytes());
    let contents = doc.add_object(stream(dictionary! { "Filter" => "FlateDecode" }, &drawing));
    let note = doc.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Text", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()],
        "Contents" => Object::string_literal("een opmerking"), "T" => text("note-author"),
        "M" => text("note-date"), "NM" => text("note-id"), "CreationDate" => text("note-made"), "Subj" => text("subject"),
        "RC" => text("rich"),
    });
    let attached = doc.add_object(dictionary! { "Type" => "Annot", "Subtype" => "FileAttachment", "FS" => spec });
    let launch = doc.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Link", "A" => dictionary! { "S" => "Launch", "F" => text("launch") },
    });
    let link = doc.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Link",
        "A" => dictionary! { "S" => "URI", "URI" => Object::string_literal("https://example.org/") , "Next" => script },
    });
    let signature = doc.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => Object::string_literal("handtekening"),
        "V" => dictionary! { "Type" => "Sig", "Name" => text("signer") },
    });
    let look = doc.add_object(stream(dictionary! { "Type" => "XObject", "Subtype" => "Form" }, b"0 0 5 5 re f"));
    let tick = doc.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Btn", "T" => Object::string_literal("akkoord"),
        "AS" => "Eens", "AP" => dictionary! { "N" => dictionary! { "Eens" => look } }, "TU" => text("tooltip"),
        "AA" => dictionary! { "K" => script },
    });
    let structure =
        doc.add_object(dictionary! { "Type" => "StructTreeRoot", "K" => dictionary! { "Alt" => text("alt") } });
    doc.objects.insert(page, Object::Dictionary(dictionary! {
        "Type" => "Page", "Parent" => group, "Contents" => contents, "Thumb" => thumb, "Metadata" => xmp,
        "PieceInfo" => dictionary! { "App" => text("piece") }, "LastModified" => text("page-date"), "StructParents" => 0,
        "AA" => dictionary! { "O" => script }, "AF" => vec![spec.into()],
        "Annots" => vec![note.into(), attached.into(), launch.into(), link.into(), signature.into(), tick.into()],
    }));
    doc.objects.insert(
        group,
        Object::Dictionary(dictionary! {
            "Type" => "Pages", "Parent" => pages, "Count" => 1, "Kids" => vec![page.into()], "Rotate" => 90,
        }),
    );
    doc.objects.insert(
        pages,
        Object::Dictionary(dictionary! {
            "Type" => "Pages", "Count" => 1, "Kids" => vec![group.into()],
            "MediaBox" => vec![0.into(), 0.into(), 200.into(), 100.into()],
            "Resources" => dictionary! {
                "Font" => dictionary! { "F1" => font }, "XObject" => dictionary! { "Im1" => image },
                "Properties" => dictionary! { "Laag1" => layer },
            },
        }),
    );
    let outline = doc.new_object_id();
    let bookmark = doc.add_object(dictionary! {
        "Title" => Object::string_literal("hoofdstuk"), "Parent" => outline, "Dest" => vec![page.into(), "Fit".into()],
        "SE" => text("bookmark-structure"),
    });
    doc.objects
        .insert(outline, Object::Dictionary(dictionary! { "First" => bookmark, "Last" => bookmark, "Count" => 1 }));
    let catalog = doc.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "Outlines" => outline, "Metadata" => xmp, "OpenAction" => script,
        "AA" => dictionary! { "WC" => script }, "StructTreeRoot" => structure, "PieceInfo" => text("catalog-piece"),
        "Names" => dictionary! {
            "EmbeddedFiles" => dictionary! { "Names" => vec![text("attachment-name"), spec.into()] },
            "JavaScript" => dictionary! { "Names" => vec![text("script-name"), script.into()] },
            "Dests" => dictionary! { "Names" => vec![Object::string_literal("plek"), Object::Array(vec![page.into(), "Fit".into()])] },
        },
        "AcroForm" => dictionary! { "Fields" => vec![signature.into(), tick.into()], "XFA" => text("xfa") },
        "OCProperties" => dictionary! { "OCGs" => vec![layer.into()], "D" => dictionary! { "Creator" => text("layers") } },
        "Lang" => Object::string_literal("nl"), "Vendor" => text("catalog-vendor"),
    });
    let info = doc.add_object(dictionary! {
        "Author" => text("author"), "Title" => text("title"), "Creator" => text("creator"), "Producer" => text("producer"),
        "CreationDate" => text("date"), "Firma" => text("custom"),
    });
    doc.add_object(dictionary! { "Left" => text("unreferenced") });
    doc.trailer.set("Root", catalog);
    doc.trailer.set("Info", info);
    doc.trailer.set("ID", vec![text("id"), text("id")]);
    doc
}

fn saved(doc: &mut Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).unwrap();
    bytes
}

/// For the tests with hostile files.
pub fn example() -> Vec<u8> {
    saved(&mut telling())
}

/// The same with most objects packed together.
pub fn packed_example() -> Vec<u8> {
    let mut bytes = Vec::new();
    telling().save_modern(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_pdf_loses_all_that_no_page_draws() {
    let bytes = saved(&mut telling());
    assert_eq!(canaries(&bytes).len(), 47, "the test file holds each canary: {:?}", canaries(&bytes));
    let copy = cleaned("brief.pdf", &bytes);
    assert_eq!(canaries(&copy.bytes), Vec::<String>::new());
    assert_eq!(copy.kind, FileKind::Pdf);
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
            Links,
            Signatures,
            Descriptions,
            Trailing,
            Other,
        ],
    );
    assert_eq!(copy.left, [Left::Notes, Left::Layers]);
}

#[test]
fn a_pdf_keeps_its_page_photo_note_form_and_link() {
    let copy = cleaned("brief.pdf", &saved(&mut telling()));
    let doc = Document::load_mem(&copy.bytes).unwrap();
    let pages = doc.get_pages();
    assert_eq!(pages.len(), 1);
    let page = doc.get_dictionary(pages[&1]).unwrap();
    assert_eq!(page.get(b"Rotate").unwrap().as_i64().unwrap(), 90, "taken from above");
    assert_eq!(page.get(b"MediaBox").unwrap().as_array().unwrap().len(), 4);
    assert_eq!(doc.get_page_content(pages[&1]), b"BT /F1 12 Tf (zichtbaar) Tj ET /Im1 Do\n");
    let images = doc.get_page_images(pages[&1]).unwrap();
    assert_eq!(images.len(), 1);
    let photo = image::load_from_memory(images[0].content).unwrap();
    let original = image::load_from_memory(&telling_jpeg(1)).unwrap();
    assert_eq!(photo, original, "the photo is the same, bit for bit");
    let notes = doc.get_page_annotations(pages[&1]).unwrap();
    assert_eq!(notes.len(), 5, "all but the attached file");
    assert_eq!(notes[0].get(b"Contents").unwrap().as_str().unwrap(), b"een opmerking");
    let action = notes[2].get(b"A").unwrap().as_dict().unwrap();
    assert_eq!(action.get(b"URI").unwrap().as_str().unwrap(), b"https://example.org/");
    let looks = notes[4].get(b"AP").unwrap().as_dict().unwrap().get(b"N").unwrap().as_dict().unwrap();
    assert!(doc.dereference(looks.get(b"Eens").unwrap()).unwrap().1.as_stream().is_ok());
    assert_eq!(notes[4].get(b"T").unwrap().as_str().unwrap(), b"akkoord");
    let outline = doc.get_dict_in_dict(doc.catalog().unwrap(), b"Outlines").unwrap();
    let bookmark = doc.get_dict_in_dict(outline, b"First").unwrap();
    assert_eq!(bookmark.get(b"Title").unwrap().as_str().unwrap(), b"hoofdstuk");
    assert_eq!(bookmark.get(b"Dest").unwrap().as_array().unwrap()[0].as_reference().unwrap(), pages[&1]);
}

#[test]
fn cleaning_twice_changes_nothing_more() {
    let once = cleaned("brief.pdf", &saved(&mut telling()));
    let twice = cleaned("brief.pdf", &once.bytes);
    assert_eq!(twice.removed, []);
    assert_eq!(twice.bytes, once.bytes);
}

/// A small document written by hand, changed afterwards by adding to its end.
fn with_an_earlier_version() -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    let objects = [
        "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n".to_owned(),
        "2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj\n".to_owned(),
        "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>> endobj\n".to_owned(),
        format!("4 0 obj <</Length 32>> stream\n{:<32}\nendstream endobj\n", format!("({CANARY}-earlier) Tj")),
    ];
    for object in &objects {
        offsets.push(out.len());
        out.extend(object.as_bytes());
    }
    let first = out.len();
    out.extend(b"xref\n0 5\n0000000000 65535 f \n");
    offsets.iter().for_each(|at| out.extend(format!("{at:010} 00000 n \n").as_bytes()));
    out.extend(format!("trailer <</Size 5/Root 1 0 R>>\nstartxref\n{first}\n%%EOF\n").as_bytes());
    let changed = out.len();
    out.extend(b"4 0 obj <</Length 8>> stream\n(nu) Tj \nendstream endobj\n");
    let second = out.len();
    out.extend(format!("xref\n4 1\n{changed:010} 00000 n \n").as_bytes());
    out.extend(format!("trailer <</Size 5/Root 1 0 R/Prev {first}>>\nstartxref\n{second}\n%%EOF\n").as_bytes());
    out
}

#[test]
fn an_earlier_version_goes() {
    let bytes = with_an_earlier_version();
    assert_eq!(canaries(&bytes).len(), 1);
    let copy = cleaned("versies.pdf", &bytes);
    assert_eq!(canaries(&copy.bytes), Vec::<String>::new());
    assert_eq!(copy.removed, [Removed::History]);
    let doc = Document::load_mem(&copy.bytes).unwrap();
    assert_eq!(doc.get_page_content(doc.get_pages()[&1]), b"(nu) Tj \n");
}

#[test]
fn a_pdf_whose_tables_are_damaged_is_read_by_its_objects() {
    let mut bytes = with_an_earlier_version();
    let at = bytes.windows(9).rposition(|window| window == b"startxref").unwrap();
    bytes[at + 10] = b'9';
    let copy = cleaned("beschadigd.pdf", &bytes);
    let doc = Document::load_mem(&copy.bytes).unwrap();
    assert_eq!(doc.get_page_content(doc.get_pages()[&1]), b"(nu) Tj \n", "of two versions the later");
}

#[test]
fn an_object_that_is_not_where_the_tables_say_is_looked_for() {
    let text = String::from_utf8(with_an_earlier_version()).unwrap();
    let offset = format!("{:010}", text.rfind("4 0 obj").unwrap());
    let copy = cleaned("verschoven.pdf", text.replace(&offset, "0000000012").as_bytes());
    let doc = Document::load_mem(&copy.bytes).unwrap();
    assert_eq!(doc.get_page_content(doc.get_pages()[&1]), b"(nu) Tj \n");
}

#[test]
fn what_is_stray_in_a_list_is_passed_over() {
    let bytes =
        with_object("<</Length 4/BaseFont/Arial,Unicode MS /Subtype/Form [1 foo 2] /Width 7>> stream\nq Q \nendstream");
    let copy = cleaned("los.pdf", &bytes);
    let doc = Document::load_mem(&copy.bytes).unwrap();
    let form = doc.objects.values().find_map(|object| object.as_stream().ok()).unwrap();
    assert_eq!(form.dict.get(b"BaseFont").unwrap().as_name().unwrap(), b"Arial,Unicode");
    assert_eq!(form.dict.get(b"Width").unwrap().as_i64().unwrap(), 7);
}

#[test]
fn a_pdf_with_packed_objects_is_read() {
    let copy = cleaned("modern.pdf", &packed_example());
    assert_eq!(canaries(&copy.bytes), Vec::<String>::new());
    assert_eq!(copy.bytes, cleaned("oud.pdf", &saved(&mut telling())).bytes, "the same as when written plainly");
}

#[test]
fn a_locked_pdf_is_refused() {
    let mut doc = telling();
    let lock = doc.add_object(dictionary! { "Filter" => "Standard", "V" => 2 });
    doc.trailer.set("Encrypt", lock);
    assert_eq!(refused("slot.pdf", &saved(&mut doc), &Limits::default()), Why::Encrypted);
}

#[test]
fn a_photo_packed_twice_is_cleaned_too() {
    let mut doc = telling();
    for object in doc.objects.values_mut() {
        if let Ok(stream) = object.as_stream_mut()
            && stream.dict.get(b"Width").and_then(Object::as_i64).ok() == Some(32)
        {
            stream.dict.set("Filter", vec!["FlateDecode".into(), "DCTDecode".into()]);
            stream.set_content(packed(&telling_jpeg(1)));
        }
    }
    let copy = cleaned("dubbel.pdf", &saved(&mut doc));
    assert_eq!(canaries(&copy.bytes), Vec::<String>::new());
    let doc = Document::load_mem(&copy.bytes).unwrap();
    assert!(image::load_from_memory(doc.get_page_images(doc.get_pages()[&1]).unwrap()[0].content).is_ok());
}

/// A file of one page, with one more object that its resources point to.
fn with_object(object: &str) -> Vec<u8> {
    let head = "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]>> endobj\n\
                3 0 obj <</Type/Page/Resources<</XObject<</X 4 0 R>>>>>> endobj\n";
    format!("{head}4 0 obj {object} endobj\ntrailer <</Root 1 0 R>>\n").into_bytes()
}

#[test]
fn limits_hold_on_what_a_small_file_can_blow_up_to() {
    let bomb = packed(&vec![0; 3_000_000]);
    let mut doc = telling();
    let contents = doc.add_object(stream(dictionary! { "Filter" => "FlateDecode" }, &bomb));
    let page = doc.get_pages()[&1];
    doc.get_dictionary_mut(page).unwrap().set("Contents", contents);
    let bytes = saved(&mut doc);
    let tight = Limits { pdf_inflated_bytes: 2_000_000, ..Limits::default() };
    assert_eq!(refused("bom.pdf", &bytes, &tight), Why::TooLarge);
    cleaned("bom.pdf", &bytes);

    let many = with_object(&format!("[{}]", "0 ".repeat(5_000)));
    let few = Limits { pdf_values: 4_000, ..Limits::default() };
    assert_eq!(refused("veel.pdf", &many, &few), Why::TooLarge);
    cleaned("veel.pdf", &many);

    let objects = Limits { pdf_objects: 5, ..Limits::default() };
    assert_eq!(refused("objecten.pdf", &saved(&mut telling()), &objects), Why::TooLarge);
}

#[test]
fn endless_and_deep_files_come_to_an_end() {
    for object in [
        "4 0 R",
        "[[[4 0 R]]]",
        &format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)),
        &"<</A ".repeat(100_000),
        "<</Length 4 0 R>> stream\nx\nendstream",
        "(never closed",
        "<</Type/Pages/Kids[2 0 R 4 0 R]>>",
    ] {
        cleaned("raar.pdf", &with_object(object));
    }
    let ring = "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Kids[2 0 R]>> endobj\ntrailer <</Root 1 0 R>>";
    assert_eq!(refused("ring.pdf", ring.as_bytes(), &Limits::default()), Why::Broken);
}

#[test]
fn streams_laid_within_each_other_are_not_kept_many_times() {
    let mut bytes = with_object("null");
    let mut resources = String::new();
    for number in 10..400 {
        bytes.extend(format!("{number} 0 obj <</Length 1000000>> stream\n").as_bytes());
        resources.push_str(&format!("/X{number} {number} 0 R"));
    }
    bytes.extend(vec![b' '; 1_000_000]);
    let bytes = String::from_utf8(bytes).unwrap().replace("/X 4 0 R", &resources).into_bytes();
    assert_eq!(refused("lagen.pdf", &bytes, &Limits::default()), Why::TooLarge);
}
