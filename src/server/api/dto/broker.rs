//! Brokers. What signs in to one is set and never told.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use slipway_domain::broker::{BrokerDraft, BrokerRecord, BrokerState};
use slipway_domain::offering::Offering;

use super::{FindingDto, told};

/// A broker without anything that signs in to it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Broker")]
pub(in crate::server::api) struct BrokerDto {
    id: String,
    name: String,
    url: String,
    /// How the platform signs in there.
    auth_scheme: String,
    /// A secret for that is kept.
    has_secret: bool,
    /// The version of the broker interface that it speaks.
    osb_version: String,
    state: BrokerState,
    revision: i64,
}

impl From<&BrokerRecord> for BrokerDto {
    fn from(record: &BrokerRecord) -> Self {
        Self {
            id: record.id.to_string(),
            name: record.draft.name.clone(),
            url: record.draft.url.clone(),
            auth_scheme: record.draft.auth_scheme.clone(),
            has_secret: record.has_password,
            osb_version: record.draft.osb_version.clone(),
            state: record.state,
            revision: record.revision,
        }
    }
}

/// A broker as it is saved, and what the rules say about it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "BrokerDocument")]
pub(in crate::server::api) struct BrokerDocumentDto {
    pub(in crate::server::api) revision: i64,
    broker: BrokerDto,
    /// As it was typed; a member that is not there is as usual.
    draft: BrokerDraft,
    findings: Vec<FindingDto>,
}

impl BrokerDocumentDto {
    pub(in crate::server::api) fn of(record: &BrokerRecord, offering: &Offering) -> Self {
        Self {
            revision: record.revision,
            broker: record.into(),
            draft: record.draft.clone(),
            findings: told(&offering.broker_findings(record.id)),
        }
    }
}

/// A broker to be saved. It has no `Debug`: it may carry a secret.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "BrokerToSave")]
#[serde(deny_unknown_fields)]
pub(in crate::server::api) struct BrokerToSaveDto {
    pub(in crate::server::api) draft: BrokerDraft,
    /// What signs in there: a password, a token or an API key. It is sealed, and told by no answer. Empty: the one that is
    /// kept stays, as long as it goes to the same party in the same way.
    #[serde(default)]
    pub(in crate::server::api) secret: String,
}
