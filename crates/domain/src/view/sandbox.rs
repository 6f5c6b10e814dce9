//! What the page of a metering sandbox reads: what it is set to, the month day by day, and what was kept of it.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::OfferingView;
use crate::ids::{PlanId, UsageRecordId};
use crate::moment::Moment;
use crate::money::Currency;
use crate::sandbox::{Channel, DayMeasure, Failure, PlayedMeasure, SavedSandbox, Setting};
use crate::statement::{Total, added_up};
use crate::usage::Measured;

/// The sandbox of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SandboxView {
    pub view: OfferingView,
    pub plan: PlanId,
    /// `None`: none is open.
    pub open: Option<OpenSandbox>,
    /// The runs that were kept last, newest first.
    pub saved: Vec<SavedSandbox>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSandbox {
    pub setting: Setting,
    /// At whose end its clock stands, from 1.
    pub day: u8,
    pub failure: Failure,
    /// The day that is looked at: not after `day`.
    pub shown: u8,
    /// The records that it holds, and those of them that arrive later than its clock.
    pub entries: usize,
    pub waiting: usize,
    /// Up to the one that its clock has reached.
    pub days: Vec<SandboxDay>,
    /// What the plan charges, as of the end of the day that is looked at.
    pub measures: Vec<PlayedMeasure>,
    /// Records that arrived on that day, one page of them, from 0, and whether there is one after it.
    pub records: Vec<SandboxRecord>,
    pub page: u32,
    pub has_more: bool,
}

/// A day of the month, as of its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SandboxDay {
    /// From 1.
    pub day: u8,
    /// The records that arrived on it, and those of them that were accepted.
    pub arrived: usize,
    pub accepted: usize,
    /// In the order of the plan.
    pub measures: Vec<DayMeasure>,
}

impl SandboxDay {
    /// The currencies in which it costs something, in the order in which they first occur, and what it costs to date.
    pub fn costs(&self) -> Vec<(Currency, Decimal)> {
        let each = self.measures.iter().filter_map(|one| one.cost);
        let each = each.map(|(currency, cost)| Total { currency, cost: Some(cost), projected: None });
        added_up(each).into_iter().filter_map(|total| Some((total.currency, total.cost?))).collect()
    }
}

/// A record with its verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SandboxRecord {
    pub id: UsageRecordId,
    pub arrived: Moment,
    pub channel: Channel,
    /// What it says; `None`: it cannot be read.
    pub told: Option<SandboxTold>,
    pub status: u16,
    /// As the interface writes it: `unknown_measure`.
    pub code: String,
    /// For the developer of the service; empty: there is nothing to say.
    pub message: String,
    /// Of a duplicate: it says the same as the record that was kept.
    pub is_identical: bool,
}

/// What a record says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SandboxTold {
    pub start: Moment,
    pub end: Moment,
    /// Empty: none.
    pub consumer: String,
    pub measured: Vec<Measured>,
}
