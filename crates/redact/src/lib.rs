//! Documents: what must leave a file before somebody else opens it.
//!
//! One room so far, [`clean`]: removing what a file says about its maker, camera, place and time,
//! from the copy that staff open first. Bytes in, bytes out; no file, network, clock or randomness.

pub mod clean;
