//! Catalog deployments (§4.14): plan × location × broker, the thing that is published.

use serde::{Deserialize, Serialize};

use crate::broker::BrokerRecord;
use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::ids::{BrokerId, DeploymentId, PlanId};
use crate::location::Location;
use crate::moment::Moment;
use crate::plan::{PlanDraft, PlanRecord};
use crate::rule::deployment as rule;
use crate::stage::Stage;
use crate::visibility::Restrictions;

mod frozen;
mod options;
mod sold;

pub use options::DeploymentOptions;

/// A new deployment as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DeploymentDraft {
    /// The id of the plan.
    pub plan: String,
    /// The id of the location.
    pub location: String,
    /// The id of the broker.
    pub broker: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeploymentRecord {
    pub id: DeploymentId,
    pub plan: PlanId,
    pub location: String,
    pub broker: BrokerId,
    pub target_crn: String,
    pub state: DeploymentState,
    pub published_at: Option<Moment>,
    #[serde(default, skip_serializing_if = "DeploymentOptions::is_empty")]
    pub options: DeploymentOptions,
    /// Moves with every save of the options.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub revision: i64,
}

const fn first() -> i64 {
    1
}

fn is_first<T: PartialEq<i64>>(revision: &T) -> bool {
    *revision == first()
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeploymentState {
    #[default]
    Unpublished,
    PublishedLimited,
    PublishedPublic,
    Withdrawn,
}

impl DeploymentState {
    pub const ALL: [Self; 4] = [Self::Unpublished, Self::PublishedLimited, Self::PublishedPublic, Self::Withdrawn];

    /// For whom it is in the catalog; `None`: for nobody.
    pub const fn restrictions(self) -> Option<Restrictions> {
        match self {
            Self::PublishedLimited => Some(Restrictions::Private),
            Self::PublishedPublic => Some(Restrictions::Public),
            Self::Unpublished | Self::Withdrawn => None,
        }
    }

    pub const fn is_published(self) -> bool {
        self.restrictions().is_some()
    }

    /// Whether its provider may withdraw it in this stage: after the release what everybody has stands still as long as it
    /// takes new instances, and not what nobody or only invited accounts have
    /// (`docs/decisions/0059-a-location-leaves-a-plan.md`).
    pub const fn may_be_withdrawn(self, stage: Stage, takes_new_instances: bool) -> bool {
        let stands_still = takes_new_instances && matches!(self, Self::PublishedPublic);
        stage.is_editable() || (stage.takes_deployments() && !stands_still)
    }
}

/// What exists in the offering that the deployment is added to.
#[derive(Debug, Clone, Copy)]
pub struct DeploymentContext<'a> {
    pub plans: &'a [PlanRecord],
    pub brokers: &'a [BrokerRecord],
    pub deployments: &'a [DeploymentRecord],
}

impl DeploymentDraft {
    /// Unlike a draft that can be saved any time, a deployment is added only without errors: it refers to what exists.
    pub fn check(&self, context: &DeploymentContext<'_>) -> Findings {
        let mut found = Findings::new();
        let plan = self.check_plan(&mut found, context);
        let location = self.check_location(&mut found);
        if let (Some(plan), Some(location)) = (plan, location) {
            let fault =
                |rule| Finding::new(Field::DeploymentLocation, rule).naming(&plan.draft.name).naming(location.id);
            if !plan.draft.is_sold_in(location) {
                found.push(fault(rule::NOT_SOLD_THERE));
            }
            let same = |other: &DeploymentRecord| other.plan == plan.id && other.location == location.id;
            if context.deployments.iter().any(|other| other.exists() && same(other)) {
                found.push(fault(rule::DEPLOYED_TWICE));
            }
        }
        self.check_broker(&mut found, context);
        found
    }

    /// Plan, location and broker, if plan and broker are ids.
    pub fn parse(&self) -> Option<(PlanId, &str, BrokerId)> {
        Some((PlanId::parse(&self.plan).ok()?, &self.location, BrokerId::parse(&self.broker).ok()?))
    }

    fn check_plan<'a>(&self, found: &mut Findings, context: &DeploymentContext<'a>) -> Option<&'a PlanRecord> {
        if self.plan.is_empty() {
            found.push(Finding::new(Field::DeploymentPlan, rule::PLAN_MISSING));
            return None;
        }
        let plan = context.plans.iter().find(|plan| PlanId::parse(&self.plan) == Ok(plan.id));
        if plan.is_none() {
            found.push(Finding::new(Field::DeploymentPlan, rule::PLAN_UNKNOWN));
        }
        plan
    }

    fn check_location(&self, found: &mut Findings) -> Option<&'static Location> {
        if self.location.is_empty() {
            found.push(Finding::new(Field::DeploymentLocation, rule::LOCATION_MISSING));
            return None;
        }
        let location = Location::find(&self.location).filter(|location| location.is_offered());
        if location.is_none() {
            found.push(Finding::new(Field::DeploymentLocation, rule::LOCATION_UNKNOWN).naming(&self.location));
        }
        location
    }

    fn check_broker(&self, found: &mut Findings, context: &DeploymentContext<'_>) {
        let field = Field::DeploymentBroker;
        if self.broker.is_empty() {
            found.push(Finding::new(field, rule::BROKER_MISSING));
            return;
        }
        let named = |broker: &&BrokerRecord| BrokerId::parse(&self.broker) == Ok(broker.id);
        match context.brokers.iter().find(named) {
            None => found.push(Finding::new(field, rule::BROKER_UNKNOWN)),
            Some(broker) if !broker.state.has_registered() => {
                found.push(Finding::new(field, rule::BROKER_NOT_REGISTERED).naming(&broker.draft.name));
            }
            Some(_) => {}
        }
    }
}

impl DeploymentRecord {
    /// The id in the catalog: `<plan_id>:<location>` (§4.14).
    pub fn catalog_id(&self) -> String {
        format!("{}:{}", self.plan, self.location)
    }

    /// Not withdrawn.
    pub fn exists(&self) -> bool {
        self.state != DeploymentState::Withdrawn
    }
}

impl PlanDraft {
    /// The location, or one around it, is among those in which the plan is sold.
    pub fn is_sold_in(&self, location: &Location) -> bool {
        self.locations.iter().any(|sold| location.is_within(sold))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn after_the_release_only_what_everybody_has_stands_still_and_not_once_nobody_can_come_to_it() {
        use DeploymentState::{PublishedLimited, PublishedPublic, Unpublished};
        for (state, at_ga) in [(Unpublished, true), (PublishedLimited, true), (PublishedPublic, false)] {
            for takes in [true, false] {
                assert!(state.may_be_withdrawn(Stage::Limited, takes), "{state:?}");
                assert_eq!(state.may_be_withdrawn(Stage::Ga, takes), at_ga || !takes, "{state:?}");
                assert!(!state.may_be_withdrawn(Stage::GaRequested, takes), "{state:?}");
            }
        }
    }

    #[test]
    fn a_plan_is_sold_in_what_lies_inside_its_locations() {
        let sold = |locations: &[&str], location| {
            let locations = locations.iter().map(|id| (*id).to_owned()).collect();
            PlanDraft { locations, ..PlanDraft::default() }.is_sold_in(Location::find(location).unwrap())
        };
        assert!(sold(&["eu-de"], "eu-de") && sold(&["eu-de"], "fra02") && sold(&["global"], "jp-tok"));
        assert!(!sold(&["fra02"], "eu-de") && !sold(&["eu-nl"], "eu-de") && !sold(&[], "eu-de"));
    }

    #[test]
    fn a_draft_is_read_as_ids_or_not_at_all() {
        let broker = sample::broker().id;
        let mut draft = DeploymentDraft {
            plan: sample::free_plan().id.to_string(),
            location: "eu-de".to_owned(),
            broker: broker.to_string(),
        };
        assert_eq!(draft.parse(), Some((sample::free_plan().id, "eu-de", broker)));
        draft.broker = "broker".to_owned();
        assert_eq!(draft.parse(), None);
    }
}
