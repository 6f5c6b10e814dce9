//! The rules of one metric.

use rust_decimal::Decimal;

use super::{AGGREGATION_GROUPS, BUCKETS, MetricDraft, QUANTITY_TYPES, names};
use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::metering::MeteringModel;
use crate::number::{self, NumberError};
use crate::rating::PricingModel;
use crate::rule::metric as rule;
use crate::shape::{self, Text, optional, tick};

mod prices;

/// Of names for machines, in characters (§8.6).
const LONGEST_ID: usize = 50;
/// Of names for people.
const LONGEST_NAME: usize = 100;

/// What the rules need to know beside the metric: the keys of the plan's other metrics.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MetricContext {
    pub other_part_numbers: Vec<String>,
    pub other_unit_ids: Vec<String>,
    pub other_measures: Vec<String>,
}

impl MetricDraft {
    /// `row` is the place of the metric in its plan, from 0.
    pub fn check(&self, row: u8, context: &MetricContext) -> Findings {
        let mut found = Findings::new();
        self.check_sent(&mut found, row, context);
        self.check_counted(&mut found, row, context);
        self.check_charged(&mut found, row);
        self.effective().check(&mut found, Field::MetricFrom(row), Field::MetricUntil(row));
        self.check_tiers(&mut found, row);
        self.check_places(&mut found, row);
        self.check_drops(&mut found, row);
        found
    }

    /// Step 1: what is sent.
    fn check_sent(&self, found: &mut Findings, row: u8, context: &MetricContext) {
        let field = Field::MetricPartNumber(row);
        if let Some(number) = shape::text(found, field, &self.part_number, Text::line(LONGEST_ID))
            && context.other_part_numbers.iter().any(|other| other == number)
        {
            found.push(Finding::new(field, rule::PART_NUMBER_TWICE).naming(number));
        }
        let field = Field::MetricResource(row);
        let expected = Text::line(LONGEST_ID).required(rule::RESOURCE_MISSING);
        if let Some(name) =
            shape::text(found, field, &self.resource_name, expected).filter(|name| !names::is_joined(name))
        {
            found.push(Finding::new(field, rule::RESOURCE_NOT_JOINED).naming(name).suggesting(names::joined(name)));
        }
        shape::text(found, Field::MetricResourceDisplay(row), &self.resource_display_name, Text::line(LONGEST_NAME));
        let field = Field::MetricMeasure(row);
        if let Some(name) = check_measure(found, field, &self.measure)
            && context.other_measures.iter().any(|other| other == name)
        {
            found.push(Finding::new(field, rule::MEASURE_TWICE).naming(name));
        }
        let field = Field::MetricQuantityType(row);
        shape::choice(found, field, &self.quantity_type, QUANTITY_TYPES, rule::QUANTITY_TYPE_MISSING);
        tick(found, Field::MetricConsumerLevel(row), &self.consumer_level);
    }

    /// Step 2: how a month is counted, and in which unit.
    fn check_counted(&self, found: &mut Findings, row: u8, context: &MetricContext) {
        let field = Field::MetricModel(row);
        let models = MeteringModel::ALL.map(MeteringModel::name);
        let (unit, usual) = self.usual_model().unzip();
        let usual = usual.map_or("", MeteringModel::name);
        let model = if self.metering_model.is_empty() {
            found.push(Finding::new(field, rule::MODEL_MISSING).suggesting(usual));
            None
        } else {
            shape::choice(found, field, &self.metering_model, &models, rule::MODEL_MISSING)
        };
        if let Some(unit) = unit
            && model.is_some_and(|model| model != usual)
        {
            found.push(Finding::new(field, rule::MODEL_UNUSUAL).naming(unit).suggesting(usual));
        }
        let monthly = MeteringModel::MonthlyProration.name();
        if model == Some(monthly) && self.quantity_type == "EVENT" {
            let fault = Finding::new(field, rule::EVENTS_BY_THE_MONTH);
            found.push(fault.suggesting(MeteringModel::DailyProrationMax.name()));
        }
        let scale = check_scale(found, Field::MetricScale(row), &self.metering_scale);
        let field = Field::MetricChargeUnit(row);
        let expected = Text::line(LONGEST_ID).required(rule::CHARGE_UNIT_MISSING);
        if let Some(unit) = shape::text(found, field, &self.charge_unit, expected) {
            capitals(found, field, unit, rule::CHARGE_UNIT_NOT_CAPITALS);
        }
        self.check_unit_id(found, row, context);
        shape::text(found, Field::MetricUnitDisplay(row), &self.unit_display_name, Text::line(LONGEST_NAME));
        optional(found, Field::MetricGroup(row), &self.aggregation_group, AGGREGATION_GROUPS);
        check_number(found, Field::MetricDisplayCap(row), &self.display_cap);
        if let Some(scale) = scale {
            self.check_scale_against_units(found, row, scale);
        }
    }

    fn check_unit_id(&self, found: &mut Findings, row: u8, context: &MetricContext) {
        let field = Field::MetricChargeUnitId(row);
        if let Some(id) = shape::text(found, field, &self.charge_unit_id, Text::line(LONGEST_ID)) {
            capitals(found, field, id, rule::UNIT_ID_NOT_CAPITALS);
            if !id.starts_with(&self.charge_unit) {
                let fault = Finding::new(field, rule::UNIT_ID_OF_ANOTHER_UNIT).naming(id).naming(&self.charge_unit);
                found.push(fault.suggesting(names::per_month(&self.charge_unit)));
            }
        }
        let id = self.unit_id();
        if !id.is_empty() && context.other_unit_ids.iter().any(|other| other == id) {
            found.push(Finding::new(field, rule::UNIT_ID_TWICE).naming(id));
        }
    }

    /// A thousand is as good as 1,024: both are in use, and the names of the units do not tell them apart.
    fn check_scale_against_units(&self, found: &mut Findings, row: u8, scale: Decimal) {
        let Some(steps) = names::powers_of_1024(&self.measure, &self.charge_unit) else { return };
        let expected = Decimal::from(1024_u64.pow(steps));
        if scale != expected && scale != Decimal::from(1000_u64.pow(steps)) {
            let fault = Finding::new(Field::MetricScale(row), rule::SCALE_AGAINST_UNITS);
            let fault =
                fault.naming(scale.normalize()).naming(expected).naming(&self.measure).naming(&self.charge_unit);
            found.push(fault.suggesting(expected.to_string()));
        }
    }

    /// Step 3: how it is charged.
    fn check_charged(&self, found: &mut Findings, row: u8) {
        let field = Field::MetricPricing(row);
        let models = PricingModel::ALL.map(PricingModel::name);
        shape::choice(found, field, &self.rating_model, &models, rule::PRICING_MISSING);
        if let (Some(pricing), Some(metering)) = (self.pricing(), self.metering())
            && !pricing.goes_with(metering)
        {
            let rule = if pricing.has_tiers() {
                rule::TIERS_OF_A_PRORATED_QUANTITY
            } else {
                rule::PRORATION_OF_A_WHOLE_QUANTITY
            };
            found.push(Finding::new(field, rule).suggesting(PricingModel::Linear.name()));
        }
        check_scale(found, Field::MetricPack(row), &self.rating_scale);
        tick(found, Field::MetricClip(row), &self.clip);
        tick(found, Field::MetricShownOnly(row), &self.shown_only);
        for (field, text) in [
            (Field::MetricInstanceFree(row), &self.instance_free_units),
            (Field::MetricFree(row), &self.free_units),
            (Field::MetricUsageCap(row), &self.usage_cap),
        ] {
            check_number(found, field, text);
        }
        optional(found, Field::MetricBucket(row), &self.bucket, BUCKETS);
    }
}

/// The unit that records carry; `None` if there is none.
pub(crate) fn check_measure<'a>(found: &mut Findings, field: Field, measure: &'a str) -> Option<&'a str> {
    let name = shape::text(found, field, measure, Text::line(LONGEST_ID).required(rule::MEASURE_MISSING))?;
    capitals(found, field, name, rule::MEASURE_NOT_CAPITALS);
    if let Some(one) = names::singular(name) {
        found.push(Finding::new(field, rule::MEASURE_PLURAL).naming(name).suggesting(one));
    }
    Some(name)
}

fn capitals(found: &mut Findings, field: Field, name: &str, rule: crate::rule::RuleId) {
    if !names::is_capitals(name) {
        found.push(Finding::new(field, rule).naming(name).suggesting(names::capitals(name)));
    }
}

/// A divisor: above zero, 1 if it is empty.
fn check_scale(found: &mut Findings, field: Field, text: &str) -> Option<Decimal> {
    if text.trim().is_empty() {
        return Some(Decimal::ONE);
    }
    let scale = check_number(found, field, text)?;
    if scale.is_zero() {
        found.push(Finding::new(field, rule::SCALE_ZERO).suggesting("1"));
        return None;
    }
    Some(scale)
}

/// Zero or more; an empty text is none.
pub(crate) fn check_number(found: &mut Findings, field: Field, text: &str) -> Option<Decimal> {
    if text.trim().is_empty() {
        return None;
    }
    number::parse(text)
        .map_err(|error| {
            found.push(match error {
                NumberError::NotANumber => {
                    let meant = number::meant(text).unwrap_or_default();
                    Finding::new(field, rule::NOT_A_NUMBER).naming(text).suggesting(meant)
                }
                NumberError::Negative => Finding::new(field, rule::NUMBER_NEGATIVE),
                NumberError::TooFine(decimals) => Finding::new(field, rule::NUMBER_TOO_FINE).naming(decimals),
                NumberError::TooLarge(digits) => Finding::new(field, rule::NUMBER_TOO_LARGE).naming(digits),
            });
        })
        .ok()
}
