//! What all pages of the staff share: who is signed in, their menu, and how a form of theirs is done.

mod desk;
mod resume;
pub mod show;

pub use desk::{Desk, Place, allowed};

use crate::app::App;
use crate::cookies::Cookie;
use crate::error::{self, Answer, Failed};
use crate::frame::{self, Frame, Page, T};
use crate::posted::Posted;
use crate::{account, case, committee, inbox, people, sign_in};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use domain::Refusal;
use domain::access::Act;
use http::Method;
use office::sign_in::{SessionKind, Staff};
use std::sync::Arc;

/// The largest form without files, in bytes: every field of the longest form at its limit, as browsers encode it.
const LARGEST_FORM: usize = 4 * 1024 * 1024;

/// Somebody who is signed in, for one request.
pub struct Signed {
    /// Who, with their keys open.
    pub staff: Staff,
    /// The tag of their forms.
    pub tag: String,
}

/// The routes of the staff: signing in, and all that needs it.
pub fn routes(app: &App) -> Router<App> {
    let signed_in = Router::new()
        .route("/staff", get(first_page))
        .merge(inbox::routes())
        .merge(case::routes())
        .merge(committee::routes())
        .merge(people::routes())
        .merge(account::routes())
        .layer(from_fn_with_state(app.clone(), session_first));
    signed_in
        .merge(sign_in::routes())
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(from_fn(error::only_from_here))
        .layer(from_fn_with_state(app.clone(), error::pages))
}

/// Finds out who is signed in, before anything else is done. Who is not is asked to sign in, and what they had written in
/// a form is kept on that page.
async fn session_first(State(app): State<App>, frame: Frame, mut request: Request, next: Next) -> Response {
    let token = Cookie::Staff.read(frame.site(), request.headers()).unwrap_or_default();
    match app.office.staff(&token, SessionKind::Page).await {
        Ok(staff) => {
            let tag = app.office.form_tag(staff.session_hash());
            request.extensions_mut().insert(Arc::new(Signed { staff, tag }));
            next.run(request).await
        }
        Err(office::Error::Refusal(Refusal::SignIn)) => match ask_to_sign_in(&app, &frame, request).await {
            Ok(answer) => answer,
            Err(failed) => error::page(&frame, failed),
        },
        Err(other) => error::page(&frame, other.into()),
    }
}

async fn ask_to_sign_in(app: &App, frame: &Frame, request: Request) -> Answer {
    let to = request.uri().path().to_owned();
    if request.method() != Method::POST {
        return Ok(frame.go(&format!("/staff/sign-in?to={to}")));
    }
    let headers = request.headers().clone();
    let posted = resume::fields(request).await?;
    sign_in::page_with_kept(app, frame, &headers, resume::Kept::new(&to, &posted))
}

pub use resume::Kept;
pub(crate) use resume::text as field_text;

#[derive(Template)]
#[template(path = "staff/first.html")]
struct First {
    t: T,
    page: Page,
    name: String,
    roles: Vec<&'static str>,
}

/// Where somebody begins: at their cases, at the register, or, when their role has no pages yet, at a page that says so.
async fn first_page(desk: Desk) -> Answer {
    let to = [
        (Act::SeeInbox, "/staff/inbox"),
        (Act::ManageOrganisation, "/staff/organisation"),
        (Act::SeeCommitteeQueue, "/staff/committee"),
    ];
    if let Some((_, to)) = to.into_iter().find(|(act, _)| allowed(desk.staff(), *act)) {
        return Ok(desk.go(to));
    }
    let roles = desk.staff().roles.iter().map(|role| role.name()).collect();
    let name = desk.staff().name.clone();
    Ok(frame::show(&First { t: desk.t(), page: desk.page(Place::Other), name, roles }))
}

/// The mistake of a form that carries no tag of this session: it stood open too long, or was not ours.
pub(crate) fn tag_is_missing(t: T, posted: &Posted, app: &App, session: &[u8]) -> Option<frame::Errors> {
    if posted.is_from(app, session) {
        return None;
    }
    let mut errors = frame::Errors::none();
    errors.add_whole(error::sentence(t, &Refusal::Rule("form-expired")));
    Some(errors)
}

impl Failed {
    /// Whether a page may be told that there is no such thing.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Refusal(Refusal::NotFound))
    }
}
