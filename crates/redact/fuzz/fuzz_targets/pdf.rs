//! Any bytes behind the head of a PDF that leads to them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use redact::clean::{Limits, Outcome, clean};

const HEAD: &[u8] = b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R/Outlines 6 0 R/Names 7 0 R>>endobj\n\
    2 0 obj<</Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Resources 4 0 R/Contents 8 0 R/Annots[5 0 R 9 0 R]>>endobj\n\
    trailer<</Root 1 0 R>>\n4 0 obj ";

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { pdf_values: 100_000, pdf_inflated_bytes: 10_000_000, ..Limits::default() };
    if let Outcome::Cleaned(copy) = clean("", &[HEAD, bytes].concat(), &limits).outcome {
        let again = clean("", &copy.bytes, &Limits::default());
        assert!(matches!(again.outcome, Outcome::Cleaned(_)));
    }
});
