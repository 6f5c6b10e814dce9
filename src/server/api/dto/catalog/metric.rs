//! What metered plans charge. Quantities and prices are decimal text, never numbers.

use schemars::JsonSchema;
use serde::Serialize;
use slipway_domain::metering::MeteringModel;
use slipway_domain::metric::Metric;
use slipway_domain::rating::{Bucket, PriceRow, PricingModel, Tier};

/// What a metered plan measures, and what that costs.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogMetric")]
pub(super) struct MetricDto {
    name: String,
    /// In which quantities are shown: "queries".
    unit: String,
    /// One of them: "query".
    one: String,
    /// What records of usage call it.
    measure: String,
    /// How a month is counted.
    metering: MeteringModel,
    /// So many of what is sent are one unit that is shown.
    metering_scale: String,
    /// How the quantity is charged.
    pricing: PricingModel,
    /// So many units that are shown are one pack.
    pack: String,
    /// Packs are charged whole.
    is_clipped: bool,
    /// Otherwise it is shown, and nothing is charged.
    is_charged: bool,
    /// Over what quantities are added up before they are priced.
    bucket: Bucket,
    /// Units a month that are not charged, of each instance.
    free_of_instance: String,
    /// Units a month that are not charged, of all instances of an account together.
    free_of_account: String,
    /// Units of an instance beyond which nothing more is charged; `null`: there is no such end.
    usage_cap: Option<String>,
    /// A list for each country and currency. Whoever has none of their own pays that of `USA` in `USD`.
    prices: Vec<PriceRowDto>,
}

/// What a metric costs in one country and currency.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogPriceRow")]
struct PriceRowDto {
    /// ISO 3166-1 alpha-3
    country: String,
    /// ISO 4217
    currency: String,
    /// One at least, with rising bounds.
    tiers: Vec<TierDto>,
}

/// A tier of a price list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogTier")]
struct TierDto {
    /// In packs, the last one included; `null`: it is open.
    up_to: Option<String>,
    /// Of a pack; of a tier of a `block_tier`, of all of it.
    price: String,
}

impl From<&Metric> for MetricDto {
    fn from(metric: &Metric) -> Self {
        let tariff = &metric.tariff;
        let has_cap = !tariff.usage_cap.is_zero();
        Self {
            name: metric.name.clone(),
            unit: metric.unit.clone(),
            one: metric.one.clone(),
            measure: metric.measure.clone(),
            metering: tariff.metering,
            metering_scale: tariff.metering_scale.normalize().to_string(),
            pricing: tariff.pricing,
            pack: tariff.rating_scale.normalize().to_string(),
            is_clipped: tariff.clip,
            is_charged: tariff.is_rated,
            bucket: tariff.bucket,
            free_of_instance: tariff.instance_free_units.normalize().to_string(),
            free_of_account: tariff.free_units.normalize().to_string(),
            usage_cap: has_cap.then(|| tariff.usage_cap.normalize().to_string()),
            prices: tariff.prices.iter().map(PriceRowDto::from).collect(),
        }
    }
}

impl From<&PriceRow> for PriceRowDto {
    fn from(row: &PriceRow) -> Self {
        Self {
            country: row.country.code().to_owned(),
            currency: row.currency.code().to_owned(),
            tiers: row.tiers.iter().map(TierDto::from).collect(),
        }
    }
}

impl From<&Tier> for TierDto {
    fn from(tier: &Tier) -> Self {
        Self { up_to: tier.up_to.map(|bound| bound.normalize().to_string()), price: tier.price.to_string() }
    }
}
