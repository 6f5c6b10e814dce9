//! The pricing models of §8.4: packs in, money out, with the tiers that it came from.

use rust_decimal::Decimal;

use super::{PricingModel, Step, Tier};
use crate::number::{TooLarge, nearly, product};

/// What packs cost, before it is rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    pub amount: Decimal,
    pub steps: Vec<Step>,
    /// Above the bound of the last block.
    pub beyond_last: bool,
}

/// Nothing costs nothing; only a block whose first tier has an amount charges it once there is a record (DEC-36).
/// Beyond the last bound the last price goes on, of a block its last amount.
pub fn charge(model: PricingModel, tiers: &[Tier], packs: Decimal, has_records: bool) -> Result<Charge, TooLarge> {
    let Some(at) = tier_of(tiers, packs) else { return Ok(free()) };
    let tier = tiers[at];
    if packs.is_zero() && !(model == PricingModel::BlockTier && has_records && !tier.price.is_zero()) {
        return Ok(free());
    }
    let (number, price) = (at + 1, tier.price);
    match model {
        PricingModel::Linear | PricingModel::Proration => {
            let price = tiers[0].price;
            let amount = product(price.decimal(), packs)?;
            Ok(single(Step::Linear { price, packs, amount }))
        }
        PricingModel::SimpleTier => {
            let amount = product(price.decimal(), packs)?;
            Ok(single(Step::SimpleTier { tier: number, price, packs, amount }))
        }
        PricingModel::GraduatedTier => graduated(&tiers[..=at], packs),
        PricingModel::BlockTier => {
            let beyond_last = tier.up_to.is_some_and(|bound| packs > bound);
            let amount = price.decimal();
            let block = single(Step::BlockTier { tier: number, packs, amount, beyond_last });
            Ok(Charge { beyond_last, ..block })
        }
    }
}

fn free() -> Charge {
    Charge { amount: Decimal::ZERO, steps: Vec::new(), beyond_last: false }
}

fn single(step: Step) -> Charge {
    Charge { amount: step.result(), steps: vec![step], beyond_last: false }
}

/// The first tier whose bound the packs do not pass, else the last one.
fn tier_of(tiers: &[Tier], packs: Decimal) -> Option<usize> {
    let last = tiers.len().checked_sub(1)?;
    Some(tiers.iter().position(|tier| tier.up_to.is_none_or(|bound| packs <= bound)).unwrap_or(last))
}

/// Each of the tiers, up to the one in which the packs end.
fn graduated(tiers: &[Tier], packs: Decimal) -> Result<Charge, TooLarge> {
    let mut charge = free();
    let mut below = Decimal::ZERO;
    for (at, tier) in tiers.iter().enumerate() {
        let is_last = at + 1 == tiers.len();
        let end = if is_last { packs } else { tier.up_to.unwrap_or(packs).min(packs) };
        let within = nearly(end, -below)?;
        let amount = product(tier.price.decimal(), within)?;
        charge.amount = nearly(charge.amount, amount)?;
        charge.steps.push(Step::GraduatedTier { tier: at + 1, price: tier.price, packs: within, amount });
        below = end;
    }
    Ok(charge)
}
