//! What a new plan starts from.

use slipway_domain::money::{BASE_COUNTRY, BASE_CURRENCY};
use slipway_domain::offering::Offering;
use slipway_domain::plan::{AmountDraft, PlanDraft};

/// A free plan is always called lite; a subscription starts with the row that every price list must have. Without a
/// wish, the first plan is the free one.
pub(super) fn draft(offering: &Offering, kind: &str) -> PlanDraft {
    let has_free = offering.plans.iter().any(|plan| plan.draft.is_free());
    match kind {
        "free" => free(),
        "subscription" => subscription(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscription_starts_with_the_base_row_and_a_free_plan_with_its_name() {
        assert!(subscription().amounts[0].is_base());
        assert_eq!((free().name.as_str(), free().display_name.as_str()), ("lite", "Lite"));
        assert!(free().amounts.is_empty(), "a free plan with a price row would be warned about");
    }
}
