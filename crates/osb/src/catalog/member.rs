//! Taking single members out of a JSON object while noting everything that is wrong with them. Knows JSON types and
//! lengths, but not which members a catalog has.

use serde_json::{Map, Value};

use super::MOST_VIOLATIONS;
use crate::violation::{Expectation, Path, Severity, Violation, ViolationCode, preview};

/// The violations found so far, and how many more there were.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) violations: Vec<Violation>,
    pub(super) omitted: usize,
}

impl Notes {
    pub(super) fn add(
        &mut self,
        path: Path,
        code: ViolationCode,
        severity: Severity,
        found: Option<&Value>,
        expected: Expectation,
    ) {
        if self.violations.len() == MOST_VIOLATIONS {
            self.omitted += 1;
            return;
        }
        let found = found.map(preview).unwrap_or_default();
        self.violations.push(Violation { path, code, severity, found, expected });
    }

    pub(super) fn error(&mut self, path: Path, code: ViolationCode, found: Option<&Value>, expected: Expectation) {
        self.add(path, code, Severity::Error, found, expected);
    }
}

/// The members of one object at one place.
pub(super) struct Members<'a> {
    pub(super) object: &'a Map<String, Value>,
    pub(super) path: Path,
}

impl<'a> Members<'a> {
    /// A required text of at most `longest` characters; longer is a warning.
    pub(super) fn text(&self, notes: &mut Notes, name: &str, longest: usize) -> &'a str {
        let path = self.path.field(name);
        let Some(value) = self.required(notes, name, Expectation::Text) else { return "" };
        let Value::String(text) = value else {
            notes.error(path, ViolationCode::WrongType, Some(value), Expectation::Text);
            return "";
        };
        if text.trim().is_empty() {
            notes.error(path, ViolationCode::Empty, Some(value), Expectation::NonEmpty);
        } else if text.chars().nth(longest).is_some() {
            let expected = Expectation::AtMost(longest);
            notes.add(path, ViolationCode::TooLong, Severity::Warn, Some(value), expected);
        }
        text
    }

    /// A required flag.
    pub(super) fn flag(&self, notes: &mut Notes, name: &str) -> Option<bool> {
        self.required(notes, name, Expectation::Flag)?;
        self.optional_flag(notes, name)
    }

    pub(super) fn optional_flag(&self, notes: &mut Notes, name: &str) -> Option<bool> {
        let value = self.optional(notes, name)?;
        if value.as_bool().is_none() {
            notes.error(self.path.field(name), ViolationCode::WrongType, Some(value), Expectation::Flag);
        }
        value.as_bool()
    }

    pub(super) fn optional_number(&self, notes: &mut Notes, name: &str) -> Option<u64> {
        let value = self.optional(notes, name)?;
        if value.as_u64().is_none() {
            let path = self.path.field(name);
            notes.add(path, ViolationCode::WrongType, Severity::Warn, Some(value), Expectation::WholeNumber);
        }
        value.as_u64()
    }

    /// A required list; what is no list reads as empty.
    pub(super) fn list(&self, notes: &mut Notes, name: &str) -> &'a [Value] {
        match self.required(notes, name, Expectation::List) {
            Some(Value::Array(items)) => items,
            Some(other) => {
                notes.error(self.path.field(name), ViolationCode::WrongType, Some(other), Expectation::List);
                &[]
            }
            None => &[],
        }
    }

    /// An optional list of texts; items of another type are noted and left out.
    pub(super) fn texts(&self, notes: &mut Notes, name: &str) -> Vec<String> {
        let path = self.path.field(name);
        match self.optional(notes, name) {
            Some(Value::Array(items)) => {
                let mut texts = Vec::new();
                for (index, item) in items.iter().enumerate() {
                    match item {
                        Value::String(text) => texts.push(text.clone()),
                        other => {
                            notes.error(path.item(index), ViolationCode::WrongType, Some(other), Expectation::Text);
                        }
                    }
                }
                texts
            }
            Some(other) => {
                notes.error(path, ViolationCode::WrongType, Some(other), Expectation::ListOfText);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// An optional object whose content is free; another type is kept and only warned about.
    pub(super) fn free_form(&self, notes: &mut Notes, name: &str) -> Value {
        let Some(value) = self.optional(notes, name) else { return Value::Null };
        if !value.is_object() {
            let path = self.path.field(name);
            notes.add(path, ViolationCode::WrongType, Severity::Warn, Some(value), Expectation::Object);
        }
        value.clone()
    }

    /// `null` is read as absent, with a note (real brokers send it).
    pub(super) fn optional(&self, notes: &mut Notes, name: &str) -> Option<&'a Value> {
        match self.object.get(name) {
            Some(value @ Value::Null) => {
                let path = self.path.field(name);
                notes.add(path, ViolationCode::NullMember, Severity::Info, Some(value), Expectation::Absent);
                None
            }
            found => found,
        }
    }

    fn required(&self, notes: &mut Notes, name: &str, expected: Expectation) -> Option<&'a Value> {
        match self.object.get(name) {
            None | Some(Value::Null) => {
                let found = self.object.get(name);
                notes.error(self.path.field(name), ViolationCode::Missing, found, expected);
                None
            }
            found => found,
        }
    }
}
