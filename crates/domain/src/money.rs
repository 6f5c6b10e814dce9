//! Exact money: prices as decimals, currencies of ISO 4217 with their minor units, countries of ISO 3166-1 alpha-3.
//! No float and no conversion between currencies.

use core::fmt;
use core::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

mod codes;

/// The most digits after the point (§4.10).
pub const MOST_DECIMALS: usize = 9;
/// The most digits before the point; keeps every sum of a month inside `Decimal`.
pub const MOST_DIGITS: usize = 15;

/// Every price list has a row for this country in this currency: who has no row of their own pays it (DEC-39).
pub const BASE_COUNTRY: &str = "USA";
pub const BASE_CURRENCY: &str = "USD";

/// An amount that is charged: zero or more, at most nine digits after the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Price(Decimal);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
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

impl Price {
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Reads `49`, `49.00`, `.5`; no sign, no exponent, nothing between thousands.
    pub fn parse(text: &str) -> Result<Self, PriceError> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let numeric = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !numeric(whole) || !numeric(decimals) || (whole.is_empty() && decimals.is_empty()) {
            return Err(PriceError::NotANumber);
        }
        let whole = whole.trim_start_matches('0');
        let significant = decimals.trim_end_matches('0');
        if negative && !(whole.is_empty() && significant.is_empty()) {
            return Err(PriceError::Negative);
        }
        if whole.len() > MOST_DIGITS {
            return Err(PriceError::TooLarge(whole.len()));
        }
        if significant.len() > MOST_DECIMALS {
            return Err(PriceError::TooFine(significant.len()));
        }
        Decimal::from_str_exact(&format!("0{whole}.{significant}0")).map(Self).map_err(|_| PriceError::NotANumber)
    }

    pub const fn decimal(self) -> Decimal {
        self.0
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }
}

/// What was probably meant by a text that is no price: `49,00 €` is `49.00`, `1,249.50` is `1249.50`.
pub fn meant_price(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|c| c.is_ascii_digit() || ".,".contains(*c)).collect();
    let has_digit_before = |at: usize| kept[..at].contains(|c: char| c.is_ascii_digit());
    let point = match (kept.rfind('.'), kept.rfind(',')) {
        (Some(dot), Some(comma)) => Some(dot.max(comma)),
        (None, Some(comma)) if kept.matches(',').count() == 1 && kept.len() - comma != 4 => Some(comma),
        (Some(dot), None) if kept.matches('.').count() == 1 => Some(dot),
        _ => None,
    };
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).collect::<String>();
    let price = match point.filter(|at| has_digit_before(*at)) {
        Some(at) => format!("{}.{}", digits(&kept[..at]), digits(&kept[at + 1..])),
        None => digits(&kept),
    };
    let price = price.trim_end_matches('.').to_owned();
    (!text.contains('-') && price != text && Price::parse(&price).is_ok()).then_some(price)
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.normalize().fmt(f)
    }
}

/// Written and read as decimal text, never as a number.
impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $standard:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(&'static str);

        impl $name {
            pub const fn code(self) -> &'static str {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.0)
            }
        }

        impl FromStr for $name {
            type Err = UnknownCode;

            fn from_str(code: &str) -> Result<Self, UnknownCode> {
                Self::parse(code).ok_or(UnknownCode($standard))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// A code that its standard does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no code of {0}")]
pub struct UnknownCode(&'static str);

codes! {
    /// ISO 3166-1 alpha-3: `USA`, `DEU`.
    Country, "ISO 3166-1 alpha-3"
}

codes! {
    /// ISO 4217: `USD`, `EUR`.
    Currency, "ISO 4217"
}

impl Country {
    pub fn parse(code: &str) -> Option<Self> {
        codes::COUNTRIES.split_ascii_whitespace().find(|known| *known == code).map(Self)
    }
}

impl Currency {
    pub fn parse(code: &str) -> Option<Self> {
        codes::CURRENCIES.split_ascii_whitespace().find(|known| *known == code).map(Self)
    }

    /// The digits after the point in which the currency is paid: 2 for `USD`, 0 for `JPY`.
    pub fn minor_units(self) -> usize {
        let is_in = |list: &str| list.split_ascii_whitespace().any(|code| code == self.0);
        match () {
            () if is_in(codes::WITHOUT_DECIMALS) => 0,
            () if is_in(codes::THREE_DECIMALS) => 3,
            () if is_in(codes::FOUR_DECIMALS) => 4,
            () => 2,
        }
    }
}

/// Shown as `USD 1,249.50`: at least the currency's minor units, more only where the price has more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub price: Price,
    pub currency: Currency,
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let price = self.price.0.normalize();
        let decimals = self.currency.minor_units().max(price.scale() as usize);
        let digits = format!("{price:.decimals$}");
        let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
        write!(f, "{} ", self.currency)?;
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        f.write_str(rest)
    }
}

#[cfg(test)]
mod tests;
