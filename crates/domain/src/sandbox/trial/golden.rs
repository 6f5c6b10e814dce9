//! Golden sequences: the records of the examples of §8.2 for each metering model, as they are and so many times larger
//! that each tier of the price list is charged, with what they have to come to and what the sandbox shows.

use rust_decimal::Decimal;

use super::expected::{Case, figures, packs_of, quantity};
use super::{CONSUMER, TRAVEL, entry, record, setting, undated};
use crate::ids::PlanId;
use crate::metering::{MeteringModel, Quantity};
use crate::metric::{Metric, MetricDraft};
use crate::moment::Moment;
use crate::money::Currency;
use crate::plan::PlanDraft;
use crate::rating::{Step, Tariff, Verdict};
use crate::sandbox::{Entry, PlayedMeasure, Setting, play};
use crate::statement::Outcome;

/// The last day of the month.
pub(super) const LAST: u8 = 30;
/// The tiers that are tried, beside the last one.
const MOST_TIERS: usize = 12;
/// Beyond this a record could not be sent.
const MOST_SENT: u64 = 1_000_000_000_000;
/// Who uses what is counted for each consumer.
const CONSUMERS: [&str; 2] = [CONSUMER, "consumer-2"];

/// What a record of a sequence says: what was used in its hour, or the level that it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    /// From 1.
    pub(super) day: u8,
    /// At which it ends; never that of midnight.
    pub(super) hour: u8,
    pub(super) value: Decimal,
}

/// A sequence with the days at whose end it is looked at.
pub(super) struct Sequence {
    pub(super) told: Vec<Told>,
    pub(super) days: Vec<u8>,
}

/// What a month comes to, as of a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// In the unit that is shown.
    pub quantity: Decimal,
    /// In the base currency, before it is rounded; `None`: there is no price.
    pub amount: Option<Decimal>,
    /// In its minor unit.
    pub cost: Option<Decimal>,
}

/// One look at a sequence of one measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Golden {
    pub measure: String,
    pub model: MeteringModel,
    /// As of the end of this day of a month of 30.
    pub day: u8,
    /// The tier that it reaches, from 1; `None`: the example as it is.
    pub tier: Option<usize>,
    pub expected: Figures,
    /// `None`: nothing can be told exactly.
    pub shown: Option<Figures>,
}

impl Golden {
    /// MTR-06: the quantity is that of the formula.
    pub fn is_counted(&self) -> bool {
        self.shown.is_some_and(|shown| is_same(shown.quantity, self.expected.quantity))
    }

    /// MTR-07: there is a price, the amount is that of the formula to six decimals, and what is paid is that, rounded.
    pub fn is_rated(&self) -> bool {
        let (Some(amount), Some(shown)) = (self.expected.amount, self.shown) else { return false };
        shown.amount.is_some_and(|shown| is_same(shown, amount)) && shown.cost == self.expected.cost
    }
}

/// To six decimals.
fn is_same(one: Decimal, other: Decimal) -> bool {
    one.checked_sub(other).is_some_and(|difference| difference.abs() < Decimal::new(5, 7))
}

/// Every look at every complete metric of the plan, each as if it were the only one.
pub fn golden(draft: &PlanDraft, plan: PlanId) -> Vec<Golden> {
    let draft = undated(draft);
    let setting = setting(plan, 1);
    let mut golden = Vec::new();
    for (at, metric) in draft.charged_metrics() {
        let Some(typed) = draft.metrics.get(at) else { continue };
        let alone = PlanDraft { metrics: vec![typed.clone()], ..draft.clone() };
        let subject = Subject { draft: &alone, typed, metric: &metric, setting: &setting };
        golden.extend(subject.looks());
    }
    golden
}

struct Subject<'a> {
    draft: &'a PlanDraft,
    typed: &'a MetricDraft,
    metric: &'a Metric,
    setting: &'a Setting,
}

impl Subject<'_> {
    fn looks(&self) -> Vec<Golden> {
        let sequences = sequences(self.metric.tariff.metering, self.typed.is_event());
        let mut looks = Vec::new();
        for Sequence { told, days } in &sequences {
            looks.extend(days.iter().filter_map(|day| self.look(told, *day, None)));
        }
        let Some(first) = sequences.first() else { return looks };
        for tier in tiers(&self.metric.tariff) {
            let larger = self.larger(&first.told, tier);
            looks.extend(larger.and_then(|told| self.look(&told, LAST, Some(tier + 1))));
        }
        looks
    }

    /// `None`: the formulas have no exact result.
    fn look(&self, told: &[Told], day: u8, tier: Option<usize>) -> Option<Golden> {
        let expected = figures(&self.metric.tariff, self.case(told, day))?;
        let entries = self.entries(told);
        let played = play(self.draft, self.setting, &entries, self.setting.end_of(day));
        let shown = played.measures.iter().find(|one| one.measure == self.metric.measure).and_then(shown);
        let model = self.metric.tariff.metering;
        Some(Golden { measure: self.metric.measure.clone(), model, day, tier, expected, shown })
    }

    fn case<'b>(&self, told: &'b [Told], day: u8) -> Case<'b> {
        Case { told, is_event: self.typed.is_event(), consumers: self.consumers().len(), day, days: LAST }
    }

    /// The sequence, so many times larger that the tier is charged, and half a pack of it not whole.
    fn larger(&self, told: &[Told], tier: usize) -> Option<Vec<Told>> {
        let tariff = &self.metric.tariff;
        let case = self.case(told, LAST);
        let wanted = packs_of(tariff, tier)?.checked_mul(tariff.rating_scale)?;
        let wanted = wanted.checked_add(tariff.instance_free_units)?.checked_add(tariff.free_units)?;
        let sent = wanted.checked_mul(tariff.metering_scale)?;
        let factor = sent.checked_div(quantity(tariff.metering, case)?)?.ceil().checked_add(Decimal::new(5, 1))?;
        let times = |told: &Told| {
            let value = told.value.checked_mul(factor).filter(|value| *value <= Decimal::from(MOST_SENT))?;
            Some(Told { value, ..*told })
        };
        told.iter().map(times).collect()
    }

    fn consumers(&self) -> &'static [&'static str] {
        if self.typed.is_consumer_level() { &CONSUMERS } else { &[] }
    }

    /// The records in the order of their time, of each consumer if there are any.
    fn entries(&self, told: &[Told]) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut level = Decimal::ZERO;
        for Told { day, hour, value } in told.iter().copied() {
            let end = at(self.setting, day, hour);
            let quantity = if self.typed.is_event() {
                Quantity::Event { previous: level, current: value }
            } else {
                Quantity::Consumption(value)
            };
            level = value;
            let consumers: Vec<Option<&str>> = match self.consumers() {
                [] => vec![None],
                consumers => consumers.iter().copied().map(Some).collect(),
            };
            for consumer in consumers {
                let sent = record(self.setting, self.typed, consumer, end, quantity);
                let number = u128::try_from(entries.len()).unwrap_or_default();
                entries.push(entry(number, end.plus(TRAVEL), sent));
            }
        }
        entries
    }
}

fn at(setting: &Setting, day: u8, hour: u8) -> Moment {
    Moment::from_millis(setting.month.start_of(day).millis() + i64::from(hour) * 3_600_000)
}

/// What the sandbox shows of a measure.
fn shown(measure: &PlayedMeasure) -> Option<Figures> {
    let Some(Outcome::Reckoned { verdict, line }) = measure.line.as_ref().map(|line| &line.outcome) else {
        return None;
    };
    let (amount, cost) = match verdict {
        Verdict::Unrated | Verdict::OnTrial { .. } => (None, None),
        Verdict::NotCharged => (Some(line.cost), Some(line.cost)),
        Verdict::Rated { currency, .. } if *currency != Currency::BASE => (None, None),
        Verdict::Rated { .. } => {
            let before = line.steps.iter().rev().find_map(|step| match step {
                Step::Rounded { amount, .. } => Some(*amount),
                _ => None,
            });
            (before, Some(line.cost))
        }
    };
    Some(Figures { quantity: line.shown, amount, cost })
}

/// The tiers that are tried, from 0.
fn tiers(tariff: &Tariff) -> Vec<usize> {
    let all = tariff.prices.iter().find(|row| row.is_base()).map_or(0, |row| row.tiers.len());
    let mut tiers: Vec<usize> = (0..all.min(MOST_TIERS)).collect();
    tiers.extend((all > MOST_TIERS).then(|| all - 1));
    tiers
}

/// The examples of §8.2; of events, levels that change within a day, between two and over two weeks.
pub(super) fn sequences(model: MeteringModel, is_event: bool) -> Vec<Sequence> {
    let told = |day, hour, value: u32| Told { day, hour, value: value.into() };
    let daily =
        |values: [u32; 5]| -> Vec<Told> { (1..).zip(values).map(|(day, value)| told(day, 10, value)).collect() };
    let of = |told: Vec<Told>, days: &[u8]| Sequence { told, days: days.to_vec() };
    if is_event {
        return vec![of(vec![told(1, 12, 4), told(2, 6, 9), told(2, 18, 2), told(16, 12, 3)], &[1, 2, 15, LAST])];
    }
    match model {
        MeteringModel::StandardAdd => vec![of(daily([5, 5, 5, 5, 5]), &[1, 2, 5, LAST])],
        MeteringModel::StandardMax => vec![of(daily([5, 10, 0, 15, 1]), &[1, 3, 4, LAST])],
        MeteringModel::StandardAvg => vec![of(daily([4, 0, 5, 3, 3]), &[1, 2, 3, LAST])],
        MeteringModel::DailyProrationAvg => {
            let mut month = vec![told(1, 10, 8), told(1, 12, 3), told(2, 10, 2), told(2, 12, 5)];
            month.extend((3..=15).map(|day| told(day, 10, 1)));
            month.extend((16..=LAST).map(|day| told(day, 10, 0)));
            vec![of(month, &[1, 2, 15, LAST])]
        }
        MeteringModel::DailyProrationMax => {
            let mut month = vec![told(1, 10, 0), told(1, 12, 1)];
            month.extend((2..=15).map(|day| told(day, 10, 1)));
            month.extend((16..=LAST).map(|day| told(day, 10, 0)));
            vec![of(month, &[1, 15, LAST])]
        }
        MeteringModel::MonthlyProration => {
            let first_on = |day| of(vec![told(day, 12, 1)], &[day, LAST]);
            vec![first_on(1), first_on(16)]
        }
    }
}
