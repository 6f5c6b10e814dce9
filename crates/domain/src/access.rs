//! Access management (§4.8): the machine identity and the sign-in client of an offering.

use serde::{Deserialize, Serialize};

use crate::field::{self, Field};
use crate::findings::{Finding, Findings};
use crate::moment::Moment;
use crate::rule::{access as rule, any};
use crate::shape::{self, LONGEST_LINK, Link, Text};

mod key;
mod owner;
mod registration;
mod targets;

pub use key::{ApiKeyFact, KEY_WARNING, KeyLife, KeyLifetime};
pub use owner::{ClientOwner, ClientOwners, may_be_removed, may_change};
pub use registration::{AccessContext, ActionDraft, MOST_ACTIONS, PLATFORM_ROLES, SERVICE_ROLES};
pub use targets::{ATTRIBUTE_INPUTS, ATTRIBUTE_KEYS, ATTRIBUTE_OPERATORS, AttributeDraft, SubjectDraft};

/// The most redirect URIs of a client (§4.8).
pub const MOST_REDIRECT_URIS: usize = 20;

/// What a service ID may do at the platform (DEC-13): ask whether somebody may, and submit the usage of its own service.
pub const SERVICE_POLICY: [&str; 2] = ["platform.authorization.check", "platform.usage.submit"];

/// The page as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AccessDraft {
    /// One per line.
    pub redirect_uris: Vec<String>,
    /// The name in the policy editor; empty: that of the listing.
    pub display_name: String,
    /// Empty: the short description of the listing.
    pub description: String,
    /// The chosen ones of `SERVICE_ROLES`.
    pub service_roles: Vec<String>,
    /// Roles of the service's own, one a row.
    pub custom_roles: Vec<String>,
    /// Empty: the dashboard's alone.
    pub actions: Vec<ActionDraft>,
    /// Empty: the usual ones. Both lists are left out while they are empty, so that what was frozen before they were kept
    /// stays as it is, to the byte.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeDraft>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<SubjectDraft>,
}

/// What exists in the identity registry for an offering. Secrets are not here: only their hashes are kept, in the store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessFacts {
    /// T06: the service name is registered.
    pub registered_at: Option<Moment>,
    /// `ServiceId-<uuid>` once access management is enabled (T07).
    pub service_id: Option<String>,
    /// Equal to the service name.
    pub client_id: Option<String>,
    /// T08
    pub client_enabled: bool,
    /// The redirect URIs that "Update client ID" has put in force; `None` before this was kept.
    #[serde(default)]
    pub uris_in_force: Option<Vec<String>>,
    /// What the service ID may do: made together with it (DEC-13). Ids of `SERVICE_POLICY`.
    #[serde(default)]
    pub policy: Vec<String>,
    /// Those that nobody has revoked, the ended ones included.
    pub api_keys: Vec<ApiKeyFact>,
    pub secret_issued_at: Option<Moment>,
}

impl AccessDraft {
    /// Findings about the redirect URIs. Empty rows are left out of account.
    pub fn check(&self) -> Findings {
        let mut found = Findings::new();
        let listed = self.listed().count();
        if listed == 0 {
            found.push(Finding::new(Field::RedirectUris, rule::REDIRECT_URI_MISSING));
        }
        if listed > MOST_REDIRECT_URIS {
            found.push(Finding::new(Field::RedirectUris, rule::TOO_MANY_REDIRECT_URIS).naming(listed));
        }
        for (index, uri) in self.listed() {
            let field = Field::RedirectUri(field::row(index));
            check_redirect_uri(&mut found, field, uri);
            if self.redirect_uris[..index].iter().any(|before| before == uri) {
                found.push(Finding::new(field, rule::REDIRECT_URI_TWICE));
            }
        }
        found
    }

    /// The rows that are not empty, with their index.
    pub fn listed(&self) -> impl Iterator<Item = (usize, &str)> {
        self.redirect_uris.iter().map(String::as_str).enumerate().filter(|(_, uri)| !uri.trim().is_empty())
    }
}

impl AccessFacts {
    /// Whether the redirect URIs of the draft are the ones that sign-ins may lead to now.
    pub fn holds(&self, draft: &AccessDraft) -> bool {
        let in_force = self.uris_in_force.as_ref();
        in_force.is_none_or(|uris| draft.listed().map(|(_, uri)| uri).eq(uris.iter().map(String::as_str)))
    }

    /// Says of each key how much of its time is left. There is no clock here: whoever reads facts to judge by them tells
    /// the moment.
    pub fn as_of(&mut self, now: Moment) {
        for key in &mut self.api_keys {
            key.life = KeyLife::of(key.expires_at, now);
        }
    }

    /// The keys that services can sign in with.
    pub fn valid_keys(&self) -> impl Iterator<Item = &ApiKeyFact> {
        self.api_keys.iter().filter(|key| key.is_valid())
    }

    /// What the page still lacks beside redirect URIs (G-IAM).
    pub fn check(&self, draft: &AccessDraft) -> Findings {
        let enabled = self.service_id.is_some();
        let is_other = self.client_enabled && !self.holds(draft);
        let have_ended = self.valid_keys().next().is_none() && !self.api_keys.is_empty();
        let missing = [
            (!enabled, Field::AccessEnabled, rule::NOT_ENABLED),
            (enabled && self.api_keys.is_empty(), Field::ApiKey, rule::API_KEY_MISSING),
            (enabled && have_ended, Field::ApiKey, rule::API_KEYS_ENDED),
            (enabled && !self.client_enabled, Field::ClientEnabled, rule::CLIENT_NOT_ENABLED),
            (enabled && is_other, Field::ClientEnabled, rule::CLIENT_NOT_CURRENT),
        ];
        let missing = missing.into_iter().filter(|(lacks, ..)| *lacks);
        let ending = self.api_keys.iter().filter(|key| enabled && key.life == KeyLife::Ending).map(|key| {
            let end = key.expires_at.map(Moment::long).unwrap_or_default();
            Finding::new(Field::ApiKey, rule::API_KEY_ENDING).naming(&key.prefix).naming(end)
        });
        missing.map(|(_, field, rule)| Finding::new(field, rule)).chain(ending).collect()
    }
}

/// Redirect URIs are compared byte for byte, so nothing that browsers or brokers might read in two ways passes.
fn check_redirect_uri(found: &mut Findings, field: Field, uri: &str) {
    let before = found.len();
    shape::text(found, field, uri, Text::line(LONGEST_LINK).too_long(any::LINK_TOO_LONG));
    if found.len() > before {
        return;
    }
    if uri.contains('*') {
        found.push(Finding::new(field, rule::REDIRECT_URI_WILDCARD));
        return;
    }
    let Some(link) = Link::parse(uri) else {
        found.push(Finding::new(field, rule::REDIRECT_URI_INVALID).suggesting(trimmed_uri(uri)));
        return;
    };
    if !link.is_https() {
        let local = link.host() == "localhost";
        found.push(Finding::new(field, if local { rule::REDIRECT_URI_LOCAL } else { rule::REDIRECT_URI_SCHEME }));
    }
    if link.has_credentials() {
        found.push(Finding::new(field, any::LINK_WITH_CREDENTIALS));
    }
    if let Some((without, _)) = uri.split_once('#') {
        found.push(Finding::new(field, rule::REDIRECT_URI_FRAGMENT).suggesting(without));
    }
    if let Some(part) = misread_part(link.path()) {
        found.push(Finding::new(field, rule::REDIRECT_URI_DOTS).naming(part));
    }
}

fn trimmed_uri(uri: &str) -> &str {
    let trimmed = uri.trim();
    if Link::parse(trimmed).is_some() { trimmed } else { "" }
}

/// A segment or an encoded separator that some programs resolve before they compare.
fn misread_part(path: &str) -> Option<&str> {
    path.split('/').find(|segment| {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        plain == "." || plain == ".." || plain.contains("%2f") || plain.contains("%5c")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Level;

    /// After Keycloak's redirect URI corpus: forms that some comparison elsewhere reads as another address.
    const REFUSED: &[&str] = &[
        "http://dashboard.example/cb",
        "http://127.0.0.1/cb",
        "http://[::1]/cb",
        "http://localhost.dashboard.example/cb",
        "http://user@localhost/cb",
        "https://user:pass@dashboard.example/cb",
        "https://dashboard.example@evil.example/cb",
        "https://dashboard.example/cb#",
        "https://dashboard.example/cb#fragment",
        "https://*.dashboard.example/cb",
        "https://dashboard.example/*",
        "https://dashboard.example/cb/../admin",
        "https://dashboard.example/cb/%2e%2e/admin",
        "https://dashboard.example/./cb",
        "https://dashboard.example/cb%2f..%2fadmin",
        "https://dashboard.example/cb%5Cadmin",
        "https://dashboard.example\\@evil.example/",
        "https://dashboard.example\\.evil.example/",
        "https:/dashboard.example/cb",
        "https:dashboard.example/cb",
        "https:///dashboard.example/cb",
        "//dashboard.example/cb",
        "/cb",
        "https://",
        "https://dash board.example/cb",
        " https://dashboard.example/cb",
        "https://dashboard.example/cb ",
        "https://dashboard.example/c\tb",
        "https://dashboard.example/cb\r\nSet-Cookie:a=b",
        "https://dashboard.example/\0",
        "https://dashböard.example/cb",
        "https://dashboard.example/c\u{202e}b",
        "https://dashboard.example%00.evil.example/",
        "https://dashboard.example:port/cb",
        "https://dashboard.example:99999/cb",
        "https://dashboard.example/%",
        "https://dashboard.example/<script>",
        "https://dashboard.example/{id}",
        "https://dashboard.example/\"",
        "javascript:alert(1)",
        "javascript://dashboard.example/%0aalert(1)",
        "data:text/html,x",
        "myapp://cb",
        "urn:ietf:wg:oauth:2.0:oob",
        "file:///etc/passwd",
    ];

    const ACCEPTED: &[&str] = &[
        "https://dashboard.example/cb",
        "https://dashboard.example",
        "https://dashboard.example:8443/cb?tenant=a%20b&x=%5B1%5D",
        "https://xn--dashbard-r2a.example/cb",
        "https://192.0.2.1/cb",
        "https://[2001:db8::1]/cb",
        "https://dashboard.example/a..b/.well-known/cb",
    ];

    fn check(uri: &str) -> Findings {
        AccessDraft { redirect_uris: vec![uri.to_owned()], ..AccessDraft::default() }.check()
    }

    #[test]
    fn no_address_that_can_be_read_in_two_ways_is_accepted() {
        for uri in REFUSED {
            assert!(!check(uri).is_complete(), "{uri}");
        }
    }

    #[test]
    fn ordinary_addresses_are_accepted() {
        for uri in ACCEPTED {
            assert!(check(uri).is_empty(), "{uri}: {:?}", check(uri));
        }
    }

    #[test]
    fn localhost_is_accepted_for_tests_with_a_warning() {
        for uri in ["http://localhost/cb", "http://localhost:3000/cb", "http://localhost"] {
            assert!(check(uri).is_complete() && check(uri).of(Level::Warning).count() == 1, "{uri}");
        }
    }

    #[test]
    fn a_finding_stands_at_its_row() {
        let draft = AccessDraft {
            redirect_uris: vec![String::new(), "https://a.example/".to_owned(), "https://a.example/".to_owned()],
            ..AccessDraft::default()
        };
        let findings = draft.check();
        assert_eq!(findings.len(), 1);
        assert_eq!(findings.at(Field::RedirectUri(2)).count(), 1);
    }
}
