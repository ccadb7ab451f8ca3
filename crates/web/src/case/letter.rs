//! The outcome of the first phase, sent with its reasons. The draft is made from the assessments; the words are the
//! writer's own to change.

use super::first_phase::conclusion;
use super::{Strip, Tab, address, dossier, fits, page, respond, some_reason};
use crate::app::lang;
use crate::error::Answer;
use crate::frame::{Errors, Page, T, Tone};
use crate::posted::Posted;
use crate::staff::Desk;
use askama::Template;
use axum::extract::Path;
use domain::Refusal;
use domain::access::Act;
use domain::case::{Command, Round};
use domain::first_phase::{Conclusion, Element, Outcome};
use domain::id::DossierId;
use domain::policy;
use jiff::civil::Date;
use office::case::CaseView;

#[derive(Template)]
#[template(path = "case/letter.html")]
struct Letter {
    t: T,
    page: Page,
    strip: Strip,
    errors: Errors,
    tag: String,
    once: String,
    conclusion: String,
    text: String,
    language: String,
    readers: usize,
    has_second_look: bool,
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    form(&desk, dossier(&id)?, None, Errors::none()).await
}

async fn form(desk: &Desk, id: DossierId, posted: Option<&Posted>, errors: Errors) -> Answer {
    let view = desk.office().open_case(desk.staff(), id).await?;
    let t = desk.t();
    let is_possible = fits(desk, &view, Act::SendOutcome, Command::SendOutcome { text: some_reason() });
    let round = view.case.rounds.get(&view.case.current_round());
    let Some((round, (how, day))) = round.and_then(|round| Some((round, round.conclusion?))).filter(|_| is_possible)
    else {
        return Err(refused(desk, &view).into());
    };
    let language = T::new(lang(view.case.language));
    let text = posted.map_or_else(|| draft(language, &view, round, how), |posted| posted.get("text").to_owned());
    let page = Letter {
        t,
        page: page(desk, &view, true),
        strip: Strip::new(desk, &view, Tab::FirstPhase),
        errors,
        tag: desk.tag(),
        once: desk.once(posted.unwrap_or(&Posted::default())),
        conclusion: conclusion(t, how, &t.date(day)),
        text,
        language: t.of("register-language", view.case.language.name()),
        readers: view.holders.len(),
        has_second_look: second_look(&view, how).is_some(),
    };
    Ok(respond(&page.errors, &page))
}

/// Why there is no outcome to send now, by the rule that says so.
fn refused(desk: &Desk, view: &CaseView) -> Refusal {
    if !view.may.contains(&Act::SendOutcome) {
        return Refusal::NotAllowed;
    }
    let context = domain::case::Context { today: view.organisation.today, organisation: &view.organisation };
    let command = Command::SendOutcome { text: some_reason() };
    domain::case::decide(&view.case, desk.staff().id, command, context).err().unwrap_or(Refusal::NotFound)
}

const fn outcome(how: Conclusion) -> Outcome {
    match how {
        Conclusion::Agreed(outcome) => outcome,
        Conclusion::Split | Conclusion::ByDefault => Outcome::Admitted,
    }
}

/// The last day on which the reporter can ask for a second look, if the letter goes out today.
fn second_look(view: &CaseView, how: Conclusion) -> Option<Date> {
    let turned_away = outcome(how) != Outcome::Admitted;
    let first = view.case.current_round() == 1;
    (turned_away && first).then(|| policy::SECOND_LOOK_WINDOW.end(view.organisation.today))
}

/// The letter in the reporter's language: the outcome, the reasons as both assessors gave them, and what comes next.
fn draft(t: T, view: &CaseView, round: &Round, how: Conclusion) -> String {
    let outcome = outcome(how);
    let mut parts = vec![t.get("letter-greeting"), t.of("letter-outcome", outcome.name())];
    if let Outcome::OtherRoute(route) = outcome {
        parts.push(t.of("letter-route", route.name()));
    }
    if how == Conclusion::ByDefault {
        parts.push(t.get("letter-by-default"));
    }
    let reasons = reasons(t, round);
    if !reasons.is_empty() {
        parts.push(t.get("letter-reasons"));
        parts.extend(reasons);
    }
    parts.push(t.of("letter-next", outcome.name()));
    if let Some(until) = second_look(view, how) {
        parts.push(t.with("letter-second-look", &[("until", t.date(until))]));
    }
    parts.push(t.get("letter-protection"));
    parts.push(t.get("letter-closing"));
    parts.join("\n\n")
}

/// For each element what the assessors answered and why. The same reason is given once.
fn reasons(t: T, round: &Round) -> Vec<String> {
    let line = |element: Element| {
        let mut said: Vec<String> = Vec::new();
        let findings = round.seats.iter().filter_map(|seat| seat.answer.as_ref()?.finding(element));
        for finding in findings {
            let line = format!("{} {}", t.of("letter-answer", finding.answer.name()), finding.reason.trim());
            if !said.contains(&line) {
                said.push(line);
            }
        }
        (!said.is_empty()).then(|| format!("{}\n{}", t.of("letter-element", element.name()), said.join("\n")))
    };
    Element::ALL.into_iter().filter_map(line).collect()
}

pub(super) async fn send(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let id = dossier(&id)?;
    match desk.submit(id, &posted, Command::SendOutcome { text: posted.trimmed("text") }).await? {
        None => Ok(desk.go(&format!("{}?done=outcome-sent", address(id, "")))),
        Some(errors) => form(&desk, id, Some(&posted), errors).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::first_phase::outcome_words;
    use crate::frame::Lang;
    use domain::first_phase::Route;

    #[test]
    fn each_outcome_has_words_in_both_languages() {
        for lang in Lang::ALL {
            let t = T::new(lang);
            for outcome in [Outcome::Admitted, Outcome::NotTakenUp] {
                assert!(t.knows("letter-outcome", outcome.name()) && t.knows("letter-next", outcome.name()));
            }
            for route in Route::ALL {
                assert!(t.knows("letter-route", route.name()), "{}", route.name());
                assert!(!outcome_words(t, Outcome::OtherRoute(route)).is_empty());
            }
        }
    }
}
