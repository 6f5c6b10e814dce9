//! Test runs of brokers (§4.16): what a run found, whether that is a pass, and whether it still says anything about the
//! offering as it is now. Knows neither the checks themselves nor how they are made.

use serde::{Deserialize, Serialize};

use crate::deployment::DeploymentRecord;
use crate::ids::{BrokerId, PlanId, TestRunId};
use crate::moment::Moment;
use crate::offering::Offering;
use crate::region::TestRunState;

mod attestation;
mod content;
mod inputs;
mod part;
mod repeat;
mod usage;

pub use attestation::{Attested, is_left_to_a_person};
pub use content::Content;
pub use inputs::{BrokerInputs, Input, Inputs, PlanInputs, ServiceInputs};
pub use part::{Consumer, Options, Part, TestRunDraft};
pub use repeat::{Repeat, kept};

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Pass,
    Skip,
    Warn,
    Fail,
}

impl Outcome {
    pub const ALL: [Self; 4] = [Self::Pass, Self::Skip, Self::Warn, Self::Fail];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Skip => "skip",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// How much a broken criterion weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A warning at most.
    Should,
    /// A failure.
    Must,
}

impl Level {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Should => "should",
            Self::Must => "must",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [Self::Should, Self::Must].into_iter().find(|level| level.name() == name)
    }
}

/// The one judgement of a run, wherever it was made: every check was made, none failed, and nothing was left behind.
pub fn has_passed(outcomes: impl IntoIterator<Item = Outcome>, leftovers: usize, is_stopped: bool) -> bool {
    !is_stopped && leftovers == 0 && outcomes.into_iter().all(|outcome| outcome != Outcome::Fail)
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    Queued,
    Running,
    Finished,
    /// The console was stopped in the middle of it, or could not go on; what it found is no verdict.
    Interrupted,
}

impl Progress {
    pub const ALL: [Self; 4] = [Self::Queued, Self::Running, Self::Finished, Self::Interrupted];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Interrupted => "interrupted",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|progress| progress.name() == name)
    }

    /// Something is still to come of it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }
}

/// Where a run is made: the same three that make a catalog deployment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Target {
    pub plan: PlanId,
    pub location: String,
    pub broker: BrokerId,
}

impl Target {
    pub fn of(deployment: &DeploymentRecord) -> Self {
        Self { plan: deployment.plan, location: deployment.location.clone(), broker: deployment.broker }
    }
}

/// A check of a run, as far as gates and the checklist want to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// For example `BRK-CAT-01`
    pub id: String,
    pub outcome: Outcome,
}

/// A run with what it found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestRun {
    pub id: TestRunId,
    pub target: Target,
    pub progress: Progress,
    /// Who asked for it, and when.
    pub by_name: String,
    pub queued_at: Moment,
    pub ended_at: Option<Moment>,
    /// What it was made with (DEC-53).
    pub inputs: Inputs,
    pub checks: Vec<Checked>,
    pub leftovers: usize,
}

impl TestRun {
    /// It came to its end and found nothing that a broker must not do.
    pub fn has_passed(&self) -> bool {
        let is_stopped = self.progress != Progress::Finished;
        has_passed(self.checks.iter().map(|check| check.outcome), self.leftovers, is_stopped)
    }

    /// The first of these checks that did not pass.
    pub fn first_unproven<'a>(&self, checks: &[&'a str]) -> Option<&'a str> {
        let passed = |id: &str| self.checks.iter().any(|check| check.id == id && check.outcome == Outcome::Pass);
        checks.iter().find(|id| !passed(id)).copied()
    }
}

impl Offering {
    /// The run that counts for a deployment: the latest one that came to its end and depends on nothing that is otherwise
    /// here, as the draft and what is public are tested each by itself. Where there is none, the latest one, which is stale.
    pub fn counting_run(&self, target: &Target) -> Option<&TestRun> {
        let ended = |run: &&TestRun| run.progress == Progress::Finished && run.target == *target;
        let is_fresh = |run: &&TestRun| self.changed_since(run).is_empty();
        let latest = |run: &&TestRun| (run.ended_at, run.id);
        let fresh = self.test_runs.iter().filter(ended).filter(is_fresh).max_by_key(latest);
        fresh.or_else(|| self.test_runs.iter().filter(ended).max_by_key(latest))
    }

    /// The run that is asked for or under way.
    pub fn open_run(&self, target: &Target) -> Option<&TestRun> {
        self.test_runs.iter().find(|run| run.progress.is_open() && run.target == *target)
    }

    /// What has changed since a run among the things that it depends on; nothing: it still says what it said.
    pub fn changed_since(&self, run: &TestRun) -> Vec<Input> {
        match Inputs::of(self, &run.target) {
            Some(now) => run.inputs.changed(&now),
            None => vec![Input::Plans],
        }
    }

    /// Where a deployment stands.
    pub fn test_state(&self, target: &Target) -> TestRunState {
        if self.open_run(target).is_some() {
            return TestRunState::Running;
        }
        match self.counting_run(target) {
            None => TestRunState::None,
            Some(run) if !run.has_passed() => TestRunState::Failed,
            Some(run) if !self.changed_since(run).is_empty() => TestRunState::Stale,
            Some(run) if !run.inputs.unproven(target.plan).is_empty() => TestRunState::Partial,
            Some(_) => TestRunState::Passed,
        }
    }

    /// G-TEST for one deployment, also while it is tested anew: the run that counts passed, is not stale, and left out
    /// nothing that the deployment has.
    pub fn is_proven(&self, target: &Target) -> bool {
        self.counting_run(target).is_some_and(|run| {
            run.has_passed() && self.changed_since(run).is_empty() && run.inputs.unproven(target.plan).is_empty()
        })
    }

    /// What is to be proven: every deployment that was not withdrawn.
    pub fn test_targets(&self) -> impl Iterator<Item = Target> + '_ {
        self.deployments.iter().filter(|deployment| deployment.exists()).map(Target::of)
    }
}

#[cfg(test)]
mod tests;
