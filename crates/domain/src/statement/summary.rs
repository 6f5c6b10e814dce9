//! A month of an account at an offering in few numbers: what pages read beside lines, however many lines there are. It is
//! made of the lines and kept nowhere else: two that come from the same lines are equal.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Charged, Chart, StatementLine, Total, Unsettled, added_up, totals};
use crate::ids::PlanId;
use crate::money::Currency;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// How many there are.
    pub lines: usize,
    pub totals: Vec<Total>,
    pub charges: Vec<ChargeLine>,
    pub charts: Vec<Chart>,
    pub unsettled: Vec<Unsettled>,
}

/// One metric or fee of a plan over one account or more of them, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeLine {
    pub plan: PlanId,
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
    /// The billing desk has not approved the plan yet.
    pub is_on_trial: bool,
}

impl Summary {
    /// Of one account.
    pub fn of(lines: &[StatementLine], charts: Vec<Chart>) -> Self {
        Self {
            lines: lines.len(),
            totals: totals(lines),
            charges: ChargeLine::of(lines),
            charts,
            unsettled: Unsettled::of(lines),
        }
    }

    /// Of several accounts or offerings.
    pub fn added_up(each: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::default();
        let mut charts = Vec::new();
        for one in each {
            all.lines += one.lines;
            all.totals = added_up(all.totals.into_iter().chain(one.totals));
            for charge in one.charges {
                charge.join(&mut all.charges, false);
            }
            charts.extend(one.charts);
            all.unsettled.extend(one.unsettled);
        }
        Self { charts: Chart::added_up(charts), ..all }
    }
}

impl ChargeLine {
    /// The lines of one account, added up by plan, charge and currency.
    pub fn of(lines: &[StatementLine]) -> Vec<Self> {
        let mut found = Vec::new();
        for line in lines {
            Self::of_line(line).join(&mut found, true);
        }
        found
    }

    fn of_line(line: &StatementLine) -> Self {
        let reckoned = line.line();
        Self {
            plan: line.place.plan,
            plan_name: line.place.plan_name.clone(),
            charged: line.charged.without_reason(),
            accounts: 1,
            instances: line.instances.len(),
            quantity: reckoned.map(|line| line.shown),
            currency: line.currency(),
            cost: Some(reckoned.map(|line| line.cost).unwrap_or_default()),
            is_unrated: line.is_unrated(),
            is_on_trial: line.is_on_trial(),
        }
    }

    /// Adds it to the one that is like it.
    fn join(self, found: &mut Vec<Self>, is_same_account: bool) {
        let is_like = |known: &&mut Self| {
            known.plan == self.plan
                && known.charged == self.charged
                && known.currency == self.currency
                && known.is_unrated == self.is_unrated
                && known.is_on_trial == self.is_on_trial
        };
        let Some(known) = found.iter_mut().find(is_like) else { return found.push(self) };
        if !is_same_account {
            known.accounts += self.accounts;
        }
        known.instances += self.instances;
        known.quantity = known.quantity.zip(self.quantity).and_then(|(all, one)| all.checked_add(one));
        known.cost = known.cost.zip(self.cost).and_then(|(all, one)| all.checked_add(one));
    }
}
