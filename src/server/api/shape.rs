//! Whether a body has the types that its schema names. A parser takes a list for an object and an object for a word, where
//! they come in the right order; the document says neither, so that neither is taken.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value};

/// What in `value` is of another type than the schema of `T` says; `None`: nothing.
pub(super) fn unfit<T: JsonSchema>(value: &Value) -> Option<String> {
    let mut generator = SchemaGenerator::default();
    let schema = generator.subschema_for::<T>().to_value();
    let definitions = generator.take_definitions(true);
    misfit(&schema, &definitions, value, "")
}

fn misfit(schema: &Value, definitions: &Map<String, Value>, value: &Value, place: &str) -> Option<String> {
    let schema = resolved(schema, definitions)?;
    if let Some(ways) = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array) {
        let mut misfits = ways.iter().map(|way| misfit(way, definitions, value, place));
        let fits = misfits.any(|misfit| misfit.is_none());
        return (!fits).then(|| told(place, "another value is expected"));
    }
    if !is_of_type(schema.get("type"), value) {
        return Some(told(place, expected(schema.get("type"))));
    }
    match value {
        Value::Object(members) => {
            let properties = schema.get("properties").and_then(Value::as_object)?;
            members.iter().find_map(|(name, member)| {
                let schema = properties.get(name)?;
                misfit(schema, definitions, member, &format!("{place}/{name}"))
            })
        }
        Value::Array(items) => {
            let schema = schema.get("items")?;
            let mut places = items.iter().enumerate();
            places.find_map(|(index, item)| misfit(schema, definitions, item, &format!("{place}/{index}")))
        }
        _ => None,
    }
}

/// A schema without the name that leads to it. `None`: it allows everything.
fn resolved<'a>(schema: &'a Value, definitions: &'a Map<String, Value>) -> Option<&'a Map<String, Value>> {
    let schema = schema.as_object()?;
    match schema.get("$ref").and_then(Value::as_str) {
        Some(name) => definitions.get(name.rsplit('/').next()?)?.as_object(),
        None => Some(schema),
    }
}

fn is_of_type(wanted: Option<&Value>, value: &Value) -> bool {
    match wanted {
        Some(Value::String(wanted)) => is_a(wanted, value),
        Some(Value::Array(ways)) => ways.iter().filter_map(Value::as_str).any(|wanted| is_a(wanted, value)),
        _ => true,
    }
}

fn is_a(wanted: &str, value: &Value) -> bool {
    match wanted {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        _ => true,
    }
}

fn expected(wanted: Option<&Value>) -> &'static str {
    match wanted.and_then(Value::as_str) {
        Some("object") => "an object is expected",
        Some("array") => "a list is expected",
        Some("string") => "a text is expected",
        _ => "a value of another type is expected",
    }
}

fn told(place: &str, what: &str) -> String {
    if place.is_empty() { what.to_owned() } else { format!("at {place} {what}") }
}
