//! What the ledger promises, seen from outside: against oracles, published vectors, forgers and a second verifier.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice, reason = "tests")]

mod audit;
mod book;
mod commitment;
mod common;
mod forged;
mod hostile;
mod note;
mod proof;
mod second_verifier;
mod tree;
mod vectors;
