//! What the pages of usage and money read: a month of one instance, the statement of an account, and what an offering was
//! used for by everybody together.

use serde::{Deserialize, Serialize};

use super::{GapsView, OfferingView, Place};
use crate::caller::Person;
use crate::ids::{InstanceId, UsageRecordId};
use crate::moment::Moment;
use crate::month::Month;
use crate::plan::CapStanding;
use crate::statement::{ChargeLine, Chart, ShownLine, Statement, StatementLine, StatementState, Total};
use crate::usage::Measured;

/// A month of one instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceUsageView {
    pub person: Person,
    pub id: InstanceId,
    pub name: String,
    pub place: Place,
    /// Those that can be looked at, newest first.
    pub months: Vec<Month>,
    pub month: Month,
    pub state: StatementState,
    /// How far it is from the caps of its plan.
    pub caps: Vec<CapStanding>,
    /// What was measured, day by day.
    pub charts: Vec<Chart>,
    /// The lines of the statement in which the instance is, as pages show them.
    pub lines: Vec<StatementLine>,
    /// In the order of their time.
    pub records: Vec<UsageLine>,
    /// The page of records, from 0, and whether there is one after it.
    pub page: u32,
    pub has_more: bool,
}

/// A record of an instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageLine {
    pub id: UsageRecordId,
    pub start: Moment,
    pub end: Moment,
    /// Empty: none.
    pub consumer: String,
    pub measured: Vec<Measured>,
    pub is_overlapping: bool,
    pub accepted_at: Moment,
}

/// What the current account owes for a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementView {
    pub person: Person,
    /// What the account is called.
    pub account: String,
    /// Those that can be looked at, newest first.
    pub months: Vec<Month>,
    pub statement: Statement,
}

/// The same, a page of its lines at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementPageView {
    pub person: Person,
    /// What the account is called.
    pub account: String,
    /// Those that can be looked at, newest first.
    pub months: Vec<Month>,
    pub page: StatementPage,
}

/// A page of a statement, with what is told of all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementPage {
    pub month: Month,
    pub state: StatementState,
    pub totals: Vec<Total>,
    pub charts: Vec<Chart>,
    /// Those of this page.
    pub lines: Vec<ShownLine>,
    /// Which page it is, from 0, and how many there are.
    pub page: usize,
    pub pages: usize,
}

/// What everybody together used of an offering in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferingUsageView {
    pub view: OfferingView,
    /// Those that can be looked at, newest first.
    pub months: Vec<Month>,
    pub month: Month,
    /// Some statements are drafts.
    pub is_draft: bool,
    /// When the oldest of what was kept for the page was reckoned; `None`: all of it was reckoned now.
    pub as_of: Option<Moment>,
    pub charges: Vec<ChargeLine>,
    pub charts: Vec<Chart>,
    pub totals: Vec<Total>,
    /// As they stand now, whatever the month.
    pub gaps: GapsView,
}

/// What the offerings of the current account brought in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevenueView {
    pub person: Person,
    pub months: Vec<Month>,
    pub month: Month,
    pub is_draft: bool,
    /// As with [`OfferingUsageView`].
    pub as_of: Option<Moment>,
    pub offerings: Vec<RevenueLine>,
    pub totals: Vec<Total>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevenueLine {
    /// The programmatic name.
    pub name: String,
    pub title: String,
    pub accounts: usize,
    pub totals: Vec<Total>,
}
