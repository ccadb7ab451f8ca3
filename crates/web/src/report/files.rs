//! Files with a report: streamed in, cleaned of hidden information where that is possible, and taken away again.

use super::flow::{Place, Progress};
use super::taken::Taken;
use super::writing::Writing;
use crate::arriving::{Arriving, Part};
use crate::error;
use crate::frame::{Errors, Page, T, show_as};
use crate::posted::Posted;
use crate::visitor::{MEND, Shown, Turned, Visitor};
use askama::Template;
use axum::extract::Request;
use axum::response::Response;
use domain::refusal::FieldError;
use domain::{Refusal, policy};
use http::StatusCode;

#[derive(Template)]
#[template(path = "report/files.html")]
struct Files {
    t: T,
    page: Page,
    errors: Errors,
    done: String,
    token: String,
    progress: Progress,
    files: Vec<Taken>,
    most: usize,
}

fn page(writing: &Writing, status: StatusCode, errors: Errors, done: String) -> Response {
    let t = writing.t();
    let page = Files {
        t,
        page: writing.visitor.page(),
        errors,
        done,
        token: writing.tag(),
        progress: writing.progress(Place::Files, false),
        files: Taken::all(t, &writing.draft.files),
        most: policy::MOST_FILES,
    };
    writing.answer(show_as(status, &page))
}

/// The files so far, and the field for more.
pub(super) async fn show_page(visitor: Visitor) -> Shown {
    let writing = Writing::at(visitor, Place::Files).await?;
    let t = writing.t();
    let done = match writing.visitor.asked("done", &["added", "removed"]) {
        Some("added") => t.get("attach-done"),
        Some(_) => t.get("attach-removed-done"),
        None => String::new(),
    };
    Ok(page(&writing, StatusCode::OK, Errors::none(), done))
}

/// Takes files in. Who chose files sees what was done to them before going on.
pub(super) async fn add(visitor: Visitor, request: Request) -> Shown {
    let mut writing = Writing::for_form(visitor).await?;
    let mut form = Arriving::of(request).await?;
    let mut taking = Taking::default();
    let stopped = taking.all(&mut writing, &mut form).await;
    // What was taken in before something went wrong is there all the same.
    if taking.count > 0 {
        writing.draft = writing.visitor.office().draft(&writing.token).await?;
    }
    if let Err(turned) = stopped {
        let Turned::Failed(error::Failed::Refusal(refusal)) = turned else { return Err(turned) };
        taking.errors.add("files", error::sentence(writing.t(), &refusal));
    }
    if !taking.errors.is_empty() {
        return Ok(page(&writing, MEND, taking.errors, String::new()));
    }
    if taking.count > 0 {
        return Ok(writing.answer(writing.visitor.go("/report/files?done=added")));
    }
    if taking.posted.get("act") == "add" {
        let mut errors = Errors::none();
        errors.add("files", error::field_sentence(writing.t(), &FieldError::new("files", "required")));
        return Ok(page(&writing, MEND, errors, String::new()));
    }
    if let Some(errors) = writing.stale(&taking.posted) {
        return Ok(page(&writing, MEND, errors, String::new()));
    }
    Ok(writing.go_on(Place::Files, false))
}

/// What was read of the form so far.
#[derive(Default)]
struct Taking {
    posted: Posted,
    count: usize,
    errors: Errors,
}

impl Taking {
    /// Reads the whole form. The tag stands before the first file, and no file is taken in without it.
    async fn all(&mut self, writing: &mut Writing, form: &mut Arriving) -> Result<(), Turned> {
        while let Some(part) = form.next().await? {
            match part {
                Part::Text(name, value) => self.posted.set(&name, value),
                // A file field in which nothing was chosen.
                Part::File(name, _) if name.is_empty() => {}
                Part::File(_, _) if !self.errors.is_empty() => {}
                Part::File(name, bytes) => {
                    if let Some(errors) = writing.stale(&self.posted) {
                        self.errors = errors;
                        continue;
                    }
                    match writing.visitor.office().draft_file(&writing.token, &name, bytes).await {
                        Ok(_) => self.count += 1,
                        Err(error) => self.refuse(writing, &name, error)?,
                    }
                }
            }
        }
        Ok(())
    }

    /// Says which file could not be taken in and why; the others are there.
    fn refuse(&mut self, writing: &Writing, name: &str, error: office::Error) -> Result<(), Turned> {
        let t = writing.t();
        let office::Error::Refusal(refusal) = error else { return Err(error.into()) };
        let sentence = match &refusal {
            Refusal::Fields(_) => {
                let limit = FieldError::limit("files", "too-many-files", policy::MOST_FILES);
                error::field_sentence(t, &limit)
            }
            other => error::sentence(t, other),
        };
        self.errors.add("files", t.with("attach-refused", &[("name", name), ("why", sentence.as_str())]));
        Ok(())
    }
}

/// Takes a file away.
pub(super) async fn remove(visitor: Visitor, posted: Posted) -> Shown {
    let writing = Writing::for_form(visitor).await?;
    if let Some(errors) = writing.stale(&posted) {
        return Ok(page(&writing, MEND, errors, String::new()));
    }
    if let Ok(place) = posted.get("place").parse() {
        writing.visitor.office().drop_draft_file(&writing.token, place).await?;
    }
    Ok(writing.visitor.go("/report/files?done=removed"))
}

/// Who asks for the address of the button gets the page with the files.
pub(super) async fn back(visitor: Visitor) -> Response {
    visitor.go("/report/files")
}
