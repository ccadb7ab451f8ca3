//! Legal days: which days are Saturdays, Sundays or generally recognised holidays in the Netherlands.
//!
//! Source: Algemene termijnenwet, articles 3(1) (holidays), 3(2) (Good Friday) and 3(3) (days equated by royal decree).

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// Days equated with a holiday by royal decree under article 3(3). A new decree comes about every three years.
/// Checked on 2026-11-23.
const EQUATED: [Date; 10] = [
    Date::constant(2023, 4, 28),
    Date::constant(2023, 5, 19),
    Date::constant(2024, 5, 10),
    Date::constant(2024, 12, 27),
    Date::constant(2025, 5, 30),
    Date::constant(2026, 1, 2),
    Date::constant(2026, 5, 15),
    Date::constant(2027, 5, 7),
    Date::constant(2028, 4, 28),
    Date::constant(2028, 5, 26),
];

/// The last day for which equated days are known. Past it a term may end a day too early, so the health page warns.
pub const EQUATED_KNOWN_UNTIL: Date = Date::constant(2028, 12, 31);

/// The time zone in which a legal day is counted.
pub const ZONE: &str = "Europe/Amsterdam";

/// The legal day on which an instant falls: the calendar day in the Netherlands.
#[must_use]
pub fn legal_day(at: Timestamp) -> Date {
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    at.to_zoned_datetime(zone).date()
}

/// The first instant of a legal day.
#[must_use]
pub fn start_of_day(day: Date) -> Option<Timestamp> {
    day.in_tz(ZONE).ok().map(|zoned| zoned.timestamp())
}

/// Whether `day` is neither Saturday, Sunday, holiday nor equated with one.
#[must_use]
pub fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_holiday(day)
}

/// Whether `day` is a generally recognised holiday or equated with one.
#[must_use]
pub fn is_holiday(day: Date) -> bool {
    let fixed = matches!((day.month(), day.day()), (1, 1) | (5, 5) | (12, 25) | (12, 26));
    fixed || is_kings_day(day) || is_movable(day) || EQUATED.contains(&day)
}

/// King's Day: 27 April, or the 26th when the 27th is a Sunday.
fn is_kings_day(day: Date) -> bool {
    match (day.month(), day.day()) {
        (4, 27) => day.weekday() != Weekday::Sunday,
        (4, 26) => day.weekday() == Weekday::Saturday,
        _ => false,
    }
}

/// Good Friday, Easter Monday, Ascension Day and Whit Monday.
fn is_movable(day: Date) -> bool {
    let Some(easter) = easter(day.year()) else {
        return false;
    };
    [-2_i64, 1, 39, 50]
        .into_iter()
        .any(|offset| easter.checked_add(Span::new().days(offset)).is_ok_and(|moved| moved == day))
}

/// Easter Sunday in the Gregorian calendar (the anonymous computus, Meeus/Jones/Butcher).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_the_calendar_says() {
        for (year, month, day) in [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25)] {
            assert_eq!(easter(year), Date::new(year, month, day).ok());
        }
    }

    #[test]
    fn kings_day_moves_to_saturday_when_the_27th_is_a_sunday() {
        assert!(is_holiday(Date::constant(2025, 4, 26)));
        assert!(!is_holiday(Date::constant(2025, 4, 27)));
        assert!(is_holiday(Date::constant(2026, 4, 27)));
        assert!(!is_holiday(Date::constant(2026, 4, 26)));
    }

    #[test]
    fn a_report_late_in_the_evening_in_utc_belongs_to_the_next_dutch_day() {
        let at: Timestamp = "2026-03-01T23:30:00Z".parse().unwrap();
        assert_eq!(legal_day(at), Date::constant(2026, 3, 2));
    }
}
