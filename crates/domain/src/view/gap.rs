//! What a provider reads of the gap monitor (§8.5): what is to be reported, which instances were not, and one of them
//! closely. An instance is called as its broker knows it; no name of a customer is in it.

use serde::{Deserialize, Serialize};

use crate::gap::{Duty, Standing, Window};
use crate::ids::{InstanceId, PlanId};
use crate::moment::Moment;

/// The reports about the instances of an offering, as they stand now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapsView {
    /// What is to be reported, by plan.
    pub duties: Vec<DutyLine>,
    /// What was not reported for too long, the longest first.
    pub late: Vec<LateLine>,
    /// How many more there are.
    pub more: usize,
    /// When what is late was looked for; `None`: now.
    pub as_of: Option<Moment>,
    /// The instance that was asked for; `None`: none, or there is no such instance.
    pub instance: Option<InstanceReports>,
}

/// What of an offering was not reported for too long, the longest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Late {
    pub lines: Vec<LateLine>,
    /// How many more there are.
    pub more: usize,
    /// How many instances that are together.
    pub instances: usize,
}

/// A measure of a plan, and when it is to be reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyLine {
    pub plan: PlanId,
    pub measure: String,
    pub duty: Duty,
}

/// A measure of an active instance that was not reported for too long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateLine {
    pub instance: InstanceId,
    /// The id that the broker knows it by.
    pub resource: String,
    pub plan: PlanId,
    pub report: MeasureReport,
}

/// Up to when a measure of an instance is reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureReport {
    pub measure: String,
    pub duty: Duty,
    pub standing: Standing,
    /// The latest end of a record; `None`: there is none.
    pub reported: Option<Moment>,
    /// Where the open gap begins.
    pub since: Moment,
}

/// One instance closely.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceReports {
    /// The id that the broker knows it by.
    pub resource: String,
    pub plan: PlanId,
    pub standing: Standing,
    /// What is due of it, with the gaps behind which records came and that can still be filled; empty: nothing is due.
    pub measures: Vec<(MeasureReport, Vec<Window>)>,
}
