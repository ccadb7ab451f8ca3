//! Keys and sealing: everything that makes a thing readable to some and to nobody else.
//!
//! Pure, but for one thing: [`random`] draws from the operating system, and is the only place that does.
//! What is sealed here is meant to stay secret for thirty years, so keys are wrapped with a hybrid of X25519 and
//! ML-KEM-768, and the bytes are described in `FORMAT.md` and held in place by the test vectors in `vectors/`.
//!
//! Where to look: [`key`] and [`random`] are the ground; [`mod@seal`] for texts in the database, [`file`](mod@file)
//! for attachments, [`mod@wrap`] for handing a key to a [`person`]; [`receipt`] for the reporter's code,
//! [`passphrase`], [`totp`] and [`session`] for staff, [`recovery`] for the day that everything is lost.

mod bytes;
mod error;
mod hybrid;

pub mod file;
pub mod key;
pub mod passphrase;
pub mod person;
pub mod random;
pub mod receipt;
pub mod recovery;
pub mod seal;
pub mod session;
pub mod totp;
pub mod wrap;

pub use error::VaultError;
