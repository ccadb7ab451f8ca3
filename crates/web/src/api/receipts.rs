//! The reporter comes back: with the code in a body, or with the token that opening gave.

use super::download;
use super::json::{self, Body};
use super::problem::{FieldProblem, Problem};
use super::receipt_case::{ReceiptCase, Step, stage, timeline};
use super::told::{self, Message, stages};
use crate::app::App;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::case::ReporterCommand;
use http::{HeaderMap, StatusCode, header};
use office::receipt::{Reporter, ReporterCase};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// With which code.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct Open {
    /// The code, in any spelling that a person may type. Without it, the token that opening gave is asked for.
    #[serde(default)]
    #[schema(max_length = 200)]
    code: Option<String>,
}

/// A message to who handles the case.
#[derive(Deserialize, ToSchema, Default)]
#[schema(as = ReporterMessage)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// The code, unless there is a token.
    #[serde(default)]
    #[schema(max_length = 200)]
    code: Option<String>,
    /// The message.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 20000)]
    text: String,
    /// Which of the reporter's cases, from 0; the first when it is not said.
    #[serde(default)]
    case: u32,
}

/// Which case.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct OneCase {
    /// The code, unless there is a token.
    #[serde(default)]
    #[schema(max_length = 200)]
    code: Option<String>,
    /// Which of the reporter's cases, from 0; the first when it is not said.
    #[serde(default)]
    case: u32,
}

/// A request for a second look.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct SecondLook {
    /// The code, unless there is a token.
    #[serde(default)]
    #[schema(max_length = 200)]
    code: Option<String>,
    /// Why.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 20000)]
    why: String,
    /// Which of the reporter's cases, from 0; the first when it is not said.
    #[serde(default)]
    case: u32,
}

/// What the code opens. Stage, messages and timeline are those of the first case.
#[derive(Serialize, ToSchema)]
pub struct Opened {
    /// Where the first case stands.
    #[schema(schema_with = stages)]
    stage: &'static str,
    /// The conversation of the first case, oldest first.
    messages: Vec<Message>,
    /// What was and what comes in the first case.
    timeline: Vec<Step>,
    /// All cases under this code.
    cases: Vec<ReceiptCase>,
    /// Serves instead of the code, as a bearer token. It ends after half an hour to an hour and a half of rest, and at the
    /// latest after four hours.
    token: String,
}

/// A message that was sent.
#[derive(Serialize, ToSchema)]
pub struct Written {
    /// As it stands in the conversation.
    pub message: Message,
}

/// Where a case stands now.
#[derive(Serialize, ToSchema)]
pub struct Standing {
    /// The stage.
    #[schema(schema_with = stages)]
    stage: &'static str,
    /// What was and what comes.
    timeline: Vec<Step>,
}

/// A reporter who came in for one request.
pub(super) struct Entered {
    pub reporter: Reporter,
    pub token: String,
    by_code: bool,
}

impl Entered {
    /// The case with this index.
    pub fn case(&self, index: u32) -> Result<&ReporterCase, Problem> {
        let own = self.reporter.cases.iter().find(|own| own.index == index);
        own.ok_or_else(|| domain::Refusal::NotFound.into())
    }

    /// Ends the session that a code opened for this request alone. Nobody has its token.
    pub async fn leave(&self, app: &App) -> Result<(), Problem> {
        if self.by_code {
            app.office.leave_receipt(&self.token).await?;
        }
        Ok(())
    }
}

/// The token of a request: `Authorization: Bearer …`.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// Lets a reporter in. A wrong code goes the same way as a right one up to where there is nothing to open.
pub(super) async fn enter(app: &App, headers: &HeaderMap, code: Option<&str>) -> Result<Entered, Problem> {
    let (token, by_code) = match (code, bearer(headers)) {
        (Some(code), _) => (app.office.open_receipt(code).await?, true),
        (None, Some(token)) => (token.to_owned(), false),
        (None, None) => return Err(Problem::fields(vec![FieldProblem::new("code", "required")])),
    };
    let reporter = app.office.reporter(&token).await?;
    Ok(Entered { reporter, token, by_code })
}

/// Come back with the code: where the cases stand and what was said.
///
/// What staff wrote counts as read from then on.
#[utoipa::path(
    post, path = "/receipts/open", tag = "reporters", operation_id = "openReceipt", security((), ("token" = [])),
    request_body = Open,
    responses((status = 200, description = "The code is right.", body = Opened)),
)]
pub async fn open(State(app): State<App>, headers: HeaderMap, body: Body<Open>) -> Result<Response, Problem> {
    let Open { code } = body.sound()?;
    let entered = enter(&app, &headers, code.as_deref()).await?;
    let (organisation, today) = (app.office.organisation().await?, app.office.today());
    let cases = entered.reporter.cases.iter();
    let answer = Opened {
        stage: stage(&entered.case(0)?.case).name(),
        messages: told::to_reporter(&entered.case(0)?.case),
        timeline: timeline(&entered.case(0)?.case, today),
        cases: cases.map(|own| ReceiptCase::of(own, &organisation, today)).collect(),
        token: entered.token.clone(),
    };
    for own in &entered.reporter.cases {
        if own.case.from_staff > own.case.read_up_to(domain::case::ReadBy::Reporter) {
            let read = ReporterCommand::Read { up_to: own.case.last };
            app.office.reporter_act(&entered.reporter, own.index, read).await?;
        }
    }
    json::answer(StatusCode::OK, &answer)
}

/// Does what a reporter asks and gives the case as it is then.
pub(super) async fn act(
    app: &App,
    entered: &Entered,
    index: u32,
    command: ReporterCommand,
) -> Result<ReporterCase, Problem> {
    let after = match app.office.reporter_act(&entered.reporter, index, command).await {
        Ok(()) => app.office.reporter(&entered.token).await,
        Err(error) => Err(error),
    };
    entered.leave(app).await?;
    let own = after?.cases.into_iter().find(|own| own.index == index);
    own.ok_or_else(|| domain::Refusal::NotFound.into())
}

/// The last thing that the reporter said in a case.
pub(super) fn written(own: &ReporterCase) -> Result<Response, Problem> {
    let said = told::to_reporter(&own.case).into_iter().rev().find(told::Message::is_of_reporter);
    let message = said.ok_or_else(|| Problem::from(domain::Refusal::NotFound))?;
    json::answer(StatusCode::CREATED, &Written { message })
}

/// Write into the conversation.
#[utoipa::path(
    post, path = "/receipts/messages", tag = "reporters", operation_id = "sendMessage", security((), ("token" = [])),
    request_body = NewMessage,
    responses((status = 201, description = "It was sent.", body = Written)),
)]
pub async fn write(State(app): State<App>, headers: HeaderMap, body: Body<NewMessage>) -> Result<Response, Problem> {
    let NewMessage { code, text, case } = body.sound()?;
    let entered = enter(&app, &headers, code.as_deref()).await?;
    written(&act(&app, &entered, case, ReporterCommand::Write { text, files: Vec::new() }).await?)
}

/// Ask for a second look.
#[utoipa::path(
    post, path = "/receipts/second-look", tag = "reporters", operation_id = "askSecondLook", security((), ("token" = [])),
    request_body = SecondLook,
    responses((status = 201, description = "Two others will look at it again.", body = Standing)),
)]
pub async fn second_look(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body<SecondLook>,
) -> Result<Response, Problem> {
    let SecondLook { code, why, case } = body.sound()?;
    let entered = enter(&app, &headers, code.as_deref()).await?;
    let own = act(&app, &entered, case, ReporterCommand::AskSecondLook { why }).await?;
    let standing = Standing { stage: stage(&own.case).name(), timeline: timeline(&own.case, app.office.today()) };
    json::answer(StatusCode::CREATED, &standing)
}

/// The proof that a report was received, as it stands now: with its place in the log once a published checkpoint covers
/// it.
#[utoipa::path(
    post, path = "/receipts/proof", tag = "reporters", operation_id = "fetchProof", security((), ("token" = [])),
    request_body = OneCase,
    responses((status = 200, description = "The proof.", body = super::log::Proof)),
)]
pub async fn proof(State(app): State<App>, headers: HeaderMap, body: Body<OneCase>) -> Result<Response, Problem> {
    let OneCase { code, case } = body.sound()?;
    let entered = enter(&app, &headers, code.as_deref()).await?;
    let proof = app.office.proof(&entered.reporter, case).await;
    entered.leave(&app).await?;
    let proof: Value = serde_json::from_str(&proof?).map_err(office::Error::from)?;
    json::answer(StatusCode::OK, &proof)
}

/// A file of a case, with the token that opening gave.
#[utoipa::path(
    get, path = "/receipts/files/{number}/{place}", tag = "reporters", operation_id = "readFile", security(("token" = [])),
    params(
        ("number" = u64, Path, description = "The number of the message; 1 for the report itself."),
        ("place" = u64, Path, description = "Which of its files, from 0."),
        ("case" = Option<u32>, Query, nullable = false, description = "Which of the reporter's cases, from 0."),
        download::FormQuery,
    ),
    responses((status = 200, description = "The file.", body = [u8], content_type = "application/octet-stream")),
)]
pub async fn file(
    State(app): State<App>,
    headers: HeaderMap,
    Path((number, place)): Path<(String, String)>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (form, index) = download::query(&query, true)?;
    let token = bearer(&headers).ok_or(domain::Refusal::SignIn)?;
    let reporter = app.office.reporter(token).await?;
    let (number, place) = download::place(&number, &place)?;
    let own = reporter.cases.iter().find(|own| own.index == index);
    let file = own.and_then(|own| office::case::file_of(&own.case, number, place));
    let file = file.ok_or(domain::Refusal::NotFound)?;
    let stream = app.office.open_file(&file, form).await?;
    Ok(download::answer(&file, form, stream))
}
