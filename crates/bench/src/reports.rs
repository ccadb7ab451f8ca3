//! Reports coming in, reporters coming back, strangers trying codes.

use crate::Measured;
use crate::server::Server;
use crate::table::{Table, Times};
use futures::stream::{self, StreamExt as _};
use reqwest::Client;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};
use store::{Blobs, Database, Store, Write};
use vault::receipt::Code;

fn report() -> Value {
    json!({
        "agency": "ind", "channel": "abuse", "identity": "anonymous", "language": "nl",
        "answers": { "what": "Er is iets niet in orde met de dossiers. ".repeat(45), "when": "vorige week" },
    })
}

async fn submit(client: &Client, url: &str) -> Result<(Duration, String), String> {
    let began = Instant::now();
    let answer =
        client.post(format!("{url}/api/v1/reports")).json(&report()).send().await.map_err(|e| e.to_string())?;
    if answer.status() != 201 {
        return Err(format!("a report was answered with {}", answer.status()));
    }
    let sent: Value = answer.json().await.map_err(|e| e.to_string())?;
    let code = sent.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok((began.elapsed(), code))
}

async fn submit_many(url: &str, count: usize, clients: usize) -> Result<(Duration, Times, usize), String> {
    let client = Client::new();
    let began = Instant::now();
    let jobs = stream::iter(0..count).map(|_| submit(&client, url)).buffer_unordered(clients);
    let done: Vec<_> = jobs.collect().await;
    let took = began.elapsed();
    let times: Vec<_> = done.into_iter().filter_map(Result::ok).map(|(time, _)| time).collect();
    let accepted = times.len();
    Ok((took, Times::new(times), accepted))
}

/// Reports per second and their time, beside bare durable commits of the same database on the same disk.
pub async fn submitting(server: &Server, place: &Path, table: &mut Table) -> Measured {
    submit_many(&server.url, 20, 4).await?;
    let (took, times, accepted) = submit_many(&server.url, 400, 4).await?;
    #[expect(clippy::cast_precision_loss, reason = "small")]
    let rate = accepted as f64 / took.as_secs_f64();
    let limit = bare_commits(place).await?;
    table.line(
        "reports of 2 KB, one recipient, durable, 4 clients",
        format!("{rate:.0} /s, {}", times.told()),
        format!("bare durable commits {limit:.0} /s"),
        Some(rate / limit),
    );
    let (took, times, accepted) = submit_many(&server.url, 200, 8).await?;
    table.line(
        "200 reports, 8 clients",
        format!("{accepted} accepted in {:.1} s, {}", took.as_secs_f64(), times.told()),
        "200 sent",
        #[expect(clippy::cast_precision_loss, reason = "small")]
        Some(accepted as f64 / 200.0),
    );
    Ok(())
}

/// Commits per second of one small row each, which no act of ours can pass.
async fn bare_commits(place: &Path) -> Result<f64, store::StoreError> {
    let beside = place.with_file_name("limit");
    let store = Store::open(&Database::Sqlite(beside.join("limit.db")), &Blobs::Dir(beside.join("files"))).await?;
    let began = Instant::now();
    let count = 300_u32;
    for at in 0..count {
        let write = Write::TaskDone { task: "bench".into(), slot: at.to_string(), at: 0 };
        store.write(vec![write]).await?;
    }
    Ok(f64::from(count) / began.elapsed().as_secs_f64())
}

async fn open(client: &Client, url: &str, code: &str) -> Result<(Duration, u16), reqwest::Error> {
    let began = Instant::now();
    let request = client.post(format!("{url}/api/v1/receipts/open")).json(&json!({ "code": code }));
    let answer = request.send().await?;
    let status = answer.status().as_u16();
    answer.bytes().await?;
    Ok((began.elapsed(), status))
}

/// Coming back with a code, beside the derivation of its keys alone.
pub async fn coming_back(server: &Server, table: &mut Table) -> Measured {
    let client = Client::new();
    let (_, code) = submit(&client, &server.url).await?;
    let mut times = Vec::new();
    for _ in 0..100 {
        let (time, status) = open(&client, &server.url, &code).await?;
        if status != 200 {
            return Err(format!("a right code was answered with {status}").into());
        }
        times.push(time);
    }
    let derivations: Vec<_> = (0..50)
        .map(|_| {
            let code = Code::generate();
            let began = Instant::now();
            let _ = code.derive(&[7; 32]);
            began.elapsed()
        })
        .collect();
    let (times, limit) = (Times::new(times), Times::new(derivations));
    table.line(
        "status with a code",
        times.told(),
        format!("its key derivation alone p50 {:.1} ms", limit.median()),
        Some(times.median() / limit.median()),
    );
    Ok(())
}

/// An honest reporter coming back while a stranger tries a thousand wrong codes as fast as they can.
pub async fn strangers(server: &Server, table: &mut Table) -> Measured {
    let client = Client::new();
    let (_, code) = submit(&client, &server.url).await?;
    let (alone, _) = open(&client, &server.url, &code).await?;
    let url = server.url.clone();
    let stranger = tokio::spawn(async move {
        let client = Client::new();
        let tries = stream::iter(0..1000).map(|_| {
            let code = Code::generate().reveal().to_string();
            let (client, url) = (client.clone(), url.clone());
            async move { open(&client, &url, &code).await.map(|(_, status)| status).unwrap_or_default() }
        });
        let statuses: Vec<_> = tries.buffer_unordered(4).collect().await;
        statuses.into_iter().filter(|status| *status == 200).count()
    });
    let mut times = Vec::new();
    while !stranger.is_finished() {
        let (time, status) = open(&client, &server.url, &code).await?;
        if status != 200 {
            return Err(format!("the honest reporter was answered with {status}").into());
        }
        times.push(time);
    }
    let got_in = stranger.await?;
    let times = Times::new(times);
    table.line(
        "an honest code during 1,000 wrong ones",
        format!(
            "{}, slowest {:.0} ms; {got_in} strangers got in",
            times.told(),
            times.quantile(1.0).as_secs_f64() * 1000.0
        ),
        format!("alone {:.1} ms", alone.as_secs_f64() * 1000.0),
        Some(times.median() / (alone.as_secs_f64() * 1000.0)),
    );
    Ok(())
}
