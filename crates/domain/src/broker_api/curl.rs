//! An example as a line for a POSIX shell. What only its reader knows stands in variables.

use core::fmt::Write as _;

use super::Example;
use crate::broker::{BrokerDraft, SignIn};
use crate::shape::Link;
use crate::shell::quoted;

/// Where a broker listens that `slipway broker sample` writes, and what its README signs in with.
const SAMPLE: [&str; 3] = ["http://127.0.0.1:5000", "broker", "secret"];
/// Where the reader keeps the certificates of the broker's own authority.
const AUTHORITY: &str = "broker-ca.pem";

/// The lines that all others rely on: the saved address of the broker, if it is one, and made-up credentials, never
/// those of the form.
pub(super) fn variables(draft: Option<&BrokerDraft>) -> String {
    let [url, username, password] = SAMPLE;
    let saved = draft.map(|draft| draft.url.trim()).filter(|url| is_base(url)).unwrap_or(url);
    let mut lines = vec![("BROKER_URL", saved.trim_end_matches('/'))];
    if has_token(draft) {
        lines.push(("BROKER_TOKEN", password));
    } else {
        lines.extend([("BROKER_USER", username), ("BROKER_PASSWORD", password)]);
    }
    if has_authority(draft) {
        lines.push(("BROKER_CA", AUTHORITY));
    }
    let lines: Vec<String> = lines.into_iter().map(|(name, value)| format!("{name}={}", quoted(value))).collect();
    lines.join("\n")
}

fn is_base(url: &str) -> bool {
    Link::parse(url).is_some_and(|link| !link.has_credentials() && !link.has_query() && !link.has_fragment())
}

fn has_token(draft: Option<&BrokerDraft>) -> bool {
    matches!(draft.and_then(BrokerDraft::sign_in), Some(SignIn::Token | SignIn::ApiKey | SignIn::PlatformToken))
}

pub(super) fn has_authority(draft: Option<&BrokerDraft>) -> bool {
    draft.is_some_and(|draft| !draft.authority().is_empty())
}

impl Example {
    /// The call as `curl` makes it, with the answer and its headers on the terminal. `draft`: what the broker wants;
    /// see [`variables`].
    pub(super) fn curl(&self, draft: Option<&BrokerDraft>) -> String {
        let signed_in = if has_token(draft) {
            r#"-H "Authorization: Bearer $BROKER_TOKEN""#
        } else {
            r#"-u "$BROKER_USER:$BROKER_PASSWORD""#
        };
        let trusted = if has_authority(draft) { r#" --cacert "$BROKER_CA""# } else { "" };
        // An address is no pattern (-g): that of a host may have brackets.
        let mut line =
            format!("curl -gisS{trusted} {signed_in} -X {} \\\n  \"$BROKER_URL\"{}", self.method, quoted(&self.target));
        for (name, value) in &self.headers {
            let _ = write!(line, " \\\n  -H {}", quoted(&format!("{name}: {value}")));
        }
        if let Some(body) = &self.body {
            let _ = write!(line, " \\\n  -d {}", quoted(body));
        }
        line
    }
}
