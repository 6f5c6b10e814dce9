//! What a record changes once it is kept: the level that each of its events leaves, and the days into which it is
//! counted. The ledger and a sandbox keep records by these same steps, and whoever keeps them reads what was there
//! before. The breach of a level is told before that of a day, and before both that the record was kept before.

use super::{Code, Fault, Level, UsageRecord};
use crate::metering::{DayCount, Periods, Quantity, Reading};
use crate::moment::Moment;
use crate::month::Month;

/// What an event leaves of its measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left<'a> {
    pub measure: &'a str,
    pub level: Level,
    /// When the level before ended without an event, see [`DayCount::with_after`].
    pub ended: Option<Moment>,
}

/// A day of a measure with the record counted in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookedDay<'a> {
    pub measure: &'a str,
    pub month: Month,
    /// From 1.
    pub day: u8,
    pub count: DayCount,
}

impl UsageRecord {
    /// The measures that are told at events, in their order.
    pub fn event_measures(&self) -> impl Iterator<Item = &str> {
        let events = self.measured.iter().filter(|one| matches!(one.quantity, Quantity::Event { .. }));
        events.map(|one| one.measure.as_str())
    }

    /// The level that each event leaves. `held` is what the last event of a measure left, `periods` are those in which
    /// the instance had the plan. The fault is that of the first event that does not follow the one before it.
    pub fn leaves(&self, held: impl Fn(&str) -> Option<Level>, periods: &Periods) -> Result<Vec<Left<'_>>, Fault> {
        let mut left = Vec::new();
        for one in &self.measured {
            let measure = one.measure.as_str();
            let held = held(measure);
            let ended = held.and_then(|held| periods.ended_between(held.at, self.signature.end));
            let level = Level::after(held, self, measure, one.quantity)?;
            left.extend(level.map(|level| Left { measure, level, ended }));
        }
        Ok(left)
    }

    /// The days that the record is counted into, one of each measure: measure, month, day from 1, and what it adds.
    pub fn days(&self) -> impl Iterator<Item = (&str, Month, u8, Reading)> {
        self.readings().filter_map(|(measure, reading)| {
            let month = Month::of(reading.instant());
            Some((measure, month, month.day_of(reading.instant())?, reading))
        })
    }

    /// Its days with the record counted in. `counted` is what a day came to before, `left` what [`Self::leaves`] gave.
    /// The fault is that of the first day that cannot be counted exactly.
    pub fn counts(
        &self,
        counted: impl Fn(&str, Month, u8) -> DayCount,
        left: &[Left<'_>],
    ) -> Result<Vec<BookedDay<'_>>, Fault> {
        self.days()
            .map(|(measure, month, day, reading)| {
                let ended = left.iter().find(|left| left.measure == measure).and_then(|left| left.ended);
                match counted(measure, month, day).with_after(&reading, ended) {
                    Ok(count) => Ok(BookedDay { measure, month, day, count }),
                    Err(error) => Err(Fault::new(Code::InvalidSchema, error.to_string())),
                }
            })
            .collect()
    }
}
