//! Words of estimates: the form, and the steps from a quantity to money.

use rust_decimal::Decimal;
use slipway_domain::metering::Counted;
use slipway_domain::metric::Metric;
use slipway_domain::money::{Currency, Price, shown};
use slipway_domain::number::grouped;
use slipway_domain::rating::{Buyer, PricingModel, Step, Tier, Verdict};

use super::figure::Figure;

pub const TITLE: &str = "Estimate";
pub const LEAD: &str = "From what is saved. Quantities are those of one instance in a month.";
pub const NO_METRIC: &str = "Complete a metric and save the plan to estimate what it will charge.";
pub const BUYER: &str = "Country, currency";
pub const CALCULATE: &str = "Calculate";
pub const A_MONTH: &str = "a month, before tax";
pub const HOW: &str = "How the estimate comes about";
pub const NOT_CHARGED: &str = "Shown, not charged";
pub const ON_TRIAL: &str = "Not charged: the plan is on trial";
pub const WOULD_BE: &str = "Without the trial";
pub const UNRATED: &str = "No price for this country and currency";
pub const TOO_LARGE: &str = "The quantities are too large to be reckoned exactly.";
pub const NOT_A_QUANTITY: &str = "Not a quantity: write digits, zero or more.";
pub const ROUNDED: &str = "Rounded half up to the smallest unit of the currency on each bill line. Nothing is converted: a metric \
                           without a price in the chosen currency has the price for USA in USD.";
pub const BEYOND_LAST: &str =
    "The quantity lies above the last block: its amount is charged, and the operator is told.";

/// "Queries a month, queries"
pub fn quantity(metric: &Metric) -> String {
    if metric.name.to_lowercase() == metric.unit.to_lowercase() {
        format!("{} a month", metric.name)
    } else {
        format!("{}, {}", metric.name, metric.unit)
    }
}

/// "USA, USD"
pub fn buyer(buyer: Buyer) -> String {
    format!("{}, {}", buyer.country, buyer.currency)
}

pub fn estimate_of(plan: &str) -> String {
    format!("Estimate {plan}")
}

/// A step in words: what is done, with which numbers, and the result. `None` for the last one: it is the sum of its
/// metric. Prices are shown as they were typed.
pub fn step(step: &Step, unit: &str, currency: Option<Currency>) -> Option<(String, String, Figure)> {
    let units = Figure::number;
    let money =
        |amount: Decimal| currency.map_or_else(|| Figure::number(amount), |currency| Figure::money(currency, amount));
    let priced = |price: Price| {
        currency.map_or_else(|| grouped(price.decimal(), 0), |currency| shown(currency, price.decimal()))
    };
    let told = |what: &str, detail: String, result: Figure| Some((what.to_owned(), detail, result));
    match *step {
        Step::Counted { how, quantity } => told(&counted(how), formula(how), Figure::counted(quantity, unit)),
        Step::Displayed { by, quantity } => told("Metering scale", format!("÷ {}", units(by)), units(quantity)),
        Step::UsageCap { quantity, .. } => {
            told("Usage cap", "beyond it nothing is charged".to_owned(), units(quantity))
        }
        Step::InstanceAllowance { units: free, .. } => {
            told("Less allowance per instance", String::new(), Figure::less(free))
        }
        Step::AccountAllowance { units: free, .. } => {
            told("Less allowance per account", String::new(), Figure::less(free))
        }
        Step::Together { instances, quantity } => {
            told("All instances", format!("{instances} added up"), units(quantity))
        }
        Step::Packs { size, packs } => told(&format!("In packs of {}", units(size)), String::new(), units(packs)),
        Step::Clip { packs } => told("Clip: whole packs", String::new(), units(packs)),
        Step::Linear { price, packs, amount } => {
            told("Linear", format!("{} × {}", units(packs), priced(price)), money(amount))
        }
        Step::SimpleTier { tier, price, packs, amount } | Step::GraduatedTier { tier, price, packs, amount } => {
            told(&format!("Tier {tier}"), format!("{} × {}", units(packs), priced(price)), money(amount))
        }
        Step::BlockTier { tier, amount, .. } => told(&format!("Block {tier}"), "flat amount".to_owned(), money(amount)),
        Step::Fee { price, days, of, amount } => {
            let share = if days == of { String::new() } else { format!("{} × {days} ÷ {of} days", priced(price)) };
            told("Monthly fee", share, money(amount))
        }
        Step::Accrued { days, of, amount, .. } => told("Due to date", format!("{days} of {of} days"), money(amount)),
        Step::Rounded { .. } => None,
    }
}

fn counted(how: Counted) -> String {
    let of = |records: u64| if records == 1 { "1 record".to_owned() } else { format!("{records} records") };
    match how {
        Counted::Assumed => "Quantity a month".to_owned(),
        Counted::Sum { records } => format!("Sum of {}", of(records)),
        Counted::Highest { records } => format!("Highest of {}", of(records)),
        Counted::Mean { records, .. } => format!("Average of {}", of(records)),
        Counted::LevelMean { .. } => "Average over time".to_owned(),
        Counted::DailyHighest { days, .. } => format!("Daily highest, mean of {days} days"),
        Counted::DailyMean { days, .. } => format!("Daily average, mean of {days} days"),
        Counted::FirstMonth { charged, days, .. } => format!("First month, {charged} of {days} days"),
        Counted::FullMonth { .. } => "Full month".to_owned(),
        Counted::Consumers { consumers, records } => format!("Sum over {consumers} consumers, {}", of(records)),
    }
}

/// The numbers that a quantity comes from: "42 ÷ 30".
fn formula(how: Counted) -> String {
    let over = |total: Decimal, by: String| format!("{} ÷ {by}", Figure::number(total));
    match how {
        Counted::Assumed
        | Counted::Sum { .. }
        | Counted::Highest { .. }
        | Counted::FullMonth { .. }
        | Counted::Consumers { .. } => String::new(),
        Counted::Mean { total, records } => over(total, records.to_string()),
        Counted::LevelMean { total, milliseconds } => over(total, format!("{milliseconds} ms")),
        Counted::DailyHighest { total, days } | Counted::DailyMean { total, days } => over(total, days.to_string()),
        Counted::FirstMonth { units, charged, days } => format!("{} × {charged} ÷ {days}", Figure::number(units)),
    }
}

/// What stands instead of money where none is charged.
pub const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Rated { .. } => "",
        Verdict::OnTrial { .. } => ON_TRIAL,
        Verdict::NotCharged => NOT_CHARGED,
        Verdict::Unrated => UNRATED,
    }
}

/// A tier as customers read it, in packs and in their unit: "1,001 to 2,500", "to 2,500,000 queries" (DEC-58). Where packs
/// are not charged whole, a tier begins right above the bound before it.
pub fn tier(metric: &Metric, before: Option<&Tier>, tier: &Tier) -> (String, String) {
    let below = before.and_then(|tier| tier.up_to).unwrap_or_default();
    let is_whole = metric.tariff.clip;
    let first = grouped(below.checked_add(Decimal::ONE).unwrap_or(below), 0);
    let in_units = |bound| metric.tariff.units(bound).map(|units| format!("{} {}", grouped(units, 0), metric.unit));
    let to = |bound| in_units(bound).map(|units| format!("to {units}")).unwrap_or_default();
    let above = |bound| in_units(bound).map(|units| format!("above {units}")).unwrap_or_default();
    match tier.up_to {
        Some(bound) if is_whole => (format!("{first} to {}", grouped(bound, 0)), to(bound)),
        Some(bound) if below.is_zero() => (format!("to {}", grouped(bound, 0)), to(bound)),
        Some(bound) => (format!("above {} to {}", grouped(below, 0), grouped(bound, 0)), to(bound)),
        None if below.is_zero() => ("all".to_owned(), String::new()),
        None if is_whole => (format!("{first} and more"), above(below)),
        None => (format!("above {}", grouped(below, 0)), above(below)),
    }
}

/// "per 1,000 queries", or "flat" for a block.
pub fn per(metric: &Metric) -> String {
    let tariff = &metric.tariff;
    match tariff.pricing {
        PricingModel::BlockTier => "flat a month".to_owned(),
        _ if tariff.rating_scale == Decimal::ONE => format!("per {}", metric.one),
        _ => format!("per pack of {} {}", grouped(tariff.rating_scale, 0), metric.unit),
    }
}

/// What is not charged: "10,000 free for each instance".
pub fn allowances(metric: &Metric) -> Vec<String> {
    let tariff = &metric.tariff;
    let mut told = Vec::new();
    if !tariff.instance_free_units.is_zero() {
        told.push(format!(
            "{} {} a month are free for each instance",
            grouped(tariff.instance_free_units, 0),
            metric.unit
        ));
    }
    if !tariff.free_units.is_zero() {
        told.push(format!("{} {} a month are free for each account", grouped(tariff.free_units, 0), metric.unit));
    }
    if !tariff.usage_cap.is_zero() {
        told.push(format!("beyond {} {} a month nothing more is charged", grouped(tariff.usage_cap, 0), metric.unit));
    }
    if tariff.clip {
        told.push("packs are charged whole".to_owned());
    }
    told
}

#[cfg(test)]
mod tests {
    use slipway_domain::metric::MetricDraft;

    use super::*;

    #[test]
    fn a_quantity_says_what_it_was_made_of() {
        let told = |how| {
            let step = Step::Counted { how, quantity: Decimal::new(14, 1) };
            step_in_words(&step)
        };
        let (total, days) = (Decimal::from(42), 30);
        assert_eq!(told(Counted::Sum { records: 1 }), ["Sum of 1 record", "", "1.4 gigabytes"]);
        assert_eq!(told(Counted::Mean { total, records: 30 }), ["Average of 30 records", "42 ÷ 30", "1.4 gigabytes"]);
        assert_eq!(
            told(Counted::DailyHighest { total, days }),
            ["Daily highest, mean of 30 days", "42 ÷ 30", "1.4 gigabytes"]
        );
        assert_eq!(
            told(Counted::FirstMonth { units: total, charged: 1, days }),
            ["First month, 1 of 30 days", "42 × 1 ÷ 30", "1.4 gigabytes"]
        );
    }

    #[test]
    fn a_share_of_a_fee_is_marked_where_it_is_not_shown_whole_and_its_price_stays_as_typed() {
        let fee = |price: &str, days, amount: &str| {
            let (price, amount) = (Price::parse(price).unwrap(), amount.parse().unwrap());
            let step = Step::Fee { price, days, of: 30, amount };
            let (_, detail, result) = super::step(&step, "", Some(Currency::BASE)).unwrap();
            (detail, result.to_string())
        };
        let told = |detail: &str, result: &str| (detail.to_owned(), result.to_owned());
        assert_eq!(fee("7", 28, "6.533333333333333"), told("USD 7.00 × 28 ÷ 30 days", "≈ USD 6.533333"));
        assert_eq!(fee("0.123456789", 15, "0.0617283945"), told("USD 0.123456789 × 15 ÷ 30 days", "≈ USD 0.0617284"));
        assert_eq!(fee("7", 30, "7"), told("", "USD 7.00"));
    }

    #[test]
    fn tiers_are_told_in_packs_and_in_the_unit_of_the_customer() {
        let draft = MetricDraft {
            charge_unit: "QUERIES".to_owned(),
            rating_model: "simple_tier".to_owned(),
            rating_scale: "100".to_owned(),
            bounds: vec!["1000".to_owned(), String::new()],
            prices: vec![vec!["2".to_owned(), "1".to_owned()]],
            ..MetricDraft::new()
        };
        for (clip, first, last) in [("yes", "1 to 1,000", "1,001 and more"), ("", "to 1,000", "above 1,000")] {
            let metric = MetricDraft { clip: clip.to_owned(), ..draft.clone() }.metric().unwrap();
            let tiers = &metric.tariff.prices[0].tiers;
            assert_eq!(tier(&metric, None, &tiers[0]), (first.to_owned(), "to 100,000 queries".to_owned()));
            let above = tier(&metric, Some(&tiers[0]), &tiers[1]);
            assert_eq!(above, (last.to_owned(), "above 100,000 queries".to_owned()));
        }
    }

    fn step_in_words(of: &Step) -> [String; 3] {
        let (what, detail, result) = step(of, "gigabytes", None).unwrap();
        [what, detail, result.to_string()]
    }
}
