//! The ledger: a public, append-only log of salted commitments, and everything needed to check it
//! without trusting whoever keeps it.
//!
//! - [`commitment`]: what an entry commits to, field by field, so that one field can be erased and the rest still proven.
//! - [`tree`]: the RFC 6962 Merkle tree: appending, inclusion and consistency proofs.
//! - [`note`], [`checkpoint`], [`promise`]: what the ledger's key signs, in the C2SP formats.
//! - [`proof`]: the file that a reporter may keep, and [`consistency`]: the file that joins two checkpoints.
//! - [`audit`]: the check of a whole ledger, in one pass.
//!
//! The formats are frozen and written down in `FORMAT.md`, with vectors under `vectors/` that a second
//! verifier in another language (`packaging/verifier/`) reads too.
//! Nothing here reads a clock, draws randomness or does I/O: salts, dates and keys come from the caller.

pub mod audit;
pub mod checkpoint;
pub mod commitment;
pub mod consistency;
pub mod day;
mod encoding;
pub mod note;
pub mod promise;
pub mod proof;
pub mod tree;
mod wrong;

pub use wrong::Wrong;

/// A SHA-256 digest: of a field, an entry, or a node of the tree.
pub type Hash = [u8; 32];
