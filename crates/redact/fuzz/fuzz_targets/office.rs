//! Any bytes as the parts of a Word and an OpenDocument file: what is cut off at zero bytes are the
//! text, its relationships and a picture.
#![no_main]

use libfuzzer_sys::fuzz_target;
use redact::clean::{Limits, Outcome, clean};
use std::io::{Cursor, Write};

const TYPES: &[u8] = br#"<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const ROOT: &[u8] = br#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#;

fn container(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |&b| b == 0);
    let [text, relations, picture] = [(); 3].map(|()| parts.next().unwrap_or_default());
    let files = [
        container(&[
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", ROOT),
            ("word/document.xml", text),
            ("word/_rels/document.xml.rels", relations),
            ("word/media/a.png", picture),
        ]),
        container(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", text),
            ("Object 1/content.xml", relations),
            ("Pictures/a.png", picture),
        ]),
    ];
    let limits = Limits { pixels: 100_000, ..Limits::default() };
    for file in files {
        if let Outcome::Cleaned(copy) = clean("", &file, &limits).outcome {
            assert!(matches!(clean("", &copy.bytes, &limits).outcome, Outcome::Cleaned(_)));
        }
    }
});
