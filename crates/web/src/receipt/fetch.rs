//! What a reporter can fetch: the proof, the content to which it commits, and the files of the case.

use super::here::Here;
use crate::api::download;
use crate::frame::{Page, T, Tone, show};
use crate::report::as_file;
use crate::visitor::{Shown, Visitor};
use askama::Template;
use axum::extract::Path;
use domain::Refusal;
use domain::case::Actor;
use office::files::Form;

#[derive(Template)]
#[template(path = "receipt/proof.html")]
struct Proof {
    t: T,
    page: Page,
    base: String,
    in_log: bool,
}

/// What the proof is, and that a file can give its holder away.
pub(super) async fn show_page(visitor: Visitor, Path(n): Path<String>) -> Shown {
    let here = Here::at(visitor, &n).await?;
    let proof = here.visitor.office().proof(&here.reporter, here.index).await?;
    let proof: Option<serde_json::Value> = serde_json::from_str(&proof).ok();
    let in_log = proof.as_ref().and_then(|proof| proof.get("inclusion")).is_some_and(|inclusion| !inclusion.is_null());
    Ok(show(&Proof { t: here.t(), page: here.visitor.page(), base: here.base(), in_log }))
}

/// The proof.
pub(super) async fn statement(visitor: Visitor, Path(n): Path<String>) -> Shown {
    let here = Here::at(visitor, &n).await?;
    Ok(as_file("statement.json", here.visitor.office().proof(&here.reporter, here.index).await?))
}

/// The exact content to which the proof commits.
pub(super) async fn content(visitor: Visitor, Path(n): Path<String>) -> Shown {
    let here = Here::at(visitor, &n).await?;
    Ok(as_file("content.json", here.visitor.office().report_content(&here.reporter, here.index)?))
}

/// A file of the report or the conversation: the reporter's own as they sent it, of others the cleaned copy.
pub(super) async fn file(visitor: Visitor, Path((n, entry, place)): Path<(String, String, String)>) -> Shown {
    let here = Here::at(visitor, &n).await?;
    let case = here.case()?;
    let (entry, place) = entry.parse::<u64>().ok().zip(place.parse::<usize>().ok()).ok_or(Refusal::NotFound)?;
    let (files, own) = if entry == 1 {
        (&case.files, true)
    } else {
        let message = case.messages.iter().find(|message| message.number == entry).ok_or(Refusal::NotFound)?;
        (&message.files, message.by == Actor::Reporter)
    };
    let file = files.get(place).ok_or(Refusal::NotFound)?;
    let form = if own { Form::Original } else { Form::Cleaned };
    let stream = here.visitor.office().open_file(file, form).await?;
    Ok(download::answer(file, form, stream))
}
