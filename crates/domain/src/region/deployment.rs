//! A catalog deployment from its addition to its withdrawal (T13, T14, T19).

use serde::{Deserialize, Serialize};

use crate::deployment::DeploymentState;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeploymentMove {
    /// With the offering's T14 or T15.
    PublishLimited,
    /// With the offering's T19.
    Release,
    Withdraw,
}

impl DeploymentMove {
    pub const ALL: [Self; 3] = [Self::PublishLimited, Self::Release, Self::Withdraw];
}

/// `None`: there is no such move.
pub const fn deployment_next(from: DeploymentState, act: DeploymentMove) -> Option<DeploymentState> {
    use DeploymentState::{PublishedLimited, PublishedPublic, Unpublished, Withdrawn};
    match (from, act) {
        (Unpublished | PublishedLimited, DeploymentMove::PublishLimited) => Some(PublishedLimited),
        (PublishedLimited, DeploymentMove::Release) => Some(PublishedPublic),
        (Unpublished | PublishedLimited | PublishedPublic, DeploymentMove::Withdraw) => Some(Withdrawn),
        _ => None,
    }
}
