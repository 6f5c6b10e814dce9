//! From metered to rateable quantities (§8.3): scale, cap, allowances, and the bucket over which they are added up.

use rust_decimal::{Decimal, RoundingStrategy};

use super::share::part;
use super::{Bucket, Quantified, Step, Tariff};
use crate::metering::{Counted, Metered};
use crate::number::{MOST_DECIMALS, TooLarge, nearly, quotient, settled};

pub(super) fn rateable(tariff: &Tariff, usage: &[Metered]) -> Result<Vec<Quantified>, TooLarge> {
    let instances = usage.iter().enumerate().map(|(at, metered)| instance(tariff, at, metered));
    let instances = instances.collect::<Result<Vec<_>, _>>()?;
    match tariff.bucket {
        Bucket::Account => together(tariff, instances),
        Bucket::Instance => apart(tariff, instances),
    }
}

/// An instance after scale and cap; `instances` holds that quantity, by which the account's allowance is shared out.
fn instance(tariff: &Tariff, at: usize, metered: &Metered) -> Result<Quantified, TooLarge> {
    let mut steps = vec![Step::Counted { how: metered.counted, quantity: metered.quantity }];
    let mut quantity = metered.quantity;
    // What somebody assumes is in the unit that is shown to them.
    if tariff.metering_scale != Decimal::ONE && metered.counted != Counted::Assumed {
        quantity = quotient(quantity, tariff.metering_scale)?;
        steps.push(Step::Displayed { by: tariff.metering_scale, quantity: settled(quantity) });
    }
    let shown = settled(if tariff.display_cap.is_zero() { quantity } else { quantity.min(tariff.display_cap) });
    if !tariff.usage_cap.is_zero() && quantity > tariff.usage_cap {
        quantity = tariff.usage_cap;
        steps.push(Step::UsageCap { cap: tariff.usage_cap, quantity });
    }
    // Events may leave less than there was.
    let quantity = quantity.max(Decimal::ZERO);
    let has_records = metered.records > 0;
    let days = (metered.elapsed, metered.month_days);
    Ok(Quantified { steps, shown, rateable: quantity, has_records, days, instances: vec![(at, settled(quantity))] })
}

fn apart(tariff: &Tariff, mut instances: Vec<Quantified>) -> Result<Vec<Quantified>, TooLarge> {
    let quantities: Vec<Decimal> = instances.iter().map(|counted| counted.rateable).collect();
    let allowances = shared_out(tariff.free_units, &quantities)?;
    for (counted, share) in instances.iter_mut().zip(allowances) {
        less_instance_allowance(tariff, counted)?;
        less_account_allowance(share, counted)?;
        counted.rateable = settled(counted.rateable);
    }
    Ok(instances)
}

fn together(tariff: &Tariff, mut instances: Vec<Quantified>) -> Result<Vec<Quantified>, TooLarge> {
    for counted in &mut instances {
        less_instance_allowance(tariff, counted)?;
        counted.instances[0].1 = settled(counted.rateable);
    }
    let mut instances = instances.into_iter();
    let Some(mut all) = instances.next() else { return Ok(Vec::new()) };
    let mut count = 1;
    for counted in instances {
        count += 1;
        all.rateable = nearly(all.rateable, counted.rateable)?;
        all.shown = nearly(all.shown, counted.shown)?;
        all.has_records |= counted.has_records;
        all.days.0 = all.days.0.max(counted.days.0);
        all.steps.extend(counted.steps);
        all.instances.extend(counted.instances);
    }
    if count > 1 {
        all.steps.push(Step::Together { instances: count, quantity: settled(all.rateable) });
    }
    less_account_allowance(tariff.free_units, &mut all)?;
    all.rateable = settled(all.rateable);
    Ok(vec![all])
}

fn less_instance_allowance(tariff: &Tariff, counted: &mut Quantified) -> Result<(), TooLarge> {
    let units = tariff.instance_free_units;
    if !units.is_zero() {
        counted.rateable = less(counted.rateable, units)?;
        counted.steps.push(Step::InstanceAllowance { units, quantity: settled(counted.rateable) });
    }
    Ok(())
}

fn less_account_allowance(units: Decimal, counted: &mut Quantified) -> Result<(), TooLarge> {
    if !units.is_zero() {
        counted.rateable = less(counted.rateable, units)?;
        counted.steps.push(Step::AccountAllowance { units, quantity: settled(counted.rateable) });
    }
    Ok(())
}

fn less(quantity: Decimal, units: Decimal) -> Result<Decimal, TooLarge> {
    Ok(nearly(quantity, -units)?.max(Decimal::ZERO))
}

/// DEC-52: pro rata to the quantities, rounded down; the remainder goes to the largest.
fn shared_out(units: Decimal, quantities: &[Decimal]) -> Result<Vec<Decimal>, TooLarge> {
    let total = quantities.iter().try_fold(Decimal::ZERO, |total, quantity| nearly(total, *quantity))?;
    if units.is_zero() || total.is_zero() {
        return Ok(vec![Decimal::ZERO; quantities.len()]);
    }
    let decimals = u32::try_from(MOST_DECIMALS).unwrap_or_default();
    let share = |quantity: &Decimal| {
        let share = part(units, *quantity, total)?;
        Ok(settled(share).round_dp_with_strategy(decimals, RoundingStrategy::ToZero))
    };
    let mut shares = quantities.iter().map(share).collect::<Result<Vec<_>, _>>()?;
    let given = shares.iter().try_fold(Decimal::ZERO, |given, share| nearly(given, *share))?;
    let largest = quantities.iter().enumerate().rev().max_by_key(|(_, quantity)| **quantity);
    if let Some((largest, _)) = largest {
        shares[largest] = nearly(shares[largest], nearly(units, -given)?)?;
    }
    Ok(shares)
}
