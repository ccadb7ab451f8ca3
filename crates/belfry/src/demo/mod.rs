//! The demo: an organisation and some fourteen cases, made through the same acts that users perform.
//!
//! What happens stands in the stories (`stories/*.toml`) and the people in `organisation.toml`; both are data, so that a
//! case can be added without touching the program. Everything in them is made up.

pub mod organisation;
#[cfg(test)]
mod rehearsal;
pub mod story;
