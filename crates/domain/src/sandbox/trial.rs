//! Trials of a plan (§6.9 MTR): records go through a scratch sandbox of it, and what the platform answers and shows is put
//! beside what §8 says. What has to come out is reckoned in `expected`, by the formulas of the reference and not by the
//! functions that count and rate, or they would agree with themselves.

use core::time::Duration;

use uuid::Uuid;

use super::{Channel, Entry, Setting, play};
use crate::ids::{AccountId, InstanceId, PlanId, UsageRecordId};
use crate::metering::Quantity;
use crate::metric::MetricDraft;
use crate::moment::Moment;
use crate::month::Month;
use crate::plan::PlanDraft;
use crate::rating::Buyer;
use crate::usage::{Code, LATEST, Measured, Sent};

mod expected;
mod golden;

pub use golden::{Figures, Golden, golden};

/// In June 2026: a month of 30 days, as in the examples of §8.2.
const JUNE: Moment = Moment::from_millis(1_780_272_000_000);
/// The day on which the instance of the trials is made, so that there is something before it.
const MADE: u8 = 2;
const HOUR: Duration = Duration::from_hours(1);
/// How long records are under way.
const TRAVEL: Duration = Duration::from_mins(1);
const CONSUMER: &str = "consumer-1";

/// What is special about a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trial {
    /// Nothing: it is kept.
    Good,
    /// It was kept already.
    Again,
    /// It arrives more than 48 hours after its end.
    TooOld,
    /// Its window ends before the instance is made.
    TooEarly,
    /// The plan has no such measure.
    UnknownMeasure,
    /// It names a plan that the instance has not.
    OtherPlan,
}

impl Trial {
    pub const ALL: [Self; 6] =
        [Self::Good, Self::Again, Self::TooOld, Self::TooEarly, Self::UnknownMeasure, Self::OtherPlan];

    /// The answer that §8.5 has for it.
    pub const fn expected(self) -> Code {
        match self {
            Self::Good => Code::Accepted,
            Self::Again => Code::Duplicate,
            Self::TooOld => Code::UsageTooOld,
            Self::TooEarly => Code::OutsideLifetime,
            Self::UnknownMeasure => Code::UnknownMeasure,
            Self::OtherPlan => Code::InstanceMetadata,
        }
    }
}

/// A trial of one measure, and the answer that it got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    pub measure: String,
    pub trial: Trial,
    /// `None`: none came.
    pub answered: Option<Code>,
}

impl Tried {
    pub fn is_right(&self) -> bool {
        self.answered == Some(self.trial.expected())
    }
}

/// Every trial of every complete metric of the plan.
pub fn tried(draft: &PlanDraft, plan: PlanId) -> Vec<Tried> {
    let (draft, setting) = (undated(draft), setting(plan, MADE));
    let metrics = draft.charged_metrics().filter_map(|(at, _)| draft.metrics.get(at));
    let of = |metric: &MetricDraft| Trial::ALL.map(|trial| try_out(&draft, &setting, metric, trial));
    metrics.flat_map(of).collect()
}

fn try_out(draft: &PlanDraft, setting: &Setting, metric: &MetricDraft, trial: Trial) -> Tried {
    let end = match trial {
        Trial::TooEarly => setting.provisioned.minus(HOUR),
        _ => setting.provisioned.plus(HOUR.saturating_mul(4)),
    };
    let quantity = if metric.is_event() {
        Quantity::Event { previous: 0.into(), current: 1.into() }
    } else {
        Quantity::Consumption(1.into())
    };
    let consumer = metric.is_consumer_level().then_some(CONSUMER);
    let mut sent = record(setting, metric, consumer, end, quantity);
    match trial {
        Trial::UnknownMeasure => sent.measured[0].measure = unknown(draft),
        Trial::OtherPlan => sent.plan = PlanId::new(Uuid::from_u128(!setting.plan.uuid().as_u128())).to_string(),
        _ => {}
    }
    let travel = if trial == Trial::TooOld { LATEST.saturating_add(TRAVEL) } else { TRAVEL };
    let mut entries = vec![entry(1, end.plus(travel), sent.clone())];
    if trial == Trial::Again {
        entries.push(entry(2, end.plus(travel.saturating_mul(2)), sent));
    }
    let answers = play(draft, setting, &entries, setting.month.end()).answers;
    let answered = (answers.len() == entries.len()).then(|| answers.last().map(|answer| answer.code)).flatten();
    Tried { measure: metric.measure.clone(), trial, answered }
}

/// A measure that the plan has not.
fn unknown(draft: &PlanDraft) -> String {
    let mut unknown = "UNKNOWN".to_owned();
    while draft.metrics.iter().any(|metric| metric.measure == unknown) {
        unknown.push_str("_MEASURE");
    }
    unknown
}

/// The plan at a time at which all of its prices hold.
fn undated(draft: &PlanDraft) -> PlanDraft {
    let mut undated = draft.clone();
    undated.effective_from.clear();
    undated.effective_until.clear();
    for metric in &mut undated.metrics {
        metric.effective_from.clear();
        metric.effective_until.clear();
    }
    undated
}

/// An instance that is made as the day begins, and pays the base price.
fn setting(plan: PlanId, day: u8) -> Setting {
    let month = Month::of(JUNE);
    Setting {
        instance: InstanceId::new(Uuid::from_u128(1)),
        account: AccountId::new(Uuid::from_u128(1)),
        offering: String::new(),
        location: "trial".to_owned(),
        plan,
        month,
        provisioned: month.start_of(day),
        buyer: Buyer::BASE,
    }
}

/// A good record of the hour before its end, or of that moment.
fn record(setting: &Setting, metric: &MetricDraft, consumer: Option<&str>, end: Moment, quantity: Quantity) -> Sent {
    Sent {
        instance: setting.instance.to_string(),
        plan: setting.plan.to_string(),
        start: if metric.is_instant() { end } else { end.minus(HOUR) },
        end,
        region: Some(setting.location.clone()),
        consumer: consumer.map(str::to_owned),
        measured: vec![Measured { measure: metric.measure.clone(), quantity }],
    }
}

fn entry(number: u128, arrived: Moment, sent: Sent) -> Entry {
    let id = UsageRecordId::new(Uuid::from_u128(number));
    Entry { id, arrived, channel: Channel::Pattern, json: String::new(), sent: Ok(sent) }
}

#[cfg(test)]
mod tests;
