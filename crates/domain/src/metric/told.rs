//! A metric value by value, for comparing two versions of it.

use super::MetricDraft;
use crate::field::Field;

impl MetricDraft {
    /// Every value with its field, also those that are empty; always the same fields in the same order. `row` is the
    /// place of the metric in its plan.
    pub fn values(&self, row: u8) -> Vec<(Field, String)> {
        let text = |value: &str| value.trim().to_owned();
        vec![
            (Field::MetricPartNumber(row), text(&self.part_number)),
            (Field::MetricResource(row), text(&self.resource_name)),
            (Field::MetricResourceDisplay(row), text(&self.resource_display_name)),
            (Field::MetricMeasure(row), text(&self.measure)),
            (Field::MetricQuantityType(row), text(&self.quantity_type)),
            (Field::MetricConsumerLevel(row), text(&self.consumer_level)),
            (Field::MetricModel(row), text(&self.metering_model)),
            (Field::MetricScale(row), text(&self.metering_scale)),
            (Field::MetricChargeUnit(row), text(&self.charge_unit)),
            (Field::MetricChargeUnitId(row), text(&self.charge_unit_id)),
            (Field::MetricUnitDisplay(row), text(&self.unit_display_name)),
            (Field::MetricGroup(row), text(&self.aggregation_group)),
            (Field::MetricDisplayCap(row), text(&self.display_cap)),
            (Field::MetricPricing(row), text(&self.rating_model)),
            (Field::MetricPack(row), text(&self.rating_scale)),
            (Field::MetricClip(row), text(&self.clip)),
            (Field::MetricShownOnly(row), text(&self.shown_only)),
            (Field::MetricInstanceFree(row), text(&self.instance_free_units)),
            (Field::MetricFree(row), text(&self.free_units)),
            (Field::MetricUsageCap(row), text(&self.usage_cap)),
            (Field::MetricBucket(row), text(&self.bucket)),
            (Field::MetricFrom(row), text(&self.effective_from)),
            (Field::MetricUntil(row), text(&self.effective_until)),
            (Field::MetricTiers(row), self.told_bounds()),
        ]
    }

    /// One text for each row of the price list, under its country and currency: "USA, USD 0.40, 0.32".
    pub fn told_prices(&self) -> Vec<((String, String), String)> {
        let tiers = self.tiers();
        let listed = self.places.iter().enumerate().filter(|(at, _)| self.is_listed(*at));
        listed
            .map(|(at, place)| {
                let prices: Vec<&str> = (0..tiers).map(|tier| self.price(at, tier).trim()).collect();
                let key = (place.country.clone(), place.currency.clone());
                (key, format!("{}, {} {}", place.country, place.currency, prices.join(", ")))
            })
            .collect()
    }

    /// "1000, 2500" of three tiers; empty of one.
    fn told_bounds(&self) -> String {
        let bounds: Vec<&str> =
            self.bounds.iter().map(|bound| bound.trim()).filter(|bound| !bound.is_empty()).collect();
        bounds.join(", ")
    }
}
