//! Words of the metric editor.

use slipway_domain::metering::MeteringModel;
use slipway_domain::metric::{Metric, MetricDraft, PlaceDraft};
use slipway_domain::money;
use slipway_domain::number::{self, grouped};
use slipway_domain::rating::{PriceRow, PricingModel};

pub const METRICS: &str = "Metrics";
pub const LEAD: &str = "What is measured and charged. Each metric has three steps: what your records send, how a month of them is \
                        counted, and how the count is charged.";
pub const LEAD_UNUSED: &str = "Typed while the plan was metered. They are kept and charge nothing.";
pub const ADD: &str = "Add metric";
pub const REMOVE: &str = "Remove metric";
pub const MOVE_UP: &str = "Move up";
pub const MOVE_DOWN: &str = "Move down";
pub const UNNAMED: &str = "New metric";

pub const SENT: &str = "What you send";
pub const RESOURCE: &str = "Resource";
pub const RESOURCE_HELP: &str = "Joined words with capitals: ApiCalls.";
pub const MEASURE: &str = "Measure";
pub const MEASURE_HELP: &str = "One word, singular, in capitals: API_CALL.";
pub const QUANTITY: &str = "Quantity";

pub const COUNTED: &str = "How a month is counted";
pub const METERING_MODEL: &str = "Metering model";
pub const METERING_SCALE: &str = "Metering scale";
pub const CHARGE_UNIT: &str = "Charge unit";
pub const CHARGE_UNIT_HELP: &str = "The unit of the month’s total, in capitals: API_CALLS.";

pub const CHARGED: &str = "How it is charged";
pub const PRICING_MODEL: &str = "Pricing model";
pub const PACK: &str = "Pack size";
pub const CLIP: &str = "Charge whole packs (clip)";
pub const CLIP_HELP: &str = "3.2 packs are charged as 4.";

pub const INSTANCE_FREE: &str = "Allowance per instance";
pub const INSTANCE_FREE_HELP: &str = "Units a month that are not charged.";
pub const FREE: &str = "Allowance per account";
pub const FREE_HELP: &str = "Units a month for all its instances, shared by their use.";
pub const USAGE_CAP: &str = "Usage cap";
pub const USAGE_CAP_HELP: &str = "Units of an instance beyond which nothing more is charged; 0 is none.";

pub const MORE: &str = "More settings";
pub const MORE_SUMMARY: &str = "Names for customers, keys, caps, dates";
pub const RESOURCE_DISPLAY: &str = "Name for customers";
pub const RESOURCE_DISPLAY_HELP: &str = "Empty: made of the resource.";
pub const UNIT_DISPLAY: &str = "Unit for customers";
pub const UNIT_DISPLAY_HELP: &str = "Empty: made of the charge unit.";
pub const CHARGE_UNIT_ID: &str = "Charge unit id";
pub const CHARGE_UNIT_ID_HELP: &str = "The key of the monthly total. Empty: the charge unit.";
pub const PART_NUMBER: &str = "Part number";
pub const PART_NUMBER_HELP: &str = "What the operator’s billing calls it, if it does.";
pub const DISPLAY_CAP: &str = "Display cap";
pub const DISPLAY_CAP_HELP: &str = "Units beyond which no more are shown; 0 is none. It changes no cost.";
pub const GROUP: &str = "Aggregation group";
pub const GROUP_DEFAULT: &str = "Monthly (default)";
pub const GROUP_HELP: &str = "For older definitions.";
pub const BUCKET: &str = "Rating bucket";
pub const BUCKET_DEFAULT: &str = "Instance (default)";
pub const BUCKET_HELP: &str = "Over what quantities are added up before tiers.";
pub const FROM: &str = "In force from";
pub const FROM_HELP: &str = "The first of a month, 2026-06-01. Empty: with the plan.";
pub const UNTIL: &str = "In force until";
pub const UNTIL_HELP: &str = "The last day of a month, 2027-05-31. Empty: with the plan.";
pub const SHOWN_ONLY: &str = "Show it, but do not charge it";
pub const SHOWN_ONLY_HELP: &str = "Customers see the quantity; it costs nothing.";
pub const CONSUMERS: &str = "Count each consumer";
pub const CONSUMERS_HELP: &str = "Every record then carries a consumer_id.";

pub const TIERS: &str = "Price tiers";
pub const PRICES: &str = "Price";
pub const TIER: &str = "Tier";
pub const FROM_PACK: &str = "From";
pub const UP_TO: &str = "Up to and including";
pub const NO_LIMIT: &str = "no limit";
pub const ACTIONS: &str = "Actions";
pub const ADD_TIER: &str = "Add tier";
pub const ADD_PLACE: &str = "Add country and currency";
pub const COUNTRY_EXAMPLE: &str = "DEU";
pub const CURRENCY_EXAMPLE: &str = "EUR";

pub const REQUEST: &str = "Sample usage request";
pub const REQUEST_SUMMARY: &str = "What your automation will send every hour, with the ids of this plan";
pub const REQUEST_LEAD: &str = "Set SLIPWAY to the address of this console, TOKEN to a token of your API key and INSTANCE to the \
                                CRN of an instance, then paste the line. The record is kept, unless its instance had \
                                another plan at that time.";
pub const REQUEST_EMPTY: &str = "Give a metric its measure and save the plan to see the request.";

/// "Queries", or what stands there until it has a name.
pub fn title(row: usize, metric: &MetricDraft) -> String {
    match metric.name().as_str() {
        "" => format!("{UNNAMED} {}", row + 1),
        name => format!("Metric {name}"),
    }
}

/// "QUERY, sum of all records, graduated tiers"
pub fn summary(metric: &MetricDraft) -> String {
    let measure = Some(metric.measure.trim()).filter(|measure| !measure.is_empty());
    let models =
        [metric.metering().map(|model| lower(metering(model))), metric.pricing().map(|model| lower(pricing(model)))];
    measure.map(ToOwned::to_owned).into_iter().chain(models.into_iter().flatten()).collect::<Vec<_>>().join(", ")
}

/// What somebody decides about, line by line: "Metric Queries: QUERY, sum of all records, graduated tiers", and for each
/// country and currency "USA, USD: 0.40 up to 1,000, 0.25 above".
pub fn price_lines(row: usize, metric: &MetricDraft) -> Vec<String> {
    let places = metric.places.iter().enumerate().filter(|(_, draft)| !draft.is_blank());
    let prices = places.map(|(at, draft)| format!("{}: {}", place(at, draft), tier_prices(metric, at)));
    [format!("{}: {}", title(row, metric), terms(metric))].into_iter().chain(prices).collect()
}

/// "0.40 up to 1,000, 0.25 above", or the one price of a metric without tiers.
fn tier_prices(metric: &MetricDraft, place: usize) -> String {
    let tiers = if metric.pricing().is_some_and(PricingModel::has_tiers) { metric.tiers() } else { 1 };
    let tier = |tier: usize| {
        let price = Some(metric.price(place, tier).trim()).filter(|price| !price.is_empty()).unwrap_or("–");
        match metric.upper_bound(tier) {
            Some(bound) if tiers > 1 => format!("{price} up to {}", grouped(bound.into(), 0)),
            None if tier > 0 => format!("{price} above"),
            _ => price.to_owned(),
        }
    };
    (0..tiers).map(tier).collect::<Vec<_>>().join(", ")
}

/// What is charged beside the prices: "packs of 1,000 queries, whole packs, 10,000 free per instance".
fn terms(metric: &MetricDraft) -> String {
    let of = |text: &str, what: &str| {
        let text = text.trim();
        (!matches!(text, "" | "0")).then(|| format!("{} {what}", readable(text)))
    };
    let pack = metric.rating_scale.trim();
    let pack = (!matches!(pack, "" | "1")).then(|| format!("packs of {} {}", readable(pack), unit(metric)));
    let scale = metric.metering_scale.trim();
    let scale = (!matches!(scale, "" | "1")).then(|| format!("{} sent count as 1", readable(scale)));
    let day = |text: &str, what: &str| (!text.trim().is_empty()).then(|| format!("{what} {}", text.trim()));
    let terms = [
        Some(summary(metric)).filter(|summary| !summary.is_empty()),
        scale,
        pack,
        (metric.clip == "yes").then(|| "whole packs".to_owned()),
        of(&metric.instance_free_units, "free per instance"),
        of(&metric.free_units, "free per account"),
        of(&metric.usage_cap, "are the most that is charged"),
        of(&metric.display_cap, "are the most that is shown"),
        (metric.bucket == "account").then(|| "tiers over all instances of the account".to_owned()),
        day(&metric.effective_from, "from"),
        day(&metric.effective_until, "until"),
        (metric.shown_only == "yes").then(|| "not charged".to_owned()),
    ];
    terms.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

pub const fn metering(model: MeteringModel) -> &'static str {
    match model {
        MeteringModel::StandardAdd => "Sum of all records",
        MeteringModel::StandardMax => "Highest record",
        MeteringModel::StandardAvg => "Average of records",
        MeteringModel::DailyProrationMax => "Daily highest, prorated",
        MeteringModel::DailyProrationAvg => "Daily average, prorated",
        MeteringModel::MonthlyProration => "Monthly, prorated",
    }
}

pub const fn pricing(model: PricingModel) -> &'static str {
    match model {
        PricingModel::Linear => "Linear",
        PricingModel::Proration => "Linear, prorated",
        PricingModel::SimpleTier => "Simple tiers",
        PricingModel::GraduatedTier => "Graduated tiers",
        PricingModel::BlockTier => "Block tiers",
    }
}

pub fn quantity_type(value: &str) -> &'static str {
    match value {
        "EVENT" => "Event, previous and current",
        _ => "Consumption",
    }
}

pub fn quantity_help(value: &str) -> &'static str {
    match value {
        "EVENT" => "A level that holds until the next event.",
        _ => "Since the last record.",
    }
}

pub fn bucket(value: &str) -> &'static str {
    match value {
        "account" => "Account",
        _ => "Instance",
    }
}

pub fn group(value: &str) -> &'static str {
    match value {
        "daily" => "Daily",
        _ => "Monthly",
    }
}

/// "1,024 sent count as 1."
pub fn scale_help(metric: &MetricDraft) -> String {
    match metric.metering_scale.trim() {
        "" | "1" => "Quantities count as they are sent. Bytes to megabytes: 1048576.".to_owned(),
        scale => format!("{} sent count as 1. Bytes to megabytes: 1048576.", readable(scale)),
    }
}

/// "Prices are per 1,000 queries."
pub fn pack_help(metric: &MetricDraft) -> String {
    match metric.pricing() {
        Some(PricingModel::BlockTier) => format!("Bounds are in packs of {}.", pack(metric)),
        _ => format!("Prices are per {}.", pack(metric)),
    }
}

pub fn tiers_lead(metric: &MetricDraft, has_bounds: bool) -> String {
    let pack = pack(metric);
    if !has_bounds {
        return format!(
            "A price for {pack}. Customers in a country without a row of its own pay the price for USA in USD."
        );
    }
    let of = if metric.pricing() == Some(PricingModel::BlockTier) {
        "Prices are flat amounts for the whole tier."
    } else {
        "Prices are per pack."
    };
    format!("Bounds are in packs of {pack} and include their last pack. {of}")
}

/// "USA, USD"
pub fn place(row: usize, place: &PlaceDraft) -> String {
    match (place.country.trim(), place.currency.trim()) {
        ("", "") => format!("Row {}", row + 1),
        (country, currency) => format!("{country}, {currency}"),
    }
}

/// "Price tiers of Queries"
pub fn price_table(row: usize, metric: &MetricDraft) -> String {
    format!("{TIERS} of {}", title(row, metric))
}

/// "In queries"
pub fn in_unit(metric: &MetricDraft) -> String {
    format!("In {}", unit(metric))
}

/// Where a tier begins: "1,001" of whole packs, otherwise "above 1,000"; nothing while the bound before it is none.
pub fn from_pack(metric: &MetricDraft, tier: usize) -> String {
    let before = if tier == 0 { Some(0) } else { metric.upper_bound(tier - 1) };
    match before {
        Some(before) if metric.clip == "yes" => grouped((before + 1).into(), 0),
        Some(0) => "0".to_owned(),
        Some(before) => format!("above {}", grouped(before.into(), 0)),
        None => String::new(),
    }
}

/// "to 1,000,000"
pub fn units_up_to(metric: &MetricDraft, tier: usize) -> String {
    match metric.units_up_to(tier) {
        Some(units) => format!("to {}", grouped(units, 0)),
        None if tier + 1 == metric.tiers() => "above".to_owned(),
        None => String::new(),
    }
}

pub fn country(row: usize) -> String {
    format!("Country, row {}", row + 1)
}

pub fn currency(row: usize) -> String {
    format!("Currency, row {}", row + 1)
}

pub fn remove_place(row: usize) -> String {
    format!("Remove price row {}", row + 1)
}

pub fn remove_tier(tier: usize) -> String {
    format!("Remove tier {}", tier + 1)
}

pub fn bound(tier: usize) -> String {
    format!("Tier {}, up to and including, packs", tier + 1)
}

/// "Tier 1, price for DEU, EUR"
pub fn price(tier: usize, place: &str) -> String {
    format!("Tier {}, price for {place}", tier + 1)
}

/// "from USD 0.25 per 1,000 queries": the lowest price that a pack can have. `None` without a price.
pub fn from_price(metric: &Metric, row: &PriceRow) -> Option<String> {
    let tariff = &metric.tariff;
    let lowest = row.tiers.iter().map(|tier| tier.price.decimal()).min()?;
    let price = money::shown(row.currency, lowest);
    let from = if row.tiers.len() > 1 { "from " } else { "" };
    if tariff.pricing == PricingModel::BlockTier {
        return Some(format!("{from}{price} a month for {}", metric.unit));
    }
    let pack = if tariff.rating_scale == 1.into() {
        metric.one.clone()
    } else {
        format!("{} {}", grouped(tariff.rating_scale, 0), metric.unit)
    };
    Some(format!("{from}{price} per {pack}"))
}

/// "1,000 queries", "one query"
fn pack(metric: &MetricDraft) -> String {
    match metric.rating_scale.trim() {
        "" | "1" if metric.one().is_empty() => "one unit".to_owned(),
        "" | "1" => format!("one {}", metric.one()),
        pack => format!("{} {}", readable(pack), unit(metric)),
    }
}

/// "1,000" of "1000"; what is no number stays as it was typed.
fn readable(text: &str) -> String {
    number::parse(text).map_or_else(|_| text.to_owned(), |number| grouped(number, 0))
}

fn unit(metric: &MetricDraft) -> String {
    match metric.unit().as_str() {
        "" => "units".to_owned(),
        unit => unit.to_owned(),
    }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests;
