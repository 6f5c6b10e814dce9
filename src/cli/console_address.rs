//! The address of a console that somebody names. What is sent to it is secret, or what it answers proves something: it is
//! called over TLS or within this machine, and not otherwise.

use slipway_domain::this_machine::is_this_machine;
use url::Url;

use super::Failure;

/// `because`: why the address has to begin with https.
pub(super) fn parse(url: &str, because: &str) -> Result<Url, Failure> {
    let base = Url::parse(url).map_err(|error| wrong(url, &error.to_string()))?;
    let is_here = base.host_str().is_some_and(is_this_machine);
    if base.scheme() == "https" || (base.scheme() == "http" && is_here) {
        Ok(base)
    } else {
        Err(wrong(url, &format!("it begins with https://, because {because}")))
    }
}

/// It is not the address of a console.
pub(super) fn wrong(url: &str, why: &str) -> Failure {
    Failure::Usage(format!("{url} is not the address of a console: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_console_is_called_over_tls_or_within_this_machine() {
        let here = ["http://localhost:3000", "http://127.0.0.1:3000", "http://127.0.0.2:3000", "http://[::1]:3000"];
        for sound in here.into_iter().chain(["https://console.example.com"]) {
            assert!(parse(sound, "it is secret").is_ok(), "{sound}");
        }
        for wrong in ["http://console.example.com", "http://localhost.example.com", "ftp://localhost", "console"] {
            assert!(parse(wrong, "it is secret").is_err(), "{wrong}");
        }
    }
}
