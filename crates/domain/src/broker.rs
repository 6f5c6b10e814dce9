//! Brokers (§4.13): where the platform calls the provider, and what the last catalog fetch said.

use serde::{Deserialize, Serialize};

use crate::drift::Cause;
use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::ids::BrokerId;
use crate::moment::Moment;
use crate::offering::Saved;
use crate::parity::BrokerCatalog;
use crate::rule::deployment as rule;
use crate::shape::{self, Link, Text};

mod authority;
mod sign_in;
mod wants;

pub use authority::{LONGEST_AUTHORITY, MOST_CERTIFICATES};
pub use sign_in::SignIn;
pub use wants::{
    EXTENSION_PREFIX, LONGEST_PREFIX, MAX_POLL, POLL_INTERVAL, Patience, RESOURCE_GROUP, SYNC_TIMEOUT, Seconds,
};

/// The versions of the broker API that the platform speaks, oldest first.
pub const OSB_VERSIONS: &[&str] = &["2.12", "2.13", "2.14", "2.15", "2.16", "2.17"];

/// The most characters of a broker's password, token or API key.
pub const LONGEST_PASSWORD: usize = 1024;

/// How the platform can sign in to a broker: with user name and password, with a token that is stored or that it gets for
/// a stored API key, or with a token of its own that is made out to the broker's CRN. See [`SignIn`].
pub const AUTH_SCHEMES: [&str; 3] = ["basic", "bearer", "bearer-crn"];

/// Who makes instances: the platform through the broker, or the provider, and the platform only records them (DEC-17).
pub const PROVISION_TYPES: [&str; 2] = ["provision_through", "provision_behind"];

/// By what a broker is called about instances and bindings: the platform's own name for them, or the GUID in it for brokers
/// that cannot route a name with slashes or keep a long one (DEC-18).
pub const ID_FORMATS: [&str; 2] = ["crn", "guid"];

/// Whether `organization_guid` and `space_guid` are sent beside the context, which some brokers cannot do without.
pub const LEGACY_IDS: [&str; 2] = ["no", "yes"];

/// The form as typed. The password travels one way: it is sealed on save and never read back into a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct BrokerDraft {
    pub name: String,
    pub url: String,
    /// One of `AUTH_SCHEMES`.
    pub auth_scheme: String,
    pub username: String,
    /// `2.12` … `2.17`
    pub osb_version: String,
    /// One of `PROVISION_TYPES`.
    pub provision_type: String,
    /// One of `ID_FORMATS`.
    pub id_format: String,
    /// One of `LEGACY_IDS`.
    pub legacy_ids: String,
    /// Certificates in PEM form of an authority of the broker's own, which is trusted for this broker beside those of the
    /// machine (security §3e). They are public. Empty ones are not written, so that what was frozen before they were asked
    /// for stays as it is, to the byte.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ca_pem: String,
    /// The path before `/service_instances` of the enable/disable extension (§6.3), for example `/platform_v1`.
    #[serde(skip_serializing_if = "wants::is_usual_prefix")]
    pub extension_prefix: String,
    /// Seconds for one answer.
    #[serde(skip_serializing_if = "wants::is_usual_timeout")]
    pub sync_timeout: String,
    /// Seconds for the end of an operation.
    #[serde(skip_serializing_if = "wants::is_usual_poll")]
    pub max_poll: String,
    /// Seconds between two questions about an operation.
    #[serde(skip_serializing_if = "wants::is_usual_interval")]
    pub poll_interval: String,
    /// The id of the location in which it is; empty: it does not say. Nothing is called by it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// The resource group of the provider's account to which it belongs. Nothing is called by it.
    #[serde(skip_serializing_if = "wants::is_usual_group")]
    pub resource_group: String,
}

/// Empty but for the answers that every broker had before they were asked for.
impl Default for BrokerDraft {
    fn default() -> Self {
        Self {
            name: String::new(),
            url: String::new(),
            auth_scheme: AUTH_SCHEMES[0].to_owned(),
            username: String::new(),
            osb_version: String::new(),
            provision_type: PROVISION_TYPES[0].to_owned(),
            id_format: ID_FORMATS[0].to_owned(),
            legacy_ids: LEGACY_IDS[0].to_owned(),
            ca_pem: String::new(),
            extension_prefix: EXTENSION_PREFIX.to_owned(),
            sync_timeout: SYNC_TIMEOUT.usual.to_owned(),
            max_poll: MAX_POLL.usual.to_owned(),
            poll_interval: POLL_INTERVAL.usual.to_owned(),
            region: String::new(),
            resource_group: RESOURCE_GROUP.to_owned(),
        }
    }
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
    /// A later call that nothing came of, or nothing yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_call: Option<OpenCall>,
    /// What is wrong with it since the offering is live, as the watch found it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub incidents: Vec<Cause>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BrokerState {
    #[default]
    Unregistered,
    Registered,
    Unreachable,
    Removed,
}

impl BrokerState {
    pub const ALL: [Self; 4] = [Self::Unregistered, Self::Registered, Self::Unreachable, Self::Removed];

    /// Its catalog agreed once, and nothing was changed at the broker's form since: deployments may name it.
    pub const fn has_registered(self) -> bool {
        matches!(self, Self::Registered | Self::Unreachable)
    }
}

impl BrokerRecord {
    /// The form was saved after that moment: a call that began before says nothing about it, as it may have gone to
    /// another address.
    pub fn was_saved_since(&self, at: Moment) -> bool {
        self.saved.as_ref().is_some_and(|saved| saved.at > at)
    }
}

/// The outcome of the last catalog fetch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchFact {
    pub at: Moment,
    pub by: String,
    pub sha256: String,
    /// What the broker said of this offering, kept for the gates: they compare it with the definition as it is now.
    /// `None` if the call failed, and in fetches from before this was kept.
    #[serde(default)]
    pub catalog: Option<BrokerCatalog>,
    /// Why it failed, if it did: a stable code of `rejection::Remote`.
    pub failure: Option<crate::rejection::Remote>,
}

/// A call to the broker without an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCall {
    pub at: Moment,
    pub by: String,
    /// Finds the call in the broker's log.
    pub request_identity: String,
    /// False: the console was stopped in the middle of it.
    pub is_running: bool,
}

/// What the rules need to know beside the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "facts that are known apart from each other")]
pub struct BrokerContext {
    /// A password is sealed already, or comes with this save.
    pub has_password: bool,
    /// `[outbound] lab`: plain http is accepted (DEC-49).
    pub lab: bool,
    /// Names of the account's other brokers.
    pub other_names: Vec<String>,
    /// The certificate authority was looked at, and something in it is no certificate.
    pub ca_is_unreadable: bool,
    /// People sign in at another issuer, so that this console signs no tokens.
    pub signs_no_tokens: bool,
}

impl BrokerDraft {
    /// The host that the platform calls; `None` as long as the URL is none.
    pub fn host(&self) -> Option<&str> {
        Link::parse(self.url.trim()).map(|link| link.host())
    }

    /// Instances and bindings are called by GUIDs.
    pub fn has_guid_ids(&self) -> bool {
        self.id_format == ID_FORMATS[1]
    }

    pub fn sends_legacy_ids(&self) -> bool {
        self.legacy_ids == LEGACY_IDS[1]
    }

    /// The certificate authority of the broker's own, the same however a browser ends its lines; empty if there is none.
    pub fn authority(&self) -> String {
        self.ca_pem.trim().lines().map(str::trim).collect::<Vec<_>>().join("\n")
    }

    /// What must not be kept, unlike all else that is wrong with a draft: a private key among the certificates.
    pub fn private_key(&self) -> Option<Finding> {
        authority::private_key(&self.ca_pem)
    }

    pub fn check(&self, context: &BrokerContext) -> Findings {
        let mut found = Findings::new();
        let name = Text::line(128).too_long(rule::BROKER_NAME_TOO_LONG).required(rule::BROKER_NAME_MISSING);
        if let Some(name) = shape::text(&mut found, Field::BrokerName, &self.name, name)
            && context.other_names.iter().any(|other| other == name)
        {
            found.push(Finding::new(Field::BrokerName, rule::BROKER_NAME_TWICE).naming(name));
        }
        self.check_url(&mut found, context);
        self.check_auth(&mut found, context);
        authority::check(&mut found, &self.authority(), context.ca_is_unreadable);
        let types = PROVISION_TYPES;
        let provision =
            shape::choice(&mut found, Field::ProvisionType, &self.provision_type, &types, rule::PROVISION_MISSING);
        if provision.is_some_and(|provision| provision != PROVISION_TYPES[0]) {
            let finding = Finding::new(Field::ProvisionType, rule::PROVISION_UNSUPPORTED);
            found.push(finding.suggesting(PROVISION_TYPES[0]));
        }
        shape::choice(&mut found, Field::IdFormat, &self.id_format, &ID_FORMATS, rule::ID_FORMAT_MISSING);
        shape::choice(&mut found, Field::LegacyIds, &self.legacy_ids, &LEGACY_IDS, rule::LEGACY_IDS_MISSING);
        self.check_wants(&mut found);
        if self.osb_version.is_empty() {
            found.push(Finding::new(Field::OsbVersion, rule::VERSION_MISSING));
        } else if !OSB_VERSIONS.contains(&self.osb_version.as_str()) {
            found.push(Finding::new(Field::OsbVersion, rule::VERSION_UNKNOWN).naming(&self.osb_version));
        }
        found
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

/// Checks a broker's secret as it is typed, before it is sealed. No finding quotes any of it.
pub fn check_password(password: &str) -> Findings {
    let mut found = Findings::new();
    shape::secret(&mut found, Field::BrokerPassword, password, LONGEST_PASSWORD);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broker_is_called_on_the_host_of_its_url_and_on_none_as_long_as_that_is_no_url() {
        let at = |url: &str| BrokerDraft { url: url.to_owned(), ..BrokerDraft::default() };
        assert_eq!(at(" https://broker.northwind.example/eu ").host(), Some("broker.northwind.example"));
        assert_eq!(at("http://127.0.0.1:9090").host(), Some("127.0.0.1"));
        assert_eq!(at("broker").host(), None);
    }
}
