//! The announcement task (§4.5, T20): approved by the marketing manager, released once the offering is public.

use serde::{Deserialize, Serialize};

/// §3.2, `MarketingTask`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnouncementState {
    #[default]
    NotStarted,
    Started,
    Submitted,
    /// The marketing manager asked for changes.
    Changes,
    Approved,
    /// Posted; it cannot be taken back.
    Released,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnouncementMove {
    /// The form was saved. An approval covers what it was given for.
    Edit,
    Submit,
    Return,
    Approve,
    /// T20
    Release,
}

impl AnnouncementState {
    pub const ALL: [Self; 6] =
        [Self::NotStarted, Self::Started, Self::Submitted, Self::Changes, Self::Approved, Self::Released];
}

impl AnnouncementMove {
    pub const ALL: [Self; 5] = [Self::Edit, Self::Submit, Self::Return, Self::Approve, Self::Release];
}

/// `None`: there is no such move.
pub const fn announcement_next(from: AnnouncementState, act: AnnouncementMove) -> Option<AnnouncementState> {
    use AnnouncementState::{Approved, Changes, NotStarted, Released, Started, Submitted};
    match (from, act) {
        (NotStarted | Started | Approved, AnnouncementMove::Edit) => Some(Started),
        (Changes, AnnouncementMove::Edit) | (Submitted, AnnouncementMove::Return) => Some(Changes),
        (Started | Changes, AnnouncementMove::Submit) => Some(Submitted),
        (Submitted, AnnouncementMove::Approve) => Some(Approved),
        (Approved, AnnouncementMove::Release) => Some(Released),
        _ => None,
    }
}
