//! Numbers of explanations and quantities as people read them: no longer than a row holds, and marked where that is not
//! all of them. It is for eyes alone: what is kept, added up and exported stays exact.

use core::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use slipway_domain::money::{Currency, shown};
use slipway_domain::number::grouped;

/// Digits after the point that are shown, not counting zeros that a small number begins with.
const SHOWN: u32 = 6;
/// Stands before what is not all of a number.
const ABOUT: char = '≈';

/// A number as it is shown and, where that is not all of it, as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// "USD 6.53", or "≈ USD 6.533333".
    pub shown: String,
    /// "USD 6.533333333333333", where more than is shown belongs to it.
    pub exact: Option<String>,
    /// What is counted: "queries". Empty where nothing is, as with money.
    pub unit: String,
}

impl Figure {
    pub fn number(number: Decimal) -> Self {
        Self::of(number, |number| grouped(number, 0))
    }

    /// What is taken off: "− 10,000".
    pub fn less(number: Decimal) -> Self {
        Self::of(number, |number| format!("− {}", grouped(number, 0)))
    }

    pub fn money(currency: Currency, amount: Decimal) -> Self {
        Self::of(amount, |amount| shown(currency, amount))
    }

    /// "1,200 queries"
    pub fn counted(number: Decimal, unit: &str) -> Self {
        Self { unit: unit.to_owned(), ..Self::number(number) }
    }

    fn of(number: Decimal, written: impl Fn(Decimal) -> String) -> Self {
        let near = near(number);
        let (shown, exact) = if near == number {
            (written(number), None)
        } else {
            (format!("{ABOUT} {}", written(near)), Some(written(number)))
        };
        Self { shown, exact, unit: String::new() }
    }
}

/// As it is shown, with its unit.
impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)?;
        if self.unit.is_empty() { Ok(()) } else { write!(f, " {}", self.unit) }
    }
}

/// Half up to the digits that are shown: a small number keeps as many that count as a large one, so that something is
/// never shown as nothing.
fn near(number: Decimal) -> Decimal {
    let digits = number.mantissa().unsigned_abs().checked_ilog10().map_or(0, |power| power + 1);
    let zeros = number.scale().saturating_sub(digits);
    number.round_dp_with_strategy(SHOWN + zeros, RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(amount: &str) -> (String, Option<String>) {
        let Figure { shown, exact, .. } = Figure::money(Currency::BASE, amount.parse().unwrap());
        (shown, exact)
    }

    #[test]
    fn six_digits_after_the_point_are_shown_and_what_is_left_out_is_marked() {
        let told = |shown: &str, exact: &str| (shown.to_owned(), Some(exact.to_owned()));
        assert_eq!(usd("6.533333333333333"), told("≈ USD 6.533333", "USD 6.533333333333333"));
        assert_eq!(usd("6.5333335"), told("≈ USD 6.533334", "USD 6.5333335"));
        assert_eq!(usd("1249.5000001"), told("≈ USD 1,249.50", "USD 1,249.5000001"));
    }

    #[test]
    fn what_is_shown_whole_has_no_mark() {
        for (amount, whole) in [
            ("6.53", "USD 6.53"),
            ("0", "USD 0.00"),
            ("1249.5", "USD 1,249.50"),
            ("6.533333000000000", "USD 6.533333"),
            ("0.000000125", "USD 0.000000125"),
        ] {
            assert_eq!(usd(amount), (whole.to_owned(), None), "{amount}");
        }
    }

    #[test]
    fn something_is_never_shown_as_nothing() {
        assert_eq!(usd("0.00000000123456789").0, "≈ USD 0.00000000123457");
        assert_eq!(usd("0.0000000000000000000000000001").0, "USD 0.0000000000000000000000000001");
    }

    #[test]
    fn a_unit_stands_behind_and_a_sign_before_the_number() {
        let third = Decimal::from(10_000) / Decimal::from(3);
        assert_eq!(Figure::counted(third, "queries").to_string(), "≈ 3,333.333333 queries");
        assert_eq!(Figure::less(third).to_string(), "≈ − 3,333.333333");
        assert_eq!(Figure::counted(Decimal::from(1_200), "queries").to_string(), "1,200 queries");
    }
}
