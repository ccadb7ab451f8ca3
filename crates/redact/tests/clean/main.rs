//! Cleaning of attached files, from outside: bytes in, bytes and a report out.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests: a failed assumption is a failed test"
)]

mod hostile;
mod kinds;
mod office;
mod opendocument;
mod pdf;
mod pictures;
mod support;
