//! What a new plan starts from.

use slipway_domain::ids::PlanId;
use slipway_domain::metric::MetricDraft;
use slipway_domain::money::{BASE_COUNTRY, BASE_CURRENCY};
use slipway_domain::offering::Offering;
use slipway_domain::plan::{AmountDraft, PlanDraft};

/// A free plan is always called lite; paid ones start with the row that every price list must have. Without a wish, the
/// first plan is the free one. `from` is the plan to clone, as its id.
pub(super) fn draft(offering: &Offering, kind: &str, from: &str) -> PlanDraft {
    let has_free = offering.plans.iter().any(|plan| plan.draft.is_free());
    let cloned = PlanId::parse(from).ok().and_then(|id| offering.plans.iter().find(|plan| plan.id == id));
    if let Some(record) = cloned {
        return clone(&record.draft);
    }
    match kind {
        "free" => free(),
        "subscription" => subscription(),
        "metered" => metered(),
        _ if has_free => subscription(),
        _ => free(),
    }
}

fn free() -> PlanDraft {
    PlanDraft {
        kind: "free".to_owned(),
        name: "lite".to_owned(),
        display_name: "Lite".to_owned(),
        ..PlanDraft::default()
    }
}

fn subscription() -> PlanDraft {
    let base =
        AmountDraft { country: BASE_COUNTRY.to_owned(), currency: BASE_CURRENCY.to_owned(), price: String::new() };
    PlanDraft { kind: "subscription".to_owned(), amounts: vec![base], ..PlanDraft::default() }
}

fn metered() -> PlanDraft {
    PlanDraft { kind: "metered".to_owned(), metrics: vec![MetricDraft::new()], ..PlanDraft::default() }
}

/// Everything but the names: two plans of an offering never share one.
fn clone(draft: &PlanDraft) -> PlanDraft {
    PlanDraft { name: String::new(), display_name: String::new(), ..draft.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscription_starts_with_the_base_row_and_a_free_plan_with_its_name() {
        assert!(subscription().amounts[0].is_base());
        assert_eq!((free().name.as_str(), free().display_name.as_str()), ("lite", "Lite"));
        assert_eq!(metered().metrics.len(), 1);
        assert!(free().amounts.is_empty(), "a free plan with a price row would be warned about");
    }

    #[test]
    fn a_clone_has_everything_but_the_names() {
        let gold = PlanDraft { name: "gold".to_owned(), description: "Much.".to_owned(), ..metered() };
        assert_eq!(clone(&gold), PlanDraft { name: String::new(), ..gold });
    }
}
