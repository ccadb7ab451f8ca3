//! Files from a reporter to staff.

use crate::support::{Api, BYTES, Form};
use axum::body::{Body, Bytes};
use futures::stream;
use http::Request;
use serde_json::json;
use std::io;

#[tokio::test]
async fn a_file_arrives_bit_for_bit_and_its_opening_is_recorded() {
    let api = Api::new().await;
    let code = api.report("Iets.").await;
    let form =
        Form::new().text("code", &code).text("text", "Hierbij.").file("lijst.bin", BYTES).file("twee.txt", b"Twee.");
    let written = api.upload(form).await.done(201);
    let message = &written["message"];
    assert_eq!(message["text"], "Hierbij.");
    assert_eq!(message["files"][0]["name"], "lijst.bin");
    assert_eq!(message["files"][0]["size"], BYTES.len());
    assert_eq!(message["files"][0]["isCleaned"], false);
    assert!(message["files"][0]["notCleaned"].is_string(), "why it could not be cleaned is told");
    let number = &message["number"];

    let anna = api.token("anna").await;
    let id = api.only_case(&anna).await;
    let file = api.ask("GET", &format!("/cases/{id}/files/{number}/0?form=original"), &anna).await;
    assert_eq!((file.status.as_u16(), file.bytes.as_slice()), (200, BYTES));
    let header = |name: &str| file.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-disposition"), "attachment; filename*=UTF-8''lijst.bin");
    assert_eq!(header("content-length"), BYTES.len().to_string());
    let file = api.ask("GET", &format!("/cases/{id}/files/{number}/1"), &anna).await;
    assert_eq!(file.text(), "Twee.");
    let case = api.ask("GET", &format!("/cases/{id}"), &anna).await.done(200);
    let looks = case["access"].as_array().unwrap().iter().filter(|look| look["kind"] == "file-opened");
    assert_eq!(looks.count(), 2);
    for wrong in [format!("/cases/{id}/files/{number}/2"), format!("/cases/{id}/files/one/0")] {
        assert_eq!(api.ask("GET", &wrong, &anna).await.refused(404), "not-found");
    }
    let petra = api.token("petra").await;
    let closed = api.ask("GET", &format!("/cases/{id}/files/{number}/0"), &petra).await;
    assert_eq!(closed.refused(404), "not-found", "without the key there is no file");
}

#[tokio::test]
async fn a_reporter_sends_and_reads_files_with_the_token_too() {
    let api = Api::new().await;
    let code = api.report("Iets.").await;
    let opened = api.post("/receipts/open", &json!({ "code": code })).await.done(200);
    let token = opened["token"].as_str().unwrap();
    let mut request = Form::new().file("a.bin", BYTES).request();
    request.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
    let written = api.send(request).await.done(201);
    let path = format!("/receipts/files/{}/0", written["message"]["number"]);
    assert_eq!(api.ask("GET", &path, token).await.bytes, BYTES);
    assert_eq!(api.get(&path).await.refused(401), "sign-in");
    assert_eq!(api.ask("GET", &format!("{path}?case=1"), token).await.refused(404), "not-found");
    let wrong = api.ask("GET", &format!("{path}?case=x&form=raw&code=1"), token).await.fields();
    let expected = [("case", "wrong-number"), ("form", "unknown-value"), ("code", "unknown-field")];
    assert_eq!(wrong, expected.map(|(field, code)| (field.to_owned(), code.to_owned())));
}

#[tokio::test]
async fn nothing_is_taken_before_the_code_and_nothing_with_a_wrong_one() {
    let api = Api::new().await;
    let code = api.report("Iets.").await;
    let field = |name: &str, code: &str| vec![(name.to_owned(), code.to_owned())];
    let late = Form::new().file("a.bin", BYTES).text("code", &code);
    assert_eq!(api.upload(late).await.fields(), field("code", "required"));
    let twice = Form::new().text("code", &code).file("a.bin", BYTES).text("code", &code);
    assert_eq!(api.upload(twice).await.fields(), field("code", "code-first"));
    let wrong = vault::receipt::Code::generate().reveal().to_string();
    let form = Form::new().text("code", &wrong).file("a.bin", BYTES);
    assert_eq!(api.upload(form).await.refused(404), "code-wrong");
    assert_eq!(api.upload(Form::new().text("code", &code)).await.fields(), field("file", "required"));
    let form = Form::new().text("code", &code).text("kind", "x").file("a.bin", BYTES);
    assert_eq!(api.upload(form).await.fields(), field("kind", "unknown-field"));
    let form = Form::new().text("code", &code).text("case", "one").file("a.bin", BYTES);
    assert_eq!(api.upload(form).await.fields(), field("case", "wrong-number"));
    let form = Form::new().text("code", &code).text("text", &"x".repeat(80_001)).file("a.bin", BYTES);
    assert_eq!(api.upload(form).await.fields(), field("text", "too-long"));
    let form = Form::new().text("code", &code).part("name=\"text\"", b"\xff\xfe").file("a.bin", BYTES);
    assert_eq!(api.upload(form).await.fields(), field("text", "bad-character"));
    let opened = api.post("/receipts/open", &json!({ "code": code })).await.done(200);
    assert_eq!(opened["messages"], json!([]), "none of it was sent");
}

#[tokio::test]
async fn more_files_than_are_taken_are_refused_whole() {
    let api = Api::new().await;
    let code = api.report("Iets.").await;
    let many = (0..1000).fold(Form::new().text("code", &code), |form, _| form.file("a.bin", b"\x00\x01"));
    let expected = [("files".to_owned(), "too-many-files".to_owned())];
    assert_eq!(api.upload(many).await.fields(), expected);
    let opened = api.post("/receipts/open", &json!({ "code": code })).await.done(200);
    assert_eq!(opened["messages"], json!([]));
}

#[tokio::test]
async fn what_is_no_form_or_ends_early_is_refused() {
    let api = Api::new().await;
    let code = api.report("Iets.").await;
    let plain = Request::post("/api/v1/receipts/files").body(Body::from("x")).unwrap();
    assert_eq!(api.send(plain).await.refused(415), "wrong-type-of-form");
    let mut bare = Form::with_body(Body::from("x"));
    bare.headers_mut().insert("content-type", "multipart/form-data".parse().unwrap());
    assert_eq!(api.send(bare).await.refused(400), "upload-broken");
    let whole = Form::new().text("code", &code).file("a.bin", &[7; 5000]).bytes();
    for end in [0, 20, 400, whole.len() - 60] {
        let part = whole.get(..end).unwrap().to_vec();
        assert_eq!(api.send(Form::with_body(Body::from(part))).await.refused(400), "upload-broken", "{end}");
    }
    let opened = api.post("/receipts/open", &json!({ "code": code })).await.done(200);
    assert_eq!(opened["messages"], json!([]));
}

/// Counts how much of an endless body was asked for.
fn endless(first: Vec<u8>, filler: u8) -> (Body, std::sync::Arc<std::sync::atomic::AtomicUsize>) {
    let taken = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = taken.clone();
    let chunks = stream::unfold(Some(first), move |first| {
        let chunk = first.unwrap_or_else(|| vec![filler; 64 * 1024]);
        counted.fetch_add(chunk.len(), std::sync::atomic::Ordering::SeqCst);
        std::future::ready(Some((Ok::<_, io::Error>(Bytes::from(chunk)), None)))
    });
    (Body::from_stream(chunks), taken)
}

#[tokio::test]
async fn a_form_that_never_comes_to_its_next_part_is_given_up_with_little_memory() {
    let api = Api::new().await;
    let no_start = endless(b"x".to_vec(), b'x');
    let long_head = endless(b"--grens-7f3a\r\nContent-Disposition: form-data; name=\"".to_vec(), b'a');
    for (body, taken) in [no_start, long_head] {
        assert_eq!(api.send(Form::with_body(body)).await.refused(400), "upload-broken");
        let taken = taken.load(std::sync::atomic::Ordering::SeqCst);
        assert!(taken < 2 * 1024 * 1024, "{taken} bytes were taken in");
    }
}

#[tokio::test]
async fn a_large_file_is_taken_a_piece_at_a_time() {
    const PIECES: usize = 160;
    let api = Api::new().await;
    let code = api.report("Iets.").await;
    let whole = Form::new().text("code", &code).file("groot.bin", b"|").bytes();
    let place = whole.iter().rposition(|byte| *byte == b'|').unwrap();
    let (head, tail) = whole.split_at(place + 1);
    let piece = Bytes::from(vec![0xA5; 64 * 1024]);
    let pieces = std::iter::once(Bytes::copy_from_slice(head))
        .chain(std::iter::repeat_n(piece, PIECES))
        .chain([Bytes::copy_from_slice(tail)]);
    let body = Body::from_stream(stream::iter(pieces.map(Ok::<_, io::Error>).collect::<Vec<_>>()));
    let written = api.send(Form::with_body(body)).await.done(201);
    assert_eq!(written["message"]["files"][0]["size"], PIECES * 64 * 1024 + 1);
    let anna = api.token("anna").await;
    let id = api.only_case(&anna).await;
    let path = format!("/cases/{id}/files/{}/0?form=original", written["message"]["number"]);
    let file = api.ask("GET", &path, &anna).await;
    assert_eq!(file.bytes.len(), PIECES * 64 * 1024 + 1);
    assert!(file.bytes.iter().skip(1).all(|byte| *byte == 0xA5) && file.bytes.first() == Some(&b'|'));
}
