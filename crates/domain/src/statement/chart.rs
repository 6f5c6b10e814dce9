//! A month day by day, for charts: of one instance, or of many of them added up. Nothing is counted here: the days are
//! those of the quantities that are rated, and allowances those of the lines that are charged.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Charged, LinePlace, StatementLine, Used};
use crate::ids::PlanId;
use crate::metering::{DayValue, Metered};
use crate::metric::Metric;
use crate::number::nearly;
use crate::rating::Step;

/// What was used of a metric in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedMetric {
    pub plan: PlanId,
    pub measure: String,
    pub name: String,
    /// In which the days are told.
    pub unit: String,
    /// As far as they have begun, in their order.
    pub days: Vec<DayValue>,
    pub month_days: u8,
}

/// A metric of a plan day by day, over one instance or more of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    pub place: LinePlace,
    pub used: UsedMetric,
    /// `None`: the metric has none.
    pub allowance: Option<Allowance>,
}

/// What of a metric is not charged in a month, in the unit that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    pub units: Decimal,
    /// Not more than `units`.
    pub used: Decimal,
}

impl UsedMetric {
    /// Of one instance. A day that cannot be told in the unit that is shown is left out.
    pub fn of(plan: PlanId, metric: &Metric, metered: &Metered) -> Self {
        let shown = |day: &DayValue| Some(DayValue { value: metric.shown(day.value)?, ..*day });
        let mut days: Vec<DayValue> = metered.days.iter().filter_map(shown).collect();
        days.sort_by_key(|day| day.day);
        Self {
            plan,
            measure: metric.measure.clone(),
            name: metric.name.clone(),
            unit: metric.unit.clone(),
            days,
            month_days: metered.month_days,
        }
    }

    /// `None`: a day is beyond what can be told exactly.
    fn add(&mut self, other: &Self) -> Option<()> {
        self.month_days = self.month_days.max(other.month_days);
        for day in &other.days {
            match self.days.binary_search_by_key(&day.day, |known| known.day) {
                Ok(at) => self.days[at].value = nearly(self.days[at].value, day.value).ok()?,
                Err(at) => self.days.insert(at, *day),
            }
        }
        Some(())
    }
}

impl Chart {
    /// The days of all of `used`, which belong to the metric, and the allowance of its `lines`. `None`: nothing was used,
    /// or the days are beyond what can be told.
    pub fn of<'a>(
        place: &LinePlace,
        metric: &Metric,
        used: impl IntoIterator<Item = &'a Used>,
        lines: &[StatementLine],
    ) -> Option<Self> {
        let mut each = used.into_iter().map(|one| UsedMetric::of(place.plan, metric, &one.metered));
        let mut all = each.next()?;
        for one in each {
            all.add(&one)?;
        }
        Some(Self { place: place.clone(), used: all, allowance: Allowance::of(lines) })
    }

    /// Whether a line is one of the metric.
    pub fn is_of(&self, line: &StatementLine) -> bool {
        let is_measured = matches!(&line.charged, Charged::Metric { measure, .. } if *measure == self.used.measure);
        is_measured && line.place.plan == self.used.plan
    }

    /// Each metric once, with the days of all. One that is beyond what can be told is left out.
    pub fn added_up(charts: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut found: Vec<(Self, bool)> = Vec::new();
        for chart in charts {
            let is_same = |(known, _): &&mut (Self, bool)| {
                known.used.plan == chart.used.plan && known.used.measure == chart.used.measure
            };
            match found.iter_mut().find(is_same) {
                Some((known, is_told)) => {
                    *is_told &= known.used.add(&chart.used).is_some();
                    known.allowance = together(known.allowance, chart.allowance);
                }
                None => found.push((chart, true)),
            }
        }
        found.into_iter().filter(|(_, is_told)| *is_told).map(|(chart, _)| chart).collect()
    }
}

impl Allowance {
    /// As the steps of lines say; the shares of an account's allowance are added up. `None`: there is none, or it is
    /// beyond what can be told.
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a StatementLine>) -> Option<Self> {
        let (mut all, mut before) = (None, Decimal::ZERO);
        for step in lines.into_iter().filter_map(StatementLine::line).flat_map(|line| &line.steps) {
            if let Step::InstanceAllowance { units, quantity } | Step::AccountAllowance { units, quantity } = *step {
                let used = nearly(before, -quantity).ok()?.min(units).max(Decimal::ZERO);
                all = together(all, Some(Self { units, used }));
            }
            before = step.result();
        }
        all
    }

    pub fn left(self) -> Decimal {
        nearly(self.units, -self.used).unwrap_or_default()
    }
}

fn together(one: Option<Allowance>, other: Option<Allowance>) -> Option<Allowance> {
    let (Some(a), Some(b)) = (one, other) else { return one.or(other) };
    Some(Allowance { units: nearly(a.units, b.units).ok()?, used: nearly(a.used, b.used).ok()? })
}
