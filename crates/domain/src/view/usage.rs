//! What the pages of usage and money read: a month of one instance, the statement of an account, and what an offering was
//! used for by everybody together.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{GapsView, OfferingView, Place};
use crate::caller::Person;
use crate::ids::{InstanceId, PlanId, UsageRecordId};
use crate::metering::DayValue;
use crate::moment::Moment;
use crate::money::Currency;
use crate::month::Month;
use crate::rating::Verdict;
use crate::statement::{Charged, Outcome, Statement, StatementLine, StatementState, Total};
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
    /// What was measured, day by day.
    pub metrics: Vec<UsedMetric>,
    /// The lines of the statement in which the instance is.
    pub lines: Vec<StatementLine>,
    /// In the order of their time.
    pub records: Vec<UsageLine>,
    /// The page of records, from 0, and whether there is one after it.
    pub page: u32,
    pub has_more: bool,
}

/// A metric of an instance in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedMetric {
    pub plan: PlanId,
    pub measure: String,
    pub name: String,
    /// In which the days are told.
    pub unit: String,
    /// As far as they have begun.
    pub days: Vec<DayValue>,
    pub month_days: u8,
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

/// What everybody together used of an offering in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferingUsageView {
    pub view: OfferingView,
    /// Those that can be looked at, newest first.
    pub months: Vec<Month>,
    pub month: Month,
    /// Some statements are drafts.
    pub is_draft: bool,
    pub charges: Vec<ChargeLine>,
    pub totals: Vec<Total>,
    /// As they stand now, whatever the month.
    pub gaps: GapsView,
}

/// One metric or fee of a plan over all accounts, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeLine {
    pub plan_name: String,
    pub charged: Charged,
    pub accounts: usize,
    pub instances: usize,
    /// In the unit that is shown; `None` beyond what can be told.
    pub quantity: Option<Decimal>,
    /// `None`: nothing is charged, or nothing can be.
    pub currency: Option<Currency>,
    /// `None` beyond what can be told.
    pub cost: Option<Decimal>,
    /// There is no price, or the numbers are too large: the operator has to look.
    pub is_unrated: bool,
}

/// What the offerings of the current account brought in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevenueView {
    pub person: Person,
    pub months: Vec<Month>,
    pub month: Month,
    pub is_draft: bool,
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

impl ChargeLine {
    /// Lines of many statements, added up by plan, charge and currency. Each comes with the number of its account; those of one account
    /// stand together.
    pub fn of(lines: &[(usize, StatementLine)]) -> Vec<Self> {
        // With the account that was counted last: its lines stand together.
        let mut found: Vec<(PlanId, Self, Option<usize>)> = Vec::new();
        for (account, line) in lines {
            let is_unrated = match &line.outcome {
                Outcome::Reckoned { verdict, .. } => *verdict == Verdict::Unrated,
                Outcome::TooLarge | Outcome::Unread => true,
            };
            let (plan, currency) = (line.place.plan, line.currency());
            let is_same = |(known, charge, _): &(PlanId, Self, Option<usize>)| {
                *known == plan
                    && charge.charged == line.charged
                    && charge.currency == currency
                    && charge.is_unrated == is_unrated
            };
            let quantity = line.line().map(|line| line.shown);
            let cost = line.line().map(|line| line.cost).unwrap_or_default();
            let at = found.iter().position(is_same).unwrap_or_else(|| {
                let charge = Self {
                    plan_name: line.place.plan_name.clone(),
                    charged: line.charged.clone(),
                    accounts: 0,
                    instances: 0,
                    quantity: Some(Decimal::ZERO),
                    currency,
                    cost: Some(Decimal::ZERO),
                    is_unrated,
                };
                found.push((plan, charge, None));
                found.len() - 1
            });
            let (_, charge, counted) = &mut found[at];
            charge.instances += line.instances.len();
            charge.quantity = charge.quantity.zip(quantity).and_then(|(all, one)| all.checked_add(one));
            charge.cost = charge.cost.and_then(|all| all.checked_add(cost));
            if counted.replace(*account) != Some(*account) {
                charge.accounts += 1;
            }
        }
        found.into_iter().map(|(_, charge, _)| charge).collect()
    }
}
