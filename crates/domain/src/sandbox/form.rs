//! The forms of the sandbox, as typed: what it is set to, one record, some records as JSON, and a pattern. What is wrong
//! is told beside the field and nothing is kept; what a record says is judged like any other.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Sandbox, Setting, Size};
use crate::estimate::{buyers, typed_quantity};
use crate::field::{Field, row};
use crate::findings::{Finding, Findings};
use crate::ids::{AccountId, InstanceId, PlanId};
use crate::location::GLOBAL;
use crate::metering::Quantity;
use crate::metric::{Metric, MetricDraft};
use crate::moment::Moment;
use crate::month::Month;
use crate::plan::PlanDraft;
use crate::rating::Buyer;
use crate::rule::{any, sandbox as rule};
use crate::sandbox::pattern::Pattern;
use crate::usage::{self, Measured, Sent};

/// What a sandbox is set to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SettingDraft {
    /// `2026-06`
    pub month: String,
    /// On which day of it the instance was made; empty: on the first.
    pub day: String,
    /// Country and currency, `USA-USD`; anything else is the base.
    pub buyer: String,
}

/// What there is before anybody sets anything: whose sandbox it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'a> {
    pub instance: InstanceId,
    pub account: AccountId,
    pub offering: &'a str,
    pub plan: PlanId,
    pub draft: &'a PlanDraft,
}

impl SettingDraft {
    pub fn check(&self) -> Findings {
        let mut found = Findings::new();
        let Some(month) = Month::parse(self.month.trim()) else {
            found.push(Finding::new(Field::SandboxMonth, rule::MONTH_UNREADABLE).naming(told(&self.month)));
            return found;
        };
        if self.made_on(month).is_none() {
            let finding = Finding::new(Field::SandboxDay, rule::DAY_OUTSIDE);
            found.push(finding.naming(self.day.trim()).naming(month.days()));
        }
        found
    }

    /// `None` where the rules find something. The region is the first one in which the plan is sold.
    pub fn setting(&self, place: &Place<'_>) -> Option<Setting> {
        let month = Month::parse(self.month.trim())?;
        let provisioned = month.start_of(self.made_on(month)?);
        let metrics: Vec<Metric> = place.draft.charged_metrics().map(|(_, metric)| metric).collect();
        let buyer = buyers(&metrics).into_iter().find(|buyer| code(*buyer) == self.buyer).unwrap_or(Buyer::BASE);
        let location = place.draft.locations.iter().find(|id| !id.is_empty()).map_or(GLOBAL, String::as_str);
        Some(Setting {
            instance: place.instance,
            account: place.account,
            offering: place.offering.to_owned(),
            location: location.to_owned(),
            plan: place.plan,
            month,
            provisioned,
            buyer,
        })
    }

    fn made_on(&self, month: Month) -> Option<u8> {
        let day = if self.day.trim().is_empty() { 1 } else { self.day.trim().parse().ok()? };
        (1..=month.days()).contains(&day).then_some(day)
    }
}

/// How a form names a buyer: `USA-USD`.
pub fn code(buyer: Buyer) -> String {
    format!("{}-{}", buyer.country, buyer.currency)
}

/// One record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecordDraft {
    /// `2026-06-01T13:00`, in UTC.
    pub start: String,
    pub end: String,
    /// Empty: none.
    pub consumer: String,
    /// One for each measure that the plan charges, in their order: what was used or, of an EVENT measure, the level after
    /// the event. Empty: the record does not tell of it.
    pub quantities: Vec<String>,
    /// The level before the event; empty: zero.
    pub previous: Vec<String>,
}

impl RecordDraft {
    pub fn check(&self, draft: &PlanDraft) -> Findings {
        let mut found = Findings::new();
        for (field, typed) in [(Field::SandboxStart, &self.start), (Field::SandboxEnd, &self.end)] {
            if Moment::of_input(typed.trim()).is_none() {
                found.push(Finding::new(field, rule::TIME_UNREADABLE).naming(told(typed)));
            }
        }
        let mut is_told = false;
        for (at, metric) in measures(draft).enumerate() {
            let fields = [Field::SandboxQuantity(row(at)), Field::SandboxPrevious(row(at))];
            let typed = [typed_at(&self.quantities, at), typed_at(&self.previous, at)];
            is_told |= !typed[0].is_empty();
            let used = if metric.is_event() { 2 } else { 1 };
            for (field, typed) in fields.into_iter().zip(typed).take(used) {
                if !typed.is_empty() && typed_quantity(typed).is_none() {
                    found.push(Finding::new(field, rule::QUANTITY_UNREADABLE).naming(typed));
                }
            }
        }
        if !is_told {
            found.push(Finding::new(Field::SandboxQuantity(0), rule::QUANTITY_MISSING));
        }
        found
    }

    /// `None` where the rules find something.
    pub fn sent(&self, draft: &PlanDraft, setting: &Setting) -> Option<Sent> {
        if !self.check(draft).is_complete() {
            return None;
        }
        let consumer = self.consumer.trim();
        Some(Sent {
            instance: setting.instance.to_string(),
            plan: setting.plan.to_string(),
            start: Moment::of_input(self.start.trim())?,
            end: Moment::of_input(self.end.trim())?,
            region: Some(setting.location.clone()),
            consumer: (!consumer.is_empty()).then(|| consumer.to_owned()),
            measured: measures(draft).enumerate().filter_map(|(at, metric)| self.measured(metric, at)).collect(),
        })
    }

    fn measured(&self, metric: &MetricDraft, at: usize) -> Option<Measured> {
        let current = typed_quantity(typed_at(&self.quantities, at))?;
        let quantity = if metric.is_event() {
            let previous = typed_quantity(typed_at(&self.previous, at)).unwrap_or(Decimal::ZERO);
            Quantity::Event { previous, current }
        } else {
            Quantity::Consumption(current)
        };
        Some(Measured { measure: metric.measure.clone(), quantity })
    }
}

/// What the plan charges, in its order: the rows of the form of a record.
pub fn measures(draft: &PlanDraft) -> impl Iterator<Item = &MetricDraft> {
    draft.charged_metrics().filter_map(move |(at, _)| draft.metrics.get(at))
}

fn typed_at(typed: &[String], at: usize) -> &str {
    typed.get(at).map_or("", |typed| typed.trim())
}

/// What somebody wrote, for a sentence that quotes it.
fn told(typed: &str) -> &str {
    if typed.trim().is_empty() { "it is empty" } else { typed.trim() }
}

/// What is wrong with a body of records as a whole.
pub fn check_batch(batch: &str) -> Findings {
    let unreadable = |fault| Finding::new(Field::SandboxRecords, rule::RECORDS_UNREADABLE).naming(fault);
    usage::batch::texts(batch.as_bytes()).err().map(unreadable).into_iter().collect()
}

/// A pattern of usage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PatternDraft {
    /// A name of [`Pattern`].
    pub shape: String,
    pub quantity: String,
}

impl PatternDraft {
    pub fn check(&self) -> Findings {
        let mut found = Findings::new();
        if Pattern::parse(&self.shape).is_none() {
            found.push(Finding::new(Field::SandboxPattern, any::NOT_A_CHOICE).naming(&self.shape));
        }
        let typed = self.quantity.trim();
        if typed.is_empty() {
            found.push(Finding::new(Field::SandboxAmount, rule::QUANTITY_MISSING));
        } else if typed_quantity(typed).is_none() {
            found.push(Finding::new(Field::SandboxAmount, rule::QUANTITY_UNREADABLE).naming(typed));
        }
        found
    }

    /// `None` where the rules find something.
    pub fn parse(&self) -> Option<(Pattern, Decimal)> {
        Some((Pattern::parse(&self.shape)?, typed_quantity(&self.quantity)?))
    }
}

/// Whether a sandbox has room for so much more.
pub fn check_room(field: Field, sandbox: &Sandbox, more: Size) -> Findings {
    if sandbox.holds(more) { Findings::new() } else { full(field, sandbox.entries.len()).into() }
}

/// What is said where there is no room.
pub fn full(field: Field, entries: usize) -> Finding {
    Finding::new(field, rule::FULL).naming(entries)
}
