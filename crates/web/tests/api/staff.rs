//! Staff with a token: what they hold, and nothing else.

use crate::support::{Api, json_request, report};
use crate::world::PASSPHRASE;
use axum::body::Body;
use domain::case::Command;
use domain::first_phase::{Answer as Say, Assessment, Element, Finding};
use domain::id::DossierId;
use http::Request;
use serde_json::{Value, json};

#[tokio::test]
async fn a_wrong_name_passphrase_or_code_is_answered_alike() {
    let api = Api::new().await;
    let right = json!({
        "name": "anna@ind.example", "passphrase": PASSPHRASE, "code": api.world.code("anna"),
    });
    let mut answers = Vec::new();
    for (field, value) in [("name", "nobody@ind.example"), ("passphrase", "een andere zin"), ("code", "000000")] {
        let mut wrong = right.clone();
        wrong[field] = value.into();
        let answer = api.post("/tokens", &wrong).await;
        assert_eq!(answer.refused(401), "sign-in-failed");
        answers.push(answer.json());
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    let signed_in = api.post("/tokens", &right).await.done(201);
    assert_eq!(signed_in["name"], "Anna Verhoeven");
    assert_eq!(signed_in["roles"], json!(["intake-officer"]));
    assert_eq!(api.post("/tokens", &right).await.refused(401), "sign-in-failed", "a code serves once");
}

#[tokio::test]
async fn after_many_wrong_tries_the_next_one_waits() {
    let api = Api::new().await;
    let wrong = json!({ "name": "anna@ind.example", "passphrase": "een andere zin", "code": "000000" });
    let mut last = api.post("/tokens", &wrong).await;
    for _ in 0..10 {
        last = api.post("/tokens", &wrong).await;
    }
    assert_eq!(last.refused(429), "busy");
    assert!(last.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn without_a_token_or_with_one_that_ended_there_is_nothing() {
    let api = Api::new().await;
    let answer = api.get("/cases").await;
    assert_eq!(answer.refused(401), "sign-in");
    assert_eq!(answer.headers["www-authenticate"], "Bearer");
    assert_eq!(api.ask("GET", "/cases", "no-token").await.refused(401), "sign-in");
    let anna = api.token("anna").await;
    api.ask("GET", "/cases", &anna).await.done(200);
    api.ask("DELETE", "/tokens", &anna).await.done(204);
    assert_eq!(api.ask("GET", "/cases", &anna).await.refused(401), "sign-in");
    let anna = api.token("anna").await;
    api.world.wait_seconds(3600);
    assert_eq!(api.ask("GET", "/cases", &anna).await.refused(401), "sign-in", "it rested too long");
}

#[tokio::test]
async fn a_cookie_is_no_token_and_a_reporters_token_is_not_for_staff() {
    let api = Api::new().await;
    let code = api.report("Iets.").await;
    let anna = api.token("anna").await;
    let request = Request::get("/api/v1/cases").header("cookie", format!("belfry-staff={anna}"));
    assert_eq!(api.send(request.body(Body::empty()).unwrap()).await.refused(401), "sign-in");
    let opened = api.post("/receipts/open", &json!({ "code": code })).await.done(200);
    let token = opened["token"].as_str().unwrap();
    assert_eq!(api.ask("GET", "/cases", token).await.refused(401), "sign-in");
    assert_eq!(api.tell("POST", "/receipts/open", &anna, &json!({})).await.refused(401), "sign-in");
    api.tell("POST", "/receipts/open", token, &json!({})).await.done(200);
    api.ask("DELETE", "/tokens", token).await.done(204);
    assert_eq!(api.tell("POST", "/receipts/open", token, &json!({})).await.refused(401), "sign-in");
}

#[tokio::test]
async fn the_inbox_lists_what_is_held_and_can_be_narrowed() {
    let api = Api::new().await;
    api.report("Iets.").await;
    let mut question = report("Mag dit?");
    question["channel"] = "question".into();
    api.post("/reports", &question).await.done(201);
    let anna = api.token("anna").await;
    let channels = async |query: &str| {
        let inbox = api.ask("GET", &format!("/cases{query}"), &anna).await.done(200);
        let mut names: Vec<Value> =
            inbox["cases"].as_array().unwrap().iter().map(|item| item["channel"].clone()).collect();
        names.sort_by_key(ToString::to_string);
        names
    };
    assert_eq!(channels("").await, ["abuse", "question"]);
    assert_eq!(channels("?state=open&unread=true&late=false").await, ["abuse", "question"]);
    assert_eq!(channels("?channel=question").await, ["question"]);
    assert_eq!(channels("?state=closed").await, [""; 0]);
    assert_eq!(channels("?late=true").await, [""; 0]);
    let item = api.ask("GET", "/cases", &anna).await.done(200)["cases"][0].clone();
    assert_eq!(item["receivedOn"], "2026-11-02");
    assert_eq!(item["due"], json!({ "kind": "acknowledge", "on": "2026-11-09", "daysLeft": 7 }));
    assert_eq!((&item["isNew"], &item["isLate"]), (&json!(true), &json!(false)));
    api.world.wait_days(8);
    let anna = api.token("anna").await;
    let late = api.ask("GET", "/cases?late=true", &anna).await.done(200);
    assert_eq!(late["counts"], json!({ "open": 2, "unread": 2, "late": 2 }));
}

#[tokio::test]
async fn a_long_inbox_comes_in_pages_without_a_gap() {
    let api = Api::new().await;
    for number in 0..27 {
        api.report(&format!("Melding {number}.")).await;
    }
    let anna = api.token("anna").await;
    let first = api.ask("GET", "/cases", &anna).await.done(200);
    let next = first["next"].as_str().unwrap();
    let second = api.ask("GET", &format!("/cases?after={next}"), &anna).await.done(200);
    assert_eq!(second.get("next"), None);
    let ids = |page: &Value| -> Vec<String> {
        page["cases"].as_array().unwrap().iter().map(|item| item["id"].to_string()).collect()
    };
    let all: std::collections::BTreeSet<String> = ids(&first).into_iter().chain(ids(&second)).collect();
    assert_eq!((ids(&first).len(), ids(&second).len(), all.len()), (25, 2, 27));
}

#[tokio::test]
async fn a_query_that_means_nothing_is_refused_rather_than_overlooked() {
    let api = Api::new().await;
    let anna = api.token("anna").await;
    let query = "?state=asleep&unread=1&late=no&channel=gossip&after=later&Unread=true";
    let expected = [
        ("state", "unknown-value"),
        ("unread", "unknown-value"),
        ("late", "unknown-value"),
        ("channel", "unknown-value"),
        ("after", "wrong-place"),
        ("Unread", "unknown-field"),
    ];
    let found = api.ask("GET", &format!("/cases{query}"), &anna).await.fields();
    assert_eq!(found, expected.map(|(field, code)| (field.to_owned(), code.to_owned())));
}

#[tokio::test]
async fn to_who_holds_no_key_a_case_does_not_exist() {
    let api = Api::new().await;
    api.report("Iets.").await;
    let id = api.only_case(&api.token("anna").await).await;
    let unknown = vault::random::uuid().to_string();
    for label in ["petra", "joke", "chair", "administrator"] {
        let token = api.token(label).await;
        let mut answers = Vec::new();
        for id in [&id, &unknown, &"one".to_owned()] {
            let seen = api.ask("GET", &format!("/cases/{id}"), &token).await;
            assert_eq!(seen.refused(404), "not-found", "{label}");
            let told = api.tell("POST", &format!("/cases/{id}/messages"), &token, &json!({ "text": "Hallo" })).await;
            assert_eq!(told.refused(404), "not-found", "{label}");
            let marked = api.tell("PUT", &format!("/cases/{id}/read-mark"), &token, &json!({ "upTo": 1 })).await;
            assert_eq!(marked.refused(404), "not-found", "{label}");
            let file = api.ask("GET", &format!("/cases/{id}/files/1/0"), &token).await;
            assert_eq!(file.refused(404), "not-found", "{label}");
            answers.push(seen.json());
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{label}: they cannot be told apart");
    }
    let administrator = api.token("administrator").await;
    assert_eq!(api.ask("GET", "/cases", &administrator).await.refused(403), "not-allowed");
}

#[tokio::test]
async fn opening_a_case_is_recorded_for_its_holders() {
    let api = Api::new().await;
    api.report("Iets.").await;
    let (anna, karim) = (api.token("anna").await, api.token("karim").await);
    let id = api.only_case(&anna).await;
    api.ask("GET", &format!("/cases/{id}"), &karim).await.done(200);
    let case = api.ask("GET", &format!("/cases/{id}"), &anna).await.done(200);
    let looked: Vec<&str> =
        case["access"].as_array().unwrap().iter().map(|look| look["by"]["name"].as_str().unwrap()).collect();
    assert_eq!(looked, ["Anna Verhoeven", "Karim el Idrissi"]);
    assert_eq!(case["answers"]["what"], "Iets.");
    assert_eq!(case["next"], "acknowledge");
    assert_eq!(case["holders"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_name_is_shown_to_the_reporter_only_when_its_owner_chose_so() {
    let api = Api::new().await;
    let code = api.report("Iets.").await;
    let anna = api.token("anna").await;
    let path = format!("/cases/{}/messages", api.only_case(&anna).await);
    api.tell("POST", &path, &anna, &json!({ "text": "Een." })).await.done(201);
    let body = json!({ "text": "Twee.", "showsName": true, "role": "intake-officer" });
    let written = api.tell("POST", &path, &anna, &body).await.done(201);
    assert_eq!(written["message"]["by"]["person"]["name"], "Anna Verhoeven");
    let opened = api.post("/receipts/open", &json!({ "code": code })).await;
    assert!(!opened.text().contains(&api.world.id("anna").to_string()), "no identifier of a person");
    let opened = opened.done(200);
    assert_eq!(opened["messages"][0]["by"].get("name"), None);
    assert_eq!(opened["messages"][1]["by"]["name"], "Anna Verhoeven");
    let body = json!({ "text": "Drie.", "role": "committee-chair" });
    assert_eq!(api.tell("POST", &path, &anna, &body).await.refused(403), "not-allowed", "not her role");
    let body = json!({ "text": "x".repeat(20_001) });
    assert_eq!(api.tell("POST", &path, &anna, &body).await.fields(), [("text".to_owned(), "too-long".to_owned())]);
}

#[tokio::test]
async fn an_assessor_does_not_see_the_other_answer_before_both_are_given() {
    let api = Api::new().await;
    api.report("Iets.").await;
    let office = &api.world.office;
    let (anna, petra) = (api.world.staff("anna").await, api.world.staff("petra").await);
    let token = api.token("petra").await;
    let id = api.only_case(&api.token("anna").await).await;
    let dossier: DossierId = id.parse().unwrap();
    let finding = |element| Finding {
        element,
        answer: Say::Yes,
        reason: "De melder werkt er en zag het zelf.".into(),
        ask: String::new(),
    };
    let findings: Vec<_> = Element::ALL.into_iter().map(finding).collect();
    let yes = Assessment { findings, otherwise: None, risk: "Klein.".into() };
    office.act(&anna, dossier, Command::Acknowledge { text: "Ontvangen.".into() }).await.unwrap();
    office.act(&anna, dossier, Command::AskAssessor { person: petra.id }).await.unwrap();
    office.act(&anna, dossier, Command::Assess(yes.clone())).await.unwrap();
    let round = async || api.ask("GET", &format!("/cases/{id}"), &token).await.done(200)["rounds"][0].clone();
    let before = round().await;
    assert_eq!((&before["answers"], before.get("conclusion")), (&json!([]), None));
    assert!(before["assessors"].as_array().unwrap().iter().any(|person| person["name"] == "Petra Zijlstra"));
    office.act(&petra, dossier, Command::Assess(yes)).await.unwrap();
    let after = round().await;
    assert_eq!(after["answers"].as_array().unwrap().len(), 2);
    assert_eq!((&after["conclusion"], &after["outcome"]), (&json!("agreed"), &json!({ "to": "admitted" })));
}

#[tokio::test]
async fn a_request_without_a_token_is_not_read_first() {
    let api = Api::new().await;
    let id = vault::random::uuid();
    let request = json_request("POST", &format!("/cases/{id}/messages"), &json!({ "nonsense": true }));
    assert_eq!(api.send(request).await.refused(401), "sign-in");
}
