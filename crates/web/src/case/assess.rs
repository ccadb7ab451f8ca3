//! Giving one's own assessment: each element of the legal test with an answer, a reason, and what to ask.

use super::first_phase::{can_assess, own_seat};
use super::{Strip, Tab, address, dossier, page, respond};
use crate::error::Answer;
use crate::frame::{Choice, Errors, Fact, Page, T, Tone};
use crate::posted::Posted;
use crate::staff::Desk;
use askama::Template;
use axum::extract::Path;
use domain::Refusal;
use domain::case::Command;
use domain::first_phase::{self, Assessment, Element, Finding, Outcome, Route};
use domain::id::DossierId;

/// The prefix of the routes among the choices for what is no whistleblower report.
const ROUTE: &str = "route-";

struct Question {
    name: &'static str,
    reason_name: String,
    ask_name: String,
    label: String,
    law: String,
    help: String,
    answer: String,
    reason: String,
    ask: String,
}

#[derive(Template)]
#[template(path = "case/assess.html")]
struct Assess {
    t: T,
    page: Page,
    strip: Strip,
    errors: Errors,
    tag: String,
    once: String,
    is_again: bool,
    is_second_look: bool,
    questions: Vec<Question>,
    answers: Vec<Choice>,
    otherwise: String,
    outcomes: Vec<Choice>,
    risk: String,
    told: Vec<Fact>,
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    form(&desk, dossier(&id)?, None, Errors::none()).await
}

async fn form(desk: &Desk, id: DossierId, posted: Option<&Posted>, errors: Errors) -> Answer {
    let view = desk.office().open_case(desk.staff(), id).await?;
    if errors.is_empty() && !can_assess(desk, &view) {
        return Err(refused(desk, &view).into());
    }
    let t = desk.t();
    let own = own_seat(desk, &view).and_then(|seat| seat.answer.as_ref());
    let filled = posted.cloned().unwrap_or_else(|| own.map(fields).unwrap_or_default());
    let told = view.case.answers.as_ref().map(|answers| answers.list()).unwrap_or_default();
    let told = told.iter().filter(|(_, text)| !text.trim().is_empty());
    let page = Assess {
        t,
        page: page(desk, &view, true),
        strip: Strip::new(desk, &view, Tab::FirstPhase),
        errors,
        tag: desk.tag(),
        once: desk.once(&filled),
        is_again: own.is_some(),
        is_second_look: view.case.current_round() > 1,
        questions: Element::ALL.into_iter().map(|element| question(t, element, &filled)).collect(),
        answers: first_phase::Answer::ALL
            .into_iter()
            .map(|answer| Choice::new(answer.name(), t.of("answer", answer.name())))
            .collect(),
        otherwise: filled.get("otherwise").to_owned(),
        outcomes: outcomes(t),
        risk: filled.get("risk").to_owned(),
        told: told.map(|(name, text)| Fact::new(t.of("told", name), *text)).collect(),
    };
    Ok(respond(&page.errors, &page))
}

/// Why this person cannot assess now, by the rule that says so.
fn refused(desk: &Desk, view: &office::case::CaseView) -> Refusal {
    let empty = Assessment { findings: Vec::new(), otherwise: None, risk: String::new() };
    let context = domain::case::Context { today: view.organisation.today, organisation: &view.organisation };
    match domain::case::decide(&view.case, desk.staff().id, Command::Assess(empty), context) {
        Err(refusal @ Refusal::Rule(_)) => refusal,
        _ => Refusal::NotAllowed,
    }
}

fn question(t: T, element: Element, filled: &Posted) -> Question {
    let name = element.name();
    let (reason_name, ask_name) = (format!("{name}-reason"), format!("{name}-ask"));
    Question {
        name,
        label: t.of("element", name),
        law: t.of("element-law", name),
        help: t.of("element-help", name),
        answer: filled.get(name).to_owned(),
        reason: filled.get(&reason_name).to_owned(),
        ask: filled.get(&ask_name).to_owned(),
        reason_name,
        ask_name,
    }
}

fn outcomes(t: T) -> Vec<Choice> {
    let routes = Route::ALL
        .into_iter()
        .map(|route| Choice::new(format!("{ROUTE}{}", route.name()), t.of("route", route.name())));
    routes.chain([Choice::new("not-taken-up", t.get("result-not-taken-up"))]).collect()
}

/// An earlier answer as the fields of the form.
fn fields(assessment: &Assessment) -> Posted {
    let mut posted = Posted::default();
    for finding in &assessment.findings {
        let name = finding.element.name();
        posted.set(name, finding.answer.name());
        posted.set(&format!("{name}-reason"), finding.reason.clone());
        posted.set(&format!("{name}-ask"), finding.ask.clone());
    }
    match assessment.otherwise {
        Some(Outcome::OtherRoute(route)) => posted.set("otherwise", format!("{ROUTE}{}", route.name())),
        Some(Outcome::NotTakenUp) => posted.set("otherwise", "not-taken-up"),
        Some(Outcome::Admitted) | None => {}
    }
    posted.set("risk", assessment.risk.clone());
    posted
}

/// The assessment of a form. What was not answered is left out, and the rules say so.
fn assessment(posted: &Posted) -> Assessment {
    let finding = |element: Element| {
        let name = element.name();
        Some(Finding {
            element,
            answer: first_phase::Answer::named(posted.get(name))?,
            reason: posted.trimmed(&format!("{name}-reason")),
            ask: posted.trimmed(&format!("{name}-ask")),
        })
    };
    let otherwise = posted.get("otherwise");
    let route = otherwise.strip_prefix(ROUTE).and_then(Route::named).map(Outcome::OtherRoute);
    Assessment {
        findings: Element::ALL.into_iter().filter_map(finding).collect(),
        otherwise: route.or((otherwise == "not-taken-up").then_some(Outcome::NotTakenUp)),
        risk: posted.trimmed("risk"),
    }
}

pub(super) async fn assess(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let id = dossier(&id)?;
    match desk.submit(id, &posted, Command::Assess(assessment(&posted))).await? {
        None => Ok(desk.go(&address(id, "first-phase?done=assessed"))),
        Some(errors) => form(&desk, id, Some(&posted), errors).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_back_from_its_form_as_it_was() {
        let finding = |element| Finding {
            element,
            answer: first_phase::Answer::Unclear,
            reason: "De melder werkt er zelf.".into(),
            ask: "Wanneer zag u dit?".into(),
        };
        let given = Assessment {
            findings: Element::ALL.into_iter().map(finding).collect(),
            otherwise: Some(Outcome::OtherRoute(Route::HumanResources)),
            risk: "Groot: een kleine afdeling.".into(),
        };
        assert_eq!(assessment(&fields(&given)), given);
    }

    #[test]
    fn what_was_not_answered_is_left_out() {
        let mut posted = Posted::default();
        posted.set("work-related", "yes");
        posted.set("otherwise", "admitted");
        let read = assessment(&posted);
        assert_eq!(read.findings.len(), 1);
        assert_eq!(read.otherwise, None);
    }
}
