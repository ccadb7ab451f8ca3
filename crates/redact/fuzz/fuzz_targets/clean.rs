//! Any bytes: an answer comes, and a copy is a file of its kind that can be cleaned again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use redact::clean::{Limits, Outcome, clean};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { pixels: 1_000_000, zip_total_bytes: 5_000_000, pdf_inflated_bytes: 20_000_000, ..Limits::default() };
    if let Outcome::Cleaned(copy) = clean("", bytes, &limits).outcome {
        let again = clean("", &copy.bytes, &Limits::default());
        assert_eq!(again.kind, copy.kind);
        assert!(matches!(again.outcome, Outcome::Cleaned(_)));
    }
});
