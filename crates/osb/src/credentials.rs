//! A broker's credentials on their way into one header, and their removal from everything that comes back. Secrets
//! are never logged, formatted or kept longer than the call.

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE, Engine};
use http::HeaderValue;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

/// Why credentials cannot be sent, as Basic authentication (RFC 7617) or as a bearer token (RFC 6750).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[error("{self:?}")]
pub enum CredentialProblem {
    ControlCharacter,
    /// A colon ends the user name, so it cannot be part of it.
    ColonInUsername,
    /// More than 4,096 bytes together.
    TooLong,
    /// There is no token to send.
    NoToken,
}

const LONGEST: usize = 4_096;

/// The `Authorization` value, marked sensitive.
pub(crate) fn basic(username: &str, password: &SecretString) -> Result<HeaderValue, CredentialProblem> {
    let password = password.expose_secret();
    if username.chars().chain(password.chars()).any(char::is_control) {
        return Err(CredentialProblem::ControlCharacter);
    }
    if username.contains(':') {
        return Err(CredentialProblem::ColonInUsername);
    }
    if username.len() + password.len() > LONGEST {
        return Err(CredentialProblem::TooLong);
    }
    let pair = Zeroizing::new(format!("{username}:{password}"));
    let text = Zeroizing::new(format!("Basic {}", BASE64_STANDARD.encode(pair.as_bytes())));
    let mut value = HeaderValue::from_str(&text).expect("base64 has only visible ASCII characters");
    value.set_sensitive(true);
    Ok(value)
}

/// The same for a bearer token (RFC 6750): visible ASCII only.
pub(crate) fn bearer(token: &SecretString) -> Result<HeaderValue, CredentialProblem> {
    let token = token.expose_secret();
    if token.is_empty() {
        return Err(CredentialProblem::NoToken);
    }
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(CredentialProblem::ControlCharacter);
    }
    if token.len() > LONGEST {
        return Err(CredentialProblem::TooLong);
    }
    let text = Zeroizing::new(format!("Bearer {token}"));
    let mut value = HeaderValue::from_str(&text).map_err(|_| CredentialProblem::ControlCharacter)?;
    value.set_sensitive(true);
    Ok(value)
}

/// Replaces a password in foreign text: as it is, as JSON or a URL would write it, and in base64.
#[derive(Default)]
pub(crate) struct Redactor {
    needles: Vec<SecretString>,
}

/// Shorter passwords would shred every text, and the holes would tell them.
const SHORTEST_NEEDLE: usize = 4;
const MASK: &str = "***";

impl Redactor {
    pub(crate) fn new(username: &str, password: &SecretString) -> Self {
        let password = password.expose_secret();
        let pair = Zeroizing::new(format!("{username}:{password}"));
        let json = serde_json::Value::from(password).to_string();
        let mut needles = vec![
            BASE64_STANDARD.encode(pair.as_bytes()),
            BASE64_URL_SAFE.encode(pair.as_bytes()),
            BASE64_STANDARD.encode(password),
            json[1..json.len() - 1].to_owned(),
            url::form_urlencoded::byte_serialize(password.as_bytes()).collect(),
            password.to_owned(),
        ];
        needles.retain(|needle| password.len() >= SHORTEST_NEEDLE && needle.len() >= SHORTEST_NEEDLE);
        // Longest first: what contains the password has to go before the password itself does.
        needles.sort_by_key(|needle| std::cmp::Reverse(needle.len()));
        Self { needles: needles.into_iter().map(SecretString::from).collect() }
    }

    pub(crate) fn redact(&self, text: &str) -> String {
        self.needles.iter().fold(text.to_owned(), |text, needle| {
            if text.contains(needle.expose_secret()) { text.replace(needle.expose_secret(), MASK) } else { text }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_sensitive_and_carries_utf8() {
        let value = basic("broker", &"pä:ss".into()).unwrap();
        assert!(value.is_sensitive());
        assert_eq!(BASE64_STANDARD.decode(&value.as_bytes()[6..]).unwrap(), "broker:pä:ss".as_bytes());
        assert_eq!(format!("{value:?}"), "Sensitive");
    }

    #[test]
    fn a_token_is_visible_ascii_and_sensitive() {
        let value = bearer(&"a.b-c".into()).unwrap();
        assert!(value.is_sensitive() && value.as_bytes() == b"Bearer a.b-c");
        for bad in ["a b", "a\r\nX-Evil: 1", "ä"] {
            assert_eq!(bearer(&bad.into()), Err(CredentialProblem::ControlCharacter), "{bad:?}");
        }
        assert_eq!(bearer(&"a".repeat(LONGEST + 1).into()), Err(CredentialProblem::TooLong));
        assert_eq!(bearer(&"".into()), Err(CredentialProblem::NoToken), "no header without a token");
    }

    #[test]
    fn no_control_character_reaches_a_header() {
        for c in (0..=0x1f).chain(0x7f..=0x9f).filter_map(char::from_u32) {
            let bad = format!("a{c}b");
            assert_eq!(basic(&bad, &"p".into()), Err(CredentialProblem::ControlCharacter), "{c:?}");
            assert_eq!(basic("u", &bad.into()), Err(CredentialProblem::ControlCharacter), "{c:?}");
        }
        assert_eq!(basic("a:b", &"p".into()), Err(CredentialProblem::ColonInUsername));
        assert_eq!(basic("a", &"p".repeat(LONGEST).into()), Err(CredentialProblem::TooLong));
    }

    #[test]
    fn a_password_is_masked_in_every_usual_spelling() {
        let redactor = Redactor::new("broker", &"p\"w/ x+".into());
        for echo in [
            "p\"w/ x+",
            r#"{"e":"p\"w/ x+"}"#,
            "q=p%22w%2F+x%2B",
            &BASE64_STANDARD.encode("broker:p\"w/ x+"),
            &BASE64_URL_SAFE.encode("broker:p\"w/ x+"),
            &BASE64_STANDARD.encode("p\"w/ x+"),
        ] {
            let shown = redactor.redact(&format!("before {echo} after"));
            assert!(shown.contains(MASK) && !shown.contains("w/") && !shown.contains(echo), "{shown}");
        }
        assert_eq!(redactor.redact("nothing here"), "nothing here");
    }
}
