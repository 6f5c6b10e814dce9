//! A value that fits a schema: the same one every time, as an example.

use serde_json::{Map, Value, json};

use super::{resolved, text};

/// How many names and lists are gone into; what is nested further is left empty.
const DEEPEST: u8 = 5;

/// A value that fits.
pub(super) fn of(schema: &Value, document: &Value) -> Value {
    within(schema, document, DEEPEST)
}

fn within(schema: &Value, document: &Value, depth: u8) -> Value {
    if schema["$ref"].is_string() {
        return if depth == 0 { json!({}) } else { within(resolved(schema, document), document, depth - 1) };
    }
    if !schema["const"].is_null() {
        return schema["const"].clone();
    }
    if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
        return first.clone();
    }
    let ways = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array());
    if let Some(first) = ways.and_then(|ways| ways.first()) {
        return within(first, document, depth);
    }
    let kind = schema["type"].as_array().and_then(|ways| ways.first()).unwrap_or(&schema["type"]);
    match kind.as_str() {
        Some("object") => {
            let members = schema["properties"].as_object().into_iter().flatten();
            let members = members.map(|(name, member)| (name.clone(), within(member, document, depth)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Some("array") if depth == 0 => json!([]),
        Some("array") => json!([within(&schema["items"], document, depth - 1)]),
        Some("string") => text_of(&schema["format"]).into(),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        _ => Value::Null,
    }
}

fn text_of(format: &Value) -> &'static str {
    match text(format).as_str() {
        "uuid" => "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11",
        "date-time" => "2026-01-31T09:00:00Z",
        "date" => "2026-01-31",
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_has_the_members_and_the_types_of_its_schema_and_ends() {
        let document = json!({ "components": { "schemas": { "Node": {
            "type": "object",
            "properties": {
                "at": { "type": "string", "format": "date-time" },
                "next": { "anyOf": [{ "$ref": "#/components/schemas/Node" }, { "type": "null" }] },
            },
        } } } });
        let list = json!({ "type": "array", "items": { "$ref": "#/components/schemas/Node" } });
        let told = of(&list, &document);
        assert_eq!(told[0]["at"], "2026-01-31T09:00:00Z");
        assert!(told[0]["next"].is_object());
        assert_eq!(of(&json!({ "type": ["integer", "null"] }), &document), 1);
        assert_eq!(of(&json!({ "enum": ["yes", "no"] }), &document), "yes");
    }
}
