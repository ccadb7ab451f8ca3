//! A calendar day. Promises and proofs know no finer time: the hour at which a report came could point
//! at the person who sent it.

use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar from 0001-01-01 to 9999-12-31, written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

/// The text is not a calendar day written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day written as YYYY-MM-DD")]
pub struct NotADay;

impl Day {
    /// The day on which a moment falls that is written as RFC 3339, or as a day alone (rounded).
    ///
    /// # Errors
    /// [`NotADay`] if the text does not begin with a day followed by nothing or by a time.
    pub fn of_moment(text: &str) -> Result<Self, NotADay> {
        match text.split_once('T') {
            Some((day, _)) => day.parse(),
            None => text.parse(),
        }
    }

    /// Days since 0000-03-01, for comparing with a tolerance.
    pub(crate) fn number(self) -> u32 {
        // Years counted from March put the leap day at the end, which makes month lengths regular.
        let (year, month) = if self.month > 2 {
            (u32::from(self.year), u32::from(self.month) - 3)
        } else {
            (u32::from(self.year) - 1, u32::from(self.month) + 9)
        };
        year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + u32::from(self.day) - 1
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Digits only: `parse` alone would take a sign.
fn digits<T: FromStr>(text: &str) -> Result<T, NotADay> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotADay);
    }
    text.parse().map_err(|_| NotADay)
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        if text.len() != 10 {
            return Err(NotADay);
        }
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotADay);
        };
        if year.len() != 4 || month.len() != 2 {
            return Err(NotADay);
        }
        let (year, month, day) = (digits(year)?, digits(month)?, digits(day)?);
        if year == 0 || !(1..=12).contains(&month) || day == 0 || day > days_in(year, month) {
            return Err(NotADay);
        }
        Ok(Self { year, month, day })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_days_in_the_one_spelling_are_days() {
        for good in ["2026-11-24", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(good.parse::<Day>().unwrap().to_string(), good);
        }
        for bad in [
            "2026-1-24",
            "2026-11-31",
            "2025-02-29",
            "1900-02-29",
            "0000-01-01",
            "2026-13-01",
            "2026-00-10",
            "2026-10-00",
            "+026-10-01",
            "2026/10/01",
            "2026-10-01 ",
            "",
            "20261-0-01",
            "２026-1-1",
        ] {
            assert_eq!(bad.parse::<Day>(), Err(NotADay), "{bad}");
        }
    }

    #[test]
    fn day_numbers_follow_the_calendar() {
        let number = |text: &str| text.parse::<Day>().unwrap().number();
        assert_eq!(number("2024-03-01") - number("2024-02-28"), 2);
        assert_eq!(number("2025-03-01") - number("2025-02-28"), 1);
        assert_eq!(number("2027-01-01") - number("2026-12-31"), 1);
        assert_eq!(number("2026-11-24") - number("1970-01-01"), 20781);
    }

    #[test]
    fn a_moment_falls_on_its_day() {
        assert_eq!(Day::of_moment("2026-11-24T13:00:00Z"), "2026-11-24".parse());
        assert_eq!(Day::of_moment("2026-11-24"), "2026-11-24".parse());
        assert_eq!(Day::of_moment("2026-11-24 13:00"), Err(NotADay));
    }
}
