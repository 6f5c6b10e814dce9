//! Decimal numbers as people type and read them, and the few operations that keep them exact. No float, no panic: what
//! does not fit is told.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// The most digits after the point (§4.10).
pub const MOST_DECIMALS: usize = 9;
/// The most digits before the point.
pub const MOST_DIGITS: usize = 15;

/// Every intermediate result keeps this many digits after the point, or all that it has (§8.4 asks for nine).
const KEPT: u32 = 12;
/// Where the noise of divisions that do not come out even is cut off before a number is rounded or compared.
const SETTLED: u32 = 15;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    #[error("not a decimal number such as 49.00")]
    NotANumber,
    #[error("below zero")]
    Negative,
    /// Carries the number of digits after the point.
    #[error("{0} digits after the point, {MOST_DECIMALS} are the most")]
    TooFine(usize),
    /// Carries the number of digits before the point.
    #[error("{0} digits before the point, {MOST_DIGITS} are the most")]
    TooLarge(usize),
}

/// A result of which no exact decimal can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("the numbers are too large to be reckoned exactly")]
pub struct TooLarge;

/// Reads `49`, `49.00`, `.5`; no sign, no exponent, nothing between thousands.
pub fn parse(text: &str) -> Result<Decimal, NumberError> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let numeric = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !numeric(whole) || !numeric(decimals) || (whole.is_empty() && decimals.is_empty()) {
        return Err(NumberError::NotANumber);
    }
    let whole = whole.trim_start_matches('0');
    let significant = decimals.trim_end_matches('0');
    if negative && !(whole.is_empty() && significant.is_empty()) {
        return Err(NumberError::Negative);
    }
    if whole.len() > MOST_DIGITS {
        return Err(NumberError::TooLarge(whole.len()));
    }
    if significant.len() > MOST_DECIMALS {
        return Err(NumberError::TooFine(significant.len()));
    }
    let number = Decimal::from_str_exact(&format!("0{whole}.{significant}0")).map_err(|_| NumberError::NotANumber)?;
    Ok(number.normalize())
}

/// What was probably meant by a text that is no number: `49,00 €` is `49.00`, `1,249.50` is `1249.50`.
pub fn meant(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|c| c.is_ascii_digit() || ".,".contains(*c)).collect();
    let has_digit_before = |at: usize| kept[..at].contains(|c: char| c.is_ascii_digit());
    let point = match (kept.rfind('.'), kept.rfind(',')) {
        (Some(dot), Some(comma)) => Some(dot.max(comma)),
        (None, Some(comma)) if kept.matches(',').count() == 1 && kept.len() - comma != 4 => Some(comma),
        (Some(dot), None) if kept.matches('.').count() == 1 => Some(dot),
        _ => None,
    };
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).collect::<String>();
    let number = match point.filter(|at| has_digit_before(*at)) {
        Some(at) => format!("{}.{}", digits(&kept[..at]), digits(&kept[at + 1..])),
        None => digits(&kept),
    };
    let number = number.trim_end_matches('.').to_owned();
    (!text.contains('-') && number != text && parse(&number).is_ok()).then_some(number)
}

/// `3,412,300.5`: without trailing zeros, at least `decimals` digits after the point.
pub fn grouped(number: Decimal, decimals: usize) -> String {
    // A precision in the format would be one more way to write this, but panics where the digits are many.
    let digits = number.normalize().to_string();
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |digits| ("-", digits));
    let (whole, after) = digits.split_once('.').unwrap_or((digits, ""));
    let mut shown = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    if decimals > 0 || !after.is_empty() {
        shown.extend([".", after, &"0".repeat(decimals.saturating_sub(after.len()))]);
    }
    shown
}

/// Adds without losing a digit, so that the order of adding does not matter.
pub(crate) fn sum(one: Decimal, other: Decimal) -> Result<Decimal, TooLarge> {
    let exact = |a: Decimal, b: Decimal| a.checked_add(b).filter(|sum| sum.scale() >= a.scale().max(b.scale()));
    exact(one, other).or_else(|| exact(one.normalize(), other.normalize())).ok_or(TooLarge)
}

/// Adds or subtracts numbers that have been divided before: they have noise at their end anyway.
pub(crate) fn nearly(one: Decimal, other: Decimal) -> Result<Decimal, TooLarge> {
    let (one, other) = (one.normalize(), other.normalize());
    let wanted = one.scale().max(other.scale()).min(KEPT);
    one.checked_add(other).filter(|sum| sum.is_zero() || sum.scale() >= wanted).ok_or(TooLarge)
}

pub(crate) fn product(one: Decimal, other: Decimal) -> Result<Decimal, TooLarge> {
    let (one, other) = (one.normalize(), other.normalize());
    let wanted = (one.scale() + other.scale()).min(KEPT);
    one.checked_mul(other).filter(|product| product.is_zero() || product.scale() >= wanted).ok_or(TooLarge)
}

/// Divides; by zero, too, is told as `TooLarge`.
pub(crate) fn quotient(one: Decimal, other: Decimal) -> Result<Decimal, TooLarge> {
    let quotient = one.checked_div(other).ok_or(TooLarge)?;
    let is_exact = || quotient.checked_mul(other) == Some(one);
    if quotient.is_zero() || quotient.scale() >= KEPT || is_exact() { Ok(quotient) } else { Err(TooLarge) }
}

/// Without the noise of divisions: a third three times is one.
pub(crate) fn settled(number: Decimal) -> Decimal {
    number.round_dp(SETTLED).normalize()
}

/// Half up, to `decimals` digits after the point (§8.4).
pub(crate) fn half_up(number: Decimal, decimals: usize) -> Decimal {
    let decimals = u32::try_from(decimals).unwrap_or(SETTLED);
    settled(number).round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests;
