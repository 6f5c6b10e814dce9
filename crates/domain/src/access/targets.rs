//! What policies about an offering can be narrowed to, and which other services may be given access to it (§4.8).

use serde::{Deserialize, Serialize};

use super::AccessDraft;
use crate::field::{self, Field};
use crate::findings::{Finding, Findings};
use crate::rule::{access as rule, any};
use crate::shape::{self, Text};

/// What a policy can name.
pub const ATTRIBUTE_KEYS: [&str; 5] = ["accountId", "serviceInstance", "region", "resourceType", "resource"];

/// How a policy compares it.
pub const ATTRIBUTE_OPERATORS: [&str; 2] = ["stringEquals", "stringMatch"];

/// How the policy editor asks for it.
pub const ATTRIBUTE_INPUTS: &[&str] = &["text", "selector"];

/// How many of `ATTRIBUTE_KEYS` every offering has, unless its author says something else.
const USUAL: usize = 3;

/// The most rows of either list; those beyond are not looked at.
const MOST_ROWS: usize = 100;

/// A policy target, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AttributeDraft {
    /// One of `ATTRIBUTE_KEYS`.
    pub key: String,
    /// Some of `ATTRIBUTE_OPERATORS`.
    pub operators: Vec<String>,
    /// One of `ATTRIBUTE_INPUTS`; empty: `text`.
    pub input: String,
}

/// Another service that may be given access, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SubjectDraft {
    /// Its programmatic name.
    pub service_name: String,
    /// Empty: whatever resource of it asks.
    pub resource_type: String,
}

impl AttributeDraft {
    fn usual(key: &str) -> Self {
        Self { key: key.to_owned(), operators: ATTRIBUTE_OPERATORS.map(str::to_owned).to_vec(), input: String::new() }
    }

    /// The operators that are not empty.
    pub fn listed_operators(&self) -> impl Iterator<Item = &str> {
        self.operators.iter().map(String::as_str).filter(|operator| !operator.is_empty())
    }

    pub fn is_blank(&self) -> bool {
        self.key.trim().is_empty()
    }
}

impl SubjectDraft {
    pub fn is_blank(&self) -> bool {
        self.service_name.trim().is_empty() && self.resource_type.trim().is_empty()
    }
}

impl AccessDraft {
    /// The policy targets of an offering whose author says nothing about them.
    pub(super) fn usual_attributes() -> Vec<AttributeDraft> {
        ATTRIBUTE_KEYS.into_iter().take(USUAL).map(AttributeDraft::usual).collect()
    }

    /// The policy targets that are not empty rows, with their index.
    pub fn listed_attributes(&self) -> impl Iterator<Item = (usize, &AttributeDraft)> {
        self.attributes.iter().enumerate().filter(|(_, attribute)| !attribute.is_blank())
    }

    /// The services that are not empty rows, with their index.
    pub fn listed_subjects(&self) -> impl Iterator<Item = (usize, &SubjectDraft)> {
        self.subjects.iter().enumerate().filter(|(_, subject)| !subject.is_blank())
    }

    pub(super) fn check_targets(&self, found: &mut Findings) {
        let number = self.listed_attributes().count();
        if number > MOST_ROWS {
            found.push(Finding::new(Field::Attributes, rule::TOO_MANY_ATTRIBUTES).naming(number));
        }
        for (index, attribute) in self.listed_attributes().take(MOST_ROWS) {
            let row = field::row(index);
            let (field, key) = (Field::AttributeKey(row), attribute.key.as_str());
            if !ATTRIBUTE_KEYS.contains(&key) {
                found.push(Finding::new(field, rule::ATTRIBUTE_UNKNOWN).naming(key));
            }
            if self.attributes[..index].iter().any(|before| before.key == key) {
                found.push(Finding::new(field, rule::ATTRIBUTE_TWICE).naming(key));
            }
            let field = Field::AttributeOperators(row);
            if attribute.listed_operators().next().is_none() {
                found.push(Finding::new(field, rule::ATTRIBUTE_WITHOUT_OPERATOR));
            }
            for other in attribute.listed_operators().filter(|operator| !ATTRIBUTE_OPERATORS.contains(operator)) {
                found.push(Finding::new(field, any::NOT_A_CHOICE).naming(other));
            }
            shape::optional(found, Field::AttributeInput(row), &attribute.input, ATTRIBUTE_INPUTS);
        }
        let number = self.listed_subjects().count();
        if number > MOST_ROWS {
            found.push(Finding::new(Field::Subjects, rule::TOO_MANY_SUBJECTS).naming(number));
        }
        for (index, subject) in self.listed_subjects().take(MOST_ROWS) {
            let row = field::row(index);
            let (field, name) = (Field::SubjectService(row), subject.service_name.as_str());
            if name.trim().is_empty() {
                found.push(Finding::new(field, rule::SUBJECT_MISSING));
            } else if !is_service_name(name) {
                found.push(Finding::new(field, rule::SUBJECT_INVALID).naming(name));
            }
            if self.subjects[..index].iter().any(|before| before == subject) {
                found.push(Finding::new(field, rule::SUBJECT_TWICE).naming(name));
            }
            let kind = Text::line(128);
            shape::text(found, Field::SubjectResourceType(row), &subject.resource_type, kind);
        }
    }
}

/// Whether a service could be called so (§4.6). That there is one is for the policies to find out.
fn is_service_name(name: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..32).contains(&name.len()) && name.bytes().all(is_inner) && !name.starts_with('-') && !name.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::AccessContext;

    #[test]
    fn an_offering_whose_author_said_nothing_has_the_three_usual_targets() {
        let filled = AccessDraft::default().filled(&AccessContext::default());
        let keys: Vec<&str> = filled.attributes.iter().map(|attribute| attribute.key.as_str()).collect();
        assert_eq!(keys, ["accountId", "serviceInstance", "region"]);
        let mut found = Findings::new();
        filled.check_targets(&mut found);
        assert!(found.is_empty(), "{found:?}");
        let own = AccessDraft { attributes: vec![AttributeDraft::usual("resource")], ..AccessDraft::default() };
        assert_eq!(own.filled(&AccessContext::default()).attributes, own.attributes);
    }

    #[test]
    fn what_was_frozen_before_there_were_targets_is_written_as_it_was() {
        let json = serde_json::to_string(&AccessDraft::default()).unwrap();
        assert!(!json.contains("attributes") && !json.contains("subjects"), "{json}");
    }
}
