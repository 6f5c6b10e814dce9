//! Scopes: space-separated names, of which `openid` opens the conversation. Which scopes a client may have is decided
//! by the client; what they reveal is decided by `claims`.

use std::fmt;

use serde::{Serialize, Serializer};

/// The scopes every client may ask for.
pub const STANDARD: [&str; 3] = [OPENID, PROFILE, EMAIL];
pub const OPENID: &str = "openid";
pub const PROFILE: &str = "profile";
pub const EMAIL: &str = "email";

const MAX_BYTES: usize = 1024;

/// A non-empty list of scope names, each once, in the order they were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scope(String);

impl Scope {
    /// Reads `scope` as RFC 6749 §3.3 writes it: names of printable ASCII without `"` and `\`, one space between, at
    /// most 1024 bytes together.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = text.len() <= MAX_BYTES && text.split(' ').all(is_name);
        well_formed.then(|| Self::collect(text.split(' ')))
    }

    /// The part of it for which `may_have` holds. Unknown scopes are ignored, not refused (OIDC Core
    /// §3.1.2.1), and the token answer says what was granted.
    #[must_use]
    pub fn granted(&self, may_have: impl Fn(&str) -> bool) -> Self {
        Self::collect(self.names().filter(|name| may_have(name)))
    }

    pub fn contains(&self, name: &str) -> bool {
        self.names().any(|own| own == name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ')
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn collect<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut kept: Vec<&str> = Vec::new();
        for name in names {
            if !kept.contains(&name) {
                kept.push(name);
            }
        }
        Self(kept.join(" "))
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| matches!(b, 0x21 | 0x23..=0x5B | 0x5D..=0x7E))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_in_order_and_once() {
        let scope = Scope::parse("openid email openid ledger").unwrap();
        assert_eq!(scope.as_str(), "openid email ledger");
        assert!(scope.contains("email") && !scope.contains("mail") && !scope.contains("openid email"));
    }

    #[test]
    fn what_a_client_may_not_have_is_left_out() {
        let scope = Scope::parse("openid platform ledger").unwrap();
        assert_eq!(scope.granted(|name| name != "platform").as_str(), "openid ledger");
    }

    #[test]
    fn malformed_lists_are_no_scope() {
        for wrong in ["", " ", " openid", "openid ", "openid  email", "open\"id", "a\\b", "a\tb", "é", "a\nb"] {
            assert_eq!(Scope::parse(wrong), None, "{wrong:?}");
        }
        assert!(Scope::parse(&"a".repeat(1024)).is_some());
        assert!(Scope::parse(&"a".repeat(1025)).is_none());
    }
}
