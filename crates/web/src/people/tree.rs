//! The tree of organisations: seen, added to, renamed.

use super::Asked;
use crate::error::{Answer, Failed};
use crate::frame::{self, Choice, Errors, Link, Page, T};
use crate::posted::Posted;
use crate::staff::{Desk, Place, allowed, show as words};
use askama::Template;
use axum::extract::{Path, Query};
use domain::Refusal;
use domain::access::Act;
use domain::id::OrgId;
use domain::people::{Node, NodeKind};
use http::StatusCode;
use office::people::NewNode;

struct Row {
    depth: usize,
    name: String,
    other_name: String,
    key: String,
    kind: String,
    rename: String,
    add: String,
    add_label: String,
    people: String,
}

#[derive(Template)]
#[template(path = "people/tree.html")]
struct Tree {
    t: T,
    page: Page,
    done: String,
    rows: Vec<Row>,
}

fn needs_right(desk: &Desk) -> Result<(), Failed> {
    if allowed(desk.staff(), Act::ManageOrganisation) { Ok(()) } else { Err(Refusal::NotAllowed.into()) }
}

pub(super) async fn show(desk: Desk, Query(asked): Query<Asked>) -> Answer {
    needs_right(&desk)?;
    let organisation = desk.office().organisation().await?;
    let t = desk.t();
    let row = |(depth, node): (usize, Node)| {
        let below = NodeKind::ALL.into_iter().find(|kind| kind.parent() == Some(node.kind));
        let people = organisation.people().filter(|person| person.unit == node.id && person.active).count();
        let names = [node.name_nl.clone(), node.name_en.clone()];
        let name = words::node(t, &node);
        Row {
            depth,
            other_name: names.into_iter().find(|other| *other != name).unwrap_or_default(),
            key: node.key.clone(),
            kind: t.of("node-kind", node.kind.name()),
            rename: desk.href(&format!("/staff/organisation/{}", node.id)),
            add: below.map(|_| desk.href(&format!("/staff/organisation/add?under={}", node.key))).unwrap_or_default(),
            add_label: below.map(|kind| t.of("node-add", kind.name())).unwrap_or_default(),
            people: t.with("tree-people", &[("people", people)]),
            name,
        }
    };
    let rows = words::tree(t, &organisation).into_iter().map(row).collect();
    let page = Tree { t, page: desk.page(Place::Organisation), done: asked.sentence(t), rows };
    Ok(frame::show(&page))
}

#[derive(Template)]
#[template(path = "people/node.html")]
struct NodeForm {
    t: T,
    page: Page,
    errors: Errors,
    tag: String,
    title: String,
    parents: Vec<Choice>,
    parent: String,
    is_new: bool,
    key: String,
    name_nl: String,
    name_en: String,
    button: String,
}

fn trail(desk: &Desk) -> Page {
    let link = Link::new(desk.href("/staff/organisation"), desk.t().get("staff-organisation"));
    desk.page(Place::Organisation).with_trail(vec![link])
}

fn answer(errors: &Errors, page: &NodeForm) -> axum::response::Response {
    frame::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST }, page)
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
pub(super) struct Under {
    under: String,
}

pub(super) async fn add_form(desk: Desk, Query(under): Query<Under>) -> Answer {
    let mut posted = Posted::default();
    posted.set("parent", under.under);
    add_page(&desk, &posted, Errors::none()).await
}

async fn add_page(desk: &Desk, posted: &Posted, errors: Errors) -> Answer {
    needs_right(desk)?;
    let organisation = desk.office().organisation().await?;
    let t = desk.t();
    let parents = words::tree(t, &organisation)
        .into_iter()
        .filter(|(_, node)| node.kind != NodeKind::Location)
        .map(|(_, node)| {
            Choice::new(
                node.key.clone(),
                format!("{} ({})", words::node(t, &node), t.of("node-kind", node.kind.name())),
            )
        })
        .collect();
    let page = NodeForm {
        t,
        page: trail(desk),
        tag: desk.tag(),
        title: t.get("node-title-add"),
        parents,
        parent: posted.get("parent").to_owned(),
        is_new: true,
        key: posted.get("key").to_owned(),
        name_nl: posted.get("name_nl").to_owned(),
        name_en: posted.get("name_en").to_owned(),
        button: t.get("node-button-add"),
        errors,
    };
    Ok(answer(&page.errors, &page))
}

pub(super) async fn add(desk: Desk, posted: Posted) -> Answer {
    if let Some(errors) = desk.tag_is_missing(&posted) {
        return add_page(&desk, &posted, errors).await;
    }
    let organisation = desk.office().organisation().await?;
    let parent = organisation.node_by_key(posted.get("parent"));
    let kind = parent.and_then(|parent| NodeKind::ALL.into_iter().find(|kind| kind.parent() == Some(parent.kind)));
    let node = NewNode {
        parent: parent.map(|parent| parent.id),
        // Without a place above it, it can be nothing that the rules take, and they say so.
        kind: kind.unwrap_or(NodeKind::Agency),
        key: posted.trimmed("key"),
        name_nl: posted.trimmed("name_nl"),
        name_en: posted.trimmed("name_en"),
    };
    match desk.mend(desk.office().add_node(desk.staff(), node).await)? {
        Ok(_) => Ok(desk.go("/staff/organisation?done=node-added")),
        Err(errors) => add_page(&desk, &posted, errors).await,
    }
}

pub(super) async fn rename_form(desk: Desk, Path(id): Path<String>) -> Answer {
    rename_page(&desk, node_id(&id)?, None, Errors::none()).await
}

fn node_id(id: &str) -> Result<OrgId, Failed> {
    id.parse().map_err(|_| Refusal::NotFound.into())
}

async fn rename_page(desk: &Desk, id: OrgId, posted: Option<&Posted>, errors: Errors) -> Answer {
    needs_right(desk)?;
    let organisation = desk.office().organisation().await?;
    let node = organisation.node(id).ok_or(Refusal::NotFound)?;
    let t = desk.t();
    let value = |name: &str, there: &str| posted.map_or_else(|| there.to_owned(), |posted| posted.get(name).to_owned());
    let page = NodeForm {
        t,
        page: trail(desk),
        tag: desk.tag(),
        title: t.with("node-title-rename", &[("name", words::node(t, node))]),
        parents: Vec::new(),
        parent: String::new(),
        is_new: false,
        key: node.key.clone(),
        name_nl: value("name_nl", &node.name_nl),
        name_en: value("name_en", &node.name_en),
        button: t.get("node-button-rename"),
        errors,
    };
    Ok(answer(&page.errors, &page))
}

pub(super) async fn rename(desk: Desk, Path(id): Path<String>, posted: Posted) -> Answer {
    let id = node_id(&id)?;
    if let Some(errors) = desk.tag_is_missing(&posted) {
        return rename_page(&desk, id, Some(&posted), errors).await;
    }
    let (name_nl, name_en) = (posted.trimmed("name_nl"), posted.trimmed("name_en"));
    match desk.mend(desk.office().rename_node(desk.staff(), id, &name_nl, &name_en).await)? {
        Ok(()) => Ok(desk.go("/staff/organisation?done=node-renamed")),
        Err(errors) => rename_page(&desk, id, Some(&posted), errors).await,
    }
}
