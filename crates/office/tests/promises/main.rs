//! The promises of the threat model, each test named after its promise there, played as people would break them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failing test may panic"
)]

mod accounts;
mod canary;
mod doors;
mod keys;
mod ledger_;
mod notices;
mod receipt;
mod searching;
mod stored;
#[path = "../support/mod.rs"]
mod support;
