//! Statements (§8.7): what an account owes for a month over everything that it uses, each line with the steps from its
//! records to its money. A statement is a draft until no record of its month can come any more, and then it stands.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::ids::{InstanceId, PlanId};
use crate::moment::Moment;
use crate::money::Currency;
use crate::month::Month;
use crate::number::nearly;
use crate::rating::{Line, Verdict};
use crate::usage::LATEST;

mod bill;
mod count;
mod export;

pub use bill::{Fee, FeeDays, Used, fee_line, metric_lines, uncounted_line, unread_line};
pub use count::{ConsumerCount, Counting};
pub use export::{CSV_COLUMNS, ExportedLine, StatementJson, cell};

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
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineInstance {
    pub id: InstanceId,
    pub name: String,
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

impl StatementLine {
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

    pub const fn is_frozen(&self) -> bool {
        matches!(self.state, StatementState::Frozen { .. })
    }
}

/// One for each currency that occurs, in the order in which they first do.
pub fn totals<'a>(lines: impl IntoIterator<Item = &'a StatementLine>) -> Vec<Total> {
    let mut totals: Vec<Total> = Vec::new();
    for line in lines {
        let (Some(currency), Some(Line { cost, projected, .. })) = (line.currency(), line.line()) else { continue };
        match totals.iter_mut().find(|total| total.currency == currency) {
            Some(total) => {
                total.cost = total.cost.and_then(|all| nearly(all, *cost).ok());
                total.projected = total.projected.and_then(|all| nearly(all, *projected).ok());
            }
            None => totals.push(Total { currency, cost: Some(*cost), projected: Some(*projected) }),
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
