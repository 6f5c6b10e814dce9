//! Made-up usage of a month: the same pattern for every measure of a plan. The same question always gives the same
//! records.

use core::time::Duration;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Setting;
use super::form::measures;
use crate::metering::Quantity;
use crate::metric::MetricDraft;
use crate::moment::Moment;
use crate::number::product;
use crate::plan::PlanDraft;
use crate::usage::{Measured, Sent};

const HOURS: u64 = 24;
const DAY: i64 = 86_400_000;
/// From Monday to Friday, in UTC.
const WORKING_HOURS: core::ops::Range<u64> = 8..18;
/// Every so many days, at this hour, so many times as much.
const SPIKE: (u8, u64, u8) = (7, 12, 10);
/// Whom measures are counted for that are counted for each consumer.
pub const CONSUMER: &str = "consumer-1";

/// How the typed quantity is spread over the month. What is told at a moment follows: a level changes when the pattern
/// does, and what is charged by the month is told once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// As much in every hour.
    Hourly,
    /// As much on every day, in one record.
    Daily,
    /// As much in each working hour, nothing in the others.
    WorkingHours,
    /// As much more in the hours of each day than in those of the day before.
    Growing,
    /// As much in every hour and, once a week, ten times as much for an hour.
    Spikes,
}

impl Pattern {
    pub const ALL: [Self; 5] = [Self::Hourly, Self::Daily, Self::WorkingHours, Self::Growing, Self::Spikes];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Hourly => "hourly",
            Self::Daily => "daily",
            Self::WorkingHours => "working_hours",
            Self::Growing => "growing",
            Self::Spikes => "spikes",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pattern| pattern.name() == name)
    }

    /// From the moment in which the instance was made to the end of the month, without a gap.
    fn spans(self, setting: &Setting, quantity: Decimal) -> Vec<Span> {
        let mut spans = Vec::new();
        let first = setting.month.elapsed(setting.provisioned);
        for (number, day) in (1..).zip(first..=setting.month.days()) {
            let (begins, ends) = (setting.month.start_of(day), setting.end_of(day));
            if self == Self::Daily {
                spans.push(Span { start: begins, end: ends, amount: quantity });
                continue;
            }
            for hour in 0..HOURS {
                let start = begins.plus(Duration::from_hours(hour));
                let amount = self.amount(quantity, number, start, hour);
                spans.push(Span { start, end: begins.plus(Duration::from_hours(hour + 1)), amount });
            }
        }
        spans
    }

    /// `number` is that of the day, from 1.
    fn amount(self, quantity: Decimal, number: u8, start: Moment, hour: u64) -> Decimal {
        let times = |by: u8| product(quantity, by.into()).unwrap_or(quantity);
        let (every, at, by) = SPIKE;
        match self {
            Self::WorkingHours if !is_weekday(start) || !WORKING_HOURS.contains(&hour) => Decimal::ZERO,
            Self::Spikes if number.is_multiple_of(every) && hour == at => times(by),
            Self::Growing => times(number),
            Self::Hourly | Self::Daily | Self::WorkingHours | Self::Spikes => quantity,
        }
    }
}

struct Span {
    start: Moment,
    end: Moment,
    amount: Decimal,
}

/// The records of a month in the order in which they end. Each arrives at its end.
pub fn records(pattern: Pattern, draft: &PlanDraft, setting: &Setting, quantity: Decimal) -> Vec<Sent> {
    let spans = pattern.spans(setting, quantity);
    let metrics: Vec<&MetricDraft> = measures(draft).collect();
    let mut records = Vec::new();
    for of_consumers in [false, true] {
        let consumer = of_consumers.then(|| CONSUMER.to_owned());
        let record = |start, end, measured| Sent {
            instance: setting.instance.to_string(),
            plan: setting.plan.to_string(),
            start,
            end,
            region: Some(setting.location.clone()),
            consumer: consumer.clone(),
            measured,
        };
        let of_kind = metrics.iter().copied().filter(|metric| metric.is_consumer_level() == of_consumers);
        let (instant, over_time): (Vec<_>, Vec<_>) = of_kind.partition(|metric| metric.is_instant());
        if !over_time.is_empty() {
            let measured =
                |amount| over_time.iter().map(|metric| used(metric, Quantity::Consumption(amount))).collect();
            records.extend(spans.iter().map(|span| record(span.start, span.end, measured(span.amount))));
        }
        let told = told(&instant, &spans, quantity);
        records.extend(told.into_iter().map(|(at, measured)| record(at, at, measured)));
    }
    records.sort_by_key(|record| record.end);
    records
}

/// What is told at moments: two records of one moment would be the same record, so that each holds all of it.
fn told(metrics: &[&MetricDraft], spans: &[Span], quantity: Decimal) -> BTreeMap<Moment, Vec<Measured>> {
    let mut told: BTreeMap<Moment, Vec<Measured>> = BTreeMap::new();
    for metric in metrics {
        if !metric.is_event() {
            if let Some(first) = spans.first() {
                told.entry(first.start).or_default().push(used(metric, Quantity::Consumption(quantity)));
            }
            continue;
        }
        let mut level = Decimal::ZERO;
        for span in spans {
            if span.amount != level {
                let event = Quantity::Event { previous: level, current: span.amount };
                told.entry(span.start).or_default().push(used(metric, event));
                level = span.amount;
            }
        }
    }
    told
}

fn used(metric: &MetricDraft, quantity: Quantity) -> Measured {
    Measured { measure: metric.measure.clone(), quantity }
}

/// The first of January 1970 was a Thursday.
const fn is_weekday(at: Moment) -> bool {
    (at.millis().div_euclid(DAY) + 3).rem_euclid(7) < 5
}
