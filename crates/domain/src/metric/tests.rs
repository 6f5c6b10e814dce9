use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::plan::PlanDraft;
use crate::rating::{PricingModel, charge};
use crate::rule::metric as rule;
use crate::sample;

#[test]
fn a_complete_draft_can_be_charged() {
    let metric = sample::queries().metric().unwrap();
    assert_eq!((metric.name.as_str(), metric.unit.as_str(), metric.one.as_str()), ("Queries", "queries", "query"));
    assert_eq!(metric.tariff.rating_scale, Decimal::ONE_THOUSAND);
    let row = &metric.tariff.prices[1];
    let bounds: Vec<_> = row.tiers.iter().map(|tier| tier.up_to).collect();
    assert_eq!(bounds, [Some(1000.into()), Some(2500.into()), None]);
    assert_eq!((row.country.code(), row.tiers[2].price.to_string().as_str()), ("DEU", "0.23"));
}

#[test]
fn what_is_empty_has_its_default() {
    let draft = MetricDraft { prices: vec![vec!["1".into()]], metering_scale: String::new(), ..MetricDraft::new() };
    let tariff = draft.metric().unwrap().tariff;
    assert_eq!((tariff.metering_scale, tariff.usage_cap), (Decimal::ONE, Decimal::ZERO));
    assert!(tariff.is_rated && !tariff.clip);
}

#[test]
fn an_incomplete_draft_cannot_be_charged() {
    let broken: [fn(&mut MetricDraft); 8] = [
        |metric| metric.metering_model.clear(),
        |metric| metric.rating_model = "flat".into(),
        |metric| metric.metering_model = "dailyproration_max".into(),
        |metric| metric.rating_scale = "0".into(),
        |metric| metric.free_units = "ten".into(),
        |metric| metric.bounds[0].clear(),
        |metric| metric.bounds[1] = "900".into(),
        |metric| metric.prices.clear(),
    ];
    for (at, change) in broken.into_iter().enumerate() {
        let mut metric = sample::queries();
        change(&mut metric);
        assert_eq!(metric.metric(), None, "{at}");
    }
}

#[test]
fn a_row_with_a_broken_price_is_left_out_and_the_others_stay() {
    let mut metric = sample::queries();
    metric.prices[1][0] = "x".into();
    assert_eq!(metric.metric().unwrap().tariff.prices.len(), 1);
}

#[test]
fn a_linear_price_is_the_first_of_the_table() {
    let mut metric = sample::queries();
    metric.rating_model = "linear_tier".into();
    let tariff = metric.metric().unwrap().tariff;
    assert!(tariff.prices.iter().all(|row| row.tiers.len() == 1 && row.tiers[0].up_to.is_none()));
}

#[test]
fn metrics_of_plans_of_other_kinds_are_kept_and_not_charged() {
    let mut plan = sample::metered().draft;
    assert_eq!(plan.charged_metrics().count(), 2);
    plan.kind = "subscription".to_owned();
    assert_eq!((plan.metrics.len(), plan.charged_metrics().count()), (2, 0));
}

#[test]
fn a_plan_that_was_stored_before_there_were_metrics_is_read() {
    let stored = r#"{"name":"gold","kind":"subscription","amounts":[{"country":"USA","currency":"USD","price":"49"}]}"#;
    assert_eq!(serde_json::from_str::<PlanDraft>(stored).unwrap().metrics, []);
    let metered = sample::metered().draft;
    let json = serde_json::to_string(&metered).unwrap();
    assert_eq!(serde_json::from_str::<PlanDraft>(&json).unwrap(), metered);
}

#[test]
fn every_version_of_a_metric_tells_the_same_fields() {
    let fields = |metric: &MetricDraft| metric.values(0).into_iter().map(|(field, _)| field).collect::<Vec<_>>();
    assert_eq!(fields(&MetricDraft::default()), fields(&sample::queries()));
    let prices = sample::queries().told_prices();
    assert_eq!(prices[1].1, "DEU, EUR 0.37, 0.30, 0.23");
}

proptest! {
    /// §8.4: where simple tiers bring no warning, more never costs less.
    #[test]
    fn simple_tiers_without_a_warning_never_fall(
        widths in proptest::collection::vec((1u32..50, 0u32..20), 2..5),
        is_clipped: bool,
        one in 0u64..250_000,
        other in 0u64..250_000,
    ) {
        let mut bound = 0;
        let (bounds, prices): (Vec<_>, Vec<_>) = widths
            .iter()
            .map(|(width, price)| {
                bound += width;
                (bound.to_string(), Decimal::new(i64::from(*price), 1).to_string())
            })
            .unzip();
        let draft = MetricDraft {
            rating_model: "simple_tier".into(),
            clip: if is_clipped { "yes" } else { "no" }.into(),
            bounds: bounds[..bounds.len() - 1].iter().cloned().chain([String::new()]).collect(),
            places: vec![PlaceDraft::base()],
            prices: vec![prices],
            ..sample::queries()
        };
        let warns = draft.check(0, &MetricContext::default()).iter().any(|found| found.rule == rule::SIMPLE_TIER_DROPS);
        let tiers = &draft.metric().unwrap().tariff.prices[0].tiers;
        let packs = |thousandths| {
            let packs = Decimal::new(i64::try_from(thousandths).unwrap(), 3);
            if is_clipped { packs.ceil() } else { packs }
        };
        let cost = |packs| charge(PricingModel::SimpleTier, tiers, packs, true).unwrap().amount;
        let (less, more) = (packs(one.min(other)), packs(one.max(other)));
        prop_assert!(warns || cost(less) <= cost(more), "{less} and {more} of {tiers:?}");
    }
}
