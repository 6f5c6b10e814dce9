//! The quantity of a month by its metering model, with the numbers that it came from.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::tally::Day;
use super::{MeteringError, MeteringModel, Tally};
use crate::moment::Moment;
use crate::number::{TooLarge, nearly, product, quotient, sum};

/// What a month came to, in the unit that is sent: before the metering scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metered {
    pub quantity: Decimal,
    pub records: u64,
    /// The days that have begun: d of §8.2.
    pub elapsed: u8,
    /// The days of the month: D.
    pub month_days: u8,
    /// What each day came to by the model, for daily models and for charts.
    pub days: Vec<DayValue>,
    pub counted: Counted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayValue {
    /// From 1.
    pub day: u8,
    pub value: Decimal,
}

/// How the quantity was found, with its numbers. The name of the variant is the id of the formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "formula", rename_all = "snake_case")]
pub enum Counted {
    /// Somebody assumes it: an estimate.
    Assumed,
    /// Σ u
    Sum {
        records: u64,
    },
    Highest {
        records: u64,
    },
    /// total / records
    Mean {
        total: Decimal,
        records: u64,
    },
    /// A level weighted by the time for which it held: total / milliseconds.
    LevelMean {
        total: Decimal,
        milliseconds: u64,
    },
    /// total of the days’ highest / days
    DailyHighest {
        total: Decimal,
        days: u8,
    },
    /// total of the days’ means / days
    DailyMean {
        total: Decimal,
        days: u8,
    },
    /// units × charged / days
    FirstMonth {
        units: Decimal,
        charged: u8,
        days: u8,
    },
    /// The units of a month after the first.
    FullMonth {
        units: Decimal,
    },
    /// Σ of the consumers’ quantities, each counted for itself
    Consumers {
        consumers: usize,
        records: u64,
    },
}

impl Metered {
    /// A quantity that nobody metered, for a whole month, in the unit that is shown.
    pub fn assumed(quantity: Decimal) -> Self {
        let records = u64::from(!quantity.is_zero());
        Self { quantity, records, elapsed: 30, month_days: 30, days: Vec::new(), counted: Counted::Assumed }
    }

    /// What the consumers of an instance came to together. Allowances are the instance's, so that they are added up before
    /// anything is taken off. `None` without any.
    pub fn of_consumers(each: Vec<Self>) -> Result<Option<Self>, TooLarge> {
        let consumers = each.len();
        let mut each = each.into_iter();
        let Some(mut all) = each.next() else { return Ok(None) };
        for one in each {
            all.quantity = nearly(all.quantity, one.quantity)?;
            all.records += one.records;
            all.elapsed = all.elapsed.max(one.elapsed);
            for value in one.days {
                match all.days.iter_mut().find(|day| day.day == value.day) {
                    Some(day) => day.value = nearly(day.value, value.value)?,
                    None => all.days.push(value),
                }
            }
        }
        all.counted = Counted::Consumers { consumers, records: all.records };
        Ok(Some(all))
    }
}

impl Tally {
    /// The quantity as of a moment: for daily models the mean of the days that have begun by then. Records that came
    /// count in any case.
    pub fn quantity(&self, model: MeteringModel, as_of: Moment) -> Result<Metered, MeteringError> {
        let days = self.until(as_of)?;
        let last =
            (1..).zip(&days).filter(|(_, day)| day.weight > 0 || !day.highest.is_zero()).map(|(number, _)| number);
        let elapsed = self.month.elapsed(as_of).max(last.last().unwrap_or(1));
        let values = |of: fn(&Day) -> Result<Decimal, TooLarge>| values(&days[..usize::from(elapsed)], of);
        let (quantity, counted, days) = match model {
            MeteringModel::StandardAdd => {
                let days = values(|day| Ok(day.added))?;
                (total(&days)?, Counted::Sum { records: self.records }, days)
            }
            MeteringModel::StandardMax => {
                let days = values(|day| Ok(day.highest))?;
                let highest = days.iter().map(|day| day.value).max().unwrap_or_default();
                (highest, Counted::Highest { records: self.records }, days)
            }
            MeteringModel::StandardAvg => {
                let (quantity, counted) = self.mean(&days)?;
                (quantity, counted, values(mean)?)
            }
            MeteringModel::DailyProrationMax => {
                let days = values(|day| Ok(day.highest))?;
                let total = total(&days)?;
                (quotient(total, elapsed.into())?, Counted::DailyHighest { total, days: elapsed }, days)
            }
            MeteringModel::DailyProrationAvg => {
                let days = values(mean)?;
                let total = total(&days)?;
                (quotient(total, elapsed.into())?, Counted::DailyMean { total, days: elapsed }, days)
            }
            MeteringModel::MonthlyProration => {
                let (quantity, counted) = self.share_of_month()?;
                (quantity, counted, values(|day| Ok(day.highest))?)
            }
        };
        Ok(Metered { quantity, records: self.records, elapsed, month_days: self.month.days(), days, counted })
    }

    /// Over records, or over time for a level.
    fn mean(&self, days: &[Day]) -> Result<(Decimal, Counted), TooLarge> {
        let all = days.iter().try_fold(Decimal::ZERO, |all, day| sum(all, day.sum))?;
        let weight: u64 = days.iter().map(|day| day.weight).sum();
        let quantity = if weight == 0 { Decimal::ZERO } else { quotient(all, weight.into())? };
        let counted = if self.is_level() {
            Counted::LevelMean { total: all, milliseconds: weight }
        } else {
            Counted::Mean { total: all, records: weight }
        };
        Ok((quantity, counted))
    }

    /// DEC-31: what was reported in the first month counts for its remaining days, the first included.
    fn share_of_month(&self) -> Result<(Decimal, Counted), TooLarge> {
        let reported = self.days.iter().map(|day| day.highest).max().unwrap_or_default();
        match (self.first, self.carried) {
            (first, Some(carried)) => {
                let units = if first.is_some() { reported } else { carried };
                Ok((units, Counted::FullMonth { units }))
            }
            (None, None) => Ok((Decimal::ZERO, Counted::Highest { records: 0 })),
            (Some(first), None) => {
                let days = self.month.days();
                let charged = days - first + 1;
                let quantity = quotient(product(reported, charged.into())?, days.into())?;
                Ok((quantity, Counted::FirstMonth { units: reported, charged, days }))
            }
        }
    }
}

/// A day that has just begun has the level that it began with; one without anything has none.
fn mean(day: &Day) -> Result<Decimal, TooLarge> {
    if day.weight == 0 { Ok(day.highest) } else { quotient(day.sum, day.weight.into()) }
}

fn values(days: &[Day], of: fn(&Day) -> Result<Decimal, TooLarge>) -> Result<Vec<DayValue>, TooLarge> {
    (1..).zip(days).map(|(day, counted)| Ok(DayValue { day, value: of(counted)? })).collect()
}

fn total(days: &[DayValue]) -> Result<Decimal, TooLarge> {
    let exact = days.iter().try_fold(Decimal::ZERO, |total, day| sum(total, day.value));
    exact.or_else(|_| days.iter().try_fold(Decimal::ZERO, |total, day| nearly(total, day.value)))
}
