//! Lists of many cases, and a case with a long history.

use crate::Measured;
use crate::server::Server;
use crate::table::{Table, Times, note};
use domain::case::ReporterCommand;
use domain::id::{DossierId, PersonId};
use domain::report::{Answers, Channel, IdentityMode, Language, NewReport};
use office::{Mail, Office, Settings, SystemClock, setup};
use reqwest::Client;
use secrecy::SecretString;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Blobs, Database, InboxRow, Store, Write};

type Done<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const OFFICER: &str = "intake-officer@coa.example";
const PASSPHRASE: &str = "zeven klokken in een toren";
const MANY: usize = 100_000;
const FEW: usize = 100;

async fn store(place: &Path) -> Done<Store> {
    Ok(Store::open(&Database::Sqlite(place.join("belfry.db")), &Blobs::Dir(place.join("files"))).await?)
}

fn code(place: &Path) -> Done<String> {
    let notes: Value = serde_json::from_slice(&std::fs::read(place.join("demo.json"))?)?;
    let secret = notes.get("totp").and_then(Value::as_str).and_then(vault::totp::parse).ok_or("no secret")?;
    let now = std::time::Duration::try_from(jiff_now())?;
    Ok(vault::totp::code_at(&secret, now.as_secs()))
}

fn jiff_now() -> jiff::SignedDuration {
    use office::Clock as _;
    SystemClock.now().duration_since(jiff::Timestamp::UNIX_EPOCH)
}

/// The inbox over HTTP at 100,000 cases, beside the same at 100.
pub async fn inbox(belfry: &Path, place: &Path, table: &mut Table) -> Measured {
    let officer = store(place).await?.person_by_sign_in(OFFICER).await?.ok_or("no officer")?.id;
    fill(place, officer, 0..FEW).await?;
    let few = listing(belfry, place).await?;
    note("  filling the inbox …");
    fill(place, officer, FEW..MANY).await?;
    let many = listing(belfry, place).await?;
    table.line(
        "inbox page at 100,000 cases",
        many.told(),
        format!("at 100 cases {}", few.told()),
        Some(many.median() / few.median()),
    );
    Ok(())
}

async fn listing(belfry: &Path, place: &Path) -> Done<Times> {
    // A one-time code serves once; the next one is at most its length away.
    let server = Server::start(belfry, place).await?;
    let client = Client::new();
    let token = loop {
        let body = json!({ "name": OFFICER, "passphrase": PASSPHRASE, "code": code(place)? });
        let answer = client.post(format!("{}/api/v1/tokens", server.url)).json(&body).send().await?;
        if answer.status().is_success() {
            let made: Value = answer.json().await?;
            break made.get("token").and_then(Value::as_str).ok_or("no token")?.to_owned();
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    };
    let mut times = Vec::new();
    for _ in 0..60 {
        let began = Instant::now();
        let answer = client.get(format!("{}/api/v1/cases", server.url)).bearer_auth(&token).send().await?;
        if !answer.status().is_success() {
            return Err(format!("the inbox was answered with {}", answer.status()).into());
        }
        answer.bytes().await?;
        times.push(began.elapsed());
    }
    server.stop().await?;
    Ok(Times::new(times))
}

async fn fill(place: &Path, officer: PersonId, numbers: std::ops::Range<usize>) -> Measured {
    let store = store(place).await?;
    let agency = store.org_tree().await?.into_iter().find(|row| row.key == "coa").ok_or("no agency")?.id;
    let row = |number: usize| {
        Write::PutInbox(InboxRow {
            person: officer,
            dossier: DossierId(vault::random::uuid()),
            closed: false,
            due_on: format!("2027-{:02}-{:02}", number % 12 + 1, number % 28 + 1),
            due_kind: Some("feedback".into()),
            reference: format!("{number:08}"),
            agency,
            channel: "abuse".into(),
            stage: "admitted".into(),
            received_on: "2026-11-01".into(),
            from_reporter: u64::from(number.is_multiple_of(7)),
            read: 0,
        })
    };
    let numbers: Vec<_> = numbers.collect();
    for batch in numbers.chunks(2000) {
        store.write(batch.iter().copied().map(row).collect()).await?;
    }
    Ok(())
}

async fn office(place: &Path) -> Done<Office> {
    let settings = Settings {
        tenant: String::new(),
        name: "Bench".into(),
        base_url: "http://127.0.0.1".into(),
        leave_url: "http://127.0.0.1".into(),
        onion: None,
        mail: Mail::Off,
        demo: None,
    };
    Ok(setup::open(place, settings, store(place).await?, Arc::new(SystemClock), web::notice_words).await?)
}

/// Opening a case of 200 entries in the program, with the entry that says so.
pub async fn opening(place: &Path, table: &mut Table) -> Measured {
    let office = office(place).await?;
    let report = NewReport {
        agency: "dji".into(),
        channel: Channel::Abuse,
        identity: IdentityMode::Anonymous,
        language: Language::Nl,
        answers: Answers { what: "Er is iets niet in orde. ".repeat(80), ..Answers::default() },
        who: None,
        files: Vec::new(),
    };
    let sent = office.receive(&report, None).await?;
    let token = office.open_receipt(&sent.code).await?;
    let reporter = office.reporter(&token).await?;
    for number in 0..198 {
        let text = format!("Bericht {number}: {}", "nog iets gezien. ".repeat(40));
        office.reporter_act(&reporter, 0, ReporterCommand::Write { text, files: Vec::new() }).await?;
    }
    let dossier = reporter.cases.first().ok_or("no case")?.dossier;
    let officer = SecretString::from(PASSPHRASE);
    let staff = office.staff_by_sign_in("intake-officer@dji.example", officer, &code(place)?).await?;
    let mut times = Vec::new();
    for _ in 0..50 {
        let began = Instant::now();
        let view = office.open_case(&staff, dossier).await?;
        times.push(began.elapsed());
        if view.case.last < 200 {
            return Err(format!("the case has {} entries", view.case.last).into());
        }
    }
    let times = Times::new(times);
    table.line("opening a case of 200 entries", times.told(), "limit 50 ms", Some(times.median() / 50.0));
    Ok(())
}
