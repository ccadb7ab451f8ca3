//! The rules of Belfry: pure, with no input or output, no clock and no randomness of their own.
#![warn(clippy::pedantic)]

pub mod id;
