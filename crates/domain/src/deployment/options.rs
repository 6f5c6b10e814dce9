//! What is said otherwise of one deployment than of its service (§4.14): as which place it is priced, in which regions a
//! global one runs, and what the form for a new instance asks for there instead of the service's own parameters.

use serde::{Deserialize, Serialize};

use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::ids::PlanId;
use crate::location::{GLOBAL, Location};
use crate::offering::Offering;
use crate::parameter;
use crate::rule::deployment as rule;
use crate::shape;
use crate::test_run::Target;

/// The options as typed; empty ones are not written, so that what was frozen before they were asked for stays as it is,
/// to the byte.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DeploymentOptions {
    /// The id of the location as which it is priced; empty: its own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pricing_region: String,
    /// The ids of the locations in which instances of a global deployment run; empty: it does not say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deployment_regions: Vec<String>,
    /// Parameters as JSON, in the place of those of the Settings; empty: those.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub parameters: String,
}

impl DeploymentOptions {
    /// Like a deployment itself, its options are saved without errors or not at all. `location`: the id of where it is;
    /// `plans`: the ids of the offering's.
    pub fn check(&self, location: &str, plans: &[String]) -> Findings {
        let mut found = Findings::new();
        let places: Vec<&str> = Location::offered().map(|location| location.id).collect();
        shape::optional(&mut found, Field::DeploymentRegion, &self.pricing_region, &places);
        self.check_regions(&mut found, location);
        let at = Field::DeploymentParameters;
        found.extend(parameter::check(&self.parameters, plans).into_iter().map(|finding| finding.on(at)));
        found
    }

    fn check_regions(&self, found: &mut Findings, location: &str) {
        let field = Field::DeploymentRegions;
        let choices: Vec<&str> = Self::region_choices().map(|location| location.id).collect();
        for region in self.regions() {
            shape::optional(found, field, region, &choices);
        }
        if location != GLOBAL && self.regions().next().is_some() {
            found.push(Finding::new(field, rule::REGIONS_OF_ONE_PLACE).naming(location));
        }
    }

    /// Where a global deployment can run: every place but the whole world.
    pub fn region_choices() -> impl Iterator<Item = &'static Location> {
        Location::offered().filter(|location| location.id != GLOBAL)
    }

    /// The regions that are listed.
    pub fn regions(&self) -> impl Iterator<Item = &str> {
        self.deployment_regions.iter().map(String::as_str).map(str::trim).filter(|region| !region.is_empty())
    }

    /// Nothing is said otherwise.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// It asks for parameters of its own, be it for none at all.
    pub fn has_parameters(&self) -> bool {
        !self.parameters.trim().is_empty()
    }
}

impl Offering {
    /// The parameters, as JSON, that the form for a new instance asks for with a plan in a place.
    pub fn parameters_at(&self, plan: PlanId, location: &str) -> &str {
        let mut deployments = self.deployments.iter().filter(|one| one.exists());
        let here = deployments.find(|one| one.plan == plan && one.location == location);
        let own = here.filter(|one| one.options.has_parameters());
        own.map_or(self.settings.draft.parameters.as_str(), |one| one.options.parameters.as_str())
    }

    /// The offering as the broker of one deployment has to serve it: with the parameters that are asked for there.
    #[must_use]
    pub fn served_at(&self, target: &Target) -> Self {
        let parameters = self.parameters_at(target.plan, &target.location).to_owned();
        let mut served = self.clone();
        served.settings.draft.parameters = parameters;
        served
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::any::NOT_A_CHOICE;
    use crate::rule::parameter::NOT_JSON;
    use crate::sample;

    const OWN: &str = r#"[{"name":"zone","displayname":"Zone","type":"text"}]"#;

    #[test]
    fn options_are_checked_where_they_are_typed() {
        let options = |region: &str, parameters: &str| DeploymentOptions {
            pricing_region: region.to_owned(),
            parameters: parameters.to_owned(),
            ..DeploymentOptions::default()
        };
        let told = |options: DeploymentOptions| {
            options.check("eu-de", &[]).iter().map(|finding| (finding.field, finding.rule)).collect::<Vec<_>>()
        };
        assert!(told(options("eu-de", OWN)).is_empty() && told(options("", "")).is_empty());
        assert_eq!(told(options("eu", "")), [(Field::DeploymentRegion, NOT_A_CHOICE)], "a geography only groups");
        assert_eq!(told(options("", "[")), [(Field::DeploymentParameters, NOT_JSON)]);
    }

    #[test]
    fn only_a_global_deployment_lists_the_regions_in_which_it_runs() {
        let listed = |regions: &[&str]| DeploymentOptions {
            deployment_regions: regions.iter().map(|region| (*region).to_owned()).collect(),
            ..DeploymentOptions::default()
        };
        let told = |regions: &[&str], location: &str| {
            listed(regions).check(location, &[]).iter().map(|finding| finding.rule).collect::<Vec<_>>()
        };
        assert!(told(&["eu-de", "dal10", " "], GLOBAL).is_empty() && told(&[""], "eu-de").is_empty());
        assert_eq!(told(&["eu-de"], "eu-de"), [rule::REGIONS_OF_ONE_PLACE]);
        for elsewhere in ["moon-1", "eu", GLOBAL] {
            assert_eq!(told(&[elsewhere], GLOBAL), [NOT_A_CHOICE], "{elsewhere}");
        }
    }

    #[test]
    fn a_deployment_asks_for_its_own_parameters_and_every_other_for_those_of_the_service() {
        let mut offering = sample::offering();
        let deployment = offering.deployments[0].clone();
        "[]".clone_into(&mut offering.settings.draft.parameters);
        assert_eq!(offering.parameters_at(deployment.plan, &deployment.location), "[]");
        OWN.clone_into(&mut offering.deployments[0].options.parameters);
        assert_eq!(offering.parameters_at(deployment.plan, &deployment.location), OWN);
        assert_eq!(offering.parameters_at(deployment.plan, "eu-nl"), "[]", "of another place");
        let served = offering.served_at(&Target::of(&deployment));
        assert_eq!(served.settings.draft.parameters, OWN);
        offering.deployments[0].state = crate::deployment::DeploymentState::Withdrawn;
        assert_eq!(offering.parameters_at(deployment.plan, &deployment.location), "[]", "it is gone");
    }

    #[test]
    fn options_that_say_nothing_are_not_written() {
        let record = sample::offering().deployments[0].clone();
        let json = serde_json::to_string(&record).unwrap();
        assert!(!json.contains("options") && !json.contains("revision"), "{json}");
        assert_eq!(serde_json::from_str::<crate::deployment::DeploymentRecord>(&json).unwrap(), record);
    }
}
