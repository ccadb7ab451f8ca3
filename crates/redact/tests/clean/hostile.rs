//! Whatever the bytes, the answer is a cleaning: no panic, no hang, nothing let through unseen.

use crate::support::*;
use proptest::prelude::*;
use redact::clean::{FileKind, Limits, Outcome, clean};

/// Small limits, so that a case that reaches them does so quickly.
fn limits() -> Limits {
    Limits {
        pixels: 100_000,
        zip_total_bytes: 2_000_000,
        pdf_inflated_bytes: 4_000_000,
        pdf_values: 200_000,
        ..Limits::default()
    }
}

/// Well-formed files of every kind that is taken apart, to start from.
fn seeds() -> Vec<Vec<u8>> {
    use image::ImageFormat::{Bmp, Gif, Jpeg, Png, Tiff, WebP};
    let mut seeds: Vec<Vec<u8>> = [Jpeg, Png, WebP, Gif, Bmp, Tiff].into_iter().map(encoded).collect();
    seeds.push(telling_jpeg(6));
    seeds.push(crate::pdf::example());
    seeds.push(crate::pdf::packed_example());
    seeds.push(crate::office::example());
    seeds.push(crate::opendocument::example());
    seeds
}

/// A cleaned copy must be a file of its kind, and one that stays as it is when cleaned again.
fn check(bytes: &[u8]) {
    let cleaning = clean("bestand", bytes, &limits());
    if let Outcome::Cleaned(copy) = cleaning.outcome {
        let again = clean("bestand", &copy.bytes, &Limits::default());
        assert_eq!(again.kind, copy.kind);
        assert!(matches!(again.outcome, Outcome::Cleaned(_)), "a copy of {:?} can't be read: {again:?}", cleaning.kind);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        check(&bytes);
    }

    #[test]
    fn any_bytes_behind_a_known_start_get_an_answer(
        start in prop::sample::select(vec![
            &b"\xff\xd8\xff\xe1"[..], b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x20\0\0\0WEBPVP8X", b"BM", b"II*\0\x08\0\0\0",
            b"MM\0*\0\0\0\x08", b"%PDF-1.7\n1 0 obj <<", b"PK\x03\x04", b"{\\rtf", b"<?xml ",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..1_000),
    ) {
        check(&[start, &bytes].concat());
    }

    #[test]
    fn a_file_changed_at_some_places_gets_an_answer(
        seed in 0_usize..11,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut bytes = seeds().swap_remove(seed);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        check(&bytes);
    }

    #[test]
    fn a_file_cut_off_or_with_a_piece_moved_gets_an_answer(
        seed in 0_usize..11,
        cut in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        length in 1_usize..64,
    ) {
        let mut bytes = seeds().swap_remove(seed);
        let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
        let piece: Vec<u8> = bytes[from..].iter().take(length).copied().collect();
        bytes.splice(to..to, piece);
        check(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        check(&bytes);
    }

    #[test]
    fn values_in_any_order_in_a_pdf_get_an_answer(
        words in prop::collection::vec(prop::sample::select(vec![
            "<<", ">>", "[", "]", "/Type", "/Page", "/Pages", "/Kids", "/Resources", "/XObject", "/Font", "/AP", "/N", "/Length",
            "/Filter", "/FlateDecode", "/DCTDecode", "/Contents", "/Annots", "/Subtype", "/Widget", "/Link", "/A", "/S", "/URI",
            "1 0 R", "2 0 R", "3 0 R", "4 0 R", "5 0 R", "endobj 5 0 obj", "endobj 3 0 obj", "stream\n", "\nendstream", "(text)",
            "<aa>", "0", "-1", "99999999999", "1.5", "null", "true", "%x\n", "/ObjStm", "/First", "/W", "xref", "trailer",
        ]), 0..120),
    ) {
        let mut text = String::from(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R/AcroForm 5 0 R>>endobj\n2 0 obj<</Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page ",
        );
        text.push_str(&words.join(" "));
        text.push_str(">> endobj\ntrailer<</Root 1 0 R>>");
        check(text.as_bytes());
    }
}

#[test]
fn the_files_to_start_from_are_all_cleaned() {
    for seed in seeds() {
        let cleaning = clean("bestand", &seed, &limits());
        assert_ne!(cleaning.kind, FileKind::Unknown);
        assert!(matches!(cleaning.outcome, Outcome::Cleaned(_)), "{cleaning:?}");
    }
}
