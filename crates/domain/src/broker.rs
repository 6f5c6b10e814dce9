//! Brokers (§4.13): where the platform calls the provider, and what the last catalog fetch said.

use serde::{Deserialize, Serialize};

use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::ids::BrokerId;
use crate::moment::Moment;
use crate::offering::Saved;
use crate::rule::deployment as rule;
use crate::shape::{self, Text};
use crate::stage::Stage;

/// The versions of the broker API that the platform speaks, oldest first.
pub const OSB_VERSIONS: &[&str] = &["2.12", "2.13", "2.14", "2.15", "2.16", "2.17"];

/// The most characters of a broker's password.
pub const LONGEST_PASSWORD: usize = 1024;

/// The form as typed. The password travels one way: it is sealed on save and never read back into a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BrokerDraft {
    pub name: String,
    pub url: String,
    pub username: String,
    /// `2.12` … `2.17`
    pub osb_version: String,
}

/// A saved broker as pages and gates see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokerRecord {
    pub id: BrokerId,
    pub draft: BrokerDraft,
    pub has_password: bool,
    pub state: BrokerState,
    pub revision: i64,
    /// Who saved it last, and when; `None` in snapshots that were taken before this was kept.
    #[serde(default)]
    pub saved: Option<Saved>,
    pub last_fetch: Option<FetchFact>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BrokerState {
    #[default]
    Unregistered,
    Registered,
    Unreachable,
    Removed,
}

/// The outcome of the last catalog fetch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchFact {
    pub at: Moment,
    pub by: String,
    pub sha256: String,
    /// Parity rows of severity ERROR against the console's data at that moment.
    pub parity_errors: u32,
    pub parity_warnings: u32,
    /// Why it failed, if it did: a stable code of `rejection::Remote`.
    pub failure: Option<crate::rejection::Remote>,
}

/// What the rules need to know beside the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokerContext {
    /// A password is sealed already, or comes with this save.
    pub has_password: bool,
    /// `[outbound] lab`: plain http is accepted (DEC-49).
    pub lab: bool,
    /// Names of the account's other brokers.
    pub other_names: Vec<String>,
}

impl BrokerDraft {
    pub fn check(&self, context: &BrokerContext) -> Findings {
        let mut found = Findings::new();
        let name = Text::line(128).too_long(rule::BROKER_NAME_TOO_LONG).required(rule::BROKER_NAME_MISSING);
        if let Some(name) = shape::text(&mut found, Field::BrokerName, &self.name, name)
            && context.other_names.iter().any(|other| other == name)
        {
            found.push(Finding::new(Field::BrokerName, rule::BROKER_NAME_TWICE).naming(name));
        }
        self.check_url(&mut found, context);
        let username = Text::line(256).required(rule::USERNAME_MISSING);
        if shape::text(&mut found, Field::BrokerUsername, &self.username, username).is_some_and(|n| n.contains(':')) {
            found.push(Finding::new(Field::BrokerUsername, rule::USERNAME_WITH_COLON));
        }
        if !context.has_password {
            found.push(Finding::new(Field::BrokerPassword, rule::PASSWORD_MISSING));
        }
        if self.osb_version.is_empty() {
            found.push(Finding::new(Field::OsbVersion, rule::VERSION_MISSING));
        } else if !OSB_VERSIONS.contains(&self.osb_version.as_str()) {
            found.push(Finding::new(Field::OsbVersion, rule::VERSION_UNKNOWN).naming(&self.osb_version));
        }
        found
    }

    /// Whether a save over `saved` brings new credentials and nothing else. They need nobody's approval (§10), so they
    /// may come while the definition stands still: the password always, and the user name, which a reviewer reads, once
    /// the offering is public.
    pub fn is_rotation(&self, saved: &Self, stage: Stage) -> bool {
        let username = if stage.is_public() { &saved.username } else { &self.username };
        Self { username: username.clone(), ..self.clone() } == *saved
    }

    fn check_url(&self, found: &mut Findings, context: &BrokerContext) {
        let field = Field::BrokerUrl;
        let Some(link) = shape::link(found, field, &self.url, rule::BROKER_URL_MISSING) else { return };
        if !link.is_https() && !context.lab {
            found.push(Finding::new(field, rule::BROKER_URL_NOT_HTTPS));
        }
        if link.has_query() || link.has_fragment() {
            let end = self.url.find(['?', '#']).unwrap_or(self.url.len());
            found.push(Finding::new(field, rule::BROKER_URL_QUERY).suggesting(&self.url[..end]));
            return;
        }
        let base = self.url.trim_end_matches('/');
        if let Some(base) = base.strip_suffix("/v2/catalog").or_else(|| base.strip_suffix("/v2")) {
            found.push(Finding::new(field, rule::BROKER_URL_WITH_V2).suggesting(base));
        }
    }
}

/// Checks a broker's password as it is typed, before it is sealed. No finding quotes any of it.
pub fn check_password(password: &str) -> Findings {
    let mut found = Findings::new();
    shape::secret(&mut found, Field::BrokerPassword, password, LONGEST_PASSWORD);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn new_credentials_are_a_rotation_and_a_new_address_is_none() {
        let saved = sample::broker().draft;
        let renamed = BrokerDraft { username: "other".to_owned(), ..saved.clone() };
        let moved = BrokerDraft { url: "https://elsewhere.example".to_owned(), ..saved.clone() };
        for stage in [Stage::GaRequested, Stage::GaApproved, Stage::Ga] {
            assert!(saved.is_rotation(&saved, stage));
            assert_eq!(renamed.is_rotation(&saved, stage), stage == Stage::Ga);
            assert!(!moved.is_rotation(&saved, stage));
        }
    }
}
