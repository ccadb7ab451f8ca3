//! What a machine needs, and getting it where that can be done: with apt, as root. Elsewhere a sentence says what to install.

use crate::run::{Done, answers, command, root, run, say};
use std::fs;
use std::path::{Path, PathBuf};

/// A program that something needs, and the Debian packages that have it.
pub struct Need {
    /// What it is, for the sentence.
    pub name: &'static str,
    /// Whether it is there.
    pub there: fn() -> bool,
    /// The packages of Debian.
    pub packages: &'static [&'static str],
}

/// Builds the assets and runs the browser journeys. Version 18 or later.
pub const NODE: Need = Need { name: "Node 18 or later with npm", there: has_node, packages: &["nodejs", "npm"] };
/// The browser of the journeys.
pub const CHROMIUM: Need = Need { name: "Chromium", there: has_chromium, packages: &["chromium"] };
/// The second database of the store's tests, each of which starts a server of its own.
pub const POSTGRES: Need = Need { name: "PostgreSQL (initdb)", there: has_postgres, packages: &["postgresql"] };
/// Runs the second verifier.
pub const PYTHON: Need = Need { name: "Python 3", there: has_python, packages: &["python3"] };

/// Makes sure of what is needed, or says what to install.
pub fn ensure(needs: &[Need]) -> Done {
    let missing: Vec<&Need> = needs.iter().filter(|need| !(need.there)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|need| need.name).collect();
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages.iter().copied()).collect();
    if !answers("apt-get", &["--version"]) || !is_root() {
        return Err(format!("please install {}; on Debian: apt-get install {}", names.join(", "), packages.join(" ")));
    }
    say(&format!("installing {}", names.join(", ")));
    run(command("apt-get", ["update", "-q"]).env("DEBIAN_FRONTEND", "noninteractive"))?;
    run(command("apt-get", ["install", "-q", "-y", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))?;
    match missing.iter().find(|need| !(need.there)()) {
        Some(need) => Err(format!("{} is still not there after installing it", need.name)),
        None => Ok(()),
    }
}

/// Fetches the npm packages of a folder as its lock file says, if they are not there yet.
pub fn npm(folder: &str) -> Done {
    ensure(&[NODE])?;
    let folder = root().join(folder);
    // npm writes this file last.
    let marker = folder.join("node_modules/.package-lock.json");
    if !newer(&[folder.join("package-lock.json")], &marker) {
        return Ok(());
    }
    run(command("npm", ["ci", "--no-audit", "--no-fund"]).current_dir(folder))
}

/// Whether one of these files (or a file in one of these folders) changed after `made`, or `made` is not there.
pub fn newer(sources: &[PathBuf], made: &Path) -> bool {
    let Ok(made) = made.metadata().and_then(|about| about.modified()) else { return true };
    sources.iter().any(|source| changed_after(source, made))
}

fn changed_after(source: &Path, made: std::time::SystemTime) -> bool {
    if let Ok(entries) = fs::read_dir(source) {
        return entries.flatten().any(|entry| changed_after(&entry.path(), made));
    }
    source.metadata().and_then(|about| about.modified()).map_or(true, |changed| changed > made)
}

fn has_node() -> bool {
    // Exits with 0 only for a version that will do.
    answers("node", &["-e", "process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)"])
        && answers("npm", &["--version"])
}

fn has_chromium() -> bool {
    answers("chromium", &["--version"])
}

fn has_postgres() -> bool {
    // Debian keeps initdb off the path, one folder for each version.
    let debian = fs::read_dir("/usr/lib/postgresql")
        .is_ok_and(|versions| versions.flatten().any(|version| version.path().join("bin/initdb").exists()));
    debian || answers("initdb", &["--version"])
}

fn has_python() -> bool {
    answers("python3", &["--version"])
}

fn is_root() -> bool {
    answers("sh", &["-c", "test \"$(id -u)\" = 0"])
}
