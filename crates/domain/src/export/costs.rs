//! What the plans of `catalog.json` cost (§4.10): the caps of a free one, the metrics of a metered one, one fee a month.

use super::{AmountJson, CostJson, PriceJson, metric};
use crate::plan::{AmountDraft, CapDraft, PlanDraft};

/// What a plan charges, or where a free one ends.
pub(super) fn costs(draft: &PlanDraft) -> Vec<CostJson> {
    if draft.is_free() {
        draft.caps().map(capped).collect()
    } else if draft.is_metered() {
        draft.metrics.iter().map(metric::cost).collect()
    } else {
        vec![monthly_fee(draft)]
    }
}

fn capped(cap: &CapDraft) -> CostJson {
    let mut cost = metric::cost(&cap.metric());
    if let Some(metric) = &mut cost.metric {
        cap.action.trim().clone_into(&mut metric.usage_cap_action);
    }
    cost
}

fn monthly_fee(draft: &PlanDraft) -> CostJson {
    let amounts = draft.amounts.iter().filter_map(AmountDraft::parse).map(|(country, money)| AmountJson {
        country: country.to_string(),
        currency: money.currency.to_string(),
        prices: vec![PriceJson { quantity_tier: 1, price: money.price.to_string() }],
    });
    CostJson { unit: "MONTH".to_owned(), unit_id: "MONTHLY_FEE".to_owned(), metric: None, amounts: amounts.collect() }
}
