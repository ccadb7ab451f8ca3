//! What somebody had written when their session ended: kept on the page at which they sign in again, and nowhere else.

use crate::error::Failed;
use crate::posted::Posted;
use axum::extract::{FromRequest as _, Multipart, Request};
use domain::Refusal;
use http::header;

/// The prefix under which a kept field stands in the sign-in form.
const PREFIX: &str = "kept.";
/// The largest text field of a form with files, in bytes.
const LARGEST_FIELD: usize = 512 * 1024;

/// A form that waits for its writer to sign in.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Where the form goes: a path of the staff, without the language. Empty when nothing is kept.
    pub to: String,
    /// Its fields.
    pub fields: Vec<(String, String)>,
    /// Whether files were with it. They are not kept.
    pub had_files: bool,
}

impl Kept {
    /// Keeps a form. The tag of the session that ended is of no use any more.
    #[must_use]
    pub fn new(to: &str, posted: &Posted) -> Self {
        let fields = posted.fields().filter(|(name, _)| *name != "token" && *name != "files");
        Self {
            to: safe(to),
            fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            had_files: posted.ticked("files"),
        }
    }

    /// Reads what a sign-in form kept.
    #[must_use]
    pub fn read(posted: &Posted) -> Self {
        let fields = posted.fields().filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?, value)));
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self { to: safe(posted.get("kept-to")), fields: fields.collect(), had_files: posted.ticked("kept-files") }
    }

    /// The fields as the sign-in form carries them.
    #[must_use]
    pub fn hidden(&self) -> Vec<(String, String)> {
        self.fields.iter().map(|(name, value)| (format!("{PREFIX}{name}"), value.clone())).collect()
    }

    /// Whether there is a form that waits.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        !self.to.is_empty()
    }
}

/// Only pages of the staff are led to, never another site.
#[must_use]
pub fn safe(to: &str) -> String {
    let fits = to.starts_with("/staff") && !to.starts_with("/staff/sign-") && !to.contains("..");
    let plain = to.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_'));
    if fits && plain { to.to_owned() } else { String::new() }
}

/// The text fields of a form, whatever its encoding. Of files only that there were any.
pub async fn fields(request: Request) -> Result<Posted, Failed> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        return Posted::from_request(request, &()).await;
    }
    let broken = || Failed::Refusal(Refusal::Rule("form-broken"));
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    let mut posted = Posted::default();
    while let Some(mut part) = parts.next_field().await.map_err(|_| broken())? {
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_some_and(|file| !file.is_empty()) {
            posted.set("files", "yes");
        } else if part.file_name().is_none() {
            posted.set(&name, text(&mut part).await?);
        }
    }
    Ok(posted)
}

/// The text of one field of a form with files, within its limit.
pub(crate) async fn text(part: &mut axum::extract::multipart::Field<'_>) -> Result<String, Failed> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|_| Failed::Refusal(Refusal::Rule("form-broken")))? {
        if bytes.len() + chunk.len() > LARGEST_FIELD {
            return Err(Refusal::TooLarge.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_of_the_staff_is_led_to() {
        assert_eq!(safe("/staff/inbox"), "/staff/inbox");
        for elsewhere in
            ["https://example.com/staff", "//example.com", "/staff/../x", "/staff/sign-out", "/report", "/staff?x"]
        {
            assert_eq!(safe(elsewhere), "", "{elsewhere}");
        }
    }

    #[test]
    fn a_form_goes_through_signing_in_unchanged_but_for_its_tag() {
        let posted = Posted::new(vec![("token".into(), "old".into()), ("text".into(), "Een lang bericht".into())]);
        let kept = Kept::new("/staff/case/x/notes", &posted);
        let mut form = kept.hidden();
        form.push(("kept-to".into(), kept.to));
        let read = Kept::read(&Posted::new(form));
        assert_eq!(read.to, "/staff/case/x/notes");
        assert_eq!(read.fields, [("text".to_owned(), "Een lang bericht".to_owned())]);
    }
}
