//! Rating (§8.3, §8.4): how the quantity of a month becomes money. Every result carries the steps that led to it as
//! data. It converts no currency, rates nothing without a price, and refuses numbers that it cannot keep exact.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::metering::Metered;
use crate::money::{Country, Currency};
use crate::number::{TooLarge, half_up, nearly, product, quotient, settled};

mod allowance;
mod curve;
mod model;
mod share;
mod step;
mod tariff;

pub use curve::{Charge, charge};
pub use model::PricingModel;
pub use step::Step;
pub use tariff::{Bucket, Buyer, PriceRow, Tariff, Tier};

/// One metric of one account in one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    pub verdict: Verdict,
    /// One for each invoice line: an instance, or the account if that is the bucket.
    pub lines: Vec<Line>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// By the row of this country, in this currency.
    Rated { country: Country, currency: Currency },
    /// It would be charged like that, but the billing desk has not approved the plan yet (§8.7): nothing is.
    OnTrial { country: Country, currency: Currency },
    /// The metric is shown, not charged.
    NotCharged,
    /// There is neither a row for the buyer nor a base row: the records are kept, nothing is charged (DEC-39).
    Unrated,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// From the records to the money.
    pub steps: Vec<Step>,
    /// In displayed units, cut at the display cap.
    pub shown: Decimal,
    /// In displayed units, after allowances and cap.
    pub rateable: Decimal,
    pub packs: Decimal,
    /// To date, in the minor unit of the currency.
    pub cost: Decimal,
    /// Of the whole month, if it goes on like this; differs from `cost` for daily models only (DEC-37).
    pub projected: Decimal,
    /// The quantity lies above the last block: its amount is charged, and the operator has to know (DEC-36).
    pub beyond_last: bool,
    /// What falls on each instance; adds up to `cost`.
    pub shares: Vec<Share>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The place of the instance in what was handed in.
    pub instance: usize,
    pub quantity: Decimal,
    pub cost: Decimal,
}

impl Rating {
    /// What is charged to date; the sum of the lines.
    pub fn cost(&self) -> Result<Decimal, TooLarge> {
        self.lines.iter().try_fold(Decimal::ZERO, |total, line| nearly(total, line.cost))
    }

    pub fn projected(&self) -> Result<Decimal, TooLarge> {
        self.lines.iter().try_fold(Decimal::ZERO, |total, line| nearly(total, line.projected))
    }
}

/// What a month of one metric costs an account. `usage` holds the instances, in an order that shares refer to.
pub fn rate(tariff: &Tariff, buyer: Buyer, usage: &[Metered]) -> Result<Rating, TooLarge> {
    let quantities = allowance::rateable(tariff, usage)?;
    let row = tariff.row(buyer);
    let verdict = match row {
        _ if !tariff.is_rated => Verdict::NotCharged,
        None => Verdict::Unrated,
        Some(row) => Verdict::Rated { country: row.country, currency: row.currency },
    };
    let row = row.filter(|_| tariff.is_rated);
    let lines = quantities.into_iter().map(|counted| priced(tariff, row, counted)).collect::<Result<_, _>>()?;
    Ok(Rating { verdict, lines })
}

/// An invoice line before its price.
struct Quantified {
    steps: Vec<Step>,
    shown: Decimal,
    rateable: Decimal,
    has_records: bool,
    /// The days that have begun, and those of the month.
    days: (u8, u8),
    /// The instances with what they weigh in the split.
    instances: Vec<(usize, Decimal)>,
}

fn priced(tariff: &Tariff, row: Option<&PriceRow>, counted: Quantified) -> Result<Line, TooLarge> {
    let Quantified { mut steps, shown, rateable, has_records, days, instances } = counted;
    let mut packs = settled(quotient(rateable, tariff.rating_scale)?);
    if tariff.rating_scale != Decimal::ONE {
        steps.push(Step::Packs { size: tariff.rating_scale, packs });
    }
    if tariff.clip {
        packs = packs.ceil();
        steps.push(Step::Clip { packs });
    }
    let line = |steps, cost, projected, beyond_last, shares| Line {
        steps,
        shown,
        rateable,
        packs,
        cost,
        projected,
        beyond_last,
        shares,
    };
    let Some(row) = row else {
        let shares = share::split(Decimal::ZERO, 0, &instances)?;
        return Ok(line(steps, Decimal::ZERO, Decimal::ZERO, false, shares));
    };
    let Charge { amount, steps: charged, beyond_last } = charge(tariff.pricing, &row.tiers, packs, has_records)?;
    steps.extend(charged);
    let to_date = accrued(tariff, amount, days, &mut steps)?;
    let decimals = row.currency.minor_units();
    let cost = half_up(to_date, decimals);
    steps.push(Step::Rounded { amount: settled(to_date), currency: row.currency, cost });
    let shares = share::split(cost, decimals, &instances)?;
    Ok(line(steps, cost, half_up(amount, decimals), beyond_last, shares))
}

/// DEC-37: of a daily model only the days that have begun are due. P × Σ / D is P × (Σ / d) × d / D.
fn accrued(tariff: &Tariff, amount: Decimal, (days, of): (u8, u8), steps: &mut Vec<Step>) -> Result<Decimal, TooLarge> {
    if !tariff.metering.is_daily() || days >= of {
        return Ok(amount);
    }
    let due = quotient(product(settled(amount), days.into())?, of.into())?;
    steps.push(Step::Accrued { projected: settled(amount), days, of, amount: settled(due) });
    Ok(due)
}

#[cfg(test)]
mod tests;
