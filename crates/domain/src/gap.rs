//! The gap monitor (§8.5): what of a plan is to be reported when, up to when it was, and which hours nobody reported. A
//! gap is a part of time and is judged by its length (DEC-30). It knows neither records nor instances: since when
//! something is due, what is covered and what time it is are handed in.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ids::PlanId;
use crate::metering::MeteringModel;
use crate::metric::MetricDraft;
use crate::moment::Moment;
use crate::month::Month;
use crate::price_book::PriceBook;

pub mod hourly;

/// How often a metered plan is reported (§8.1).
pub const EVERY: Duration = Duration::from_hours(1);
/// A gap that is longer is late: the provider is warned.
pub const LATE: Duration = Duration::from_hours(2);
/// A gap that is longer is silence: the duty is broken.
pub const SILENT: Duration = Duration::from_hours(24);

/// When a measure is to be reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Every hour, for every active instance (§8.1).
    Hourly,
    /// One record is enough for a month (§8.2).
    Monthly,
    /// When its level changes, which nobody but the service knows.
    AtEvents,
}

impl Duty {
    pub fn of(metric: &MetricDraft) -> Self {
        if metric.is_event() {
            Self::AtEvents
        } else if metric.metering() == Some(MeteringModel::MonthlyProration) {
            Self::Monthly
        } else {
            Self::Hourly
        }
    }

    /// Whether it can be seen from outside that a record is missing.
    pub const fn is_watched(self) -> bool {
        matches!(self, Self::Hourly)
    }
}

/// A measure of a plan that is to be reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    pub plan: PlanId,
    pub measure: String,
    pub duty: Duty,
    /// Since when the catalog shows the plan with it.
    pub since: Moment,
}

/// What is to be reported of the instances of an offering in a month: the measures by which it is charged. Nothing is due
/// of a subscription (DEC-20), whatever may be reported.
pub fn owed(book: &PriceBook, month: Month) -> Vec<Owed> {
    let mut owed = Vec::new();
    for plan in book.plans() {
        for metric in book.charged(plan, month).into_iter().filter(|metric| !metric.is_of_fee()) {
            let Some(since) = book.measured_since(plan, &metric.measure) else { continue };
            owed.push(Owed { plan, measure: metric.measure.clone(), duty: Duty::of(metric), since });
        }
    }
    owed
}

/// A part of time: `from` belongs to it, `until` does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Window {
    pub from: Moment,
    pub until: Moment,
}

impl Window {
    /// What a record from `start` to `end` covers: at least the hour before its end, so that a value that is read once
    /// an hour stands for its hour.
    pub fn covered(start: Moment, end: Moment) -> Self {
        Self { from: start.min(end.minus(EVERY)), until: end }
    }

    /// How long it is; zero if it ends before it begins.
    pub fn length(self) -> Duration {
        self.until.since(self.from)
    }

    /// Whether it is more than the wait for the next record.
    pub fn is_late(self) -> bool {
        self.length() > LATE
    }
}

/// The parts of `due` that nothing of `covered` covers, in the order of time. Together with what is covered of it they
/// are the whole of `due`, and no moment is in both.
pub fn gaps(due: Window, covered: &[Window]) -> Vec<Window> {
    let mut covered = covered.to_vec();
    covered.sort_unstable();
    let (mut gaps, mut from) = (Vec::new(), due.from);
    for window in covered.into_iter().filter(|window| window.from < window.until) {
        if window.from >= due.until {
            break;
        }
        if window.from > from {
            gaps.push(Window { from, until: window.from });
        }
        from = from.max(window.until);
    }
    if from < due.until {
        gaps.push(Window { from, until: due.until });
    }
    gaps
}

/// The late gaps of `due` that later records have left behind them. The one that is still open is none of them.
pub fn missed(due: Window, covered: &[Window]) -> Vec<Window> {
    gaps(due, covered).into_iter().filter(|gap| gap.until < due.until && gap.is_late()).collect()
}

/// Where the open gap begins: at the end of the latest record or, if none came since, where the duty began.
pub fn open_since(due_since: Moment, reported: Option<Moment>) -> Moment {
    reported.map_or(due_since, |reported| reported.max(due_since))
}

/// How a measure of an instance, or all of them together, stands. The more urgent come later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    NothingDue,
    Reporting,
    Late,
    Silent,
}

impl Standing {
    /// Of what was not reported since `open`.
    pub fn of(open: Moment, now: Moment) -> Self {
        match now.since(open) {
            silence if silence > SILENT => Self::Silent,
            silence if silence > LATE => Self::Late,
            _ => Self::Reporting,
        }
    }

    /// The most urgent one. Where there is none, nothing is due.
    pub fn of_all(all: impl IntoIterator<Item = Self>) -> Self {
        all.into_iter().max().unwrap_or(Self::NothingDue)
    }

    pub fn is_late(self) -> bool {
        self >= Self::Late
    }
}

#[cfg(test)]
mod tests;
