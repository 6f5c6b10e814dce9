//! The address under which people reach the console. Everything that has to name it (issuer, redirect URI, allowed
//! hosts, set-up links) derives from this one value, never from what a request claims.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use slipway_domain::this_machine::is_this_machine;
use url::Url;

/// An `http` or `https` origin: no path, query, fragment or user information.
/// Plain `http` only on this machine, since browsers keep the session cookie (`Secure`) there and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(Url);

impl PublicUrl {
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("`{text}` is no URL ({error})"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("`{text}` does not start with https:// or http://"));
        }
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !bare || !url.username().is_empty() || url.password().is_some() {
            return Err(format!("`{text}` has more than scheme, host and port"));
        }
        if url.scheme() == "http" && !url.host_str().is_some_and(is_this_machine) {
            return Err(format!("`{text}` is plain http on another machine; sign-in needs https there"));
        }
        Ok(Self(url))
    }

    /// `http://127.0.0.1:<port>`
    ///
    /// # Panics
    ///
    /// Never: every port makes a URL.
    pub fn loopback(port: u16) -> Self {
        let url = Url::parse(&format!("http://127.0.0.1:{port}/")).expect("a loopback address with a port is a URL");
        Self(url)
    }

    /// Scheme, host and port without a trailing slash, as a browser writes it in `Origin`; the default port is left out.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Host and, if it is not the scheme's own, the port: what `Host` says in a request to this address.
    pub fn authority(&self) -> &str {
        self.0.authority()
    }

    /// The whole URL of a path that starts with `/`.
    pub fn of(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    pub fn is_this_machine(&self) -> bool {
        self.0.host_str().is_some_and(is_this_machine)
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}

impl Serialize for PublicUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_no_trailing_slash_and_no_default_port() {
        let url = PublicUrl::parse("https://Console.Example.com:443/").unwrap();
        assert_eq!(url.origin(), "https://console.example.com");
        assert_eq!(url.authority(), "console.example.com");
        assert_eq!(url.of("/login/callback"), "https://console.example.com/login/callback");
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        for here in ["http://localhost:3000", "http://127.0.0.1", "http://127.0.0.2:3000", "http://[::1]:8080"] {
            assert!(PublicUrl::parse(here).is_ok(), "{here}");
        }
        assert!(PublicUrl::parse("http://console.example.com").is_err());
    }

    #[test]
    fn anything_beyond_an_origin_is_refused() {
        for wrong in [
            "console.example.com",
            "ftp://example.com",
            "https://example.com/console",
            "https://example.com/?a=1",
            "https://example.com/#a",
            "https://me:secret@example.com",
            "",
        ] {
            assert!(PublicUrl::parse(wrong).is_err(), "{wrong}");
        }
    }
}
