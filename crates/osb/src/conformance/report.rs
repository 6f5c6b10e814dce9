//! The result of a run: every check with its grounds, the transcript, what was left behind, and the evidence.

use serde::Serialize;
use sha2::{Digest, Sha256};
use slipway_domain::test_run;

use super::check::Level;
use super::transcript::Exchange;
use super::verdict::Outcome;
use crate::version::OsbVersion;

/// One check's result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckResult {
    pub id: &'static str,
    /// As it counted in this run: some depend on the version or the offering.
    pub level: Level,
    pub outcome: Outcome,
    /// A sentence; empty if the check passed.
    pub reason: String,
    pub facts: Vec<Fact>,
    pub took_ms: u64,
    /// Numbers of exchanges, also of those that were made for another check.
    pub exchanges: Vec<usize>,
}

/// Something observed, for example how long an answer took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    pub name: &'static str,
    pub value: String,
}

/// What the run made and could not remove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Leftover {
    /// `instance` or `binding`
    pub kind: &'static str,
    pub id: String,
    /// What the broker said to the last removal.
    pub reason: String,
}

/// A finished run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The base URL that was called.
    pub broker: String,
    pub version: OsbVersion,
    /// The name of the service in the definition.
    pub service: String,
    /// The name of the plan that was provisioned; empty if the definition has no such plan.
    pub plan: String,
    /// In the order of §6.9; every selected check is in it.
    pub checks: Vec<CheckResult>,
    pub leftovers: Vec<Leftover>,
    /// Somebody ended the run before its last check.
    pub stopped: bool,
    pub exchanges: Vec<Exchange>,
    pub took_ms: u64,
    /// SHA-256 over what the run depends on and what it found, in hexadecimal digits. The same broker, definition and
    /// settings that behave the same give the same value; ids, times and transcripts are not in it.
    pub evidence: String,
}

/// How many checks ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    pub warned: usize,
    pub skipped: usize,
}

impl Report {
    /// Every check was made, none failed, and nothing was left behind.
    pub fn has_passed(&self) -> bool {
        test_run::has_passed(self.checks.iter().map(|check| check.outcome), self.leftovers.len(), self.stopped)
    }

    pub fn tally(&self) -> Tally {
        let count = |outcome| self.checks.iter().filter(|check| check.outcome == outcome).count();
        Tally {
            passed: count(Outcome::Pass),
            failed: count(Outcome::Fail),
            warned: count(Outcome::Warn),
            skipped: count(Outcome::Skip),
        }
    }

    pub fn check(&self, id: &str) -> Option<&CheckResult> {
        self.checks.iter().find(|check| check.id == id)
    }
}

/// `inputs` are what the run depends on (§4.16, DEC-53). Every part is preceded by its length, so that no two lists of
/// parts run into the same text.
pub(super) fn evidence(inputs: &[String], checks: &[CheckResult], leftovers: usize) -> String {
    let mut hash = Sha256::new();
    let mut add = |part: &str| {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    };
    add("slipway conformance 1");
    for input in inputs {
        add(input);
    }
    for check in checks {
        add(&format!("{} {:?} {:?}", check.id, check.level, check.outcome));
        add(&check.reason);
    }
    add(&leftovers.to_string());
    hex::encode(hash.finalize())
}
