//! From a fresh clone to a running demo in one command.

use crate::run::{Done, command, root, run};
use crate::{assets, packages};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;

/// What the demo may be told.
#[derive(clap::Args)]
pub struct Args {
    /// Where the demo keeps its data
    #[arg(long, default_value = "target/demo")]
    dir: PathBuf,
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Only the organisation and its people, no cases
    #[arg(long)]
    empty: bool,
    /// Build with optimisation: slower to build, faster to use
    #[arg(long)]
    release: bool,
    /// Further arguments for `belfry demo`
    #[arg(last = true)]
    more: Vec<String>,
}

/// Sets up, builds and becomes the demo.
pub fn serve(args: &Args) -> Done {
    assets::build()?;
    let profile: &[&str] = if args.release { &["--release"] } else { &[] };
    run(command("cargo", ["build", "-p", "belfry"]).args(profile))?;
    let program = packages::target()?.join(if args.release { "release/belfry" } else { "debug/belfry" });
    let mut demo = command(&program.to_string_lossy(), ["demo"]);
    demo.arg("--dir").arg(root().join(&args.dir)).arg("--port").arg(args.port.to_string()).args(&args.more);
    if args.empty {
        demo.arg("--empty");
    }
    // Becomes the program, so that signals reach it.
    Err(format!("{} could not be started: {}", program.display(), demo.exec()))
}
