//! Handing in a report, and coming back with its code.

use crate::support::{Api, json_request, known, report};
use domain::case::{Command, Stage};
use domain::first_phase::{Answer as Say, Assessment, Element, Finding, Outcome};
use domain::id::DossierId;
use ledger::proof::{Proof, Standing, verify};
use serde_json::json;

#[tokio::test]
async fn a_report_is_answered_with_a_code_and_a_proof_that_verifies_offline() {
    let api = Api::new().await;
    let answer = api.post("/reports", &report("Er worden dossiers verkocht.")).await.done(201);
    assert!(vault::receipt::Code::parse(answer["code"].as_str().unwrap()).is_ok());
    let proof = Proof::from_json(answer["proof"].to_string().as_bytes()).unwrap();
    let key = api.world.office.verifier_key().unwrap();
    let verdict = verify(&proof, Some(&key), None).unwrap();
    assert_eq!(verdict.received_on.to_string(), "2026-11-02");
    assert!(matches!(verdict.standing, Standing::Promised { .. }));
}

#[tokio::test]
async fn the_code_tells_where_the_case_stands() {
    let api = Api::new().await;
    let code = api.report("Er worden dossiers verkocht.").await;
    let opened = api.post("/receipts/open", &json!({ "code": code.to_lowercase().replace(' ', "") })).await.done(200);
    assert_eq!(opened["stage"], "received");
    assert_eq!(opened["messages"], json!([]));
    assert_eq!(opened["timeline"][0], json!({ "kind": "report-received", "on": "2026-11-02", "state": "done" }));
    assert_eq!(opened["timeline"][1], json!({ "kind": "acknowledge", "on": "2026-11-09", "state": "coming" }));
    let case = &opened["cases"][0];
    assert_eq!(case["answers"]["what"], "Er worden dossiers verkocht.");
    assert_eq!(case["agency"], "ind");
    assert_eq!(case["handledBy"], json!(["intake-officer"]));
}

#[tokio::test]
async fn a_wrong_code_opens_nothing_and_one_that_cannot_be_is_told_apart() {
    let api = Api::new().await;
    api.report("Iets.").await;
    let wrong = vault::receipt::Code::generate().reveal().to_string();
    for path in ["/receipts/open", "/receipts/proof"] {
        assert_eq!(api.post(path, &json!({ "code": wrong })).await.refused(404), "code-wrong", "{path}");
    }
    let body = json!({ "code": wrong, "text": "Hallo" });
    assert_eq!(api.post("/receipts/messages", &body).await.refused(404), "code-wrong");
    let body = json!({ "code": wrong, "why": "Omdat." });
    assert_eq!(api.post("/receipts/second-look", &body).await.refused(404), "code-wrong");
    let field = |code: &str| vec![("code".to_owned(), code.to_owned())];
    let open = async |code: &str| api.post("/receipts/open", &json!({ "code": code })).await.fields();
    assert_eq!(open("ABCD").await, field("code-too-short"));
    assert_eq!(open(&format!("{wrong}{wrong}")).await, field("code-too-long"));
    let last = if wrong.ends_with('A') { "B" } else { "A" };
    let mistyped = format!("{}{last}", wrong.get(..wrong.len() - 1).unwrap());
    assert_eq!(open(&mistyped).await, field("code-mistyped"));
    assert_eq!(api.post("/receipts/open", &json!({})).await.fields(), field("required"));
    assert_eq!(api.tell("POST", "/receipts/open", "not-a-token", &json!({})).await.refused(401), "sign-in");
}

#[tokio::test]
async fn reporter_and_staff_talk_and_see_what_was_read() {
    let api = Api::new().await;
    let code = api.report("Er worden dossiers verkocht.").await;
    let anna = api.token("anna").await;
    let id = api.only_case(&anna).await;
    let path = format!("/cases/{id}/messages");
    api.tell("POST", &path, &anna, &json!({ "text": "Sinds wanneer?" })).await.done(201);
    let opened = api.post("/receipts/open", &json!({ "code": code })).await.done(200);
    let asked = &opened["messages"][0];
    assert_eq!(asked["by"], json!({ "from": "staff", "role": "intake-officer" }), "a role and no name");
    assert_eq!((&asked["text"], &asked["isRead"]), (&json!("Sinds wanneer?"), &json!(false)));
    let token = opened["token"].as_str().unwrap();
    let written = api.tell("POST", "/receipts/messages", token, &json!({ "text": "Sinds mei." })).await.done(201);
    assert_eq!(written["message"]["by"], json!({ "from": "reporter" }));
    let written = api.post("/receipts/messages", &json!({ "code": code, "text": "Of april." })).await.done(201);
    assert_eq!(written["message"]["text"], "Of april.");
    let case = api.ask("GET", &format!("/cases/{id}"), &anna).await.done(200);
    let said: Vec<_> = case["messages"].as_array().unwrap().iter().map(|m| (&m["text"], &m["isRead"])).collect();
    let (asked, may, april) = (json!("Sinds wanneer?"), json!("Sinds mei."), json!("Of april."));
    assert_eq!(said, [(&asked, &json!(true)), (&may, &json!(false)), (&april, &json!(false))]);
    let up_to = &case["messages"][2]["number"];
    let mark = json!({ "upTo": up_to });
    api.tell("PUT", &format!("/cases/{id}/read-mark"), &anna, &mark).await.done(204);
    let opened = api.post("/receipts/open", &json!({ "code": code })).await.done(200);
    assert_eq!(opened["messages"][2]["isRead"], true);
}

#[tokio::test]
async fn a_message_that_holds_the_code_is_refused() {
    let api = Api::new().await;
    let code = api.report("Iets.").await;
    let body = json!({ "code": code, "text": format!("Mijn code is {code}, kunt u helpen?") });
    let expected = [("text".to_owned(), "contains-code".to_owned())];
    assert_eq!(api.post("/receipts/messages", &body).await.fields(), expected);
}

#[tokio::test]
async fn a_case_that_the_reporter_does_not_have_is_not_there() {
    let api = Api::new().await;
    let code = api.report("Iets.").await;
    let body = json!({ "code": code, "text": "Hallo", "case": 1 });
    assert_eq!(api.post("/receipts/messages", &body).await.refused(404), "not-found");
    assert_eq!(api.post("/receipts/proof", &json!({ "code": code, "case": 7 })).await.refused(404), "not-found");
}

#[tokio::test]
async fn the_same_report_with_the_same_key_is_one_report_and_another_is_another() {
    let api = Api::new().await;
    let send = async |what: &str, key: &str| {
        let mut request = json_request("POST", "/reports", &report(what));
        request.headers_mut().insert("idempotency-key", key.parse().unwrap());
        api.send(request).await.done(201)
    };
    let (first, second) = tokio::join!(send("Iets.", "een-geheim"), send("Iets.", "een-geheim"));
    assert_eq!(first, second, "also at the same moment");
    assert_eq!(send("Iets.", "een-geheim").await, first);
    let anna = api.token("anna").await;
    api.only_case(&anna).await;
    assert_ne!(send("Iets anders.", "een-geheim").await["code"], first["code"], "it must not be lost");
    assert_ne!(send("Iets.", "een-ander-geheim").await["code"], first["code"]);
    let inbox = api.ask("GET", "/cases", &anna).await.done(200);
    assert_eq!(inbox["counts"]["open"], 3);
    let mut request = json_request("POST", "/reports", &report("Iets."));
    request.headers_mut().insert("idempotency-key", "x".repeat(256).parse().unwrap());
    assert_eq!(api.send(request).await.fields(), [("Idempotency-Key".to_owned(), "wrong-key".to_owned())]);
}

#[tokio::test]
async fn who_reports_under_a_name_is_known_to_who_may_know() {
    let api = Api::new().await;
    api.post("/reports", &known("Iets.", "confidential")).await.done(201);
    let anna = api.token("anna").await;
    let id = api.only_case(&anna).await;
    let case = api.ask("GET", &format!("/cases/{id}"), &anna).await.done(200);
    assert_eq!(case["identity"], "confidential");
    assert_eq!(case["reporter"], json!({ "name": "Fatma Demir", "contact": "06 12345678" }));
}

#[tokio::test]
async fn the_proof_gains_its_place_in_the_log_once_that_is_published() {
    let api = Api::new().await;
    let code = api.report("Iets.").await;
    let fetch = async || {
        let proof = api.post("/receipts/proof", &json!({ "code": code })).await.done(200);
        let proof = Proof::from_json(proof.to_string().as_bytes()).unwrap();
        let key = api.world.office.verifier_key().unwrap();
        verify(&proof, Some(&key), None).unwrap().standing
    };
    assert!(matches!(fetch().await, Standing::Promised { .. }));
    api.world.office.publish_checkpoint("2026-11-03").await.unwrap();
    assert!(matches!(fetch().await, Standing::Logged { .. }));
}

fn turned_down() -> Assessment {
    let finding = |element| Finding {
        element,
        answer: if element == Element::PublicInterest { Say::No } else { Say::Yes },
        reason: "Het gaat om een enkel geval.".into(),
        ask: String::new(),
    };
    let findings = Element::ALL.into_iter().map(finding).collect();
    Assessment { findings, otherwise: Some(Outcome::NotTakenUp), risk: String::new() }
}

#[tokio::test]
async fn an_outcome_is_told_with_its_reasons_and_a_second_look_can_be_asked_for_then() {
    let api = Api::new().await;
    let code = api.report("Iets.").await;
    let office = &api.world.office;
    let ask = json!({ "code": code, "why": "Het gebeurt vaker dan een keer." });
    assert_eq!(api.post("/receipts/second-look", &ask).await.refused(409), "no-second-look");
    let (anna, petra) = (api.world.staff("anna").await, api.world.staff("petra").await);
    let id: DossierId = api.only_case(&api.token("anna").await).await.parse().unwrap();
    office.act(&anna, id, Command::Acknowledge { text: "Ontvangen.".into() }).await.unwrap();
    office.act(&anna, id, Command::AskAssessor { person: petra.id }).await.unwrap();
    for staff in [&anna, &petra] {
        office.act(staff, id, Command::Assess(turned_down())).await.unwrap();
    }
    assert_eq!(office.open_case(&anna, id).await.unwrap().case.stage, Stage::NotTakenUp);
    let stage = async || api.post("/receipts/open", &json!({ "code": code })).await.done(200)["stage"].clone();
    assert_eq!(stage().await, "first-phase", "not before its reasons");
    office.act(&anna, id, Command::SendOutcome { text: "Het is geen misstand, want…".into() }).await.unwrap();
    assert_eq!(stage().await, "not-taken-up");
    let opened = api.post("/receipts/open", &json!({ "code": code })).await.done(200);
    assert_eq!(opened["cases"][0]["outcome"]["outcome"]["to"], "not-taken-up");
    assert_eq!(opened["cases"][0]["mayAskSecondLook"], true);
    let standing = api.post("/receipts/second-look", &ask).await.done(201);
    assert_eq!(standing["stage"], "second-look");
    assert!(standing["timeline"].as_array().unwrap().iter().any(|step| step["kind"] == "second-look-asked"));
    assert_eq!(api.post("/receipts/second-look", &ask).await.refused(409), "no-second-look");
}
