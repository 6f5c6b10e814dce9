use super::{Case, case, chars, prove};
use crate::findings::Findings;
use crate::plan::{AmountDraft, CapDraft, PlanContext, PlanDraft, PlanRecord, check_plans};
use crate::rule::{any, metric, plan as rule};
use crate::sample;

type Given = (PlanDraft, PlanContext);

pub(super) fn found() -> Findings {
    let gold = sample::subscription();
    let context = sample::offering().plan_context(gold.id);
    let check = |(draft, context): &Given| draft.check(context);
    let one = prove(&(gold.draft, context), check, &[names(), texts(), fees(), places(), caps(), days()].concat());
    let together = prove(
        &vec![sample::free_plan(), sample::subscription()],
        |plans| check_plans(plans, |plan| plan.draft.check(&PlanContext::default())),
        &all_plans(),
    );
    one.into_iter().chain(together).collect()
}

#[test]
fn every_rule_of_plans_holds() {
    assert!(!found().is_empty());
}

fn free(plan: &mut PlanDraft) {
    *plan = sample::free_plan().draft;
}

fn amount(country: &str, currency: &str, price: &str) -> AmountDraft {
    AmountDraft { country: country.to_owned(), currency: currency.to_owned(), price: price.to_owned() }
}

fn capped(plan: &mut PlanDraft, caps: &[(&str, &str, &str)]) {
    let cap = |(measure, cap, action): &(&str, &str, &str)| CapDraft {
        measure: (*measure).to_owned(),
        cap: (*cap).to_owned(),
        action: (*action).to_owned(),
    };
    free(plan);
    plan.lite_caps = caps.iter().map(cap).collect();
}

fn all_plans() -> Vec<Case<Vec<PlanRecord>>> {
    vec![
        case(rule::NO_PLAN, Vec::clear, |plans| plans.truncate(1)),
        case(rule::SEVERAL_FREE_PLANS, |plans| plans.push(sample::free_plan()), |plans| plans.truncate(1)),
        case(rule::NO_FREE_PLAN, |plans| drop(plans.remove(0)), Vec::clear),
        case(
            rule::PLAN_INCOMPLETE,
            |plans| plans[1].draft.description.clear(),
            |plans| plans[1].draft.locations = vec!["global".into(), "eu-de".into()],
        ),
        case(
            rule::EVERY_PLAN_ENDS,
            |plans| {
                for plan in plans {
                    plan.draft.ends_on = "2027-03-01".into();
                }
            },
            |plans| plans[1].draft.ends_on = "2027-03-01".into(),
        ),
    ]
}

fn names() -> Vec<Case<Given>> {
    vec![
        case(rule::NAME_MISSING, |(p, _)| p.name.clear(), |(p, _)| p.name = "g".into()),
        case(rule::NAME_CHARACTER, |(p, _)| p.name = "Gold 2.0".into(), |(p, _)| p.name = "gold-2.0".into()),
        case(rule::NAME_TWICE, |(p, _)| p.name = "lite".into(), |(p, _)| p.name = "lite2".into()),
        case(
            rule::FREE_NAME_NOT_LITE,
            |(p, _)| {
                free(p);
                p.name = "trial".into();
            },
            |(p, _)| free(p),
        ),
        case(rule::DISPLAY_NAME_MISSING, |(p, _)| p.display_name.clear(), |(p, _)| p.display_name = "G".into()),
        case(
            rule::DISPLAY_NAME_CHARACTER,
            |(p, _)| p.display_name = "Gold+".into(),
            |(p, _)| p.display_name = "Größe 2.0-a".into(),
        ),
        case(
            rule::DISPLAY_NAME_CONTAINS_COMPANY,
            |(p, _)| p.display_name = "northwind gold".into(),
            |(p, _)| p.display_name = "North gold".into(),
        ),
        case(
            rule::DISPLAY_NAME_CONTAINS_PRODUCT,
            |(p, _)| p.display_name = "Vector Search Gold".into(),
            |(p, _)| p.display_name = "Vector Gold".into(),
        ),
        case(
            rule::FREE_DISPLAY_NAME_NOT_LITE,
            |(p, _)| {
                free(p);
                p.display_name = "lite".into();
            },
            |(p, _)| free(p),
        ),
    ]
}

fn texts() -> Vec<Case<Given>> {
    vec![
        case(rule::DESCRIPTION_MISSING, |(p, _)| p.description.clear(), |(p, _)| p.description = "A".into()),
        case(rule::DESCRIPTION_TOO_LONG, |(p, _)| p.description = chars(256), |(p, _)| p.description = chars(255)),
        case(rule::KIND_MISSING, |(p, _)| p.kind.clear(), |(p, _)| p.kind = "yearly".into()),
        case(
            rule::SECOND_FREE_PLAN,
            |(p, c)| (p.kind, c.has_other_free) = ("free".into(), true),
            |(_, c)| {
                c.has_other_free = true;
            },
        ),
        case(rule::BULLETS_MISSING, |(p, _)| p.bullets = vec![" ".into()], |(p, _)| p.bullets = vec!["a".into()]),
        case(
            rule::TOO_MANY_BULLETS,
            |(p, _)| p.bullets = vec!["a".into(); 6],
            |(p, _)| p.bullets = [vec!["a".into(); 5], vec![String::new()]].concat(),
        ),
    ]
}

fn fees() -> Vec<Case<Given>> {
    vec![
        case(
            rule::FEE_MISSING,
            |(p, _)| p.amounts = vec![AmountDraft::default()],
            |(p, _)| {
                p.amounts = vec![amount("USA", "", "")];
            },
        ),
        case(
            rule::BASE_FEE_MISSING,
            |(p, _)| p.amounts = vec![amount("USA", "EUR", "1")],
            |(p, _)| p.amounts = vec![amount("DEU", "EUR", "1"), amount("USA", "USD", "")],
        ),
        case(
            rule::FEE_TWICE,
            |(p, _)| p.amounts.push(amount("USA", "USD", "2")),
            |(p, _)| p.amounts.push(amount("USA", "EUR", "2")),
        ),
        case(
            rule::FREE_PLAN_WITH_FEE,
            |(p, _)| p.kind = "free".into(),
            |(p, _)| (p.kind, p.amounts) = ("free".into(), vec![AmountDraft::default()]),
        ),
        case(
            rule::METERED_PLAN_WITH_FEE,
            |(p, _)| p.kind = "metered".into(),
            |(p, _)| (p.kind, p.amounts) = ("metered".into(), vec![AmountDraft::default()]),
        ),
        case(
            rule::TOO_MANY_AMOUNTS,
            |(p, _)| p.amounts = vec![amount("USA", "USD", "2"); 101],
            |(p, _)| p.amounts = vec![amount("USA", "USD", "2"); 100],
        ),
        case(rule::COUNTRY_MISSING, |(p, _)| p.amounts[0].country.clear(), |(p, _)| p.amounts[0].country = "US".into()),
        case(
            rule::COUNTRY_UNKNOWN,
            |(p, _)| p.amounts[0].country = "usa".into(),
            |(p, _)| p.amounts[0].country = "DEU".into(),
        ),
        case(
            rule::CURRENCY_MISSING,
            |(p, _)| p.amounts[0].currency.clear(),
            |(p, _)| p.amounts[0].currency = "$".into(),
        ),
        case(
            rule::CURRENCY_UNKNOWN,
            |(p, _)| p.amounts[0].currency = "XXX".into(),
            |(p, _)| p.amounts[0].currency = "JPY".into(),
        ),
        case(rule::PRICE_MISSING, |(p, _)| p.amounts[0].price = " ".into(), |(p, _)| p.amounts[0].price = "0".into()),
        case(
            rule::PRICE_NOT_A_NUMBER,
            |(p, _)| p.amounts[0].price = "49,90 €".into(),
            |(p, _)| p.amounts[0].price = "49.90".into(),
        ),
        case(
            rule::PRICE_NEGATIVE,
            |(p, _)| p.amounts[0].price = "-0.01".into(),
            |(p, _)| p.amounts[0].price = "0".into(),
        ),
        case(
            rule::PRICE_TOO_FINE,
            |(p, _)| p.amounts[0].price = "0.0000000001".into(),
            |(p, _)| p.amounts[0].price = "0.000000001".into(),
        ),
        case(
            rule::PRICE_TOO_LARGE,
            |(p, _)| p.amounts[0].price = "1".repeat(16),
            |(p, _)| p.amounts[0].price = "1".repeat(15),
        ),
    ]
}

fn places() -> Vec<Case<Given>> {
    vec![
        case(
            rule::LOCATIONS_MISSING,
            |(p, _)| p.locations = vec![String::new()],
            |(p, _)| p.locations = vec!["x".into()],
        ),
        case(
            rule::LOCATION_UNKNOWN,
            |(p, _)| p.locations = vec!["eu".into()],
            |(p, _)| p.locations = vec!["fra02".into(), String::new()],
        ),
        case(
            rule::GLOBAL_AND_OTHERS,
            |(p, _)| p.locations.push("global".into()),
            |(p, _)| p.locations = vec!["global".into()],
        ),
        case(
            rule::LOCATION_AGAINST_SCOPE,
            |(p, _)| p.locations = vec!["global".into()],
            |(p, c)| (p.locations, c.location_scope) = (vec!["global".into()], String::new()),
        ),
        case(
            rule::LOCATION_AGAINST_SCOPE,
            |(_, c)| c.location_scope = "global".into(),
            |(p, c)| (p.locations, c.location_scope) = (vec!["global".into()], "global".into()),
        ),
    ]
}

fn caps() -> Vec<Case<Given>> {
    vec![
        case(
            rule::CAPS_UNUSED,
            |(p, _)| p.lite_caps = vec![CapDraft { measure: "QUERY".into(), ..CapDraft::new() }],
            |(p, _)| p.lite_caps = vec![CapDraft::new()],
        ),
        case(
            rule::CAP_TWICE,
            |(p, _)| capped(p, &[("QUERY", "5", "stop"), ("QUERY", "6", "notify")]),
            |(p, _)| capped(p, &[("QUERY", "5", "stop"), ("SEAT", "5", "stop")]),
        ),
        case(
            rule::CAP_MISSING,
            |(p, _)| capped(p, &[("QUERY", " ", "stop")]),
            |(p, _)| capped(p, &[("QUERY", "0.5", "stop")]),
        ),
        case(
            rule::CAP_ZERO,
            |(p, _)| capped(p, &[("QUERY", "0", "stop")]),
            |(p, _)| capped(p, &[("QUERY", "0.000000001", "stop")]),
        ),
        case(
            rule::CAP_ACTION_MISSING,
            |(p, _)| capped(p, &[("QUERY", "5", "")]),
            |(p, _)| capped(p, &[("QUERY", "5", "explode")]),
        ),
        case(
            rule::TOO_MANY_CAPS,
            |(p, _)| capped(p, &[("QUERY", "5", "stop"); 21]),
            |(p, _)| capped(p, &[("QUERY", "5", "stop"); 20]),
        ),
        case(
            metric::MEASURE_MISSING,
            |(p, _)| capped(p, &[("", "5", "stop")]),
            |(p, _)| capped(p, &[("", " ", "stop")]),
        ),
        case(
            metric::MEASURE_NOT_CAPITALS,
            |(p, _)| capped(p, &[("api calls", "5", "stop")]),
            |(p, _)| capped(p, &[("API_CALL", "5", "stop")]),
        ),
        case(
            metric::NUMBER_NEGATIVE,
            |(p, _)| capped(p, &[("QUERY", "-1", "stop")]),
            |(p, _)| capped(p, &[("QUERY", "1", "stop")]),
        ),
    ]
}

/// The rules of a metric's days hold for those of its plan, too.
fn days() -> Vec<Case<Given>> {
    vec![
        case(
            metric::FROM_WITHIN_A_MONTH,
            |(p, _)| p.effective_from = "2026-06-02".into(),
            |(p, _)| p.effective_from = "2026-06-01".into(),
        ),
        case(
            metric::UNTIL_BEFORE_FROM,
            |(p, _)| (p.effective_from, p.effective_until) = ("2026-06-01".into(), "2026-05-31".into()),
            |(p, _)| (p.effective_from, p.effective_until) = ("2026-06-01".into(), "2026-06-30".into()),
        ),
        case(rule::END_NOT_A_DAY, |(p, _)| p.ends_on = "2027-02-30".into(), |(p, _)| p.ends_on = "2027-03-01".into()),
        case(any::NOT_A_CHOICE, |(p, _)| p.bindable = "maybe".into(), |(p, _)| p.bindable = "no".into()),
        case(any::NOT_A_CHOICE, |(p, _)| p.paid_only = "no".into(), |(p, _)| p.paid_only = "yes".into()),
        case(
            any::NOT_A_CHOICE,
            |(p, _)| p.one_instance_per_account = "true".into(),
            |(p, _)| p.one_instance_per_account = "yes".into(),
        ),
        case(
            any::NOT_A_CHOICE,
            |(p, _)| p.prorate_first_month = "true".into(),
            |(p, _)| p.prorate_first_month = "no".into(),
        ),
    ]
}
