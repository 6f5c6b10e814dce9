//! A catalog deployment of the sample: its free plan in Frankfurt.

use uuid::Uuid;

use super::{at, broker, free_plan};
use crate::deployment::{DeploymentOptions, DeploymentRecord, DeploymentState};
use crate::ids::DeploymentId;

pub(crate) fn deployment(state: DeploymentState) -> DeploymentRecord {
    DeploymentRecord {
        id: DeploymentId::new(Uuid::from_u128(0x4)),
        plan: free_plan().id,
        location: "eu-de".to_owned(),
        broker: broker().id,
        target_crn: String::new(),
        state,
        published_at: matches!(state, DeploymentState::PublishedLimited).then_some(at(20)),
        options: DeploymentOptions::default(),
        revision: 1,
    }
}
