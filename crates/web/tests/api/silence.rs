//! What a reporter does leaves no line in a log.

use crate::support::{Api, BYTES, Form, report};
use serde_json::json;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber, span};

/// Keeps every line that would be logged.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<(Level, String)>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Lines {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        let mut line = Line(attributes.metadata().name().to_owned());
        attributes.record(&mut line);
        self.0.lock().unwrap().push((*attributes.metadata().level(), line.0));
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().name().to_owned());
        event.record(&mut line);
        self.0.lock().unwrap().push((*event.metadata().level(), line.0));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[tokio::test]
async fn no_route_of_a_reporter_logs_a_line() {
    let api = Api::new().await;
    let lines = Lines::default();
    let _here = tracing::subscriber::set_default(lines.clone());
    tracing::info!("the log is heard");
    let code = api.report("kanarie-5521").await;
    let opened = api.post("/receipts/open", &json!({ "code": code })).await.done(200);
    let token = opened["token"].as_str().unwrap();
    api.post("/receipts/messages", &json!({ "code": code, "text": "kanarie-5522" })).await.done(201);
    api.upload(Form::new().text("code", &code).text("text", "kanarie-5523").file("kanarie-5524", BYTES))
        .await
        .done(201);
    api.tell("POST", "/receipts/proof", token, &json!({})).await.done(200);
    api.post("/receipts/second-look", &json!({ "code": code, "why": "kanarie-5525" })).await.refused(409);
    let wrong = vault::receipt::Code::generate().reveal().to_string();
    api.post("/receipts/open", &json!({ "code": wrong })).await.refused(404);
    let mut unknown = report("kanarie-5526");
    unknown["agency"] = "kanarie-5527".into();
    api.post("/reports", &unknown).await.refused(400);
    let lines = lines.0.lock().unwrap();
    let told: Vec<_> = lines.iter().filter(|(level, _)| *level <= Level::INFO).map(|(_, line)| line).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    let secrets = ["kanarie", code.as_str(), token, wrong.as_str()];
    let leaks: Vec<_> = lines.iter().filter(|(_, line)| secrets.iter().any(|secret| line.contains(secret))).collect();
    assert!(leaks.is_empty(), "at no level: {leaks:?}");
}
