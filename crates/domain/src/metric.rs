//! Metrics (§4.10): what a metered plan measures, how a month is counted and how it is charged. The draft is what was
//! typed; `metric` gives what rating needs of it.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::effective::Effective;
use crate::metering::MeteringModel;
use crate::money::{BASE_COUNTRY, BASE_CURRENCY, Country, Currency, Price};
use crate::number::{self, product, quotient, settled};
use crate::rating::{Bucket, PriceRow, PricingModel, Tariff, Tier};

mod check;
mod formula;
mod names;
mod told;

pub use check::MetricContext;
pub(crate) use check::{check_measure, check_number};
pub use formula::{Formula, FormulaFault};

/// The values of `quantity_type`.
pub const QUANTITY_TYPES: &[&str] = &["CONSUMPTION", "EVENT"];
/// The values of `aggregation_group`; empty is monthly.
pub const AGGREGATION_GROUPS: &[&str] = &["monthly", "daily"];
/// The values of `bucket`; empty is the instance.
pub const BUCKETS: &[&str] = &["instance", "account"];
/// The measure of the default metric of a subscription: instances, each of which pays the fee.
pub const FEE_MEASURE: &str = "INSTANCE";
/// How definitions write the bound of an open tier.
pub const OPEN_BOUND: u64 = 999_999_999;

/// A metric as typed. Yes is `yes`, everything else is no; an empty number is its default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct MetricDraft {
    /// What the operator's billing calls it; may stay empty.
    pub part_number: String,
    /// `ApiCalls`
    pub resource_name: String,
    /// For people; empty: made of `resource_name`.
    pub resource_display_name: String,
    /// The value of `measured_usage[].measure`: `API_CALL`.
    pub measure: String,
    /// One of `QUANTITY_TYPES`.
    pub quantity_type: String,
    /// Records carry a `consumer_id`.
    pub consumer_level: String,
    /// A name of `MeteringModel`.
    pub metering_model: String,
    /// Sent units in one displayed unit; 1 by default.
    pub metering_scale: String,
    /// The displayed unit: `API_CALLS`.
    pub charge_unit: String,
    /// The key of the monthly total: `API_CALLS_PER_MONTH`; empty: the charge unit.
    pub charge_unit_id: String,
    /// For people; empty: made of `charge_unit`.
    pub unit_display_name: String,
    /// One of `AGGREGATION_GROUPS`.
    pub aggregation_group: String,
    /// Displayed units beyond which no more are shown; 0: none.
    pub display_cap: String,
    /// A name of `PricingModel`.
    pub rating_model: String,
    /// Displayed units in one pack; 1 by default.
    pub rating_scale: String,
    /// Packs are charged whole.
    pub clip: String,
    /// `is_rated` is no: shown, not charged.
    pub shown_only: String,
    pub instance_free_units: String,
    pub free_units: String,
    /// Displayed units of an instance beyond which nothing more is charged; 0: none.
    pub usage_cap: String,
    /// One of `BUCKETS`.
    pub bucket: String,
    /// `2026-06-01`; empty: the plan's.
    pub effective_from: String,
    pub effective_until: String,
    /// The upper bound of each tier, in whole packs; the last one is open.
    pub bounds: Vec<String>,
    /// Where the metric has a price of its own.
    pub places: Vec<PlaceDraft>,
    /// One list for each place, one price for each tier.
    pub prices: Vec<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PlaceDraft {
    /// ISO 3166-1 alpha-3
    pub country: String,
    /// ISO 4217
    pub currency: String,
}

/// A metric that can be counted and charged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metric {
    /// "Api calls"
    pub name: String,
    /// "api calls", the unit in which quantities are shown.
    pub unit: String,
    /// One of them: "api call".
    pub one: String,
    pub measure: String,
    pub tariff: Tariff,
}

impl Metric {
    /// A quantity of sent units in the unit that is shown; `None` beyond what can be told.
    pub fn shown(&self, sent: Decimal) -> Option<Decimal> {
        quotient(sent, self.tariff.metering_scale).ok().map(settled)
    }
}

impl MetricDraft {
    /// What a new metric starts from: a sum with one price.
    pub fn new() -> Self {
        Self {
            quantity_type: "CONSUMPTION".to_owned(),
            metering_model: MeteringModel::StandardAdd.name().to_owned(),
            metering_scale: "1".to_owned(),
            rating_model: PricingModel::Linear.name().to_owned(),
            rating_scale: "1".to_owned(),
            bounds: vec![String::new()],
            places: vec![PlaceDraft::base()],
            prices: vec![vec![String::new()]],
            ..Self::default()
        }
    }

    /// The measure of a cap (§4.9): it costs nothing.
    pub(crate) fn of_cap(measure: &str, cap: &str) -> Self {
        Self { usage_cap: cap.to_owned(), ..Self::uncharged(measure) }
    }

    /// The default metric of a subscription (§4.9). The platform books its fee, and what a service reports of it costs
    /// nothing (DEC-20). The highest quantity of the month counts: it may be reported as often as the service likes.
    pub(crate) fn of_fee() -> Self {
        Self { metering_model: MeteringModel::StandardMax.name().to_owned(), ..Self::uncharged(FEE_MEASURE) }
    }

    pub(crate) fn is_of_fee(&self) -> bool {
        *self == Self::of_fee()
    }

    /// What is counted and shown but costs nothing.
    fn uncharged(measure: &str) -> Self {
        Self {
            resource_name: names::joined(measure),
            measure: measure.to_owned(),
            charge_unit: measure.to_owned(),
            shown_only: "yes".to_owned(),
            places: Vec::new(),
            prices: Vec::new(),
            ..Self::new()
        }
    }

    /// What the metric is called where a name is needed; empty if there is nothing to make one of.
    pub fn name(&self) -> String {
        match self.resource_display_name.trim() {
            "" => names::spoken(&self.resource_name),
            name => name.to_owned(),
        }
    }

    /// The displayed unit for people: "api calls".
    pub fn unit(&self) -> String {
        match self.unit_display_name.trim() {
            "" => names::spoken(&self.charge_unit).to_lowercase(),
            name => name.to_owned(),
        }
    }

    /// One of the displayed unit, as far as that can be told: "api call".
    pub fn one(&self) -> String {
        match (self.unit_display_name.trim(), names::singular(&self.charge_unit)) {
            ("", Some(one)) => names::spoken(&one).to_lowercase(),
            _ => self.unit(),
        }
    }

    /// The key of the monthly total.
    pub fn unit_id(&self) -> &str {
        if self.charge_unit_id.is_empty() { &self.charge_unit } else { &self.charge_unit_id }
    }

    pub fn metering(&self) -> Option<MeteringModel> {
        MeteringModel::parse(&self.metering_model)
    }

    /// The unit for which there is a usual way to count a month, the measure before the charge unit, and that way. Events
    /// have none by the month.
    pub(crate) fn usual_model(&self) -> Option<(&str, MeteringModel)> {
        let units = [self.measure.as_str(), self.charge_unit.as_str()].into_iter();
        let mut usual = units.filter_map(|unit| Some((unit, names::usual_model(unit)?)));
        usual.find(|(_, model)| self.quantity_type != "EVENT" || *model != MeteringModel::MonthlyProration)
    }

    pub fn pricing(&self) -> Option<PricingModel> {
        PricingModel::parse(&self.rating_model)
    }

    /// The days that it says itself.
    pub fn effective(&self) -> Effective<'_> {
        Effective { from: &self.effective_from, until: &self.effective_until }
    }

    /// How many tiers the price table has; one at least.
    pub fn tiers(&self) -> usize {
        self.prices.iter().map(Vec::len).chain([self.bounds.len()]).max().unwrap_or_default().max(1)
    }

    pub fn bound(&self, tier: usize) -> &str {
        self.bounds.get(tier).map_or("", String::as_str)
    }

    pub fn price(&self, place: usize, tier: usize) -> &str {
        self.prices.get(place).and_then(|prices| prices.get(tier)).map_or("", String::as_str)
    }

    /// The upper bound of a tier, if it has one. The sign that definitions write for an open tier is none.
    pub fn upper_bound(&self, tier: usize) -> Option<u64> {
        whole(self.bound(tier)).filter(|bound| *bound != OPEN_BOUND)
    }

    /// The bound of a tier in displayed units (DEC-58).
    pub fn units_up_to(&self, tier: usize) -> Option<Decimal> {
        let pack =
            if self.rating_scale.trim().is_empty() { Decimal::ONE } else { number::parse(&self.rating_scale).ok()? };
        product(self.upper_bound(tier)?.into(), pack).ok()
    }

    /// The well-formed rows of the price list.
    pub fn price_rows(&self) -> impl Iterator<Item = PriceRow> + '_ {
        let has_tiers = self.pricing().is_some_and(PricingModel::has_tiers);
        let tier = move |place, at| {
            let up_to = self.upper_bound(at).filter(|_| has_tiers).map(Into::into);
            Some(Tier { up_to, price: Price::parse(self.price(place, at)).ok()? })
        };
        let tiers = if has_tiers { self.tiers() } else { 1 };
        self.places.iter().enumerate().filter_map(move |(place, draft)| {
            let (country, currency) = draft.parse()?;
            let tiers = (0..tiers).map(|at| tier(place, at)).collect::<Option<Vec<_>>>()?;
            Some(PriceRow { country, currency, tiers })
        })
    }

    /// What can be counted and charged; `None` while something of it is missing or wrong.
    pub fn metric(&self) -> Option<Metric> {
        let (metering, pricing) = (self.metering()?, self.pricing()?);
        let scale = |text: &str| if text.trim().is_empty() { Some(1.into()) } else { number::parse(text).ok() };
        let amount = |text: &str| if text.trim().is_empty() { Some(0.into()) } else { number::parse(text).ok() };
        let prices: Vec<PriceRow> = self.price_rows().collect();
        let is_shown_only = self.shown_only == "yes";
        let rising = |row: &PriceRow| {
            row.tiers.is_sorted_by(|a, b| a.up_to.is_some() && b.up_to.is_none_or(|b| a.up_to < Some(b)))
        };
        if !pricing.goes_with(metering) || !prices.iter().all(rising) || (prices.is_empty() && !is_shown_only) {
            return None;
        }
        let tariff = Tariff {
            metering,
            metering_scale: scale(&self.metering_scale).filter(|scale| !scale.is_zero())?,
            pricing,
            rating_scale: scale(&self.rating_scale).filter(|scale| !scale.is_zero())?,
            clip: self.clip == "yes",
            is_rated: !is_shown_only,
            instance_free_units: amount(&self.instance_free_units)?,
            free_units: amount(&self.free_units)?,
            usage_cap: amount(&self.usage_cap)?,
            display_cap: amount(&self.display_cap)?,
            bucket: if self.bucket == "account" { Bucket::Account } else { Bucket::Instance },
            prices,
        };
        Some(Metric { name: self.name(), unit: self.unit(), one: self.one(), measure: self.measure.clone(), tariff })
    }
}

impl PlaceDraft {
    /// The row that every price list must have.
    pub fn base() -> Self {
        Self { country: BASE_COUNTRY.to_owned(), currency: BASE_CURRENCY.to_owned() }
    }

    pub fn is_blank(&self) -> bool {
        self.country.trim().is_empty() && self.currency.trim().is_empty()
    }

    pub fn parse(&self) -> Option<(Country, Currency)> {
        Some((Country::parse(&self.country)?, Currency::parse(&self.currency)?))
    }
}

/// A whole number without sign.
fn whole(text: &str) -> Option<u64> {
    let number = number::parse(text).ok()?.normalize();
    (number.scale() == 0).then(|| number.to_string().parse().ok()).flatten()
}

#[cfg(test)]
mod tests;
