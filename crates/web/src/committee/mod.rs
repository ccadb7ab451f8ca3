//! The committee's queue: split first phases. The chair and the secretary see it.

use crate::app::App;
use crate::error::Answer;
use crate::frame::{self, Column, Page, T};
use crate::staff::{Desk, Place, show as words};
use askama::Template;
use axum::Router;
use axum::routing::get;

/// The routes.
pub fn routes() -> Router<App> {
    Router::new().route("/staff/committee", get(show))
}

struct Row {
    href: String,
    reference: String,
    agency: String,
    since: String,
    waiting: String,
}

#[derive(Template)]
#[template(path = "committee/queue.html")]
struct Queue {
    t: T,
    page: Page,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

async fn show(desk: Desk) -> Answer {
    let (items, organisation) = desk.office().committee_queue(desk.staff()).await?;
    let t = desk.t();
    let today = organisation.today;
    let row = |item: &office::inbox::QueueItem| Row {
        href: desk.href(&format!("/staff/case/{}/first-phase", item.dossier)),
        reference: item.reference.clone(),
        agency: words::node_named(t, &organisation, item.agency),
        since: item.since.map(|day| t.date(day)).unwrap_or_default(),
        waiting: item
            .since
            .map(|day| t.with("committee-waiting", &[("days", domain::deadline::days_between(day, today))]))
            .unwrap_or_default(),
    };
    let columns = [t.get("inbox-column-case"), t.get("inbox-column-agency"), t.get("committee-since")];
    let page = Queue {
        t,
        page: desk.page(Place::Committee),
        columns: columns.into_iter().map(Column::new).collect(),
        rows: items.iter().filter(|item| item.is_held).map(row).collect(),
    };
    Ok(frame::show(&page))
}
