//! `SLIPWAY__SECTION__KEY` as a configuration source. Other than figment's own provider it keeps texts as texts
//! (a client secret of digits stays one) and refuses a variable that names no key.

use std::ffi::OsString;

use figment::value::{Dict, Map, Value};
use figment::{Metadata, Profile, Provider};

use super::example::{self, Shape};
use super::problem::{ConfigError, Problem, nearest};

const PREFIX: &str = "SLIPWAY__";

pub(super) struct Environment {
    sections: Dict,
}

/// Our variables as texts. What others are is nobody's business here: they need not even be UTF-8.
pub(super) fn texts(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<Vec<(String, String)>, ConfigError> {
    let mut texts = Vec::new();
    let mut problems = Vec::new();
    let is_ours = |name: &OsString| name.as_encoded_bytes().starts_with(PREFIX.as_bytes());
    for (name, value) in variables.into_iter().filter(|(name, _)| is_ours(name)) {
        match (name.into_string(), value.into_string()) {
            (Ok(name), Ok(value)) => texts.push((name, value)),
            (Ok(name), Err(_)) => problems.push(no_text(name, "the value is no UTF-8 text")),
            (Err(name), _) => {
                problems.push(no_text(name.to_string_lossy().into_owned(), "the name is no UTF-8 text"));
            }
        }
    }
    if problems.is_empty() { Ok(texts) } else { Err(ConfigError { problems }) }
}

impl Environment {
    pub(super) fn new(variables: impl IntoIterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let mut sections = Dict::new();
        let mut problems = Vec::new();
        for (name, text) in variables.into_iter().filter(|(name, _)| name.starts_with(PREFIX)) {
            let path = name[PREFIX.len()..].to_ascii_lowercase();
            let Some((section, key)) = path.split_once("__").filter(|(section, key)| knows(section, key)) else {
                problems.push(unknown(&name, &path));
                continue;
            };
            let value = match example::shape(section, key) {
                Shape::Text => Value::from(text),
                Shape::List => list(&text),
                Shape::Other => scalar(&text),
            };
            let entry = sections.entry(section.to_owned()).or_insert_with(|| Value::from(Dict::new()));
            if let Value::Dict(_, keys) = entry {
                keys.insert(key.to_owned(), value);
            }
        }
        if problems.is_empty() { Ok(Self { sections }) } else { Err(ConfigError { problems }) }
    }
}

impl Provider for Environment {
    fn metadata(&self) -> Metadata {
        Metadata::named("the environment").interpolater(|_, keys| {
            let parts: Vec<String> = keys.iter().map(|key| key.to_ascii_uppercase()).collect();
            format!("{PREFIX}{}", parts.join("__"))
        })
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Map::from([(Profile::Default, self.sections.clone())]))
    }
}

/// Numbers and booleans; anything else stays a text, which the key then refuses by name.
fn scalar(text: &str) -> Value {
    match text.parse::<Value>() {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

/// `[443, 8443]`, or without brackets and quotes: `a.example.com, b.example.com`.
fn list(text: &str) -> Value {
    match scalar(text) {
        Value::Array(tag, items) => Value::Array(tag, items),
        _ if text.trim().is_empty() => Value::from(Vec::<String>::new()),
        _ => Value::from(text.split(',').map(|item| scalar(item.trim())).collect::<Vec<_>>()),
    }
}

fn knows(section: &str, name: &str) -> bool {
    example::single_keys().any(|key| key.section == section && key.name == name)
}

/// The value is not quoted: it may be a secret.
fn no_text(key: String, what: &str) -> Problem {
    Problem {
        key,
        source: "the environment".to_owned(),
        what: what.to_owned(),
        fix: "Set it again as UTF-8 text, or take it out of the environment.".to_owned(),
    }
}

fn unknown(name: &str, path: &str) -> Problem {
    let known: Vec<String> = example::single_keys().map(|key| key.path()).collect();
    let names = known.iter().map(|key| key.replace('.', "__"));
    let nearest = nearest(path, names).map(|near| format!("{PREFIX}{}", near.to_ascii_uppercase()));
    Problem {
        key: name.to_owned(),
        source: "the environment".to_owned(),
        what: "no such setting".to_owned(),
        fix: match nearest {
            Some(near) => format!("Did you mean {near}?"),
            None => format!("Known settings: {}.", known.join(", ")),
        },
    }
}
