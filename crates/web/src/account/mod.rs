//! One's own account: who one is here, the sessions, another passphrase.

use crate::app::App;
use crate::cookies::Cookie;
use crate::error::{Answer, field_sentence};
use crate::frame::{Column, Errors, Fact, Page, T};
use crate::posted::Posted;
use crate::staff::{Desk, Place, show as words};
use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::routing::{get, post};
use domain::refusal::FieldError;
use http::{StatusCode, header};
use jiff::Timestamp;
use secrecy::SecretString;
use serde::Deserialize;

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/staff/account", get(show))
        .route("/staff/account/passphrase", get(passphrase).post(change))
        .route("/staff/account/end-session", post(end))
}

struct Session {
    id: String,
    kind: String,
    began: String,
    seen: String,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "account/account.html")]
struct Account {
    t: T,
    page: Page,
    done: String,
    tag: String,
    facts: Vec<Fact>,
    columns: Vec<Column>,
    sessions: Vec<Session>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    done: String,
}

fn at(t: T, microseconds: i64) -> String {
    Timestamp::from_microsecond(microseconds).map(|at| words::instant(t, at)).unwrap_or_default()
}

async fn show(desk: Desk, Query(asked): Query<Asked>) -> Answer {
    let t = desk.t();
    let staff = desk.staff();
    let organisation = desk.office().organisation().await?;
    let unit = organisation.person(staff.id).map(|person| words::node_named(t, &organisation, person.unit));
    let mut sessions = desk.office().sessions(staff).await?;
    sessions.sort_by_key(|session| std::cmp::Reverse(session.seen));
    let roles = words::role_words(t, &staff.roles);
    let page = Account {
        t,
        page: desk.page(Place::Account),
        done: if t.knows("done", &asked.done) { t.of("done", &asked.done) } else { String::new() },
        tag: desk.tag(),
        facts: vec![
            Fact::new(t.get("account-name"), staff.name.clone()),
            Fact::new(t.get("account-sign-in"), staff.sign_in.clone()),
            Fact::new(t.get("account-roles"), if roles.is_empty() { t.get("account-no-roles") } else { roles }),
            Fact::new(t.get("account-unit"), unit.unwrap_or_default()),
        ],
        columns: [
            t.get("account-column-kind"),
            t.get("account-column-began"),
            t.get("account-column-seen"),
            t.get("account-column-act"),
        ]
        .into_iter()
        .map(Column::new)
        .collect(),
        sessions: sessions
            .into_iter()
            .map(|session| Session {
                kind: if session.is_token { t.get("account-token") } else { t.get("account-browser") },
                began: at(t, session.created),
                seen: at(t, session.seen),
                is_current: session.is_current,
                id: session.id,
            })
            .collect(),
    };
    Ok(crate::frame::show(&page))
}

async fn end(desk: Desk, posted: Posted) -> Answer {
    desk.needs_tag(&posted)?;
    desk.office().end_session(desk.staff(), posted.get("session")).await?;
    Ok(desk.go("/staff/account?done=session-ended"))
}

#[derive(Template)]
#[template(path = "account/passphrase.html")]
struct Passphrase {
    t: T,
    page: Page,
    errors: Errors,
    tag: String,
    sign_in: String,
}

fn form(desk: &Desk, errors: Errors) -> axum::response::Response {
    let t = desk.t();
    let trail = vec![crate::frame::Link::new(desk.href("/staff/account"), t.get("staff-account"))];
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = Passphrase {
        t,
        page: desk.page(Place::Account).with_trail(trail),
        errors,
        tag: desk.tag(),
        sign_in: desk.staff().sign_in.clone(),
    };
    crate::frame::show_as(status, &page)
}

async fn passphrase(desk: Desk) -> Answer {
    Ok(form(&desk, Errors::none()))
}

async fn change(desk: Desk, posted: Posted) -> Answer {
    if let Some(errors) = desk.tag_is_missing(&posted) {
        return Ok(form(&desk, errors));
    }
    if posted.get("passphrase") != posted.get("again") {
        let mut errors = Errors::none();
        errors.add("again", field_sentence(desk.t(), &FieldError::new("again", "differs")));
        return Ok(form(&desk, errors));
    }
    let secret = |name: &str| SecretString::from(posted.get(name).to_owned());
    let changed =
        desk.office().change_passphrase(desk.staff(), secret("old"), secret("passphrase"), posted.get("code")).await;
    match desk.mend(changed)? {
        Err(errors) => Ok(form(&desk, errors)),
        Ok(()) => {
            let mut answer = desk.go("/staff/sign-in?done=passphrase");
            if let Some(cookie) = Cookie::Staff.clear(desk.frame.site()) {
                answer.headers_mut().append(header::SET_COOKIE, cookie);
            }
            Ok(answer)
        }
    }
}
