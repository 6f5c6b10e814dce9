//! The form with which a service instance is created (§9), as typed, beside what the catalog offers to the person; and the
//! name of credentials.

use core::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::catalog::Details;
use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::instance::is_instance_name;
use crate::location::Location;
use crate::parameter::{self, Chosen, RESERVED, Typed};
use crate::rule::instance as rule;
use crate::shape::{choice, is_unseen};
use crate::text::character_name;

/// The longest text of custom parameters, in characters.
pub const LONGEST_PARAMETERS: usize = 16 * 1024;
/// The longest name, for the counter beside it; `is_instance_name` decides.
pub const LONGEST_NAME: u32 = 180;

/// `Debug` tells nothing of what the service is to get: it may be secret.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewInstanceDraft {
    /// The id of a plan.
    pub plan: String,
    pub location: String,
    pub name: String,
    /// A JSON object, or empty: what a service takes that no field of the form asks for.
    pub parameters: String,
    /// What was typed into the fields of the service's own parameters (§4.11).
    #[serde(skip_serializing_if = "Typed::is_empty")]
    pub values: Typed,
    /// The address of the terms that are accepted; empty: none are.
    pub terms: String,
}

impl fmt::Debug for NewInstanceDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { plan, location, name, parameters: _, values: _, terms } = self;
        f.debug_struct("NewInstanceDraft")
            .field("plan", plan)
            .field("location", location)
            .field("name", name)
            .field("terms", terms)
            .finish_non_exhaustive()
    }
}

impl NewInstanceDraft {
    /// `offered`: what the person sees of the service.
    pub fn check(&self, offered: &Details) -> Findings {
        self.judged(offered).1
    }

    /// The parameters as the broker gets them, and what the rules find. While they find something, the parameters are
    /// only those that could be read.
    pub fn judged(&self, offered: &Details) -> (Map<String, Value>, Findings) {
        let mut found = Findings::new();
        self.check_place(&mut found, offered);
        check_name(&mut found, Field::InstanceName, &self.name);
        let mut parameters = self.read_parameters(&mut found, offered);
        let (values, faults) = parameter::values(offered.parameters_at(self.chosen()), self.chosen(), &self.values);
        parameters.extend(values);
        found.extend(faults);
        found.extend(terms_fault(&self.terms, &offered.terms_url).map(|rule| Finding::new(Field::InstanceTerms, rule)));
        (parameters, found)
    }

    /// The plan and the place that decide which fields there are.
    pub fn chosen(&self) -> Chosen<'_> {
        Chosen { plan: &self.plan, location: &self.location }
    }

    fn check_place(&self, found: &mut Findings, offered: &Details) {
        let sold = offered.plans.iter().filter(|plan| !plan.locations.is_empty());
        let ids: Vec<String> = sold.map(|plan| plan.id.to_string()).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let plan = choice(found, Field::InstancePlan, &self.plan, &ids, rule::PLAN_MISSING);
        let places: Vec<&str> = offered.locations.iter().map(String::as_str).collect();
        let place = choice(found, Field::InstanceLocation, &self.location, &places, rule::LOCATION_MISSING);
        let (Some(plan), Some(place)) = (plan, place) else { return };
        let Some(plan) = offered.plans.iter().find(|known| known.id.to_string() == plan) else { return };
        if plan.locations.iter().all(|location| location != place) {
            let elsewhere: Vec<&str> = plan.locations.iter().map(|location| label(location)).collect();
            let finding = Finding::new(Field::InstanceLocation, rule::NOT_DEPLOYED_THERE);
            found.push(finding.naming(&plan.display_name).naming(elsewhere.join(", ")));
        }
    }

    /// The JSON object beside the fields; an empty one if there is none or it is refused.
    fn read_parameters(&self, found: &mut Findings, offered: &Details) -> Map<String, Value> {
        if self.parameters.trim().is_empty() {
            return Map::new();
        }
        let length = self.parameters.chars().count();
        let of = |rule| Finding::new(Field::InstanceParameters, rule);
        if length > LONGEST_PARAMETERS {
            found.push(of(rule::PARAMETERS_TOO_LONG).naming(length));
            return Map::new();
        }
        match read(&self.parameters) {
            Ok(parameters) if parameters.contains_key(RESERVED) => found.push(of(rule::PARAMETER_RESERVED)),
            Ok(parameters) => {
                let mut fields = offered.parameters_at(self.chosen()).iter();
                match fields.find(|known| parameters.contains_key(&known.name)) {
                    Some(known) => found.push(of(rule::PARAMETER_HAS_A_FIELD).naming(&known.name)),
                    None => return parameters,
                }
            }
            Err(Unread::NoJson { line, column }) => {
                found.push(of(rule::PARAMETERS_ARE_NO_JSON).naming(line).naming(column));
            }
            Err(Unread::NoObject) => found.push(of(rule::PARAMETERS_ARE_NO_OBJECT)),
        }
        Map::new()
    }
}

/// Credentials as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BindingDraft {
    pub name: String,
}

impl BindingDraft {
    pub fn check(&self) -> Findings {
        let mut found = Findings::new();
        check_name(&mut found, Field::BindingName, &self.name);
        found
    }
}

/// What an instance and what its credentials may be called.
fn check_name(found: &mut Findings, field: Field, name: &str) {
    if name.trim().is_empty() {
        found.push(Finding::new(field, rule::NAME_MISSING));
    } else if let Some(odd) = name.chars().find(|character| !is_instance_name(&format!("x{character}"))) {
        let odd = if is_unseen(odd, false) { character_name(odd) } else { format!("“{odd}”") };
        found.push(Finding::new(field, rule::NAME_CHARACTER).naming(odd));
    } else if !is_instance_name(name) {
        found.push(Finding::new(field, rule::NAME_TOO_LONG).naming(name.chars().count()));
    }
}

/// What is wrong with the terms that are accepted, beside those that there are.
pub fn terms_fault(accepted: &str, terms: &str) -> Option<crate::rule::RuleId> {
    match accepted {
        _ if accepted == terms => None,
        "" => Some(rule::TERMS_NOT_ACCEPTED),
        _ => Some(rule::TERMS_CHANGED),
    }
}

enum Unread {
    NoJson { line: usize, column: usize },
    NoObject,
}

fn read(text: &str) -> Result<Map<String, Value>, Unread> {
    match serde_json::from_str(text) {
        Ok(Value::Object(parameters)) => Ok(parameters),
        Ok(_) => Err(Unread::NoObject),
        Err(error) => Err(Unread::NoJson { line: error.line(), column: error.column() }),
    }
}

fn label(location: &str) -> &str {
    Location::find(location).map_or(location, |known| known.label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{sample, text};

    fn told(name: &str) -> Vec<String> {
        BindingDraft { name: name.to_owned() }.check().iter().map(text::what).collect()
    }

    #[test]
    fn a_character_that_a_name_cannot_have_is_named() {
        assert_eq!(told("a/b"), ["The name contains a character that it cannot have: “/”."]);
        assert_eq!(told(&"x".repeat(181)), ["The name has 181 characters; 180 is the most."]);
        assert!(told("Vector store: eu-de_1.0").is_empty());
    }

    fn offered() -> Details {
        Details::of(&sample::offering(), true, sample::at(0))
    }

    #[test]
    fn what_the_rules_let_pass_is_sent_as_it_was_typed() {
        assert_eq!(parameters(" "), Some(Map::new()));
        let read = parameters(r#"{"replicas": 3}"#).unwrap();
        assert_eq!(Value::Object(read).to_string(), r#"{"replicas":3}"#);
        for refused in ["[1]", "3", "null", "{", "{\"a\":}"] {
            assert_eq!(parameters(refused), None, "{refused}");
        }
    }

    /// What is sent of the JSON; `None` if it is refused.
    fn parameters(json: &str) -> Option<Map<String, Value>> {
        let draft = NewInstanceDraft { parameters: json.to_owned(), ..NewInstanceDraft::default() };
        let (sent, found) = draft.judged(&offered());
        found.iter().all(|finding| finding.field != Field::InstanceParameters).then_some(sent)
    }

    #[test]
    fn a_draft_that_is_written_down_tells_nothing_of_what_the_service_gets() {
        let draft = NewInstanceDraft {
            name: "store".to_owned(),
            parameters: r#"{"pin": "7391"}"#.to_owned(),
            values: [("token".to_owned(), vec!["made-up-token".to_owned()])].into(),
            ..NewInstanceDraft::default()
        };
        let written = format!("{draft:?}");
        assert!(written.contains("store") && !written.contains("7391") && !written.contains("made-up"), "{written}");
    }

    #[test]
    fn a_nest_of_brackets_is_refused_and_nothing_else_happens() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(8_000), "]".repeat(8_000));
        assert_eq!(parameters(&deep), None);
    }
}
