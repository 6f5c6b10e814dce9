//! Who goes on with a durable job: every write names its holder and is refused to everybody else, until the lease is
//! over.

use core::time::Duration;

use slipway_domain::ids::TestRunId;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;

/// Who writes a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding<I = TestRunId> {
    pub scope: Scope,
    pub id: I,
    /// Random, and new whenever a job is taken up.
    pub holder: String,
}

/// When a lease that is taken or prolonged at a moment ends.
pub(crate) fn lease(at: Moment, length: Duration) -> i64 {
    at.plus(length).millis()
}
