//! Custom parameters (§4.11) as far as a run needs them: which values a broker must take, and which it must refuse.

use serde_json::{Value, json};
use slipway_domain::location::GLOBAL;
use slipway_domain::parameter::{Pattern, fitting};

/// One custom parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    pub name: String,
    /// `text`, `password`, `dropdown`, ...; unknown kinds are sent their default only.
    pub kind: String,
    pub required: bool,
    /// `Null` if there is none.
    pub default: Value,
    /// The values of the options.
    pub options: Vec<Value>,
    /// As written; a pattern that cannot be read is ignored.
    pub pattern: Option<String>,
}

/// Tried in this order for a text that a pattern forbids.
const MISFITS: [&str; 5] = ["", " ", "\u{1f6ab}", "!!! not this !!!", "0"];
/// A value that no list of options has.
const NO_OPTION: &str = "slipway-no-such-option";

impl Parameter {
    /// `None` if it is none; `camelCase` and `snake_case` members alike (DEC-14).
    pub(super) fn read(value: &Value) -> Option<Self> {
        let name = value.get("name")?.as_str().filter(|name| !name.is_empty() && *name != "location")?;
        let options = value.get("options").and_then(Value::as_array);
        let text = |member: &str| value.get(member).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            name: name.to_owned(),
            kind: text("type").unwrap_or_default(),
            required: value.get("required").and_then(Value::as_bool).unwrap_or(false),
            default: value.get("value").cloned().unwrap_or_default(),
            options: options.into_iter().flatten().filter_map(|option| option.get("value").cloned()).collect(),
            pattern: text("pattern").filter(|pattern| !pattern.is_empty()),
        })
    }

    pub(super) fn is_secret(&self) -> bool {
        matches!(self.kind.as_str(), "password" | "secret")
    }

    /// What the form would send: the default, else for a required one something that fits. `Null` sends nothing.
    pub(super) fn usual(&self) -> Value {
        if !self.default.is_null() || !self.required {
            return self.default.clone();
        }
        match self.options.first() {
            Some(first) => self.of_option(first),
            None => match self.kind.as_str() {
                "number" => json!(1),
                "checkbox" => json!(true),
                "region" => json!(GLOBAL),
                _ => fitting(self.pattern.as_deref()).map_or(Value::Null, |text| json!(text)),
            },
        }
    }

    /// The value that choosing an option sends: several may be chosen of a checkbox or a multiselect.
    pub(super) fn of_option(&self, option: &Value) -> Value {
        match self.kind.as_str() {
            "checkbox" | "multiselect" => json!([option]),
            _ => option.clone(),
        }
    }

    /// A value that a broker must refuse, if one can be found.
    pub(super) fn misfit(&self) -> Option<Value> {
        match self.kind.as_str() {
            "dropdown" | "radio" if !self.options.is_empty() => Some(json!(NO_OPTION)),
            "multiselect" | "checkbox" if !self.options.is_empty() => Some(json!([NO_OPTION])),
            "text" | "textarea" | "password" | "secret" => {
                let pattern = self.pattern()?;
                MISFITS.iter().find(|text| !pattern.is_match(text)).map(|text| json!(text))
            }
            _ => None,
        }
    }

    fn pattern(&self) -> Option<Pattern> {
        self.pattern.as_deref().and_then(Pattern::parse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(value: Value) -> Parameter {
        Parameter::read(&value).unwrap()
    }

    #[test]
    fn a_value_that_fits_and_one_that_does_not_are_found() {
        let text =
            |pattern: &str| parameter(json!({ "name": "p", "type": "text", "required": true, "pattern": pattern }));
        for pattern in ["[a-z]+", "[0-9]{2}", "https://.*", ".+", "[A-Z]"] {
            let parameter = text(pattern);
            let fits = |value: &Value| parameter.pattern().unwrap().is_match(value.as_str().unwrap());
            assert!(fits(&parameter.usual()), "{pattern}");
            assert!(!fits(&parameter.misfit().unwrap()), "{pattern}");
        }
        assert_eq!(text(".*").misfit(), None);
        assert_eq!(text("(").misfit(), None, "a pattern that cannot be read forbids nothing");
        assert_eq!(text("never[^\\s\\S]").usual(), Value::Null);
    }

    #[test]
    fn options_are_sent_as_their_kind_wants_them() {
        let of = |kind: &str| parameter(json!({ "name": "p", "type": kind, "options": [{ "value": "a" }] }));
        assert_eq!(of("dropdown").of_option(&json!("a")), json!("a"));
        assert_eq!(of("multiselect").of_option(&json!("a")), json!(["a"]));
        assert_eq!(of("radio").misfit(), Some(json!(NO_OPTION)));
        assert_eq!(of("combo").misfit(), None, "a combo takes free text");
        assert_eq!(of("dropdown").usual(), Value::Null, "not required, no default");
    }

    #[test]
    fn what_is_no_parameter_is_left_out() {
        for value in [json!(7), json!({}), json!({ "name": "" }), json!({ "name": "location" })] {
            assert_eq!(Parameter::read(&value), None, "{value}");
        }
    }
}
