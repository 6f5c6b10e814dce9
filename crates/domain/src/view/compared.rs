//! The page on which two versions of an offering stand beside each other.

use serde::{Deserialize, Serialize};

use super::OfferingView;
use crate::compare::Line;
use crate::moment::Moment;

/// What a version was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VersionKind {
    /// What is saved now.
    Draft,
    /// What invited accounts see.
    Limited,
    /// What everybody sees.
    Live,
    /// What everybody saw.
    Published,
    /// What invited accounts saw.
    WasLimited,
    /// What was handed in for a review.
    HandedIn,
}

/// A version that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenVersion {
    /// `draft`, `limited`, `live` or the id of a snapshot.
    pub key: String,
    pub kind: VersionKind,
    /// When it was published, shown or handed in; `None` for the draft.
    pub at: Option<Moment>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedView {
    pub view: OfferingView,
    /// The draft, what the catalog shows, what it showed, what was handed in; the latest of each first.
    pub versions: Vec<ChosenVersion>,
    /// The keys of the two that are compared.
    pub from: String,
    pub to: String,
    /// Every value of both, page by page; also those that are the same.
    pub lines: Vec<Line>,
}
