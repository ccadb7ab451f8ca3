//! The case: its entries, how they fold into what a page shows, and the pure decisions on it.

mod decide;
mod entry;
mod fold;
#[cfg(test)]
mod tests;
mod view;

pub use decide::{Command, Context, ReporterCommand, decide, decide_reporter, escalate, named, receive};
pub use entry::{
    Actor, Body, ClosedBecause, Compartment, Decided, Entry, Fact, GivenBecause, Part, Party, TakenBecause,
};
pub use fold::{Broken, Case};
pub use view::{Event, Message, Note, OralRecord, ReadBy, Round, Seat, SentOutcome, Stage};
