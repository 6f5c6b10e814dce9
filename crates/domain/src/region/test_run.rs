//! The test run that counts for an offering (§4.16, DEC-3).

use serde::{Deserialize, Serialize};

/// §3.2, `TestRun`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestRunState {
    #[default]
    None,
    Running,
    Failed,
    Passed,
    /// It passed, and something that it looked at has changed since (DEC-53).
    Stale,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestRunMove {
    Start,
    Pass,
    Fail,
    /// Something that it looks at was changed.
    Outdate,
}

impl TestRunState {
    pub const ALL: [Self; 5] = [Self::None, Self::Running, Self::Failed, Self::Passed, Self::Stale];
}

impl TestRunMove {
    pub const ALL: [Self; 4] = [Self::Start, Self::Pass, Self::Fail, Self::Outdate];
}

/// `None`: there is no such move. A run whose ground shifts under it says nothing about the new one: it fails. A run
/// that failed cannot become worse.
pub const fn test_run_next(from: TestRunState, act: TestRunMove) -> Option<TestRunState> {
    use TestRunState::{Failed, None as Never, Passed, Running, Stale};
    match (from, act) {
        (Never | Failed | Passed | Stale, TestRunMove::Start) => Some(Running),
        (Running, TestRunMove::Pass) => Some(Passed),
        (Running, TestRunMove::Fail | TestRunMove::Outdate) => Some(Failed),
        (Passed, TestRunMove::Outdate) => Some(Stale),
        _ => None,
    }
}
