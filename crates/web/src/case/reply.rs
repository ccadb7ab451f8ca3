//! Writing to the reporter, with files that stream through.

use super::{address, conversation, dossier};
use crate::error::{Answer, Failed, of_form};
use crate::frame::Errors;
use crate::posted::Posted;
use crate::staff::Desk;
use axum::extract::{FromRequest as _, Multipart, Path, Request};
use domain::Refusal;
use domain::case::Command;
use domain::id::DossierId;
use domain::policy;
use domain::refusal::FieldError;
use domain::report::File;
use futures::TryStreamExt as _;
use http::header;
use tokio_util::io::StreamReader;

pub(super) async fn write(desk: Desk, Path(id): Path<String>, request: Request) -> Answer {
    let id = dossier(&id)?;
    let mut posted = Posted::default();
    let taken = take(&desk, id, request, &mut posted).await;
    let files = match taken {
        Ok(files) => files,
        Err(Stopped::Form(errors)) => return again(&desk, id, &posted, errors).await,
        Err(Stopped::Failed(failed)) => return Err(failed),
    };
    let role = conversation::writes_as(&desk).ok_or(Refusal::NotAllowed)?;
    let name = posted.ticked("show_name").then(|| desk.staff().name.clone());
    let command = Command::Write { text: posted.trimmed("text"), files, role, name };
    match desk.submit(id, &posted, command).await? {
        None => Ok(desk.go(&address(id, "conversation?done=written"))),
        Some(errors) => again(&desk, id, &posted, errors).await,
    }
}

async fn again(desk: &Desk, id: DossierId, posted: &Posted, errors: Errors) -> Answer {
    conversation::form(desk, id, posted, errors, String::new()).await
}

/// Why taking the form in ended early.
enum Stopped {
    /// Something is to be mended.
    Form(Errors),
    /// There is no such case, or it broke.
    Failed(Failed),
}

impl From<Failed> for Stopped {
    fn from(failed: Failed) -> Self {
        Self::Failed(failed)
    }
}

/// Reads the form: its fields, and its files as they come. The tag stands first, and nothing is taken in without it.
async fn take(desk: &Desk, id: DossierId, request: Request, posted: &mut Posted) -> Result<Vec<File>, Stopped> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        *posted = Posted::from_request(request, &()).await?;
        return Ok(Vec::new());
    }
    let broken = || Failed::Refusal(Refusal::Rule("upload-broken"));
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    let mut files = Vec::new();
    while let Some(mut part) = parts.next_field().await.map_err(|_| broken())? {
        let Some(name) = part.file_name().map(ToOwned::to_owned) else {
            let field = part.name().unwrap_or_default().to_owned();
            posted.set(&field, crate::staff::field_text(&mut part).await?);
            continue;
        };
        if name.is_empty() {
            continue;
        }
        posted.set("files", "yes");
        if let Some(errors) = desk.tag_is_missing(posted) {
            return Err(Stopped::Form(errors));
        }
        if files.len() >= policy::MOST_FILES {
            let problem = FieldError::limit("files", "too-many-files", policy::MOST_FILES);
            let refusal = Refusal::Fields(vec![problem]);
            return Err(Stopped::Form(of_form(desk.t(), refusal.into())?));
        }
        let stream = StreamReader::new(part.map_err(std::io::Error::other));
        let taken = desk.office().staff_file(desk.staff(), id, &name, stream).await;
        files.push(taken.or_else(|error| Err(Stopped::Form(of_form(desk.t(), error)?)))?);
    }
    Ok(files)
}
