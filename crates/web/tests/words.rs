#![expect(clippy::unwrap_used, reason = "tests")]
//! Every sentence that a page asks for exists in both languages with the same arguments, and none stands unused.
//!
//! What counts as asking, in any template or source of this crate: `t.get("key")`, `t.with("key", …)`, and for a family
//! `t.of("family", …)` or `t.knows("family", …)`, which asks for every `family-…`. A key made in any other way is not seen:
//! write it as a family. `T` may also be reached as `t()`, as in `page.t().get("key")`, and within itself as `self`.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// From each key to the names of its arguments.
type Sentences = BTreeMap<String, BTreeSet<String>>;

/// What pages ask for.
#[derive(Default)]
struct Asked {
    keys: BTreeSet<String>,
    families: BTreeSet<String>,
}

impl Asked {
    fn asks_for(&self, key: &str) -> bool {
        self.keys.contains(key) || self.families.iter().any(|family| member(key, family))
    }
}

fn member(key: &str, family: &str) -> bool {
    key.strip_prefix(family).is_some_and(|rest| rest.starts_with('-'))
}

fn here(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

fn files(folder: &Path, ends: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ends));
        } else if ends.iter().any(|end| path.to_string_lossy().ends_with(end)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn asked() -> Asked {
    let mut asked = Asked::default();
    for path in files(&here("templates"), &[".html", ".txt"]).into_iter().chain(files(&here("src"), &[".rs"])) {
        collect(&fs::read_to_string(path).unwrap(), &mut asked);
    }
    asked
}

/// Adds what this text asks for. Comments in sources ask for nothing.
fn collect(text: &str, asked: &mut Asked) {
    let text: String = text.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("//")).collect();
    for (call, family) in [("get", false), ("with", false), ("of", true), ("knows", true)] {
        for (at, found) in text.match_indices(&format!(".{call}(")) {
            let before = text.get(..at).unwrap_or_default();
            let word = before.rsplit(|letter: char| !is_word(letter)).next().unwrap_or_default();
            let ours = before.ends_with("t()") || word == "t" || word == "self";
            let after = text.get(at + found.len()..).unwrap_or_default();
            let Some(literal) = after.trim_start().strip_prefix('"') else { continue };
            let Some((key, _)) = literal.split_once('"') else { continue };
            if ours {
                (if family { &mut asked.families } else { &mut asked.keys }).insert(key.to_owned());
            }
        }
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn sentences(lang: &str) -> Sentences {
    let mut all = Sentences::new();
    for path in files(&here("locales").join(lang), &[".ftl"]) {
        let resource = fluent_syntax::parser::parse(fs::read_to_string(&path).unwrap())
            .map_err(|(_, errors)| format!("{}: {errors:?}", path.display()))
            .unwrap();
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut arguments = BTreeSet::new();
            message.value.iter().for_each(|value| in_pattern(value, &mut arguments));
            let twice = all.insert(message.id.name.clone(), arguments);
            assert!(twice.is_none(), "{}: {} stands there twice", path.display(), message.id.name);
        }
    }
    all
}

fn in_pattern(pattern: &Pattern<String>, arguments: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::Placeable { expression: Expression::Inline(inline) } => in_inline(inline, arguments),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                in_inline(selector, arguments);
                variants.iter().for_each(|variant| in_pattern(&variant.value, arguments));
            }
            PatternElement::TextElement { .. } => {}
        }
    }
}

fn in_inline(inline: &InlineExpression<String>, arguments: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        arguments.insert(id.name.clone());
    }
}

#[test]
fn every_sentence_that_a_page_asks_for_exists_in_both_languages() {
    let (asked, dutch, english) = (asked(), sentences("nl"), sentences("en"));
    let mut missing = Vec::new();
    for (lang, known) in [("nl", &dutch), ("en", &english)] {
        missing.extend(asked.keys.iter().filter(|key| !known.contains_key(*key)).map(|key| format!("{lang}: {key}")));
        let empty = asked.families.iter().filter(|family| !known.keys().any(|key| member(key, family)));
        missing.extend(empty.map(|family| format!("{lang}: {family}-…")));
    }
    assert!(missing.is_empty(), "asked for but not there:\n{}", missing.join("\n"));
}

#[test]
fn both_languages_have_the_same_sentences_with_the_same_arguments() {
    let (dutch, english) = (sentences("nl"), sentences("en"));
    let keys: BTreeSet<&String> = dutch.keys().chain(english.keys()).collect();
    let differ: Vec<String> = keys
        .into_iter()
        .filter(|key| dutch.get(*key) != english.get(*key))
        .map(|key| format!("{key}: nl {:?}, en {:?}", dutch.get(key), english.get(key)))
        .collect();
    assert!(differ.is_empty(), "the languages differ:\n{}", differ.join("\n"));
}

#[test]
fn no_sentence_stands_unused() {
    let asked = asked();
    let unused: Vec<String> = sentences("nl").into_keys().filter(|key| !asked.asks_for(key)).collect();
    assert!(unused.is_empty(), "no page asks for:\n{}", unused.join("\n"));
}

#[test]
fn the_search_for_keys_sees_what_it_should_and_nothing_else() {
    let mut asked = Asked::default();
    collect(r#"t.get("a") page.t().get("b") self.t.with("c", x) t.of("d", y) map.get("e") list.get("f")"#, &mut asked);
    assert_eq!(asked.keys.iter().map(String::as_str).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert!(asked.asks_for("d-one") && !asked.asks_for("done"));
}
