//! The JSON API as programs meet it. Every answer is held against the published document: its status must be named there
//! and its body must be as described.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod auditors;
mod bad_input;
mod described;
mod document;
mod files;
mod reporters;
mod silence;
mod staff;
mod support;
#[path = "../../../office/tests/support/mod.rs"]
mod world;
