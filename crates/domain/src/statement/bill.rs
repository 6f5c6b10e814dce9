//! From quantities and fees to the lines of a statement.

use rust_decimal::Decimal;

use super::{Charged, LineInstance, LinePlace, Outcome, StatementLine};
use crate::ids::InstanceId;
use crate::metering::Metered;
use crate::metric::Metric;
use crate::moment::Moment;
use crate::money::{Country, Currency, Price};
use crate::month::Month;
use crate::number::{TooLarge, half_up, product, quotient, settled};
use crate::plan::PlanDraft;
use crate::rating::{Buyer, Line, Rating, Step, Verdict, rate};

/// What one instance used of a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    pub instance: InstanceId,
    pub name: String,
    pub metered: Metered,
}

/// The fee of a plan for one instance in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fee<'a> {
    pub plan: &'a PlanDraft,
    pub instance: InstanceId,
    pub name: String,
    pub days: FeeDays,
}

/// The days of a month for which a fee is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeDays {
    pub charged: u8,
    pub of: u8,
}

impl FeeDays {
    /// The first month of a plan by its remaining days, the first included, unless the plan has it paid in full; every
    /// later one in full, also the last (DEC-20). `None`: the instance did not have the plan in that month.
    pub fn of(plan: &PlanDraft, month: Month, from: Moment, until: Option<Moment>) -> Option<Self> {
        if from >= month.end() || until.is_some_and(|until| until <= month.start()) {
            return None;
        }
        let of = month.days();
        let first = month.day_of(from).filter(|_| plan.is_first_month_prorated());
        Some(Self { charged: first.map_or(of, |day| of - day + 1), of })
    }
}

/// The lines of one metric: one for each instance, or one for all of them. `used` holds every instance of the account with
/// that plan, since they share its allowance.
pub fn metric_lines(place: &LinePlace, metric: &Metric, buyer: Buyer, used: &[Used]) -> Vec<StatementLine> {
    let line = |instances, outcome| of_metric(place, metric, instances, outcome);
    let metered: Vec<Metered> = used.iter().map(|one| one.metered.clone()).collect();
    let Ok(Rating { verdict, lines }) = rate(&metric.tariff, buyer, &metered) else {
        let share = |one: &Used| LineInstance {
            id: one.instance,
            name: one.name.clone(),
            region: String::new(),
            quantity: one.metered.quantity,
            cost: Decimal::ZERO,
        };
        return vec![line(used.iter().map(share).collect(), Outcome::TooLarge)];
    };
    lines
        .into_iter()
        .map(|mut rated| {
            let shares = core::mem::take(&mut rated.shares);
            let instances = shares.into_iter().filter_map(|share| {
                let one = used.get(share.instance)?;
                Some(LineInstance {
                    id: one.instance,
                    name: one.name.clone(),
                    region: String::new(),
                    quantity: share.quantity,
                    cost: share.cost,
                })
            });
            line(instances.collect(), Outcome::Reckoned { verdict, line: rated })
        })
        .collect()
}

/// The line of an instance whose records cannot be counted.
pub fn uncounted_line(place: &LinePlace, metric: &Metric, instance: InstanceId, name: String) -> StatementLine {
    let instance = alone(instance, name, Decimal::ZERO, Decimal::ZERO);
    of_metric(place, metric, vec![instance], Outcome::TooLarge)
}

/// The line of an instance whose measure has no metric that could be read.
pub fn unread_line(place: &LinePlace, measure: &str, instance: InstanceId, name: String) -> StatementLine {
    let charged = Charged::Metric { measure: measure.to_owned(), name: measure.to_owned(), unit: String::new() };
    let instance = alone(instance, name, Decimal::ZERO, Decimal::ZERO);
    StatementLine { place: place.clone(), charged, instances: vec![instance], outcome: Outcome::Unread }
}

/// Where it is, is filled in by whoever knows.
fn alone(id: InstanceId, name: String, quantity: Decimal, cost: Decimal) -> LineInstance {
    LineInstance { id, name, region: String::new(), quantity, cost }
}

fn of_metric(place: &LinePlace, metric: &Metric, instances: Vec<LineInstance>, outcome: Outcome) -> StatementLine {
    let Metric { measure, name, unit, .. } = metric.clone();
    StatementLine { place: place.clone(), charged: Charged::Metric { measure, name, unit }, instances, outcome }
}

/// The line of a monthly fee.
pub fn fee_line(place: &LinePlace, buyer: Buyer, fee: &Fee<'_>) -> StatementLine {
    let (cost, outcome) = match charged(buyer, fee) {
        Ok((verdict, line)) => (line.cost, Outcome::Reckoned { verdict, line }),
        Err(TooLarge) => (Decimal::ZERO, Outcome::TooLarge),
    };
    let instance = alone(fee.instance, fee.name.clone(), Decimal::ONE, cost);
    StatementLine { place: place.clone(), charged: Charged::Fee, instances: vec![instance], outcome }
}

fn charged(buyer: Buyer, fee: &Fee<'_>) -> Result<(Verdict, Line), TooLarge> {
    let line = |steps, cost| Line {
        steps,
        shown: Decimal::ONE,
        rateable: Decimal::ONE,
        packs: Decimal::ONE,
        cost,
        projected: cost,
        beyond_last: false,
        shares: Vec::new(),
    };
    let Some((country, currency, price)) = price(fee.plan, buyer) else {
        return Ok((Verdict::Unrated, line(Vec::new(), Decimal::ZERO)));
    };
    let FeeDays { charged, of } = fee.days;
    let amount = settled(quotient(product(price.decimal(), charged.into())?, of.into())?);
    let cost = half_up(amount, currency.minor_units());
    let steps = vec![Step::Fee { price, days: charged, of, amount }, Step::Rounded { amount, currency, cost }];
    Ok((Verdict::Rated { country, currency }, line(steps, cost)))
}

/// The buyer's own row, or the base row (DEC-39).
fn price(plan: &PlanDraft, buyer: Buyer) -> Option<(Country, Currency, Price)> {
    let row = |buyer: Buyer| Some((buyer.country, buyer.currency, plan.fee(buyer.country, buyer.currency)?));
    row(buyer).or_else(|| row(Buyer::BASE))
}
