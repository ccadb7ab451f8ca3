//! The ledger: a public, append-only log of salted commitments, and everything needed to check it
//! without trusting whoever keeps it.
//!
//! - [`tree`]: the RFC 6962 Merkle tree: appending, inclusion and consistency proofs.
//!
//! The formats are frozen and written down in `FORMAT.md`, with vectors under `vectors/` that a second
//! verifier in another language (`packaging/verifier/`) reads too.
//! Nothing here reads a clock, draws randomness or does I/O: salts, dates and keys come from the caller.

pub mod tree;

/// A SHA-256 digest: of a field, an entry, or a node of the tree.
pub type Hash = [u8; 32];
