//! A cost split over instances so that the parts are whole minor units and add up.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Share;
use crate::number::{TooLarge, nearly, product, quotient, settled};

/// Pro rata to the weights; what is left after rounding down goes, one minor unit each, to the largest remainders, of
/// equal ones to the first.
pub(super) fn split(cost: Decimal, decimals: usize, weights: &[(usize, Decimal)]) -> Result<Vec<Share>, TooLarge> {
    let decimals = u32::try_from(decimals).unwrap_or_default();
    let total = weights.iter().try_fold(Decimal::ZERO, |total, (_, weight)| nearly(total, *weight))?;
    let exact = |(_, weight): &(usize, Decimal)| {
        if total.is_zero() { Ok(Decimal::ZERO) } else { Ok(settled(part(cost, *weight, total)?)) }
    };
    let exact = weights.iter().map(exact).collect::<Result<Vec<_>, _>>()?;
    let mut parts: Vec<Decimal> =
        exact.iter().map(|part| part.round_dp_with_strategy(decimals, RoundingStrategy::ToZero)).collect();
    let given = parts.iter().try_fold(Decimal::ZERO, |given, part| nearly(given, *part))?;
    let mut left = nearly(cost, -given)?;
    let unit = Decimal::new(1, decimals);
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| core::cmp::Reverse(exact[*at] - parts[*at]));
    // Without any weight everything is left, and falls on the first.
    if let Some(first) = order.first().filter(|_| total.is_zero()) {
        parts[*first] = left;
        left = Decimal::ZERO;
    }
    for at in order {
        if left < unit {
            break;
        }
        parts[at] = nearly(parts[at], unit)?;
        left = nearly(left, -unit)?;
    }
    let share = |(&(instance, quantity), cost)| Share { instance, quantity, cost };
    Ok(weights.iter().zip(parts).map(share).collect())
}

/// `whole` × `weight` / `total`. Divided last, so that what comes out even is exact, unless the product is too large.
pub(super) fn part(whole: Decimal, weight: Decimal, total: Decimal) -> Result<Decimal, TooLarge> {
    let last = product(whole, weight).and_then(|product| quotient(product, total));
    last.or_else(|_| product(whole, quotient(weight, total)?))
}
