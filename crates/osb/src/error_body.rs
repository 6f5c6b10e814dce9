//! The body of an answer that is not what was asked for. Real brokers send nothing, HTML, plain text, `{"Error":…}` or
//! JSON inside a JSON string: the raw text is always kept, JSON is never needed.

use serde::Serialize;
use serde_json::Value;

use crate::credentials::Redactor;
use crate::json_shape;

/// Raw text of a failed answer: redacted, cut, not escaped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ErrorBody {
    /// What the broker wants its users to read, if the body says so in JSON; at most 2,000 characters.
    pub description: Option<String>,
    /// The body as text, invalid UTF-8 replaced; at most 64 KiB.
    pub raw: String,
    /// The body was longer than what is kept, or did not end in time.
    pub truncated: bool,
    /// The `Content-Type` header, at most 200 characters.
    pub content_type: Option<String>,
}

const LONGEST_RAW: usize = 64 * 1024;
const LONGEST_DESCRIPTION: usize = 2_000;
const DEEPEST: usize = 16;
const MOST_VALUES: usize = 2_000;

impl ErrorBody {
    pub(crate) fn read(bytes: &[u8], complete: bool, content_type: Option<String>, redactor: &Redactor) -> Self {
        let text = redactor.redact(&String::from_utf8_lossy(bytes));
        let raw = cut(&text, LONGEST_RAW);
        Self {
            description: described(&text).map(|text| text.chars().take(LONGEST_DESCRIPTION).collect()),
            truncated: !complete || raw.len() < text.len(),
            raw: raw.to_owned(),
            content_type,
        }
    }
}

/// The longest prefix of at most `bytes` bytes that ends between two characters.
fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// §6.1: `{error?, description?}`, in the spellings seen on real brokers.
fn described(text: &str) -> Option<String> {
    json_shape::check(text.as_bytes(), DEEPEST, MOST_VALUES).ok()?;
    let Value::Object(members) = serde_json::from_str(text).ok()? else { return None };
    let nested = |text: &str| described_once(serde_json::from_str(text).ok()?);
    ["description", "error", "message", "detail"].iter().find_map(|name| {
        let value = members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?.1.clone();
        match value {
            Value::String(text) => nested(&text).or_else(|| Some(text).filter(|text| !text.trim().is_empty())),
            other => described_once(other),
        }
    })
}

fn described_once(value: Value) -> Option<String> {
    let Value::Object(members) = value else { return None };
    ["description", "message", "error"].iter().find_map(|name| {
        let text = members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?.1.as_str()?;
        (!text.trim().is_empty()).then(|| text.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> ErrorBody {
        ErrorBody::read(bytes, true, None, &Redactor::new("broker", &"hunter22".into()))
    }

    #[test]
    fn a_description_is_found_in_every_shape_that_brokers_use() {
        for (body, description) in [
            (r#"{"description":"no such plan"}"#, Some("no such plan")),
            (r#"{"error":"AsyncRequired","description":"ask again"}"#, Some("ask again")),
            (r#"{"Description":"quota"}"#, Some("quota")),
            (r#"{"Error":"boom"}"#, Some("boom")),
            (r#"{"error":"{\"message\":\"inner\"}"}"#, Some("inner")),
            (r#"{"error":{"message":"object"}}"#, Some("object")),
            (r#"{"error":"{not json"}"#, Some("{not json")),
            (r#"{"description":""}"#, None),
            (r#"{"description":7}"#, None),
            ("{}", None),
            ("[]", None),
            ("", None),
            ("<h1>502 Bad Gateway</h1>", None),
            ("plain text", None),
        ] {
            let read = read(body.as_bytes());
            assert_eq!(read.description.as_deref(), description, "{body}");
            assert_eq!(read.raw, body);
            assert!(!read.truncated);
        }
    }

    #[test]
    fn deep_json_is_only_text() {
        let bomb = "[".repeat(500_000);
        assert_eq!(read(bomb.as_bytes()).description, None);
    }

    #[test]
    fn raw_text_is_cut_between_characters_and_says_so() {
        let body = read("ä".repeat(LONGEST_RAW).as_bytes());
        assert_eq!((body.raw.len(), body.truncated), (LONGEST_RAW, true));
        assert_eq!(read(format!("x{}", "ä".repeat(LONGEST_RAW)).as_bytes()).raw.len(), LONGEST_RAW - 1);
        assert_eq!(read(b"\xff\xfe").raw, "\u{fffd}\u{fffd}");
    }

    #[test]
    fn an_echoed_password_is_masked_in_text_and_description() {
        let body = read(br#"{"description":"wrong password hunter22"}"#);
        assert_eq!(body.description.as_deref(), Some("wrong password ***"));
        assert!(!format!("{body:?}").contains("hunter22"));
    }
}
