//! A program that talks to the API, and believes no answer that is not as published.

use crate::described::{differences, template};
use crate::world::{PASSPHRASE, World};
use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};
use std::sync::Arc;
use tower::ServiceExt as _;
use web::{App, Site, router};

pub const BASE: &str = "/api/v1";
/// Bytes that are no text, no picture and no document, so that nothing about them is changed.
pub const BYTES: &[u8] = b"\x00\x01\xfe\xff belfry \r\n--not-the-boundary\r\n\x00";

pub struct Api {
    pub world: World,
    pub document: Value,
    router: Router,
}

/// An answer that was as published.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).expect("JSON")
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    /// The body, when it was done with this status.
    pub fn done(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.bytes));
        if self.bytes.is_empty() { Value::Null } else { self.json() }
    }

    /// The code of the problem, when it was not done with this status.
    pub fn refused(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.bytes));
        self.json()["code"].as_str().unwrap().to_owned()
    }

    /// The fields that could not be taken, with their codes.
    pub fn fields(&self) -> Vec<(String, String)> {
        assert_eq!(self.refused(400), "fields");
        let errors = self.json()["errors"].as_array().unwrap().clone();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        errors.iter().map(|error| (text(&error["field"]), text(&error["code"]))).collect()
    }
}

impl Api {
    pub async fn new() -> Self {
        let world = World::new().await;
        let site = Arc::new(Site::new("Ministerie van Proef"));
        let router = router(App { office: world.office.clone(), site });
        let document = serde_json::to_value(web::api::openapi::document()).unwrap();
        Self { world, document, router }
    }

    /// An answer, unread and unchecked.
    pub async fn raw(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Sends a request below the base, and holds the answer against the document.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let response = self.raw(request).await;
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        let answer = Answer { status: parts.status, headers: parts.headers, bytes };
        self.check(&method, path.trim_start_matches("/en").trim_start_matches("/nl"), &answer);
        answer
    }

    fn check(&self, method: &Method, path: &str, answer: &Answer) {
        let header = |name: &str| answer.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(header("api-version").as_deref(), Some("1.0.0"), "{path}");
        assert_eq!(header("cache-control").as_deref(), Some("no-store"));
        assert_eq!(header("x-content-type-options").as_deref(), Some("nosniff"));
        assert_eq!(header("x-frame-options").as_deref(), Some("DENY"));
        if answer.status.is_client_error() || answer.status.is_server_error() {
            assert_eq!(header("content-type").as_deref(), Some("application/problem+json"));
            let (problem, schema) = (answer.json(), &self.document["components"]["schemas"]["Problem"]);
            assert_eq!(differences(&self.document, schema, &problem, "problem"), Vec::<String>::new());
            assert_eq!(problem["status"], answer.status.as_u16());
            assert_ne!(answer.status, 500, "{problem}");
            let told: Vec<_> = problem["errors"].as_array().into_iter().flatten().map(|e| &e["detail"]).collect();
            for sentence in told.into_iter().chain([&problem["title"], &problem["detail"]]) {
                let sentence = sentence.as_str().unwrap();
                assert!(sentence.contains(' ') && !sentence.contains("Unknown localization"), "{sentence}");
            }
        }
        let operation = path
            .strip_prefix(BASE)
            .and_then(|path| template(&self.document, path))
            .and_then(|path| self.document["paths"][path].get(method.as_str().to_lowercase()));
        let Some(operation) = operation else {
            assert!([404, 405].contains(&answer.status.as_u16()), "{method} {path} is not in the document");
            return;
        };
        let described = &operation["responses"][answer.status.as_str()];
        assert!(described.is_object(), "{method} {path}: {} is not in the document", answer.status);
        let kind = header("content-type").unwrap_or_default();
        if let Some(schema) = described.pointer("/content/application~1json/schema") {
            assert_eq!(kind, "application/json");
            assert_eq!(differences(&self.document, schema, &answer.json(), "body"), Vec::<String>::new());
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(format!("{BASE}{path}")).body(Body::empty()).unwrap()).await
    }

    /// Asks with a token.
    pub async fn ask(&self, method: &str, path: &str, token: &str) -> Answer {
        let request = Request::builder().method(method).uri(format!("{BASE}{path}"));
        self.send(request.header("authorization", format!("Bearer {token}")).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(json_request("POST", path, body)).await
    }

    /// Sends JSON with a token.
    pub async fn tell(&self, method: &str, path: &str, token: &str, body: &Value) -> Answer {
        let mut request = json_request(method, path, body);
        request.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
        self.send(request).await
    }

    /// Sends a form with files.
    pub async fn upload(&self, form: Form) -> Answer {
        self.send(form.request()).await
    }

    /// Hands in a report and gives its code.
    pub async fn report(&self, what: &str) -> String {
        let answer = self.post("/reports", &report(what)).await.done(201);
        answer["code"].as_str().unwrap().to_owned()
    }

    /// Signs somebody in and gives the token.
    pub async fn token(&self, label: &str) -> String {
        let body = json!({
            "name": self.world.people[label].1,
            "passphrase": PASSPHRASE,
            "code": self.world.code(label),
        });
        let answer = self.post("/tokens", &body).await.done(201);
        self.world.wait_seconds(30);
        answer["token"].as_str().unwrap().to_owned()
    }

    /// The only case of somebody, through their inbox.
    pub async fn only_case(&self, token: &str) -> String {
        let inbox = self.ask("GET", "/cases", token).await.done(200);
        assert_eq!(inbox["cases"].as_array().unwrap().len(), 1);
        inbox["cases"][0]["id"].as_str().unwrap().to_owned()
    }
}

pub fn json_request(method: &str, path: &str, body: &Value) -> Request<Body> {
    let request = Request::builder().method(method).uri(format!("{BASE}{path}"));
    request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())).unwrap()
}

pub fn report(what: &str) -> Value {
    json!({
        "agency": "ind", "channel": "abuse", "identity": "anonymous", "language": "nl",
        "answers": { "what": what, "when": "vorige week", "where": "Ter Apel", "who": "een leidinggevende" },
    })
}

pub fn known(what: &str, mode: &str) -> Value {
    let mut report = report(what);
    report["identity"] = mode.into();
    report["who"] = json!({ "name": "Fatma Demir", "contact": "06 12345678" });
    report
}

/// A form as a browser or program sends it.
pub struct Form(Vec<u8>);

const BOUNDARY: &str = "grens-7f3a";

impl Form {
    pub fn new() -> Self {
        Self(Vec::new())
    }

    pub fn text(self, name: &str, value: &str) -> Self {
        self.part(&format!("name=\"{name}\""), value.as_bytes())
    }

    pub fn file(self, name: &str, bytes: &[u8]) -> Self {
        self.part(&format!("name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream"), bytes)
    }

    pub fn part(mut self, disposition: &str, bytes: &[u8]) -> Self {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n");
        self.0.extend_from_slice(head.as_bytes());
        self.0.extend_from_slice(bytes);
        self.0.extend_from_slice(b"\r\n");
        self
    }

    pub fn bytes(mut self) -> Vec<u8> {
        self.0.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.0
    }

    pub fn request(self) -> Request<Body> {
        Self::with_body(Body::from(self.bytes()))
    }

    pub fn with_body(body: Body) -> Request<Body> {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        Request::post(format!("{BASE}/receipts/files")).header(header::CONTENT_TYPE, kind).body(body).unwrap()
    }
}
