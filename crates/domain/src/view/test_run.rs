//! What the pages of test runs read (§4.16). What a check asks for and why comes from the protocol's own table, so that
//! command line and page say the same.

use serde::{Deserialize, Serialize};

use super::OfferingView;
use crate::ids::TestRunId;
use crate::moment::Moment;
use crate::test_run::{Attested, Inputs, Level, Outcome, Progress, Repeat, Target, has_passed};

/// A run without its checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestRunLine {
    pub id: TestRunId,
    /// Counts the runs of the offering, from 1.
    pub number: u32,
    pub target: Target,
    /// Some checks of another run, made again; `None` for a run of all checks.
    pub repeats: Option<Repeat>,
    pub progress: Progress,
    pub by_name: String,
    pub queued_at: Moment,
    pub started_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub inputs: Inputs,
    /// SHA-256 over the definition and the settings that it was made with; empty before it began.
    pub definition_sha256: String,
    /// SHA-256 over what it depends on and what it found; empty before its end.
    pub evidence: String,
    /// Why it was interrupted: a stable code; empty if it was not.
    pub ending: String,
    pub tally: Tally,
    pub leftovers: usize,
}

/// How many checks ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    pub warned: usize,
    pub skipped: usize,
}

impl Tally {
    pub const fn all(self) -> usize {
        self.passed + self.failed + self.warned + self.skipped
    }

    pub fn of(outcomes: impl IntoIterator<Item = Outcome>) -> Self {
        outcomes.into_iter().fold(Self::default(), |mut tally, outcome| {
            *match outcome {
                Outcome::Pass => &mut tally.passed,
                Outcome::Fail => &mut tally.failed,
                Outcome::Warn => &mut tally.warned,
                Outcome::Skip => &mut tally.skipped,
            } += 1;
            tally
        })
    }

    fn worst(self) -> Outcome {
        if self.failed > 0 { Outcome::Fail } else { Outcome::Pass }
    }
}

impl TestRunLine {
    /// As `TestRun::has_passed`.
    pub fn has_passed(&self) -> bool {
        has_passed([self.tally.worst()], self.leftovers, self.progress != Progress::Finished)
    }
}

/// A check with what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckLine {
    pub id: String,
    pub level: Level,
    /// `None`: it was not made yet.
    pub result: Option<CheckResult>,
    pub steps: String,
    pub criterion: String,
    pub why: String,
    pub remedy: String,
    /// Who looked at what the check left to a person, if somebody did.
    pub attested: Option<Attested>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    pub id: String,
    /// As it counted in this run.
    pub level: Level,
    pub outcome: Outcome,
    /// A sentence; empty if it passed.
    pub reason: String,
    /// Name and value.
    pub facts: Vec<(String, String)>,
    pub took_ms: u64,
    /// Numbers of the calls that it rests on.
    pub exchanges: Vec<usize>,
    /// The run that made it, if it was another one.
    pub from: Option<MadeBy>,
}

/// A run, for a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeBy {
    pub run: TestRunId,
    pub number: u32,
}

/// A call to the broker and its answer, secrets masked before it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    pub number: usize,
    /// The id of the check that it was made for, or `cleanup`.
    pub purpose: String,
    pub method: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
    /// `right`, `wrong` or `none`.
    pub credentials: String,
    pub body: Option<String>,
    /// `None`: no answer came.
    pub status: Option<u16>,
    pub content_type: Option<String>,
    /// The body of the answer, or why there is none.
    pub answer: String,
    pub took_ms: u64,
}

/// What a run made and could not remove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leftover {
    /// `instance` or `binding`
    pub kind: String,
    pub id: String,
    pub reason: String,
}

/// A check that did not end as in the run before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckChange {
    pub id: String,
    pub before: Outcome,
    pub now: Outcome,
}

/// Every run of an offering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestRunsView {
    /// Newest first.
    pub runs: Vec<TestRunLine>,
    pub view: OfferingView,
}

/// One run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestRunView {
    pub run: TestRunLine,
    /// All of §6.9, in their order.
    pub checks: Vec<CheckLine>,
    pub exchanges: Vec<Exchange>,
    /// What may still be at the broker.
    pub leftovers: Vec<Leftover>,
    /// The run of the same deployment before this one that came to its end.
    pub previous: Option<TestRunLine>,
    pub changes: Vec<CheckChange>,
    pub view: OfferingView,
}

/// The checks that both runs made and that did not end the same way.
pub fn changes(before: &[CheckResult], now: &[CheckResult]) -> Vec<CheckChange> {
    let change = |check: &CheckResult| {
        let earlier = before.iter().find(|earlier| earlier.id == check.id && earlier.outcome != check.outcome)?;
        Some(CheckChange { id: check.id.clone(), before: earlier.outcome, now: check.outcome })
    };
    now.iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(id: &str, outcome: Outcome) -> CheckResult {
        CheckResult {
            id: id.to_owned(),
            level: Level::Must,
            outcome,
            reason: String::new(),
            facts: Vec::new(),
            took_ms: 1,
            exchanges: Vec::new(),
            from: None,
        }
    }

    #[test]
    fn only_checks_that_ended_otherwise_are_changes() {
        let before = [result("A", Outcome::Fail), result("B", Outcome::Pass), result("C", Outcome::Pass)];
        let now = [result("A", Outcome::Pass), result("B", Outcome::Pass), result("D", Outcome::Fail)];
        let found = changes(&before, &now);
        assert_eq!(found, [CheckChange { id: "A".to_owned(), before: Outcome::Fail, now: Outcome::Pass }]);
    }

    #[test]
    fn a_tally_counts_every_outcome_once() {
        let tally = Tally::of([Outcome::Pass, Outcome::Pass, Outcome::Fail, Outcome::Warn, Outcome::Skip]);
        assert_eq!((tally.passed, tally.failed, tally.warned, tally.skipped, tally.all()), (2, 1, 1, 1, 5));
    }
}
