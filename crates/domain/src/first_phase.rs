//! The first phase: is this a whistleblower report? A test against the legal definition, by two people who do not see
//! each other's answer, with a reason for each element. Doubt protects.
//!
//! Sources: Wbk article 1 (definitions of *misstand*, *vermoeden van een misstand* and *melder*); Directive article 2
//! (areas of Union law) and 6(1) (reasonable grounds). The motive of a reporter is no element (recital 32).

use crate::policy;
use crate::refusal::{FieldError, Problems, Refusal};
use serde::{Deserialize, Serialize};

/// One element of the legal test.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Element {
    /// The reporter knows it from work.
    WorkRelated,
    /// The suspicion rests on reasonable grounds.
    ReasonableGrounds,
    /// The public interest or Union law is at stake.
    PublicInterest,
    /// It is not only the reporter's own interest.
    NotOnlyOwnInterest,
}

impl Element {
    /// All elements, in the order in which they are asked.
    pub const ALL: [Self; 4] =
        [Self::WorkRelated, Self::ReasonableGrounds, Self::PublicInterest, Self::NotOnlyOwnInterest];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WorkRelated => "work-related",
            Self::ReasonableGrounds => "reasonable-grounds",
            Self::PublicInterest => "public-interest",
            Self::NotOnlyOwnInterest => "not-only-own-interest",
        }
    }
}

/// The answer to an element.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It is met.
    Yes,
    /// It is not met.
    No,
    /// It is not clear yet.
    Unclear,
}

impl Answer {
    /// All answers.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unclear];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unclear => "unclear",
        }
    }

    /// The answer with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.name() == name)
    }
}

/// An element answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// Which element.
    pub element: Element,
    /// The answer.
    pub answer: Answer,
    /// Why, in a sentence that the reporter could read.
    pub reason: String,
    /// Where it is not clear: what to ask the reporter.
    #[serde(default)]
    pub ask: String,
}

/// Another route for what is not a whistleblower report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// The complaints procedure (Awb chapter 9).
    Complaint,
    /// The procedure for improper conduct.
    Conduct,
    /// The integrity procedure of the organisation.
    Integrity,
    /// Human resources, for a dispute about the work.
    HumanResources,
    /// The police or the public prosecutor.
    Police,
    /// Another authority that is competent.
    OtherAuthority,
}

impl Route {
    /// All routes.
    pub const ALL: [Self; 6] =
        [Self::Complaint, Self::Conduct, Self::Integrity, Self::HumanResources, Self::Police, Self::OtherAuthority];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Conduct => "conduct",
            Self::Integrity => "integrity",
            Self::HumanResources => "human-resources",
            Self::Police => "police",
            Self::OtherAuthority => "other-authority",
        }
    }

    /// The route with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|route| route.name() == name)
    }
}

/// What the first phase ends in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "to", content = "route")]
pub enum Outcome {
    /// It is treated as a whistleblower report and goes to the committee.
    Admitted,
    /// It belongs to another route.
    OtherRoute(Route),
    /// It is not taken up.
    NotTakenUp,
}

impl Outcome {
    /// The stable name, without the route.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Admitted => "admitted",
            Self::OtherRoute(_) => "other-route",
            Self::NotTakenUp => "not-taken-up",
        }
    }
}

/// One assessor's answer to the test.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Assessment {
    /// The elements, each once.
    pub findings: Vec<Finding>,
    /// What the assessor proposes when an element is not met: another route, or none. Not given when all are met or
    /// some are not clear yet.
    #[serde(default)]
    pub otherwise: Option<Outcome>,
    /// How great the risk of disadvantage for the reporter is, and why (ISO 37002, 8.3.2).
    #[serde(default)]
    pub risk: String,
}

/// What one assessment says by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opinion {
    /// The elements lead to this outcome.
    Final(Outcome),
    /// Something is not clear yet; it can be answered again.
    Open,
}

impl Assessment {
    /// The finding for an element.
    #[must_use]
    pub fn finding(&self, element: Element) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.element == element)
    }

    /// What the answers lead to. An element that is not met settles it, also when another is not clear.
    #[must_use]
    pub fn opinion(&self) -> Opinion {
        let says = |answer| self.findings.iter().any(|finding| finding.answer == answer);
        if says(Answer::No) {
            Opinion::Final(self.otherwise.unwrap_or(Outcome::NotTakenUp))
        } else if says(Answer::Unclear) {
            Opinion::Open
        } else {
            Opinion::Final(Outcome::Admitted)
        }
    }

    /// Whether the assessment is complete and consistent.
    ///
    /// # Errors
    /// [`Refusal::Fields`] with everything that is wrong.
    pub fn check(&self) -> Result<(), Refusal> {
        let mut problems = Problems::default();
        for element in Element::ALL {
            match self.findings.iter().filter(|f| f.element == element).collect::<Vec<_>>().as_slice() {
                [finding] => check_finding(finding, &mut problems),
                _ => problems.when(true, FieldError::new(element.name(), "answer-required")),
            }
        }
        let not_met = self.findings.iter().any(|finding| finding.answer == Answer::No);
        problems.when(not_met && self.otherwise.is_none(), FieldError::new("otherwise", "required"));
        problems.when(
            self.otherwise == Some(Outcome::Admitted) || (!not_met && self.otherwise.is_some()),
            FieldError::new("otherwise", "inconsistent"),
        );
        problems.length("risk", &self.risk, policy::LONGEST_TEXT);
        problems.finish()
    }
}

fn check_finding(finding: &Finding, problems: &mut Problems) {
    let (reason, ask) = match finding.element {
        Element::WorkRelated => ("work-related-reason", "work-related-ask"),
        Element::ReasonableGrounds => ("reasonable-grounds-reason", "reasonable-grounds-ask"),
        Element::PublicInterest => ("public-interest-reason", "public-interest-ask"),
        Element::NotOnlyOwnInterest => ("not-only-own-interest-reason", "not-only-own-interest-ask"),
    };
    problems.reason(reason, &finding.reason);
    if finding.answer == Answer::Unclear {
        problems.reason(ask, &finding.ask);
    } else {
        problems.length(ask, &finding.ask, policy::LONGEST_TEXT);
    }
}

/// How a first phase was concluded.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Conclusion {
    /// Both assessors came to this outcome by themselves.
    Agreed(Outcome),
    /// They differ: it goes to the committee, and both are kept.
    Split,
    /// Nothing was clear by the deadline: doubt protects, so it is treated as a whistleblower report.
    ByDefault,
}

/// What two assessments lead to, once both are final. Two different routes away from protection are a difference too.
#[must_use]
pub fn conclude(first: Opinion, second: Opinion) -> Option<Conclusion> {
    match (first, second) {
        (Opinion::Final(a), Opinion::Final(b)) if a == b => Some(Conclusion::Agreed(a)),
        (Opinion::Final(_), Opinion::Final(_)) => Some(Conclusion::Split),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(element: Element, answer: Answer) -> Finding {
        Finding {
            element,
            answer,
            reason: "De melder werkt er en zag het zelf.".into(),
            ask: if answer == Answer::Unclear { "Wanneer zag u dit precies?".into() } else { String::new() },
        }
    }

    fn assessment(answers: [Answer; 4], otherwise: Option<Outcome>) -> Assessment {
        let findings = Element::ALL.into_iter().zip(answers).map(|(e, a)| finding(e, a)).collect();
        Assessment { findings, otherwise, risk: String::new() }
    }

    use Answer::{No, Unclear, Yes};

    #[test]
    fn all_elements_met_means_admitted() {
        assert_eq!(assessment([Yes; 4], None).opinion(), Opinion::Final(Outcome::Admitted));
    }

    #[test]
    fn what_is_not_clear_keeps_the_assessment_open() {
        assert_eq!(assessment([Yes, Unclear, Yes, Yes], None).opinion(), Opinion::Open);
    }

    #[test]
    fn an_element_that_is_not_met_needs_to_say_what_then() {
        let vague = assessment([Yes, Yes, No, Yes], None);
        assert_eq!(vague.check(), Err(Refusal::field("otherwise", "required")));
        let clear = assessment([Yes, Yes, No, Yes], Some(Outcome::OtherRoute(Route::Conduct)));
        assert_eq!(clear.check(), Ok(()));
        assert_eq!(clear.opinion(), Opinion::Final(Outcome::OtherRoute(Route::Conduct)));
    }

    #[test]
    fn an_assessment_cannot_turn_away_what_meets_every_element() {
        let twisted = assessment([Yes; 4], Some(Outcome::NotTakenUp));
        assert_eq!(twisted.check(), Err(Refusal::field("otherwise", "inconsistent")));
    }

    #[test]
    fn each_element_needs_a_reason_and_what_is_unclear_needs_a_question() {
        let mut bare = assessment([Yes, Unclear, Yes, Yes], None);
        for finding in &mut bare.findings {
            finding.reason.clear();
            finding.ask.clear();
        }
        let Err(Refusal::Fields(problems)) = bare.check() else { panic!("it must be refused") };
        assert_eq!(problems.len(), 5);
    }

    #[test]
    fn two_who_agree_conclude_and_two_who_differ_go_to_the_committee() {
        let admitted = Opinion::Final(Outcome::Admitted);
        let declined = Opinion::Final(Outcome::NotTakenUp);
        assert_eq!(conclude(admitted, admitted), Some(Conclusion::Agreed(Outcome::Admitted)));
        assert_eq!(conclude(admitted, declined), Some(Conclusion::Split));
        assert_eq!(conclude(declined, Opinion::Final(Outcome::OtherRoute(Route::Police))), Some(Conclusion::Split));
        assert_eq!(conclude(admitted, Opinion::Open), None);
    }
}
