//! Which checks of a test run (§6.9) say something about which rows, and what the runs of an offering say about them. A
//! row is shown when the checks passed on every deployment, in runs that still count.

use serde::{Deserialize, Serialize};

use super::{Row, RowNumber};
use crate::ids::TestRunId;
use crate::moment::Moment;
use crate::offering::Offering;
use crate::plan::PlanDraft;
use crate::test_run::{Input, Target};

/// What the runs say about a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tested {
    /// A deployment has no run that came to its end, or there is no deployment.
    NoRun,
    /// A run showed it, and something that it depends on has changed since.
    Stale { run: TestRunId, changed: Vec<Input> },
    /// A check failed or was skipped.
    NotShown { run: TestRunId, check: String },
    /// The earliest of the runs that show it.
    Shown { run: TestRunId, checks: Vec<String>, by: String, at: Option<Moment> },
}

impl Tested {
    pub const fn is_shown(&self) -> bool {
        matches!(self, Self::Shown { .. })
    }
}

/// The checks that show a row in a run of a plan; `None`: no check does. `own` is what the plan says itself about bindings.
fn checks(number: RowNumber, offering: &Offering, own: Option<bool>) -> Option<&'static [&'static str]> {
    let settings = &offering.settings.draft;
    let is_bindable = own.unwrap_or(settings.bindable == "yes");
    let is_unbindable = !own.unwrap_or(settings.bindable != "no");
    Some(match (number.task, number.subtask) {
        (6, 3) if settings.plan_updateable == "no" => &["BRK-UPD-03"],
        (6, 3) | (20, 9) => &["BRK-UPD-01"],
        (6, 4) if is_unbindable => &["BRK-CAT-08"],
        (12, 1) => &["BRK-CAT-03", "BRK-PRV-01", "BRK-DEP-01"],
        // Who offers no binding has not shown to know what one returns.
        (12, 2) if !is_bindable => return None,
        // The other plans show it.
        (20, 6..=8) if own == Some(false) => return None,
        (6, 4) | (12, 2) | (20, 6) => &["BRK-BND-01"],
        (12, 3) => &["BRK-EXT-01", "BRK-EXT-02", "BRK-EXT-03"],
        (13, 1 | 2) => &["BRK-CAT-08"],
        (14, 1) => &["BRK-CAT-01"],
        (15, 1) if is_bindable => {
            &["BRK-CAT-03", "BRK-PRV-01", "BRK-BND-01", "BRK-BND-05", "BRK-EXT-01", "BRK-EXT-02", "BRK-DEP-01"]
        }
        (15, 1) => &["BRK-CAT-03", "BRK-PRV-01", "BRK-EXT-01", "BRK-EXT-02", "BRK-DEP-01"],
        (20, 1) => &["CTL-01"],
        (20, 3) => &["CTL-03"],
        (20, 4) => &["BRK-PRV-01"],
        (20, 5) => &["BRK-DEP-01"],
        (20, 7) => &["BRK-BND-05"],
        (20, 8) => &["BRK-BND-04"],
        (20, 10) => &["BRK-EXT-01", "BRK-EXT-02", "BRK-EXT-03", "BRK-EXT-05", "BRK-EXT-06", "BRK-EXT-07"],
        (20, 11) => &["MTR-06", "MTR-07"],
        (20, 12) => &["MTR-08"],
        _ => return None,
    })
}

/// `None`: the row is not about what a check sees.
pub(super) fn of(number: RowNumber, offering: &Offering) -> Option<Tested> {
    let targets = targets(number, offering);
    if targets.is_empty() {
        return checks(number, offering, None).map(|_| Tested::NoRun);
    }
    let of_plan = |target: Target| {
        let plan = offering.plans.iter().find(|plan| plan.id == target.plan);
        Some((checks(number, offering, plan.and_then(|plan| plan.draft.bindable()))?, target))
    };
    let wanted: Vec<_> = targets.into_iter().filter_map(of_plan).collect();
    if wanted.is_empty() {
        return None;
    }
    let mut shown: Option<Tested> = None;
    for (checks, target) in wanted {
        let Some(run) = offering.counting_run(&target) else { return Some(Tested::NoRun) };
        if let Some(check) = run.first_unproven(checks) {
            return Some(Tested::NotShown { run: run.id, check: check.to_owned() });
        }
        let changed = offering.changed_since(run);
        if !changed.is_empty() {
            return Some(Tested::Stale { run: run.id, changed });
        }
        let is_earlier = match &shown {
            Some(Tested::Shown { at, .. }) => run.ended_at < *at,
            _ => true,
        };
        if is_earlier {
            let checks = checks.iter().map(|id| (*id).to_owned()).collect();
            shown = Some(Tested::Shown { run: run.id, checks, by: run.by_name.clone(), at: run.ended_at });
        }
    }
    Some(shown.unwrap_or(Tested::NoRun))
}

/// The deployments on which a row has to be shown: some rows are about metered plans alone.
fn targets(number: RowNumber, offering: &Offering) -> Vec<Target> {
    let concerns: fn(&PlanDraft) -> bool = match (number.task, number.subtask) {
        (20, 11) => PlanDraft::is_metered,
        (20, 12) => PlanDraft::is_reported_hourly,
        _ => return offering.test_targets().collect(),
    };
    offering.targets_of_plans(concerns).collect()
}

/// A tick of the provider's that the checks make needless: they show that it is known, not only said.
pub(super) fn implies_tick(row: &Row, tested: Option<&Tested>) -> bool {
    !row.mode.tested && tested.is_some_and(Tested::is_shown)
}

#[cfg(test)]
mod tests;
