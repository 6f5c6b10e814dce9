//! Redirect URIs: strict when registered (§4.8), byte for byte afterwards (RFC 9700 §2.1). Nothing is normalised, so
//! there is no second reading of a URI that an attacker could aim at.

use std::fmt;

use thiserror::Error;
use url::{Host, Url, form_urlencoded};

/// A registered callback address; the only kind of address this issuer ever redirects to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RedirectUri(String);

/// Whether plain http is allowed on loopback hosts, for development.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoopbackHttp {
    Refused,
    Allowed,
}

/// Why an address cannot be registered.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RedirectFault {
    #[error("longer than 2048 bytes")]
    TooLong,
    #[error("contains a character that is not allowed in a URI, or a percent-encoded control character")]
    Character,
    #[error("contains a wildcard")]
    Wildcard,
    #[error("is not an absolute URL")]
    NotAbsolute,
    #[error("must use https, or http on a loopback host where that is allowed")]
    Scheme,
    #[error("contains a user name or password")]
    UserInfo,
    #[error("contains a fragment")]
    Fragment,
    #[error("the host ends with a dot")]
    TrailingDot,
    #[error("the host has more than letters, digits, hyphens, underscores and dots")]
    Host,
    #[error("the query already has the parameter {0}, which the answer uses")]
    ReservedParameter(String),
    #[error("is not in its normal form, which is {normal}")]
    NotNormal { normal: String },
}

const MAX_BYTES: usize = 2048;
/// Parameters of the answer (RFC 6749 §4.1.2, RFC 9207); a client could not tell ours from a registered one.
const RESERVED: [&str; 6] = ["code", "state", "iss", "error", "error_description", "error_uri"];

impl RedirectUri {
    /// Checks an address that is to be registered, or is read back from the store.
    pub fn register(text: &str, http: LoopbackHttp) -> Result<Self, RedirectFault> {
        if text.len() > MAX_BYTES {
            return Err(RedirectFault::TooLong);
        }
        if text.contains('*') {
            return Err(RedirectFault::Wildcard);
        }
        if !text.bytes().all(is_uri_byte) || has_encoded_control(text) {
            return Err(RedirectFault::Character);
        }
        let url = Url::parse(text).map_err(|_| RedirectFault::NotAbsolute)?;
        if !http.permits(&url) {
            return Err(RedirectFault::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() || authority(text).contains('@') {
            return Err(RedirectFault::UserInfo);
        }
        if url.fragment().is_some() {
            return Err(RedirectFault::Fragment);
        }
        if url.host_str().is_some_and(|host| host.ends_with('.')) {
            return Err(RedirectFault::TrailingDot);
        }
        if !url.host_str().is_some_and(is_plain_host) {
            return Err(RedirectFault::Host);
        }
        if let Some((name, _)) = url.query_pairs().find(|(name, _)| RESERVED.contains(&name.as_ref())) {
            return Err(RedirectFault::ReservedParameter(name.into_owned()));
        }
        let normal = url.as_str();
        if normal != text && normal.strip_suffix('/') != Some(text) {
            return Err(RedirectFault::NotNormal { normal: normal.to_owned() });
        }
        Ok(Self(text.to_owned()))
    }

    /// True for the same bytes only.
    pub fn matches(&self, presented: &str) -> bool {
        self.0.as_bytes() == presented.as_bytes()
    }

    /// The address with form-encoded parameters appended; a registered query stays as it is (RFC 6749 §3.1.2).
    pub fn with_params(&self, params: &[(&str, &str)]) -> String {
        let added = form_urlencoded::Serializer::new(String::new()).extend_pairs(params).finish();
        let separator = match self.0.split_once('?') {
            None => "?",
            Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
            Some(_) => "&",
        };
        format!("{}{separator}{added}", self.0)
    }

    /// Scheme, host and port, for the `form-action` of the pages on the way there. Safe inside a header: a host with a
    /// character that separates directives cannot be registered.
    pub fn origin(&self) -> String {
        let start = self.0.find("://").map_or(0, |at| at + 3);
        let end = self.0[start..].find(['/', '?']).map_or(self.0.len(), |at| start + at);
        self.0[..end].to_owned()
    }

    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl LoopbackHttp {
    /// Whether the scheme is https, or http where the host cannot leave this machine.
    pub(crate) fn permits(self, url: &Url) -> bool {
        match url.scheme() {
            "https" => url.host().is_some(),
            "http" => self == Self::Allowed && url.host().is_some_and(|host| is_loopback(&host)),
            _ => false,
        }
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// URLs allow `;`, `,` and `'` in hosts; no host has them, and in a content security policy they would mean something.
fn is_plain_host(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    bare.map_or_else(
        || host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)),
        |address| address.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':'),
    )
}

/// Unreserved, reserved and `%` of RFC 3986; this leaves out space, controls, quotes, backslash and all non-ASCII.
fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

fn has_encoded_control(text: &str) -> bool {
    text.as_bytes().windows(3).any(|three| match three {
        [b'%', b'0' | b'1', _] => true,
        [b'%', b'7', low] => low.eq_ignore_ascii_case(&b'f'),
        _ => false,
    })
}

fn authority(text: &str) -> &str {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    rest.find(['/', '?', '#']).map_or(rest, |end| &rest[..end])
}
