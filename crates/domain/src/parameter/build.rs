//! The builder beside the JSON (§4.11, "Simple"): it adds a parameter to the text and moves or removes one that is
//! there. A text that is no list is left as it is, but for another spelling of one, which is mended.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Kind;
use super::migrate::migrated_text;
use crate::rows;
use crate::settings::SettingsDraft;

/// What an intent of the builder begins with.
const INTENT: &str = "parameter:";
/// The intent of the button that adds what the builder holds.
pub const ADD_INTENT: &str = "parameter:add";
/// The intent of the remedy for another spelling: whatever the text is by now, it is written in the form that counts.
pub const MEND_INTENT: &str = "parameter:mend";

/// A parameter as typed into the builder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewParameterDraft {
    pub name: String,
    pub display_name: String,
    /// The name of a [`Kind`]; empty: a text.
    pub kind: String,
    pub description: String,
    /// `yes` or empty
    pub required: String,
    /// The default. Of a list: its values, with commas between them.
    pub value: String,
    /// One in a line: the value, or the value, an equals sign and what people read.
    pub options: String,
    /// Where the provider tells the options, in the place of those that are listed.
    pub options_url: String,
    /// Where the provider judges a value.
    pub validation_url: String,
}

impl SettingsDraft {
    /// `parameter:add`, `parameter:remove:<row>`, `parameter:up:<row>`, `parameter:down:<row>`, the same of the rows of
    /// `compliance:`, or `parameter:mend`; anything else changes nothing.
    #[must_use]
    pub fn with(mut self, intent: &str, new: &NewParameterDraft) -> Self {
        if let Some(intent) = intent.strip_prefix("compliance:") {
            rows::edit(&mut self.extras.compliance, intent, String::new);
        } else if intent == MEND_INTENT {
            if let Some(text) = mended(&self.parameters) {
                self.parameters = text;
            }
        } else if let Some(intent) = intent.strip_prefix(INTENT)
            && let Some(text) = edited(&self.parameters, intent, new)
        {
            self.parameters = text;
        }
        self
    }
}

/// What the builder calls each member of the list, in its order: its name and type, else its place; empty for a text
/// that is no list.
pub fn listed(text: &str) -> Vec<String> {
    let list: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
    let text = |value: &Value, member: &str| value.get(member).and_then(Value::as_str).unwrap_or_default().to_owned();
    let called = |(at, value): (usize, &Value)| match (text(value, "name"), text(value, "type")) {
        (name, _) if name.trim().is_empty() => format!("#{}", at + 1),
        (name, kind) if kind.is_empty() => name,
        (name, kind) => format!("{name} ({kind})"),
    };
    list.iter().enumerate().map(called).collect()
}

/// Whether the builder can add to this text: there is none yet, or it is a list with room for one more.
pub fn can_add(text: &str) -> bool {
    edited(text, "add", &NewParameterDraft::default()).is_some()
}

/// The text in the form that counts; `None` if there is no list in it.
fn mended(text: &str) -> Option<String> {
    let text = migrated_text(&serde_json::from_str(text).ok()?);
    (!text.is_empty()).then_some(text)
}

fn edited(text: &str, intent: &str, new: &NewParameterDraft) -> Option<String> {
    let before: Vec<Value> = if text.trim().is_empty() { Vec::new() } else { serde_json::from_str(text).ok()? };
    let mut list = before.clone();
    rows::edit(&mut list, intent, || new.json());
    if list == before {
        None
    } else if list.is_empty() {
        Some(String::new())
    } else {
        serde_json::to_string_pretty(&list).ok()
    }
}

impl NewParameterDraft {
    /// Whether nothing was typed. A type is always chosen.
    pub fn is_empty(&self) -> bool {
        *self == Self { kind: self.kind.clone(), ..Self::default() }
    }

    fn json(&self) -> Value {
        let kind = if self.kind.is_empty() { Kind::Text.name() } else { &self.kind };
        let label = if self.display_name.trim().is_empty() { &self.name } else { &self.display_name };
        let mut members = Map::new();
        members.insert("name".to_owned(), self.name.trim().into());
        members.insert("displayname".to_owned(), label.trim().into());
        members.insert("type".to_owned(), kind.into());
        let options: Vec<Value> = self.options.lines().filter_map(option).collect();
        if !self.description.trim().is_empty() {
            members.insert("description".to_owned(), self.description.trim().into());
        }
        if self.required == "yes" {
            members.insert("required".to_owned(), true.into());
        }
        if !self.value.trim().is_empty() {
            let has_options = !options.is_empty() || !self.options_url.trim().is_empty();
            members.insert("value".to_owned(), default(kind, has_options, self.value.trim()));
        }
        if !options.is_empty() {
            members.insert("options".to_owned(), options.into());
        }
        for (name, address) in [("optionsUrl", &self.options_url), ("validationUrl", &self.validation_url)] {
            if !address.trim().is_empty() {
                members.insert(name.to_owned(), address.trim().into());
            }
        }
        members.into()
    }
}

/// A number and a tick box stay as typed where they are neither, and a finding tells.
fn default(kind: &str, has_options: bool, typed: &str) -> Value {
    match Kind::parse(kind) {
        Some(Kind::Multiselect) => typed.split(',').map(|value| Value::from(value.trim())).collect(),
        Some(Kind::Checkbox) if has_options => typed.split(',').map(|value| Value::from(value.trim())).collect(),
        Some(Kind::Checkbox | Kind::Number) => {
            let read: Option<Value> = serde_json::from_str(typed).ok();
            read.filter(|value| value.is_number() || value.is_boolean()).unwrap_or_else(|| typed.into())
        }
        _ => typed.into(),
    }
}

fn option(line: &str) -> Option<Value> {
    let line = line.trim();
    let (value, label) = line.split_once('=').unwrap_or((line, line));
    (!line.is_empty()).then(|| json!({ "value": value.trim(), "displayname": label.trim() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::read;

    fn size() -> NewParameterDraft {
        NewParameterDraft {
            name: "size".to_owned(),
            kind: "dropdown".to_owned(),
            required: "yes".to_owned(),
            options: "s = Small\n\nl\n".to_owned(),
            ..NewParameterDraft::default()
        }
    }

    #[test]
    fn what_the_builder_adds_is_what_a_person_would_write() {
        let draft = SettingsDraft::default().with("parameter:add", &size());
        let [added] = read(&draft.parameters).try_into().unwrap();
        assert_eq!((added.display_name.as_str(), added.kind, added.required), ("size", Kind::Dropdown, true));
        let options = added.options.iter().map(|option| (option.value.as_str(), option.label.as_str()));
        assert_eq!(options.collect::<Vec<_>>(), [("s", "Small"), ("l", "l")]);
        let count = NewParameterDraft { kind: "number".to_owned(), value: "3".to_owned(), ..size() };
        assert_eq!(count.json()["value"], 3);
        assert!(count.json().get("optionsUrl").is_none() && count.json().get("validationUrl").is_none());
        let told = NewParameterDraft {
            kind: "multiselect".to_owned(),
            options: String::new(),
            options_url: " https://a.example/options ".to_owned(),
            validation_url: "https://a.example/valid".to_owned(),
            ..size()
        };
        let draft = SettingsDraft::default().with("parameter:add", &told);
        let [told] = read(&draft.parameters).try_into().unwrap();
        assert_eq!(told.options_url, "https://a.example/options");
        assert_eq!(told.validation_url, "https://a.example/valid");
    }

    #[test]
    fn parameters_are_moved_and_removed_and_the_last_one_leaves_an_empty_text() {
        let other = NewParameterDraft { name: "other".to_owned(), ..size() };
        let two = SettingsDraft::default().with("parameter:add", &size()).with("parameter:add", &other);
        let names = |draft: &SettingsDraft| read(&draft.parameters).into_iter().map(|one| one.name).collect::<Vec<_>>();
        assert_eq!(names(&two), ["size", "other"]);
        assert_eq!(names(&two.clone().with("parameter:up:1", &size())), ["other", "size"]);
        let one = two.with("parameter:remove:0", &size());
        assert_eq!(names(&one), ["other"]);
        assert_eq!(one.with("parameter:remove:0", &size()).parameters, "");
    }

    #[test]
    fn a_text_that_is_no_list_is_left_as_it_is() {
        for text in ["{", "{}", "7", "[1"] {
            let draft = SettingsDraft { parameters: text.to_owned(), ..SettingsDraft::default() };
            for intent in [ADD_INTENT, MEND_INTENT, "parameter:remove:0", "parameter:", "add", ""] {
                assert_eq!(draft.clone().with(intent, &size()), draft, "{text} {intent}");
            }
        }
    }

    #[test]
    fn the_builder_adds_where_it_says_that_it_can_and_nowhere_else() {
        let full = Value::from(vec![0; 100]).to_string();
        let cases = [("", true), (" ", true), ("[]", true), ("[{", false), ("{}", false), (full.as_str(), false)];
        for (text, can) in cases {
            let draft = SettingsDraft { parameters: text.to_owned(), ..SettingsDraft::default() };
            assert_eq!(can_add(text), can, "{text}");
            assert_eq!(draft.clone().with(ADD_INTENT, &size()) != draft, can, "{text}");
        }
    }

    #[test]
    fn a_builder_with_nothing_but_a_type_is_empty() {
        let untouched = NewParameterDraft { kind: "number".to_owned(), ..NewParameterDraft::default() };
        assert!(untouched.is_empty() && NewParameterDraft::default().is_empty() && !size().is_empty());
        assert!(!NewParameterDraft { required: "yes".to_owned(), ..untouched }.is_empty());
    }

    #[test]
    fn another_spelling_is_mended_as_it_is_typed_by_now() {
        let older = r#"{"userDefinedService": [{"name": "size", "display_name": "Size", "type": "text"}]}"#;
        let draft = SettingsDraft { parameters: older.to_owned(), ..SettingsDraft::default() };
        let draft = draft.with(MEND_INTENT, &NewParameterDraft::default());
        let written: Value = serde_json::from_str(&draft.parameters).unwrap();
        assert_eq!(written, json!([{ "name": "size", "displayname": "Size", "type": "text" }]));
    }
}
