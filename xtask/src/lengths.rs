//! Files that grow beyond what one person can keep in mind are split.

use crate::run::{Done, root, say};
use std::fs;
use std::path::Path;

/// The most lines that a file may have; around 400 is where to begin splitting.
const MOST: usize = 500;

/// What is written by hand and read by people.
const KINDS: [&str; 8] = ["rs", "py", "mjs", "js", "css", "html", "ftl", "sql"];

/// What is made or fetched.
const NOT_OURS: [&str; 5] = ["target", "node_modules", "dist", ".git", "vectors"];

/// Looks at every file of the project.
pub fn check() -> Done {
    let mut long = Vec::new();
    let mut seen = 0_usize;
    walk(&root(), &mut seen, &mut long).map_err(|error| format!("the project's files could not be read: {error}"))?;
    if !long.is_empty() {
        return Err(format!("files of more than {MOST} lines, to be split:\n  {}", long.join("\n  ")));
    }
    say(&format!("{seen} files, none longer than {MOST} lines"));
    Ok(())
}

fn walk(folder: &Path, seen: &mut usize, long: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if NOT_OURS.contains(&name.as_ref()) {
            continue;
        }
        if path.is_dir() {
            walk(&path, seen, long)?;
        } else if path.extension().is_some_and(|end| KINDS.iter().any(|kind| end == *kind)) {
            let lines = fs::read_to_string(&path)?.lines().count();
            *seen += 1;
            if lines > MOST {
                long.push(format!("{} ({lines})", path.display()));
            }
        }
    }
    Ok(())
}
