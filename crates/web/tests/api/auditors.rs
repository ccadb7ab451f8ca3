//! The ledger, for everybody.

use crate::support::Api;
use ledger::checkpoint::Checkpoint;
use ledger::consistency::Consistency;
use serde_json::json;

#[tokio::test]
async fn the_newest_checkpoint_is_a_signed_note_in_plain_text() {
    let api = Api::new().await;
    let answer = api.get("/checkpoint").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["content-type"], "text/plain; charset=utf-8");
    let key = api.world.office.verifier_key().unwrap();
    let checkpoint = Checkpoint::verify(answer.text(), &[key]).unwrap();
    assert_eq!(checkpoint.size % 256, 0, "padded");
}

#[tokio::test]
async fn checkpoints_are_listed_and_one_continues_the_other() {
    let api = Api::new().await;
    api.report("Iets.").await;
    api.world.office.publish_checkpoint("2026-11-03").await.unwrap();
    let listed = api.get("/checkpoints").await.done(200);
    let (new, old) = (&listed["checkpoints"][0], &listed["checkpoints"][1]);
    assert_eq!(new["slot"], "2026-11-03");
    assert_eq!(new["note"], api.get("/checkpoint").await.text());
    let proof = api.get(&format!("/consistency?from={}&to={}", old["size"], new["size"])).await.done(200);
    let proof = Consistency::from_json(proof.to_string().as_bytes()).unwrap();
    let key = api.world.office.verifier_key().unwrap();
    proof.verify(old["note"].as_str().unwrap(), new["note"].as_str().unwrap(), &[key]).unwrap();
}

#[tokio::test]
async fn sizes_that_were_not_published_prove_nothing() {
    let api = Api::new().await;
    let size = api.get("/checkpoints").await.done(200)["checkpoints"][0]["size"].as_u64().unwrap();
    assert_eq!(api.get(&format!("/consistency?from=1&to={}", size + 1)).await.refused(404), "not-found");
    assert_eq!(api.get(&format!("/consistency?from=0&to={size}")).await.refused(404), "not-found");
    let fields = async |query: &str| api.get(&format!("/consistency{query}")).await.fields();
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect()
    };
    assert_eq!(fields("").await, pairs(&[("from", "required"), ("to", "required")]));
    assert_eq!(
        fields("?from=x&to=-1&more=1").await,
        pairs(&[("from", "wrong-number"), ("to", "wrong-number"), ("more", "unknown-field"),])
    );
    assert_eq!(fields("?from=9&to=8").await, pairs(&[("to", "not-before-from")]));
}

#[tokio::test]
async fn an_entry_is_proven_once_a_published_checkpoint_covers_it() {
    let api = Api::new().await;
    let code = api.report("Iets.").await;
    let size = api.get("/checkpoints").await.done(200)["checkpoints"][0]["size"].as_u64().unwrap();
    assert_eq!(api.get(&format!("/entries/{size}/proof")).await.refused(404), "not-found", "not published yet");
    api.world.office.publish_checkpoint("2026-11-03").await.unwrap();
    let proof = api.post("/receipts/proof", &json!({ "code": code })).await.done(200);
    let index = &proof["inclusion"]["index"];
    assert_eq!(api.get(&format!("/entries/{index}/proof")).await.done(200), proof["inclusion"]);
    for wrong in ["/entries/-1/proof", "/entries/one/proof", "/entries/99999999/proof"] {
        assert_eq!(api.get(wrong).await.refused(404), "not-found", "{wrong}");
    }
}
