//! Searching one's own cases. What is sought is sent in a form and never stands in an address.

use super::row::{Row, columns};
use crate::error::Answer;
use crate::frame::{self, Column, Errors, Page, T, Tone};
use crate::posted::Posted;
use crate::staff::{Desk, Place, allowed};
use askama::Template;
use domain::Refusal;
use domain::access::Act;
use http::StatusCode;

#[derive(Template)]
#[template(path = "inbox/search.html")]
struct Search {
    t: T,
    page: Page,
    errors: Errors,
    tag: String,
    sought: String,
    is_answer: bool,
    is_partial: bool,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

fn empty(desk: &Desk) -> Search {
    Search {
        t: desk.t(),
        page: desk
            .page(Place::Inbox)
            .with_trail(vec![frame::Link::new(desk.href("/staff/inbox"), desk.t().get("staff-inbox"))]),
        errors: Errors::none(),
        tag: desk.tag(),
        sought: String::new(),
        is_answer: false,
        is_partial: false,
        columns: columns(desk.t()),
        rows: Vec::new(),
    }
}

pub(super) async fn show(desk: Desk) -> Answer {
    if !allowed(desk.staff(), Act::SeeInbox) {
        return Err(Refusal::NotAllowed.into());
    }
    Ok(frame::show(&empty(&desk)))
}

pub(super) async fn find(desk: Desk, posted: Posted) -> Answer {
    let mut page = empty(&desk);
    page.sought = posted.trimmed("sought").chars().take(domain::policy::LONGEST_LINE).collect();
    if let Some(errors) = desk.tag_is_missing(&posted) {
        page.errors = errors;
        return Ok(frame::show_as(StatusCode::BAD_REQUEST, &page));
    }
    if page.sought.is_empty() {
        page.errors.add("sought", desk.t().get("search-empty"));
        return Ok(frame::show_as(StatusCode::BAD_REQUEST, &page));
    }
    let found = desk.office().search(desk.staff(), &page.sought).await?;
    page.rows = found.items.iter().map(|item| Row::new(&desk, item, &found.organisation)).collect();
    page.is_partial = found.is_partial;
    page.is_answer = true;
    Ok(frame::show(&page))
}
