//! A metric that a cost says, without its prices: what is sent, and how a month of it is counted and put into packs. What a
//! rule does not allow is read all the same, and the findings tell.

use serde_json::Value;

use super::bounded;
use crate::metric::MetricDraft;
use crate::rating::PricingModel;

/// One of the `costs` of a plan.
pub(super) struct Cost<'a>(pub(super) &'a Value);

impl Cost<'_> {
    pub(super) fn metric(&self) -> MetricDraft {
        let new = MetricDraft::new();
        let pricing = PricingModel::of_definition(&self.text("rating_model"))
            .or_else(|| PricingModel::of_definition(&self.text("tier_model")));
        let mut metric = MetricDraft {
            part_number: self.text("partNumber"),
            resource_display_name: self.text("resourceDisplayName"),
            measure: self.text("meteringUnit"),
            quantity_type: self.text_or("quantity_type", new.quantity_type),
            consumer_level: self.yes_if("consumer_level", true),
            metering_model: self.text_or("model", new.metering_model),
            metering_scale: self.text_or("formula", self.text_or("scale", new.metering_scale)),
            charge_unit: self.text("unit"),
            charge_unit_id: self.text("unitId"),
            unit_display_name: self.text("unitDisplayName"),
            aggregation_group: self.text("aggregation_group"),
            display_cap: self.text("display_cap"),
            rating_model: pricing.map_or(new.rating_model, |model| model.name().to_owned()),
            rating_scale: self.text_or("rating_scale", new.rating_scale),
            clip: self.yes_if("is_ceil", true),
            shown_only: self.yes_if("is_rated", false),
            instance_free_units: self.text("instance_free_units"),
            free_units: self.text("free_units"),
            usage_cap: self.text("usage_cap_qty"),
            bucket: self.text("rating_bucket"),
            ..MetricDraft::new()
        };
        metric.convert_formula();
        metric
    }

    /// A number as it is written.
    pub(super) fn text(&self, name: &str) -> String {
        match self.0.get(name) {
            Some(Value::String(text)) => bounded(text),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    pub(super) fn text_or(&self, name: &str, otherwise: String) -> String {
        Some(self.text(name)).filter(|text| !text.is_empty()).unwrap_or(otherwise)
    }

    fn yes_if(&self, name: &str, flag: bool) -> String {
        if self.0.get(name) == Some(&Value::Bool(flag)) { "yes".to_owned() } else { String::new() }
    }
}
