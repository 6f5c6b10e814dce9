//! Statements (§8.7): what an account owes for a month over everything that it uses, each line with the steps from its
//! records to its money. A statement is a draft until no record of its month can come any more, and then it stands.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{InstanceId, PlanId};
use crate::moment::Moment;
use crate::money::{Country, Currency};
use crate::month::Month;
use crate::number::nearly;
use crate::rating::{Line, Verdict};
use crate::usage::LATEST;

mod adjustment;
mod bill;
mod chart;
mod count;
mod export;
mod shown;
mod summary;
mod unsettled;
mod what_if;

pub use adjustment::{AdjustmentDraft, LONGEST_REASON};
pub use bill::{Fee, FeeDays, Used, fee_line, metric_lines, uncounted_line, unread_line};
pub use chart::{Allowance, Chart, UsedMetric};
pub use count::{ConsumerCount, Counting};
pub use export::{CSV_COLUMNS, ExportedLine, StatementJson, cell};
pub use shown::{SHOWN_INSTANCES, ShownLine};
pub use summary::{ChargeLine, Summary};
pub use unsettled::{Unsettled, Why};
pub use what_if::{AccountChange, Change, Comparison, Course, WhatIf};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub month: Month,
    pub state: StatementState,
    pub lines: Vec<StatementLine>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementState {
    /// Records may still come.
    Draft { as_of: Moment },
    /// Nothing changes it any more.
    Frozen { at: Moment },
}

impl StatementState {
    pub const fn is_frozen(self) -> bool {
        matches!(self, Self::Frozen { .. })
    }
}

/// One invoice line: an instance, or all of them where the account is the bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    pub place: LinePlace,
    pub charged: Charged,
    /// What falls on each instance; adds up to the cost of the line.
    pub instances: Vec<LineInstance>,
    pub outcome: Outcome,
}

/// What was bought, under the names that it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinePlace {
    /// The programmatic name of the offering.
    pub offering: String,
    /// What the catalog calls it.
    pub title: String,
    pub provider: String,
    /// Of the service as a whole: the nil id, and no name.
    pub plan: PlanId,
    pub plan_name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Charged {
    /// The monthly fee of a subscription, which the platform books by itself (DEC-20).
    Fee,
    Metric {
        measure: String,
        name: String,
        unit: String,
    },
    /// By the operator (DEC-41). The reason is for the account; it is empty where others read of it.
    Adjustment {
        reason: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineInstance {
    pub id: InstanceId,
    pub name: String,
    /// Where it is; empty where that was not written down.
    #[serde(default)]
    pub region: String,
    pub quantity: Decimal,
    pub cost: Decimal,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Reckoned {
        verdict: Verdict,
        line: Line,
    },
    /// Nothing is charged, and the operator has to look.
    TooLarge,
    /// What was reported has no metric that can be read. Nothing is charged, and the operator has to look.
    Unread,
}

/// What is owed in one currency. Nothing is converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    pub currency: Currency,
    /// To date; `None` beyond what can be told exactly.
    pub cost: Option<Decimal>,
    /// Of the whole month, if it goes on like this.
    pub projected: Option<Decimal>,
}

impl LinePlace {
    /// Of a service as a whole.
    pub fn of_service(offering: String, title: String, provider: String) -> Self {
        Self { offering, title, provider, plan: PlanId::new(Uuid::nil()), plan_name: String::new() }
    }
}

impl Charged {
    /// As everybody else than the account reads it.
    #[must_use]
    pub fn without_reason(&self) -> Self {
        match self {
            Self::Adjustment { .. } => Self::Adjustment { reason: String::new() },
            charged => charged.clone(),
        }
    }
}

impl StatementLine {
    /// There is no price, or none that can be reckoned: the operator has to look.
    pub fn is_unrated(&self) -> bool {
        match &self.outcome {
            Outcome::Reckoned { verdict, .. } => *verdict == Verdict::Unrated,
            Outcome::TooLarge | Outcome::Unread => true,
        }
    }

    /// It would be charged, but the billing desk has not approved the plan yet.
    pub fn is_on_trial(&self) -> bool {
        matches!(self.outcome, Outcome::Reckoned { verdict: Verdict::OnTrial { .. }, .. })
    }

    /// The line of a plan that the billing desk has not approved (§8.7): nothing of it is charged. What would be stays in
    /// its steps.
    #[must_use]
    pub fn on_trial(mut self) -> Self {
        if let Outcome::Reckoned { verdict, line } = &mut self.outcome
            && let Verdict::Rated { country, currency } = *verdict
        {
            *verdict = Verdict::OnTrial { country, currency };
            (line.cost, line.projected, line.beyond_last) = (Decimal::ZERO, Decimal::ZERO, false);
            for instance in &mut self.instances {
                instance.cost = Decimal::ZERO;
            }
        }
        self
    }

    /// Whose row of the price list it is reckoned by; `None`: by none.
    pub fn pricing_country(&self) -> Option<Country> {
        match self.outcome {
            Outcome::Reckoned {
                verdict: Verdict::Rated { country, .. } | Verdict::OnTrial { country, .. }, ..
            } => Some(country),
            Outcome::Reckoned { .. } | Outcome::TooLarge | Outcome::Unread => None,
        }
    }

    /// In which it is charged; `None`: it is not.
    pub fn currency(&self) -> Option<Currency> {
        match self.outcome {
            Outcome::Reckoned { verdict: Verdict::Rated { currency, .. }, .. } => Some(currency),
            Outcome::Reckoned { .. } | Outcome::TooLarge | Outcome::Unread => None,
        }
    }

    pub fn line(&self) -> Option<&Line> {
        match &self.outcome {
            Outcome::Reckoned { line, .. } => Some(line),
            Outcome::TooLarge | Outcome::Unread => None,
        }
    }

    pub fn is_of(&self, instance: InstanceId) -> bool {
        self.instances.iter().any(|one| one.id == instance)
    }
}

impl Statement {
    pub fn totals(&self) -> Vec<Total> {
        totals(&self.lines)
    }
}

/// One for each currency that occurs, in the order in which they first do.
pub fn totals<'a>(lines: impl IntoIterator<Item = &'a StatementLine>) -> Vec<Total> {
    let total = |line: &StatementLine| {
        let (currency, Line { cost, projected, .. }) = (line.currency()?, line.line()?);
        Some(Total { currency, cost: Some(*cost), projected: Some(*projected) })
    };
    added_up(lines.into_iter().filter_map(total))
}

/// One for each currency that occurs, in the order in which they first do.
pub fn added_up(each: impl IntoIterator<Item = Total>) -> Vec<Total> {
    let sum = |all: Option<Decimal>, one: Option<Decimal>| nearly(all?, one?).ok();
    let mut totals: Vec<Total> = Vec::new();
    for one in each {
        match totals.iter_mut().find(|total| total.currency == one.currency) {
            Some(total) => {
                total.cost = sum(total.cost, one.cost);
                total.projected = sum(total.projected, one.projected);
            }
            None => totals.push(one),
        }
    }
    totals
}

/// The last moment at which a record of the month is taken (DEC-29).
pub fn cut_off(month: Month) -> Moment {
    month.end().plus(LATEST)
}

#[cfg(test)]
mod tests;
