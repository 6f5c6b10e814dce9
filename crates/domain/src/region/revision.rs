//! A change of an offering that is public already (§10, T21).

use serde::{Deserialize, Serialize};

/// §3.2, Revision.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(description = "How far a change of what is public is.")
)]
#[serde(rename_all = "snake_case")]
pub enum RevisionState {
    #[default]
    Draft,
    Submitted,
    /// The reviewer or the billing desk asked for changes.
    Changes,
    Approved,
    Published,
    /// Given up by the provider.
    Discarded,
    /// Nobody published the approval in time.
    Expired,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevisionMove {
    /// An approval covers what it was given for.
    Edit,
    Submit,
    Return,
    Approve,
    Publish,
    Discard,
    /// By the platform itself.
    Expire,
}

impl RevisionState {
    pub const ALL: [Self; 7] =
        [Self::Draft, Self::Submitted, Self::Changes, Self::Approved, Self::Published, Self::Discarded, Self::Expired];

    /// How it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Changes => "changes",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Discarded => "discarded",
            Self::Expired => "expired",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

impl RevisionMove {
    pub const ALL: [Self; 7] =
        [Self::Edit, Self::Submit, Self::Return, Self::Approve, Self::Publish, Self::Discard, Self::Expire];
}

/// `None`: there is no such move. What ended is followed by another revision.
pub const fn revision_next(from: RevisionState, act: RevisionMove) -> Option<RevisionState> {
    use RevisionState::{Approved, Changes, Discarded, Draft, Expired, Published, Submitted};
    match (from, act) {
        (Draft | Approved, RevisionMove::Edit) => Some(Draft),
        (Changes, RevisionMove::Edit) | (Submitted, RevisionMove::Return) => Some(Changes),
        (Draft | Changes, RevisionMove::Submit) => Some(Submitted),
        (Submitted, RevisionMove::Approve) => Some(Approved),
        (Approved, RevisionMove::Publish) => Some(Published),
        (Draft | Submitted | Changes | Approved, RevisionMove::Discard) => Some(Discarded),
        (Approved, RevisionMove::Expire) => Some(Expired),
        _ => None,
    }
}
