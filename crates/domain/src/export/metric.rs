//! A metric of a metered plan in `catalog.json`, under the names of §4.10.

use serde::{Deserialize, Serialize};

use super::{AmountJson, CostJson, PriceJson};
use crate::metric::{MetricDraft, OPEN_BOUND};

/// Numbers are decimal text, as prices are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostMetricJson {
    #[serde(rename = "partNumber", default, skip_serializing_if = "String::is_empty")]
    pub part_number: String,
    #[serde(rename = "unitDisplayName")]
    pub unit_display_name: String,
    #[serde(rename = "resourceDisplayName")]
    pub resource_display_name: String,
    #[serde(rename = "meteringUnit")]
    pub metering_unit: String,
    pub quantity_type: String,
    pub model: String,
    pub scale: String,
    pub rating_model: String,
    pub rating_scale: String,
    pub is_ceil: bool,
    pub is_rated: bool,
    pub free_units: String,
    pub instance_free_units: String,
    pub usage_cap_qty: String,
    /// What happens at the cap of a free plan, one of `plan::CAP_ACTIONS`; empty for every other metric.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub usage_cap_action: String,
    pub display_cap: String,
    pub aggregation_group: String,
    pub rating_bucket: String,
    pub consumer_level: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub effective_from: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub effective_until: String,
}

pub(super) fn cost(draft: &MetricDraft) -> CostJson {
    let or = |text: &str, otherwise: &str| match text.trim() {
        "" => otherwise.to_owned(),
        text => text.to_owned(),
    };
    let metric = CostMetricJson {
        part_number: draft.part_number.trim().to_owned(),
        unit_display_name: draft.unit(),
        resource_display_name: draft.name(),
        metering_unit: draft.measure.clone(),
        quantity_type: draft.quantity_type.clone(),
        model: draft.metering_model.clone(),
        scale: or(&draft.metering_scale, "1"),
        rating_model: draft.rating_model.clone(),
        rating_scale: or(&draft.rating_scale, "1"),
        is_ceil: draft.clip == "yes",
        is_rated: draft.shown_only != "yes",
        free_units: or(&draft.free_units, "0"),
        instance_free_units: or(&draft.instance_free_units, "0"),
        usage_cap_qty: or(&draft.usage_cap, "0"),
        usage_cap_action: String::new(),
        display_cap: or(&draft.display_cap, "0"),
        aggregation_group: or(&draft.aggregation_group, "monthly"),
        rating_bucket: or(&draft.bucket, "instance"),
        consumer_level: draft.consumer_level == "yes",
        effective_from: draft.effective_from.trim().to_owned(),
        effective_until: draft.effective_until.trim().to_owned(),
    };
    let amounts = draft.price_rows().map(|row| AmountJson {
        country: row.country.to_string(),
        currency: row.currency.to_string(),
        prices: row
            .tiers
            .iter()
            .enumerate()
            .map(|(at, tier)| PriceJson {
                quantity_tier: if is_linear(draft) { 1 } else { draft.upper_bound(at).unwrap_or(OPEN_BOUND) },
                price: tier.price.to_string(),
            })
            .collect(),
    });
    CostJson {
        unit: draft.charge_unit.clone(),
        unit_id: draft.unit_id().to_owned(),
        amounts: amounts.collect(),
        metric: Some(metric),
    }
}

/// A linear price carries one row with `quantity_tier` 1, which nobody reads.
fn is_linear(draft: &MetricDraft) -> bool {
    !draft.pricing().is_some_and(crate::rating::PricingModel::has_tiers)
}
