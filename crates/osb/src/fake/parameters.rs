//! What the fake broker says to custom parameters (§4.11), as its catalog's metadata has them: options and patterns.

use regex::Regex;
use serde_json::{Map, Value};

use super::reply::{Refused, bad_request};

pub(super) fn check(service: &Map<String, Value>, parameters: &Value) -> Result<(), Refused> {
    let known = service.get("metadata").and_then(|metadata| metadata.get("parameters")).and_then(Value::as_array);
    for parameter in known.into_iter().flatten() {
        let Some(name) = parameter["name"].as_str() else { continue };
        match parameters.get(name) {
            None => {}
            Some(Value::Array(values)) => {
                for value in values {
                    one(name, parameter, value)?;
                }
            }
            Some(value) => one(name, parameter, value)?,
        }
    }
    Ok(())
}

fn one(name: &str, parameter: &Value, value: &Value) -> Result<(), Refused> {
    let options = parameter["options"].as_array();
    if options.is_some_and(|options| !options.iter().any(|option| option["value"] == *value)) {
        return Err(bad_request(format!("{name} is none of its options.")));
    }
    if let Some(pattern) = parameter["pattern"].as_str() {
        let pattern = Regex::new(&format!("^(?:{pattern})$")).map_err(|_| bad_request("The pattern is broken."))?;
        if !value.as_str().is_some_and(|text| pattern.is_match(text)) {
            return Err(bad_request(format!("{name} does not have the form that it should.")));
        }
    }
    Ok(())
}
