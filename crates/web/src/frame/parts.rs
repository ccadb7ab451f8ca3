//! What the components of `templates/frame/components.html` are filled with. All text is already in the reader's language.

use std::borrow::Borrow;

/// How much something asks for attention. Always shown beside a word, never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to it.
    Neutral,
    /// Good to know.
    Info,
    /// Done, or as it should be.
    Good,
    /// Look at it before long.
    Warning,
    /// Late or wrong.
    Danger,
}

impl Tone {
    /// The suffix of the status badge's class.
    #[must_use]
    pub const fn badge(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "active",
            Self::Good => "safe",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }

    /// The suffix of the alert's class.
    #[must_use]
    pub const fn alert(self) -> &'static str {
        match self {
            Self::Neutral | Self::Info => "info",
            Self::Good => "ok",
            Self::Warning => "warning",
            Self::Danger => "error",
        }
    }
}

/// One answer to choose from: radios, checkboxes, select.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the reader sees.
    pub label: String,
    /// A line under it; may be empty.
    pub hint: String,
}

impl Choice {
    /// A choice without a line under it.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    /// With a line under it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Whether it is the one that was chosen.
    #[must_use]
    pub fn is(&self, chosen: impl AsRef<str>) -> bool {
        self.value == chosen.as_ref()
    }

    /// Whether it is among those that were chosen.
    #[must_use]
    pub fn among<S: AsRef<str>>(&self, chosen: &(impl AsRef<[S]> + ?Sized)) -> bool {
        chosen.as_ref().iter().any(|one| self.is(one))
    }
}

/// A link to a page: in the navigation, in the trail.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// The whole address, made with `href`.
    pub href: String,
    /// What it says.
    pub label: String,
    /// Whether it is the page that the reader is at.
    pub current: bool,
    /// How many things wait there; 0 shows nothing.
    pub count: u64,
}

impl Link {
    /// A link to another page.
    #[must_use]
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), current: false, count: 0 }
    }

    /// Marked as where the reader is, if so.
    #[must_use]
    pub const fn at(mut self, current: bool) -> Self {
        self.current = current;
        self
    }

    /// With the number of things that wait there.
    #[must_use]
    pub const fn counting(mut self, count: u64) -> Self {
        self.count = count;
        self
    }
}

/// Where a step of a timeline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It was.
    Was,
    /// It is now.
    Is,
    /// It comes.
    Comes,
}

impl State {
    /// The name, as in the class and in the key `step-<name>`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Was => "was",
            Self::Is => "is",
            Self::Comes => "comes",
        }
    }
}

/// A step of a timeline.
#[derive(Clone, Debug)]
pub struct Step {
    /// Whether it was, is or comes.
    pub state: State,
    /// What it is.
    pub title: String,
    /// When, in words; may be empty.
    pub when: String,
    /// What more there is to say; may be empty.
    pub text: String,
}

/// A file to fetch.
#[derive(Clone, Debug)]
pub struct Attached {
    /// Where it is fetched.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its size in words.
    pub size: String,
    /// What the reader should know first ("hidden information was removed"); may be empty.
    pub note: String,
}

/// A message in a conversation.
#[derive(Clone, Debug)]
pub struct Message {
    /// Whether the reader wrote it.
    pub own: bool,
    /// Who wrote it, by role.
    pub by: String,
    /// When, in words.
    pub at: String,
    /// What it says; lines are kept.
    pub text: String,
    /// What came with it.
    pub files: Vec<Attached>,
    /// Whether the other side has seen it, in words; may be empty.
    pub mark: String,
}

/// A line of a summary: what, its value and where to change it.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is about.
    pub name: String,
    /// What was answered; lines are kept.
    pub value: String,
    /// Where to change it; empty when it can't be.
    pub change: String,
}

impl Fact {
    /// A line that can't be changed.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), change: String::new() }
    }

    /// With the address at which it is changed.
    #[must_use]
    pub fn changed_at(mut self, href: impl Into<String>) -> Self {
        self.change = href.into();
        self
    }
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its head.
    pub label: String,
    /// The address that sorts by it; empty when it can't be.
    pub sort: String,
    /// How it is sorted now, as in `aria-sort`: `ascending`, `descending` or empty.
    pub order: &'static str,
}

impl Column {
    /// A column that can't be sorted by.
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), sort: String::new(), order: "" }
    }

    /// With the address that sorts by it and how it is sorted now.
    #[must_use]
    pub fn sorted(mut self, href: impl Into<String>, order: &'static str) -> Self {
        self.sort = href.into();
        self.order = order;
        self
    }
}

/// The pages of a long list.
#[derive(Clone, Debug)]
pub struct Pager {
    /// This page, from 1.
    pub page: u64,
    /// How many there are.
    pub pages: u64,
    /// How many things in all.
    pub total: u64,
    /// The address to which the page's number is added: `/nl/inbox?page=`.
    pub base: String,
}

impl Pager {
    /// The pages of `total` things, `size` on each; a page beyond the end is the last.
    #[must_use]
    pub fn new(page: u64, size: u64, total: u64, base: impl Into<String>) -> Self {
        let pages = total.div_ceil(size.max(1)).max(1);
        Self { page: page.clamp(1, pages), pages, total, base: base.into() }
    }

    /// The numbers to show: the first, the last and those around this one, 0 for a gap.
    #[must_use]
    pub fn numbers(&self) -> Vec<u64> {
        let mut shown = Vec::new();
        for number in 1..=self.pages.min(10_000) {
            let near = number == 1 || number == self.pages || number.abs_diff(self.page) <= 1;
            if near {
                shown.push(number);
            } else if shown.last() != Some(&0) {
                shown.push(0);
            }
        }
        shown
    }

    /// The address of a page.
    #[must_use]
    pub fn href(&self, page: impl Borrow<u64>) -> String {
        format!("{}{}", self.base, page.borrow())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_shows_the_first_the_last_and_the_pages_around_this_one() {
        let pager = Pager::new(5, 25, 250, "/nl/inbox?page=");
        assert_eq!(pager.numbers(), [1, 0, 4, 5, 6, 0, 10]);
        assert_eq!(pager.href(6), "/nl/inbox?page=6");
    }

    #[test]
    fn a_page_beyond_the_end_is_the_last() {
        assert_eq!(Pager::new(99, 25, 26, "").page, 2);
        assert_eq!(Pager::new(0, 25, 0, "").numbers(), [1]);
    }
}
