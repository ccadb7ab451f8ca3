//! The rules of Belfry: pure, with no input or output, no clock and no randomness of their own.
//!
//! What a page shows is a dossier folded from its entries by a pure function ([`case::Case::fold`]); what a person does
//! is a pure decision ([`case::decide`]). Errors are of one kind, [`refusal::Refusal`]: a rule said no.

pub mod access;
pub mod calendar;
pub mod case;
pub mod conflict;
pub mod deadline;
pub mod first_phase;
pub mod id;
pub mod people;
pub mod policy;
pub mod refusal;
pub mod report;

pub use refusal::Refusal;
