//! For staff with a token: signing in, the inbox, a case and its conversation.

use super::case::CaseTold;
use super::download;
use super::json::{self, Body};
use super::openapi::names;
use super::problem::{FieldProblem, Problem};
use super::receipts::{Written, bearer};
use super::told::{self, Deadline, channels, languages, role_list, roles, stages};
use crate::app::App;
use axum::extract::{FromRef, FromRequestParts, Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use domain::Refusal;
use domain::case::Command;
use domain::id::DossierId;
use domain::people::{Organisation, Role};
use domain::report::Channel;
use http::StatusCode;
use http::request::Parts;
use jiff::civil::Date;
use office::Office;
use office::inbox::{InboxFilter, InboxItem};
use office::sign_in::{SessionKind, Staff};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What signs a member of staff in.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The name used to sign in.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 300)]
    name: String,
    /// The passphrase.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 1000)]
    passphrase: String,
    /// The one-time code.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 20)]
    code: String,
}

/// A token that was given.
#[derive(Serialize, ToSchema)]
pub struct Token {
    /// The token, for `Authorization: Bearer`. It ends after half an hour of rest, and at the latest after ten hours.
    token: String,
    /// The name of the person.
    name: String,
    /// The language of the person's pages.
    #[schema(schema_with = languages)]
    language: &'static str,
    /// The roles held today.
    #[schema(schema_with = role_list)]
    roles: Vec<&'static str>,
}

/// Which cases are listed.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes a query")]
struct InboxQuery {
    /// `open`, unless `closed` is asked for.
    #[param(schema_with = states)]
    state: Option<String>,
    /// Only those with something unread.
    unread: Option<bool>,
    /// Only those with a deadline that has passed.
    late: Option<bool>,
    /// Only those of this concern.
    #[param(schema_with = channels)]
    channel: Option<String>,
    /// Where the page begins: the `next` of the one before.
    after: Option<String>,
}

/// The states of an inbox, for the document.
fn states() -> utoipa::openapi::schema::Object {
    names(&["open", "closed"])
}

/// The cases that a person holds.
#[derive(Serialize, ToSchema)]
pub struct Inbox {
    /// The cases, those whose deadline comes first on top.
    cases: Vec<Item>,
    /// Where the next page begins: the `after` of the next request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
    /// How many there are, counted to a thousand.
    counts: Counts,
}

/// How many cases there are of each.
#[derive(Serialize, ToSchema)]
struct Counts {
    /// Open.
    open: u32,
    /// With something unread.
    unread: u32,
    /// With a deadline that has passed.
    late: u32,
}

/// One case in the inbox.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Item {
    /// Names the case in addresses.
    id: String,
    /// By which staff speak of it.
    reference: String,
    /// The key of the agency.
    agency: String,
    /// The concern.
    #[schema(schema_with = channels)]
    channel: &'static str,
    /// Where it stands.
    #[schema(schema_with = stages)]
    stage: &'static str,
    /// The day of receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date, nullable = false)]
    received_on: Option<String>,
    /// What is due next.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    due: Option<Deadline>,
    /// Whether what is due next is late.
    is_late: bool,
    /// Whether the reporter wrote something that this person did not read.
    is_unread: bool,
    /// Whether this person never read it.
    is_new: bool,
}

impl Item {
    fn of(item: InboxItem, organisation: &Organisation) -> Self {
        Self {
            id: item.dossier.to_string(),
            agency: organisation.node(item.agency).map(|node| node.key.clone()).unwrap_or_default(),
            channel: item.channel.name(),
            stage: item.stage.name(),
            received_on: item.received.map(|day| day.to_string()),
            is_late: item.is_late(),
            due: item.due.map(Deadline::next),
            is_unread: item.unread,
            is_new: item.is_new,
            reference: item.reference,
        }
    }
}

/// A message to the reporter.
#[derive(Deserialize, ToSchema, Default)]
#[schema(as = StaffMessage)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct NewMessage {
    /// The message.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 20000)]
    text: String,
    /// In which role; that of an intake officer when it is not said.
    #[serde(default)]
    #[schema(schema_with = roles)]
    role: Option<Role>,
    /// Whether the reporter sees the name of the writer. Otherwise only the role.
    #[serde(default)]
    shows_name: bool,
}

/// Up to where a conversation was read.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ReadMark {
    /// The number of the last message that was read.
    #[serde(default)]
    #[schema(required, minimum = 1)]
    up_to: u64,
}

/// A member of staff with a token.
pub struct Caller(Staff);

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    Office: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let token = bearer(&parts.headers).ok_or(Refusal::SignIn)?;
        Ok(Self(Office::from_ref(state).staff(token, SessionKind::Token).await?))
    }
}

/// The dossier that an address names. What cannot be one is not there.
fn dossier(id: &str) -> Result<DossierId, Problem> {
    id.parse().map_err(|_| Refusal::NotFound.into())
}

/// Sign in: a token for half an hour, renewed by use.
#[utoipa::path(
    post, path = "/tokens", tag = "staff", operation_id = "createToken",
    request_body = SignIn,
    responses((status = 201, description = "Signed in.", body = Token)),
)]
pub async fn sign_in(State(app): State<App>, body: Body<SignIn>) -> Result<Response, Problem> {
    let SignIn { name, passphrase, code } = body.sound()?;
    let token = app.office.sign_in(&name, SecretString::from(passphrase), &code, SessionKind::Token).await?;
    let staff = app.office.staff(&token, SessionKind::Token).await?;
    let answer = Token {
        token,
        name: staff.name,
        language: staff.language.name(),
        roles: staff.roles.into_iter().map(Role::name).collect(),
    };
    json::answer(StatusCode::CREATED, &answer)
}

/// End the token of the request, of a member of staff or of a reporter.
#[utoipa::path(
    delete, path = "/tokens", tag = "staff", operation_id = "endToken", security(("token" = [])),
    responses((status = 204, description = "It opens nothing any more.")),
)]
pub async fn sign_out(State(app): State<App>, headers: http::HeaderMap) -> Result<Response, Problem> {
    let token = bearer(&headers).ok_or(Refusal::SignIn)?;
    app.office.sign_out(token).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The cases that the caller holds.
#[utoipa::path(
    get, path = "/cases", tag = "staff", operation_id = "listCases", security(("token" = [])),
    params(InboxQuery),
    responses((status = 200, description = "A page of 25.", body = Inbox)),
)]
pub async fn inbox(
    State(app): State<App>,
    Caller(staff): Caller,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (filter, after) = filter(&query)?;
    let page = app.office.inbox(&staff, &filter, after.as_deref()).await?;
    let counts = Counts { open: page.counts.open, unread: page.counts.unread, late: page.counts.late };
    let cases = page.items.into_iter().map(|item| Item::of(item, &page.organisation)).collect();
    json::answer(StatusCode::OK, &Inbox { cases, next: page.next, counts })
}

/// What a query asks for.
fn filter(query: &[(String, String)]) -> Result<(InboxFilter, Option<String>), Problem> {
    let (mut filter, mut after, mut problems) = (InboxFilter::default(), None, Vec::new());
    for (name, value) in query {
        let allowed = match (name.as_str(), value.as_str()) {
            ("state", "open" | "closed") => {
                filter.closed = value == "closed";
                continue;
            }
            ("unread", "true" | "false") => {
                filter.unread = value == "true";
                continue;
            }
            ("late", "true" | "false") => {
                filter.late = value == "true";
                continue;
            }
            ("channel", name) if Channel::named(name).is_some() => {
                filter.channel = Channel::named(name);
                continue;
            }
            ("after", place) if is_place(place) => {
                after = Some(place.to_owned());
                continue;
            }
            ("state", _) => "open, closed".to_owned(),
            ("unread" | "late", _) => "true, false".to_owned(),
            ("channel", _) => Channel::ALL.map(Channel::name).join(", "),
            ("after", _) => {
                problems.push(FieldProblem::new(name, "wrong-place"));
                continue;
            }
            _ => {
                problems.push(FieldProblem::new(name, "unknown-field"));
                continue;
            }
        };
        problems.push(FieldProblem::limit(name, "unknown-value", allowed));
    }
    json::finish(problems)?;
    Ok((filter, after))
}

/// Whether a text can be the `next` of a page: the last day and the case that it ended with.
fn is_place(text: &str) -> bool {
    text.split_once('_').is_some_and(|(due, id)| due.parse::<Date>().is_ok() && id.parse::<DossierId>().is_ok())
}

/// A case that the caller holds. That it was opened is recorded in it, for its holders to see.
///
/// To who holds no key to it, it does not exist.
#[utoipa::path(
    get, path = "/cases/{id}", tag = "staff", operation_id = "openCase", security(("token" = [])),
    params(("id" = String, Path, description = "Names the case.")),
    responses((status = 200, description = "The case.", body = CaseTold)),
)]
pub async fn case(State(app): State<App>, Caller(staff): Caller, Path(id): Path<String>) -> Result<Response, Problem> {
    let view = app.office.open_case(&staff, dossier(&id)?).await?;
    json::answer(StatusCode::OK, &CaseTold::of(&view, staff.id, app.office.today()))
}

/// Write to the reporter.
#[utoipa::path(
    post, path = "/cases/{id}/messages", tag = "staff", operation_id = "writeToReporter", security(("token" = [])),
    params(("id" = String, Path, description = "Names the case.")),
    request_body = NewMessage,
    responses((status = 201, description = "It was sent.", body = Written)),
)]
pub async fn write(
    State(app): State<App>,
    Caller(staff): Caller,
    Path(id): Path<String>,
    body: Body<NewMessage>,
) -> Result<Response, Problem> {
    let dossier = dossier(&id)?;
    let NewMessage { text, role, shows_name } = body.sound()?;
    let role = role.unwrap_or(Role::IntakeOfficer);
    let name = shows_name.then(|| staff.name.clone());
    app.office.act(&staff, dossier, Command::Write { text, files: Vec::new(), role, name }).await?;
    let view = app.office.open_case(&staff, dossier).await?;
    let said = told::to_staff(&view.case, staff.id, &view.organisation);
    let own = said.into_iter().rev().find(|message| message.is_of(staff.id));
    let message = own.ok_or_else(|| Problem::from(Refusal::NotFound))?;
    json::answer(StatusCode::CREATED, &Written { message })
}

/// Mark the conversation as read. The reporter sees that it was.
#[utoipa::path(
    put, path = "/cases/{id}/read-mark", tag = "staff", operation_id = "markRead", security(("token" = [])),
    params(("id" = String, Path, description = "Names the case.")),
    request_body = ReadMark,
    responses((status = 204, description = "It is marked.")),
)]
pub async fn mark_read(
    State(app): State<App>,
    Caller(staff): Caller,
    Path(id): Path<String>,
    body: Body<ReadMark>,
) -> Result<Response, Problem> {
    let dossier = dossier(&id)?;
    let ReadMark { up_to } = body.sound()?;
    app.office.act(&staff, dossier, Command::Read { up_to }).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A file of a case. That it was opened is recorded.
#[utoipa::path(
    get, path = "/cases/{id}/files/{number}/{place}", tag = "staff", operation_id = "openCaseFile", security(("token" = [])),
    params(
        ("id" = String, Path, description = "Names the case."),
        ("number" = u64, Path, description = "The number of the message; 1 for the report itself."),
        ("place" = u64, Path, description = "Which of its files, from 0."),
        download::FormQuery,
    ),
    responses((status = 200, description = "The file.", body = [u8], content_type = "application/octet-stream")),
)]
pub async fn file(
    State(app): State<App>,
    Caller(staff): Caller,
    Path((id, number, place)): Path<(String, String, String)>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (form, _) = download::query(&query, false)?;
    let (number, place) = download::place(&number, &place)?;
    let (file, stream) = app.office.case_file(&staff, dossier(&id)?, number, place, form).await?;
    Ok(download::answer(&file, form, stream))
}
