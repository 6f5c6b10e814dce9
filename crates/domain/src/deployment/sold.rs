//! Whether new instances can be made of a deployment, and what follows for withdrawing it
//! (`docs/decisions/0059-a-location-leaves-a-plan.md`). It is read off what customers have and the moment; instances that
//! are there are counted by whoever withdraws.

use super::{DeploymentRecord, DeploymentState};
use crate::location::Location;
use crate::moment::Moment;
use crate::offering::Offering;
use crate::plan::PlanDraft;

impl PlanDraft {
    /// As `is_sold_in`, of an id; nothing is sold in what is no location of the registry.
    pub fn is_sold_at(&self, location: &str) -> bool {
        Location::find(location).is_some_and(|location| self.is_sold_in(location))
    }
}

impl Offering {
    /// Its plan is sold where it is deployed. What is not any more keeps the instances that it has.
    pub fn is_sold(&self, record: &DeploymentRecord) -> bool {
        let mut plans = self.plans.iter().filter(|plan| plan.id == record.plan);
        plans.any(|plan| plan.draft.is_sold_at(&record.location))
    }

    /// Whether somebody can come to the deployment, with a new instance or by a change of plan: its plan is sold there, and
    /// has not ended (§10).
    pub fn takes_new_instances(&self, record: &DeploymentRecord, now: Moment) -> bool {
        let mut plans = self.plans.iter().filter(|plan| plan.id == record.plan);
        self.is_sold(record) && plans.all(|plan| plan.draft.takes_new_instances(now))
    }

    /// Whether its provider may withdraw the deployment now, as far as instances do not keep it; `published` is what
    /// customers have. After the release one that everybody has goes once nobody can come to it, and not as the last one:
    /// an offering without any is ended instead.
    pub fn may_withdraw(&self, record: &DeploymentRecord, published: Option<&Self>, now: Moment) -> bool {
        let is_taking = published.is_none_or(|published| published.takes_new_instances(record, now));
        let public = DeploymentState::PublishedPublic;
        let is_last = record.state == public
            && !self.deployments.iter().any(|other| other.id != record.id && other.state == public);
        record.state.may_be_withdrawn(self.stage, is_taking) && (self.stage.is_editable() || !is_last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::DeploymentId;
    use crate::sample;
    use crate::stage::Stage;

    const PUBLIC: DeploymentState = DeploymentState::PublishedPublic;

    /// Gold in Frankfurt and Amsterdam, both for everybody.
    fn live() -> Offering {
        let deployment = |id: u128, location: &str| DeploymentRecord {
            id: DeploymentId::new(uuid::Uuid::from_u128(id)),
            plan: sample::subscription().id,
            location: location.to_owned(),
            ..sample::deployment(PUBLIC)
        };
        let deployments = vec![deployment(1, "eu-de"), deployment(2, "eu-nl")];
        let mut live = Offering { stage: Stage::Ga, deployments, ..sample::offering() };
        sold_in(&mut live, &["eu-de", "eu-nl"]);
        live
    }

    fn sold_in(offering: &mut Offering, locations: &[&str]) {
        let id = sample::subscription().id;
        let plan = offering.plans.iter_mut().find(|plan| plan.id == id).unwrap();
        plan.draft.locations = locations.iter().map(|id| (*id).to_owned()).collect();
    }

    fn may(now: &Offering, published: Option<&Offering>) -> [bool; 2] {
        [0, 1].map(|at| now.may_withdraw(&now.deployments[at], published, sample::at(0)))
    }

    #[test]
    fn new_instances_are_made_where_a_plan_is_sold_until_it_ends() {
        let mut live = live();
        let taking = |live: &Offering| [0, 1].map(|at| live.takes_new_instances(&live.deployments[at], sample::at(0)));
        assert_eq!(taking(&live), [true, true]);
        sold_in(&mut live, &["eu-de"]);
        assert_eq!(taking(&live), [true, false]);
        live.deployments[1].location = "fra02".to_owned();
        assert_eq!(taking(&live), [true, true], "it lies in Frankfurt");
        live.deployments[1].location = "atlantis".to_owned();
        assert_eq!(taking(&live), [true, false], "no location of the registry");
        for plan in &mut live.plans {
            plan.draft.ends_on = "2020-01-01".to_owned();
        }
        assert_eq!(taking(&live), [false, false]);
        live.plans.clear();
        assert_eq!(taking(&live), [false, false], "there is no plan");
    }

    #[test]
    fn what_everybody_has_goes_once_what_is_published_lets_nobody_come_to_it() {
        let (now, mut published) = (live(), live());
        assert_eq!(may(&now, Some(&published)), [false, false]);
        assert_eq!(may(&now, None), [false, false], "nothing is known to have left");
        sold_in(&mut published, &["eu-de"]);
        assert_eq!(may(&now, Some(&published)), [false, true], "whatever the draft says");
        let waiting = Offering { stage: Stage::GaRequested, ..now };
        assert_eq!(may(&waiting, Some(&published)), [false, false]);
    }

    #[test]
    fn the_last_deployment_of_everybody_s_stays_and_before_the_release_none_has_to() {
        let mut now = live();
        let mut published = live();
        for plan in &mut published.plans {
            plan.draft.ends_on = "2020-01-01".to_owned();
        }
        assert_eq!(may(&now, Some(&published)), [true, true]);
        now.deployments[1].state = DeploymentState::PublishedLimited;
        assert_eq!(may(&now, Some(&published)), [false, true], "everybody has no other one");
        now.deployments[1].state = DeploymentState::Withdrawn;
        assert!(!may(&now, Some(&published))[0]);
        now.stage = Stage::Limited;
        assert!(may(&now, Some(&published))[0]);
    }
}
