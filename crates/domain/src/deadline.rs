//! Deadlines: computed from the law or from our own policy, never typed.
//!
//! Sources: Wet bescherming klokkenluiders article 2(2) and Directive (EU) 2019/1937 article 9(1)(b) and (f) for the
//! terms; Algemene termijnenwet articles 1 to 4 for where a statutory term ends.

use crate::calendar::is_working_day;
use crate::policy;
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What must have happened by a date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadlineKind {
    /// Acknowledge the receipt of the report: 7 days from receipt.
    Acknowledge,
    /// Conclude the first phase: our policy, so that its outcome comes well before the feedback is due.
    FirstPhase,
    /// Conclude the second look that the reporter asked for: our policy.
    SecondLook,
    /// Give feedback, action and grounds: 3 months from the acknowledgement, or from the day it was due.
    Feedback,
}

impl DeadlineKind {
    /// All kinds, in the order in which they normally come.
    pub const ALL: [Self; 4] = [Self::Acknowledge, Self::FirstPhase, Self::SecondLook, Self::Feedback];

    /// The stable name used in storage, the API and text keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::FirstPhase => "first-phase",
            Self::SecondLook => "second-look",
            Self::Feedback => "feedback",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One deadline of a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Deadline {
    /// What is due.
    pub kind: DeadlineKind,
    /// The last day on which it is in time. It is late only from the day after.
    pub due: Date,
    /// The day on which it was done.
    pub met: Option<Date>,
}

impl Deadline {
    /// Whether it is still to be done and the last day has passed.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.met.is_none() && today > self.due
    }

    /// Days left until the last day, negative when late.
    #[must_use]
    pub fn days_left(&self, today: Date) -> i64 {
        days_between(today, self.due)
    }
}

/// Whole days from `from` to `to`, negative when `to` is earlier.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// A length of time set by law or policy. Day 0, the day of the event, is not counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term {
    /// So many days.
    Days(u16),
    /// So many weeks.
    Weeks(u16),
    /// So many months, ending on the same-numbered day or, where there is none, on the last day of the month.
    Months(u16),
}

impl Term {
    fn span(self) -> Span {
        match self {
            Self::Days(n) => Span::new().days(i64::from(n)),
            Self::Weeks(n) => Span::new().weeks(i64::from(n)),
            Self::Months(n) => Span::new().months(i64::from(n)),
        }
    }

    /// The day on which the term ends before any extension.
    #[must_use]
    pub fn end(self, from: Date) -> Date {
        from.checked_add(self.span()).unwrap_or(Date::MAX)
    }

    /// Article 4: the Act does not apply to terms of more than 90 days, 12 weeks or 3 months.
    const fn is_covered(self) -> bool {
        match self {
            Self::Days(n) => n <= 90,
            Self::Weeks(n) => n <= 12,
            Self::Months(n) => n <= 3,
        }
    }

    /// Article 2: a term of at least three days has at least two working days in it.
    const fn needs_two_working_days(self) -> bool {
        !matches!(self, Self::Days(0..=2))
    }

    /// The last day of a *statutory* term that began on `from`, extended as articles 1 and 2 say.
    #[must_use]
    pub fn legal_end(self, from: Date) -> Date {
        let mut end = self.end(from);
        if !self.is_covered() {
            return end;
        }
        let mut working =
            if self.needs_two_working_days() { 2_u8.saturating_sub(working_days_up_to_two(from, end)) } else { 0 };
        while working > 0 || !is_working_day(end) {
            let Ok(next) = end.tomorrow() else { return end };
            end = next;
            if is_working_day(end) {
                working = working.saturating_sub(1);
            }
        }
        end
    }
}

/// Working days after `from` up to and including `end`, counted to two at most.
fn working_days_up_to_two(from: Date, end: Date) -> u8 {
    let mut count = 0;
    let mut day = from;
    while day < end && count < 2 {
        let Ok(next) = day.tomorrow() else { break };
        day = next;
        if is_working_day(day) {
            count += 1;
        }
    }
    count
}

/// The last day on which a report received on `received` can be acknowledged in time.
#[must_use]
pub fn acknowledge_by(received: Date) -> Date {
    policy::ACKNOWLEDGE.legal_end(received)
}

/// The last day for feedback when the report was acknowledged on `acknowledged`.
#[must_use]
pub fn feedback_by(acknowledged: Date) -> Date {
    policy::FEEDBACK.legal_end(acknowledged)
}

/// The last day for feedback when no acknowledgement was sent: counted from the end of the 7 days, without their
/// extension, which is the reading that protects the reporter.
#[must_use]
pub fn feedback_by_without_acknowledgement(received: Date) -> Date {
    policy::FEEDBACK.legal_end(policy::ACKNOWLEDGE.end(received))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn seven_days_from_receipt_end_on_a_working_day() {
        for (received, latest) in [
            ("2026-04-28", "2026-05-06"),
            ("2025-12-18", "2025-12-29"),
            ("2025-12-26", "2026-01-05"),
            ("2026-05-07", "2026-05-18"),
            ("2025-04-19", "2025-04-28"),
            ("2026-03-01", "2026-03-09"),
        ] {
            assert_eq!(acknowledge_by(date(received)), date(latest), "received {received}");
        }
    }

    #[test]
    fn three_months_from_acknowledgement_end_on_a_working_day() {
        for (acknowledged, latest) in [
            ("2026-01-31", "2026-04-30"),
            ("2025-11-30", "2026-03-02"),
            ("2026-02-05", "2026-05-06"),
            ("2027-02-07", "2027-05-10"),
            ("2026-01-03", "2026-04-07"),
            ("2026-09-26", "2026-12-28"),
        ] {
            assert_eq!(feedback_by(date(acknowledged)), date(latest), "acknowledged {acknowledged}");
        }
    }

    #[test]
    fn a_term_of_three_days_has_two_working_days_in_it() {
        assert_eq!(Term::Days(3).legal_end(date("2025-12-24")), date("2025-12-30"));
    }

    #[test]
    fn without_acknowledgement_the_three_months_run_from_the_end_of_the_seven_days() {
        assert_eq!(feedback_by_without_acknowledgement(date("2026-03-01")), date("2026-06-08"));
    }

    #[test]
    fn a_term_of_more_than_three_months_is_not_extended() {
        assert_eq!(Term::Months(6).legal_end(date("2026-03-19")), date("2026-09-19"));
        assert_eq!(Term::Weeks(12).legal_end(date("2026-10-02")), date("2026-12-28"));
    }

    #[test]
    fn a_deadline_is_late_only_from_the_day_after() {
        let deadline = Deadline { kind: DeadlineKind::Acknowledge, due: date("2026-11-24"), met: None };
        assert!(!deadline.is_late(date("2026-11-24")));
        assert!(deadline.is_late(date("2026-11-25")));
        assert_eq!(deadline.days_left(date("2026-11-26")), -2);
    }

    proptest::proptest! {
        #[test]
        fn every_statutory_term_ends_on_a_working_day_and_never_before_its_plain_end(offset in 0_i64..1500, days in 1_u16..90) {
            let from = date("2024-01-01").checked_add(Span::new().days(offset)).unwrap();
            let term = Term::Days(days);
            let end = term.legal_end(from);
            proptest::prop_assert!(is_working_day(end));
            proptest::prop_assert!(end >= term.end(from));
        }
    }
}
