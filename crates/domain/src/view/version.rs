//! Earlier versions of a section or a plan: who saved them, and one of them beside what is saved now.

use serde::{Deserialize, Serialize};

use super::{OfferingView, Subject};
use crate::offering::Saved;

/// One save, without what was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    pub revision: i64,
    pub saved: Saved,
}

/// A version to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownVersion {
    pub revision: i64,
    /// The draft as JSON, of the type that the subject tells.
    pub body: String,
}

/// The versions of one section or plan, a page at a time, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionsView {
    pub subject: Subject,
    pub versions: Vec<VersionLine>,
    /// There are earlier ones.
    pub has_more: bool,
    pub shown: Option<ShownVersion>,
    pub view: OfferingView,
}

/// What of it is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VersionsQuery {
    /// Only versions below this revision; 0: all of them.
    pub before: i64,
    /// The version to look at; 0: none.
    pub revision: i64,
}
