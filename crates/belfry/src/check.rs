//! What an outside auditor runs: one line, and 0 or 1.

mod outside;

use crate::config::Config;
use crate::{Outcome, say};
use ledger::note::VerifierKey;
use ledger::proof::{self, Proof};
use office::{SystemClock, setup};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use store::{Store, Verified};

/// Check a proof or a ledger without trusting whoever keeps it.
#[derive(clap::Subcommand)]
pub(crate) enum Verify {
    /// Check a reporter's proof, offline.
    Receipt {
        /// The proof, a JSON file.
        file: PathBuf,
        /// The published key of the log. Without it the key inside the proof is used, and the line names it.
        #[arg(long)]
        key: Option<String>,
        /// The content of the report, to check that it is the one that was received.
        #[arg(long)]
        content: Option<PathBuf>,
    },
    /// Check a whole ledger: every entry, their order, every signature, every checkpoint. Or, from outside, that its
    /// published checkpoints are signed and each continues the one before.
    Ledger {
        /// The folder of the installation.
        #[arg(long, env = "BELFRY_DIR", default_value = ".")]
        dir: PathBuf,
        /// The address of the installation, to check from outside what it publishes.
        #[arg(long, requires = "key")]
        url: Option<String>,
        /// A checkpoint that was kept from before: what is published must continue it.
        #[arg(long, requires = "url")]
        kept: Option<PathBuf>,
        /// The published key of the log. Without it the installation's own is used.
        #[arg(long)]
        key: Option<String>,
    },
}

impl Verify {
    pub async fn run(self) -> Outcome {
        match self {
            Self::Receipt { file, key, content } => receipt(&file, key.as_deref(), content.as_deref()),
            Self::Ledger { dir, url: None, key, .. } => ledger(&dir, key.as_deref()).await,
            Self::Ledger { url: Some(url), key, kept, .. } => {
                let kept = kept.map(std::fs::read_to_string).transpose()?;
                outside::published(url.trim_end_matches('/'), parse(key.as_deref())?, kept).await
            }
        }
    }
}

fn parse(key: Option<&str>) -> Result<Option<VerifierKey>, String> {
    key.map(|text| text.trim().parse().map_err(|_| "the key is not in the form name+hash+key".to_owned())).transpose()
}

fn receipt(file: &std::path::Path, key: Option<&str>, content: Option<&std::path::Path>) -> Outcome {
    let key = parse(key)?;
    let content = content.map(std::fs::read).transpose()?;
    let bytes = std::fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let verdict = Proof::from_json(&bytes).and_then(|read| proof::verify(&read, key.as_ref(), content.as_deref()));
    Ok(match verdict {
        Ok(verdict) => {
            say::line(verdict);
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            say::line(wrong);
            ExitCode::FAILURE
        }
    })
}

async fn ledger(dir: &std::path::Path, key: Option<&str>) -> Outcome {
    let config = Config::read(dir)?;
    let settings = config.settings()?;
    let store = Store::open(&config.database(dir)?, &config.blobs(dir)).await?;
    let key = match parse(key)? {
        Some(key) => key,
        None => {
            let clock = Arc::new(SystemClock);
            setup::open(dir, settings, store.clone(), clock, web::notice_words).await?.verifier_key()?
        }
    };
    Ok(match store.verify_ledger(&[key]).await? {
        Verified::Good(summary) => {
            say::line(summary);
            ExitCode::SUCCESS
        }
        Verified::Wrong(wrong) => {
            say::line(wrong);
            ExitCode::FAILURE
        }
    })
}
