//! What was sent and answered, to be read by people: complete but for secrets. The broker's password, the credentials of
//! bindings and secret parameters are masked wherever they stand, also where a later answer repeats them.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::credentials::Redactor;

/// One call and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exchange {
    /// Counts from 1 in the run.
    pub number: usize,
    /// The id of the check that it was made for, or `cleanup`.
    pub purpose: &'static str,
    pub method: String,
    /// As sent, encoded.
    pub url: String,
    /// Without `Authorization`; whether it was sent is told by `credentials`.
    pub headers: Vec<(String, String)>,
    /// `right`, `wrong` or `none`.
    pub credentials: &'static str,
    /// Cut at 64 KiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    pub answer: Said,
    pub took_ms: u64,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    Reply {
        status: u16,
        #[serde(skip_serializing_if = "Option::is_none")]
        content_type: Option<String>,
        /// Cut at 64 KiB.
        body: String,
    },
    /// The stable code of the failure, and what is known beside it.
    NoAnswer { code: &'static str, detail: Option<String> },
}

/// Texts to mask: the broker's own credentials, and what is found while the run goes on.
pub(super) struct Secrets {
    own: Redactor,
    needles: BTreeSet<String>,
    parameters: BTreeSet<String>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.needles.len())
    }
}

pub(super) const MASK: &str = "***";
/// Shorter texts stand everywhere, and masking them would shred the transcript.
const SHORTEST: usize = 6;
const LONGEST_BODY: usize = 64 * 1024;

impl Secrets {
    pub(super) fn new(own: Redactor, parameters: impl IntoIterator<Item = String>) -> Self {
        Self { own, needles: BTreeSet::new(), parameters: parameters.into_iter().collect() }
    }

    /// A JSON body as text. Everything below `credentials` is learned and masked, and so are secret parameters.
    pub(super) fn json(&mut self, value: &Value) -> String {
        let mut shown = value.clone();
        self.mask(&mut shown, false);
        let text = shown.to_string();
        let found = self.found(|spelling| text.contains(&escaped(spelling)));
        self.replace(&mut shown, &found);
        cut(&shown.to_string())
    }

    /// Any text, with the broker's credentials and what was learned masked, cut to what a transcript keeps.
    pub(super) fn text(&self, text: &str) -> String {
        cut(&self.masked(text, &self.found(|spelling| text.contains(spelling))))
    }

    /// The spellings of secrets that are there: as they are, or as JSON writes them.
    fn found(&self, is_there: impl Fn(&str) -> bool) -> Vec<String> {
        let spellings = self.needles.iter().flat_map(|needle| [needle.clone(), escaped(needle)]);
        let mut found: Vec<String> = spellings.filter(|spelling| is_there(spelling)).collect();
        // Longest first, so that one secret that holds another goes whole.
        found.sort_by_key(|needle| std::cmp::Reverse(needle.len()));
        found
    }

    fn masked(&self, text: &str, found: &[String]) -> String {
        let replace = |text: String, needle: &String| {
            if text.contains(needle) { text.replace(needle, MASK) } else { text }
        };
        // The credentials of a binding may hold the broker's own, hardly the other way round.
        self.own.redact(&found.iter().fold(text.to_owned(), replace))
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
                if text.len() >= SHORTEST {
                    self.needles.insert(std::mem::take(text));
                }
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
    fn a_long_body_is_cut_between_characters() {
        assert_eq!(secrets(&[]).text(&format!("x{}", "ä".repeat(LONGEST_BODY))).len(), LONGEST_BODY - 1);
    }
}
