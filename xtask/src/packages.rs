//! What the program is made of: open licences only, from the registry only. A small check of our own beside `cargo deny`, which
//! says more but takes long to build.

use crate::run::{Done, command, read, say};
use serde_json::Value;
use std::path::PathBuf;

/// Licences under which a package may be part of an EUPL-1.2 program.
const OPEN: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "EUPL-1.2",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Zlib",
];

/// Public-domain dedications, and an exception that only gives more.
const ALSO: [&str; 3] = ["Unlicense", "OpenSSL", "LLVM-exception"];

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Checks every package of the lock file.
pub fn check() -> Done {
    let metadata = metadata()?;
    let packages = metadata.get("packages").and_then(Value::as_array).ok_or("cargo said nothing about packages")?;
    let wrong: Vec<String> = packages.iter().filter_map(wrong).collect();
    if !wrong.is_empty() {
        return Err(format!("packages that may not be used:\n  {}", wrong.join("\n  ")));
    }
    say(&format!("{} packages, all from the registry and under open licences", packages.len()));
    Ok(())
}

/// Where cargo puts what it builds.
pub fn target() -> Done<PathBuf> {
    let metadata = metadata()?;
    let folder = metadata.get("target_directory").and_then(Value::as_str).ok_or("cargo did not say where it builds")?;
    Ok(PathBuf::from(folder))
}

fn metadata() -> Done<Value> {
    let bytes = read(&mut command("cargo", ["metadata", "--format-version", "1", "--locked"]))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("cargo's answer could not be read: {error}"))
}

/// What is wrong with a package, if anything.
fn wrong(package: &Value) -> Option<String> {
    let text = |field: &str| package.get(field).and_then(Value::as_str);
    let name = text("name").unwrap_or("?");
    match text("source") {
        None | Some(REGISTRY) => {}
        Some(other) => return Some(format!("{name}: comes from {other}")),
    }
    let Some(licence) = text("license") else { return Some(format!("{name}: names no licence")) };
    (!allowed(licence)).then(|| format!("{name}: {licence}"))
}

/// Whether an SPDX expression can be met with open licences: one side of each OR, both sides of each AND.
fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let (met, rest) = either(&tokens);
    met && rest.is_empty()
}

fn either<'a>(tokens: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    let (mut met, mut rest) = both(tokens);
    while let Some((&"OR", more)) = rest.split_first() {
        let (other, after) = both(more);
        met |= other;
        rest = after;
    }
    (met, rest)
}

fn both<'a>(tokens: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    let (mut met, mut rest) = one(tokens);
    while let Some((&("AND" | "WITH"), more)) = rest.split_first() {
        let (other, after) = one(more);
        met &= other;
        rest = after;
    }
    (met, rest)
}

fn one<'a>(tokens: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    match tokens.split_first() {
        Some((&"(", inside)) => {
            let (met, rest) = either(inside);
            match rest.split_first() {
                Some((&")", after)) => (met, after),
                _ => (false, rest),
            }
        }
        Some((name, rest)) => (OPEN.contains(name) || ALSO.contains(name), rest),
        None => (false, tokens),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_side_of_a_choice_is_enough_and_every_part_of_a_whole_is_needed() {
        assert!(allowed("MIT OR GPL-3.0-only"));
        assert!(allowed("(Apache-2.0 OR MIT) AND BSD-3-Clause"));
        assert!(allowed("MIT/Apache-2.0"));
        assert!(allowed("Apache-2.0 WITH LLVM-exception"));
        assert!(!allowed("MIT AND GPL-3.0-only"));
        assert!(!allowed("AGPL-3.0-only"));
        assert!(!allowed(""));
        assert!(!allowed("(MIT"));
    }

    #[test]
    fn a_package_from_elsewhere_is_refused_whatever_its_licence() {
        let package = serde_json::json!({ "name": "x", "source": "git+https://example.org/x", "license": "MIT" });
        assert_eq!(wrong(&package), Some(String::from("x: comes from git+https://example.org/x")));
        assert_eq!(wrong(&serde_json::json!({ "name": "own", "source": null, "license": "EUPL-1.2" })), None);
        assert!(wrong(&serde_json::json!({ "name": "bare", "source": REGISTRY })).is_some());
    }
}
