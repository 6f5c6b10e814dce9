//! The test run that counts for a deployment (§4.16, DEC-3).

use serde::{Deserialize, Serialize};

/// §3.2, `TestRun`. Read off the runs and the offering as it is now (`Offering::test_state`), never stored: a save that a
/// run depends on needs to know nothing of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestRunState {
    #[default]
    None,
    Running,
    Failed,
    Passed,
    /// It passed, and left out something that the deployment has.
    Partial,
    /// It passed, and something that it depends on has changed since (DEC-53).
    Stale,
}
