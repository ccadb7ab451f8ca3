//! Files that a reporter sends: streamed from the network to the seal.

use super::problem::{FieldProblem, Problem};
use super::receipts::{self, Entered, Written};
use crate::app::App;
use crate::arriving::{Arriving, Part};
use axum::extract::{Request, State};
use axum::response::Response;
use domain::case::ReporterCommand;
use domain::policy;
use domain::report::File;
use http::{HeaderMap, StatusCode, header};
use tokio::io::AsyncRead;
use utoipa::ToSchema;

/// The form with which files are sent. The code, unless there is a token, stands before the first file.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a form that is read as it streams")]
pub struct Upload {
    /// The code.
    #[schema(nullable = false)]
    code: Option<String>,
    /// What the reporter writes with the files.
    #[schema(nullable = false)]
    text: Option<String>,
    /// Which of the reporter's cases, from 0.
    #[schema(nullable = false)]
    case: Option<u32>,
    /// The files, at most 20, each a part of its own with a name.
    #[schema(value_type = Vec<String>, format = Binary)]
    file: Vec<Vec<u8>>,
}

/// Send files, with a message if wanted. They are cleaned of hidden information where that is possible; the answer says
/// what could not be cleaned.
#[utoipa::path(
    post, path = "/receipts/files", tag = "reporters", operation_id = "sendFiles", security((), ("token" = [])),
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 201, description = "They were sent.", body = Written)),
)]
pub async fn send_files(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    if !is_form(&headers) {
        return Err(Problem::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-type-of-form"));
    }
    let mut form = Arriving::of(request).await.map_err(office::Error::from)?;
    let mut sent = Sending::default();
    let taken = sent.take(&app, &headers, &mut form).await;
    let Some(entered) = sent.entered.take() else {
        // A form without any file, unless something else was wrong before.
        return Err(taken.err().unwrap_or_else(|| wrong("file", "required")));
    };
    if let Err(problem) = taken {
        entered.leave(&app).await?;
        return Err(problem);
    }
    let command = ReporterCommand::Write { text: sent.text, files: sent.files };
    receipts::written(&receipts::act(&app, &entered, sent.case, command).await?)
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("multipart/form-data"))
}

fn wrong(field: &str, code: &'static str) -> Problem {
    Problem::fields(vec![FieldProblem::new(field, code)])
}

/// What was read of a form so far.
#[derive(Default)]
struct Sending {
    code: Option<String>,
    text: String,
    case: u32,
    files: Vec<File>,
    entered: Option<Entered>,
}

impl Sending {
    async fn take(&mut self, app: &App, headers: &HeaderMap, form: &mut Arriving) -> Result<(), Problem> {
        while let Some(part) = form.next().await.map_err(office::Error::from)? {
            match part {
                Part::Text(name, text) => self.take_text(&name, text)?,
                Part::File(name, bytes) => {
                    if self.entered.is_none() {
                        // Nothing of a file is kept for who has no code.
                        self.entered = Some(receipts::enter(app, headers, self.code.as_deref()).await?);
                    }
                    self.take_file(app, &name, bytes).await?;
                }
            }
        }
        Ok(())
    }

    fn take_text(&mut self, name: &str, text: String) -> Result<(), Problem> {
        if text.chars().count() > policy::LONGEST_TEXT {
            let problem = FieldProblem::limit(name, "too-long", policy::LONGEST_TEXT);
            return Err(Problem::fields(vec![problem]));
        }
        // The mark of what was not UTF-8.
        if text.contains([char::REPLACEMENT_CHARACTER, '\0']) {
            return Err(wrong(name, "bad-character"));
        }
        match name {
            "code" if self.entered.is_some() => return Err(wrong(name, "code-first")),
            "code" => self.code = Some(text),
            "text" => self.text = text,
            "case" => self.case = text.trim().parse().map_err(|_| wrong(name, "wrong-number"))?,
            _ => return Err(wrong(name, "unknown-field")),
        }
        Ok(())
    }

    async fn take_file(&mut self, app: &App, name: &str, bytes: impl AsyncRead + Send + Unpin) -> Result<(), Problem> {
        if self.files.len() >= policy::MOST_FILES {
            let problem = FieldProblem::limit("files", "too-many-files", policy::MOST_FILES);
            return Err(Problem::fields(vec![problem]));
        }
        self.files.push(app.office.take_file(name, bytes).await?);
        Ok(())
    }
}
