//! Older spellings of a definition: nested in `userDefinedService`, and with members in snake case (§4.11). They are
//! refused when somebody writes them, with the form that counts as a suggestion, and read when a broker has them.

use serde_json::{Map, Value};

use super::{LONGEST_DEFINITION, MOST_PARAMETERS};

/// Members around a list, from the outside to the inside.
const AROUND: [&str; 5] = ["metadata", "service", "userDefinedService", "user_defined_service", "parameters"];
/// Other spellings of members, and the one that counts.
const SPELLINGS: [(&str, &str); 10] = [
    ("display_name", "displayname"),
    ("displayName", "displayname"),
    ("options_url", "optionsUrl"),
    ("validation_url", "validationUrl"),
    ("invalid_message", "invalidmessage"),
    ("invalidMessage", "invalidmessage"),
    ("read_only", "readonly"),
    ("readOnly", "readonly"),
    ("show_for", "showFor"),
    ("options_refresh", "optionsRefresh"),
];

/// The member that counts for another spelling.
pub(super) fn spelling(member: &str) -> Option<&'static str> {
    SPELLINGS.iter().find(|(other, _)| *other == member).map(|(_, counts)| *counts)
}

/// Whether a list, or one of its members, is nested.
pub(super) fn is_nested(value: &Value) -> bool {
    match value {
        Value::Array(list) => list.iter().any(|one| nested(one).is_some()),
        other => unnested(other).is_some(),
    }
}

/// The list as it is written today; `None` if there is none in it.
pub(super) fn migrated(value: &Value) -> Option<Vec<Value>> {
    let list = unnested(value)?;
    Some(list.iter().map(|one| renamed(nested(one).unwrap_or(one))).collect())
}

/// The list that the metadata of a broker's service has, wherever it is; empty if there is none, or more than a form
/// holds.
pub(crate) fn imported(metadata: &Value) -> Vec<Value> {
    // Metadata of another type is no list of parameters.
    let list = if metadata.is_object() { migrated(metadata).unwrap_or_default() } else { Vec::new() };
    let length = serde_json::to_string_pretty(&list).map_or(usize::MAX, |text| text.chars().count());
    if list.len() > MOST_PARAMETERS || length > LONGEST_DEFINITION { Vec::new() } else { list }
}

/// The same as the text of the form.
pub(super) fn migrated_text(value: &Value) -> String {
    migrated(value).and_then(|list| serde_json::to_string_pretty(&list).ok()).unwrap_or_default()
}

fn unnested(value: &Value) -> Option<&Vec<Value>> {
    match value {
        Value::Array(list) => Some(list),
        Value::Object(members) => AROUND.iter().find_map(|name| unnested(members.get(*name)?)),
        _ => None,
    }
}

/// The parameter in a member of its own.
fn nested(value: &Value) -> Option<&Value> {
    let members = value.as_object()?;
    let inner = members.get("userDefinedService").or_else(|| members.get("user_defined_service"))?;
    inner.is_object().then_some(inner)
}

/// Another spelling gives way to the one that counts where both are there.
fn renamed(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().map(renamed).collect(),
        Value::Object(members) => {
            let mut counts = Map::new();
            for (name, value) in members {
                match spelling(name) {
                    Some(spelt) if members.contains_key(spelt) => {}
                    Some(spelt) => drop(counts.insert(spelt.to_owned(), renamed(value))),
                    None => drop(counts.insert(name.clone(), renamed(value))),
                }
            }
            Value::Object(counts)
        }
        other => other.clone(),
    }
}
