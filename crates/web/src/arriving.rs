//! A form with files as it arrives: read part by part, never as a whole, with what is read bounded at every moment.

use crate::error::Failed;
use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
use domain::Refusal;
use domain::policy;
use futures::{Stream, StreamExt as _};
use http::header;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use tokio::io::AsyncRead;
use tokio_util::io::StreamReader;

/// Most bytes that may come in without anything coming of them: the head of a part, or what stands before the first.
const MOST_WAITING: usize = 1024 * 1024;
/// The largest text in a form, in bytes: twice the longest message in characters of four bytes, so that one that is
/// somewhat too long can be given back to its writer.
const LARGEST_TEXT: usize = 8 * policy::LONGEST_TEXT;

/// A form with files.
pub struct Arriving {
    parts: Multipart,
    waiting: Waiting,
}

/// A part of the form.
pub enum Part<'a> {
    /// A field: its name and what it says.
    Text(String, String),
    /// A file: the name that its sender gave it, and its bytes as they come.
    File(String, Box<dyn AsyncRead + Send + Unpin + 'a>),
}

fn broken() -> Failed {
    Refusal::Rule("upload-broken").into()
}

impl Arriving {
    /// Begins to read a form.
    ///
    /// # Errors
    /// `form-broken` when it is not a form with files.
    pub async fn of(request: Request) -> Result<Self, Failed> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data")) {
            return Err(Refusal::Rule("form-broken").into());
        }
        let waiting = Waiting::default();
        let guarded = |body: Body| {
            Body::from_stream(Guarded { body: body.into_data_stream(), waiting: waiting.clone(), rests: false })
        };
        let mut request = request.map(guarded);
        // Each file and each text has a limit of its own.
        DefaultBodyLimit::disable().apply(&mut request);
        let parts = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
        Ok(Self { parts, waiting })
    }

    /// The next part; nothing at the end. A file that is not read is passed over. A file field in which nothing was chosen
    /// is no part.
    ///
    /// # Errors
    /// `upload-broken`, or [`Refusal::TooLarge`] for a text that is far too long.
    pub async fn next(&mut self) -> Result<Option<Part<'_>>, Failed> {
        self.waiting.nothing();
        let waiting = self.waiting.clone();
        let Some(field) = self.parts.next_field().await.map_err(|_| broken())? else { return Ok(None) };
        waiting.nothing();
        match field.file_name().map(ToOwned::to_owned) {
            None => {
                let name = field.name().unwrap_or_default().to_owned();
                let text = text(field, &waiting).await?;
                Ok(Some(Part::Text(name, text)))
            }
            Some(name) => {
                let chunks = field.map(move |chunk| {
                    waiting.nothing();
                    chunk.map_err(io::Error::other)
                });
                Ok(Some(Part::File(name, Box::new(StreamReader::new(chunks)))))
            }
        }
    }
}

async fn text(mut field: Field<'_>, waiting: &Waiting) -> Result<String, Failed> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| broken())? {
        waiting.nothing();
        if bytes.len() + chunk.len() > LARGEST_TEXT {
            return Err(Refusal::TooLarge.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Bytes that came in since something came of them.
#[derive(Clone, Default)]
struct Waiting(Arc<AtomicUsize>);

impl Waiting {
    fn nothing(&self) {
        self.0.store(0, Ordering::Relaxed);
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
