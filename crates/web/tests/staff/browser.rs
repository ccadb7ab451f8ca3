//! A browser as the tests need it: it keeps its cookies and sends the forms of the page that it is at.

use crate::world::{PASSPHRASE, World};
use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Request, StatusCode, header};
use std::collections::BTreeMap;
use std::sync::Arc;
use tower::ServiceExt as _;
use web::{App, Site, router};

/// The page at which a browser is.
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub path: String,
    pub page: String,
    pub bytes: Vec<u8>,
}

pub fn site(world: &World) -> Router {
    router(App { office: world.office.clone(), site: Arc::new(Site::new("Ministerie van Proef")) })
}

fn coded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

impl Browser {
    pub fn new(world: &World) -> Self {
        Self {
            router: site(world),
            cookies: BTreeMap::new(),
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            path: String::new(),
            page: String::new(),
            bytes: Vec::new(),
        }
    }

    /// A browser in which somebody has signed in through the page.
    pub async fn of(world: &World, label: &str) -> Self {
        let mut browser = Self::new(world);
        browser.get("/nl/staff/sign-in").await;
        let (name, code) = (world.people[label].1.clone(), world.code(label));
        browser.send("/nl/staff/sign-in", &[("name", &name), ("passphrase", PASSPHRASE), ("code", &code)]).await;
        world.wait_seconds(30);
        assert!(!browser.page.contains("passphrase-error"), "{label} could not sign in: {}", browser.page);
        browser
    }

    async fn ask(&mut self, method: &str, path: &str, kind: &str, body: Vec<u8>) {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, cookies.join("; "))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, kind);
        let answer = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            match rest.split(';').next().unwrap() {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        self.status = answer.status();
        self.headers = answer.headers().clone();
        path.clone_into(&mut self.path);
        self.bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec();
        self.page = String::from_utf8_lossy(&self.bytes).into_owned();
    }

    /// Goes on while an answer leads on.
    async fn follow(&mut self) {
        for _ in 0..5 {
            if !self.status.is_redirection() {
                return;
            }
            let to = self.headers[header::LOCATION].to_str().unwrap().to_owned();
            self.ask("GET", &to, "text/html", Vec::new()).await;
        }
        panic!("it leads on for ever: {}", self.path);
    }

    pub async fn get(&mut self, path: &str) -> &mut Self {
        self.ask("GET", path, "text/html", Vec::new()).await;
        self.follow().await;
        self
    }

    /// The value of a hidden field of the form on this page.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let main = self.page.split_once("<main").map_or(self.page.as_str(), |(_, main)| main);
        let found = main.split_once(&mark).and_then(|(_, rest)| rest.split('"').next());
        found.unwrap_or_default().to_owned()
    }

    /// Sends exactly these fields.
    pub async fn send_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> &mut Self {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", coded(name), coded(value))).collect();
        self.ask("POST", path, "application/x-www-form-urlencoded", body.join("&").into_bytes()).await;
        self.follow().await;
        self
    }

    /// Sends a form of this page: what it carries hidden, and these fields.
    pub async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> &mut Self {
        let (tag, once) = (self.hidden("token"), self.hidden("once"));
        let mut all = vec![("token", tag.as_str()), ("once", once.as_str())];
        all.extend_from_slice(fields);
        self.send_bare(path, &all).await
    }

    /// Sends a form of this page with a file.
    pub async fn send_file(&mut self, path: &str, fields: &[(&str, &str)], name: &str, bytes: &[u8]) -> &mut Self {
        let mut body = Vec::new();
        let tag = self.hidden("token");
        for (field, value) in [("token", tag.as_str())].iter().chain(fields) {
            let part = format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let part = format!("--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n");
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        self.ask("POST", path, "multipart/form-data; boundary=edge", body).await;
        self.follow().await;
        self
    }

    #[track_caller]
    pub fn sees(&self, text: &str) -> &Self {
        assert!(self.page.contains(text), "{} {}: no “{text}” in\n{}", self.status, self.path, self.main());
        self
    }

    #[track_caller]
    pub fn sees_not(&self, text: &str) -> &Self {
        assert!(!self.page.contains(text), "{} {}: “{text}” in\n{}", self.status, self.path, self.main());
        self
    }

    /// The content of the page, for a failure's message.
    fn main(&self) -> &str {
        self.page.split_once("<main").map_or(self.page.as_str(), |(_, main)| main)
    }

    pub fn title(&self) -> &str {
        self.page.split_once("<title>").and_then(|(_, rest)| rest.split("</title>").next()).unwrap_or_default()
    }
}
