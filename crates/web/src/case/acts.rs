//! The smaller acts on a case: each a page of its own that says what will happen, and one button.

use super::{Strip, Tab, address, dossier, page, respond, some_reason};
use crate::app::lang;
use crate::error::Answer;
use crate::frame::{Choice, Errors, Page, T};
use crate::posted::Posted;
use crate::staff::{Desk, show as words};
use askama::Template;
use axum::extract::Path;
use domain::Refusal;
use domain::access::Act;
use domain::case::{ClosedBecause, Command, Context, Decided, Fact, decide};
use domain::id::DossierId;
use domain::report::IdentityMode;
use jiff::civil::Date;
use office::case::{CaseView, candidates};

/// A field of such a page.
enum Field {
    Area { name: &'static str, label: String, hint: String, value: String, rows: u32 },
    Radios { name: &'static str, label: String, hint: String, choices: Vec<Choice>, value: String },
    Tick { name: &'static str, label: String, hint: String, is_ticked: bool },
}

/// What is particular to an act. Its words are the texts `act-title-<name>`, `act-lead-<name>`, `act-button-<name>`.
struct Form {
    name: &'static str,
    /// What will happen, one sentence each.
    consequences: Vec<String>,
    fields: Vec<Field>,
    /// Whether it cannot be taken back.
    is_lasting: bool,
}

#[derive(Template)]
#[template(path = "case/act.html")]
struct ActPage {
    t: T,
    page: Page,
    strip: Strip,
    errors: Errors,
    tag: String,
    once: String,
    form: Form,
    back: String,
}

type Build = fn(&Desk, &CaseView, &Posted) -> Result<Form, Refusal>;

async fn show(desk: &Desk, id: DossierId, posted: &Posted, errors: Errors, build: Build) -> Answer {
    let view = desk.office().open_case(desk.staff(), id).await?;
    let form = build(desk, &view, posted)?;
    let page = ActPage {
        t: desk.t(),
        page: page(desk, &view, true),
        strip: Strip::new(desk, &view, Tab::Act),
        errors,
        tag: desk.tag(),
        once: desk.once(posted),
        form,
        back: desk.href(&address(id, "")),
    };
    Ok(respond(&page.errors, &page))
}

async fn perform(desk: Desk, id: &str, posted: Posted, command: Command, build: Build, to: &str) -> Answer {
    let id = dossier(id)?;
    match desk.submit(id, &posted, command).await? {
        None if to.starts_with('/') => Ok(desk.go(to)),
        None => Ok(desk.go(&format!("{}?done={to}", address(id, "")))),
        Some(errors) => show(&desk, id, &posted, errors, build).await,
    }
}

/// What the rules would make of a command, or why they refuse it.
fn try_out(desk: &Desk, view: &CaseView, act: Act, command: Command) -> Result<Vec<Decided>, Refusal> {
    if !view.may.contains(&act) {
        return Err(Refusal::NotAllowed);
    }
    let context = Context { today: view.organisation.today, organisation: &view.organisation };
    decide(&view.case, desk.staff().id, command, context)
}

fn area(t: T, name: &'static str, form: &'static str, value: String, rows: u32) -> Field {
    let key = format!("{form}-{name}");
    let hint = if t.knows("act-hint", &key) { t.of("act-hint", &key) } else { String::new() };
    Field::Area { name, label: t.of("act-label", &key), hint, value, rows }
}

// ---- Acknowledge

fn acknowledge_form(desk: &Desk, view: &CaseView, posted: &Posted) -> Result<Form, Refusal> {
    let decided = try_out(desk, view, Act::Acknowledge, Command::Acknowledge { text: some_reason() })?;
    let by = decided.iter().find_map(|entry| match entry.fact {
        Fact::Acknowledged { feedback_by, .. } => Some(feedback_by),
        _ => None,
    });
    let t = desk.t();
    let by = by.unwrap_or(view.organisation.today);
    let text = if posted.get("text").is_empty() {
        acknowledgement(T::new(lang(view.case.language)), view, by)
    } else {
        posted.get("text").to_owned()
    };
    Ok(Form {
        name: "acknowledge",
        consequences: vec![t.get("act-acknowledge-reads"), t.with("act-acknowledge-feedback", &[("day", t.date(by))])],
        fields: vec![area(t, "text", "acknowledge", text, 16)],
        is_lasting: false,
    })
}

/// The draft of an acknowledgement, in the reporter's language.
fn acknowledgement(t: T, view: &CaseView, by: Date) -> String {
    let kind = if view.case.channel.has_first_phase() { "report" } else { "question" };
    [
        t.get("letter-greeting"),
        t.with("acknowledgement-received", &[("received", t.date(view.case.received))]),
        t.of("acknowledgement-next", kind),
        t.with("acknowledgement-by", &[("by", t.date(by))]),
        t.get("letter-protection"),
        t.get("letter-closing"),
    ]
    .join("\n\n")
}

pub(super) async fn acknowledge(desk: Desk, Path(id): Path<String>) -> Answer {
    show(&desk, dossier(&id)?, &Posted::default(), Errors::none(), acknowledge_form).await
}

pub(super) async fn do_acknowledge(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let command = Command::Acknowledge { text: posted.trimmed("text") };
    perform(desk, &id, posted, command, acknowledge_form, "acknowledged").await
}

// ---- Feedback

fn feedback_form(desk: &Desk, view: &CaseView, posted: &Posted) -> Result<Form, Refusal> {
    let command = Command::GiveFeedback { action: some_reason(), grounds: some_reason() };
    try_out(desk, view, Act::WriteToReporter, command)?;
    let t = desk.t();
    Ok(Form {
        name: "feedback",
        consequences: vec![t.get("act-feedback-both"), t.get("act-feedback-reads")],
        fields: vec![
            area(t, "action", "feedback", posted.get("action").to_owned(), 6),
            area(t, "grounds", "feedback", posted.get("grounds").to_owned(), 6),
        ],
        is_lasting: false,
    })
}

pub(super) async fn feedback(desk: Desk, Path(id): Path<String>) -> Answer {
    show(&desk, dossier(&id)?, &Posted::default(), Errors::none(), feedback_form).await
}

pub(super) async fn do_feedback(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let command = Command::GiveFeedback { action: posted.trimmed("action"), grounds: posted.trimmed("grounds") };
    perform(desk, &id, posted, command, feedback_form, "feedback").await
}

// ---- Pass on

fn pass_on_form(desk: &Desk, view: &CaseView, posted: &Posted) -> Result<Form, Refusal> {
    if !view.may.contains(&Act::PassOn) {
        return Err(Refusal::NotAllowed);
    }
    let t = desk.t();
    let agencies = candidates(view, desk.staff().id).agencies;
    if agencies.is_empty() {
        return Err(Refusal::Rule("nobody-to-receive"));
    }
    let choices = agencies.iter().map(|node| Choice::new(node.id.to_string(), words::node(t, node))).collect();
    let mut fields = vec![
        Field::Radios {
            name: "to",
            label: t.get("act-label-pass-on-to"),
            hint: t.get("act-hint-pass-on-to"),
            choices,
            value: posted.get("to").to_owned(),
        },
        area(t, "explanation", "pass-on", posted.get("explanation").to_owned(), 6),
    ];
    let is_anonymous = view.case.identity == IdentityMode::Anonymous;
    if !is_anonymous {
        fields.push(Field::Tick {
            name: "agreed",
            label: t.get("act-label-pass-on-agreed"),
            hint: t.get("act-hint-pass-on-agreed"),
            is_ticked: posted.ticked("agreed"),
        });
    }
    let consent = if is_anonymous { t.get("act-pass-on-anonymous") } else { t.get("act-pass-on-consent") };
    Ok(Form {
        name: "pass-on",
        consequences: vec![t.get("act-pass-on-leaves"), t.get("act-pass-on-told"), consent],
        fields,
        is_lasting: true,
    })
}

pub(super) async fn pass_on(desk: Desk, Path(id): Path<String>) -> Answer {
    show(&desk, dossier(&id)?, &Posted::default(), Errors::none(), pass_on_form).await
}

pub(super) async fn do_pass_on(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let Ok(to) = posted.get("to").parse() else {
        let errors = missing(&desk, "to");
        return show(&desk, dossier(&id)?, &posted, errors, pass_on_form).await;
    };
    let explanation = posted.trimmed("explanation");
    let command = Command::PassOn { to, explanation, agreed: posted.ticked("agreed") };
    perform(desk, &id, posted, command, pass_on_form, "/staff/inbox?done=passed-on").await
}

/// The mistake of a choice that was not made.
fn missing(desk: &Desk, field: &'static str) -> Errors {
    let mut errors = Errors::none();
    errors.add(field, desk.t().get("act-choose"));
    errors
}

// ---- Give access

fn access_form(desk: &Desk, view: &CaseView, posted: &Posted) -> Result<Form, Refusal> {
    if !view.may.contains(&Act::GiveAccess) {
        return Err(Refusal::NotAllowed);
    }
    let t = desk.t();
    let colleagues = candidates(view, desk.staff().id).colleagues;
    Ok(Form {
        name: "access",
        consequences: vec![
            t.get("act-access-all"),
            if colleagues.is_empty() { t.get("act-access-nobody") } else { t.get("act-access-checked") },
        ],
        fields: vec![
            Field::Radios {
                name: "person",
                label: t.get("act-label-access-person"),
                hint: String::new(),
                choices: words::people(t, &view.organisation, &colleagues),
                value: posted.get("person").to_owned(),
            },
            area(t, "reason", "access", posted.get("reason").to_owned(), 3),
        ],
        is_lasting: false,
    })
}

pub(super) async fn access(desk: Desk, Path(id): Path<String>) -> Answer {
    show(&desk, dossier(&id)?, &Posted::default(), Errors::none(), access_form).await
}

pub(super) async fn do_access(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let Ok(person) = posted.get("person").parse() else {
        let errors = missing(&desk, "person");
        return show(&desk, dossier(&id)?, &posted, errors, access_form).await;
    };
    let command = Command::GiveAccess { person, reason: posted.trimmed("reason") };
    perform(desk, &id, posted, command, access_form, "given").await
}

// ---- Step aside

fn step_aside_form(desk: &Desk, view: &CaseView, posted: &Posted) -> Result<Form, Refusal> {
    try_out(desk, view, Act::StepAside, Command::StepAside { reason: some_reason() })?;
    let t = desk.t();
    Ok(Form {
        name: "step-aside",
        consequences: vec![t.get("act-step-aside-gone"), t.get("act-step-aside-next"), t.get("act-step-aside-reads")],
        fields: vec![area(t, "reason", "step-aside", posted.get("reason").to_owned(), 4)],
        is_lasting: true,
    })
}

pub(super) async fn step_aside(desk: Desk, Path(id): Path<String>) -> Answer {
    show(&desk, dossier(&id)?, &Posted::default(), Errors::none(), step_aside_form).await
}

pub(super) async fn do_step_aside(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let command = Command::StepAside { reason: posted.trimmed("reason") };
    perform(desk, &id, posted, command, step_aside_form, "/staff/inbox?done=stepped-aside").await
}

// ---- Close

fn close_form(desk: &Desk, view: &CaseView, posted: &Posted) -> Result<Form, Refusal> {
    let t = desk.t();
    let command = |because| Command::Close { because, text: some_reason() };
    let possible = ClosedBecause::ALL.into_iter().filter(|b| try_out(desk, view, Act::CloseCase, command(*b)).is_ok());
    let choices: Vec<Choice> =
        possible.map(|because| Choice::new(because.name(), t.of("closed-because", because.name()))).collect();
    let Some(first) = choices.first() else {
        return Err(if view.may.contains(&Act::CloseCase) {
            Refusal::Rule("cannot-close-yet")
        } else {
            Refusal::NotAllowed
        });
    };
    let chosen = if choices.len() == 1 { first.value.clone() } else { posted.get("because").to_owned() };
    Ok(Form {
        name: "close",
        consequences: vec![t.get("act-close-reads"), t.get("act-close-after")],
        fields: vec![
            Field::Radios {
                name: "because",
                label: t.get("act-label-close-because"),
                hint: String::new(),
                choices,
                value: chosen,
            },
            area(t, "text", "close", posted.get("text").to_owned(), 6),
        ],
        is_lasting: true,
    })
}

pub(super) async fn close(desk: Desk, Path(id): Path<String>) -> Answer {
    show(&desk, dossier(&id)?, &Posted::default(), Errors::none(), close_form).await
}

pub(super) async fn do_close(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let Some(because) = ClosedBecause::named(posted.get("because")) else {
        let errors = missing(&desk, "because");
        return show(&desk, dossier(&id)?, &posted, errors, close_form).await;
    };
    let command = Command::Close { because, text: posted.trimmed("text") };
    perform(desk, &id, posted, command, close_form, "closed").await
}
