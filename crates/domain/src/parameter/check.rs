//! What is wrong with a definition (§4.11): every finding names the parameter and the member that it is about.

use serde_json::{Map, Value};

use super::migrate::{is_nested, migrated_text, spelling};
use super::read::ASSOCIATIONS;
use super::{LONGEST_DEFINITION, MOST_PARAMETERS, Parameter};
use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::rule::{RuleId, parameter as rule};
use crate::shape::is_unseen;
use crate::text::character_name;

mod meant;

/// What a member holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    Flag,
    List,
    Object,
    Any,
}

const MEMBERS: [(&str, Shape); 17] = [
    ("name", Shape::Text),
    ("displayname", Shape::Text),
    ("type", Shape::Text),
    ("options", Shape::List),
    ("optionsUrl", Shape::Text),
    ("validationUrl", Shape::Text),
    ("value", Shape::Any),
    ("layout", Shape::Text),
    ("required", Shape::Flag),
    ("pattern", Shape::Text),
    ("invalidmessage", Shape::Text),
    ("placeholder", Shape::Text),
    ("description", Shape::Text),
    ("readonly", Shape::Flag),
    ("hidden", Shape::Flag),
    (ASSOCIATIONS, Shape::Object),
    ("i18n", Shape::Object),
];
const OPTION: [(&str, Shape); 3] = [("displayname", Shape::Text), ("value", Shape::Text), ("i18n", Shape::Object)];
const SHOWN_FOR: [(&str, Shape); 2] = [("showFor", Shape::List), ("optionsRefresh", Shape::Flag)];
const DEPENDENCE: [(&str, Shape); 3] =
    [("name", Shape::Text), ("showFor", Shape::List), ("optionsRefresh", Shape::Flag)];
const ASSOCIATED: [(&str, Shape); 3] =
    [("plan", Shape::Object), ("location", Shape::Object), ("parameters", Shape::List)];

/// A page shows no more of them.
const MOST_FINDINGS: usize = 100;

/// `plans`: the ids of the offering's plans. No options are asked for at an address.
pub fn check(text: &str, plans: &[String]) -> Findings {
    check_beside(text, plans, &[])
}

/// `origins`: those of the offering's brokers, at which options may be asked for (DEC-15).
pub fn check_beside(text: &str, plans: &[String], origins: &[String]) -> Findings {
    let mut found = Findings::new();
    if text.trim().is_empty() {
        return found;
    }
    let length = text.chars().count();
    if length > LONGEST_DEFINITION {
        found.push(fault(rule::TOO_LONG).naming(length).naming(LONGEST_DEFINITION));
        return found;
    }
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            found.push(fault(rule::NOT_JSON).naming(error.line()).naming(error.column()));
            return found;
        }
    };
    if is_nested(&value) {
        found.push(fault(rule::NESTED).suggesting(migrated_text(&value)));
        return found;
    }
    let Some(list) = value.as_array() else {
        found.push(fault(rule::NOT_A_LIST));
        return found;
    };
    if list.len() > MOST_PARAMETERS {
        found.push(fault(rule::TOO_MANY).naming(list.len()).naming(MOST_PARAMETERS));
    }
    let counted = list.iter().take(MOST_PARAMETERS).enumerate();
    let written: Vec<Written<'_>> = counted.map(|(at, one)| Written::of(at, one)).collect();
    for one in &written {
        one.check(&mut found, &value);
    }
    meant::check(&mut found, &written, plans, origins);
    bounded(found)
}

/// No more than anybody reads, errors before the rest, so that none of them is lost among warnings.
fn bounded(found: Findings) -> Findings {
    if found.len() <= MOST_FINDINGS {
        return found;
    }
    let errors: Findings = found.errors().take(MOST_FINDINGS).cloned().collect();
    if errors.is_empty() { found.into_iter().take(MOST_FINDINGS).collect() } else { errors }
}

fn fault(rule: RuleId) -> Finding {
    Finding::new(Field::Parameters, rule)
}

/// A parameter as it is written, with what it means as far as it can be read.
struct Written<'a> {
    /// Its name, else its place: `parameter 3`.
    label: String,
    raw: &'a Value,
    parameter: Option<Parameter>,
}

impl<'a> Written<'a> {
    fn of(at: usize, raw: &'a Value) -> Self {
        let name = raw.get("name").and_then(Value::as_str).unwrap_or_default().trim();
        let label = if name.is_empty() { format!("parameter {}", at + 1) } else { name.to_owned() };
        Self { label, raw, parameter: Parameter::read(raw) }
    }

    fn fault(&self, rule: RuleId) -> Finding {
        fault(rule).naming(&self.label)
    }

    /// Its members, their spelling and what is in them. `whole`: the definition.
    fn check(&self, found: &mut Findings, whole: &Value) {
        let Some(members) = self.raw.as_object() else {
            found.push(self.fault(rule::MEMBER_TYPE).naming("definition").naming(Shape::Object.told()));
            return;
        };
        self.members(found, "", members, &MEMBERS, whole);
        for name in ["name", "displayname", "type"] {
            self.is_there(found, "", members, name);
        }
        for (at, option) in listed(members, "options").enumerate() {
            let place = format!("options[{at}].");
            self.inner(found, (place.as_str(), option), &OPTION, &["displayname", "value"], whole);
        }
        let Some(associations) = members.get(ASSOCIATIONS).and_then(Value::as_object) else { return };
        self.members(found, "associations.", associations, &ASSOCIATED, whole);
        for name in ["plan", "location"] {
            if let Some(Value::Object(inner)) = associations.get(name) {
                self.members(found, &format!("associations.{name}."), inner, &SHOWN_FOR, whole);
            }
        }
        for (at, other) in listed(associations, "parameters").enumerate() {
            let place = format!("associations.parameters[{at}].");
            self.inner(found, (place.as_str(), other), &DEPENDENCE, &["name"], whole);
        }
    }

    /// An object in a list.
    fn inner(
        &self,
        found: &mut Findings,
        (place, value): (&str, &Value),
        known: &[(&str, Shape)],
        needed: &[&str],
        whole: &Value,
    ) {
        let Some(members) = value.as_object() else {
            let named = place.trim_end_matches('.');
            found.push(self.fault(rule::MEMBER_TYPE).naming(named).naming(Shape::Object.told()));
            return;
        };
        self.members(found, place, members, known, whole);
        for name in needed {
            self.is_there(found, place, members, name);
        }
    }

    fn members(
        &self,
        found: &mut Findings,
        place: &str,
        members: &Map<String, Value>,
        known: &[(&str, Shape)],
        whole: &Value,
    ) {
        for (name, value) in members {
            let member = format!("{place}{name}");
            match known.iter().find(|(known, _)| known == name) {
                None => match spelling(name) {
                    Some(counts) => {
                        // One remedy mends them all.
                        let is_first = found.iter().all(|other| other.rule != rule::MEMBER_SPELLING);
                        let mended = if is_first { migrated_text(whole) } else { String::new() };
                        let finding = self.fault(rule::MEMBER_SPELLING).naming(member).naming(counts);
                        found.push(finding.suggesting(mended));
                    }
                    None => found.push(self.fault(rule::MEMBER_UNKNOWN).naming(member)),
                },
                Some((_, shape)) if !shape.fits(value) => {
                    found.push(self.fault(rule::MEMBER_TYPE).naming(member).naming(shape.told()));
                }
                Some(_) => {
                    let unseen = value.as_str().and_then(|text| text.chars().find(|c| is_unseen(*c, true)));
                    found.extend(unseen.map(|character| {
                        self.fault(rule::MEMBER_CHARACTER).naming(member).naming(character_name(character))
                    }));
                }
            }
        }
    }

    /// An option's value may be empty: it is one of the answers.
    fn is_there(&self, found: &mut Findings, place: &str, members: &Map<String, Value>, name: &str) {
        let is_missing = match members.get(name) {
            None => true,
            Some(Value::String(text)) => text.trim().is_empty() && name != "value",
            Some(_) => false,
        };
        if is_missing {
            found.push(self.fault(rule::MEMBER_MISSING).naming(format!("{place}{name}")));
        }
    }
}

fn listed<'a>(members: &'a Map<String, Value>, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    members.get(name).and_then(Value::as_array).into_iter().flatten()
}

impl Shape {
    fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Flag => value.is_boolean(),
            Self::List => value.is_array(),
            Self::Object => value.is_object(),
            Self::Any => true,
        }
    }

    const fn told(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Flag => "true or false",
            Self::List => "a list",
            Self::Object => "an object",
            Self::Any => "any value",
        }
    }
}
