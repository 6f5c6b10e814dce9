//! Typed identities. Each is a UUID (version 7 when minted here), written in lower-case hyphenated form;
//! a plan can never be passed where a broker is meant.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that is no UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id: expected a UUID such as 0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11")]
pub struct InvalidId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            pub const fn uuid(self) -> Uuid {
                self.0
            }

            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                Uuid::try_parse(text).map(Self).map_err(|_| InvalidId)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::parse(text)
            }
        }
    )*};
}

ids! {
    /// A human who can sign in.
    PersonId,
    /// A browser that somebody is signed in with, as pages name it. It opens nothing.
    SessionId,
    /// A provider or consumer account: the tenant.
    AccountId,
    /// One catalogued service; also its service GUID in every broker call.
    OfferingId,
    /// A plan of an offering; its GUID in every broker call.
    PlanId,
    /// A registered service broker.
    BrokerId,
    /// A catalog deployment: plan × location × broker.
    DeploymentId,
    /// A test run of a broker for one deployment.
    TestRunId,
    /// A service instance of a consumer's account.
    InstanceId,
    /// The credentials of an instance.
    BindingId,
    /// Something that is done to an instance through its broker.
    InstanceOperationId,
    /// What people said about one value of an offering.
    ThreadId,
    /// A request for release and its decision.
    SubmissionId,
    /// An immutable copy of an offering's content.
    SnapshotId,
    /// A change of an offering that is public already.
    RevisionId,
    /// One line of an offering's history.
    EventId,
    /// An API key of an offering's service id.
    ApiKeyId,
    /// A personal access token.
    TokenId,
    /// A record of what an instance used.
    UsageRecordId,
    /// A run of a metering sandbox that was kept as evidence.
    SandboxRunId,
    /// Input that arrived on a stale revision and waits for a decision.
    ParkedId,
    /// A mail that waits to be sent, or was.
    MailId,
    /// A fault that was logged once; the user can quote it.
    IncidentId,
}
