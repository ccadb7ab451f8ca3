//! What waits for somebody: the cases that they hold, searching them, and writing down a report that was told.

mod register;
mod row;
mod search;

use crate::app::App;
use crate::error::Answer;
use crate::frame::{self, Arg, Choice, Column, Link, Page, T};
use crate::staff::{Desk, Place};
use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::routing::get;
use domain::report::Channel;
use office::inbox::{InboxFilter, MOST_COUNTED};
use row::Row;
use serde::Deserialize;

pub(crate) use row::columns;

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/staff/inbox", get(show))
        .route("/staff/search", get(search::show).post(search::find))
        .route("/staff/register", get(register::show).post(register::register))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    show: String,
    channel: String,
    after: String,
    done: String,
}

impl Asked {
    fn filter(&self) -> InboxFilter {
        InboxFilter {
            closed: self.show == "closed",
            unread: self.show == "unread",
            late: self.show == "late",
            channel: Channel::named(&self.channel),
        }
    }

    /// The address of the same list, but for what is given.
    fn address(&self, show: &str, channel: &str, after: &str) -> String {
        let parts = [("show", show), ("channel", channel), ("after", after)];
        let query: Vec<String> = parts
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if query.is_empty() { "/staff/inbox".into() } else { format!("/staff/inbox?{}", query.join("&")) }
    }
}

#[derive(Template)]
#[template(path = "inbox/inbox.html")]
struct Inbox {
    t: T,
    page: Page,
    done: String,
    views: Vec<Link>,
    chips: Vec<Link>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    next: String,
    first: String,
    summary: String,
    top: String,
    shown: &'static str,
    channels: Vec<Choice>,
    channel: String,
    show: String,
}

async fn show(desk: Desk, Query(asked): Query<Asked>) -> Answer {
    let t = desk.t();
    let after = Some(asked.after.as_str()).filter(|after| !after.is_empty());
    let list = desk.office().inbox(desk.staff(), &asked.filter(), after).await?;
    let shown = ["unread", "late", "closed"].into_iter().find(|view| *view == asked.show).unwrap_or("open");
    let channel = asked.filter().channel.map(Channel::name).unwrap_or_default();
    let view = |name: &'static str, count: u32| {
        let show = if name == "open" { "" } else { name };
        let href = desk.href(&asked.address(show, channel, ""));
        Link::new(href, t.of("inbox-view", name)).at(shown == name).counting(u64::from(count))
    };
    let views = vec![
        view("open", list.counts.open),
        view("unread", list.counts.unread),
        view("late", list.counts.late),
        view("closed", 0),
    ];
    let show = if shown == "open" { "" } else { shown };
    let mut chips = Vec::new();
    if !channel.is_empty() {
        chips.push(Link::new(desk.href(&asked.address(show, "", "")), t.of("channel", channel)));
    }
    let channels = Channel::ALL.into_iter().map(|one| Choice::new(one.name(), t.of("channel", one.name()))).collect();
    let rows: Vec<Row> = list.items.iter().map(|item| Row::new(&desk, item, &list.organisation)).collect();
    let top = rows.first().filter(|_| shown == "open" && asked.after.is_empty()).map(|row| row.href.clone());
    let page = Inbox {
        t,
        page: desk.page(Place::Inbox),
        done: if t.knows("done", &asked.done) { t.of("done", &asked.done) } else { String::new() },
        views,
        chips,
        columns: columns(t),
        rows,
        next: list.next.map(|next| desk.href(&asked.address(show, channel, &next))).unwrap_or_default(),
        first: if asked.after.is_empty() { String::new() } else { desk.href(&asked.address(show, channel, "")) },
        summary: summary(t, list.counts.open, list.counts.unread, list.counts.late),
        top: top.unwrap_or_default(),
        shown,
        channels,
        channel: channel.to_owned(),
        show: show.to_owned(),
    };
    Ok(frame::show(&page))
}

/// The counts in a sentence. They are not counted further than [`MOST_COUNTED`], and the sentence says so.
fn summary(t: T, open: u32, unread: u32, late: u32) -> String {
    let number =
        |count: u32| if count >= MOST_COUNTED { Arg::from(format!("{MOST_COUNTED}+")) } else { Arg::from(count) };
    t.with("inbox-summary", &[("open", number(open)), ("unread", number(unread)), ("late", number(late))])
}
