//! Which checks of a test run (§6.9) say something about which rows, and what the runs of an offering say about them. A
//! row is shown when the checks passed on every deployment, in runs that still count.

use serde::{Deserialize, Serialize};

use super::{Row, RowNumber};
use crate::ids::TestRunId;
use crate::moment::Moment;
use crate::offering::Offering;
use crate::test_run::Input;

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

/// The checks that show a row; `None`: no check does.
pub(super) fn checks(number: RowNumber, offering: &Offering) -> Option<&'static [&'static str]> {
    let settings = &offering.settings.draft;
    let is_bindable = settings.bindable == "yes";
    Some(match (number.task, number.subtask) {
        (6, 3) if settings.plan_updateable == "no" => &["BRK-UPD-03"],
        (6, 3) | (20, 9) => &["BRK-UPD-01"],
        (6, 4) if settings.bindable == "no" => &["BRK-CAT-08"],
        (12, 1) => &["BRK-CAT-03", "BRK-PRV-01", "BRK-DEP-01"],
        // Who offers no binding has not shown to know what one returns.
        (12, 2) if !is_bindable => return None,
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
        _ => return None,
    })
}

/// `None`: the row is not about what a check sees.
pub(super) fn of(number: RowNumber, offering: &Offering) -> Option<Tested> {
    let checks = checks(number, offering)?;
    let mut shown: Option<Tested> = None;
    for target in offering.test_targets() {
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

/// A tick of the provider's that the checks make needless: they show that it is known, not only said.
pub(super) fn implies_tick(row: &Row, tested: Option<&Tested>) -> bool {
    !row.mode.tested && tested.is_some_and(Tested::is_shown)
}

#[cfg(test)]
mod tests;
