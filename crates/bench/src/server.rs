//! The program under measurement, as a process of its own.

use crate::Measured;
use crate::table::{Table, Times};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// A running program.
pub struct Server {
    child: Child,
    pub url: String,
}

type Started<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

impl Server {
    /// Starts the demo without cases in a folder, which makes it there if it is not.
    pub async fn start(belfry: &Path, place: &Path) -> Started<Self> {
        let mut child = Command::new(belfry)
            .args(["demo", "--empty", "--port", "0", "--dir"])
            .arg(place)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
        while let Some(line) = lines.next_line().await? {
            if let Some(url) = line.strip_prefix("ready ") {
                return Ok(Self { child, url: url.to_owned() });
            }
        }
        Err("the program ended before it was ready".into())
    }

    /// Ends it as a service manager would.
    pub async fn stop(mut self) -> Measured {
        let id = self.child.id().ok_or("it is not running")?;
        Command::new("kill").arg(id.to_string()).status().await?;
        self.child.wait().await?;
        Ok(())
    }

    /// A figure of the process in mebibytes, as the kernel tells it: `VmRSS` or `VmHWM`.
    pub fn memory(&self, field: &str) -> f64 {
        let id = self.child.id().unwrap_or_default();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(field));
        let kibibytes = line.and_then(|line| line.trim_start_matches(':').split_whitespace().next());
        kibibytes.and_then(|text| text.parse::<f64>().ok()).unwrap_or_default() / 1024.0
    }
}

/// From the start of the process to the first answer of 200, and the memory when idle.
pub async fn starting(belfry: &Path, place: &Path, table: &mut Table) -> Measured {
    let mut times = Vec::new();
    let mut memory: f64 = 0.0;
    let client = reqwest::Client::new();
    for _ in 0..5 {
        let began = Instant::now();
        let server = Server::start(belfry, place).await?;
        while !client.get(format!("{}/healthz", server.url)).send().await.is_ok_and(|r| r.status().is_success()) {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        times.push(began.elapsed());
        tokio::time::sleep(Duration::from_secs(2)).await;
        memory = memory.max(server.memory("VmRSS"));
        server.stop().await?;
    }
    let times = Times::new(times);
    table.line("first 200 after start", times.told(), "limit 1 s", Some(times.median() / 1000.0));
    table.line("idle memory", format!("{memory:.0} MB"), "limit 60 MB", Some(memory / 60.0));
    Ok(())
}
