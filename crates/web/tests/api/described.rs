//! Whether an answer is what the document says: the part of JSON Schema that our document uses.

use serde_json::Value;

/// The path of the document that an address belongs to.
pub fn template<'a>(document: &'a Value, path: &str) -> Option<&'a str> {
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |template: &str| {
        let wanted: Vec<&str> = template.split('/').collect();
        wanted.len() == parts.len() && wanted.iter().zip(&parts).all(|(w, p)| w.starts_with('{') || w == p)
    };
    let mut found: Vec<&str> = document["paths"].as_object()?.keys().map(String::as_str).filter(|t| fits(t)).collect();
    found.sort_by_key(|template| template.matches('{').count());
    found.first().copied()
}

/// The object that a reference points to.
pub fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(target) => document.pointer(target.trim_start_matches('#')).expect("a reference that leads somewhere"),
        None => schema,
    }
}

/// What of a value is not as described, with where it is. What is not described at all counts too.
pub fn differences(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let schema = resolve(document, schema);
    if let Some(choice) = schema["oneOf"].as_array() {
        let fits = choice.iter().any(|inner| differences(document, inner, value, at).is_empty());
        return if fits { vec![] } else { vec![format!("{at} is none of the choices: {value}")] };
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        // Anything, as the document about itself is.
        _ => return vec![],
    };
    let is = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !types.contains(&is) {
        return vec![format!("{at} is {is} and not {types:?}")];
    }
    match value {
        Value::Object(fields) => {
            let known = &schema["properties"];
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let missing = required.filter(|name| !fields.contains_key(*name)).map(|name| format!("{at}.{name} misses"));
            let inner = fields.iter().flat_map(|(name, value)| match known.get(name) {
                Some(inner) => differences(document, inner, value, &format!("{at}.{name}")),
                None => vec![format!("{at}.{name} is not described")],
            });
            missing.chain(inner).collect()
        }
        Value::Array(items) => {
            let inner = |(place, item)| differences(document, &schema["items"], item, &format!("{at}[{place}]"));
            items.iter().enumerate().flat_map(inner).collect()
        }
        Value::String(text) => of_text(schema, text).map(|wrong| format!("{at} {wrong}: {text}")).into_iter().collect(),
        _ => vec![],
    }
}

fn of_text(schema: &Value, text: &str) -> Option<&'static str> {
    if schema["enum"].as_array().is_some_and(|values| !values.iter().any(|value| value == text)) {
        return Some("is none of the values");
    }
    match schema["format"].as_str() {
        Some("date") => text.parse::<jiff::civil::Date>().err().map(|_| "is no date"),
        Some("date-time") => {
            let fits = text.parse::<jiff::Timestamp>().is_ok() && text.contains('T') && text.ends_with('Z');
            (!fits).then_some("is no instant in UTC")
        }
        _ => None,
    }
}

#[test]
fn what_is_not_as_described_is_seen() {
    let document = serde_json::json!({
        "components": { "schemas": { "Day": { "type": "string", "format": "date" } } },
        "paths": { "/a/{id}": {}, "/a/b": {} },
    });
    let schema = serde_json::json!({
        "type": "object", "required": ["on"],
        "properties": { "on": { "$ref": "#/components/schemas/Day" }, "kind": { "type": "string", "enum": ["x"] } },
    });
    let found = |value: Value| differences(&document, &schema, &value, "it");
    assert!(found(serde_json::json!({ "on": "2026-11-24", "kind": "x" })).is_empty());
    assert_eq!(found(serde_json::json!({ "more": 1 })), ["it.on misses", "it.more is not described"]);
    assert_eq!(found(serde_json::json!({ "on": "24-11-2026" })), ["it.on is no date: 24-11-2026"]);
    assert_eq!(found(serde_json::json!({ "on": 3 })), ["it.on is integer and not [\"string\"]"]);
    assert_eq!(found(serde_json::json!({ "on": "2026-11-24", "kind": "y" })), ["it.kind is none of the values: y"]);
    assert_eq!(template(&document, "/a/b"), Some("/a/b"));
    assert_eq!(template(&document, "/a/c"), Some("/a/{id}"));
}
