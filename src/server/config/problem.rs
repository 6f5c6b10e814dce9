//! What is wrong with a configuration, in words that an operator can act on: key, source, problem, fix.

use core::fmt;
use std::path::Path;

use figment::error::Kind;

use super::example;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// `section.key`, or the name of the environment variable.
    pub key: String,
    /// Where the value came from: a file, the environment, or the defaults.
    pub source: String,
    pub what: String,
    pub fix: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    pub problems: Vec<Problem>,
}

impl ConfigError {
    pub(super) fn missing_file(path: &Path) -> Self {
        let problem = Problem {
            key: "--config".to_owned(),
            source: "the command line".to_owned(),
            what: format!("there is no file {}", path.display()),
            fix: "Create it with `slipway config --example > FILE`, or leave the option out.".to_owned(),
        };
        Self { problems: vec![problem] }
    }
}

impl std::error::Error for ConfigError {}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration is wrong, so nothing was started")?;
        for Problem { key, source, what, fix } in &self.problems {
            write!(f, "\n\n  {key} (from {source}): {what}.\n  {fix}")?;
        }
        Ok(())
    }
}

impl From<figment::Error> for ConfigError {
    fn from(error: figment::Error) -> Self {
        Self { problems: error.into_iter().map(|error| describe(&error)).collect() }
    }
}

fn describe(error: &figment::Error) -> Problem {
    let path = error.path.join(".");
    let source = match &error.metadata {
        Some(metadata) => match &metadata.source {
            Some(source) => source.to_string(),
            None => metadata.name.to_string(),
        },
        None => "the configuration".to_owned(),
    };
    let (key, what, fix) = match &error.kind {
        Kind::UnknownField(field, known) => {
            let key = joined(error.path.iter().filter(|part| *part != field), field);
            let near = nearest(field, known.iter().map(ToString::to_string));
            let fix = near.map_or_else(
                || format!("Known here: {}.", known.join(", ")),
                |near| format!("Did you mean `{near}`? Known here: {}.", known.join(", ")),
            );
            (key, "no such key".to_owned(), fix)
        }
        Kind::MissingField(field) => {
            let key = joined(error.path.iter(), field);
            let fix = fix_for(&key);
            (key, "this key is missing".to_owned(), fix)
        }
        Kind::UnknownVariant(found, known) => {
            (path.clone(), format!("`{found}` is none of {}", known.join(", ")), fix_for(&path))
        }
        Kind::InvalidType(found, expected) => {
            (path.clone(), format!("found {found} where {} belongs", plain(expected)), fix_for(&path))
        }
        Kind::InvalidValue(found, expected) => {
            (path.clone(), format!("{found} is no {}", plain(expected)), fix_for(&path))
        }
        other => (path.clone(), other.to_string().trim_end_matches('.').trim().to_owned(), fix_for(&path)),
    };
    let key = if key.is_empty() { "the file".to_owned() } else { key };
    Problem { key, source, what, fix }
}

/// The documentation of a key and a value that works. Also right for an item of a list (`server.allowed_hosts.0`).
pub(super) fn fix_for(path: &str) -> String {
    let without_numbers: Vec<&str> = path.split('.').filter(|part| part.parse::<usize>().is_err()).collect();
    let documented = example::key(&without_numbers.join("."));
    match documented {
        Some(key) => format!("{} Example: {} = {}", key.about, key.name, key.sample),
        None => "`slipway config --example` prints a file with every key explained.".to_owned(),
    }
}

fn joined<'a>(path: impl Iterator<Item = &'a String>, field: &'a str) -> String {
    path.map(String::as_str).chain([field]).collect::<Vec<_>>().join(".")
}

/// Rust's type names mean nothing to an operator.
fn plain(expected: &str) -> &str {
    match expected {
        "u16" => "a number from 0 to 65535",
        "u32" => "a whole number",
        other => other,
    }
}

/// The known name that differs in at most a third of its letters, or that one of both begins with, if any.
pub(super) fn nearest(typed: &str, known: impl Iterator<Item = String>) -> Option<String> {
    known
        .map(|name| (strsim::damerau_levenshtein(typed, &name), name))
        .filter(|(distance, name)| {
            let begins = typed.starts_with(name.as_str()) || (typed.len() > 2 && name.starts_with(typed));
            begins || *distance <= name.chars().count().div_ceil(3)
        })
        .min()
        .map(|(_, name)| name)
}
