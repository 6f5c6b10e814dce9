use slipway_domain::metric::PlaceDraft;

use super::*;

fn queries() -> MetricDraft {
    MetricDraft {
        resource_name: "Queries".to_owned(),
        measure: "QUERY".to_owned(),
        charge_unit: "QUERIES".to_owned(),
        rating_model: "graduated_tier".to_owned(),
        rating_scale: "1000".to_owned(),
        bounds: vec!["1000".to_owned(), String::new()],
        prices: vec![vec!["0.40".to_owned(), "0.25".to_owned()]],
        ..MetricDraft::new()
    }
}

#[test]
fn a_metric_is_told_in_one_line() {
    assert_eq!(title(0, &queries()), "Metric Queries");
    assert_eq!(title(1, &MetricDraft::default()), "New metric 2");
    assert_eq!(summary(&queries()), "QUERY, sum of all records, graduated tiers");
    assert_eq!(summary(&MetricDraft::default()), "");
    let told = "QUERY, sum of all records, graduated tiers, packs of 1,000 queries";
    assert_eq!(terms(&queries()), told);
    let generous = MetricDraft { instance_free_units: "10".to_owned(), clip: "yes".to_owned(), ..queries() };
    assert_eq!(terms(&generous), format!("{told}, whole packs, 10 free per instance"));
}

/// Whoever approves prices sees everything that sets a bill.
#[test]
fn no_term_of_a_metric_changes_unseen() {
    let base = MetricDraft { places: vec![PlaceDraft::base()], ..queries() };
    let told = price_lines(0, &base);
    let changes: [fn(&mut MetricDraft); 17] = [
        |metric| metric.measure = "CALL".to_owned(),
        |metric| metric.resource_name = "Calls".to_owned(),
        |metric| metric.metering_model = "standard_max".to_owned(),
        |metric| metric.metering_scale = "1024".to_owned(),
        |metric| metric.display_cap = "7".to_owned(),
        |metric| metric.rating_model = "simple_tier".to_owned(),
        |metric| metric.rating_scale = "7".to_owned(),
        |metric| metric.clip = "yes".to_owned(),
        |metric| metric.shown_only = "yes".to_owned(),
        |metric| metric.instance_free_units = "7".to_owned(),
        |metric| metric.free_units = "7".to_owned(),
        |metric| metric.usage_cap = "7".to_owned(),
        |metric| metric.bucket = "account".to_owned(),
        |metric| metric.effective_from = "2026-06-01".to_owned(),
        |metric| metric.effective_until = "2026-06-01".to_owned(),
        |metric| metric.bounds[0] = "7".to_owned(),
        |metric| metric.prices[0][1] = "7".to_owned(),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut metric = base.clone();
        change(&mut metric);
        assert_ne!(price_lines(0, &metric), told, "change {number}");
    }
}

#[test]
fn bounds_are_told_in_packs_and_in_units() {
    assert_eq!((from_pack(&queries(), 0).as_str(), from_pack(&queries(), 1).as_str()), ("0", "above 1,000"));
    let whole = MetricDraft { clip: "yes".to_owned(), ..queries() };
    assert_eq!((from_pack(&whole, 0).as_str(), from_pack(&whole, 1).as_str()), ("1", "1,001"));
    assert_eq!((units_up_to(&queries(), 0).as_str(), units_up_to(&queries(), 1).as_str()), ("to 1,000,000", "above"));
    let open = MetricDraft { bounds: vec![String::new(), String::new()], ..queries() };
    assert_eq!((from_pack(&open, 1).as_str(), units_up_to(&open, 0).as_str()), ("", ""));
}

#[test]
fn the_lowest_price_leads() {
    let metric = queries().metric().unwrap();
    let row = &metric.tariff.prices[0];
    assert_eq!(from_price(&metric, row).as_deref(), Some("from USD 0.25 per 1,000 queries"));
    let single = MetricDraft { rating_model: "linear_tier".to_owned(), rating_scale: String::new(), ..queries() };
    let metric = single.metric().unwrap();
    assert_eq!(from_price(&metric, &metric.tariff.prices[0]).as_deref(), Some("USD 0.40 per query"));
}

#[test]
fn scales_and_packs_are_read_out() {
    let metric = |scale: &str, pack: &str| MetricDraft {
        metering_scale: scale.to_owned(),
        rating_scale: pack.to_owned(),
        ..queries()
    };
    assert_eq!(pack_help(&metric("1", "1000")), "Prices are per 1,000 queries.");
    assert_eq!(pack_help(&metric("1", "")), "Prices are per one query.");
    assert_eq!(pack_help(&metric("1", "a lot")), "Prices are per a lot queries.");
    assert!(scale_help(&metric("1048576", "1")).starts_with("1,048,576 sent count as 1."));
    assert!(scale_help(&metric("", "1")).starts_with("Quantities count as they are sent."));
}

#[test]
fn who_decides_reads_the_bounds_with_the_prices() {
    let tiered = MetricDraft { places: vec![PlaceDraft::base(), PlaceDraft::default()], ..queries() };
    let lines = price_lines(0, &tiered);
    assert_eq!(lines.len(), 2, "an empty row is none: {lines:?}");
    assert!(lines[0].starts_with("Metric Queries: QUERY, sum of all records, graduated tiers"));
    assert_eq!(lines[1], "USA, USD: 0.40 up to 1,000, 0.25 above");
    let linear = MetricDraft { rating_model: "linear_tier".to_owned(), ..tiered };
    assert_eq!(price_lines(0, &linear)[1], "USA, USD: 0.40");
}
