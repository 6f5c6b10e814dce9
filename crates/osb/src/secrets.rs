//! What must not be shown, and its removal from what was sent and answered: the broker's own credentials, the credentials
//! of bindings, and what consumers typed, in every spelling and also where a later answer repeats it.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use crate::broker::Authentication;
use crate::credentials::Redactor;

/// Texts to mask: the broker's own credentials, and what is found while the run goes on.
pub struct Secrets {
    own: Vec<Redactor>,
    needles: BTreeSet<String>,
    parameters: BTreeSet<String>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.needles.len())
    }
}

pub(crate) const MASK: &str = "***";
/// Shorter texts stand everywhere, and masking them would shred everything.
const SHORTEST: usize = 6;
const LONGEST_BODY: usize = 64 * 1024;

/// From here on a text may have been cut in the middle of a secret.
const LONG: usize = 2_000;

impl Secrets {
    /// Those of a broker.
    pub fn of(authentication: &Authentication) -> Self {
        let (username, secret) = authentication.parts();
        Self::new(Redactor::new(username, &secret), [])
    }

    pub(crate) fn new(own: Redactor, parameters: impl IntoIterator<Item = String>) -> Self {
        Self { own: vec![own], needles: BTreeSet::new(), parameters: parameters.into_iter().collect() }
    }

    /// Further credentials of the broker; the earlier ones stay masked.
    pub(crate) fn mask_too(&mut self, own: Redactor) {
        self.own.push(own);
    }

    /// From now on every text and number in it is masked.
    pub fn learn(&mut self, value: &Value) {
        match value {
            Value::Object(members) => members.values().for_each(|member| self.learn(member)),
            Value::Array(items) => items.iter().for_each(|item| self.learn(item)),
            Value::String(text) => self.add(text.clone()),
            Value::Number(number) => self.add(number.to_string()),
            Value::Bool(_) | Value::Null => {}
        }
    }

    fn add(&mut self, needle: String) {
        if needle.len() >= SHORTEST {
            self.needles.insert(needle);
        }
    }

    /// A JSON body as text. Everything below `credentials` is learned and masked, and so are secret parameters.
    pub fn json(&mut self, value: &Value) -> String {
        let mut shown = value.clone();
        self.mask(&mut shown, false);
        let text = shown.to_string();
        let found = self.found(|spelling| text.contains(&escaped(spelling)));
        self.replace(&mut shown, &found);
        cut(&shown.to_string())
    }

    /// Any text, with the broker's credentials and what was learned masked, cut to what a transcript keeps.
    pub fn text(&self, text: &str) -> String {
        let masked = self.masked(text, &self.found(|spelling| text.contains(spelling)));
        let begun = if text.len() < LONG { 0 } else { self.begun(&masked) };
        if begun == 0 { cut(&masked) } else { cut(&format!("{}{MASK}", &masked[..masked.len() - begun])) }
    }

    /// The bytes at the end of a text that a secret begins with.
    fn begun(&self, text: &str) -> usize {
        let begun = |needle: &String| {
            let lengths = (SHORTEST..needle.len()).rev().filter(|&length| needle.is_char_boundary(length));
            lengths.into_iter().find(|&length| text.ends_with(&needle[..length]))
        };
        self.spellings().filter_map(|spelling| begun(&spelling)).max().unwrap_or_default()
    }

    /// As they are, and as JSON writes them.
    fn spellings(&self) -> impl Iterator<Item = String> {
        self.needles.iter().flat_map(|needle| [needle.clone(), escaped(needle)])
    }

    /// The spellings that are there.
    fn found(&self, is_there: impl Fn(&str) -> bool) -> Vec<String> {
        let mut found: Vec<String> = self.spellings().filter(|spelling| is_there(spelling)).collect();
        // Longest first, so that one secret that holds another goes whole.
        found.sort_by_key(|needle| std::cmp::Reverse(needle.len()));
        found
    }

    fn masked(&self, text: &str, found: &[String]) -> String {
        let replace = |text: String, needle: &String| {
            if text.contains(needle) { text.replace(needle, MASK) } else { text }
        };
        // The credentials of a binding may hold the broker's own, hardly the other way round.
        let learned = found.iter().fold(text.to_owned(), replace);
        self.own.iter().fold(learned, |text, own| own.redact(&text))
    }

    /// Inside the texts, so that what JSON escapes is found and what comes out is JSON still.
    fn replace(&self, value: &mut Value, found: &[String]) {
        match value {
            Value::Object(members) => {
                let masked = std::mem::take(members).into_iter().map(|(name, mut member)| {
                    self.replace(&mut member, found);
                    (self.masked(&name, found), member)
                });
                *members = masked.collect();
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.replace(item, found)),
            Value::String(text) => *text = self.masked(text, found),
            Value::Number(number) => {
                let text = number.to_string();
                let masked = self.masked(&text, found);
                if masked != text {
                    *value = Value::from(masked);
                }
            }
            Value::Bool(_) | Value::Null => {}
        }
    }

    fn mask(&mut self, value: &mut Value, hide: bool) {
        match value {
            Value::Object(members) => {
                for (name, member) in members.iter_mut() {
                    let hide = hide || name == "credentials" || self.parameters.contains(name);
                    self.mask(member, hide);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.mask(item, hide)),
            Value::String(text) if hide => {
                self.add(std::mem::take(text));
                MASK.clone_into(text);
            }
            Value::Number(_) | Value::Bool(_) if hide => *value = Value::from(MASK),
            _ => {}
        }
    }
}

/// As it stands in a JSON text, without the quotes.
fn escaped(text: &str) -> String {
    let json = Value::from(text).to_string();
    json[1..json.len() - 1].to_owned()
}

fn cut(text: &str) -> String {
    text[..text.floor_char_boundary(LONGEST_BODY)].to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn secrets(parameters: &[&str]) -> Secrets {
        let own = Redactor::new("broker", &"p\"ss-word".into());
        Secrets::new(own, parameters.iter().map(|&name| name.to_owned()))
    }

    #[test]
    fn the_brokers_own_credentials_are_masked_in_text_and_json() {
        let mut secrets = secrets(&[]);
        let echo = json!({ "description": "bad login broker:p\"ss-word", "p\"ss-word": ["YnJva2VyOnAic3Mtd29yZA=="] });
        let shown: Value = serde_json::from_str(&secrets.json(&echo)).unwrap();
        assert_eq!(shown, json!({ "description": "bad login broker:***", "***": ["***"] }));
        assert!(!secrets.text(&echo.to_string()).contains("ss-word"));
        let mut digits = Secrets::new(Redactor::new("broker", &"12345678".into()), []);
        assert_eq!(digits.json(&json!({ "pin": 12_345_678 })), json!({ "pin": "***" }).to_string());
    }

    #[test]
    fn credentials_that_others_followed_are_masked_like_those() {
        let mut secrets = secrets(&[]);
        for token in ["first-token", "second-token"] {
            secrets.mask_too(Redactor::new("", &token.into()));
        }
        assert_eq!(secrets.text("p\"ss-word first-token second-token third-token"), "*** *** *** third-token");
    }

    #[test]
    fn a_secret_that_json_escapes_is_found_in_every_spelling() {
        let mut secrets = secrets(&[]);
        let key = "-----BEGIN\nab\"c\\d\n-----END";
        secrets.json(&json!({ "credentials": { "key": key } }));
        let echo = json!({ "description": format!("no such key: {key}") });
        assert_eq!(secrets.json(&echo), json!({ "description": "no such key: ***" }).to_string());
        assert_eq!(secrets.text(&echo.to_string()), json!({ "description": "no such key: ***" }).to_string());
        assert_eq!(secrets.text(key), "***");
        let nested = json!({ "description": echo.to_string() });
        assert!(!secrets.json(&nested).contains("BEGIN"), "JSON in a JSON text");
    }

    #[test]
    fn credentials_and_secret_parameters_are_masked_and_never_come_back() {
        let mut secrets = secrets(&["token"]);
        let bound =
            json!({ "credentials": { "uri": "db://hunter22@db", "port": 5432, "nested": [{ "k": "abcdef" }] } });
        assert_eq!(
            secrets.json(&bound),
            json!({ "credentials": { "uri": "***", "port": "***", "nested": [{ "k": "***" }] } }).to_string()
        );
        let asked = json!({ "parameters": { "token": "s3cret-value", "size": "small" } });
        assert_eq!(secrets.json(&asked), json!({ "parameters": { "token": "***", "size": "small" } }).to_string());
        assert_eq!(secrets.text("<h1>abcdef db://hunter22@db s3cret-value</h1>"), "<h1>*** *** ***</h1>");
        assert!(!format!("{secrets:?}").contains("hunter22"));
    }

    #[test]
    fn what_is_learned_is_masked_and_so_is_its_beginning_where_a_text_was_cut() {
        let mut secrets = secrets(&[]);
        secrets
            .learn(&json!({ "user": "db-admin", "more": [{ "key": "s3cret-välue", "pin": 12_345_678, "n": 5432 }] }));
        assert_eq!(secrets.text("db-admin has no s3cret-välue, 12345678, 5432"), "*** has no ***, ***, 5432");
        let beginning = "x".repeat(LONG);
        assert_eq!(secrets.text(&format!("{beginning} s3cret-v")), format!("{beginning} ***"));
        assert_eq!(secrets.text("it ends with s3cret-"), "it ends with s3cret-");
    }

    #[test]
    fn a_long_body_is_cut_between_characters() {
        assert_eq!(secrets(&[]).text(&format!("x{}", "ä".repeat(LONGEST_BODY))).len(), LONGEST_BODY - 1);
    }
}
