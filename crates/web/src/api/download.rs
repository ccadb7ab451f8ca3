//! Handing out a file: streamed, never shown by a browser as if it were a page of ours.

use super::json;
use super::openapi::names;
use super::problem::{FieldProblem, Problem};
use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use domain::Refusal;
use domain::report::File;
use http::{HeaderValue, header};
use office::files::Form;
use tokio::io::DuplexStream;
use tokio_util::io::ReaderStream;
use utoipa::IntoParams;
use utoipa::openapi::schema::Object;

/// In which form a file is wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes a query")]
pub struct FormQuery {
    /// `cleaned`, without hidden information where that was possible; or `original`, as it was sent.
    #[param(schema_with = forms)]
    form: Option<String>,
}

fn forms() -> Object {
    names(&["cleaned", "original"])
}

/// The form and, where it can be asked, the case that a query asks for.
///
/// # Errors
/// Every part of the query that cannot be taken.
pub fn query(query: &[(String, String)], with_case: bool) -> Result<(Form, u32), Problem> {
    let (mut form, mut case, mut problems) = (Form::Cleaned, 0, Vec::new());
    for (name, value) in query {
        match (name.as_str(), value.as_str()) {
            ("form", "cleaned") => form = Form::Cleaned,
            ("form", "original") => form = Form::Original,
            ("form", _) => problems.push(FieldProblem::limit("form", "unknown-value", "cleaned, original")),
            ("case", text) if with_case => match text.parse() {
                Ok(index) => case = index,
                Err(_) => problems.push(FieldProblem::new("case", "wrong-number")),
            },
            (unknown, _) => problems.push(FieldProblem::new(unknown, "unknown-field")),
        }
    }
    json::finish(problems)?;
    Ok((form, case))
}

/// The number of an entry and the place of a file in it, from an address.
///
/// # Errors
/// Not found, when they are no numbers.
pub fn place(number: &str, place: &str) -> Result<(u64, usize), Problem> {
    let numbers = number.parse().ok().zip(place.parse().ok());
    numbers.ok_or_else(|| Refusal::NotFound.into())
}

/// The file as an answer.
pub fn answer(file: &File, form: Form, stream: DuplexStream) -> Response {
    let copy = file.cleaned.as_ref().filter(|_| form == Form::Cleaned);
    let (media_type, size) =
        copy.map_or((&file.media_type, file.original.size), |copy| (&copy.media_type, copy.sealed.size));
    let name = copy.map_or_else(|| file.name.clone(), |copy| with_extension(&file.name, &copy.extension));
    let mut answer = Body::from_stream(ReaderStream::new(stream)).into_response();
    let headers = answer.headers_mut();
    let kind = HeaderValue::from_str(media_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, kind);
    // Tells a file that ended early from one that is whole.
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename*=UTF-8''{}", encoded(&name))) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    answer
}

/// The name with the ending of what the cleaned copy is.
fn with_extension(name: &str, extension: &str) -> String {
    let has_it = name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case(extension));
    if has_it || extension.is_empty() { name.to_owned() } else { format!("{name}.{extension}") }
}

/// A name as RFC 8187 writes it in a header.
fn encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte);
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_header() {
        assert_eq!(encoded("foto é\"\r\n.jpg"), "foto%20%C3%A9%22%0D%0A.jpg");
    }

    #[test]
    fn a_cleaned_copy_is_named_after_what_it_is() {
        assert_eq!(with_extension("scan.tiff", "png"), "scan.tiff.png");
        assert_eq!(with_extension("scan.PNG", "png"), "scan.PNG");
    }
}
