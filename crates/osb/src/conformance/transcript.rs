//! What was sent and answered, to be read by people: complete but for secrets. The broker's password, the credentials of
//! bindings and secret parameters are masked wherever they stand, also where a later answer repeats them.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use serde_json::Value;

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

/// Texts to mask, found while the run goes on.
#[derive(Default)]
pub(super) struct Secrets {
    needles: BTreeSet<String>,
    parameters: BTreeSet<String>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.needles.len())
    }
}

const MASK: &str = "***";
/// Shorter texts stand everywhere, and masking them would shred the transcript.
const SHORTEST: usize = 6;
const LONGEST_BODY: usize = 64 * 1024;

impl Secrets {
    pub(super) fn new(parameters: impl IntoIterator<Item = String>) -> Self {
        Self { needles: BTreeSet::new(), parameters: parameters.into_iter().collect() }
    }

    /// A JSON body as text. Everything below `credentials` is learned and masked, and so are secret parameters.
    pub(super) fn json(&mut self, value: &Value) -> String {
        let mut shown = value.clone();
        self.mask(&mut shown, false);
        self.text(&shown.to_string())
    }

    /// Any text, with what was learned masked, cut to what a transcript keeps.
    pub(super) fn text(&self, text: &str) -> String {
        // Longest first, so that one secret that holds another goes whole.
        let mut needles: Vec<&String> = self.needles.iter().filter(|needle| text.contains(needle.as_str())).collect();
        needles.sort_by_key(|needle| std::cmp::Reverse(needle.len()));
        let masked = needles.into_iter().fold(text.to_owned(), |text, needle| text.replace(needle.as_str(), MASK));
        masked[..masked.floor_char_boundary(LONGEST_BODY)].to_owned()
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn credentials_and_secret_parameters_are_masked_and_never_come_back() {
        let mut secrets = Secrets::new(["token".to_owned()]);
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
        assert_eq!(Secrets::default().text(&format!("x{}", "ä".repeat(LONGEST_BODY))).len(), LONGEST_BODY - 1);
    }
}
