//! Whether a plan is reported every hour, by itself and in time (§6.9 MTR-08): every active instance has a record for
//! every hour of a period, and each record came soon after its end. The period is the latest one that can be judged; what
//! is due and what came is handed in.

use core::time::Duration;
use std::collections::BTreeMap;

use super::{Duty, EVERY, LATE, Window, gaps};
use crate::moment::Moment;
use crate::plan::PlanDraft;
use crate::usage::EARLIEST;

/// The instances that have to be active.
pub const LEAST_INSTANCES: usize = 2;
/// The hours that are wanted, and the fewest that say anything.
pub const MOST_HOURS: usize = 24;
pub const LEAST_HOURS: usize = 3;
/// The longest record that tells of an hour, as far as clocks are apart. A longer one tells of no single hour.
pub const LONGEST: Duration = EVERY.saturating_add(EARLIEST);

const HOUR: i64 = 3_600_000;

/// A measure of an active instance that is due every hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The id that the broker knows it by.
    pub instance: String,
    pub measure: String,
    pub since: Moment,
}

/// What came of a measure of an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    pub instance: String,
    pub measure: String,
    pub covers: Window,
    /// From the end of a record to its receipt, the longest.
    pub lag: Duration,
}

/// What there is to see of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Observed {
    /// No published measure of it is due every hour.
    NothingHourly,
    /// Only so many instances are active.
    TooFewInstances(usize),
    /// So many full hours have two instances been active.
    TooFewHours(usize),
    Period(Period),
}

/// What was seen in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Full hours of the clock.
    pub hours: Window,
    pub instances: usize,
    /// How many hours were to be reported, of all measures of all instances.
    pub due: usize,
    pub missing: Vec<Missing>,
    /// What came later than [`LATE`] after its end.
    pub late: Vec<Came>,
}

/// An hour of which no record tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    pub instance: String,
    pub measure: String,
    /// When it began.
    pub hour: Moment,
}

impl PlanDraft {
    /// Something of the plan is to be reported every hour, as far as its metrics are complete; before any of them is, that
    /// is what a metered plan is expected to come to.
    pub fn is_reported_hourly(&self) -> bool {
        let metrics = if self.is_metered() { self.metrics.as_slice() } else { &[] };
        let mut complete = metrics.iter().filter(|metric| metric.metric().is_some()).peekable();
        self.is_metered() && (complete.peek().is_none() || complete.any(|metric| Duty::of(metric).is_watched()))
    }
}

/// The hours that can be judged: the latest ones in which two instances were active all the time. The hours that ended
/// within [`LATE`] are none of them, because their records may still come in time.
pub fn period(due: &[Due], now: Moment) -> Result<Window, Observed> {
    if due.is_empty() {
        return Err(Observed::TooFewInstances(0));
    }
    let mut since: BTreeMap<&str, Moment> = BTreeMap::new();
    for one in due {
        let known = since.entry(one.instance.as_str()).or_insert(one.since);
        *known = one.since.min(*known);
    }
    let mut since: Vec<Moment> = since.into_values().collect();
    since.sort_unstable();
    let Some(second) = since.get(LEAST_INSTANCES - 1) else { return Err(Observed::TooFewInstances(since.len())) };
    let until = begun(now.minus(LATE));
    let earliest = (0..MOST_HOURS).fold(until, |from, _| from.minus(EVERY));
    let hours = Window { from: next(*second).max(earliest), until };
    match starts(hours).count() {
        too_few if too_few < LEAST_HOURS => Err(Observed::TooFewHours(too_few)),
        _ => Ok(hours),
    }
}

/// Puts what came beside what was due in these hours. An hour may miss as much as clocks are apart.
pub fn observe(hours: Window, due: &[Due], came: &[Came]) -> Period {
    let mut covered: BTreeMap<(&str, &str), Vec<Window>> = BTreeMap::new();
    for one in came {
        covered.entry((one.instance.as_str(), one.measure.as_str())).or_default().push(one.covers);
    }
    let (mut missing, mut all) = (Vec::new(), 0);
    for one in due {
        let covered = covered.get(&(one.instance.as_str(), one.measure.as_str())).map_or(&[][..], Vec::as_slice);
        for from in starts(Window { from: next(one.since).max(hours.from), ..hours }) {
            all += 1;
            let unreported = gaps(Window { from, until: from.plus(EVERY) }, covered);
            if unreported.into_iter().map(Window::length).sum::<Duration>() > EARLIEST {
                let (instance, measure) = (one.instance.clone(), one.measure.clone());
                missing.push(Missing { instance, measure, hour: from });
            }
        }
    }
    let mut instances: Vec<&str> = due.iter().map(|one| one.instance.as_str()).collect();
    instances.sort_unstable();
    instances.dedup();
    let instances = instances.len();
    let late = came.iter().filter(|one| one.lag > LATE).cloned().collect();
    Period { hours, instances, due: all, missing, late }
}

/// The hour of the clock that has begun.
const fn begun(at: Moment) -> Moment {
    Moment::from_millis(at.millis() - at.millis().rem_euclid(HOUR))
}

/// The first hour of the clock that begins then or later.
fn next(at: Moment) -> Moment {
    let begun = begun(at);
    if begun == at { at } else { begun.plus(EVERY) }
}

/// When each hour of a window begins that has hours of the clock.
fn starts(hours: Window) -> impl Iterator<Item = Moment> {
    core::iter::successors(Some(hours.from), |from| Some(from.plus(EVERY))).take_while(move |from| *from < hours.until)
}

#[cfg(test)]
mod tests;
