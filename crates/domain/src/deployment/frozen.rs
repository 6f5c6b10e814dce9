//! What of the deployments that are there, and of their brokers, stands still outside of the definition (§10): customers
//! may have it. It knows no people; whether a stage takes deployments and brokers at all is `stage`'s.

use super::DeploymentRecord;
use crate::ids::BrokerId;
use crate::offering::Offering;

impl Offering {
    /// What is said of the deployment otherwise than of the service cannot be edited: it is published, and a request waits
    /// or the offering is released.
    pub const fn stands_still(&self, record: &DeploymentRecord) -> bool {
        !self.stage.is_editable() && record.state.is_published()
    }

    /// The broker takes new credentials alone (`BrokerDraft::is_rotation`): a request waits, or customers have the offering
    /// through it. After the release one that is behind nothing published can be edited as before.
    pub fn broker_stands_still(&self, broker: BrokerId) -> bool {
        let is_used = self.deployments.iter().any(|one| one.broker == broker && one.state.is_published());
        !self.stage.is_editable() && (is_used || !self.stage.takes_deployments())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::DeploymentState;
    use crate::sample;
    use crate::stage::Stage;

    /// Every stage in which nothing of the definition is edited in place.
    const FROZEN: &str = "ga_requested ga_approved ga suspended deprecated retired withdrawn";

    fn deployed(stage: Stage, as_it_is: DeploymentState) -> Offering {
        Offering { stage, deployments: vec![sample::deployment(as_it_is)], ..sample::offering() }
    }

    /// The stages in which it holds of an offering whose one deployment is in `state`.
    fn stages(state: DeploymentState, holds: impl Fn(&Offering) -> bool) -> String {
        let found = Stage::ALL.into_iter().filter(|stage| holds(&deployed(*stage, state)));
        found.map(Stage::name).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_published_stands_still_outside_of_the_definition() {
        use DeploymentState::{PublishedLimited, PublishedPublic, Unpublished, Withdrawn};
        for (state, expected) in
            [(Unpublished, ""), (PublishedLimited, FROZEN), (PublishedPublic, FROZEN), (Withdrawn, "")]
        {
            let found = stages(state, |offering| offering.stands_still(&offering.deployments[0]));
            assert_eq!(found, expected, "{state:?}");
        }
    }

    #[test]
    fn after_the_release_only_a_broker_behind_nothing_published_can_be_edited() {
        use DeploymentState::{PublishedLimited, PublishedPublic, Unpublished, Withdrawn};
        let unused = "ga_requested ga_approved suspended deprecated retired withdrawn";
        for (state, expected) in
            [(Unpublished, unused), (PublishedLimited, FROZEN), (PublishedPublic, FROZEN), (Withdrawn, unused)]
        {
            let found = stages(state, |offering| offering.broker_stands_still(sample::broker().id));
            assert_eq!(found, expected, "{state:?}");
        }
        let other = BrokerId::new(uuid::Uuid::from_u128(0x33));
        assert!(!deployed(Stage::Ga, PublishedPublic).broker_stands_still(other), "another one is behind it");
    }
}
