//! The running count of a month: four numbers a day, whatever the number of records.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rust_decimal::Decimal;

use super::{MeteringError, Quantity, Reading};
use crate::moment::Moment;
use crate::month::Month;
use crate::number::{TooLarge, product, sum};

/// What one measure of one instance came to in one month. Consumption may come in any order, events in that of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    pub(super) month: Month,
    /// One for each day of the month.
    pub(super) days: Vec<Day>,
    pub(super) records: u64,
    /// The day of the first record.
    pub(super) first: Option<u8>,
    /// What an earlier month left: the level of an EVENT measure, or the units of `monthlyproration`.
    pub(super) carried: Option<Decimal>,
    /// The level since the last event; `None` for consumption.
    pub(super) held: Option<Held>,
}

/// What a day came to. `sum / weight` is its mean: over records, or over milliseconds for a level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Day {
    /// Σ u, or Σ (current − previous).
    pub(super) added: Decimal,
    pub(super) highest: Decimal,
    pub(super) sum: Decimal,
    pub(super) weight: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) level: Decimal,
    pub(super) since: Moment,
    /// It ended without an event. What the next one names as the previous level is what was told before that.
    pub(super) is_over: bool,
}

impl Tally {
    pub fn new(month: Month) -> Self {
        let days = vec![Day::default(); usize::from(month.days())];
        Self { month, days, records: 0, first: None, carried: None, held: None }
    }

    /// Continues an earlier month that ended with this level, or in which `monthlyproration` counted these units.
    pub fn continuing(month: Month, carried: Decimal) -> Self {
        Self { carried: Some(carried), ..Self::new(month) }
    }

    pub const fn month(&self) -> Month {
        self.month
    }

    pub const fn records(&self) -> u64 {
        self.records
    }

    /// The level after the last event, which the next one has to name as the previous one; also what the month after
    /// this one continues with.
    pub fn level(&self) -> Decimal {
        self.held.map(|held| held.level).or(self.carried).unwrap_or_default()
    }

    /// Counts a reading. One that is refused changes nothing.
    pub fn record(&mut self, reading: &Reading) -> Result<(), MeteringError> {
        let at = reading.instant();
        let day = self.month.day_of(at).ok_or(MeteringError::OtherMonth)?;
        match reading.quantity {
            Quantity::Consumption(used) => self.consume(day, used)?,
            Quantity::Event { previous, current } => self.change(day, at, previous, current)?,
        }
        self.records += 1;
        self.first = Some(self.first.map_or(day, |first| first.min(day)));
        Ok(())
    }

    fn consume(&mut self, day: u8, used: Decimal) -> Result<(), MeteringError> {
        if used.is_sign_negative() && !used.is_zero() {
            return Err(MeteringError::Negative);
        }
        if self.held.is_some() {
            return Err(MeteringError::Mixed);
        }
        let day = &mut self.days[usize::from(day) - 1];
        let total = sum(day.added, used)?;
        *day = Day { added: total, highest: day.highest.max(used), sum: total, weight: day.weight + 1 };
        Ok(())
    }

    fn change(&mut self, day: u8, at: Moment, previous: Decimal, current: Decimal) -> Result<(), MeteringError> {
        if [previous, current].iter().any(|level| level.is_sign_negative() && !level.is_zero()) {
            return Err(MeteringError::Negative);
        }
        if self.held.is_none() && self.records > 0 {
            return Err(MeteringError::Mixed);
        }
        let held = self.held_now();
        if at < held.since {
            return Err(MeteringError::Unsorted);
        }
        if previous != held.level && !held.is_over {
            return Err(MeteringError::OtherLevel { stored: held.level, previous });
        }
        let added = sum(self.days[usize::from(day) - 1].added, sum(current, -previous)?)?;
        let spread = spread(&self.days, self.month, held, at)?;
        self.days[usize::from(held_day(self.month, held)) - 1..usize::from(day)].copy_from_slice(&spread);
        let day = &mut self.days[usize::from(day) - 1];
        *day = Day { added, highest: day.highest.max(current), ..*day };
        self.held = Some(Held { level: current, since: at, is_over: false });
        Ok(())
    }

    /// The level since the last event, or since the month began.
    pub(super) fn held_now(&self) -> Held {
        self.held.unwrap_or(Held { level: self.level(), since: self.month.start(), is_over: false })
    }

    /// What holds until it changes, and not what was used: events came, or nothing but what an earlier month left.
    pub(super) const fn is_level(&self) -> bool {
        self.held.is_some() || (self.carried.is_some() && self.records == 0)
    }

    /// Counts in the level until a moment, which it is held from then on.
    pub(super) fn hold_until(&mut self, until: Moment) -> Result<(), TooLarge> {
        let held = self.held_now();
        let until = until.max(held.since);
        let from = usize::from(held_day(self.month, held)) - 1;
        let spread = spread(&self.days, self.month, held, until)?;
        self.days[from..from + spread.len()].copy_from_slice(&spread);
        self.held = Some(Held { since: until, ..held });
        Ok(())
    }

    /// The days until `as_of`, with the level that persists until then; none of them is left out.
    pub(super) fn until(&self, as_of: Moment) -> Result<Vec<Day>, TooLarge> {
        if !self.is_level() {
            return Ok(self.days.clone());
        }
        let mut held = self.clone();
        held.hold_until(as_of.min(self.month.end()))?;
        Ok(held.days)
    }
}

/// The day on which the level began to be held.
fn held_day(month: Month, held: Held) -> u8 {
    month.elapsed(held.since)
}

/// The days from that of `held` to that of `until`, with the level counted in for the time in between.
fn spread(days: &[Day], month: Month, held: Held, until: Moment) -> Result<Vec<Day>, TooLarge> {
    (held_day(month, held)..=month.elapsed(until))
        .map(|number| {
            let day = days[usize::from(number) - 1];
            let from = month.start_of(number).max(held.since);
            let to = month.start_of(number + 1).min(until);
            let weight = u64::try_from(to.since(from).as_millis()).unwrap_or(u64::MAX);
            let sum = sum(day.sum, product(held.level, Decimal::from(weight))?)?;
            Ok(Day { highest: day.highest.max(held.level), sum, weight: day.weight + weight, ..day })
        })
        .collect()
}

/// The tallies of a month, each under what it belongs to: the instance, its plan, the metric, the version of its price.
/// A plan or a price that changes within the month has a tally of its own, so that each is rated on its own records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tallies<K> {
    month: Month,
    by_key: BTreeMap<K, Tally>,
}

impl<K: Ord> Tallies<K> {
    pub const fn new(month: Month) -> Self {
        Self { month, by_key: BTreeMap::new() }
    }

    /// Continues what an earlier month left under a key.
    pub fn carry(&mut self, key: K, carried: Decimal) {
        self.by_key.insert(key, Tally::continuing(self.month, carried));
    }

    /// Counts a reading under its key. One that is refused changes nothing.
    pub fn record(&mut self, key: K, reading: &Reading) -> Result<(), MeteringError> {
        match self.by_key.entry(key) {
            Entry::Occupied(mut tally) => tally.get_mut().record(reading),
            Entry::Vacant(place) => {
                let mut tally = Tally::new(self.month);
                tally.record(reading)?;
                place.insert(tally);
                Ok(())
            }
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &Tally)> {
        self.by_key.iter()
    }

    pub fn get(&self, key: &K) -> Option<&Tally> {
        self.by_key.get(key)
    }
}
