//! What a check found, before its level says how much that weighs.

use super::check::Level;
use super::report::Fact;

pub use slipway_domain::test_run::Outcome;

/// A finding with its grounds.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    pub(super) found: Found,
    /// A sentence without ids that change from run to run: it goes into the evidence.
    pub(super) reason: String,
    pub(super) facts: Vec<Fact>,
    /// Exchanges that were made for another check.
    pub(super) cites: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Kept,
    Broken,
    /// Worth a look whatever the level.
    Doubtful,
    Skipped,
}

impl Found {
    pub(super) const fn at(self, level: Level) -> Outcome {
        match (self, level) {
            (Self::Kept, _) => Outcome::Pass,
            (Self::Broken, Level::Must) => Outcome::Fail,
            (Self::Broken, Level::Should) | (Self::Doubtful, _) => Outcome::Warn,
            (Self::Skipped, _) => Outcome::Skip,
        }
    }
}

impl Verdict {
    pub(super) fn pass() -> Self {
        Self::new(Found::Kept, "")
    }

    pub(super) fn broken(reason: impl Into<String>) -> Self {
        Self::new(Found::Broken, reason)
    }

    pub(super) fn doubtful(reason: impl Into<String>) -> Self {
        Self::new(Found::Doubtful, reason)
    }

    pub(super) fn skip(reason: impl Into<String>) -> Self {
        Self::new(Found::Skipped, reason)
    }

    /// Kept, or broken for the first of these reasons.
    pub(super) fn of(problems: impl IntoIterator<Item = String>) -> Self {
        let mut problems = problems.into_iter();
        match problems.next() {
            None => Self::pass(),
            Some(first) => problems.fold(Self::broken(first), |verdict, more| verdict.fact("also", more)),
        }
    }

    pub(super) fn fact(mut self, name: &'static str, value: impl ToString) -> Self {
        self.facts.push(Fact { name, value: value.to_string() });
        self
    }

    pub(super) fn cites(mut self, exchanges: impl IntoIterator<Item = usize>) -> Self {
        self.cites.extend(exchanges);
        self
    }

    pub(super) fn is_kept(&self) -> bool {
        self.found == Found::Kept
    }

    fn new(found: Found, reason: impl Into<String>) -> Self {
        Self { found, reason: reason.into(), facts: Vec::new(), cites: Vec::new() }
    }
}
