//! What only the demo has: the mail that it would have sent, to see that it holds no content.

use crate::app::App;
use crate::failure;
use crate::frame::{self, Frame, Page, T};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use domain::Refusal;
use domain::calendar;
use jiff::tz::TimeZone;

/// The routes. They answer only in the demo.
pub fn routes() -> Router<App> {
    Router::new().route("/demo/mail", get(mail))
}

struct Shown {
    at: String,
    to: String,
    subject: String,
    text: String,
}

#[derive(Template)]
#[template(path = "demo/mail.html")]
struct Mail {
    t: T,
    page: Page,
    mails: Vec<Shown>,
}

async fn mail(State(app): State<App>, frame: Frame) -> Response {
    if app.office.settings.demo.is_none() {
        return failure::page(&frame, &office::Error::Refusal(Refusal::NotFound));
    }
    let t = frame.t();
    let zone = TimeZone::get(calendar::ZONE).unwrap_or(TimeZone::UTC);
    let mails = app.office.demo_mail().into_iter().rev().map(|mail| Shown {
        at: t.moment(mail.at.to_zoned_datetime(zone.clone()).datetime()),
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
    });
    frame::show(&Mail { t, page: frame.page(), mails: mails.collect() })
}
