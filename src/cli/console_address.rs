//! The address of a console that somebody names. What is sent to it is secret, or what it answers proves something: it is
//! called over TLS or within this machine, and not otherwise.

use url::Url;

use super::Failure;

/// `because`: why the address has to begin with https.
pub(super) fn parse(url: &str, because: &str) -> Result<Url, Failure> {
    let base = Url::parse(url).map_err(|error| wrong(url, &error.to_string()))?;
    let is_loopback = matches!(base.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if base.scheme() == "https" || (base.scheme() == "http" && is_loopback) {
        Ok(base)
    } else {
        Err(wrong(url, &format!("it begins with https://, because {because}")))
    }
}

/// It is not the address of a console.
pub(super) fn wrong(url: &str, why: &str) -> Failure {
    Failure::Usage(format!("{url} is not the address of a console: {why}"))
}
