//! The files of a case: the cleaned copy first, the original behind a warning. They leave as streams, to be saved and
//! never to be shown by the browser inside this site.

use super::{Strip, Tab, address, dossier, page};
use crate::error::Answer;
use crate::frame::{self, Attached, Page, T, Tone};
use crate::posted::Posted;
use crate::staff::{Desk, show as words};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use domain::Refusal;
use domain::id::DossierId;
use domain::report::File;
use http::{HeaderName, HeaderValue, header};
use office::case::{CaseView, file_of};
use office::files::Form;
use tokio_util::io::ReaderStream;

/// The files of one entry as links to their cleaned copies, with what to know first.
pub(super) fn attached(desk: &Desk, view: &CaseView, number: u64, files: &[File]) -> Vec<Attached> {
    let t = desk.t();
    let line = |(place, file): (usize, &File)| {
        let cleaned = file.cleaned.is_some();
        let path = if cleaned { format!("file/{number}/{place}") } else { format!("file/{number}/{place}/original") };
        let size = file.cleaned.as_ref().map_or(file.original.size, |copy| copy.sealed.size);
        let note = if cleaned { t.get("files-cleaned") } else { t.get("files-not-cleaned") };
        Attached { href: desk.href(&address(view.dossier, &path)), name: file.name.clone(), size: t.size(size), note }
    };
    files.iter().enumerate().map(line).collect()
}

/// A file on the page of all files.
struct Line {
    name: String,
    from: String,
    when: String,
    href: String,
    size: String,
    original_href: String,
    original_size: String,
    notes: Vec<String>,
    mismatch: bool,
}

#[derive(Template)]
#[template(path = "case/files.html")]
struct Files {
    t: T,
    page: Page,
    strip: Strip,
    lines: Vec<Line>,
}

/// What was done to a file, in sentences.
fn notes(t: T, file: &File) -> Vec<String> {
    let words =
        |family: &[String], of: fn(T, &str) -> String| family.iter().map(|code| of(t, code)).collect::<Vec<_>>();
    let mut notes = Vec::new();
    if !file.removed.is_empty() {
        let what = words(&file.removed, |t, code| t.of("removed", code)).join(", ");
        notes.push(t.with("files-removed", &[("what", what)]));
    } else if file.cleaned.is_some() {
        notes.push(t.get("files-removed-nothing"));
    }
    if !file.left.is_empty() {
        let what = words(&file.left, |t, code| t.of("left", code)).join(", ");
        notes.push(t.with("files-left", &[("what", what)]));
    }
    if let Some(why) = &file.not_cleaned {
        notes.push(format!("{} {}", t.get("files-not-cleaned"), t.of("not-cleaned", why)));
    }
    notes
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Answer {
    let id = dossier(&id)?;
    let view = desk.office().open_case(desk.staff(), id).await?;
    let t = desk.t();
    let report = view.case.history.first().map(|event| (1, event.at.clone(), event.by, &view.case.files));
    let messages = view.case.messages.iter().map(|m| (m.number, m.at.clone(), m.by, &m.files));
    let mut lines = Vec::new();
    for (number, at, by, files) in report.into_iter().chain(messages) {
        for (place, file) in files.iter().enumerate() {
            let original = desk.href(&address(id, &format!("file/{number}/{place}/original")));
            lines.push(Line {
                name: file.name.clone(),
                from: words::actor(t, &view.organisation, by),
                when: words::when(t, &at, by, number),
                href: match file.cleaned {
                    Some(_) => desk.href(&address(id, &format!("file/{number}/{place}"))),
                    None => String::new(),
                },
                size: file.cleaned.as_ref().map(|copy| t.size(copy.sealed.size)).unwrap_or_default(),
                original_href: original,
                original_size: t.size(file.original.size),
                notes: notes(t, file),
                mismatch: file.mismatch,
            });
        }
    }
    let page = Files { t, page: page(&desk, &view, true), strip: Strip::new(&desk, &view, Tab::Files), lines };
    Ok(frame::show(&page))
}

type Place = Path<(String, u64, usize)>;

/// The cleaned copy. Where there is none the reader is led to the warning first.
pub(super) async fn cleaned(desk: Desk, Path((id, number, place)): Place) -> Answer {
    let id = dossier(&id)?;
    let (file, stream) = desk.office().case_file(desk.staff(), id, number, place, Form::Cleaned).await?;
    let Some(copy) = &file.cleaned else {
        return Ok(desk.go(&address(id, &format!("file/{number}/{place}/original"))));
    };
    let name = with_extension(&file.name, &copy.extension);
    Ok(download(&name, &copy.media_type, copy.sealed.size, stream))
}

#[derive(Template)]
#[template(path = "case/original.html")]
struct Original {
    t: T,
    page: Page,
    strip: Strip,
    tag: String,
    name: String,
    size: String,
    kind: String,
    mismatch: bool,
    not_cleaned: String,
    back: String,
}

pub(super) async fn warn(desk: Desk, Path((id, number, place)): Place) -> Answer {
    let id = dossier(&id)?;
    let view = desk.office().open_case(desk.staff(), id).await?;
    let file = file_of(&view.case, number, place).ok_or(Refusal::NotFound)?;
    let t = desk.t();
    let page = Original {
        t,
        page: page(&desk, &view, true),
        strip: Strip::new(&desk, &view, Tab::Files),
        tag: desk.tag(),
        size: t.size(file.original.size),
        kind: file.media_type.clone(),
        mismatch: file.mismatch,
        not_cleaned: file.not_cleaned.as_deref().map(|why| t.of("not-cleaned", why)).unwrap_or_default(),
        name: file.name,
        back: desk.href(&address(id, "files")),
    };
    Ok(frame::show(&page))
}

pub(super) async fn original(desk: Desk, Path((id, number, place)): Place, posted: Posted) -> Answer {
    desk.needs_tag(&posted)?;
    let id: DossierId = dossier(&id)?;
    let (file, stream) = desk.office().case_file(desk.staff(), id, number, place, Form::Original).await?;
    // The type is not told: nothing but a program that the reader chooses is to open it.
    Ok(download(&file.name, "application/octet-stream", file.original.size, stream))
}

/// A file to save. Its length is told, so that a browser notices a stream that breaks off.
fn download(name: &str, media_type: &str, size: u64, stream: tokio::io::DuplexStream) -> Response {
    let mut answer = Body::from_stream(ReaderStream::with_capacity(stream, 64 * 1024)).into_response();
    let headers = answer.headers_mut();
    let octets = HeaderValue::from_static("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(media_type).unwrap_or(octets));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    headers.insert(header::CONTENT_DISPOSITION, disposition(name));
    headers.insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
    answer
}

/// The name under which a file is saved: plain letters for old programs, the whole name as RFC 6266 writes it.
fn disposition(name: &str) -> HeaderValue {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' }).collect();
    let coded: String = name
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_') {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    let value = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{coded}");
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("attachment"))
}

/// The name with the ending of what the copy is: a TIFF is copied as a PNG.
fn with_extension(name: &str, extension: &str) -> String {
    if extension.is_empty() {
        return name.to_owned();
    }
    match name.rsplit_once('.') {
        Some((_, ending)) if ending.eq_ignore_ascii_case(extension) => name.to_owned(),
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 5 => format!("{stem}.{extension}"),
        _ => format!("{name}.{extension}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_to_be_saved_under_its_own_name_whatever_is_in_it() {
        let value = disposition("brief \"nieuw\"\r\nX: é.pdf");
        let text = value.to_str().unwrap();
        assert!(text.starts_with("attachment; filename=\"brief__nieuw___X___.pdf\""), "{text}");
        assert!(text.ends_with("filename*=UTF-8''brief%20%22nieuw%22%0D%0AX%3A%20%C3%A9.pdf"), "{text}");
    }

    #[test]
    fn a_copy_is_named_after_what_it_is() {
        assert_eq!(with_extension("scan.tiff", "png"), "scan.png");
        assert_eq!(with_extension("foto.JPG", "jpg"), "foto.JPG");
        assert_eq!(with_extension("verslag", "pdf"), "verslag.pdf");
        assert_eq!(with_extension("v1.definitief", "pdf"), "v1.definitief.pdf");
    }
}
