//! Promise 26: killed at any point, no acknowledged report is lost, none is half there, and it starts again by itself.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use futures::stream::{self, StreamExt as _};
use office::files::Form;
use office::{Settings, SystemClock, setup};
use reqwest::Client;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use store::{Blobs, Database, Store, Verified};
use tokio::io::AsyncReadExt as _;

const REPORTS: usize = 200;
const LIVES: usize = 4;
const AT_ONCE: usize = 8;
const BORDER: &str = "a-border-that-is-nowhere-else";

/// The program, serving an installation in a folder.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start(dir: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_belfry"))
            .args(["demo", "--empty", "--port", "0", "--dir"])
            .arg(dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.find_map(|line| line.unwrap().strip_prefix("ready ").map(str::to_owned));
        // The rest is read so that the pipe never fills.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, url: ready.expect("the program says that it is ready") }
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// What a reporter was told: the code, and whether the file was taken.
struct Acknowledged {
    number: usize,
    code: String,
    file: bool,
}

fn text(number: usize) -> String {
    format!("Melding {number}: {}", "er is iets niet in orde. ".repeat(80))
}

fn content(number: usize) -> Vec<u8> {
    (0..40_000).map(|place| u8::try_from((place * 7 + number * 13) % 251).unwrap()).collect()
}

async fn submit(client: &Client, url: &str, number: usize) -> Option<Acknowledged> {
    let report = json!({
        "agency": "ind", "channel": "abuse", "identity": "anonymous", "language": "nl",
        "answers": { "what": text(number) },
    });
    let answer = client.post(format!("{url}/api/v1/reports")).json(&report).send().await.ok()?;
    if answer.status() != 201 {
        return None;
    }
    let sent: Value = answer.json().await.ok()?;
    let code = sent["code"].as_str().unwrap().to_owned();
    let file = attach(client, url, &code, number).await.is_some();
    Some(Acknowledged { number, code, file })
}

async fn attach(client: &Client, url: &str, code: &str, number: usize) -> Option<()> {
    let part = |head: &str| format!("--{BORDER}\r\nContent-Disposition: form-data; {head}\r\n\r\n");
    let mut body = part("name=\"code\"").into_bytes();
    body.extend_from_slice(code.as_bytes());
    body.extend_from_slice(b"\r\n");
    body.extend_from_slice(part("name=\"file\"; filename=\"bijlage.bin\"").as_bytes());
    body.extend(content(number));
    body.extend_from_slice(format!("\r\n--{BORDER}--\r\n").as_bytes());
    let kind = format!("multipart/form-data; boundary={BORDER}");
    let request = client.post(format!("{url}/api/v1/receipts/files")).header("content-type", kind).body(body);
    let answer = request.send().await.ok()?;
    (answer.status() == 201).then_some(())
}

#[tokio::test(flavor = "multi_thread")]
async fn promise_26_killed_while_reports_come_in_each_acknowledged_one_is_there_whole_and_none_is_half() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("demo");
    let client = Client::builder().timeout(Duration::from_secs(20)).build().unwrap();
    let mut acknowledged = Vec::new();
    // A few lives of the program, each ended in the midst of work.
    for life in 0..LIVES {
        let server = Server::start(&place);
        let url = server.url.clone();
        let lifetime = Duration::from_millis(900 + 370 * u64::try_from(life).unwrap());
        let killer = tokio::spawn(async move {
            tokio::time::sleep(lifetime).await;
            server.kill();
        });
        let share = REPORTS / LIVES;
        let numbers = life * share..(life + 1) * share;
        let jobs = stream::iter(numbers).map(|number| submit(&client, &url, number));
        let done: Vec<_> = jobs.buffer_unordered(AT_ONCE).collect().await;
        acknowledged.extend(done.into_iter().flatten());
        killer.await.unwrap();
    }
    assert!(acknowledged.len() > 10, "something was acknowledged before the ends: {}", acknowledged.len());
    // It starts again by itself, and says so.
    Server::start(&place).kill();
    check(&place, &acknowledged).await;
}

async fn check(place: &Path, acknowledged: &[Acknowledged]) {
    let database = Database::Sqlite(place.join("belfry.db"));
    let store = Store::open(&database, &Blobs::Dir(place.join("files"))).await.unwrap();
    let settings = Settings {
        tenant: String::new(),
        name: "Demo".into(),
        base_url: "http://127.0.0.1".into(),
        leave_url: "http://127.0.0.1".into(),
        onion: None,
        mail: office::Mail::Off,
        demo: None,
    };
    let clock = Arc::new(SystemClock);
    let office = setup::open(place, settings, store.clone(), clock, web::notice_words).await.unwrap();
    for report in acknowledged {
        let token = office.open_receipt(&report.code).await.unwrap();
        let reporter = office.reporter(&token).await.expect("an acknowledged report is there");
        let case = &reporter.cases[0].case;
        assert_eq!(case.answers.as_ref().unwrap().what, text(report.number));
        let files: Vec<_> = case.messages.iter().flat_map(|message| &message.files).collect();
        assert!(!report.file || files.len() == 1, "an acknowledged file is there");
        for file in files {
            let mut bytes = Vec::new();
            let mut opened = office.open_file(file, Form::Original).await.unwrap();
            opened.read_to_end(&mut bytes).await.unwrap();
            assert_eq!(bytes, content(report.number), "and it is whole");
        }
    }
    let key = office.verifier_key().unwrap();
    let verified = store.verify_ledger(&[key]).await.unwrap();
    assert!(matches!(verified, Verified::Good(_)), "{verified:?}");
}
