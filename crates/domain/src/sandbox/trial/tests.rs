//! The trials over every metering and every pricing model, and that a wrong formula is found.

use rust_decimal::Decimal;

use super::expected::{Case, quantity};
use super::golden::{LAST, Told, sequences};
use super::*;
use crate::metering::MeteringModel;
use crate::metric::PlaceDraft;
use crate::number::parse;
use crate::rating::PricingModel;
use crate::sample;

const PLAN: PlanId = PlanId::new(Uuid::from_u128(0x22));

fn number(text: &str) -> Decimal {
    parse(text).unwrap()
}

fn plan(metrics: Vec<MetricDraft>) -> PlanDraft {
    PlanDraft { metrics, ..sample::metered().draft }
}

/// Counted like this and charged by three tiers, in packs, with everything that can be taken off.
fn metric(metering: MeteringModel, pricing: PricingModel) -> MetricDraft {
    MetricDraft {
        metering_model: metering.name().to_owned(),
        metering_scale: "1024".to_owned(),
        rating_model: pricing.name().to_owned(),
        rating_scale: "100".to_owned(),
        instance_free_units: "7".to_owned(),
        free_units: "2.5".to_owned(),
        ..sample::queries()
    }
}

/// Every combination that there may be, as a sum and as a level, whole packs or not, and of one or two consumers.
fn every_metric() -> Vec<MetricDraft> {
    let mut metrics = Vec::new();
    for metering in MeteringModel::ALL {
        for pricing in PricingModel::ALL.into_iter().filter(|pricing| pricing.goes_with(metering)) {
            for kind in ["CONSUMPTION", "EVENT"] {
                if kind == "EVENT" && metering == MeteringModel::MonthlyProration {
                    continue;
                }
                for [clip, consumer_level] in [["yes", "no"], ["no", "yes"], ["no", "no"]] {
                    metrics.push(MetricDraft {
                        quantity_type: kind.to_owned(),
                        clip: clip.to_owned(),
                        consumer_level: consumer_level.to_owned(),
                        ..metric(metering, pricing)
                    });
                }
            }
        }
    }
    metrics
}

#[test]
fn every_trial_of_every_kind_of_metric_gets_its_answer() {
    for metric in every_metric() {
        let tried = tried(&plan(vec![metric.clone()]), PLAN);
        assert_eq!(tried.len(), Trial::ALL.len());
        for one in tried {
            assert!(one.is_right(), "{one:?} of {} {}", metric.metering_model, metric.quantity_type);
        }
    }
}

#[test]
fn another_answer_than_the_expected_one_is_not_right() {
    let tried = |answered| Tried { measure: "QUERY".to_owned(), trial: Trial::Again, answered };
    assert!(tried(Some(Code::Duplicate)).is_right());
    assert!(!tried(Some(Code::Accepted)).is_right() && !tried(None).is_right());
}

#[test]
fn every_sequence_comes_to_what_the_formulas_say() {
    for metric in every_metric() {
        let name = format!("{} {} {}", metric.metering_model, metric.rating_model, metric.quantity_type);
        let has_tiers = metric.pricing().unwrap().has_tiers();
        let looks = golden(&plan(vec![metric]), PLAN);
        for look in &looks {
            assert!(look.is_counted() && look.is_rated(), "{name}: {look:#?}");
        }
        let tiers = looks.iter().filter(|look| look.tier.is_some());
        assert_eq!(tiers.clone().count(), if has_tiers { 3 } else { 1 }, "{name}");
        assert!(tiers.clone().all(|look| !look.expected.amount.unwrap().is_zero()), "{name}: each tier is charged");
        assert!(looks.len() > tiers.count(), "{name}: the example as it is");
    }
}

/// The figures that §8.2 prints.
#[test]
fn the_examples_of_the_reference_are_among_the_sequences() {
    let vectors: [(MeteringModel, &[(u8, &str)]); 6] = [
        (MeteringModel::StandardAdd, &[(1, "5"), (2, "10"), (5, "25")]),
        (MeteringModel::StandardAvg, &[(1, "4"), (2, "2"), (3, "3")]),
        (MeteringModel::StandardMax, &[(1, "5"), (3, "10"), (4, "15")]),
        (MeteringModel::DailyProrationAvg, &[(1, "5.5"), (2, "4.5"), (15, "1.466667"), (30, "0.733333")]),
        (MeteringModel::DailyProrationMax, &[(1, "1"), (15, "1"), (30, "0.5")]),
        (MeteringModel::MonthlyProration, &[(1, "1"), (16, "0.5")]),
    ];
    for (model, printed) in vectors {
        let metering_model = model.name().to_owned();
        let simple = MetricDraft { metering_model, rating_model: "linear_tier".to_owned(), ..plain() };
        let looks = golden(&plan(vec![simple]), PLAN);
        for (day, quantity) in printed {
            let look = looks.iter().find(|look| look.day == *day && look.tier.is_none()).unwrap();
            assert_eq!(look.expected.quantity.round_dp(6), number(quantity), "{model:?} on day {day}");
            assert_eq!(look.shown.unwrap().quantity.round_dp(6), number(quantity), "{model:?} on day {day}");
        }
    }
}

/// One unit, one dollar, nothing taken off.
fn plain() -> MetricDraft {
    MetricDraft {
        resource_name: "Queries".to_owned(),
        measure: "QUERY".to_owned(),
        charge_unit: "QUERIES".to_owned(),
        places: vec![PlaceDraft::base()],
        prices: vec![vec!["1".to_owned()]],
        ..MetricDraft::new()
    }
}

/// Worked by hand: level 4 for 18 hours, 9 for 12, 2 until the 16th at noon, and 3 until the end.
#[test]
fn levels_are_weighted_by_the_time_for_which_they_hold() {
    let of = |metering_model: &str| {
        let metric =
            MetricDraft { quantity_type: "EVENT".to_owned(), metering_model: metering_model.to_owned(), ..plain() };
        let looks = golden(&plan(vec![metric]), PLAN);
        let whole = looks.iter().find(|look| look.day == 30 && look.tier.is_none()).unwrap();
        assert_eq!(whole.shown.unwrap().quantity.round_dp(6), whole.expected.quantity.round_dp(6));
        whole.expected.quantity.round_dp(6)
    };
    // 4 × 18 h + 9 × 12 h + 2 × 330 h + 3 × 348 h, over 720 h
    assert_eq!(of("standard_avg"), number("2.616667"));
    assert_eq!([of("standard_add"), of("standard_max")], ["3", "9"].map(number));
    // 4 + 9 + 13 × 2 + 15 × 3, over 30 days
    assert_eq!(of("dailyproration_max"), number("2.8"));
}

#[test]
fn what_the_sandbox_shows_is_caught_when_it_is_off() {
    let looks = golden(&plan(vec![sample::queries()]), PLAN);
    let good = looks.iter().find(|look| look.tier == Some(2)).unwrap();
    assert!(good.is_counted() && good.is_rated());
    let shown = good.shown.unwrap();
    let with = |shown| Golden { shown, ..good.clone() };
    let counted = with(Some(Figures { quantity: shown.quantity + number("1"), ..shown }));
    assert!(!counted.is_counted() && counted.is_rated());
    for (off, is_rated) in [("0.000001", false), ("0.0000004", true)] {
        let rated = with(Some(Figures { amount: shown.amount.map(|amount| amount + number(off)), ..shown }));
        assert_eq!((rated.is_counted(), rated.is_rated()), (true, is_rated), "{off}");
    }
    let paid = with(Some(Figures { cost: shown.cost.map(|cost| cost + number("0.01")), ..shown }));
    assert!(!paid.is_rated(), "a cent too much");
    let none = with(None);
    assert!(!none.is_counted() && !none.is_rated());
}

/// With the formula of another model, the figures of no sequence would be the right ones.
#[test]
fn every_wrong_formula_is_found_by_the_sequence_of_the_right_one() {
    for model in MeteringModel::ALL {
        for wrong in MeteringModel::ALL.into_iter().filter(|other| *other != model) {
            let differs = |told: &[Told], day: u8| {
                let case = Case { told, is_event: false, consumers: 0, day, days: LAST };
                quantity(model, case).unwrap() != quantity(wrong, case).unwrap()
            };
            let found = sequences(model, false)
                .iter()
                .any(|sequence| sequence.days.iter().any(|day| differs(&sequence.told, *day)));
            assert!(found, "{wrong:?} instead of {model:?}");
        }
    }
}

#[test]
fn whatever_a_tariff_says_makes_a_difference() {
    let figures = |change: fn(&mut MetricDraft)| -> Vec<_> {
        let mut metric = plain();
        change(&mut metric);
        let looks = golden(&plan(vec![metric]), PLAN);
        looks.iter().map(|look| look.shown.map(|shown| (shown.quantity, shown.amount))).collect()
    };
    let changes: [fn(&mut MetricDraft); 7] = [
        |metric| "2".clone_into(&mut metric.metering_scale),
        |metric| "2".clone_into(&mut metric.rating_scale),
        |metric| "yes".clone_into(&mut metric.clip),
        |metric| "1".clone_into(&mut metric.instance_free_units),
        |metric| "1".clone_into(&mut metric.free_units),
        |metric| "1".clone_into(&mut metric.usage_cap),
        |metric| "1".clone_into(&mut metric.display_cap),
    ];
    for (at, change) in changes.into_iter().enumerate() {
        assert_ne!(figures(|_| ()), figures(change), "change {at}");
    }
}

#[test]
fn without_a_base_price_nothing_is_rated_and_what_is_shown_only_costs_nothing() {
    let german = PlaceDraft { country: "DEU".to_owned(), currency: "EUR".to_owned() };
    let looks = golden(&plan(vec![MetricDraft { places: vec![german], ..plain() }]), PLAN);
    assert!(!looks.is_empty() && looks.iter().all(|look| look.is_counted() && !look.is_rated()));
    let looks = golden(&plan(vec![MetricDraft { shown_only: "yes".to_owned(), ..plain() }]), PLAN);
    assert!(looks.iter().all(|look| look.is_rated() && look.shown.unwrap().cost == Some(Decimal::ZERO)));
}

#[test]
fn a_plan_is_tried_whenever_its_prices_hold_and_one_that_is_not_metered_never() {
    let dated =
        MetricDraft { effective_from: "2020-01-01".to_owned(), effective_until: "2020-12-31".to_owned(), ..plain() };
    let dated = plan(vec![dated, MetricDraft::default()]);
    assert!(tried(&dated, PLAN).iter().all(Tried::is_right) && golden(&dated, PLAN).iter().all(Golden::is_counted));
    let free = sample::free_plan();
    assert_eq!((tried(&free.draft, free.id), golden(&free.draft, free.id)), (vec![], vec![]));
}
