//! What a metric costs, and whom.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::PricingModel;
use crate::metering::MeteringModel;
use crate::money::{BASE_COUNTRY, BASE_CURRENCY, Country, Currency, Price};
use crate::number::product;

/// Over what quantities are added up before they are priced (DEC-38).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(description = "Over what quantities are added up before they are priced.")
)]
#[serde(rename_all = "snake_case")]
pub enum Bucket {
    #[default]
    Instance,
    Account,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// In packs, the last one included; `None` is open. Bounds are cumulative (DEC-35).
    pub up_to: Option<Decimal>,
    /// For a pack; of a block tier the flat amount.
    pub price: Price,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRow {
    pub country: Country,
    pub currency: Currency,
    /// At least one, with strictly rising bounds; a linear price is one open tier.
    pub tiers: Vec<Tier>,
}

/// What rating has to know of a metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tariff {
    pub metering: MeteringModel,
    /// Sent units in one displayed unit; above zero.
    pub metering_scale: Decimal,
    pub pricing: PricingModel,
    /// Displayed units in one pack; above zero.
    pub rating_scale: Decimal,
    /// Packs are charged whole.
    pub clip: bool,
    /// Otherwise the quantity is shown and nothing is charged.
    pub is_rated: bool,
    /// Displayed units a month that are not charged: for each instance, and for all of an account together.
    pub instance_free_units: Decimal,
    pub free_units: Decimal,
    /// Displayed units of an instance beyond which nothing more is charged; zero: no cap.
    pub usage_cap: Decimal,
    /// Displayed units beyond which no more are shown; zero: no cap. It changes no cost.
    pub display_cap: Decimal,
    pub bucket: Bucket,
    pub prices: Vec<PriceRow>,
}

/// Where the account that pays is at home, and in what it pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    pub country: Country,
    pub currency: Currency,
}

impl Buyer {
    pub const BASE: Self = Self { country: Country::BASE, currency: Currency::BASE };
}

impl Tariff {
    /// Packs in displayed units (DEC-58); `None` beyond what can be told.
    pub fn units(&self, packs: Decimal) -> Option<Decimal> {
        product(packs, self.rating_scale).ok()
    }

    /// The buyer's own row, or the base row that everybody without one pays (DEC-39).
    pub fn row(&self, buyer: Buyer) -> Option<&PriceRow> {
        let priced = || self.prices.iter().filter(|row| !row.tiers.is_empty());
        let own = priced().find(|row| row.country == buyer.country && row.currency == buyer.currency);
        own.or_else(|| priced().find(|row| row.is_base()))
    }
}

impl PriceRow {
    /// The row that everybody without one of their own pays.
    pub fn is_base(&self) -> bool {
        self.country.code() == BASE_COUNTRY && self.currency.code() == BASE_CURRENCY
    }
}
