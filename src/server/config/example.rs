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
    /// With a dot in it: one of several entries, such as `oidc.clients`.
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

/// The keys that exist once, which the environment can set.
pub(super) fn single_keys() -> impl Iterator<Item = Key> {
    keys().filter(|key| !key.section.contains('.'))
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
    let all: Vec<Key> = keys().collect();
    let mut toml = String::new();
    for section in all.chunk_by(|one, next| one.section == next.section) {
        let name = section[0].section;
        match name.split_once('.') {
            None => table(&mut toml, &format!("[{name}]"), section, values.get(name)),
            Some((outer, list)) => {
                let entries = values.get(outer).and_then(|keys| keys.get(list)).and_then(Value::as_array);
                for entry in entries.into_iter().flatten() {
                    table(&mut toml, &format!("[[{name}]]"), section, Some(entry));
                }
            }
        }
    }
    toml
}

/// One table with its heading, if it has a value at all.
fn table(toml: &mut String, heading: &str, keys: &[Key], values: Option<&Value>) {
    let given = |key: &Key| Some(format!("{} = {}", key.name, to_toml(values?.get(key.name)?)));
    let lines: Vec<String> = keys.iter().filter_map(given).collect();
    if lines.is_empty() {
        return;
    }
    let gap = if toml.is_empty() { "" } else { "\n" };
    writeln!(toml, "{gap}{heading}\n{}", lines.join("\n")).expect(WRITES);
}

/// JSON and TOML write texts, numbers, booleans and flat lists alike.
fn to_toml(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(to_toml).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// `[section]` or `[[section.list]]`, commented out or not.
fn section_of(line: &'static str) -> Option<&'static str> {
    let name = line.trim_start_matches('#').trim_start().strip_prefix('[')?.strip_suffix(']')?;
    Some(name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name))
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

    use slipway_domain::review::Weekday;

    use super::*;
    use crate::server::config::{
        ClientConfig, MailConfig, OidcConfig, PkceConfig, PublicUrl, ReviewConfig, Secret, SecretsConfig,
    };

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
            oidc: OidcConfig {
                issuer: Some("https://id.example.com".to_owned()),
                client_id: Some("slipway".to_owned()),
                client_secret: secret(),
                clients: vec![ClientConfig {
                    client_id: "reports".to_owned(),
                    name: "Reports".to_owned(),
                    client_secret: secret(),
                    redirect_uris: vec!["https://reports.example.com/callback".to_owned()],
                    scopes: vec!["reports".to_owned()],
                    pkce: PkceConfig::Required,
                }],
            },
            secrets: SecretsConfig { key_file: Some("./data/secrets.key".into()), key: secret() },
            mail: MailConfig {
                smtp: secret(),
                from: Some("console@example.com".to_owned()),
                operator: Some("desk@example.com".to_owned()),
            },
            review: ReviewConfig {
                intake_weekday: Some(Weekday::Tuesday),
                answer_weekday: Some(Weekday::Thursday),
                ..ReviewConfig::default()
            },
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
                let keys = keys.as_object().unwrap().iter();
                keys.flat_map(move |(key, value)| match value[0].as_object() {
                    Some(entry) => entry.keys().map(|inner| format!("{section}.{key}.{inner}")).collect(),
                    None => vec![format!("{section}.{key}")],
                })
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
        documented.oidc = OidcConfig::default();
        documented.secrets = SecretsConfig::default();
        documented.mail = MailConfig::default();
        (documented.review.intake_weekday, documented.review.answer_weekday) = (None, None);
        assert_eq!(documented.to_toml(), Config::default().to_toml());
    }

    #[test]
    fn printed_values_hold_no_secret() {
        let printed = everything_set().to_toml();
        assert!(!printed.contains("shown to nobody"));
        assert_eq!(printed.matches("client_secret = \"********\"").count(), 2);
        assert!(printed.contains("\n[[oidc.clients]]\nclient_id = \"reports\"\n"), "{printed}");
    }
}
