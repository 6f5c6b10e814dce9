use super::{Case, case, chars, prove};
use crate::findings::Findings;
use crate::metric::{MetricDraft, PlaceDraft};
use crate::plan::{MOST_METRICS, PlanContext, PlanDraft};
use crate::rule::metric as rule;
use crate::sample;

pub(super) fn found() -> Findings {
    let check = |draft: &PlanDraft| draft.check(&PlanContext::default());
    prove(
        &sample::metered().draft,
        check,
        &[lists(), sent(), counted(), charged(), numbers(), dates(), tiers(), rows()].concat(),
    )
}

#[test]
fn every_rule_of_metrics_holds() {
    assert!(!found().is_empty());
}

#[test]
fn what_was_meant_is_proposed() {
    let mut plan = sample::metered().draft;
    let metric = queries(&mut plan);
    metric.resource_name = "api calls".into();
    metric.measure = "ApiCalls".into();
    metric.bounds[0] = "1,000".into();
    metric.rating_scale = "1,000".into();
    let found = plan.check(&PlanContext::default());
    let proposed: Vec<_> = found.iter().filter_map(|finding| finding.suggestion.as_deref()).collect();
    assert_eq!(proposed, ["ApiCalls", "API_CALLS", "1000", "1000"]);
}

#[test]
fn a_unit_with_a_usual_model_proposes_it_and_an_id_begins_with_its_unit() {
    let mut plan = sample::metered().draft;
    let metric = queries(&mut plan);
    metric.measure = "ACTIVE_USER".into();
    metric.metering_model.clear();
    metric.charge_unit_id = "MONTH".into();
    let proposed = |plan: &PlanDraft| {
        let found = plan.check(&PlanContext::default());
        found.iter().map(|found| (found.rule, found.suggestion.clone())).collect::<Vec<_>>()
    };
    let usual = Some("dailyproration_max".to_owned());
    let id = (rule::UNIT_ID_OF_ANOTHER_UNIT, Some("QUERIES_PER_MONTH".to_owned()));
    assert_eq!(proposed(&plan), [(rule::MODEL_MISSING, usual.clone()), id.clone()]);
    queries(&mut plan).metering_model = "standard_add".into();
    assert_eq!(proposed(&plan), [(rule::MODEL_UNUSUAL, usual), id.clone()]);
    let metric = queries(&mut plan);
    (metric.measure, metric.quantity_type) = ("INSTANCE".into(), "EVENT".into());
    assert_eq!(proposed(&plan), [id], "events are not counted by the month");
}

fn queries(plan: &mut PlanDraft) -> &mut MetricDraft {
    &mut plan.metrics[0]
}

fn storage(plan: &mut PlanDraft) -> &mut MetricDraft {
    &mut plan.metrics[1]
}

fn lists() -> Vec<Case<PlanDraft>> {
    vec![
        case(rule::METRICS_MISSING, |p| p.metrics.clear(), |p| p.metrics.truncate(1)),
        case(
            rule::METRICS_UNUSED,
            |p| p.kind = "subscription".into(),
            |p| (p.kind, p.metrics) = ("subscription".into(), Vec::new()),
        ),
        case(
            rule::TOO_MANY_METRICS,
            |p| p.metrics = vec![queries(p).clone(); MOST_METRICS + 1],
            |p| p.metrics = vec![queries(p).clone(); MOST_METRICS],
        ),
        case(
            rule::PART_NUMBER_TWICE,
            |p| p.metrics.iter_mut().for_each(|metric| metric.part_number = "NW-1".into()),
            |p| queries(p).part_number = "NW-1".into(),
        ),
        case(
            rule::MEASURE_TWICE,
            |p| p.metrics.iter_mut().for_each(|metric| metric.measure = "READING".into()),
            |p| storage(p).measure = "READING".into(),
        ),
        case(
            rule::UNIT_ID_TWICE,
            |p| storage(p).charge_unit_id = "QUERIES_PER_MONTH".into(),
            |p| storage(p).charge_unit_id = "GIGABYTES".into(),
        ),
    ]
}

fn sent() -> Vec<Case<PlanDraft>> {
    vec![
        case(rule::RESOURCE_MISSING, |p| queries(p).resource_name.clear(), |p| queries(p).resource_name = "Q".into()),
        case(
            rule::RESOURCE_NOT_JOINED,
            |p| queries(p).resource_name = "apiCalls".into(),
            |p| queries(p).resource_name = "ApiCallsV2".into(),
        ),
        case(rule::MEASURE_MISSING, |p| queries(p).measure.clear(), |p| queries(p).measure = "Q".into()),
        case(
            rule::MEASURE_NOT_CAPITALS,
            |p| queries(p).measure = "API-CALL".into(),
            |p| queries(p).measure = "API_CALL_2".into(),
        ),
        case(
            rule::MEASURE_PLURAL,
            |p| queries(p).measure = "API_CALLS".into(),
            |p| queries(p).measure = "ACCESS".into(),
        ),
        case(
            rule::QUANTITY_TYPE_MISSING,
            |p| queries(p).quantity_type.clear(),
            |p| queries(p).quantity_type = "EVENT".into(),
        ),
        case(crate::rule::any::TOO_LONG, |p| queries(p).measure = chars(51), |p| queries(p).measure = "M".repeat(50)),
        case(
            crate::rule::any::NOT_A_CHOICE,
            |p| queries(p).consumer_level = "true".into(),
            |p| queries(p).consumer_level = "yes".into(),
        ),
    ]
}

fn counted() -> Vec<Case<PlanDraft>> {
    vec![
        case(
            rule::CHARGE_UNIT_MISSING,
            |p| queries(p).charge_unit.clear(),
            |p| (queries(p).charge_unit, queries(p).charge_unit_id) = ("Q".into(), String::new()),
        ),
        case(
            rule::CHARGE_UNIT_NOT_CAPITALS,
            |p| queries(p).charge_unit = "Queries".into(),
            |p| queries(p).charge_unit = "QUERIES_2".into(),
        ),
        case(
            rule::UNIT_ID_NOT_CAPITALS,
            |p| queries(p).charge_unit_id = "QUERIES a month".into(),
            |p| queries(p).charge_unit_id.clear(),
        ),
        case(
            rule::UNIT_ID_OF_ANOTHER_UNIT,
            |p| queries(p).charge_unit_id = "QUERY_TOTAL".into(),
            |p| queries(p).charge_unit_id = "QUERIES".into(),
        ),
        case(
            rule::MODEL_MISSING,
            |p| queries(p).metering_model.clear(),
            |p| queries(p).metering_model = "standard_max".into(),
        ),
        case(
            rule::MODEL_UNUSUAL,
            |p| queries(p).measure = "USER".into(),
            |p| (queries(p).measure, queries(p).metering_model) = ("USER".into(), "dailyproration_max".into()),
        ),
        case(
            rule::EVENTS_BY_THE_MONTH,
            |p| (storage(p).metering_model, storage(p).quantity_type) = ("monthlyproration".into(), "EVENT".into()),
            |p| storage(p).quantity_type = "EVENT".into(),
        ),
        case(
            rule::SCALE_AGAINST_UNITS,
            |p| storage(p).metering_scale = "1048576".into(),
            |p| storage(p).metering_scale = "1000".into(),
        ),
    ]
}

fn charged() -> Vec<Case<PlanDraft>> {
    vec![
        case(
            rule::PRICING_MISSING,
            |p| storage(p).rating_model.clear(),
            |p| storage(p).rating_model = "proration".into(),
        ),
        case(
            rule::TIERS_OF_A_PRORATED_QUANTITY,
            |p| queries(p).metering_model = "dailyproration_avg".into(),
            |p| queries(p).metering_model = "standard_avg".into(),
        ),
        case(
            rule::PRORATION_OF_A_WHOLE_QUANTITY,
            |p| queries(p).rating_model = "proration".into(),
            |p| (queries(p).rating_model, queries(p).metering_model) = ("proration".into(), "monthlyproration".into()),
        ),
    ]
}

fn numbers() -> Vec<Case<PlanDraft>> {
    vec![
        case(
            rule::NOT_A_NUMBER,
            |p| queries(p).rating_scale = "1,000".into(),
            |p| queries(p).rating_scale = "1000.5".into(),
        ),
        case(rule::NUMBER_NEGATIVE, |p| queries(p).free_units = "-1".into(), |p| queries(p).free_units = "0".into()),
        case(
            rule::NUMBER_TOO_FINE,
            |p| queries(p).usage_cap = "0.0000000001".into(),
            |p| queries(p).usage_cap = "0.000000001".into(),
        ),
        case(
            rule::NUMBER_TOO_LARGE,
            |p| queries(p).display_cap = "1".repeat(16),
            |p| queries(p).display_cap = "1".repeat(15),
        ),
        case(rule::SCALE_ZERO, |p| queries(p).metering_scale = "0".into(), |p| queries(p).metering_scale.clear()),
    ]
}

fn dates() -> Vec<Case<PlanDraft>> {
    vec![
        case(
            rule::FROM_NOT_A_DATE,
            |p| queries(p).effective_from = "June".into(),
            |p| queries(p).effective_from = "2026-06-02".into(),
        ),
        case(
            rule::FROM_WITHIN_A_MONTH,
            |p| queries(p).effective_from = "2026-06-02".into(),
            |p| queries(p).effective_from = "2026-06-01".into(),
        ),
        case(
            rule::UNTIL_NOT_A_DATE,
            |p| queries(p).effective_until = "2026-13-01".into(),
            |p| queries(p).effective_until = "9999-12-31".into(),
        ),
        case(
            rule::UNTIL_BEFORE_FROM,
            |p| (queries(p).effective_from, queries(p).effective_until) = ("2026-06-01".into(), "2026-06-01".into()),
            |p| (queries(p).effective_from, queries(p).effective_until) = ("2026-06-01".into(), "2026-06-30".into()),
        ),
        case(
            rule::UNTIL_WITHIN_A_MONTH,
            |p| queries(p).effective_until = "2028-02-28".into(),
            |p| queries(p).effective_until = "2028-02-29".into(),
        ),
    ]
}

fn tiers() -> Vec<Case<PlanDraft>> {
    vec![
        case(
            rule::LINEAR_WITH_TIERS,
            |p| queries(p).rating_model = "linear_tier".into(),
            |p| queries(p).rating_model.clear(),
        ),
        case(rule::BOUND_MISSING, |p| queries(p).bounds[1].clear(), |p| queries(p).bounds[2] = "999999999".into()),
        case(
            rule::BOUND_NOT_WHOLE,
            |p| queries(p).bounds[0] = "999.5".into(),
            |p| queries(p).bounds[0] = "999.0".into(),
        ),
        case(
            rule::BOUND_NOT_WHOLE,
            |p| queries(p).bounds[1] = "999999999".into(),
            |p| queries(p).bounds[1] = "999999998".into(),
        ),
        case(
            rule::BOUND_NOT_RISING,
            |p| queries(p).bounds[1] = "1000".into(),
            |p| queries(p).bounds[1] = "1001".into(),
        ),
        case(rule::LAST_TIER_CLOSED, |p| queries(p).bounds[2] = "5000".into(), |p| queries(p).bounds[2].clear()),
        case(
            rule::SIMPLE_TIER_DROPS,
            |p| queries(p).rating_model = "simple_tier".into(),
            |p| {
                queries(p).rating_model = "simple_tier".into();
                queries(p).prices = vec![vec!["0.40".into(); 3]; 2];
            },
        ),
        case(
            rule::TOO_MANY_TIERS,
            |p| {
                queries(p).bounds = (1..=51).map(|bound| bound.to_string()).collect();
                queries(p).prices = vec![vec!["1".into(); 51]; 2];
            },
            |p| queries(p).bounds = (1..=50).map(|bound| bound.to_string()).collect(),
        ),
    ]
}

fn rows() -> Vec<Case<PlanDraft>> {
    vec![
        case(
            rule::PLACES_MISSING,
            |p| (queries(p).places, queries(p).prices) = (vec![PlaceDraft::default()], Vec::new()),
            |p| {
                *queries(p) = MetricDraft {
                    shown_only: "yes".into(),
                    places: Vec::new(),
                    prices: Vec::new(),
                    ..queries(p).clone()
                };
            },
        ),
        case(
            rule::BASE_PLACE_MISSING,
            |p| queries(p).places[0].currency = "EUR".into(),
            |p| queries(p).places[1].currency = "USD".into(),
        ),
        case(
            rule::PLACE_TWICE,
            |p| queries(p).places[1] = PlaceDraft::base(),
            |p| queries(p).places[1].country = "FRA".into(),
        ),
        case(
            rule::TOO_MANY_PLACES,
            |p| queries(p).places = vec![PlaceDraft::base(); 101],
            |p| queries(p).places = vec![PlaceDraft::base(); 100],
        ),
        case(
            rule::METRIC_PRICE_MISSING,
            |p| queries(p).prices[1][2].clear(),
            |p| queries(p).prices[1][2] = "free".into(),
        ),
    ]
}
