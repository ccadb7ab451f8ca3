//! Instants as entries store them: exact for staff, rounded for the reporter.
//!
//! When an anonymous person came is nobody's business: a report is stored by its day, a message by its hour.

use domain::calendar::{ZONE, legal_day};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// To the second, in UTC.
pub(crate) fn second(now: Timestamp) -> String {
    Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

/// To the hour, in UTC, rounded down.
pub(crate) fn hour(now: Timestamp) -> String {
    let hour = now.as_second().div_euclid(3600) * 3600;
    Timestamp::from_second(hour).unwrap_or(now).to_string()
}

/// An hour in microseconds.
const HOUR: i64 = 3_600_000_000;

/// The beginning of the hour of an instant in microseconds, for rows that a reporter brings about.
pub(crate) const fn this_hour(instant: i64) -> i64 {
    instant.div_euclid(HOUR) * HOUR
}

/// The full hour at or after an instant in microseconds, for rows of a reporter that end.
pub(crate) const fn next_hour(instant: i64) -> i64 {
    this_hour(instant + HOUR - 1)
}

/// To the legal day: its first instant in the Netherlands.
pub(crate) fn day(now: Timestamp) -> String {
    let start = domain::calendar::start_of_day(legal_day(now)).unwrap_or(now);
    second(start)
}

/// The local hour of the day, 0 to 23, for tasks that run at a fixed hour.
pub(crate) fn local_hour(now: Timestamp) -> i8 {
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    now.to_zoned_datetime(zone).hour()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reporter_does_is_stored_by_hour_and_a_report_by_day() {
        let now: Timestamp = "2026-11-24T13:47:12.345678Z".parse().unwrap();
        assert_eq!(second(now), "2026-11-24T13:47:12Z");
        assert_eq!(hour(now), "2026-11-24T13:00:00Z");
        assert_eq!(day(now), "2026-11-23T23:00:00Z");
        let hour = |instant| Timestamp::from_microsecond(instant).unwrap().to_string();
        assert_eq!(hour(this_hour(now.as_microsecond())), "2026-11-24T13:00:00Z");
        assert_eq!(hour(next_hour(now.as_microsecond())), "2026-11-24T14:00:00Z");
        assert_eq!(next_hour(HOUR), HOUR, "a full hour is its own");
    }
}
