//! What a plan costs, as a file of definitions says it (§4.10, §6.7): money stays text on the way, and a number that may
//! have lost a digit before it was read is no price.

use serde_json::Value;

use super::bounded;
use super::metric::Cost;
use crate::metric::{MetricDraft, OPEN_BOUND, PlaceDraft};
use crate::plan::{AmountDraft, CapDraft, MOST_METRICS};
use crate::rating::PricingModel;

/// The most countries and currencies of a price list, and the most tiers: more than the rules allow prices for.
const MOST_ROWS: usize = 200;
/// What a binary number keeps of a decimal one, whichever it is.
const SURE_DIGITS: usize = 15;

/// The metrics of a metered plan: the costs that name a measure. `priced`: with their price lists and their days.
pub(super) fn metrics(metadata: &Value, priced: bool) -> Vec<MetricDraft> {
    let read = |cost: &Value| {
        let metric = Cost(cost).metric();
        if priced { with_prices(cost, metric) } else { metric }
    };
    let said = list(metadata, "costs").iter().map(read);
    said.filter(|metric| !metric.measure.is_empty()).take(MOST_METRICS).collect()
}

/// The monthly fee of a subscription: the first cost that measures nothing.
pub(super) fn fee(metadata: &Value) -> Vec<AmountDraft> {
    let fee = list(metadata, "costs").iter().find(|cost| Cost(cost).text("meteringUnit").is_empty());
    let amount = |said: &Value| AmountDraft {
        country: Cost(said).text("country"),
        currency: Cost(said).text("currency"),
        price: list(said, "prices").first().map(price).unwrap_or_default(),
    };
    fee.map(|fee| list(fee, "amounts").iter().take(MOST_ROWS).map(amount).collect()).unwrap_or_default()
}

/// The caps of a free plan. One that does not say what happens at it does what a new one does.
pub(super) fn caps(metadata: &Value) -> Vec<CapDraft> {
    let cap = |cost: &Value| CapDraft {
        measure: Cost(cost).text("meteringUnit"),
        cap: Cost(cost).text("usage_cap_qty"),
        action: Cost(cost).text_or("usage_cap_action", CapDraft::new().action),
    };
    let said = list(metadata, "costs").iter().map(cap);
    said.filter(|cap| !cap.measure.is_empty()).take(MOST_METRICS).collect()
}

/// A price list has its tiers once for all places. A place that has others keeps its row without a price, so that nobody
/// charges by bounds that were never said.
fn with_prices(cost: &Value, mut metric: MetricDraft) -> MetricDraft {
    metric.effective_from = Cost(cost).text("effective_from");
    metric.effective_until = Cost(cost).text("effective_until");
    let amounts = list(cost, "amounts");
    let Some(first) = amounts.first() else {
        // Nothing is charged: a row without a price would be asked for one.
        (metric.places, metric.prices) = (Vec::new(), Vec::new());
        return metric;
    };
    let has_tiers = metric.pricing().is_some_and(PricingModel::has_tiers);
    let bounds = |amount: &Value| -> Vec<String> {
        let tiers = if has_tiers { MOST_ROWS } else { 1 };
        let said = list(amount, "prices").iter().take(tiers);
        said.map(|tier| if has_tiers { bound(tier) } else { String::new() }).collect()
    };
    metric.bounds = bounds(first);
    let row = |amount: &Value| -> Vec<String> {
        let own = bounds(amount);
        let said = list(amount, "prices").iter().take(own.len());
        if own == metric.bounds { said.map(price).collect() } else { vec![String::new(); metric.bounds.len()] }
    };
    let place =
        |amount: &Value| PlaceDraft { country: Cost(amount).text("country"), currency: Cost(amount).text("currency") };
    metric.prices = amounts.iter().take(MOST_ROWS).map(row).collect();
    metric.places = amounts.iter().take(MOST_ROWS).map(place).collect();
    metric
}

/// The inclusive upper bound of a tier; empty: it is open.
fn bound(tier: &Value) -> String {
    let said = Cost(tier).text("quantity_tier");
    if said == OPEN_BOUND.to_string() { String::new() } else { said }
}

/// Text as it is; a number only where it is sure to be the one that was written.
fn price(tier: &Value) -> String {
    match tier.get("price") {
        Some(Value::String(text)) => bounded(text),
        Some(Value::Number(number)) => {
            let text = number.to_string();
            let digits = text.chars().filter(char::is_ascii_digit).count();
            if number.is_f64() && (digits > SURE_DIGITS || text.contains('e')) { String::new() } else { text }
        }
        _ => String::new(),
    }
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn amount(country: &str, tiers: &[(Value, Value)]) -> Value {
        let prices = tiers.iter().map(|(bound, price)| json!({ "quantity_tier": bound, "price": price }));
        json!({ "country": country, "currency": "USD", "prices": prices.collect::<Vec<_>>() })
    }

    fn tiered(amounts: &[Value]) -> MetricDraft {
        let cost = json!({ "meteringUnit": "CALL", "rating_model": "graduated_tier", "amounts": amounts });
        metrics(&json!({ "costs": [cost] }), true).remove(0)
    }

    #[test]
    fn tiers_are_read_with_their_bounds_and_the_last_one_is_open() {
        let open = [(json!(10), json!("0.5")), (json!(OPEN_BOUND), json!("0.25"))];
        let none = [(json!(10), json!(1)), (Value::Null, json!(0.1))];
        let read = tiered(&[amount("USA", &open), amount("DEU", &none)]);
        assert_eq!(read.bounds, ["10", ""]);
        assert_eq!(read.prices, [["0.5", "0.25"], ["1", "0.1"]]);
        assert_eq!(read.places.iter().map(|place| place.country.as_str()).collect::<Vec<_>>(), ["USA", "DEU"]);
    }

    #[test]
    fn a_place_with_tiers_of_its_own_has_no_price_until_somebody_types_one() {
        let (ours, other) = ([(json!(10), json!("0.5"))], [(json!(20), json!("0.1"))]);
        assert_eq!(tiered(&[amount("USA", &ours), amount("DEU", &other)]).prices, [["0.5"], [""]]);
    }

    #[test]
    fn a_number_that_may_have_lost_a_digit_is_no_price() {
        for (said, read) in [
            (json!("0.123456789"), "0.123456789"),
            (json!(0.1), "0.1"),
            (json!(12), "12"),
            (json!(1e-7), ""),
            (json!(1_234_567.123_456_789), ""),
            (json!(null), ""),
            (json!([1]), ""),
        ] {
            assert_eq!(price(&json!({ "price": said })), read, "{said}");
        }
    }

    #[test]
    fn a_cap_that_does_not_say_what_happens_at_it_does_what_a_new_one_does() {
        let silent = json!({ "meteringUnit": "CALL", "usage_cap_qty": "5" });
        let told = json!({ "meteringUnit": "CALL", "usage_cap_qty": "5", "usage_cap_action": "notify" });
        let read = caps(&json!({ "costs": [silent, told] }));
        assert_eq!(read.iter().map(|cap| cap.action.as_str()).collect::<Vec<_>>(), ["stop", "notify"]);
    }

    #[test]
    fn without_prices_a_metric_is_what_a_new_one_is() {
        let cost = json!({ "meteringUnit": "CALL", "amounts": [amount("DEU", &[(json!(1), json!("0.4"))])] });
        let read = metrics(&json!({ "costs": [cost] }), false).remove(0);
        assert_eq!((read.prices, read.places), (vec![vec![String::new()]], MetricDraft::new().places));
    }
}
