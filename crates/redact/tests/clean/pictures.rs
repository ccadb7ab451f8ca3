//! Pictures lose all but their pixels.

use crate::support::*;
use image::{GenericImageView, ImageFormat};
use redact::clean::{FileKind, Limits, Removed, Why};
use std::io::Cursor;

fn decoded(bytes: &[u8]) -> image::DynamicImage {
    image::load_from_memory(bytes).unwrap()
}

#[test]
fn a_jpeg_loses_everything_its_camera_wrote() {
    let photo = telling_jpeg(1);
    assert_eq!(canaries(&photo).len(), 12, "the test photo holds each canary: {:?}", canaries(&photo));
    let copy = cleaned("IMG_2031.jpg", &photo);
    assert_eq!(canaries(&copy.bytes), Vec::<String>::new());
    assert_eq!(copy.kind, FileKind::Jpeg);
    use Removed::*;
    assert_reported(&copy, &[Location, Camera, Author, Dates, Comments, Program, Thumbnails, Properties, Trailing]);
}

#[test]
fn a_photo_held_upright_stays_upright() {
    // Orientation 6: the camera was turned; the picture is to be turned a quarter to the right.
    let copy = decoded(&cleaned("upright.jpg", &telling_jpeg(6)).bytes);
    assert_eq!(copy.dimensions(), (16, 32));
    assert!(copy.get_pixel(8, 4).0[0] > 150, "what was left is now on top: red");
    assert!(copy.get_pixel(8, 28).0[2] > 150, "what was right is now below: blue");
}

#[test]
fn a_picture_without_anything_hidden_is_said_to_have_had_nothing() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp] {
        let copy = cleaned("plain", &encoded(format));
        assert_eq!(copy.removed, [], "{format:?}");
        assert_eq!(decoded(&copy.bytes).dimensions(), (32, 16));
    }
}

fn png_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(name);
    crc.update(body);
    [&(body.len() as u32).to_be_bytes(), name.as_slice(), body, &crc.sum().to_be_bytes()].concat()
}

#[test]
fn a_png_loses_its_texts_dates_and_what_is_behind_it() {
    let plain = encoded(ImageFormat::Png);
    let header_end = 8 + 25;
    let hidden = [
        png_chunk(b"tEXt", format!("Author\0{CANARY}-text").as_bytes()),
        png_chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0".as_slice(), &xmp()].concat()),
        png_chunk(b"eXIf", &exif(1)),
        png_chunk(b"tIME", &[7, 234, 11, 2, 9, 30, 0]),
        png_chunk(b"prVt", format!("{CANARY}-private").as_bytes()),
    ]
    .concat();
    let behind = format!("{CANARY}-behind").into_bytes();
    let telling = [&plain[..header_end], &hidden, &plain[header_end..], &behind].concat();
    let copy = cleaned("schermafdruk.png", &telling);
    assert_eq!(canaries(&copy.bytes), Vec::<String>::new());
    assert_eq!(decoded(&copy.bytes), picture(), "the pixels are the same");
    use Removed::*;
    assert_reported(&copy, &[Location, Camera, Author, Dates, Comments, Other, Trailing]);
}

#[test]
fn a_picture_hidden_in_transparent_pixels_goes() {
    let mut pixels = image::RgbaImage::from_pixel(8, 8, image::Rgba([1, 2, 3, 255]));
    pixels.put_pixel(3, 3, image::Rgba([77, 78, 79, 0]));
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, ImageFormat::Png).unwrap();
    let copy = decoded(&cleaned("layer.png", &bytes.into_inner()).bytes);
    assert_eq!(copy.get_pixel(3, 3).0, [0, 0, 0, 0]);
    assert_eq!(copy.get_pixel(0, 0).0, [1, 2, 3, 255]);
}

#[test]
fn a_webp_loses_its_chunks() {
    let plain = encoded(ImageFormat::WebP);
    let (width, height) = (31_u32, 15_u32);
    let mut body = b"WEBP".to_vec();
    let mut chunk = |name: &[u8; 4], data: &[u8]| {
        body.extend_from_slice(name);
        body.extend((data.len() as u32).to_le_bytes());
        body.extend_from_slice(data);
        body.extend(vec![0; data.len() % 2]);
    };
    let size = [&width.to_le_bytes()[..3], &height.to_le_bytes()[..3]].concat();
    chunk(b"VP8X", &[&[0b0000_1100, 0, 0, 0], size.as_slice()].concat());
    let picture_length = u32::from_le_bytes([plain[16], plain[17], plain[18], plain[19]]) as usize;
    chunk(b"VP8L", &plain[20..20 + picture_length]);
    chunk(b"EXIF", &exif(1));
    chunk(b"XMP ", &xmp());
    let telling = [b"RIFF", (body.len() as u32).to_le_bytes().as_slice(), &body].concat();
    assert!(!canaries(&telling).is_empty());
    let copy = cleaned("foto.webp", &telling);
    assert_eq!(canaries(&copy.bytes), Vec::<String>::new());
    assert_eq!(decoded(&copy.bytes), picture());
    assert_reported(&copy, &[Removed::Location, Removed::Camera, Removed::Properties]);
}

#[test]
fn an_animated_gif_keeps_its_first_picture_and_says_so() {
    let mut bytes = Vec::new();
    {
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
        for shade in [10, 250] {
            let pixels = image::RgbaImage::from_pixel(8, 8, image::Rgba([shade, shade, shade, 255]));
            encoder.encode_frame(image::Frame::new(pixels)).unwrap();
        }
    }
    let comment = [&[0x21, 0xfe, 15][..], format!("{CANARY}-remarks").as_bytes(), &[0]].concat();
    let end = bytes.len() - 1;
    let telling = [&bytes[..end], &comment, &bytes[end..]].concat();
    let copy = cleaned("film.gif", &telling);
    assert_eq!(canaries(&copy.bytes), Vec::<String>::new());
    assert_eq!(copy.removed, [Removed::Comments, Removed::Frames]);
    assert!(decoded(&copy.bytes).get_pixel(4, 4).0[0] < 50, "the first picture stays");
}

/// A TIFF of one strip, grey, with an artist; several directories if asked.
fn tiff(pages: u32, later_are_thumbnails: bool) -> Vec<u8> {
    let artist = format!("{CANARY}-artist\0");
    let pixels_at = 8_u32;
    let artist_at = pixels_at + 16;
    let mut out = b"II*\0".to_vec();
    let first = artist_at + artist.len() as u32;
    out.extend(first.to_le_bytes());
    out.extend([128; 16]);
    out.extend(artist.as_bytes());
    for page in 0..pages {
        let entries: [(u16, u16, u32, u32); 10] = [
            (0x00fe, 4, 1, u32::from(page > 0 && later_are_thumbnails)),
            (0x0100, 3, 1, 4),
            (0x0101, 3, 1, 4),
            (0x0102, 3, 1, 8),
            (0x0103, 3, 1, 1),
            (0x0106, 3, 1, 1),
            (0x0111, 4, 1, pixels_at),
            (0x0115, 3, 1, 1),
            (0x0117, 4, 1, 16),
            (0x013b, 2, artist.len() as u32, artist_at),
        ];
        out.extend((entries.len() as u16).to_le_bytes());
        for (tag, kind, count, value) in entries {
            out.extend(tag.to_le_bytes());
            out.extend(kind.to_le_bytes());
            out.extend(count.to_le_bytes());
            out.extend(value.to_le_bytes());
        }
        let next = if page + 1 < pages { out.len() as u32 + 4 } else { 0 };
        out.extend(next.to_le_bytes());
    }
    out
}

#[test]
fn a_tiff_comes_out_as_png_without_its_tags() {
    let copy = cleaned("scan.tif", &tiff(1, false));
    assert_eq!(copy.kind, FileKind::Png);
    assert_eq!(canaries(&copy.bytes), Vec::<String>::new());
    assert_reported(&copy, &[Removed::Author]);
    assert_eq!(decoded(&copy.bytes).dimensions(), (4, 4));
}

#[test]
fn a_scan_of_several_pages_is_refused_rather_than_cut_short() {
    assert_eq!(refused("scan.tif", &tiff(3, false), &Limits::default()), Why::SeveralPages);
    assert_reported(&cleaned("foto.tif", &tiff(2, true)), &[Removed::Thumbnails]);
}

#[test]
fn a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() {
    let limits = Limits { pixels: 500, ..Limits::default() };
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp] {
        assert_eq!(refused("groot", &encoded(format), &limits), Why::TooManyPixels, "{format:?}");
    }
    // A header that promises four gigapixels, with nothing behind it.
    let mut bomb = encoded(ImageFormat::Png);
    bomb[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    let header = bomb[12..29].to_vec();
    let mut crc = flate2::Crc::new();
    crc.update(&header);
    bomb[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    assert_eq!(refused("bom.png", &bomb, &Limits::default()), Why::TooManyPixels);
}

#[test]
fn a_picture_cut_off_in_its_header_is_broken() {
    assert_eq!(refused("half.png", &encoded(ImageFormat::Png)[..40], &Limits::default()), Why::Broken);
}
