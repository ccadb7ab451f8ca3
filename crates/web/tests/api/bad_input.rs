//! What cannot be taken: a status, a code and a sentence, and nothing done.

use crate::support::{Answer, Api, BASE, json_request, report};
use axum::body::Body;
use http::Request;
use serde_json::{Value, json};

async fn post(api: &Api, body: impl Into<Body>) -> Answer {
    let request = Request::post(format!("{BASE}/reports")).header("content-type", "application/json");
    api.send(request.body(body.into()).unwrap()).await
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.map(|(field, code)| (field.to_owned(), code.to_owned())).to_vec()
}

#[tokio::test]
async fn json_that_is_nested_deep_is_answered_and_not_read() {
    let api = Api::new().await;
    for depth in [17, 100, 127, 100_000] {
        assert_eq!(post(&api, format!("{}{}", "[".repeat(depth), "]".repeat(depth))).await.refused(400), "too-deep");
        let object = format!("{}1{}", "{\"answers\":".repeat(depth), "}".repeat(depth));
        let code = if object.len() > 1024 * 1024 { (413, "too-large") } else { (400, "too-deep") };
        assert_eq!(post(&api, object).await.refused(code.0), code.1, "{depth}");
    }
    assert_eq!(post(&api, "[".repeat(3)).await.refused(400), "not-json");
}

#[tokio::test]
async fn what_is_no_json_object_in_utf_8_is_refused_with_a_sentence() {
    let api = Api::new().await;
    assert_eq!(post(&api, "").await.refused(400), "not-json");
    assert_eq!(post(&api, "{").await.refused(400), "not-json");
    assert_eq!(post(&api, "[]").await.refused(400), "not-an-object");
    assert_eq!(post(&api, "\"report\"").await.refused(400), "not-an-object");
    assert_eq!(post(&api, b"{\"agency\":\"\xff\xfe\"}".to_vec()).await.refused(400), "not-utf-8");
    assert_eq!(post(&api, "{\"agency\":\"\\ud800\"}").await.refused(400), "not-json", "half a character");
}

#[tokio::test]
async fn a_name_that_stands_there_twice_is_refused_rather_than_chosen_from() {
    let api = Api::new().await;
    let body = report("Iets.").to_string().replacen('{', "{\"agency\":\"dji\",", 1);
    assert_eq!(post(&api, body).await.refused(400), "not-json");
}

#[tokio::test]
async fn a_body_over_the_limit_is_too_large() {
    let api = Api::new().await;
    let body = json!({ "agency": "x".repeat(1024 * 1024) });
    assert_eq!(api.post("/reports", &body).await.refused(413), "too-large");
    assert_eq!(api.post("/receipts/open", &body).await.refused(413), "too-large");
    assert_eq!(api.post("/tokens", &body).await.refused(413), "too-large");
}

#[tokio::test]
async fn content_of_another_type_is_not_guessed_at() {
    let api = Api::new().await;
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json"] {
        let mut request = json_request("POST", "/reports", &report("Iets."));
        request.headers_mut().insert("content-type", kind.parse().unwrap());
        assert_eq!(api.send(request).await.refused(415), "wrong-type-of-content", "{kind}");
    }
    let mut request = json_request("POST", "/reports", &report("Iets."));
    request.headers_mut().remove("content-type");
    assert_eq!(api.send(request).await.refused(415), "wrong-type-of-content");
    let mut request = json_request("POST", "/reports", &report("Iets."));
    request.headers_mut().insert("content-type", "Application/JSON; charset=utf-8".parse().unwrap());
    api.send(request).await.done(201);
}

#[tokio::test]
async fn an_address_that_is_not_there_is_a_problem_in_json() {
    let api = Api::new().await;
    let paths =
        ["/nothing", "/reports/", "/checkpoint/", "/cases/", "/", "", "/receipts", "/openapi.json/", "/openapi.yaml"];
    for path in paths {
        assert_eq!(api.get(path).await.refused(404), "not-found", "{path}");
    }
    for path in ["/api", "/api/", "/api/v2/reports", "/en/api/v1/nothing"] {
        let answer = api.send(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.refused(404), "not-found", "{path}");
    }
}

#[tokio::test]
async fn a_method_that_is_not_there_is_told_with_those_that_are() {
    let api = Api::new().await;
    for (method, path, allowed) in
        [("GET", "/reports", "POST"), ("DELETE", "/checkpoint", "GET,HEAD"), ("PUT", "/tokens", "POST,DELETE")]
    {
        let request = Request::builder().method(method).uri(format!("{BASE}{path}")).body(Body::empty()).unwrap();
        let answer = api.send(request).await;
        assert_eq!(answer.refused(405), "wrong-method", "{path}");
        let mut told: Vec<&str> = answer.headers["allow"].to_str().unwrap().split(',').map(str::trim).collect();
        let mut expected: Vec<&str> = allowed.split(',').collect();
        told.sort_unstable();
        expected.sort_unstable();
        assert_eq!(told, expected, "{path}");
    }
    let with_code = api.get("/receipts/open?code=ABCD").await;
    assert_eq!(with_code.refused(405), "wrong-method", "a code does not stand in an address");
}

#[tokio::test]
async fn everything_wrong_with_a_report_is_told_at_once_by_name() {
    let api = Api::new().await;
    let body = json!({
        "agency": "nowhere", "channel": "gossip", "identity": "open", "language": 3, "urgent": true,
        "answers": { "what": "  ", "when": "x".repeat(20_001), "weather": "rain", "how": "a\u{0}b" },
    });
    let answer = api.post("/reports", &body).await;
    let mut found = answer.fields();
    found.sort();
    let expected = pairs([
        ("agency", "unknown-agency"),
        ("answers.how", "bad-character"),
        ("answers.weather", "unknown-field"),
        ("answers.what", "required"),
        ("answers.when", "too-long"),
        ("channel", "unknown-value"),
        ("language", "wrong-type"),
        ("urgent", "unknown-field"),
        ("who.name", "required"),
    ]);
    assert_eq!(found, expected);
    let details = answer.json()["errors"].to_string();
    assert!(details.contains("union-law") && details.contains("20000"), "what would fit is told: {details}");
    let anna = api.token("anna").await;
    assert_eq!(api.ask("GET", "/cases", &anna).await.done(200)["cases"], json!([]), "nothing was done");
}

#[tokio::test]
async fn what_must_be_there_and_what_must_not_is_told() {
    let api = Api::new().await;
    let mut found = api.post("/reports", &json!({})).await.fields();
    found.sort();
    let required = ["agency", "answers", "channel", "identity"].map(|field| (field, "required"));
    assert!(required.iter().all(|(field, code)| found.contains(&((*field).into(), (*code).into()))), "{found:?}");
    let mut named = report("Iets.");
    named["who"] = json!({ "name": "Jan" });
    assert_eq!(api.post("/reports", &named).await.fields(), pairs([("identity", "anonymous-with-name")]));
    named["who"] = Value::Null;
    api.post("/reports", &named).await.done(201);
    let mut nowhere = report("Iets.");
    nowhere["agency"] = "jv".into();
    assert_eq!(api.post("/reports", &nowhere).await.fields(), pairs([("agency", "unknown-agency")]), "no agency");
    nowhere["answers"] = "Iets.".into();
    let mut found = api.post("/reports", &nowhere).await.fields();
    found.sort();
    assert!(found.contains(&("answers".into(), "wrong-type".into())), "{found:?}");
}

#[tokio::test]
async fn a_problem_is_told_in_the_language_of_the_caller() {
    let api = Api::new().await;
    let ask = async |path: &str, languages: &str| {
        let request = Request::get(path).header("accept-language", languages).body(Body::empty()).unwrap();
        let answer = api.send(request).await;
        let title = answer.json()["title"].as_str().unwrap().to_owned();
        (answer.headers["content-language"].to_str().unwrap().to_owned(), title)
    };
    let english = ("en".to_owned(), "Not found".to_owned());
    let dutch = ("nl".to_owned(), "Niet gevonden".to_owned());
    assert_eq!(ask("/api/v1/nothing", "en-GB,nl;q=0.5").await, english);
    assert_eq!(ask("/api/v1/nothing", "fr").await, dutch);
    assert_eq!(ask("/en/api/v1/nothing", "nl").await, english);
}

/// For every request in the document: what it does not describe is refused by name, what it requires is asked for, and no
/// field takes a value of another type. So the document cannot promise other than what is read.
#[tokio::test]
async fn every_request_is_read_as_it_is_described() {
    let api = Api::new().await;
    let anna = api.token("anna").await;
    let paths = api.document["paths"].as_object().unwrap().clone();
    let mut read = 0;
    for (path, item) in &paths {
        for (method, operation) in item.as_object().unwrap() {
            let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema") else { continue };
            read += 1;
            let schema = crate::described::resolve(&api.document, schema);
            let path = path.replace("{id}", &vault::random::uuid().to_string());
            let fields = schema["properties"].as_object().unwrap();
            let mut wrong: serde_json::Map<String, Value> =
                fields.keys().map(|name| (name.clone(), json!([]))).collect();
            wrong.insert("undescribed".into(), 1.into());
            let found = api.tell(&method.to_uppercase(), &path, &anna, &Value::Object(wrong)).await.fields();
            for name in fields.keys() {
                assert!(found.contains(&(name.clone(), "wrong-type".into())), "{method} {path} {name}: {found:?}");
            }
            assert!(found.contains(&("undescribed".into(), "unknown-field".into())), "{method} {path}");
            let required = schema["required"].as_array().into_iter().flatten();
            let required: Vec<String> = required.map(|name| name.as_str().unwrap().to_owned()).collect();
            if !required.is_empty() {
                let found = api.tell(&method.to_uppercase(), &path, &anna, &json!({})).await.fields();
                assert!(required.iter().all(|name| found.contains(&(name.clone(), "required".into()))), "{found:?}");
            }
        }
    }
    assert_eq!(read, 8, "the requests with a JSON body");
}
