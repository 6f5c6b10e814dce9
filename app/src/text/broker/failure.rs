//! Why a call to a broker gave no usable answer, and what to change: one entry for every code of the broker library.

use slipway_domain::rejection::Remote;

/// What happened, and how to mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure {
    pub what: &'static str,
    pub fix: &'static str,
}

const fn of(what: &'static str, fix: &'static str) -> Failure {
    Failure { what, fix }
}

pub fn failure(remote: &Remote) -> Failure {
    match remote.code.as_str() {
        "status" => status(remote.status.unwrap_or_default()),
        "tls" => tls(&remote.detail),
        "bad_credentials" if remote.detail == "no_token" => of(
            "There was no token to sign in with, so nothing was sent.",
            "With an API key, give one that was made on the page Access management and is not revoked, or a token without a \
             user name. Where people sign in to the console elsewhere, keys earn nothing here and no token is signed here.",
        ),
        code => plain(code),
    }
}

/// Whether the detail holds words of the broker, not a code of ours.
pub fn has_words(remote: &Remote) -> bool {
    matches!(remote.code.as_str(), "status" | "not_json" | "redirect" | "content_encoding") && !remote.detail.is_empty()
}

fn plain(code: &str) -> Failure {
    match code {
        "bad_url" => of(
            "The URL cannot be called.",
            "Write scheme, host and base path, for example https://broker.northwind.example, and nothing else.",
        ),
        "bad_credentials" => of(
            "The credentials cannot be sent.",
            "Type them again, without line breaks; a user name holds no colon, and a token only visible ASCII characters.",
        ),
        "bad_authority" => of(
            "The broker’s own certificate authority cannot be read. Nothing was sent.",
            "Paste its certificates into the form again, in PEM form.",
        ),
        "denied" => of(
            "The address policy of this console refuses the host. Nothing was sent.",
            "Use a host with a public address, reached by https.",
        ),
        "unknown_host" => {
            of("The host name has no address.", "Check the spelling of the host in the URL, and its DNS record.")
        }
        "refused" => of("The connection was refused.", "Check host and port, and that the broker is running."),
        "unreachable" => of(
            "The broker could not be reached.",
            "Check that it runs on a public address, that host and port in the URL are right, and that no firewall stands \
             between.",
        ),
        "timeout" => of(
            "The broker did not finish its answer in time.",
            "Check its load and its log; GET /v2/catalog should answer within a few seconds.",
        ),
        "redirect" => of(
            "The broker answered with a redirect. It was not followed, so that the password goes nowhere else.",
            "Put the final address into the URL.",
        ),
        "too_large" => of(
            "The answer is larger than a catalog may be.",
            "Leave out what the platform does not read, such as images in metadata.",
        ),
        "content_encoding" => of(
            "The answer is compressed, although that was not asked for.",
            "Switch compression off for answers to requests that say “Accept-Encoding: identity”.",
        ),
        "not_json" => of(
            "The answer is not JSON.",
            "Check that the base path leads to the broker and not to a web page: the platform calls <URL>/v2/catalog.",
        ),
        "too_deep" => of("The answer is nested too deeply.", "Flatten the schemas and metadata of the catalog."),
        "too_many_values" => of("The answer holds too many values.", "Leave out what the platform does not read."),
        "incomplete" => of(
            "The connection ended in the middle of the answer.",
            "Look into the log of the broker and of the proxy before it; check that https is spoken on this port.",
        ),
        "not_http" => of("What answers at this address does not speak HTTP.", "Check the port in the URL."),
        _ => of("The call failed.", "Check URL and credentials, then try again."),
    }
}

fn status(status: u16) -> Failure {
    match status {
        401 | 403 => of(
            "The broker refuses the credentials (401 or 403).",
            "Type the credentials exactly as the broker checks them, save, and check again.",
        ),
        404 => of(
            "The broker knows no catalog at this address (404).",
            "Check the base path of the URL: the platform adds /v2/catalog. Some brokers answer 404 to a version that they do \
             not accept: try another API version.",
        ),
        405 => of(
            "The address does not answer to GET (405).",
            "Check the base path of the URL: the platform adds /v2/catalog.",
        ),
        400 | 412 => of(
            "The broker does not accept the API version (400 or 412).",
            "Choose the version that the broker implements, save, and check again.",
        ),
        429 => of("The broker is asked too often (429).", "Wait a minute, then check again."),
        500..=599 => of("The broker failed on the request (5xx).", "Look into its log at the time of the call."),
        _ => of(
            "The broker answered with a status that the contract does not know here.",
            "GET /v2/catalog has to answer 200.",
        ),
    }
}

fn tls(cause: &str) -> Failure {
    match cause {
        "expired" => of("The broker’s certificate has expired.", "Renew it."),
        "not_yet_valid" => {
            of("The broker’s certificate is not valid yet.", "Check its dates and the clock of its issuer.")
        }
        "wrong_host" => of(
            "The broker’s certificate is made for another host.",
            "Use the host that the certificate names, or have one issued for the host in the URL.",
        ),
        "unknown_issuer" => of(
            "The broker’s certificate comes from an issuer that is not trusted here.",
            "Use a certificate of a public authority, or paste that of your own into the form; and let the broker send the \
             certificates between, too.",
        ),
        "revoked" => of("The broker’s certificate was revoked.", "Have a new one issued."),
        "not_tls" => of("What answers on this port does not speak TLS.", "Check the port, or the https in the URL."),
        _ => of(
            "The encrypted connection could not be set up.",
            "The broker needs TLS 1.2 or later and a complete certificate. Verification cannot be switched off.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Every code that the broker library can give, and the finer causes of a failed handshake.
    const CODES: [&str; 16] = [
        "bad_url",
        "bad_credentials",
        "bad_authority",
        "denied",
        "unknown_host",
        "refused",
        "unreachable",
        "timeout",
        "redirect",
        "too_large",
        "content_encoding",
        "not_json",
        "too_deep",
        "too_many_values",
        "incomplete",
        "not_http",
    ];
    const TLS: [&str; 7] =
        ["expired", "not_yet_valid", "wrong_host", "unknown_issuer", "revoked", "not_tls", "handshake"];

    fn remote(code: &str, status: Option<u16>, detail: &str) -> Remote {
        Remote { code: code.to_owned(), status, detail: detail.to_owned() }
    }

    #[test]
    fn every_failure_has_words_and_a_remedy_of_its_own() {
        let plain = CODES.map(|code| failure(&remote(code, None, "")));
        let tls = TLS.map(|cause| failure(&remote("tls", None, cause)));
        let statuses = [401, 404, 405, 412, 429, 500, 302].map(|status| failure(&remote("status", Some(status), "")));
        let no_token = failure(&remote("bad_credentials", None, "no_token"));
        let all: Vec<_> = plain.into_iter().chain(tls).chain(statuses).chain([no_token]).collect();
        let different: HashSet<_> = all.iter().map(|failure| failure.what).collect();
        assert_eq!(different.len(), all.len());
        assert!(all.iter().all(|failure| !failure.fix.is_empty()));
        assert!(!different.contains(failure(&remote("unheard_of", None, "")).what));
    }

    #[test]
    fn a_cause_of_ours_is_not_quoted_as_words_of_the_broker() {
        assert!(has_words(&remote("status", Some(500), "out of disk")));
        assert!(!has_words(&remote("status", Some(500), "")));
        assert!(!has_words(&remote("tls", None, "expired")));
    }
}
