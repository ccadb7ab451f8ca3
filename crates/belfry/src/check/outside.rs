//! Checking from outside: what an installation publishes must be signed, and each checkpoint must continue the one before.

use crate::{Outcome, say};
use ledger::Wrong;
use ledger::checkpoint::Checkpoint;
use ledger::consistency::Consistency;
use ledger::note::VerifierKey;
use serde::Deserialize;
use std::process::ExitCode;

/// The largest answer that is read, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;

#[derive(Deserialize)]
struct Published {
    checkpoints: Vec<Note>,
}

#[derive(Deserialize)]
struct Note {
    note: String,
}

type Fetched<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Checks the published checkpoints at an address, and that they continue one that was kept.
pub async fn published(url: &str, key: Option<VerifierKey>, kept: Option<String>) -> Outcome {
    let keys: Vec<VerifierKey> = key.into_iter().collect();
    let client = reqwest::Client::builder().timeout(std::time::Duration::from_secs(30)).build()?;
    let answer = fetch(&client, &format!("{url}/api/v1/checkpoints")).await?;
    let published: Published = serde_json::from_slice(&answer).map_err(|_| "the address publishes no checkpoints")?;
    // The oldest first, after what was kept.
    let notes: Vec<String> = kept.into_iter().chain(published.checkpoints.into_iter().rev().map(|n| n.note)).collect();
    let mut last: Option<(Checkpoint, String)> = None;
    for note in notes {
        let next = match Checkpoint::verify(&note, &keys) {
            Ok(next) => next,
            Err(wrong) => return Ok(bad(&wrong)),
        };
        if let Some((before, before_note)) = &last
            && before.size < next.size
        {
            let address = format!("{url}/api/v1/consistency?from={}&to={}", before.size, next.size);
            let proof = Consistency::from_json(&fetch(&client, &address).await?);
            if let Err(wrong) = proof.and_then(|proof| proof.verify(before_note, &note, &keys)) {
                return Ok(bad(&wrong));
            }
        } else if let Some((before, _)) = &last
            && (before.size > next.size || before.root != next.root)
        {
            // What was kept may be newer than the oldest that is published; it must then be among them.
            if before.size > next.size {
                continue;
            }
            say::line(format_args!("wrong: checkpoint of {} leaves: two different roots were signed", next.size));
            return Ok(ExitCode::FAILURE);
        }
        last = Some((next, note));
    }
    let Some((newest, _)) = last else {
        say::line("wrong: checkpoints: none are published");
        return Ok(ExitCode::FAILURE);
    };
    say::line(format_args!(
        "good: each published checkpoint is signed and continues the one before, up to {} leaves",
        newest.size
    ));
    Ok(ExitCode::SUCCESS)
}

fn bad(wrong: &Wrong) -> ExitCode {
    say::line(wrong);
    ExitCode::FAILURE
}

async fn fetch(client: &reqwest::Client, address: &str) -> Fetched<Vec<u8>> {
    let mut answer = client.get(address).send().await?.error_for_status()?;
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > LARGEST {
            return Err(format!("{address} answers with more than {LARGEST} bytes").into());
        }
    }
    Ok(bytes)
}
