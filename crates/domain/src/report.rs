//! What a reporter tells: concern, identity, answers, files.

use crate::policy;
use crate::refusal::{FieldError, Problems, Refusal};
use serde::{Deserialize, Serialize};

/// The concern that a report is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// Suspected abuse at the cost of the public interest (*vermoeden van een misstand*).
    Abuse,
    /// Breach of Union law (*inbreuk op het Unierecht*).
    UnionLaw,
    /// Integrity violation (*integriteitsschending*).
    Integrity,
    /// Improper conduct (*ongewenste omgangsvormen*).
    Conduct,
    /// Complaint (*klacht*).
    Complaint,
    /// Retaliation for an earlier report (*benadeling*).
    Retaliation,
    /// A question or a dilemma, first: advice, and no case against anyone.
    Question,
}

impl Channel {
    /// All concerns, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Abuse,
        Self::UnionLaw,
        Self::Integrity,
        Self::Conduct,
        Self::Complaint,
        Self::Retaliation,
        Self::Question,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Abuse => "abuse",
            Self::UnionLaw => "union-law",
            Self::Integrity => "integrity",
            Self::Conduct => "conduct",
            Self::Complaint => "complaint",
            Self::Retaliation => "retaliation",
            Self::Question => "question",
        }
    }

    /// The concern with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }

    /// Whether the question "is this a whistleblower report?" is asked. A question or dilemma is answered instead.
    #[must_use]
    pub const fn has_first_phase(self) -> bool {
        !matches!(self, Self::Question)
    }
}

/// Who may know who the reporter is. It can be opened further by the reporter only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentityMode {
    /// Nobody.
    Anonymous,
    /// Only the intake officers who handle the case.
    Confidential,
    /// Everybody who handles the case.
    Open,
}

impl IdentityMode {
    /// All modes, from closed to open.
    pub const ALL: [Self; 3] = [Self::Anonymous, Self::Confidential, Self::Open];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Confidential => "confidential",
            Self::Open => "open",
        }
    }

    /// The mode with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// The language in which somebody is addressed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// Dutch.
    #[default]
    Nl,
    /// English.
    En,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::Nl, Self::En];

    /// The stable name, an ISO 639-1 code.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }

    /// The language with this code.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.name() == name)
    }
}

/// By which way a report came in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Via {
    /// Written by the reporter, on the page or through the API.
    Written,
    /// Told by phone and written down by an official.
    Phone,
    /// Told in person and written down by an official.
    Conversation,
}

impl Via {
    /// The ways in which an official writes a report down.
    pub const ORAL: [Self; 2] = [Self::Phone, Self::Conversation];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Phone => "phone",
            Self::Conversation => "conversation",
        }
    }

    /// The oral way with this name.
    #[must_use]
    pub fn oral(name: &str) -> Option<Self> {
        Self::ORAL.into_iter().find(|via| via.name() == name)
    }

    /// Whether the reporter is offered the record to check, correct and approve (Directive article 18(2) to (4)).
    #[must_use]
    pub const fn is_oral(self) -> bool {
        !matches!(self, Self::Written)
    }
}

/// The answers to the questions of a report. Only `what` must be answered; each further answer helps.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answers {
    /// What happened, or what the question is.
    pub what: String,
    /// When it happened, in the reporter's words.
    pub when: String,
    /// Where it happened.
    #[serde(rename = "where")]
    pub where_: String,
    /// Who was involved.
    pub who: String,
    /// How the reporter knows.
    pub how: String,
    /// How the reporter is connected with the organisation through work.
    pub relation: String,
    /// Whom it was told before, and what came of it.
    pub told: String,
    /// What the reporter is worried about, for themself or others.
    pub worries: String,
}

impl Answers {
    /// Field name and text of each answer, in the order in which they are asked.
    #[must_use]
    pub fn list(&self) -> [(&'static str, &str); 8] {
        [
            ("what", &self.what),
            ("when", &self.when),
            ("where", &self.where_),
            ("who", &self.who),
            ("how", &self.how),
            ("relation", &self.relation),
            ("told", &self.told),
            ("worries", &self.worries),
        ]
    }

    /// All answers as one text, for the conflict check.
    #[must_use]
    pub fn text(&self) -> String {
        self.list().map(|(_, text)| text).join("\n")
    }

    /// Notes what cannot be taken.
    pub fn check(&self, problems: &mut Problems) {
        problems.when(self.what.trim().is_empty(), FieldError::new("what", "required"));
        for (field, text) in self.list() {
            problems.length(field, text, policy::LONGEST_TEXT);
        }
    }
}

/// Who the reporter is, as they tell it.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Identity {
    /// The name.
    pub name: String,
    /// How the reporter wants to be reached: telephone, e-mail, address, times.
    pub contact: String,
}

impl Identity {
    /// Notes what cannot be taken.
    pub fn check(&self, problems: &mut Problems) {
        problems.text("name", &self.name, policy::LONGEST_LINE);
        problems.length("contact", &self.contact, policy::LONGEST_LINE);
    }
}

/// A file as its holders know it: where the sealed bytes are, the key that opens them, and what was done to it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct File {
    /// The name that the sender gave it.
    pub name: String,
    /// The type found in its bytes, a media type.
    pub media_type: String,
    /// The original, as it was sent.
    pub original: Sealed,
    /// What staff open first: the same without hidden information.
    pub cleaned: Option<CleanCopy>,
    /// What hidden information was removed: codes whose words are the texts `removed-<code>`.
    pub removed: Vec<String>,
    /// What is part of the content, not seen at first sight, and still there: codes whose words are the texts
    /// `left-<code>`.
    #[serde(default)]
    pub left: Vec<String>,
    /// Why it could not be cleaned: a code whose words are the text `not-cleaned-<code>`.
    pub not_cleaned: Option<String>,
    /// Whether its name says another type than its bytes.
    pub mismatch: bool,
}

/// The copy of a file without hidden information. It may be of another type: a TIFF becomes a PNG.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CleanCopy {
    /// The copy.
    pub sealed: Sealed,
    /// Its media type.
    pub media_type: String,
    /// The ending that its name should have, without dot.
    pub extension: String,
}

/// Sealed bytes of a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sealed {
    /// Where the bytes are.
    pub blob: crate::id::BlobId,
    /// The key that opens them: 32 bytes in hexadecimal. It stands only inside sealed bodies.
    pub key: String,
    /// The length of the content in bytes.
    pub size: u64,
    /// The SHA-256 of the content in hexadecimal. It stands only inside sealed bodies.
    pub sha256: String,
}

/// A report as it is handed in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewReport {
    /// The key of the agency that it is about.
    pub agency: String,
    /// The concern.
    pub channel: Channel,
    /// Who may know who the reporter is.
    pub identity: IdentityMode,
    /// The language in which the reporter is addressed.
    pub language: Language,
    /// The answers.
    pub answers: Answers,
    /// Who the reporter is, unless anonymous.
    #[serde(default)]
    pub who: Option<Identity>,
    /// The files sent with it.
    #[serde(default)]
    pub files: Vec<File>,
}

impl NewReport {
    /// Whether the report can be taken.
    ///
    /// # Errors
    /// [`Refusal::Fields`] with everything that is wrong.
    pub fn check(&self) -> Result<(), Refusal> {
        let mut problems = Problems::default();
        self.answers.check(&mut problems);
        match (self.identity, &self.who) {
            (IdentityMode::Anonymous, Some(_)) => {
                problems.when(true, FieldError::new("identity", "anonymous-with-name"));
            }
            (IdentityMode::Anonymous, None) => {}
            (_, None) => problems.when(true, FieldError::new("name", "required")),
            (_, Some(who)) => who.check(&mut problems),
        }
        problems.when(
            self.files.len() > policy::MOST_FILES,
            FieldError::limit("files", "too-many-files", policy::MOST_FILES),
        );
        problems.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> NewReport {
        NewReport {
            agency: "ind".into(),
            channel: Channel::Abuse,
            identity: IdentityMode::Anonymous,
            language: Language::Nl,
            answers: Answers { what: "Er wordt gerommeld met dossiers.".into(), ..Answers::default() },
            who: None,
            files: vec![],
        }
    }

    #[test]
    fn a_report_needs_only_what_happened() {
        assert_eq!(report().check(), Ok(()));
        let mut empty = report();
        empty.answers.what = "  ".into();
        assert_eq!(empty.check(), Err(Refusal::field("what", "required")));
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let mut wrong = report();
        wrong.answers.what.clear();
        wrong.answers.when = "x".repeat(policy::LONGEST_TEXT + 1);
        wrong.identity = IdentityMode::Open;
        let Err(Refusal::Fields(problems)) = wrong.check() else { panic!("it must be refused") };
        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["what", "when", "name"]);
    }

    #[test]
    fn an_anonymous_report_with_a_name_is_refused_rather_than_kept() {
        let mut report = report();
        report.who = Some(Identity { name: "Jan".into(), contact: String::new() });
        assert_eq!(report.check(), Err(Refusal::field("identity", "anonymous-with-name")));
    }
}
