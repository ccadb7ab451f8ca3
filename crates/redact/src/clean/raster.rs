//! Pictures made of pixels: decoded with limits, turned upright, and drawn anew. What is not a
//! pixel can't come along.

use super::report::{Found, Removed, Why};
use super::{Done, FileKind, Limits, exif, jpeg};
use image::codecs::{bmp, gif, jpeg as jpeg_codec, png, tiff, webp};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};
use std::io::Cursor;

/// Quality of a JPEG that is drawn anew: no visible loss, and about the size that phones write.
const JPEG_QUALITY: u8 = 90;
/// Speed of choosing the 256 colours of a GIF, 1 (best) to 30.
const GIF_SPEED: i32 = 10;
/// Memory a decoder may take beside the picture itself, per pixel, in bytes (16-bit RGBA).
const BYTES_PER_PIXEL: u64 = 8;

/// Which format the copy has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    /// The same, but PNG for the formats that we could only write unpacked.
    Best,
    /// The same, as the name of a picture inside a document says.
    Same,
}

pub(super) fn clean(kind: FileKind, bytes: &[u8], limits: &Limits, output: Output) -> Result<Done, Why> {
    let mut found = Found::default();
    inspect(kind, bytes, &mut found)?;
    let picture = decode(kind, bytes, limits)?;
    let kind = match (kind, output) {
        (FileKind::Tiff, Output::Best) => FileKind::Png,
        (kind, _) => kind,
    };
    Ok(Done { bytes: encode(kind, &picture)?, kind, found })
}

fn format(kind: FileKind) -> Result<ImageFormat, Why> {
    Ok(match kind {
        FileKind::Jpeg => ImageFormat::Jpeg,
        FileKind::Png => ImageFormat::Png,
        FileKind::Webp => ImageFormat::WebP,
        FileKind::Gif => ImageFormat::Gif,
        FileKind::Bmp => ImageFormat::Bmp,
        FileKind::Tiff => ImageFormat::Tiff,
        _ => return Err(Why::NotSupported),
    })
}

fn decode(kind: FileKind, bytes: &[u8], limits: &Limits) -> Result<DynamicImage, Why> {
    let mut allowed = image::Limits::default();
    allowed.max_alloc = Some(limits.pixels.saturating_mul(BYTES_PER_PIXEL));
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format(kind)?);
    reader.limits(allowed);
    let mut decoder = reader.into_decoder().map_err(why)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.pixels {
        return Err(Why::TooManyPixels);
    }
    // A wrong orientation is no reason to refuse a picture.
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(why)?;
    picture.apply_orientation(orientation);
    Ok(blank_what_is_transparent(picture))
}

fn why(error: ImageError) -> Why {
    match error {
        ImageError::Limits(_) => Why::TooManyPixels,
        ImageError::Unsupported(_) => Why::NotSupported,
        _ => Why::Broken,
    }
}

/// A pixel that is fully transparent still has a colour, and a whole picture can hide in those.
fn blank_what_is_transparent(picture: DynamicImage) -> DynamicImage {
    match picture {
        DynamicImage::ImageRgba8(mut pixels) => {
            pixels.pixels_mut().filter(|pixel| pixel.0[3] == 0).for_each(|pixel| pixel.0 = [0; 4]);
            DynamicImage::ImageRgba8(pixels)
        }
        DynamicImage::ImageRgba16(mut pixels) => {
            pixels.pixels_mut().filter(|pixel| pixel.0[3] == 0).for_each(|pixel| pixel.0 = [0; 4]);
            DynamicImage::ImageRgba16(pixels)
        }
        DynamicImage::ImageLumaA8(mut pixels) => {
            pixels.pixels_mut().filter(|pixel| pixel.0[1] == 0).for_each(|pixel| pixel.0 = [0; 2]);
            DynamicImage::ImageLumaA8(pixels)
        }
        DynamicImage::ImageLumaA16(mut pixels) => {
            pixels.pixels_mut().filter(|pixel| pixel.0[1] == 0).for_each(|pixel| pixel.0 = [0; 2]);
            DynamicImage::ImageLumaA16(pixels)
        }
        // Kinds with fractional samples: no format that we write keeps them.
        DynamicImage::ImageRgb32F(_) => DynamicImage::ImageRgb8(picture.to_rgb8()),
        DynamicImage::ImageRgba32F(_) => blank_what_is_transparent(DynamicImage::ImageRgba8(picture.to_rgba8())),
        other => other,
    }
}

fn encode(kind: FileKind, picture: &DynamicImage) -> Result<Vec<u8>, Why> {
    let mut out = Cursor::new(Vec::new());
    let written = match kind {
        FileKind::Jpeg => {
            let encoder = jpeg_codec::JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY);
            match picture {
                DynamicImage::ImageLuma8(_) => picture.write_with_encoder(encoder),
                _ => DynamicImage::ImageRgb8(picture.to_rgb8()).write_with_encoder(encoder),
            }
        }
        FileKind::Png => picture.write_with_encoder(png::PngEncoder::new(&mut out)),
        FileKind::Webp => {
            let encoder = webp::WebPEncoder::new_lossless(&mut out);
            match picture.has_alpha() {
                true => DynamicImage::ImageRgba8(picture.to_rgba8()).write_with_encoder(encoder),
                false => DynamicImage::ImageRgb8(picture.to_rgb8()).write_with_encoder(encoder),
            }
        }
        FileKind::Gif => {
            let pixels = picture.to_rgba8();
            let (width, height) = pixels.dimensions();
            gif::GifEncoder::new_with_speed(&mut out, GIF_SPEED).encode(
                &pixels,
                width,
                height,
                image::ExtendedColorType::Rgba8,
            )
        }
        FileKind::Bmp => {
            DynamicImage::ImageRgba8(picture.to_rgba8()).write_with_encoder(bmp::BmpEncoder::new(&mut out))
        }
        FileKind::Tiff => {
            DynamicImage::ImageRgba8(picture.to_rgba8()).write_with_encoder(tiff::TiffEncoder::new(&mut out))
        }
        _ => return Err(Why::NotSupported),
    };
    written.map_err(why)?;
    Ok(out.into_inner())
}

fn inspect(kind: FileKind, bytes: &[u8], found: &mut Found) -> Result<(), Why> {
    match kind {
        FileKind::Jpeg => jpeg::inspect(bytes, found),
        FileKind::Png => inspect_png(bytes, found),
        FileKind::Webp => inspect_webp(bytes, found),
        FileKind::Gif => inspect_gif(bytes, found),
        FileKind::Tiff => exif::inspect_tiff(bytes, found)?,
        _ => {}
    }
    Ok(())
}

fn inspect_png(bytes: &[u8], found: &mut Found) {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some((&[a, b, c, d, n0, n1, n2, n3], after)) = rest.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        let Some((body, after)) = after.split_at_checked(length) else { return };
        match &[n0, n1, n2, n3] {
            b"tEXt" | b"zTXt" => found.took(Removed::Comments),
            b"iTXt" if body.starts_with(b"XML:com.adobe.xmp") => exif::inspect_xmp(body, found),
            b"iTXt" => found.took(Removed::Comments),
            b"eXIf" => exif::inspect(body, found),
            b"tIME" => found.took(Removed::Dates),
            b"acTL" => found.took(Removed::Frames),
            b"IEND" => {
                if after.len() > 4 {
                    found.took(Removed::Trailing);
                }
                return;
            }
            // Lower first letter: not needed to show the picture. Those of the standard that say how
            // colours are meant are no news; private ones are.
            b"gAMA" | b"cHRM" | b"sRGB" | b"iCCP" | b"sBIT" | b"bKGD" | b"hIST" | b"tRNS" | b"pHYs" | b"cICP" => {}
            name if name.first().is_some_and(u8::is_ascii_lowercase) => found.took(Removed::Other),
            _ => {}
        }
        rest = after.get(4..).unwrap_or_default();
    }
}

fn inspect_webp(bytes: &[u8], found: &mut Found) {
    let Some(&[a, b, c, d]) = bytes.get(4..).and_then(<[u8]>::first_chunk::<4>) else { return };
    let end = (u32::from_le_bytes([a, b, c, d]) as usize).saturating_add(8);
    if bytes.len() > end.saturating_add(1) {
        found.took(Removed::Trailing);
    }
    let mut rest = bytes.get(12..end.min(bytes.len())).unwrap_or_default();
    while let Some((&[n0, n1, n2, n3, a, b, c, d], after)) = rest.split_first_chunk::<8>() {
        let length = u32::from_le_bytes([a, b, c, d]) as usize;
        let body = after.get(..length).unwrap_or(after);
        match &[n0, n1, n2, n3] {
            b"EXIF" => exif::inspect(body.strip_prefix(b"Exif\0\0").unwrap_or(body), found),
            b"XMP " => exif::inspect_xmp(body, found),
            b"ANIM" => found.took(Removed::Frames),
            b"VP8 " | b"VP8L" | b"VP8X" | b"ALPH" | b"ANMF" | b"ICCP" => {}
            _ => found.took(Removed::Other),
        }
        rest = after.get(length.saturating_add(length % 2)..).unwrap_or_default();
    }
}

fn inspect_gif(bytes: &[u8], found: &mut Found) {
    let table = |flags: u8| if flags & 0x80 != 0 { 3 << ((flags & 7) + 1) } else { 0 };
    let Some(&flags) = bytes.get(10) else { return };
    let mut rest = bytes.get(13 + table(flags)..).unwrap_or_default();
    let mut frames = 0;
    while let Some((&mark, after)) = rest.split_first() {
        rest = match mark {
            0x21 => {
                let label = after.first().copied().unwrap_or_default();
                match label {
                    0xfe => found.took(Removed::Comments),
                    0xff if after.get(2..).is_some_and(|body| body.starts_with(b"XMP DataXMP")) => {
                        exif::inspect_xmp(after, found);
                    }
                    0xff if after.get(2..).is_some_and(|body| body.starts_with(b"NETSCAPE2.0")) => {}
                    0xff => found.took(Removed::Other),
                    _ => {}
                }
                skip_sub_blocks(after.get(1..).unwrap_or_default())
            }
            0x2c => {
                frames += 1;
                let flags = after.get(8).copied().unwrap_or_default();
                skip_sub_blocks(after.get(10 + table(flags)..).unwrap_or_default())
            }
            0x3b => {
                if !after.is_empty() {
                    found.took(Removed::Trailing);
                }
                break;
            }
            _ => break,
        };
    }
    if frames > 1 {
        found.took(Removed::Frames);
    }
}

/// GIF data comes in blocks that say their length, up to an empty one.
fn skip_sub_blocks(mut bytes: &[u8]) -> &[u8] {
    while let Some((&length, after)) = bytes.split_first() {
        bytes = after.get(usize::from(length)..).unwrap_or_default();
        if length == 0 {
            break;
        }
    }
    bytes
}
