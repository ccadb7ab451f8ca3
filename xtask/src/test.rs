//! Everything that CI checks, in the order in which a mistake costs least.

use crate::run::{Done, answers, command, root, run, say};
use crate::{assets, lint, packages, setup};

/// Sets up, lints and tests. Each runner's own closing line, with its counts, is shown.
pub fn all() -> Done {
    setup::ensure(&[setup::NODE, setup::PYTHON, setup::POSTGRES, setup::CHROMIUM])?;
    assets::build()?;
    setup::npm("tests/browser")?;
    lint::all()?;
    crates()?;
    verifier()?;
    browser()
}

/// The tests of all crates. nextest runs them faster; `cargo test` runs the same ones.
fn crates() -> Done {
    if answers("cargo", &["nextest", "--version"]) {
        return run(&mut command("cargo", ["nextest", "run", "--workspace", "--locked", "--no-fail-fast"]));
    }
    say("cargo-nextest is not installed: running cargo test");
    run(&mut command("cargo", ["test", "--workspace", "--locked", "--no-fail-fast"]))
}

/// The second verifier, written in another language, against the ledger's published vectors.
fn verifier() -> Done {
    run(&mut command("python3", ["packaging/verifier/verify.py", "vectors", "crates/ledger/vectors"]))
}

/// The journeys in a browser, on a demo that the harness starts.
fn browser() -> Done {
    run(&mut command("cargo", ["build", "-p", "belfry", "--locked"]))?;
    let program = packages::target()?.join("debug/belfry");
    run(command("node", ["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .current_dir(root().join("tests/browser"))
        .env("BELFRY", program))
}
