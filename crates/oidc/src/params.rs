//! Parameters of a query or a form, where a name sent twice has no value at all (RFC 6749 §3.1). It does not know
//! what the names mean.

use std::collections::BTreeMap;

use url::form_urlencoded;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Params(BTreeMap<String, Slot>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Slot {
    Once(String),
    Repeated,
}

impl Params {
    /// Reads `application/x-www-form-urlencoded`. Total: bytes that are no UTF-8 become U+FFFD and so match nothing.
    pub(crate) fn parse(encoded: &str) -> Self {
        Self::from_pairs(form_urlencoded::parse(encoded.as_bytes()).into_owned())
    }

    pub(crate) fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut slots = BTreeMap::new();
        for (name, value) in pairs {
            slots.entry(name).and_modify(|slot| *slot = Slot::Repeated).or_insert(Slot::Once(value));
        }
        Self(slots)
    }

    /// The value of a name that was sent once; sent empty counts as not sent (RFC 6749 §3.1).
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        match self.0.get(name)? {
            Slot::Once(value) if !value.is_empty() => Some(value),
            Slot::Once(_) | Slot::Repeated => None,
        }
    }

    pub(crate) fn is_repeated(&self, name: &str) -> bool {
        self.0.get(name) == Some(&Slot::Repeated)
    }

    pub(crate) fn any_repeated(&self) -> bool {
        self.0.values().any(|slot| *slot == Slot::Repeated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_name_has_no_value_even_if_both_agree() {
        let params = Params::parse("state=a&state=a&scope=openid");
        assert_eq!(params.get("state"), None);
        assert!(params.is_repeated("state"));
        assert!(params.any_repeated());
        assert_eq!(params.get("scope"), Some("openid"));
    }

    #[test]
    fn an_empty_value_counts_as_omitted_but_not_as_absent_when_repeated() {
        let params = Params::parse("nonce=&state=&state=x");
        assert_eq!(params.get("nonce"), None);
        assert!(!params.is_repeated("nonce"));
        assert!(params.is_repeated("state"));
    }

    #[test]
    fn names_are_compared_after_decoding() {
        assert!(Params::parse("client_id=a&client%5Fid=b").is_repeated("client_id"));
    }
}
