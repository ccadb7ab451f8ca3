//! Files with something hidden in them, made by hand, and a search that looks everywhere.

use redact::clean::{Cleaned, Limits, Outcome, Removed, Why, clean};
use std::io::{Cursor, Read, Write};

/// Stands in every hidden place of the test files, with a number behind it.
pub const CANARY: &str = "KANARIE";

/// Cleans and expects a copy.
pub fn cleaned(name: &str, bytes: &[u8]) -> Cleaned {
    match clean(name, bytes, &Limits::default()).outcome {
        Outcome::Cleaned(cleaned) => cleaned,
        Outcome::CannotClean { why } => panic!("{name} could not be cleaned: {why:?}"),
    }
}

/// Cleans and expects a refusal.
pub fn refused(name: &str, bytes: &[u8], limits: &Limits) -> Why {
    match clean(name, bytes, limits).outcome {
        Outcome::Cleaned(_) => panic!("{name} was cleaned"),
        Outcome::CannotClean { why } => why,
    }
}

/// The canaries that stand somewhere in a file: in its bytes, in members of archives, in inflated
/// streams, as UTF-8 or UTF-16 of either order.
pub fn canaries(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for layer in layers(bytes) {
        collect(&layer, &mut found);
        for skip in [0, 1] {
            for big in [false, true] {
                let units: Vec<u16> = layer[skip.min(layer.len())..]
                    .chunks_exact(2)
                    .map(|pair| {
                        if big {
                            u16::from_be_bytes([pair[0], pair[1]])
                        } else {
                            u16::from_le_bytes([pair[0], pair[1]])
                        }
                    })
                    .collect();
                collect(String::from_utf16_lossy(&units).as_bytes(), &mut found);
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

fn collect(bytes: &[u8], found: &mut Vec<String>) {
    for at in 0..bytes.len() {
        if bytes[at..].starts_with(CANARY.as_bytes()) {
            let word = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-');
            found.push(String::from_utf8(word.copied().collect()).unwrap());
        }
    }
}

/// A file and everything that can be unpacked from it.
fn layers(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![bytes.to_vec()];
    if let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) {
        for index in 0..archive.len() {
            let mut member = archive.by_index(index).unwrap();
            let mut inner = Vec::new();
            all.push(member.name_raw().to_vec());
            member.read_to_end(&mut inner).unwrap();
            all.extend(layers(&inner));
        }
    }
    // Anything that unpacks at any place counts, whether or not something points to it.
    for at in 0..bytes.len() {
        if bytes[at] & 0x0f == 8
            && bytes.get(at + 1).is_some_and(|b| (u16::from(bytes[at]) << 8 | u16::from(*b)) % 31 == 0)
        {
            let mut inner = Vec::new();
            let _ = flate2::read::ZlibDecoder::new(&bytes[at..]).take(4_000_000).read_to_end(&mut inner);
            if inner.len() > 4 {
                all.push(inner);
            }
        }
    }
    all
}

/// A small picture whose left half is red and right half blue.
pub fn picture() -> image::DynamicImage {
    let mut pixels = image::RgbImage::new(32, 16);
    for (x, _, pixel) in pixels.enumerate_pixels_mut() {
        *pixel = if x < 16 { image::Rgb([200, 20, 20]) } else { image::Rgb([20, 20, 200]) };
    }
    image::DynamicImage::ImageRgb8(pixels)
}

pub fn encoded(format: image::ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture().write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// EXIF data in the form of a little TIFF: maker, artist, date, orientation, a place, a remark, and a
/// second directory as of a thumbnail.
pub fn exif(orientation: u16) -> Vec<u8> {
    let texts = [
        (0x010f, format!("{CANARY}-maker\0")),
        (0x0110, format!("{CANARY}-model\0")),
        (0x0131, format!("{CANARY}-program\0")),
        (0x0132, "2026:11:02 09:30:00\0".to_owned()),
        (0x013b, format!("{CANARY}-artist\0")),
    ];
    let gps_text = format!("{CANARY}-gps\0");
    let (entries, gps_entries) = (texts.len() + 3, 1);
    let gps_at = 8 + 2 + entries * 12 + 4;
    let thumbnail_at = gps_at + 2 + gps_entries * 12 + 4;
    let mut heap_at = thumbnail_at + 2 + 12 + 4;
    let mut heap = Vec::new();
    let mut place = |text: &str| {
        let at = heap_at;
        heap.extend_from_slice(text.as_bytes());
        heap_at += text.len();
        at as u32
    };
    let mut out = b"II*\0\x08\0\0\0".to_vec();
    let entry = |out: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: u32| {
        out.extend(tag.to_le_bytes());
        out.extend(kind.to_le_bytes());
        out.extend(count.to_le_bytes());
        out.extend(value.to_le_bytes());
    };
    out.extend((entries as u16).to_le_bytes());
    for (tag, text) in &texts[..2] {
        let at = place(text);
        entry(&mut out, *tag, 2, text.len() as u32, at);
    }
    entry(&mut out, 0x0112, 3, 1, u32::from(orientation));
    for (tag, text) in &texts[2..] {
        let at = place(text);
        entry(&mut out, *tag, 2, text.len() as u32, at);
    }
    entry(&mut out, 0x8825, 4, 1, gps_at as u32);
    let remark = format!("{CANARY}-remark\0");
    let at = place(&remark);
    entry(&mut out, 0x9286, 7, remark.len() as u32, at);
    out.extend((thumbnail_at as u32).to_le_bytes());
    out.extend(1_u16.to_le_bytes());
    let at = place(&gps_text);
    entry(&mut out, 0x001b, 7, gps_text.len() as u32, at);
    out.extend(0_u32.to_le_bytes());
    out.extend(1_u16.to_le_bytes());
    entry(&mut out, 0x0103, 3, 1, 6);
    out.extend(0_u32.to_le_bytes());
    out.extend(heap);
    out
}

pub fn xmp() -> Vec<u8> {
    format!("<x:xmpmeta><dc:creator>{CANARY}-xmp</dc:creator><exif:GPSLatitude>52</exif:GPSLatitude></x:xmpmeta>")
        .into_bytes()
}

/// One segment of a JPEG.
pub fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![0xff, marker];
    out.extend((body.len() as u16 + 2).to_be_bytes());
    out.extend(body);
    out
}

/// A JPEG with all that phones, cameras and programs write into one, and a film behind it.
pub fn telling_jpeg(orientation: u16) -> Vec<u8> {
    let plain = encoded(image::ImageFormat::Jpeg);
    let mut out = plain[..2].to_vec();
    out.extend(segment(0xe1, &[b"Exif\0\0".as_slice(), &exif(orientation)].concat()));
    out.extend(segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0".as_slice(), &xmp()].concat()));
    out.extend(segment(0xed, format!("Photoshop 3.0\0{CANARY}-iptc").as_bytes()));
    out.extend(segment(0xe2, format!("ICC_PROFILE\0{CANARY}-icc").as_bytes()));
    out.extend(segment(0xef, format!("{CANARY}-app15").as_bytes()));
    out.extend(segment(0xfe, format!("{CANARY}-comment").as_bytes()));
    out.extend_from_slice(&plain[2..]);
    out.extend(format!("{CANARY}-film").as_bytes());
    out
}

/// A container of members, with a remark and a date like packers write.
pub fn container(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let date = zip::DateTime::from_date_and_time(2026, 11, 2, 9, 30, 0).unwrap();
        let options = zip::write::SimpleFileOptions::default().last_modified_time(date);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.set_comment(format!("{CANARY}-zip")).unwrap();
    writer.finish().unwrap().into_inner()
}

/// One member of a container, as text.
pub fn member(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

pub fn members(bytes: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.file_names().map(|name| name.unwrap().into_owned()).collect()
}

/// Whether each of these is reported.
pub fn assert_reported(cleaned: &Cleaned, expected: &[Removed]) {
    for what in expected {
        assert!(cleaned.removed.contains(what), "{what:?} is not among {:?}", cleaned.removed);
    }
}
