//! The documented example file as data: which keys exist, in which order, and what the comment above each one says.
//! Errors and `slipway config` speak from it, so there is one description of every key.

use core::fmt::Write as _;

use serde_json::Value;

use super::Config;

const WRITES: &str = "writing to a string cannot fail";

/// `docs/config.example.toml`: every key with its default, commented out.
pub const EXAMPLE: &str = include_str!("../../../docs/config.example.toml");

/// A key as the example documents it.
pub(super) struct Key {
    pub(super) section: &'static str,
    pub(super) name: &'static str,
    /// The default or a sample, as TOML.
    pub(super) sample: &'static str,
    /// The comment above it, as one line.
    pub(super) about: String,
}

impl Key {
    pub(super) fn path(&self) -> String {
        format!("{}.{}", self.section, self.name)
    }
}

/// All documented keys in the order of the file.
pub(super) fn keys() -> impl Iterator<Item = Key> {
    let mut section = "";
    let mut about: Vec<&str> = Vec::new();
    EXAMPLE.lines().filter_map(move |line| {
        if let Some(name) = section_of(line) {
            section = name;
            about.clear();
            return None;
        }
        if let Some((name, sample)) = key_of(line) {
            let about = core::mem::take(&mut about).join(" ");
            return Some(Key { section, name, sample, about });
        }
        match line.strip_prefix("# ") {
            Some(comment) => about.push(comment),
            None => about.clear(),
        }
        None
    })
}

pub(super) fn key(path: &str) -> Option<Key> {
    keys().find(|key| key.path() == path)
}

pub(super) fn knows(section: &str, name: &str) -> bool {
    keys().any(|key| key.section == section && key.name == name)
}

/// What kind of value a key takes, told by its sample.
pub(super) enum Shape {
    Text,
    List,
    Other,
}

pub(super) fn shape(section: &str, name: &str) -> Shape {
    match keys().find(|key| key.section == section && key.name == name).map(|key| key.sample.as_bytes()[0]) {
        Some(b'"') => Shape::Text,
        Some(b'[') => Shape::List,
        _ => Shape::Other,
    }
}

/// The effective configuration in the order of the example; keys without a value are left out.
pub(super) fn render(config: &Config) -> String {
    let values = serde_json::to_value(config).expect("a configuration holds only texts, numbers and lists");
    let mut toml = String::new();
    let mut section = "";
    for key in keys() {
        let Some(value) = values.get(key.section).and_then(|keys| keys.get(key.name)) else { continue };
        if section != key.section {
            let gap = if section.is_empty() { "" } else { "\n" };
            writeln!(toml, "{gap}[{}]", key.section).expect(WRITES);
            section = key.section;
        }
        writeln!(toml, "{} = {}", key.name, to_toml(value)).expect(WRITES);
    }
    toml
}

/// JSON and TOML write texts, numbers, booleans and flat lists alike.
fn to_toml(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(to_toml).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// `[section]`, commented out or not.
fn section_of(line: &'static str) -> Option<&'static str> {
    line.trim_start_matches('#').trim_start().strip_prefix('[')?.strip_suffix(']')
}

/// `#key = sample`: a key stands directly behind its `#`, a comment after a blank.
fn key_of(line: &'static str) -> Option<(&'static str, &'static str)> {
    let line = line.strip_prefix('#').unwrap_or(line);
    let (name, sample) = line.split_once(" = ")?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_name.then_some((name, sample))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::server::config::{OidcConfig, PublicUrl, Secret, SecretsConfig};

    /// The example with every key in force.
    fn uncommented() -> String {
        let lines = EXAMPLE.lines().map(|line| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with(' ') && !rest.is_empty() => rest,
            _ => line,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn everything_set() -> Config {
        let secret = || Some(Secret::new("shown to nobody".to_owned()));
        Config {
            oidc: Some(OidcConfig {
                issuer: "https://id.example.com".to_owned(),
                client_id: "slipway".to_owned(),
                client_secret: secret(),
            }),
            secrets: SecretsConfig { key_file: Some("./data/secrets.key".into()), key: secret() },
            ..Config::default()
        }
    }

    #[test]
    fn every_key_of_the_configuration_is_documented_and_no_other() {
        let values = serde_json::to_value(everything_set()).unwrap();
        let real: BTreeSet<String> = values
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(section, keys)| {
                keys.as_object().unwrap().keys().map(move |key| format!("{section}.{key}")).collect::<Vec<_>>()
            })
            .collect();
        let documented: BTreeSet<String> = keys().map(|key| key.path()).collect();
        assert_eq!(real, documented);
        for key in keys() {
            assert!(key.about.len() > 20, "{} needs a comment that explains it", key.path());
        }
    }

    #[test]
    fn the_defaults_that_the_example_names_are_the_real_ones() {
        use figment::Figment;
        use figment::providers::{Format as _, Toml};
        let mut documented: Config = Figment::from(Toml::string(&uncommented())).extract().unwrap();
        assert_eq!(documented.server.public_url, PublicUrl::loopback(3000));
        documented.oidc = None;
        documented.secrets = SecretsConfig::default();
        assert_eq!(documented.to_toml(), Config::default().to_toml());
    }

    #[test]
    fn printed_values_hold_no_secret() {
        let printed = everything_set().to_toml();
        assert!(!printed.contains("shown to nobody"));
        assert!(printed.contains("client_secret = \"********\""));
    }
}
