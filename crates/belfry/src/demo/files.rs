//! The bytes of the demo's files: a photo with what a phone hides in it, a PDF with properties, a text.

use super::story::{Attachment, day};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use jiff::civil::{Date, Time};
use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, dictionary};

type Made<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The bytes of a file as described.
pub(super) fn make(described: &Attachment, today: Date) -> Made<Vec<u8>> {
    match described {
        Attachment::Text { text } => Ok(text.clone().into_bytes()),
        Attachment::Pdf { title, author, text } => pdf(title, author, text),
        Attachment::Photo { shows, camera, place, day: taken, at } => {
            photo(shows, camera, *place, day(today, *taken), *at)
        }
    }
}

/// A soft gradient whose colours follow from what it is said to show, with EXIF in front.
fn photo(shows: &str, camera: &str, place: [f64; 2], taken: Date, at: Time) -> Made<Vec<u8>> {
    const WIDTH: u16 = 480;
    const HEIGHT: u16 = 320;
    let seed = shows.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    let [_, red, green, blue] = seed.to_be_bytes();
    let mut pixels = Vec::with_capacity(usize::from(WIDTH) * usize::from(HEIGHT) * 3);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let shade = u8::try_from((u32::from(x) + u32::from(y)) * 255 / u32::from(WIDTH + HEIGHT)).unwrap_or(255);
            for base in [red, green, blue] {
                pixels.push(base / 2 + shade / 2);
            }
        }
    }
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 80).write_image(
        &pixels,
        u32::from(WIDTH),
        u32::from(HEIGHT),
        ExtendedColorType::Rgb8,
    )?;
    let exif = exif(shows, camera, place, &format!("{} {at}", taken.strftime("%Y:%m:%d")));
    let (start, rest) = jpeg.split_at_checked(2).ok_or("an empty picture")?;
    let length = u16::try_from(exif.len() + 2)?.to_be_bytes();
    Ok([start, &[0xFF, 0xE1], &length, &exif, rest].concat())
}

/// An EXIF block: description, maker and model, time, and the place in degrees, minutes and seconds (TIFF 6.0, EXIF 2.32).
fn exif(shows: &str, camera: &str, place: [f64; 2], time: &str) -> Vec<u8> {
    let (maker, model) = camera.split_once(' ').unwrap_or((camera, camera));
    let text = |text: &str| [text.as_bytes(), &[0]].concat();
    let main = [(0x010E_u16, text(shows)), (0x010F, text(maker)), (0x0110, text(model)), (0x0132, text(time))];
    let [north, east] = place;
    let gps = [
        (1_u16, 2_u16, vec![if north < 0.0 { b'S' } else { b'N' }, 0]),
        (2, 5, degrees(north)),
        (3, 2, vec![if east < 0.0 { b'W' } else { b'E' }, 0]),
        (4, 5, degrees(east)),
    ];
    let entry = 12;
    let main_at = 8;
    let gps_at = main_at + 2 + entry * (main.len() + 1) + 4;
    let mut data_at = gps_at + 2 + entry * gps.len() + 4;
    let (mut tables, mut data) = (Vec::new(), Vec::new());
    let mut field = |tables: &mut Vec<u8>, tag: u16, kind: u16, bytes: &[u8]| {
        let count = if kind == 5 { bytes.len() / 8 } else { bytes.len() };
        tables.extend(tag.to_be_bytes());
        tables.extend(kind.to_be_bytes());
        tables.extend(u32::try_from(count).unwrap_or_default().to_be_bytes());
        if bytes.len() <= 4 {
            tables.extend(bytes.iter().copied().chain([0; 4]).take(4));
        } else {
            tables.extend(u32::try_from(data_at).unwrap_or_default().to_be_bytes());
            data.extend_from_slice(bytes);
            data_at += bytes.len();
        }
    };
    tables.extend(u16::try_from(main.len() + 1).unwrap_or_default().to_be_bytes());
    for (tag, bytes) in &main {
        field(&mut tables, *tag, 2, bytes);
    }
    tables.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1]);
    tables.extend(u32::try_from(gps_at).unwrap_or_default().to_be_bytes());
    tables.extend([0; 4]);
    tables.extend(u16::try_from(gps.len()).unwrap_or_default().to_be_bytes());
    for (tag, kind, bytes) in &gps {
        field(&mut tables, *tag, *kind, bytes);
    }
    tables.extend([0; 4]);
    [b"Exif\0\0MM\0\x2A\0\0\0\x08".as_slice(), &tables, &data].concat()
}

/// Degrees, minutes and seconds as three fractions.
fn degrees(value: f64) -> Vec<u8> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 180 degrees in hundredths")]
    let hundredths = (value.abs() * 360_000.0).round() as u32;
    let (seconds, minutes, degrees) = (hundredths % 6000, hundredths / 6000 % 60, hundredths / 360_000);
    [(degrees, 1_u32), (minutes, 1), (seconds, 100)]
        .iter()
        .flat_map(|(above, below)| [above.to_be_bytes(), below.to_be_bytes()].concat())
        .collect()
}

/// A PDF of one page with a title and an author in its properties.
fn pdf(title: &str, author: &str, text: &str) -> Made<Vec<u8>> {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let mut operations = vec![
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F1".into(), 11.into()]),
        Operation::new("TL", vec![16.into()]),
        Operation::new("Td", vec![56.into(), 780.into()]),
    ];
    for line in text.lines() {
        operations.push(Operation::new("Tj", vec![Object::string_literal(latin(line))]));
        operations.push(Operation::new("T*", vec![]));
    }
    operations.push(Operation::new("ET", vec![]));
    let content = document.add_object(Stream::new(dictionary! {}, Content { operations }.encode()?));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(tree));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    let info = document.add_object(dictionary! {
        "Title" => Object::string_literal(latin(title)), "Author" => Object::string_literal(latin(author)),
    });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    Ok(bytes)
}

/// The bytes of a text in the encoding of the font; what it has not becomes a question mark.
fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use redact::clean::{Limits, Outcome, clean};

    fn described(toml: &str) -> Attachment {
        toml::from_str(toml).unwrap()
    }

    const TODAY: Date = Date::constant(2026, 11, 24);

    #[test]
    fn the_photo_has_a_place_and_a_camera_that_cleaning_takes_out() {
        let photo = described(
            "kind = \"photo\"\nshows = \"een bureau\"\ncamera = \"Fairphone FP5\"\nplace = [52.09, 4.31]\nday = -3\nat = \"10:15\"\n",
        );
        let bytes = make(&photo, TODAY).unwrap();
        let Outcome::Cleaned(copy) = clean("foto.jpg", &bytes, &Limits::default()).outcome else {
            panic!("it can be cleaned")
        };
        let codes: Vec<_> = copy.removed.iter().map(|removed| removed.code()).collect();
        assert!(codes.contains(&"location") && codes.contains(&"camera"), "{codes:?}");
    }

    #[test]
    fn the_pdf_has_an_author_that_cleaning_takes_out() {
        let pdf =
            described("kind = \"pdf\"\ntitle = \"Rooster\"\nauthor = \"P. de Boer\"\ntext = \"maandag\\ndinsdag\"\n");
        let bytes = make(&pdf, TODAY).unwrap();
        let Outcome::Cleaned(copy) = clean("rooster.pdf", &bytes, &Limits::default()).outcome else {
            panic!("it can be cleaned")
        };
        assert!(!copy.bytes.windows(10).any(|window| window == b"P. de Boer"));
    }
}
