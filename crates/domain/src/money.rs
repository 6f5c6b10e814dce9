//! Exact money: prices as decimals, currencies of ISO 4217 with their minor units, countries of ISO 3166-1 alpha-3.
//! No float and no conversion between currencies.

use core::fmt;
use core::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::number::{MOST_DECIMALS, MOST_DIGITS, NumberError as PriceError, meant as meant_price};

use crate::number;

mod codes;

/// Every price list has a row for this country in this currency: who has no row of their own pays it (DEC-39).
pub const BASE_COUNTRY: &str = "USA";
pub const BASE_CURRENCY: &str = "USD";

/// An amount that is charged: zero or more, at most nine digits after the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Price(Decimal);

impl Price {
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Reads `49`, `49.00`, `.5`; no sign, no exponent, nothing between thousands.
    pub fn parse(text: &str) -> Result<Self, PriceError> {
        number::parse(text).map(Self)
    }

    pub const fn decimal(self) -> Decimal {
        self.0
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }
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
    pub const BASE: Self = Self(BASE_COUNTRY);

    pub fn parse(code: &str) -> Option<Self> {
        codes::COUNTRIES.split_ascii_whitespace().find(|known| *known == code).map(Self)
    }
}

impl Currency {
    pub const BASE: Self = Self(BASE_CURRENCY);

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
        f.write_str(&shown(self.currency, self.price.0))
    }
}

/// An amount as `Money` is shown, also one that no price list could hold.
pub fn shown(currency: Currency, amount: Decimal) -> String {
    format!("{currency} {}", number::grouped(amount, currency.minor_units()))
}

#[cfg(test)]
mod tests;
