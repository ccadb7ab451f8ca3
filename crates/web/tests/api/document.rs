//! The document itself: open to everybody, and true.

use crate::described::resolve;
use crate::support::{Api, BASE};
use axum::body::Body;
use http::{Method, Request};
use serde_json::Value;
use std::collections::BTreeSet;

#[tokio::test]
async fn the_document_is_open_to_every_site_and_says_who_and_which_version() {
    let api = Api::new().await;
    let answer = api.get("/openapi.json").await;
    assert_eq!(answer.headers["access-control-allow-origin"], "*");
    let document = answer.done(200);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for name in ["name", "url", "email"] {
        assert!(document["info"]["contact"][name].is_string(), "{name}");
    }
    assert_eq!(document["info"]["license"]["identifier"], "EUPL-1.2");
    assert_eq!(document["servers"][0]["url"], "/api/v1");
    let version: Vec<u32> =
        document["info"]["version"].as_str().unwrap().split('.').map(|part| part.parse().unwrap()).collect();
    assert_eq!((version.len(), version[0]), (3, 1));
    assert!(api.get("/checkpoint").await.headers.get("access-control-allow-origin").is_none());
}

#[tokio::test]
async fn the_document_and_the_router_have_the_same_addresses_and_methods() {
    let api = Api::new().await;
    let paths = api.document["paths"].as_object().unwrap();
    let documented: BTreeSet<&str> = paths.keys().map(String::as_str).collect();
    assert_eq!(documented, web::api::paths().into_iter().collect());
    for (path, item) in paths {
        let address =
            format!("{BASE}{}", path.replace("{id}", &vault::random::uuid().to_string()).replace(['{', '}'], ""));
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            let request = Request::builder().method(&method).uri(&address).body(Body::empty()).unwrap();
            let is_there = api.raw(request).await.status() != 405;
            let is_documented = item.get(method.as_str().to_lowercase()).is_some();
            assert_eq!(is_there, is_documented, "{method} {path}");
        }
    }
}

fn operations(document: &Value) -> Vec<(String, &Value)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            all.push((format!("{method} {path}"), operation));
        }
    }
    all
}

#[tokio::test]
async fn every_answer_is_described() {
    let document = serde_json::to_value(web::api::openapi::document()).unwrap();
    let mut names = BTreeSet::new();
    for (operation, described) in operations(&document) {
        assert!(
            names.insert(described["operationId"].as_str().unwrap().to_owned()),
            "{operation} has a name of its own"
        );
        assert!(described["summary"].is_string(), "{operation} says what it does");
        let responses = described["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{operation} can be done");
        assert!(responses.contains_key("500"), "{operation} can break");
        for (status, response) in responses {
            assert!(response["headers"]["API-Version"].is_object(), "{operation} {status}");
            let contents = response.get("content").and_then(Value::as_object);
            if status == "204" {
                assert!(contents.is_none(), "{operation} {status}");
                continue;
            }
            for (kind, content) in contents.unwrap() {
                assert!(!resolve(&document, &content["schema"]).is_null(), "{operation} {status} {kind}");
                assert_eq!(kind == "application/problem+json", !status.starts_with('2'), "{operation} {status}");
            }
        }
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere_and_every_schema_says_what_it_is() {
    fn walk<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|value| walk(value, found));
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
            _ => {}
        }
    }
    let document = serde_json::to_value(web::api::openapi::document()).unwrap();
    let mut references = Vec::new();
    walk(&document, &mut references);
    let dead: Vec<_> = references.iter().filter(|r| document.pointer(r.trim_start_matches('#')).is_none()).collect();
    assert!(dead.is_empty(), "{dead:?}");
    let used: BTreeSet<&str> = references.iter().filter_map(|r| r.strip_prefix("#/components/schemas/")).collect();
    let there: BTreeSet<&str> =
        document["components"]["schemas"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(used, there, "nothing is described that is not used");
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(schema["type"].is_string() && schema["description"].is_string(), "{name}");
    }
}

#[test]
fn names_are_as_the_design_rules_ask() {
    let document = serde_json::to_value(web::api::openapi::document()).unwrap();
    let kebab = |part: &str| part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let camel = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(|c| c.is_ascii_alphanumeric())
    };
    for (operation, described) in operations(&document) {
        let path = operation.split(' ').nth(1).unwrap();
        let parts = path.split('/').filter(|part| !part.starts_with('{') && *part != "openapi.json");
        assert!(parts.into_iter().all(kebab) && !path.ends_with('/'), "{path}");
        for parameter in described["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            assert!(parameter["in"] == "header" || camel(name), "{operation} {name}");
        }
    }
}
