//! The program: command line, configuration, and the wiring of the floors below.

mod check;
mod config;
mod demo;
mod install;
mod say;
mod serve;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Belfry: a wrong can be reported safely, is judged fairly, and is accounted for.
#[derive(Parser)]
#[command(name = "belfry", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Set an installation up: its secrets, its recovery key, the first administrator.
    Init(install::Init),
    /// Serve the pages and the API.
    Serve(serve::Serve),
    /// Make a demo organisation with cases, and serve it.
    Demo(demo::Demo),
    /// Check a proof or a ledger without trusting whoever keeps it.
    #[command(subcommand)]
    Verify(check::Verify),
    /// Open cases that nobody can open any more, with shares of the recovery key.
    Recover(install::Recover),
}

/// The folder of the installation.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Place {
    /// The folder of the installation.
    #[arg(long, env = "BELFRY_DIR", default_value = ".")]
    dir: PathBuf,
}

/// Why the program stops: a sentence for whoever started it.
pub(crate) type Outcome = Result<ExitCode, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log_to_standard_error();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            say::note(error);
            return ExitCode::FAILURE;
        }
    };
    let outcome = runtime.block_on(async {
        match arguments.command {
            Command::Init(init) => init.run().await,
            Command::Serve(serve) => serve.run().await,
            Command::Demo(demo) => demo.run().await,
            Command::Verify(verify) => verify.run().await,
            Command::Recover(recover) => recover.run().await,
        }
    });
    outcome.unwrap_or_else(|error| {
        say::note(format_args!("belfry: {error}"));
        ExitCode::FAILURE
    })
}

/// Logs to standard error, as the environment asks (`BELFRY_LOG`, by default warnings). Nothing below logs an address or
/// anything of a report, at any level; drivers that would log statements are kept quiet.
fn log_to_standard_error() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("BELFRY_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let quiet = ["sqlx=error", "hyper=warn", "h2=warn", "object_store=warn", "lettre=warn"];
    let filter = quiet.iter().filter_map(|text| text.parse().ok()).fold(filter, EnvFilter::add_directive);
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
