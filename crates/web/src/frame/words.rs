//! The words on the pages, from `locales/{nl,en}/*.ftl`: one file a room.

use super::Lang;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _, static_loader};
use jiff::civil::{Date, DateTime, Weekday};
use std::borrow::Cow;
use std::collections::HashMap;
use unic_langid::langid;

static_loader! {
    // Marks around arguments would break searching, and copying a code from the page.
    static LOCALES = {
        locales: "./locales",
        fallback_language: "nl",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static DUTCH: LanguageIdentifier = langid!("nl");
static ENGLISH: LanguageIdentifier = langid!("en");

/// The words in one language. Made by `frame.t()`, used in templates as `t.get("key")`.
#[derive(Clone, Copy, Debug)]
pub struct T {
    lang: Lang,
}

impl T {
    /// The words in this language.
    #[must_use]
    pub const fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// The language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// The sentence with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        LOCALES.lookup(self.id(), key)
    }

    /// The sentence with this key, with its arguments filled in.
    #[must_use]
    pub fn with<A: Into<Arg> + Clone>(&self, key: &str, args: &[(&'static str, A)]) -> String {
        let args: HashMap<Cow<'static, str>, FluentValue<'static>> =
            args.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone().into().0)).collect();
        LOCALES.lookup_with_args(self.id(), key, &args)
    }

    /// The sentence of one of a family: `t.of("refusal", code)` is the key `refusal-<code>`.
    #[must_use]
    pub fn of(&self, family: &str, member: impl std::fmt::Display) -> String {
        self.get(&format!("{family}-{member}"))
    }

    /// Whether a family has a sentence for this member.
    #[must_use]
    pub fn knows(&self, family: &str, member: impl std::fmt::Display) -> bool {
        LOCALES.try_lookup(self.id(), &format!("{family}-{member}")).is_some()
    }

    /// A date in words with its weekday: "maandag 30 november 2026".
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        self.with(
            "date-full",
            &[("weekday", Arg::from(self.weekday(date.weekday()))), ("day", Arg::from(self.day(date)))],
        )
    }

    /// A date in words without its weekday: "30 november 2026".
    #[must_use]
    pub fn day(&self, date: Date) -> String {
        format!("{} {} {}", date.day(), self.of("month", date.month()), date.year())
    }

    /// A date and time, to the minute: "maandag 30 november 2026 om 14.05 uur".
    #[must_use]
    pub fn moment(&self, at: DateTime) -> String {
        let (hour, minute) = (format!("{:02}", at.hour()), format!("{:02}", at.minute()));
        let day = self.date(at.date());
        self.with("date-moment", &[("day", day), ("hour", hour), ("minute", minute)])
    }

    /// How long there is until a deadline, in whole days; negative when it has passed.
    #[must_use]
    pub fn days_left(&self, days: i64) -> String {
        match days {
            0 => self.get("days-today"),
            1.. => self.with("days-left", &[("days", days)]),
            _ => self.with("days-late", &[("days", days.saturating_neg())]),
        }
    }

    /// The size of a file in the unit that a person would use: "2,4 MB". Decimal units, as phones show them.
    #[must_use]
    pub fn size(&self, bytes: u64) -> String {
        const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
        let Some((unit, name)) = UNITS.into_iter().find(|(unit, _)| bytes >= *unit) else {
            return self.with("size-bytes", &[("bytes", bytes)]);
        };
        let tenths = bytes.saturating_mul(10) / unit;
        let point = if self.lang == Lang::Nl { ',' } else { '.' };
        if tenths >= 100 || tenths.is_multiple_of(10) {
            return format!("{} {name}", tenths / 10);
        }
        format!("{}{point}{} {name}", tenths / 10, tenths % 10)
    }

    fn weekday(&self, day: Weekday) -> String {
        self.of("weekday", day.to_monday_one_offset())
    }

    fn id(&self) -> &'static LanguageIdentifier {
        match self.lang {
            Lang::Nl => &DUTCH,
            Lang::En => &ENGLISH,
        }
    }
}

/// A value that a sentence shows or counts by. Mixed kinds in one call: `[("name", Arg::from(name)), ("days", Arg::from(3))]`.
#[derive(Clone, Debug)]
pub struct Arg(FluentValue<'static>);

impl From<&str> for Arg {
    fn from(value: &str) -> Self {
        Self(FluentValue::String(Cow::Owned(value.to_owned())))
    }
}

impl From<&String> for Arg {
    fn from(value: &String) -> Self {
        Self::from(value.as_str())
    }
}

impl From<String> for Arg {
    fn from(value: String) -> Self {
        Self(FluentValue::String(Cow::Owned(value)))
    }
}

macro_rules! numbers {
    ($($number:ty),*) => { $(
        impl From<$number> for Arg {
            fn from(value: $number) -> Self {
                Self(FluentValue::from(value))
            }
        }
        impl From<&$number> for Arg {
            fn from(value: &$number) -> Self {
                Self(FluentValue::from(*value))
            }
        }
    )* };
}

numbers!(i32, i64, u8, u32, u64, usize);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const NL: T = T::new(Lang::Nl);
    const EN: T = T::new(Lang::En);

    #[test]
    fn a_date_is_written_in_words_in_each_language() {
        let day = date(2026, 11, 30);
        assert_eq!(NL.date(day), "maandag 30 november 2026");
        assert_eq!(EN.date(day), "Monday 30 November 2026");
        assert_eq!(NL.day(date(2026, 3, 1)), "1 maart 2026");
    }

    #[test]
    fn a_moment_is_written_as_each_language_writes_the_clock() {
        let at = date(2026, 11, 30).at(14, 5, 0, 0);
        assert_eq!(NL.moment(at), "maandag 30 november 2026 om 14.05 uur");
        assert_eq!(EN.moment(at), "Monday 30 November 2026 at 14:05");
    }

    #[test]
    fn days_to_a_deadline_are_counted_in_words() {
        assert_eq!(NL.days_left(3), "nog 3 dagen");
        assert_eq!(NL.days_left(1), "nog 1 dag");
        assert_eq!(NL.days_left(0), "vandaag");
        assert_eq!(NL.days_left(-1), "1 dag te laat");
        assert_eq!(EN.days_left(-12), "12 days late");
    }

    #[test]
    fn a_size_is_written_in_the_unit_a_person_would_use() {
        assert_eq!(NL.size(2_450_000), "2,4 MB");
        assert_eq!(EN.size(2_450_000), "2.4 MB");
        assert_eq!(NL.size(10_600_000), "10 MB");
        assert_eq!(NL.size(3_000), "3 kB");
        assert_eq!(NL.size(12), "12 bytes");
    }

    #[test]
    fn a_copied_sentence_holds_no_invisible_marks() {
        assert!(!NL.days_left(3).contains(['\u{2068}', '\u{2069}']));
    }
}
