//! The reporter's pages over HTTP, as a person uses them: without script, with forms only.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

#[path = "../staff/browser.rs"]
#[expect(dead_code, reason = "shared with the staff's tests, which use all of it")]
mod browser;
mod coming_back;
mod conversation;
mod files;
mod promises;
mod reporting;
#[path = "../../../office/tests/support/mod.rs"]
mod world;

use axum::body::Body;
use axum::response::Response;
use browser::Browser;
use http::{Request, header};
use tower::ServiceExt as _;
use world::World;

/// What happened, with a word that stands nowhere else.
const WHAT: &str = "De kanarie floot in dossier 17.";

/// A browser at the summary of an anonymous report at `ind` with nothing but what happened.
async fn at_summary(world: &World) -> Browser {
    let mut browser = Browser::new(world);
    browser.get("/nl/report").await;
    browser.send("/nl/report", &[]).await.sees("Waar gaat het over?");
    browser.send("/nl/report/concern", &[("agency", "ind"), ("channel", "abuse")]).await;
    browser.sees("Wie mag weten wie u bent?");
    browser.send("/nl/report/identity", &[("identity", "anonymous")]).await.sees("Wat is er gebeurd?");
    browser.send("/nl/report/story", &[("what", WHAT)]).await.sees("Wanneer en waar?");
    browser.send("/nl/report/story/circumstances", &[]).await.sees("Wie, en hoe weet u het?");
    browser.send("/nl/report/story/people", &[]).await.sees("En u?");
    browser.send("/nl/report/story/yourself", &[]).await.sees("Hebt u foto’s of documenten?");
    send_without_file(&mut browser, "/nl/report/files", &[("act", "next")]).await;
    browser.sees("Kijk alles nog eens na");
    browser
}

/// Sends a form with a file field in which nothing was chosen, as browsers do.
async fn send_without_file(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) {
    browser.send_file(path, fields, "", b"").await;
}

/// The code on the page after sending.
fn code_on(browser: &Browser) -> String {
    let marked = browser.page.split_once("belfry-code__value").unwrap().1;
    let value = marked.split_once('>').unwrap().1.split('<').next().unwrap();
    value.trim().to_owned()
}

/// A report that was received, and a browser in which its code was entered.
async fn opened(world: &World, report: &domain::report::NewReport) -> (Browser, String) {
    let sent = world.office.receive(report, None).await.unwrap();
    let browser = enter(world, &sent.code).await;
    (browser, sent.code)
}

/// A browser in which a code was entered.
async fn enter(world: &World, code: &str) -> Browser {
    let mut browser = Browser::new(world);
    browser.get("/nl/return").await;
    browser.send("/nl/return", &[("code", code)]).await.sees("Uw melding");
    browser
}

/// One request with these headers and no others, and its answer as it is.
async fn raw(world: &World, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if method == "POST" {
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    browser::site(world).oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap()
}
