//! Signing in and out, and taking up an invitation.

mod invitation;

use crate::app::App;
use crate::cookies::Cookie;
use crate::error::{Answer, of_form};
use crate::frame::{self, Errors, Frame, Page, T};
use crate::posted::Posted;
use crate::staff::{Kept, tag_is_missing};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use http::{HeaderMap, StatusCode, header};
use office::sign_in::SessionKind;
use secrecy::SecretString;
use serde::Deserialize;

/// The routes. Nobody needs to be signed in for them.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/staff/sign-in", get(show).post(sign_in))
        .route("/staff/sign-out", post(sign_out))
        .route("/invitation/{token}", get(invitation::show).post(invitation::accept))
}

#[derive(Template)]
#[template(path = "sign_in/sign_in.html")]
struct SignIn {
    t: T,
    page: Page,
    errors: Errors,
    tag: String,
    typed: String,
    done: String,
    to: String,
    kept: Vec<(String, String)>,
    has_kept: bool,
    had_files: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    to: String,
    done: String,
}

/// The form, with a cookie of its own: a form is bound to a browser before anybody is known.
fn form(app: &App, frame: &Frame, headers: &HeaderMap, status: StatusCode, fill: impl FnOnce(&mut SignIn)) -> Response {
    let known = Cookie::Form.read(frame.site(), headers).filter(|value| !value.is_empty());
    let door = known.clone().unwrap_or_else(|| vault::random::uuid().to_string());
    let t = frame.t();
    let mut page = SignIn {
        t,
        page: frame.page(),
        errors: Errors::none(),
        tag: app.office.form_tag(door.as_bytes()),
        typed: String::new(),
        done: String::new(),
        to: String::new(),
        kept: Vec::new(),
        has_kept: false,
        had_files: false,
    };
    fill(&mut page);
    let mut answer = frame::show_as(status, &page);
    if known.is_none()
        && let Some(cookie) = Cookie::Form.set(frame.site(), &door)
    {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

fn carry(page: &mut SignIn, kept: &Kept) {
    page.has_kept = kept.is_waiting() && !kept.fields.is_empty();
    page.had_files = kept.had_files;
    page.kept = kept.hidden();
    page.to.clone_from(&kept.to);
}

/// The sign-in page for somebody whose session ended while they wrote.
pub fn page_with_kept(app: &App, frame: &Frame, headers: &HeaderMap, kept: Kept) -> Answer {
    Ok(form(app, frame, headers, StatusCode::UNAUTHORIZED, |page| carry(page, &kept)))
}

async fn show(State(app): State<App>, frame: Frame, headers: HeaderMap, Query(asked): Query<Asked>) -> Response {
    let t = frame.t();
    form(&app, &frame, &headers, StatusCode::OK, |page| {
        page.to = Kept::new(&asked.to, &Posted::default()).to;
        if t.knows("done", &asked.done) {
            page.done = t.of("done", &asked.done);
        }
    })
}

#[derive(Template)]
#[template(path = "sign_in/resume.html")]
struct Resume {
    t: T,
    page: Page,
    to: String,
    fields: Vec<(String, String)>,
    had_files: bool,
}

async fn sign_in(State(app): State<App>, frame: Frame, headers: HeaderMap, posted: Posted) -> Answer {
    let kept = Kept::read(&posted);
    let again = |errors: Errors| {
        form(&app, &frame, &headers, StatusCode::BAD_REQUEST, |page| {
            page.errors = errors;
            page.typed = posted.trimmed("name");
            carry(page, &kept);
        })
    };
    let door = Cookie::Form.read(frame.site(), &headers).unwrap_or_default();
    if let Some(errors) = tag_is_missing(frame.t(), &posted, &app, door.as_bytes()) {
        return Ok(again(errors));
    }
    let passphrase = SecretString::from(posted.get("passphrase").to_owned());
    let token = match app.office.sign_in(posted.get("name"), passphrase, posted.get("code"), SessionKind::Page).await {
        Ok(token) => token,
        Err(error) => return Ok(again(of_form(frame.t(), error)?)),
    };
    let mut answer = if kept.fields.is_empty() {
        frame.go(if kept.is_waiting() { &kept.to } else { "/staff" })
    } else {
        let to = frame.href(&kept.to);
        let page = Resume { t: frame.t(), page: frame.page(), to, fields: kept.fields, had_files: kept.had_files };
        frame::show(&page)
    };
    let site = frame.site();
    for cookie in [Cookie::Staff.set(site, &token), Cookie::Form.clear(site)].into_iter().flatten() {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(answer)
}

async fn sign_out(State(app): State<App>, frame: Frame, headers: HeaderMap, posted: Posted) -> Answer {
    let token = Cookie::Staff.read(frame.site(), &headers).unwrap_or_default();
    if let Ok(staff) = app.office.staff(&token, SessionKind::Page).await
        && tag_is_missing(frame.t(), &posted, &app, staff.session_hash()).is_some()
    {
        return Err(domain::Refusal::Rule("form-expired").into());
    }
    app.office.sign_out(&token).await?;
    let mut answer = frame.go("/staff/sign-in?done=signed-out");
    if let Some(cookie) = Cookie::Staff.clear(frame.site()) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(answer)
}
