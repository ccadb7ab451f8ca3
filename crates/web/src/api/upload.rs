//! Files that come in: streamed from the network to the seal, with every part of the form bounded.

use super::problem::{FieldProblem, Problem};
use super::receipts::{self, Entered, Written};
use crate::app::App;
use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request, State};
use axum::response::Response;
use domain::case::ReporterCommand;
use domain::policy;
use domain::report::File;
use futures::{Stream, StreamExt as _};
use http::{HeaderMap, StatusCode, header};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use tokio_util::io::StreamReader;
use utoipa::ToSchema;

/// Most bytes that may come in without anything coming of them: the head of a part, or what stands before the first.
const MOST_WAITING: usize = 1024 * 1024;
/// The largest text in a form, in bytes: the longest message in characters of four bytes.
const LARGEST_TEXT: usize = 4 * policy::LONGEST_TEXT;

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
    let mut form = Form::of(request).await?;
    let mut sent = Sending::default();
    let outcome = sent.take(&app, &headers, &mut form).await;
    let entered = sent.entered.take();
    let outcome = match (outcome, &entered) {
        (Ok(()), Some(entered)) => {
            let command = ReporterCommand::Write { text: sent.text, files: sent.files };
            receipts::act(&app, entered, sent.case, command).await
        }
        // A form without any file.
        (Ok(()), None) => Err(Problem::fields(vec![FieldProblem::new("file", "required")])),
        (Err(problem), _) => Err(problem),
    };
    if let (Err(_), Some(entered)) = (&outcome, &entered) {
        entered.leave(&app).await?;
    }
    receipts::written(&outcome?)
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
    async fn take(&mut self, app: &App, headers: &HeaderMap, form: &mut Form) -> Result<(), Problem> {
        while let Some((field, waiting)) = form.next().await? {
            let name = field.name().unwrap_or_default().to_owned();
            match name.as_str() {
                "code" if self.entered.is_none() => self.code = Some(text(field, &name).await?),
                "text" => self.text = text(field, &name).await?,
                "case" => {
                    let number = text(field, &name).await?.trim().parse();
                    self.case = number.map_err(|_| Problem::fields(vec![FieldProblem::new(name, "wrong-number")]))?;
                }
                _ if field.file_name().is_some() => {
                    if self.entered.is_none() {
                        // Nothing of a file is kept for who has no code.
                        self.entered = Some(receipts::enter(app, headers, self.code.as_deref()).await?);
                    }
                    self.take_file(app, field, waiting).await?;
                }
                "code" => return Err(Problem::fields(vec![FieldProblem::new(name, "code-first")])),
                _ => return Err(Problem::fields(vec![FieldProblem::new(name, "unknown-field")])),
            }
        }
        Ok(())
    }

    async fn take_file(&mut self, app: &App, field: Field<'_>, waiting: Waiting) -> Result<(), Problem> {
        if self.files.len() >= policy::MOST_FILES {
            let problem = FieldProblem::limit("files", "too-many-files", policy::MOST_FILES);
            return Err(Problem::fields(vec![problem]));
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let chunks = field.map(move |chunk| {
            waiting.0.store(0, Ordering::Relaxed);
            chunk.map_err(io::Error::other)
        });
        self.files.push(app.office.take_file(&name, StreamReader::new(chunks)).await?);
        Ok(())
    }
}

/// Reads a field that is a text.
async fn text(mut field: Field<'_>, name: &str) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| Problem::broken("upload-broken"))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > LARGEST_TEXT {
            return Err(Problem::fields(vec![FieldProblem::limit(name, "too-long", policy::LONGEST_TEXT)]));
        }
    }
    String::from_utf8(bytes).map_err(|_| Problem::broken("not-utf-8"))
}

/// Bytes that came in since something came of them.
#[derive(Clone, Default)]
struct Waiting(Arc<AtomicUsize>);

/// A form with files, read part by part.
struct Form {
    parts: Multipart,
    waiting: Waiting,
}

impl Form {
    async fn of(request: Request) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data")) {
            return Err(Problem::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-type-of-form"));
        }
        let waiting = Waiting::default();
        let guarded = |body: Body| {
            Body::from_stream(Guarded { body: body.into_data_stream(), waiting: waiting.clone(), rests: false })
        };
        let mut request = request.map(guarded);
        // Each file and text has a limit of its own.
        DefaultBodyLimit::disable().apply(&mut request);
        let parts = Multipart::from_request(request, &()).await.map_err(|_| Problem::broken("upload-broken"))?;
        Ok(Self { parts, waiting })
    }

    async fn next(&mut self) -> Result<Option<(Field<'_>, Waiting)>, Problem> {
        let waiting = self.waiting.clone();
        let next = self.parts.next_field().await.map_err(|_| Problem::broken("upload-broken"))?;
        waiting.0.store(0, Ordering::Relaxed);
        Ok(next.map(|field| (field, waiting)))
    }
}

/// A body that hands over one chunk at a time, and ends with an error when too much comes in of which nothing comes. The
/// reader of forms takes all that there is at once, and looks for the end of a part's head however far away that is: without
/// this, a sender would decide how much memory is used.
struct Guarded {
    body: BodyDataStream,
    waiting: Waiting,
    rests: bool,
}

impl Stream for Guarded {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.rests) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.waiting.0.load(Ordering::Relaxed) > MOST_WAITING {
            return Poll::Ready(Some(Err(io::Error::other("too much before the next part"))));
        }
        let next = self.body.poll_next_unpin(context);
        if let Poll::Ready(Some(Ok(chunk))) = &next {
            self.waiting.0.fetch_add(chunk.len(), Ordering::Relaxed);
            self.rests = true;
        }
        next.map(|chunk| chunk.map(|chunk| chunk.map_err(io::Error::other)))
    }
}
