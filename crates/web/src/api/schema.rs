//! Whether what came in has the shape that the published document describes: one description, read by both.

use super::problem::FieldProblem;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Checks a value against a schema of the kind that we publish for requests, notes every problem and takes out what does
/// not fit, so that the rest can be read and checked further.
///
/// `path` is where the value stands, empty for the whole. Gives whether the value itself fits.
pub fn prune(schema: &Value, value: &mut Value, path: &str, problems: &mut Vec<FieldProblem>) -> bool {
    let types = types(schema);
    if value.is_null() && types.contains("null") {
        return true;
    }
    if let Some(choice) = schema.get("oneOf").and_then(Value::as_array) {
        // An optional object: nothing, or the object.
        let inner = choice.iter().find(|inner| !self::types(inner).contains("null"));
        return inner.is_none_or(|inner| prune(inner, value, path, problems));
    }
    match value {
        Value::Object(object) if types.contains("object") => prune_object(schema, object, path, problems),
        Value::String(text) if types.contains("string") => note(problems, text_problem(schema, text, path)),
        Value::Number(number) if types.contains("integer") => {
            let least = schema.get("minimum").and_then(Value::as_f64).unwrap_or(f64::MIN);
            let most = schema.get("maximum").and_then(Value::as_f64).unwrap_or(f64::MAX);
            let whole = number.is_i64() || number.is_u64();
            let fits = whole && number.as_f64().is_some_and(|number| (least..=most).contains(&number));
            note(problems, (!fits).then(|| FieldProblem::new(path, "wrong-number")))
        }
        Value::Bool(_) if types.contains("boolean") => true,
        _ => {
            let wanted = types.into_iter().find(|name| *name != "null").unwrap_or("object");
            note(problems, Some(FieldProblem::limit(path, "wrong-type", wanted)))
        }
    }
}

/// The types that a schema allows.
fn types(schema: &Value) -> BTreeSet<&str> {
    let mut types: BTreeSet<&str> = match schema.get("type") {
        Some(Value::String(name)) => BTreeSet::from([name.as_str()]),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => BTreeSet::new(),
    };
    for choice in schema.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
        types.extend(self::types(choice));
    }
    types
}

fn note(problems: &mut Vec<FieldProblem>, problem: Option<FieldProblem>) -> bool {
    let fits = problem.is_none();
    problems.extend(problem);
    fits
}

fn prune_object(schema: &Value, object: &mut Map<String, Value>, path: &str, problems: &mut Vec<FieldProblem>) -> bool {
    let at = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    let nothing = Map::new();
    let known = schema.get("properties").and_then(Value::as_object).unwrap_or(&nothing);
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    for name in required.filter(|name| !object.contains_key(*name)) {
        problems.push(FieldProblem::new(at(name), "required"));
    }
    object.retain(|name, value| match known.get(name) {
        Some(inner) => prune(inner, value, &at(name), problems),
        None => note(problems, Some(FieldProblem::new(at(name), "unknown-field"))),
    });
    true
}

fn text_problem(schema: &Value, text: &str, path: &str) -> Option<FieldProblem> {
    let number = |name: &str| schema.get(name).and_then(Value::as_u64);
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        return (!values.contains(&text)).then(|| FieldProblem::limit(path, "unknown-value", values.join(", ")));
    }
    if number("minLength").is_some_and(|least| least > 0) && text.trim().is_empty() {
        return Some(FieldProblem::new(path, "required"));
    }
    if let Some(most) = number("maxLength")
        && text.chars().count() as u64 > most
    {
        return Some(FieldProblem::limit(path, "too-long", most));
    }
    // No database keeps it, and nobody types it.
    text.contains('\0').then(|| FieldProblem::new(path, "bad-character"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn schema() -> Value {
        json!({
            "type": "object",
            "required": ["what", "channel"],
            "properties": {
                "what": { "type": "string", "minLength": 1, "maxLength": 5 },
                "channel": { "type": "string", "enum": ["abuse", "question"] },
                "case": { "type": "integer", "minimum": 0 },
                "who": { "oneOf": [{ "type": "null" }, {
                    "type": "object", "required": ["name"], "properties": { "name": { "type": ["string", "null"] } },
                }] },
            },
        })
    }

    fn found(mut value: Value) -> (Vec<(String, &'static str)>, Value) {
        let mut problems = Vec::new();
        prune(&schema(), &mut value, "", &mut problems);
        (problems.into_iter().map(|problem| (problem.field, problem.code)).collect(), value)
    }

    #[test]
    fn what_fits_is_left_as_it_is() {
        let fits = json!({ "what": "hoi", "channel": "abuse", "case": 0, "who": { "name": null } });
        assert_eq!(found(fits.clone()), (vec![], fits));
        let without = json!({ "what": "hoi", "channel": "abuse", "who": null });
        assert_eq!(found(without.clone()), (vec![], without));
    }

    #[test]
    fn everything_wrong_is_found_at_once_and_taken_out() {
        let wrong = json!({ "what": "te lang", "case": -1, "who": { "neam": 1 }, "more": [] });
        let (problems, left) = found(wrong);
        let expected = [
            ("channel", "required"),
            ("case", "wrong-number"),
            ("more", "unknown-field"),
            ("what", "too-long"),
            ("who.name", "required"),
            ("who.neam", "unknown-field"),
        ];
        assert_eq!(problems, expected.map(|(field, code)| (field.to_owned(), code)));
        assert_eq!(left, json!({ "who": {} }));
    }

    #[test]
    fn a_wrong_type_value_or_character_is_named() {
        let code = |value: Value| found(value).0;
        let wrong = json!({ "what": 3, "channel": "gossip" });
        assert_eq!(code(wrong), [("channel".into(), "unknown-value"), ("what".into(), "wrong-type")]);
        let wrong = json!({ "what": "a\0b", "channel": [], "case": 1.5, "who": "me" });
        let expected =
            [("case", "wrong-number"), ("channel", "wrong-type"), ("what", "bad-character"), ("who", "wrong-type")];
        assert_eq!(code(wrong), expected.map(|(field, code)| (field.to_owned(), code)));
        assert_eq!(code(json!([])), [(String::new(), "wrong-type")]);
        assert_eq!(code(json!({ "what": " ", "channel": "abuse" })), [("what".into(), "required")]);
    }
}
