//! Making some checks of a run again (§4.16). What is found then counts only together with the run that it goes back to:
//! over the same inputs, and for the deployment's latest run.

use serde::{Deserialize, Serialize};

use super::{Outcome, Progress, TestRun};
use crate::ids::TestRunId;
use crate::offering::Offering;
use crate::rejection::Refusal;
use crate::view::CheckResult;

/// Of a run that makes some checks of another again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    pub base: TestRunId,
    pub base_number: u32,
    /// Ids of the checks that were asked for; what these need is made as well.
    pub asked: Vec<String>,
}

impl TestRun {
    /// Ids of what failed or was warned about.
    pub fn to_mend(&self) -> impl Iterator<Item = &str> {
        self.checks.iter().filter(|check| check.outcome >= Outcome::Warn).map(|check| check.id.as_str())
    }
}

impl Offering {
    /// The run, if checks of it may be made again by themselves. An older run may not: whoever could choose among runs
    /// would put together the best of each. Nor one that left something at the broker: no later check shows that this
    /// is gone.
    pub fn repeatable(&self, run: TestRunId) -> Result<&TestRun, Refusal> {
        let counts = |known: &&TestRun| known.id == run && known.progress == Progress::Finished;
        let run = self.test_runs.iter().find(counts).ok_or(Refusal::TestRunSuperseded)?;
        if run.leftovers > 0 {
            return Err(Refusal::TestRunLeftThings);
        }
        if !self.changed_since(run).is_empty() {
            return Err(Refusal::TestRunStale);
        }
        let is_latest = self.counting_run(&run.target).is_some_and(|counting| counting.id == run.id);
        if is_latest { Ok(run) } else { Err(Refusal::TestRunSuperseded) }
    }
}

/// What a run that repeats checks keeps of the one that it goes back to: the results of all checks that it did not make,
/// and of those that it had to skip, since nothing was found out about them.
pub fn kept<'a>(base: &'a [CheckResult], own: &[CheckResult]) -> impl Iterator<Item = &'a CheckResult> {
    base.iter().filter(|earlier| match own.iter().find(|own| own.id == earlier.id) {
        None => true,
        Some(own) => own.outcome == Outcome::Skip && earlier.outcome != Outcome::Skip,
    })
}
