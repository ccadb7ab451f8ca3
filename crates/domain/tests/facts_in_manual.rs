//! The manual lists everything that stands in clear. This holds the chapter to the code, in both directions.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

/// Kind of entry and the names of its facts.
type Facts = BTreeMap<String, BTreeSet<String>>;

/// The facts as the code declares them: the variants of `enum Fact` and their fields.
fn in_code() -> Facts {
    let source = include_str!("../src/case/entry.rs");
    let (_, after) = source.split_once("pub enum Fact {").unwrap();
    let (body, _) = after.split_once("\n}\n").unwrap();
    let mut facts = Facts::new();
    let mut kind = String::new();
    for line in body.lines().skip(1).filter(|line| !line.trim_start().starts_with("///")) {
        match line.trim().split_once(['{', ':']) {
            Some((name, _)) if line.starts_with("    ") && !line.starts_with("     ") => {
                kind = kebab(name.trim());
                facts.insert(kind.clone(), BTreeSet::new());
            }
            Some((field, _)) => {
                facts.get_mut(&kind).unwrap().insert(field.trim().to_owned());
            }
            None => {}
        }
    }
    facts
}

fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.extend(letter.to_lowercase());
    }
    kebab
}

/// The facts as the manual lists them: the first table under "The record of a case".
fn in_manual() -> Facts {
    let manual = include_str!("../../../docs/src/facts.md");
    let section = manual.split("## The record of a case").nth(1).unwrap().split("###").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let fields = cells[2].split(',').map(|field| field.trim().trim_matches('`').to_owned());
        (cells[1].trim_matches('`').to_owned(), fields.filter(|field| field != "–").collect())
    })
    .collect()
}

#[test]
fn the_manual_lists_every_fact_that_stands_in_clear_and_no_other() {
    assert_eq!(in_manual(), in_code());
}

#[test]
fn the_manual_explains_every_field() {
    let manual = include_str!("../../../docs/src/facts.md");
    let meanings = manual.split("### What the facts mean").nth(1).unwrap().split("\n## ").next().unwrap();
    let explained: BTreeSet<String> = meanings
        .lines()
        .filter(|line| line.starts_with("| `"))
        .flat_map(|line| line.split('|').nth(1).unwrap().split(',').map(|f| f.trim().trim_matches('`').to_owned()))
        .collect();
    let fields: BTreeSet<String> = in_code().into_values().flatten().collect();
    assert_eq!(explained, fields);
}
