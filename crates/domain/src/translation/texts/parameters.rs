//! What parameters say to people (§4.11): those of the service, and those that a single deployment asks for instead.

use serde_json::Value;

use super::{I18N, Part, Place, hand_over};
use crate::language::Language;

/// What the keys of parameters begin with.
pub(super) const PARAMETER: &str = "parameter:";
/// What a parameter says to people, with the most characters that a form has place for.
const MEMBERS: [(&str, &str, usize, bool); 4] = [
    ("displayname", "label", 255, false),
    ("description", "help text", 2000, true),
    ("placeholder", "placeholder", 255, false),
    ("invalidmessage", "message for another value", 255, false),
];

/// Who asks for the parameters.
pub(super) enum Asking {
    Service,
    /// What the keys of the deployment begin with, and its part.
    Deployment(String, Part),
}

impl Asking {
    fn place(&self, name: &str, member: &str, label: &str, limit: (usize, bool), written: Option<String>) -> Place {
        let key = format!("{PARAMETER}{name}/{member}");
        match self {
            Self::Service => Place::named(Part::Parameter(name.to_owned()), key, label.to_owned(), limit, written),
            // All of one deployment stand together, so that each has to say what it is about.
            Self::Deployment(prefix, part) => {
                let (key, label) = (format!("{prefix}{key}"), format!("{label} of {name}"));
                Place::named(part.clone(), key, label, limit, written)
            }
        }
    }
}

/// Hands over all texts of a definition as it is typed. What cannot be read has none, and stays as it is.
pub(super) fn visit(
    definition: &mut String,
    asking: &Asking,
    language: Language,
    seen: &mut dyn FnMut(Place, &mut String),
) {
    if let Some(text) = visited(definition, asking, language, seen) {
        *definition = text;
    }
}

/// The definition after `seen` has had all of its texts; `None` if it cannot be read.
fn visited(
    text: &str,
    asking: &Asking,
    language: Language,
    seen: &mut dyn FnMut(Place, &mut String),
) -> Option<String> {
    let mut list: Vec<Value> = serde_json::from_str(text).ok()?;
    for one in &mut list {
        let name = one.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        if name.is_empty() {
            continue;
        }
        for (member, label, limit, is_prose) in MEMBERS {
            let written = written(one, language, member);
            let Some(Value::String(text)) = one.get_mut(member) else { continue };
            hand_over(asking.place(&name, member, label, (limit, is_prose), written), text, seen);
        }
        let Some(Value::Array(options)) = one.get_mut("options") else { continue };
        for option in options {
            let written = written(option, language, "displayname");
            let value = option.get("value").and_then(Value::as_str).unwrap_or_default().to_owned();
            let Some(Value::String(text)) = option.get_mut("displayname") else { continue };
            let (member, label) = (format!("options/{value}"), format!("option {value}"));
            hand_over(asking.place(&name, &member, &label, (255, false), written), text, seen);
        }
    }
    serde_json::to_string(&list).ok()
}

/// What a parameter or an option says itself in a language: `i18n.de.displayname` (§4.11).
fn written(value: &Value, language: Language, member: &str) -> Option<String> {
    let text = value.get(I18N)?.get(language.code())?.get(member)?.as_str()?;
    (!text.trim().is_empty()).then(|| text.to_owned())
}
