//! A large file on its way in, beside the `age` command on the same file and disk.

use crate::Measured;
use crate::server::Server;
use crate::table::{Table, note};
use bytes::Bytes;
use reqwest::{Body, Client};
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;
use tokio::process::Command;

const BORDER: &str = "a-border-that-is-nowhere-else";

/// Sends a file of this many mebibytes and seals the same with `age`, three times each in turn.
pub async fn large(server: &Server, dir: &Path, mebibytes: u64, table: &mut Table) -> Measured {
    let file = dir.join("large.bin");
    make(&file, mebibytes)?;
    let has_age = Command::new("age").arg("--version").stdout(Stdio::null()).status().await.is_ok();
    if !has_age {
        note("age is not installed, so there is nothing to compare with: apt-get install age");
    }
    let (mut ours, mut theirs): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        ours.push(rate(mebibytes, upload(server, &file).await?));
        if has_age {
            theirs.push(rate(mebibytes, age(&file, dir).await?));
        }
    }
    let memory = server.memory("VmHWM");
    let (ours, theirs) = (median(ours), median(theirs));
    table.line(
        format!("a file of {mebibytes} MiB, sent, sealed, durable"),
        format!("{ours:.0} MiB/s"),
        if has_age {
            format!("age and sync, same file and disk: {theirs:.0} MiB/s")
        } else {
            "age is not installed".into()
        },
        has_age.then_some(ours / theirs),
    );
    table.line("memory of the program at its most", format!("{memory:.0} MB"), "limit 150 MB", Some(memory / 150.0));
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "small")]
fn rate(mebibytes: u64, seconds: f64) -> f64 {
    mebibytes as f64 / seconds
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Bytes that do not compress and are no known type.
fn make(file: &Path, mebibytes: u64) -> std::io::Result<()> {
    let mut out = std::fs::File::create(file)?;
    let mut block = vec![0_u8; 1 << 20];
    for _ in 0..mebibytes {
        vault::random::fill(&mut block);
        out.write_all(&block)?;
    }
    out.sync_all()
}

async fn upload(server: &Server, file: &Path) -> Result<f64, Box<dyn std::error::Error + Send + Sync>> {
    let client = Client::new();
    let report = json!({
        "agency": "ind", "channel": "abuse", "identity": "anonymous", "language": "nl", "answers": { "what": "Zie de bijlage." },
    });
    let sent: Value = client.post(format!("{}/api/v1/reports", server.url)).json(&report).send().await?.json().await?;
    let code = sent.get("code").and_then(Value::as_str).ok_or("no code")?;
    let part = |head: &str| format!("--{BORDER}\r\nContent-Disposition: form-data; {head}\r\n\r\n");
    let head = format!("{}{code}\r\n{}", part("name=\"code\""), part("name=\"file\"; filename=\"large.bin\""));
    let opened = tokio::fs::File::open(file).await?;
    let body = futures::stream::unfold((Some(head), Some(opened), false), |(head, file, ended)| async move {
        use tokio::io::AsyncReadExt as _;
        if let Some(head) = head {
            return Some((Ok(Bytes::from(head)), (None, file, false)));
        }
        let Some(mut open) = file else {
            let end = Bytes::from(format!("\r\n--{BORDER}--\r\n"));
            return (!ended).then_some((Ok(end), (None, None, true)));
        };
        let mut chunk = vec![0; 1 << 18];
        match open.read(&mut chunk).await {
            Ok(0) => Some((Ok(Bytes::new()), (None, None, false))),
            Ok(read) => {
                chunk.truncate(read);
                Some((Ok::<_, std::io::Error>(Bytes::from(chunk)), (None, Some(open), false)))
            }
            Err(error) => Some((Err(error), (None, None, true))),
        }
    });
    let began = Instant::now();
    let answer = client
        .post(format!("{}/api/v1/receipts/files", server.url))
        .header("content-type", format!("multipart/form-data; boundary={BORDER}"))
        .body(Body::wrap_stream(body))
        .send()
        .await?;
    let took = began.elapsed().as_secs_f64();
    if answer.status() != 201 {
        return Err(format!("the file was answered with {}", answer.status()).into());
    }
    Ok(took)
}

/// `age` to a new recipient, with the result on disk.
async fn age(file: &Path, dir: &Path) -> Result<f64, Box<dyn std::error::Error + Send + Sync>> {
    let made = Command::new("age-keygen").output().await?;
    let text = String::from_utf8(made.stdout)?;
    let recipient = text.lines().find_map(|line| line.strip_prefix("# public key: ")).ok_or("no key")?;
    let out = dir.join("large.age");
    let began = Instant::now();
    let status = Command::new("age").args(["-r", recipient, "-o"]).arg(&out).arg(file).status().await?;
    std::fs::File::open(&out)?.sync_all()?;
    let took = began.elapsed().as_secs_f64();
    std::fs::remove_file(&out)?;
    if status.success() { Ok(took) } else { Err("age failed".into()) }
}
