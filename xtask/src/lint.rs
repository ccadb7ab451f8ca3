//! What can be seen without running anything.

use crate::run::{Done, answers, command, root, run, say};
use crate::{lengths, packages};
use std::fs;

/// Everything. What is quick is all said at once; clippy comes when the rest is well.
pub fn all() -> Done {
    let quick = [format(), lengths::check(), locks(), packages::check(), deny()];
    let wrong: Vec<String> = quick.into_iter().filter_map(Result::err).collect();
    if !wrong.is_empty() {
        return Err(wrong.join("\n"));
    }
    run(&mut command("cargo", ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))
}

fn format() -> Done {
    run(&mut command("cargo", ["fmt", "--all", "--check"]))
}

/// The lock files of npm hold a hash for each package and no registry's address, so that any mirror will do.
fn locks() -> Done {
    for lock in ["crates/web/assets/package-lock.json", "tests/browser/package-lock.json"] {
        let text = fs::read_to_string(root().join(lock)).map_err(|error| format!("{lock}: {error}"))?;
        if text.contains("\"resolved\"") {
            return Err(format!("{lock} names a registry's address: run npm in that folder, where .npmrc prevents it"));
        }
    }
    Ok(())
}

/// `cargo deny` where it is installed; it is not installed for this, since building it takes longer than all the rest.
fn deny() -> Done {
    if !answers("cargo", &["deny", "--version"]) {
        say("cargo-deny is not installed: only our own check of licences and sources was made");
        return Ok(());
    }
    run(&mut command("cargo", ["deny", "--all-features", "check", "bans", "licenses", "sources"]))
}
