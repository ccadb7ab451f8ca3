//! Writing a message, with files that stream through.

use super::case;
use super::here::Here;
use crate::arriving::{Arriving, Part};
use crate::error::{self, Failed};
use crate::frame::Errors;
use crate::posted::Posted;
use crate::visitor::{MEND, Shown, Turned, Visitor};
use axum::extract::{Path, Request};
use domain::Refusal;
use domain::case::ReporterCommand;

/// Sends a message. Files come in before it; when the message itself is to be mended they wait for it.
pub(super) async fn write(visitor: Visitor, Path(n): Path<String>, request: Request) -> Shown {
    let mut form = Arriving::of(request).await?;
    let mut posted = Posted::default();
    let mut errors = Errors::none();
    // Tag and text stand before the files, so that a text is kept when the session turns out to be over.
    let mut here = None;
    let mut visitor = Some(visitor);
    let read = async {
        while let Some(part) = form.next().await? {
            match part {
                Part::Text(name, value) => posted.set(&name, value),
                Part::File(name, _) if name.is_empty() => {}
                Part::File(_, _) if !errors.is_empty() => {}
                Part::File(name, bytes) => {
                    if let Some(visitor) = visitor.take() {
                        here = Some(Here::keeping(visitor, &n, posted.get("text")).await?);
                    }
                    let Some(here) = here.as_mut() else { continue };
                    match here.stale(&posted) {
                        Some(stale) => errors = stale,
                        None => take(here, &name, bytes, &mut errors).await?,
                    }
                }
            }
        }
        Ok::<(), Turned>(())
    }
    .await;
    let here = match (here, visitor) {
        (Some(here), _) => here,
        (None, Some(visitor)) => Here::keeping(visitor, &n, posted.get("text")).await?,
        (None, None) => return read.and(Err(Failed::Refusal(Refusal::NotFound).into())),
    };
    match read {
        Err(Turned::Failed(Failed::Refusal(refusal))) => errors.add("files", error::sentence(here.t(), &refusal)),
        other => other?,
    }
    send(&here, &posted, errors).await
}

async fn take(
    here: &mut Here,
    name: &str,
    bytes: impl tokio::io::AsyncRead + Send + Unpin,
    errors: &mut Errors,
) -> Result<(), Turned> {
    let t = here.t();
    match here.visitor.app.office.reporter_file(&mut here.reporter, name, bytes).await {
        Ok(_) => {}
        Err(office::Error::Refusal(refusal)) => {
            let why = match &refusal {
                Refusal::Fields(problems) => {
                    let most =
                        domain::refusal::FieldError::limit("files", "too-many-files", domain::policy::MOST_FILES);
                    error::field_sentence(t, problems.first().filter(|p| p.limit.is_some()).unwrap_or(&most))
                }
                other => error::sentence(t, other),
            };
            errors.add("files", t.with("attach-refused", &[("name", name), ("why", why.as_str())]));
        }
        Err(fault) => return Err(fault.into()),
    }
    Ok(())
}

async fn send(here: &Here, posted: &Posted, mut errors: Errors) -> Shown {
    let text = posted.get("text");
    if errors.is_empty() {
        let command = ReporterCommand::Write { text: text.trim().to_owned(), files: here.reporter.pending.clone() };
        match here.submit(posted, command).await? {
            None => return Ok(here.go("?done=sent#conversation")),
            Some(wrong) => errors = wrong,
        }
    }
    case::page(here, MEND, errors, String::new(), text).await
}

/// Takes a file away that waits for the next message.
pub(super) async fn remove(visitor: Visitor, Path(n): Path<String>, posted: Posted) -> Shown {
    let mut here = Here::at(visitor, &n).await?;
    if let Some(errors) = here.stale(&posted) {
        return case::page(&here, MEND, errors, String::new(), "").await;
    }
    if let Ok(place) = posted.get("place").parse() {
        here.visitor.app.office.drop_reporter_file(&mut here.reporter, place).await?;
    }
    Ok(here.go("?done=removed#conversation"))
}
