//! The pages of the next version of a public offering, and of one that customers had: beside the revisions, what they
//! would publish.

use serde::{Deserialize, Serialize};

use super::{OfferingView, ReleasedVersion, RevisionsView};
use crate::offering::Offering;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextVersionView {
    /// What the revision that is under way publishes; `None`: none is.
    pub content: Option<Offering>,
    /// A reviewer rejected what the draft says, to the letter.
    pub is_as_rejected: bool,
    pub revisions: RevisionsView,
}

/// A version that was published, as something that can be gone back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasedView {
    pub version: ReleasedVersion,
    /// Customers had it: none of its threads is asked about anew.
    pub was_public: bool,
    /// What going back to it publishes (`revision::rolled_back`).
    pub content: Offering,
    pub view: OfferingView,
}
