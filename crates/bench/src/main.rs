//! What Belfry promises to be fast at, measured on this machine and compared, in the same run, with a rival or with the
//! limit that it cannot pass.

mod cases;
mod files;
mod reports;
mod server;
mod table;

use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;
use table::Table;

/// Measures Belfry.
#[derive(Parser)]
struct Arguments {
    /// The program to measure, built for release.
    #[arg(long, default_value = "target/release/belfry")]
    belfry: PathBuf,
    /// Where the installations and files of the measurement are made: on the disk that counts.
    #[arg(long, default_value = "target")]
    on: PathBuf,
    /// The size of the large file, in mebibytes.
    #[arg(long, default_value_t = 1024)]
    file: u64,
    /// Only what has this in its name.
    #[arg(long, default_value = "")]
    only: String,
}

type Measured = Result<(), Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut table = Table::default();
    let outcome = measure(&arguments, &mut table).await;
    table.print();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            table::note(format_args!("bench: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn measure(arguments: &Arguments, table: &mut Table) -> Measured {
    let wanted = |name: &str| name.contains(&arguments.only);
    let dir = tempfile::tempdir_in(&arguments.on)?;
    let place = dir.path().join("demo");
    table::note("Making an installation …");
    let server = server::Server::start(&arguments.belfry, &place).await?;
    if wanted("report") {
        reports::submitting(&server, &place, table).await?;
    }
    if wanted("code") {
        reports::coming_back(&server, table).await?;
        reports::strangers(&server, table).await?;
    }
    if wanted("file") {
        files::large(&server, dir.path(), arguments.file, table).await?;
    }
    server.stop().await?;
    if wanted("start") {
        server::starting(&arguments.belfry, &place, table).await?;
    }
    if wanted("inbox") {
        cases::inbox(&arguments.belfry, &place, table).await?;
    }
    if wanted("case") {
        cases::opening(&place, table).await?;
    }
    Ok(())
}
