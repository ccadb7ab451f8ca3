//! The way through a report: which steps it has, which come next, and what is still missing.

use crate::frame::Frame;
use domain::report::{Channel, IdentityMode};
use office::report::Draft;

/// A step of a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Which agency and what kind of concern.
    Concern,
    /// Who may know who the reporter is.
    Identity,
    /// What happened.
    What,
    /// When and where.
    Circumstances,
    /// Who, and how the reporter knows.
    People,
    /// The reporter: their tie to the organisation, whom they told, their worries.
    Yourself,
    /// Files.
    Files,
    /// Everything once more.
    Summary,
}

/// All steps of a report.
const ALL: [Place; 8] = [
    Place::Concern,
    Place::Identity,
    Place::What,
    Place::Circumstances,
    Place::People,
    Place::Yourself,
    Place::Files,
    Place::Summary,
];
/// The steps of a question, which is about nobody.
const QUESTION: [Place; 6] =
    [Place::Concern, Place::Identity, Place::What, Place::Yourself, Place::Files, Place::Summary];

impl Place {
    /// The address, without the language.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Concern => "/report/concern",
            Self::Identity => "/report/identity",
            Self::What => "/report/story",
            Self::Circumstances => "/report/story/circumstances",
            Self::People => "/report/story/people",
            Self::Yourself => "/report/story/yourself",
            Self::Files => "/report/files",
            Self::Summary => "/report/summary",
        }
    }

    /// The questions that are asked here, by the names of their answers.
    #[must_use]
    pub const fn asks(self, channel: Option<Channel>) -> &'static [&'static str] {
        match (self, channel) {
            (Self::What, _) => &["what"],
            (Self::Circumstances, _) => &["when", "where"],
            (Self::People, _) => &["who", "how"],
            (Self::Yourself, Some(Channel::Question)) => &["relation", "worries"],
            (Self::Yourself, _) => &["relation", "told", "worries"],
            _ => &[],
        }
    }

    /// The step after this one.
    #[must_use]
    pub fn next(self, draft: &Draft) -> Self {
        let mut rest = way(draft).iter().skip_while(|place| **place != self).skip(1);
        rest.next().copied().unwrap_or(Self::Summary)
    }
}

/// The steps of this report.
#[must_use]
pub const fn way(draft: &Draft) -> &'static [Place] {
    match draft.channel {
        Some(Channel::Question) => &QUESTION,
        _ => &ALL,
    }
}

/// The first step at which something is missing that must be there; none when it can be sent.
#[must_use]
pub fn missing(draft: &Draft) -> Option<Place> {
    let named = !draft.who.name.trim().is_empty();
    if draft.agency.is_none() || draft.channel.is_none() {
        Some(Place::Concern)
    } else if !matches!(draft.identity, Some(IdentityMode::Anonymous)) && (draft.identity.is_none() || !named) {
        Some(Place::Identity)
    } else if draft.answers.what.trim().is_empty() {
        Some(Place::What)
    } else {
        None
    }
}

/// Whether the reporter may be at a step: nothing is missing before it.
#[must_use]
pub fn reaches(draft: &Draft, place: Place) -> bool {
    let at = |wanted| way(draft).iter().position(|place| *place == wanted);
    missing(draft).is_none_or(|missing| at(place) <= at(missing))
}

/// Where the reporter is, and the way back.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The whole address of the step before.
    pub back: String,
    /// Which step this is, from 1.
    pub step: usize,
    /// How many there are.
    pub steps: usize,
}

impl Progress {
    /// The progress at a step.
    #[must_use]
    pub fn at(frame: &Frame, draft: &Draft, place: Place, from_summary: bool) -> Self {
        let way = way(draft);
        let at = way.iter().position(|other| *other == place).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|before| way.get(before)).map_or("/report", |before| before.path());
        let back = frame.href(if from_summary { Place::Summary.path() } else { before });
        Self { back, step: at + 1, steps: way.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            agency: Some("ind".into()),
            channel: Some(Channel::Abuse),
            identity: Some(IdentityMode::Anonymous),
            ..Draft::default()
        }
    }

    #[test]
    fn a_report_asks_for_what_must_be_there_and_for_nothing_more() {
        let mut draft = Draft::default();
        assert_eq!(missing(&draft), Some(Place::Concern));
        draft = self::draft();
        assert_eq!(missing(&draft), Some(Place::What));
        draft.answers.what = "Er is iets".into();
        assert_eq!(missing(&draft), None);
        draft.identity = Some(IdentityMode::Open);
        assert_eq!(missing(&draft), Some(Place::Identity), "an open report needs a name");
    }

    #[test]
    fn nobody_gets_past_a_step_that_is_not_filled_in_yet() {
        let draft = draft();
        assert!(reaches(&draft, Place::Identity) && reaches(&draft, Place::What));
        assert!(!reaches(&draft, Place::Files));
    }

    #[test]
    fn a_question_is_asked_fewer_questions() {
        let mut draft = draft();
        assert_eq!(Place::What.next(&draft), Place::Circumstances);
        draft.channel = Some(Channel::Question);
        assert_eq!(Place::What.next(&draft), Place::Yourself);
        assert!(Place::Yourself.asks(draft.channel).len() < Place::Yourself.asks(None).len());
    }
}
