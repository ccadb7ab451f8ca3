//! The public log: the newest signed checkpoint, the key, and how anybody checks.

use crate::app::App;
use crate::frame::{Column, Page, T, show};
use crate::visitor::{self, Shown, Visitor};
use askama::Template;
use axum::Router;
use axum::routing::get;
use domain::Refusal;
use jiff::civil::Date;

/// Most checkpoints that the page lists.
const MOST_LISTED: usize = 10;

/// The routes.
pub fn routes(app: &App) -> Router<App> {
    visitor::room(app, Router::new().route("/log", get(log)))
}

#[derive(Template)]
#[template(path = "log/log.html")]
struct Log {
    t: T,
    page: Page,
    day: String,
    note: String,
    key: String,
    columns: Vec<Column>,
    /// The day, size and root of each checkpoint before the newest.
    earlier: Vec<(String, String, String)>,
}

async fn log(visitor: Visitor) -> Shown {
    let t = visitor.t();
    let published = visitor.office().checkpoints().await?;
    let (latest, before) = published.split_first().ok_or(Refusal::NotFound)?;
    // A slot is a day. One that could not be read as such is shown as it stands.
    let day = |slot: &str| slot.parse::<Date>().map_or_else(|_| slot.to_owned(), |day| t.day(day));
    let earlier = before.iter().take(MOST_LISTED);
    let earlier = earlier.map(|row| (day(&row.slot), row.size.to_string(), root(&row.note))).collect();
    let columns = [t.get("log-day"), t.get("log-size"), t.get("log-root")].map(Column::new).into();
    let key = visitor.office().verifier_key()?.to_string();
    let (day, note) = (day(&latest.slot), latest.note.clone());
    Ok(show(&Log { t, page: visitor.page(), day, note, key, columns, earlier }))
}

/// The root of a checkpoint: the third line of its note.
fn root(note: &str) -> String {
    note.lines().nth(2).unwrap_or_default().to_owned()
}
