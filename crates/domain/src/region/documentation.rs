//! The documentation task (§4.4, T04).

use serde::{Deserialize, Serialize};

/// §3.2, `DocsTask`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentationState {
    #[default]
    NotStarted,
    Started,
    Submitted,
    /// The reviewer asked for changes.
    Changes,
    Published,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentationMove {
    /// The form was saved.
    Edit,
    Submit,
    Return,
    /// The reviewer accepts it; the pages are at the issued address.
    Publish,
}

impl DocumentationState {
    pub const ALL: [Self; 5] = [Self::NotStarted, Self::Started, Self::Submitted, Self::Changes, Self::Published];
}

impl DocumentationMove {
    pub const ALL: [Self; 4] = [Self::Edit, Self::Submit, Self::Return, Self::Publish];
}

/// `None`: there is no such move. What is submitted stands still until it is decided; what is published is changed by
/// starting anew.
pub const fn documentation_next(from: DocumentationState, act: DocumentationMove) -> Option<DocumentationState> {
    use DocumentationState::{Changes, NotStarted, Published, Started, Submitted};
    match (from, act) {
        (NotStarted | Started | Published, DocumentationMove::Edit) => Some(Started),
        (Changes, DocumentationMove::Edit) | (Submitted, DocumentationMove::Return) => Some(Changes),
        (Started | Changes, DocumentationMove::Submit) => Some(Submitted),
        (Submitted, DocumentationMove::Publish) => Some(Published),
        _ => None,
    }
}
