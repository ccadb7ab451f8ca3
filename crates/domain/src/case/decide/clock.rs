//! What time brings about by itself.

use super::super::entry::{Decided, Fact};
use super::super::fold::Case;
use super::super::view::Stage;
use crate::deadline::DeadlineKind;
use crate::first_phase::Conclusion;
use jiff::civil::Date;

/// What the clock brings about by itself: a passed deadline is taken to the next in line once, and a first phase or
/// second look that is still open after its deadline is concluded in favour of the reporter. It needs no key.
#[must_use]
pub fn escalate(case: &Case, today: Date) -> Vec<Decided> {
    let mut decided = Vec::new();
    if case.stage == Stage::Closed {
        return decided;
    }
    for late in case.deadlines.iter().filter(|deadline| deadline.is_late(today)) {
        if !case.escalated.contains(&late.kind) {
            decided.push(Decided::fact(Fact::Escalated { deadline: late.kind, on: today }));
        }
        let round = match late.kind {
            DeadlineKind::FirstPhase => 1,
            DeadlineKind::SecondLook => 2,
            DeadlineKind::Acknowledge | DeadlineKind::Feedback => continue,
        };
        let conclusion = Conclusion::ByDefault;
        decided.push(Decided::fact(Fact::FirstPhaseConcluded { round, conclusion, on: today }));
    }
    decided
}
