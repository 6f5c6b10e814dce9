//! What a customer typed, as the broker gets it: judged by the definition, and of the type that its kind has (§4.11).
//! No finding quotes a value: it may be a secret.

use serde_json::{Map, Number, Value};

use super::{Chosen, Kind, LONGEST_PATTERNED, LONGEST_VALUE, Parameter, Pattern, Typed, shown};
use crate::field::{self, Field};
use crate::findings::{Finding, Findings};
use crate::rule::{RuleId, instance as rule};

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Missing,
    TooLong,
    NotAnOption,
    NotANumber,
    Misfit,
}

/// The values to send, and what is wrong with those that cannot be. A parameter that is not shown is neither judged nor
/// sent; a hidden one is sent.
pub fn values(parameters: &[Parameter], chosen: Chosen<'_>, typed: &Typed) -> (Map<String, Value>, Findings) {
    let (mut values, mut found) = (Map::new(), Findings::new());
    for (at, parameter) in shown(parameters, chosen, typed) {
        match parameter.given(typed) {
            Ok(Some(value)) => drop(values.insert(parameter.name.clone(), value)),
            Ok(None) => {}
            Err(fault) => found.push(parameter.finding(field::row(at), fault)),
        }
    }
    (values, found)
}

impl Parameter {
    fn given(&self, typed: &Typed) -> Result<Option<Value>, Fault> {
        let was_asked = self.is_open() && typed.contains_key(&self.name);
        if !was_asked && self.default.is_null() {
            return if self.required { Err(Fault::Missing) } else { Ok(None) };
        }
        self.value(&self.texts(typed), |text| self.fits(text))
    }

    /// `None`: nothing is sent. `fits` is asked about a text for which there may be a pattern.
    pub(super) fn value(&self, texts: &[String], fits: impl Fn(&str) -> bool) -> Result<Option<Value>, Fault> {
        if self.is_flag() {
            let is_ticked = texts.iter().any(|text| text == "true");
            return if self.required && !is_ticked { Err(Fault::Missing) } else { Ok(Some(is_ticked.into())) };
        }
        if texts.iter().any(|text| text.chars().count() > self.longest()) {
            return Err(Fault::TooLong);
        }
        if self.is_list() && !self.awaits_options() {
            return self.list(texts);
        }
        let Some(text) = texts.first() else { return if self.required { Err(Fault::Missing) } else { Ok(None) } };
        if self.awaits_options() {
            // What is not known judges nothing.
            return Ok(Some(if self.is_list() { texts.into() } else { text.as_str().into() }));
        }
        let value = match self.kind {
            Kind::Number => Value::Number(number(text).ok_or(Fault::NotANumber)?),
            Kind::Dropdown | Kind::Radio | Kind::Region | Kind::ResourceGroup => {
                let is_known = self.choices().iter().any(|choice| choice.value == *text);
                if !is_known {
                    return Err(Fault::NotAnOption);
                }
                text.as_str().into()
            }
            kind if kind.is_text() && !fits(text) => return Err(Fault::Misfit),
            _ => text.as_str().into(),
        };
        Ok(Some(value))
    }

    /// In the order of the options.
    fn list(&self, texts: &[String]) -> Result<Option<Value>, Fault> {
        let choices = self.choices();
        // No form sends more; the empty entry is none of the texts.
        if texts.len() > choices.len() {
            return Err(Fault::NotAnOption);
        }
        if texts.iter().any(|text| choices.iter().all(|choice| choice.value != *text)) {
            return Err(Fault::NotAnOption);
        }
        let chosen = choices.into_iter().map(|choice| choice.value).filter(|value| texts.contains(value));
        let chosen: Vec<Value> = chosen.map(Value::String).collect();
        if chosen.is_empty() && self.required { Err(Fault::Missing) } else { Ok(Some(Value::Array(chosen))) }
    }

    /// In characters.
    fn longest(&self) -> usize {
        if self.kind.is_text() && !self.pattern.is_empty() { LONGEST_PATTERNED } else { LONGEST_VALUE }
    }

    /// Nothing fits a pattern that cannot be read.
    fn fits(&self, text: &str) -> bool {
        self.pattern.is_empty() || Pattern::parse(&self.pattern).is_some_and(|pattern| pattern.is_match(text))
    }

    fn finding(&self, row: u8, fault: Fault) -> Finding {
        let told = |rule: RuleId| Finding::new(Field::InstanceValue(row), rule).naming(&self.display_name);
        match fault {
            Fault::Missing => told(rule::VALUE_MISSING),
            Fault::TooLong => told(rule::VALUE_TOO_LONG).naming(self.longest()),
            Fault::NotAnOption => told(rule::VALUE_IS_NO_OPTION),
            Fault::NotANumber => told(rule::VALUE_IS_NO_NUMBER),
            Fault::Misfit => {
                let message = self.invalid_message.trim().trim_end_matches('.');
                let asked = if message.is_empty() { self.pattern.as_str() } else { message };
                told(rule::VALUE_MISFIT).naming(asked)
            }
        }
    }
}

/// As JSON writes numbers, without the spaces around it.
fn number(text: &str) -> Option<Number> {
    serde_json::from_str(text.trim()).ok()
}
