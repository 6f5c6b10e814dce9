//! What is kept of a day beside its records, so that a month is read without them. A day is counted by the tally itself:
//! there is no second way of counting.

use rust_decimal::Decimal;

use super::tally::{Day, Held};
use super::{MeteringError, Periods, Quantity, Reading, Tally};
use crate::moment::Moment;
use crate::month::Month;
use crate::number::TooLarge;

/// What the records of one measure came to on one day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayCount {
    pub records: u64,
    /// Σ u, or Σ (current − previous) of events.
    pub added: Decimal,
    /// The level with which the day began is one of the levels.
    pub highest: Decimal,
    /// `sum / weight` is the mean: over records, or over the milliseconds until the last event.
    pub sum: Decimal,
    pub weight: u64,
    /// The last event and the level that it left; `None` of consumption.
    pub held: Option<(Moment, Decimal)>,
}

impl DayCount {
    /// The day with one more reading, which has to be of this day. Events come in the order of their time.
    pub fn with(&self, reading: &Reading) -> Result<Self, MeteringError> {
        self.with_after(reading, None)
    }

    /// The same if the level of the event before ended without one, at `ended`: the plan was left since.
    pub fn with_after(&self, reading: &Reading, ended: Option<Moment>) -> Result<Self, MeteringError> {
        let at = reading.instant();
        let month = Month::of(at);
        let number = month.day_of(at).ok_or(MeteringError::OtherMonth)?;
        let mut tally = match reading.quantity {
            Quantity::Event { previous, .. } if self.records == 0 => Tally::continuing(month, previous),
            _ => Tally::new(month),
        };
        tally.records = self.records;
        tally.days[usize::from(number) - 1] = self.day();
        tally.held = self.held.map(|(since, level)| Held { level, since, is_over: false });
        if let Some(ended) = ended {
            tally.end(ended)?;
        }
        tally.record(reading)?;
        let Day { added, highest, sum, weight } = tally.days[usize::from(number) - 1];
        let held = tally.held.map(|held| (held.since, held.level));
        Ok(Self { records: tally.records, added, highest, sum, weight, held })
    }

    fn day(&self) -> Day {
        Day { added: self.added, highest: self.highest, sum: self.sum, weight: self.weight }
    }
}

impl Tally {
    /// A month from its days, which come in their order. `carried` is what an earlier month left. The instance had the plan
    /// in some periods: a level ends with each of them.
    pub fn of_days_within(
        month: Month,
        carried: Option<Decimal>,
        days: impl IntoIterator<Item = (u8, DayCount)>,
        periods: &Periods,
    ) -> Result<Self, MeteringError> {
        let mut tally = carried.map_or_else(|| Self::new(month), |carried| Self::continuing(month, carried));
        for (number, count) in days {
            if !(1..=month.days()).contains(&number) {
                return Err(MeteringError::OtherMonth);
            }
            if let Some((since, level)) = count.held {
                tally.leave(periods, month.start_of(number))?;
                tally.hold_until(month.start_of(number))?;
                tally.held = Some(Held { level, since, is_over: false });
            }
            tally.days[usize::from(number) - 1] = count.day();
            tally.records += count.records;
            tally.first = Some(tally.first.map_or(number, |first| first.min(number)));
        }
        tally.leave(periods, month.end())?;
        Ok(tally)
    }

    /// A level ends without an event: the instance is gone, or has another plan. What was added stays.
    pub fn end(&mut self, at: Moment) -> Result<(), TooLarge> {
        if self.is_level() {
            let at = at.max(self.month.start()).min(self.month.end());
            let day = usize::from(self.month.elapsed(at)) - 1;
            let before = self.days[day];
            self.hold_until(at)?;
            if self.days[day].weight == before.weight {
                // It ended as the day began: none of the levels of the day is this one.
                self.days[day] = before;
            }
            self.held = self.held.map(|held| Held { level: Decimal::ZERO, is_over: true, ..held });
        }
        Ok(())
    }

    /// Ends the level with the period in which it was told, if that was before `until`.
    fn leave(&mut self, periods: &Periods, until: Moment) -> Result<(), TooLarge> {
        periods.ended_between(self.held_now().since, until).map_or(Ok(()), |ended| self.end(ended))
    }
}
