//! What a run has to show of how a metered plan is measured and charged (§3.4 G-USE), and of which plans.

use super::Target;
use crate::offering::Offering;
use crate::plan::PlanDraft;

/// That records are sent, judged, counted and rated as they should be.
const RATED: [&str; 7] = ["MTR-01", "MTR-02", "MTR-03", "MTR-04", "MTR-05", "MTR-06", "MTR-07"];
/// And that the service sends them every hour by itself.
const RATED_HOURLY: [&str; 8] = ["MTR-01", "MTR-02", "MTR-03", "MTR-04", "MTR-05", "MTR-06", "MTR-07", "MTR-08"];

impl PlanDraft {
    /// The checks that G-USE wants of a run of the plan; none unless it is metered. Where no measure is due every hour,
    /// nobody can see from outside that one is missing.
    pub fn usage_checks(&self) -> &'static [&'static str] {
        match (self.is_metered(), self.is_reported_hourly()) {
            (false, _) => &[],
            (true, false) => &RATED,
            (true, true) => &RATED_HOURLY,
        }
    }
}

impl Offering {
    /// The deployments whose plan is like that.
    pub fn targets_of_plans(&self, wanted: impl Fn(&PlanDraft) -> bool) -> impl Iterator<Item = Target> {
        let is_wanted =
            move |target: &Target| self.plans.iter().any(|plan| plan.id == target.plan && wanted(&plan.draft));
        self.test_targets().filter(is_wanted)
    }

    /// G-USE for one deployment: the run that counts shows everything that is wanted of its plan, and nothing that it
    /// depends on has changed since.
    pub fn is_usage_proven(&self, target: &Target) -> bool {
        let plan = self.plans.iter().find(|plan| plan.id == target.plan);
        let wanted = plan.map_or(&[][..], |plan| plan.draft.usage_checks());
        wanted.is_empty()
            || self
                .counting_run(target)
                .is_some_and(|run| run.first_unproven(wanted).is_none() && self.changed_since(run).is_empty())
    }

    /// Whether everybody may have a deployment of a published revision (§10): a run that counts passed, and showed what is
    /// wanted of its plan. It is asked of the offering as customers have it (`as_handed_in`).
    pub fn is_proven_for_all(&self, target: &Target) -> bool {
        self.is_proven(target) && self.is_usage_proven(target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::{DeploymentRecord, DeploymentState};
    use crate::sample;
    use crate::test_run::Outcome;

    #[test]
    fn everybody_may_have_a_deployment_whose_run_passed_and_showed_what_its_plan_measures() {
        let mut live = sample::offering();
        live.plans[1] = sample::metered();
        let plan = live.plans[1].id;
        let flex = DeploymentRecord { plan, ..sample::deployment(DeploymentState::PublishedLimited) };
        let target = Target::of(&flex);
        live.deployments = vec![flex];
        assert!(!live.is_proven_for_all(&target), "never tested");
        live.test_runs = vec![sample::passed(&live, &target)];
        assert!(live.is_proven_for_all(&target));
        for (check, outcome) in [("BRK-PRV-01", Outcome::Fail), ("MTR-06", Outcome::Skip)] {
            let mut live = live.clone();
            let checks = &mut live.test_runs[0].checks;
            checks.iter_mut().find(|known| known.id == check).unwrap().outcome = outcome;
            assert!(!live.is_proven_for_all(&target), "{check}");
        }
    }
}
