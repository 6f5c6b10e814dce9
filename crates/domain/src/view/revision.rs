//! The changes of an offering that is public: the one under way, those before it, and the versions that were published.

use serde::{Deserialize, Serialize};

use super::OfferingView;
use crate::ids::SnapshotId;
use crate::moment::Moment;
use crate::revision::Revision;

/// A version that everybody saw, or sees, or could see because it was agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasedVersion {
    pub snapshot: SnapshotId,
    /// Of one that nobody published: when it was agreed to.
    pub published_at: Moment,
    /// Who published it; empty: the platform, on the day that was announced. Of one that nobody published: who agreed.
    pub by_name: String,
    /// Customers have it now.
    pub is_live: bool,
    /// Nothing else is under way: going back to it can be asked for, and is refused where nothing would change or what
    /// its publication asks for is missing.
    pub takes_rollback: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionsView {
    pub view: OfferingView,
    /// The revision that waits for its decision or, approved, for its publication; otherwise the last one, if it was
    /// returned.
    pub current: Option<Revision>,
    /// All others, the latest first.
    pub past: Vec<Revision>,
    /// The latest first.
    pub released: Vec<ReleasedVersion>,
    /// Versions that were agreed to and that nobody published, for as long as they can be gone back to; the latest first.
    pub agreed: Vec<ReleasedVersion>,
}
