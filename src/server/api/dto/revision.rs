//! Changes of an offering that is public, and the versions that customers had.

use schemars::JsonSchema;
use serde::Serialize;
use slipway_domain::region::RevisionState;
use slipway_domain::revision::{Revision, RevisionKind};
use slipway_domain::view::{ReleasedVersion, RevisionsView};

use super::MomentDto;

/// A change of an offering that is public.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Revision")]
pub(in crate::server::api) struct RevisionDto {
    pub(in crate::server::api) id: String,
    /// How far it is.
    state: RevisionState,
    /// How it came to be.
    kind: RevisionKind,
    /// The id of the request in which it was decided; `null` for a rollback.
    review: Option<String>,
    /// The id of the version that it publishes, for a comparison.
    snapshot: String,
    created_at: MomentDto,
    approved_at: Option<MomentDto>,
    /// When the platform publishes it by itself.
    effective_at: Option<MomentDto>,
    /// Until when somebody has to publish it.
    expires_at: Option<MomentDto>,
    published_at: Option<MomentDto>,
}

impl From<&Revision> for RevisionDto {
    fn from(revision: &Revision) -> Self {
        Self {
            id: revision.id.to_string(),
            state: revision.state,
            kind: revision.kind,
            review: revision.submission.map(|id| id.to_string()),
            snapshot: revision.snapshot.to_string(),
            created_at: revision.created_at.into(),
            approved_at: revision.approved_at.map(Into::into),
            effective_at: revision.effective_at.map(Into::into),
            expires_at: revision.expires_at.map(Into::into),
            published_at: revision.published_at.map(Into::into),
        }
    }
}

/// Where the changes of an offering stand.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "RevisionStanding")]
pub(in crate::server::api) struct RevisionStandingDto {
    /// The revision that waits, or that was returned last; `null`: there is none.
    current: Option<RevisionDto>,
    /// The id of the version that customers have.
    live: Option<String>,
}

impl From<&RevisionsView> for RevisionStandingDto {
    fn from(view: &RevisionsView) -> Self {
        let live = view.released.iter().find(|version| version.is_live);
        Self {
            current: view.current.as_ref().map(RevisionDto::from),
            live: live.map(|version| version.snapshot.to_string()),
        }
    }
}

/// A version that customers have, had, or could have because it was agreed to.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Version")]
pub(in crate::server::api) struct VersionDto {
    /// The id of the frozen version: what a rollback and a comparison name.
    snapshot: String,
    was_public: bool,
    /// When it was published; of one that never was: when it was agreed to.
    at: MomentDto,
    /// Who did that; empty: the platform, on the day that was announced.
    by: String,
    /// Customers have it now.
    is_live: bool,
    /// A rollback to it can be asked for: nothing else is under way, and it is none that customers have now. It is
    /// refused where nothing would change, or where something stands against the publication.
    takes_rollback: bool,
}

impl VersionDto {
    pub(in crate::server::api) fn of(version: &ReleasedVersion, was_public: bool) -> Self {
        Self {
            snapshot: version.snapshot.to_string(),
            was_public,
            at: version.published_at.into(),
            by: version.by_name.clone(),
            is_live: version.is_live,
            takes_rollback: version.takes_rollback,
        }
    }
}
