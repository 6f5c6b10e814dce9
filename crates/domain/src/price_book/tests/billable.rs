//! What is charged, and what is shown only until the billing desk has seen it.

use super::*;
use crate::plan::AmountDraft;

#[test]
fn a_price_is_charged_once_the_billing_desk_has_approved_it() {
    let tried = |plan: PublishedPlan| PublishedPlan { approved: false, ..plan };
    let (old, new) = ([metric("QUERY", "1")], [metric("QUERY", "2")]);
    let is_billable = |published: &[PublishedPlan], month| {
        PriceBook::new(published.to_vec()).is_metric_billable(PLAN, "QUERY", month)
    };
    let (may, next) = (june().previous(), june().next());
    assert!(!is_billable(&[tried(published(-3, &old))], june()));
    let approved_within = [tried(published(-3, &old)), published(12, &old)];
    assert_eq!([may, june(), next].map(|month| is_billable(&approved_within, month)), [false, true, true]);
    let dearer = [published(-40, &old), tried(published(-3, &new)), published(12, &old)];
    assert_eq!([may, june()].map(|month| is_billable(&dearer, month)), [true, false], "nobody has seen that price");
    assert!(is_billable(&dearer, next), "the approved one is back");
    let announced = MetricDraft { effective_from: "2026-07-01".to_owned(), ..new[0].clone() };
    let announced = [published(-40, &old), tried(published(-3, &[announced]))];
    assert_eq!([june(), next].map(|month| is_billable(&announced, month)), [true, false]);
    assert!(is_billable(&[], june()), "there is nothing to charge");
}

#[test]
fn a_fee_is_charged_once_the_billing_desk_has_approved_its_amounts() {
    let fee = |price: &str, approved: bool, description: &str| {
        let amount = AmountDraft { price: price.to_owned(), ..AmountDraft::default() };
        let draft = PlanDraft {
            kind: "subscription".to_owned(),
            description: description.to_owned(),
            amounts: vec![amount],
            ..PlanDraft::default()
        };
        PublishedPlan { draft, approved, ..published(-3, &[]) }
    };
    let is_billable = |published: Vec<PublishedPlan>| PriceBook::new(published).is_fee_billable(PLAN, june());
    assert!(!is_billable(vec![fee("49", false, "")]));
    assert!(is_billable(vec![fee("49", true, ""), fee("49", false, "In other words.")]));
    assert!(!is_billable(vec![fee("49", true, ""), fee("98", false, "")]));
    let mut in_full = fee("49", false, "");
    "no".clone_into(&mut in_full.draft.prorate_first_month);
    assert!(!is_billable(vec![fee("49", true, ""), in_full]), "a first month in full is dearer");
    let ending = |approved: bool, day: &str| {
        let mut plan = fee("49", approved, "");
        day.clone_into(&mut plan.draft.effective_until);
        plan
    };
    assert!(is_billable(vec![ending(true, "2026-12-31"), ending(false, "2026-12-31")]));
    assert!(!is_billable(vec![ending(true, "2026-12-31"), ending(false, "")]), "it was to end");
}

#[test]
fn other_names_put_no_price_on_trial_and_other_days_do() {
    let from = |day: &str| MetricDraft { effective_from: day.to_owned(), ..metric("QUERY", "2") };
    let plan = |days: i64, approved: bool, day: &str, metric: &MetricDraft| {
        let mut plan = published(days, std::slice::from_ref(metric));
        day.clone_into(&mut plan.draft.effective_from);
        PublishedPlan { approved, ..plan }
    };
    let is_billable =
        |published: Vec<PublishedPlan>, month| PriceBook::new(published).is_metric_billable(PLAN, "QUERY", month);
    let (announced, july) = (from("2026-07-01"), june().next());
    let renamed = MetricDraft {
        part_number: "D0-1".to_owned(),
        resource_name: "Lookups".to_owned(),
        resource_display_name: "Lookups in the index".to_owned(),
        unit_display_name: "lookups".to_owned(),
        ..announced.clone()
    };
    assert!(is_billable(vec![plan(-40, true, "", &announced), plan(-3, false, "", &renamed)], july));
    let counted_otherwise = MetricDraft { charge_unit: "SEARCHES".to_owned(), ..announced.clone() };
    assert!(!is_billable(vec![plan(-40, true, "", &announced), plan(-3, false, "", &counted_otherwise)], july));
    for day in ["", "2026-06-01"] {
        let published = vec![plan(-40, true, "", &announced), plan(-3, false, "", &from(day))];
        assert!(!is_billable(published, june()), "approved from July on, and now from {day:?}");
        let published = vec![plan(-40, true, "2026-07-01", &from("")), plan(-3, false, day, &from(""))];
        assert!(!is_billable(published, june()), "the plan said July, and says {day:?}");
    }
    let moved = vec![plan(-40, true, "2026-07-01", &from("")), plan(-3, false, "", &announced)];
    assert!(is_billable(moved, july), "the same day, said by the metric");
    assert!(is_billable(vec![plan(-3, true, "", &announced)], june()), "announced, and the only price");
}
