//! How the plan of a run is measured and charged, as whoever keeps the ledger saw it: the facts of MTR-01 to MTR-10. What a
//! scratch sandbox of the plan answers and shows is among them. A command line has none.

use slipway_domain::gap::hourly::Observed;
use slipway_domain::moment::Moment;
use slipway_domain::sandbox::trial::{Golden, Tried};

/// What there is to say about the usage of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Metering {
    /// The plan measures nothing.
    NotMetered,
    Metered(Box<Metered>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metered {
    /// The measures of the plan, as far as its metrics are complete.
    pub measures: Vec<String>,
    /// The latest sandbox run that was kept as evidence.
    pub kept: Option<KeptRun>,
    pub tried: Vec<Tried>,
    pub golden: Vec<Golden>,
    /// What the ledger shows of the last hours.
    pub observed: Observed,
    /// `None`: the service has submitted nothing in that time.
    pub submitted: Option<Submitted>,
}

/// A sandbox run that was kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptRun {
    /// The plan charges something else than it did then.
    pub is_stale: bool,
    /// The measures of which a record was accepted that came with an API key of the service.
    pub with_key: Vec<String>,
    /// Whether the record that was answered with 500 came again and was accepted; `None`: none was.
    pub is_resent: Option<bool>,
}

/// What the service submitted lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Submitted {
    pub since: Moment,
    /// Records that had been accepted before.
    pub duplicates: u64,
}
