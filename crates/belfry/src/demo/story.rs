//! A story: one reporter, one receipt code, and what happened, told in days relative to today.
//!
//! Each step is one act of the office, by one actor, at one moment. Whoever performs the stories walks through all of
//! them in the order of [`timeline`], sets the clock, and does the act.

use domain::case::{ClosedBecause, Part, Stage};
use domain::deadline::DeadlineKind;
use domain::first_phase::{Answer, Assessment, Element, Finding, Outcome};
use domain::report::{Answers, Channel, Identity, IdentityMode, Language, Via};
use jiff::Span;
use jiff::civil::{Date, DateTime, Time};
use serde::Deserialize;
use std::collections::BTreeMap;

/// One reporter and what happened.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// What it shows, for whoever reads the list of stories. It appears on no page.
    pub title: String,
    /// Whether the reporter's code is printed when the demo is made, so that one can come back as this reporter.
    #[serde(default)]
    pub show_code: bool,
    /// Sign-in names of the staff whose names the report itself contains. A test holds the words to it, so that nobody is
    /// kept from a case by an accident of names.
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "the rehearsal holds the story to it"))]
    pub names: Vec<String>,
    /// The files that are sent in the story, by name.
    #[serde(default)]
    pub files: BTreeMap<String, Attachment>,
    /// What happened, oldest first.
    pub steps: Vec<Step>,
    /// How it stands today: the reporter's first case, and each further case begun from it.
    pub ends: Vec<End>,
}

/// A file, described: its bytes are made when the demo is.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Attachment {
    /// A small JPEG with EXIF in it: camera, place and time, which must be gone from what staff open first.
    Photo {
        /// What it shows.
        shows: String,
        /// Maker and model of the camera.
        camera: String,
        /// Latitude and longitude in degrees, north and east.
        place: [f64; 2],
        /// The day on which it was taken, relative to today.
        day: i32,
        /// The local time at which it was taken.
        at: Time,
    },
    /// A PDF of one page with a title and an author in its properties.
    Pdf {
        /// The title in its properties.
        title: String,
        /// The author in its properties.
        author: String,
        /// What it says, line by line.
        text: String,
    },
    /// A plain text.
    Text {
        /// What it says.
        text: String,
    },
}

/// One act at one moment.
#[derive(Debug)]
pub struct Step {
    /// The day, relative to today: -3 is three days ago. Never after today.
    pub day: i32,
    /// The local time in the Netherlands. On the day itself it may not have come yet: then the act is done now.
    pub at: Time,
    /// Which of the reporter's cases it is about: 0 the first, 1 the case begun from it.
    pub case: u32,
    /// What is done.
    pub act: Act,
}

impl Step {
    /// The moment in the Netherlands, when today is `today`.
    #[must_use]
    pub fn moment(&self, today: Date) -> DateTime {
        day(today, self.day).to_datetime(self.at)
    }
}

/// The date of a day relative to today.
#[must_use]
pub fn day(today: Date, relative: i32) -> Date {
    today.saturating_add(Span::new().days(relative))
}

/// What stands beside an act in the file; the rest of the table is the act.
#[derive(Deserialize)]
struct StepHead {
    day: i32,
    at: Time,
    #[serde(default)]
    case: u32,
    #[serde(flatten)]
    act: toml::Table,
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // In two goes, because serde cannot refuse unknown fields of something flattened.
        let head = StepHead::deserialize(deserializer)?;
        let act = head.act.try_into().map_err(|error| {
            serde::de::Error::custom(format!("the step of day {} at {}: {error}", head.day, head.at))
        })?;
        Ok(Self { day: head.day, at: head.at, case: head.case, act })
    }
}

/// The acts that a story is told in. `by` and `person` are sign-in names.
#[derive(Debug, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Act {
    /// The reporter hands in a report.
    Report(Box<Report>),
    /// An official writes down a report that was told.
    OralReport {
        /// Who writes it down.
        by: String,
        /// How it was told: `phone` or `conversation`.
        via: Via,
        /// The report.
        report: Box<Report>,
    },
    /// The reporter asks for notices without content at an address.
    NoticeAddress {
        /// The address.
        email: String,
    },
    /// The receipt is acknowledged.
    Acknowledge {
        /// By whom.
        by: String,
        /// The message.
        text: String,
    },
    /// An intake officer writes to the reporter.
    StaffMessage {
        /// Who.
        by: String,
        /// The message.
        text: String,
        /// The files with it.
        #[serde(default)]
        files: Vec<String>,
        /// Whether the writer shows their name.
        #[serde(default)]
        show_name: bool,
    },
    /// The reporter writes.
    ReporterMessage {
        /// The message.
        text: String,
        /// The files with it.
        #[serde(default)]
        files: Vec<String>,
    },
    /// A private note.
    Note {
        /// By whom.
        by: String,
        /// The note.
        text: String,
    },
    /// A party is put on record.
    NameParty {
        /// By whom.
        by: String,
        /// The name as it was told.
        name: String,
        /// The part played.
        part: Part,
        /// The member of staff that it is.
        #[serde(default)]
        person: Option<String>,
    },
    /// Somebody is asked to assess.
    AskAssessor {
        /// By whom.
        by: String,
        /// Who is asked.
        person: String,
    },
    /// An assessor answers the test.
    Assess {
        /// Who.
        by: String,
        /// The answers.
        findings: Findings,
        /// What follows where an element is not met.
        #[serde(default)]
        otherwise: Option<Outcome>,
        /// The risk of disadvantage for the reporter, and why.
        #[serde(default)]
        risk: String,
    },
    /// The outcome is sent.
    SendOutcome {
        /// By whom.
        by: String,
        /// The letter.
        text: String,
    },
    /// The reporter asks for a second look.
    AskSecondLook {
        /// Why.
        why: String,
    },
    /// The reporter wants to be known.
    BeKnown {
        /// To whom.
        mode: IdentityMode,
        /// Who they are.
        identity: Identity,
    },
    /// The reporter tells of retaliation: a case of its own begins, with the same code.
    Retaliation {
        /// The answers.
        answers: Answers,
    },
    /// The case is passed on.
    PassOn {
        /// By whom.
        by: String,
        /// The key of the other agency.
        to: String,
        /// What the reporter is told.
        explanation: String,
        /// Whether the reporter agreed.
        #[serde(default)]
        agreed: bool,
    },
    /// A colleague is given access.
    GiveAccess {
        /// By whom.
        by: String,
        /// Who gets it.
        person: String,
        /// Why.
        reason: String,
    },
    /// A holder steps aside.
    StepAside {
        /// Who.
        by: String,
        /// Why.
        reason: String,
    },
    /// Feedback is given.
    Feedback {
        /// By whom.
        by: String,
        /// The action envisaged or taken.
        action: String,
        /// The grounds.
        grounds: String,
    },
    /// The reporter corrects what was written down.
    CorrectRecord {
        /// What must be different.
        text: String,
    },
    /// The reporter approves what was written down.
    ApproveRecord {},
    /// The reporter ends the contact.
    EndContact {},
    /// The case is closed.
    Close {
        /// By whom.
        by: String,
        /// Why.
        because: ClosedBecause,
        /// What the reporter is told.
        text: String,
    },
    /// Somebody on the staff opens the case and reads the conversation to its end.
    ReadByStaff {
        /// Who.
        by: String,
    },
    /// The reporter comes back and reads the conversation to its end.
    ReadByReporter {},
    /// The scheduled tasks that are due run, for all cases: a passed deadline shows.
    Tick {},
}

/// A report as the story tells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The key of the agency.
    pub agency: String,
    /// The concern.
    pub channel: Channel,
    /// Who may know who the reporter is.
    pub identity: IdentityMode,
    /// The language of the reporter.
    pub language: Language,
    /// The answers.
    pub answers: Answers,
    /// Who the reporter is.
    #[serde(default)]
    pub who: Option<Identity>,
    /// The files sent with it.
    #[serde(default)]
    pub files: Vec<String>,
}

/// The four elements answered.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Findings {
    /// The reporter knows it from work.
    pub work_related: Answered,
    /// The suspicion rests on reasonable grounds.
    pub reasonable_grounds: Answered,
    /// The public interest or Union law is at stake.
    pub public_interest: Answered,
    /// It is not only the reporter's own interest.
    pub not_only_own_interest: Answered,
}

/// One element answered.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The answer.
    pub answer: Answer,
    /// Why.
    pub reason: String,
    /// What to ask the reporter, where it is not clear.
    #[serde(default)]
    pub ask: String,
}

impl Findings {
    /// The assessment that these answers make.
    #[must_use]
    pub fn assessment(&self, otherwise: Option<Outcome>, risk: &str) -> Assessment {
        let findings = Element::ALL
            .into_iter()
            .map(|element| {
                let answered = match element {
                    Element::WorkRelated => &self.work_related,
                    Element::ReasonableGrounds => &self.reasonable_grounds,
                    Element::PublicInterest => &self.public_interest,
                    Element::NotOnlyOwnInterest => &self.not_only_own_interest,
                };
                Finding { element, answer: answered.answer, reason: answered.reason.clone(), ask: answered.ask.clone() }
            })
            .collect();
        Assessment { findings, otherwise, risk: risk.to_owned() }
    }
}

/// How a case stands when the story has been told, so that whoever performs it can see that it went as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The stage.
    pub stage: Stage,
    /// The deadlines that are late today.
    #[serde(default)]
    pub late: Vec<DeadlineKind>,
    /// Sign-in names of those who hold the case.
    pub holders: Vec<String>,
    /// Sign-in names of those who were taken off it.
    #[serde(default)]
    pub kept_out: Vec<String>,
    /// The least number of entries in its record.
    #[serde(default)]
    pub least_entries: usize,
}

/// A story or the organisation cannot be read: the file and why.
#[derive(Debug, thiserror::Error)]
#[error("the demo's {file} cannot be read: {why}")]
pub struct BadData {
    /// The file.
    pub file: &'static str,
    /// Why, with the line.
    pub why: String,
}

const STORIES: [(&str, &str); 14] = [
    ("01-copied-interviews.toml", include_str!("stories/01-copied-interviews.toml")),
    ("02-expenses.toml", include_str!("stories/02-expenses.toml")),
    ("03-split-contract.toml", include_str!("stories/03-split-contract.toml")),
    ("04-look-ups.toml", include_str!("stories/04-look-ups.toml")),
    ("05-go-between.toml", include_str!("stories/05-go-between.toml")),
    ("06-instruction.toml", include_str!("stories/06-instruction.toml")),
    ("07-back-dated.toml", include_str!("stories/07-back-dated.toml")),
    ("08-minors.toml", include_str!("stories/08-minors.toml")),
    ("09-harassment.toml", include_str!("stories/09-harassment.toml")),
    ("10-interpreter.toml", include_str!("stories/10-interpreter.toml")),
    ("11-agency-staff.toml", include_str!("stories/11-agency-staff.toml")),
    ("12-guard.toml", include_str!("stories/12-guard.toml")),
    ("13-dilemma.toml", include_str!("stories/13-dilemma.toml")),
    ("14-lists.toml", include_str!("stories/14-lists.toml")),
];

/// Reads all stories.
///
/// # Errors
/// [`BadData`] that names the file and the line.
pub fn all() -> Result<Vec<Story>, BadData> {
    STORIES
        .into_iter()
        .map(|(file, text)| toml::from_str(text).map_err(|error| BadData { file, why: error.to_string() }))
        .collect()
}

/// All steps of all stories in the order in which they happened, each with the place of its story in `stories`.
#[must_use]
pub fn timeline(stories: &[Story]) -> Vec<(usize, &Step)> {
    let mut steps: Vec<_> = stories
        .iter()
        .enumerate()
        .flat_map(|(place, story)| story.steps.iter().map(move |step| (place, step)))
        .collect();
    // Stable, so that steps of one moment stay in the order of the file.
    steps.sort_by_key(|(_, step)| (step.day, step.at));
    steps
}
