//! `cargo xtask`: the project's own helper. It sets up what a fresh machine lacks, builds, checks and shows.

mod assets;
mod bench;
mod demo;
mod lengths;
mod lint;
mod packages;
mod run;
mod setup;
mod test;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Belfry's own helper.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Fetches the open component styles and fonts from npm and builds crates/web/assets/dist
    Assets,
    /// Measures what we promise to be fast at, beside a rival or a limit in the same run
    Bench {
        /// For the measurement: --file MEBIBYTES, --only NAME
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        more: Vec<String>,
    },
    /// Sets everything up, builds the program and serves a made-up organisation on 127.0.0.1
    Demo(demo::Args),
    /// Format, clippy, file lengths, licences and sources of packages
    Lint,
    /// Everything that CI checks: lint, all tests, the second verifier, the browser journeys
    Test,
}

fn main() -> ExitCode {
    let done = match Args::parse().act {
        Act::Assets => assets::build(),
        Act::Bench { more } => bench::all(&more),
        Act::Demo(args) => demo::serve(&args),
        Act::Lint => lint::all(),
        Act::Test => test::all(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(wrong) => {
            run::say(&format!("stopped: {wrong}"));
            ExitCode::FAILURE
        }
    }
}
