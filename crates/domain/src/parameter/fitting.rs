//! Values that a definition accepts, for who tries out a form or a broker and means nothing by them.

use super::{Chosen, Kind, Parameter, Pattern, Typed, shown};

/// Tried in this order where a text has a pattern.
const SAMPLES: [&str; 10] = [
    "slipway",
    "slipway-test",
    "Slipway1",
    "1",
    "10",
    "a",
    "A",
    "test@example.com",
    "10.0.0.0/24",
    "https://example.com",
];

/// A text that a pattern allows; `None` if none was found. A pattern that cannot be read allows everything.
pub fn fitting(pattern: Option<&str>) -> Option<&'static str> {
    match pattern.filter(|written| !written.is_empty()).and_then(Pattern::parse) {
        None => Some(SAMPLES[0]),
        Some(pattern) => SAMPLES.into_iter().find(|text| pattern.is_match(text)),
    }
}

/// A form in which everything is filled in that has to be and has no default.
pub fn filled(parameters: &[Parameter], chosen: Chosen<'_>) -> Typed {
    let mut typed = Typed::new();
    // What is filled in may bring another field, which comes to its turn in the next round.
    for _ in parameters {
        let before = typed.len();
        for (_, parameter) in shown(parameters, chosen, &typed) {
            if parameter.required && parameter.is_open() && parameter.default.is_null() {
                typed.entry(parameter.name.clone()).or_insert_with(|| vec![parameter.some_value()]);
            }
        }
        if typed.len() == before {
            break;
        }
    }
    typed
}

impl Parameter {
    fn some_value(&self) -> String {
        if let Some(first) = self.choices().into_iter().next() {
            return first.value;
        }
        match self.kind {
            Kind::Number => "1".to_owned(),
            _ if self.is_flag() => "true".to_owned(),
            _ => fitting(Some(&self.pattern)).unwrap_or(SAMPLES[0]).to_owned(),
        }
    }
}
