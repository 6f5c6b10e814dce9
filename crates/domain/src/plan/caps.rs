//! The caps of a free plan (§4.9): how much of a measure an account may use in a month, and what happens then. What has a
//! cap is counted and shown like a metric, and costs nothing.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{MOST_METRICS, PlanDraft};
use crate::field::{self, Field};
use crate::findings::{Finding, Findings};
use crate::metric::{MetricDraft, check_measure, check_number};
use crate::number;
use crate::rule::plan as rule;
use crate::shape;

/// The values of `action`.
pub const CAP_ACTIONS: &[&str] = &["stop", "notify"];

/// A cap as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CapDraft {
    /// The value of `measured_usage[].measure`: `API_CALL`.
    pub measure: String,
    /// The units of a month at which it is reached.
    pub cap: String,
    /// One of `CAP_ACTIONS`.
    pub action: String,
}

/// How far the use of a month is from a cap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapStanding {
    pub measure: String,
    pub used: Decimal,
    pub cap: Decimal,
    /// The instance is stopped when it is reached.
    pub is_stopping: bool,
}

impl CapStanding {
    pub fn is_reached(&self) -> bool {
        self.used >= self.cap
    }

    /// The instance has to be stopped.
    pub fn stops(&self) -> bool {
        self.is_stopping && self.is_reached()
    }
}

impl CapDraft {
    /// What a new row starts from.
    pub fn new() -> Self {
        Self { action: CAP_ACTIONS[0].to_owned(), ..Self::default() }
    }

    /// A select always has a value, so that it says nothing about a row.
    pub fn is_blank(&self) -> bool {
        self.measure.trim().is_empty() && self.cap.trim().is_empty()
    }

    fn is_stopping(&self) -> bool {
        self.action == CAP_ACTIONS[0]
    }

    /// The metric by which the measure is counted.
    pub fn metric(&self) -> MetricDraft {
        MetricDraft::of_cap(self.measure.trim(), self.cap.trim())
    }

    fn check(&self, found: &mut Findings, row: u8) {
        check_measure(found, Field::CapMeasure(row), &self.measure);
        let field = Field::CapAmount(row);
        if self.cap.trim().is_empty() {
            found.push(Finding::new(field, rule::CAP_MISSING));
        } else if check_number(found, field, &self.cap).is_some_and(|cap| cap.is_zero()) {
            found.push(Finding::new(field, rule::CAP_ZERO));
        }
        shape::choice(found, Field::CapAction(row), &self.action, CAP_ACTIONS, rule::CAP_ACTION_MISSING);
    }
}

impl PlanDraft {
    /// The rows of caps that are not empty, with their index.
    pub fn listed_caps(&self) -> impl Iterator<Item = (usize, &CapDraft)> {
        self.lite_caps.iter().enumerate().filter(|(_, cap)| !cap.is_blank())
    }

    /// The caps that are in force: those of a plan of another kind are kept as they are typed.
    pub fn caps(&self) -> impl Iterator<Item = &CapDraft> {
        self.listed_caps().map(|(_, cap)| cap).filter(move |_| self.is_free())
    }

    /// Something follows when a cap is reached.
    pub fn stops_at_a_cap(&self) -> bool {
        self.caps().any(CapDraft::is_stopping)
    }

    /// How far the use of a month is from each cap; `used` tells what it was of a measure.
    pub fn cap_standings(&self, used: impl Fn(&str) -> Decimal) -> Vec<CapStanding> {
        let standing = |cap: &CapDraft| {
            let (measure, is_stopping) = (cap.measure.trim().to_owned(), cap.is_stopping());
            Some(CapStanding { used: used(&measure), cap: number::parse(&cap.cap).ok()?, measure, is_stopping })
        };
        self.caps().filter_map(standing).collect()
    }

    pub(super) fn check_caps(&self, found: &mut Findings) {
        let (field, number) = (Field::PlanCaps, self.listed_caps().count());
        if !self.is_free() {
            if number > 0 {
                found.push(Finding::new(field, rule::CAPS_UNUSED).naming(number));
            }
            return;
        }
        if number > MOST_METRICS {
            found.push(Finding::new(field, rule::TOO_MANY_CAPS).naming(number));
        }
        for (index, cap) in self.listed_caps().take(MOST_METRICS) {
            let row = field::row(index);
            let measure = cap.measure.trim();
            let is_known = |(before, other): (usize, &CapDraft)| before < index && other.measure.trim() == measure;
            if !measure.is_empty() && self.listed_caps().any(is_known) {
                found.push(Finding::new(Field::CapMeasure(row), rule::CAP_TWICE).naming(measure));
            }
            cap.check(found, row);
        }
    }
}
