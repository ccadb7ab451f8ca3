//! What every page of the reporter keeps to.

use crate::browser::Browser;
use crate::world::{World, report};
use crate::{WHAT, at_summary, browser, opened, raw};
use http::{Request, StatusCode, header};
use std::sync::Arc;
use tower::ServiceExt as _;

/// The pages that anybody can read.
const PUBLIC: [&str; 8] =
    ["", "/how-it-works", "/privacy", "/accessibility", "/security", "/log", "/return", "/report"];

#[tokio::test]
async fn no_cookie_is_set_before_a_report_is_begun_or_a_code_entered() {
    let world = World::new().await;
    for path in PUBLIC {
        for language in ["nl", "en"] {
            let answer = raw(&world, "GET", &format!("/{language}{path}"), &[], "").await;
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            assert!(!answer.headers().contains_key(header::SET_COOKIE), "{path}");
        }
    }
    for path in ["/nl/report/concern", "/nl/report/receipt", "/nl/case", "/nl/case/1", "/nl/report/done"] {
        let answer = raw(&world, "GET", path, &[], "").await;
        assert!(!answer.headers().contains_key(header::SET_COOKIE), "{path}");
    }
}

#[tokio::test]
async fn the_one_cookie_is_for_this_session_and_out_of_reach() {
    let world = World::new().await;
    let mut site = web::Site::new("Ministerie van Proef");
    site.https = true;
    let router = web::router(web::App { office: world.office.clone(), site: Arc::new(site) });
    let mut page = Browser::new(&world);
    page.get("/nl/report").await;
    let request = Request::post("/nl/report")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(format!("token={}", page.hidden("token"))))
        .unwrap();
    let answer = router.oneshot(request).await.unwrap();
    let set: Vec<_> = answer.headers().get_all(header::SET_COOKIE).iter().map(|c| c.to_str().unwrap()).collect();
    let given: Vec<_> = set.iter().filter(|cookie| !cookie.contains("Max-Age=0")).collect();
    let [cookie] = given.as_slice() else { panic!("{set:?}") };
    assert!(cookie.starts_with("__Host-"));
    for part in ["; Path=/", "; HttpOnly", "; Secure", "; SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Expires") && !cookie.contains("Max-Age"), "{cookie}");
}

#[tokio::test]
async fn who_comes_without_a_language_is_led_to_theirs_without_a_cookie() {
    let world = World::new().await;
    for (path, asks, leads) in [("/", "en-GB,nl;q=0.5", "/en"), ("/", "fr", "/nl"), ("/report", "en", "/en/report")] {
        let answer = raw(&world, "GET", path, &[("accept-language", asks)], "").await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(answer.headers()[header::LOCATION], leads);
        assert!(!answer.headers().contains_key(header::SET_COOKIE));
    }
}

/// Every page of a report and of a case, with something of the report in it where there is.
async fn all_pages(world: &World) -> Vec<(String, Browser)> {
    let mut pages = Vec::new();
    for path in PUBLIC {
        let mut browser = Browser::new(world);
        browser.get(&format!("/nl{path}")).await;
        pages.push((path.to_owned(), browser));
    }
    let story = ["story", "story/circumstances", "story/people", "story/yourself"];
    for step in ["concern", "identity"].into_iter().chain(story).chain(["files", "summary"]) {
        let mut browser = at_summary(world).await;
        browser.get(&format!("/nl/report/{step}")).await;
        pages.push((step.to_owned(), browser));
    }
    let mut sent = at_summary(world).await;
    sent.send("/nl/report/summary", &[]).await;
    pages.push(("receipt".to_owned(), sent));
    for path in ["", "/be-known", "/treated", "/end", "/proof", "/notices"] {
        let (mut browser, _) = opened(world, &report(WHAT)).await;
        browser.get(&format!("/nl/case/1{path}")).await;
        pages.push((format!("case{path}"), browser));
    }
    pages
}

#[tokio::test]
async fn every_page_has_one_heading_one_thing_to_do_a_way_out_and_a_title_that_says_nothing() {
    let world = World::new().await;
    for (path, browser) in all_pages(&world).await {
        assert_eq!(browser.status, StatusCode::OK, "{path}");
        assert_eq!(browser.page.matches("<h1").count(), 1, "{path}");
        let primary = browser.page.matches("nl-button--primary").count();
        let danger = browser.page.matches("nl-button--negative").count();
        assert!(primary - danger <= 1, "{path}: {primary} buttons, {danger} of them for what cannot be taken back");
        assert!(browser.page.contains("data-leave"), "{path}");
        let title = browser.title();
        assert!(!title.contains("anarie") && !title.contains("Zaak"), "{path}: {title}");
        assert!(!browser.path.contains("anarie"), "{path}");
    }
}

#[tokio::test]
async fn every_page_keeps_to_itself() {
    let world = World::new().await;
    for (path, browser) in all_pages(&world).await {
        assert_eq!(browser.headers[header::CACHE_CONTROL], "no-store", "{path}");
        let policy = browser.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        for kind in ["<script src=\"http", "<img src=\"http", "href=\"http://", " style=\"", " onclick"] {
            assert!(!browser.page.contains(kind), "{path}: {kind}");
        }
        // Every form that posts carries a tag.
        let forms = browser.page.matches("<form method=\"post\"").count();
        assert_eq!(browser.page.matches("name=\"token\"").count(), forms, "{path}");
    }
}

#[tokio::test]
async fn an_address_that_is_not_there_and_a_wrong_method_have_a_page() {
    let world = World::new().await;
    for (method, path) in [("GET", "/nl/report/nothing"), ("PUT", "/nl/report"), ("DELETE", "/nl/case/1")] {
        let request = Request::builder().method(method).uri(path).body(axum::body::Body::empty()).unwrap();
        let answer = browser::site(&world).oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{method} {path}");
        let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        assert!(String::from_utf8_lossy(&bytes).contains("Deze bladzijde is er niet"), "{method} {path}");
    }
}

#[tokio::test]
async fn what_is_far_too_large_or_broken_gets_a_sentence() {
    let world = World::new().await;
    let mut browser = at_summary(&world).await;
    let huge = "a".repeat(3 * 1024 * 1024);
    browser.send("/nl/report/story", &[("what", &huge)]).await.sees("Dit is te groot om te versturen.");
    assert_eq!(browser.status, StatusCode::PAYLOAD_TOO_LARGE);
    browser.get("/nl/report/story").await.sees(WHAT);
    let answer = raw(&world, "POST", "/nl/report", &[], "token=%ff%fe&what=%80").await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "bytes that are no text");
    let answer = raw(&world, "POST", "/nl/case/1", &[], "text=hallo").await;
    assert!(answer.status().is_client_error(), "a form without files where files are taken");
}
