//! Whether a body has the types that its schema names. A parser takes a list for an object and an object for a word, where
//! they come in the right order; the document says neither, so that neither is taken.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value};

/// The most misfits that are told of one body: a million wrong members are answered in as few words as a hundred.
pub(super) const MOST_TOLD: usize = 100;
/// A member of a free name longer than this leads nowhere: its name would be told with all that is below it.
const LONGEST_NAME: usize = 1024;

/// Something in a body that its schema does not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misfit {
    /// Where it is, as a JSON pointer (RFC 6901); empty: the body itself.
    pub(super) place: String,
    pub(super) keyword: Keyword,
    /// What is the matter, without the full stop.
    pub(super) what: String,
}

/// What of a schema is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    Type,
    Enum,
    Required,
    AdditionalProperties,
    AnyOf,
}

impl Keyword {
    /// As JSON Schema writes it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Enum => "enum",
            Self::Required => "required",
            Self::AdditionalProperties => "additionalProperties",
            Self::AnyOf => "anyOf",
        }
    }

    /// What mends it.
    pub(super) const fn fix(self) -> &'static str {
        match self {
            Self::Type | Self::AnyOf => "Send a value of the type that the schema names.",
            Self::Enum => "Send one of the values that the schema names.",
            Self::Required => "Add the member.",
            Self::AdditionalProperties => "Take the member out, or write its name as the schema does.",
        }
    }
}

/// What in `value` is otherwise than the schema of `T` says; `None`: nothing.
pub(super) fn unfit<T: JsonSchema>(value: &Value) -> Option<String> {
    let first = misfits::<T>(value).into_iter().next()?;
    Some(if first.place.is_empty() { first.what } else { format!("at {} {}", first.place, first.what) })
}

/// All that is otherwise in `value` than the schema of `T` says, in the order of the body, up to [`MOST_TOLD`].
pub(super) fn misfits<T: JsonSchema>(value: &Value) -> Vec<Misfit> {
    let mut generator = SchemaGenerator::default();
    let schema = generator.subschema_for::<T>().to_value();
    let definitions = generator.take_definitions(true);
    let mut look = Look { definitions: &definitions, found: Vec::new() };
    look.at(&schema, value, "");
    look.found.truncate(MOST_TOLD);
    look.found
}

/// A walk through a body.
struct Look<'a> {
    definitions: &'a Map<String, Value>,
    found: Vec<Misfit>,
}

impl Look<'_> {
    fn tell(&mut self, place: &str, keyword: Keyword, what: impl Into<String>) {
        self.found.push(Misfit { place: place.to_owned(), keyword, what: what.into() });
    }

    fn at(&mut self, schema: &Value, value: &Value, place: &str) {
        if self.found.len() >= MOST_TOLD {
            return;
        }
        let Some(schema) = resolved(schema, self.definitions) else { return };
        if let Some(ways) = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array) {
            self.one_of(ways, value, place);
        } else if !is_of_type(schema.get("type"), value) {
            self.tell(place, Keyword::Type, expected(schema.get("type")));
        } else if !is_listed(schema, value) {
            self.tell(place, Keyword::Enum, "another value is expected");
        } else {
            match value {
                Value::Object(members) => self.members(schema, members, place),
                Value::Array(items) => {
                    let Some(schema) = schema.get("items") else { return };
                    for (index, item) in items.iter().enumerate() {
                        self.at(schema, item, &format!("{place}/{index}"));
                    }
                }
                _ => {}
            }
        }
    }

    /// Where the type fits one way alone, that one is meant, and what is wrong with it is told.
    fn one_of(&mut self, ways: &[Value], value: &Value, place: &str) {
        let mut meant: Vec<Vec<Misfit>> = Vec::new();
        for way in ways {
            let mut look = Look { definitions: self.definitions, found: Vec::new() };
            look.at(way, value, place);
            if look.found.is_empty() {
                return;
            }
            let is_other = |one: &Misfit| one.place == place && matches!(one.keyword, Keyword::Type | Keyword::Enum);
            if !look.found.iter().any(is_other) {
                meant.push(look.found);
            }
        }
        match (meant.pop(), meant.is_empty()) {
            (Some(only), true) => self.found.extend(only),
            _ => self.tell(place, Keyword::AnyOf, "another value is expected"),
        }
    }

    fn members(&mut self, schema: &Map<String, Value>, members: &Map<String, Value>, place: &str) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let others = schema.get("additionalProperties");
        for (name, member) in members {
            if self.found.len() >= MOST_TOLD {
                return;
            }
            if name.len() > LONGEST_NAME {
                self.tell(place, Keyword::AdditionalProperties, "a member has a name that is too long");
                continue;
            }
            let below = format!("{place}/{}", escaped(name));
            match properties.and_then(|properties| properties.get(name)).or(others) {
                Some(Value::Bool(false)) => {
                    self.tell(&below, Keyword::AdditionalProperties, "there is no member of that name");
                }
                Some(schema) => self.at(schema, member, &below),
                None => {}
            }
        }
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        for name in required.filter_map(Value::as_str).filter(|name| !members.contains_key(*name)) {
            self.tell(&format!("{place}/{}", escaped(name)), Keyword::Required, "the member is missing");
        }
    }
}

/// A name as a part of a JSON pointer.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Whether it is one of the values that the schema names, if it names them.
fn is_listed(schema: &Map<String, Value>, value: &Value) -> bool {
    let is_one = schema.get("enum").and_then(Value::as_array).is_none_or(|values| values.contains(value));
    is_one && schema.get("const").is_none_or(|only| only == value)
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

#[cfg(test)]
mod tests {
    use serde_json::json;
    use slipway_domain::definition::DefinitionFile;

    use super::*;

    fn found(value: &Value) -> Vec<(String, &'static str)> {
        misfits::<DefinitionFile>(value).into_iter().map(|one| (one.place, one.keyword.name())).collect()
    }

    #[test]
    fn all_that_does_not_fit_is_told_with_its_place() {
        let mut told = found(&json!({
            "api_version": "slipway/v2",
            "name": 7,
            "listing": { "display_name": [], "a/b": "" },
            "plans": [{ "plan": { "name": "a" } }, "free", { "plan": { "bullets": "none" } }],
            "translations": { "de": { "listing~": 1 } },
        }));
        told.sort_unstable();
        let expected = [
            ("/api_version", "enum"),
            ("/kind", "required"),
            ("/listing/a~1b", "additionalProperties"),
            ("/listing/display_name", "type"),
            ("/name", "type"),
            ("/plans/1", "type"),
            ("/plans/2/plan/bullets", "type"),
            ("/translations/de/listing~0", "type"),
        ];
        assert_eq!(told, expected.map(|(place, keyword)| (place.to_owned(), keyword)));
    }

    #[test]
    fn what_fits_is_left_alone_and_a_hostile_body_has_a_short_answer() {
        let head = json!({ "api_version": "slipway/v1", "kind": "Offering", "name": "a", "listing": null });
        assert!(found(&head).is_empty());
        let below: Map<String, Value> = (0..10_000).map(|number| (number.to_string(), Value::from(0))).collect();
        let mut named = head.clone();
        named["translations"] = json!({ "x".repeat(1 << 20): below });
        assert_eq!(found(&named), [("/translations".to_owned(), "additionalProperties")]);
        let mut long = head;
        long["plans"] = Value::from(vec![1; 10_000]);
        assert_eq!(found(&long).len(), MOST_TOLD);
    }
}
