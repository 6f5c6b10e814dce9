//! From the days of an instance to the quantity of its month, by the model of the metric.

use rust_decimal::Decimal;

use crate::metering::{DayCount, Metered, MeteringError, MeteringModel, Periods, Tally};
use crate::moment::Moment;
use crate::month::Month;

/// What one consumer of an instance came to; an instance whose metric knows none has one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsumerCount {
    /// The days with records of the latest month before this one that has any.
    pub earlier: Vec<(u8, DayCount)>,
    /// The days with records of this month, in their order.
    pub days: Vec<(u8, DayCount)>,
}

/// How a month of one metric of one instance is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counting<'a> {
    pub month: Month,
    /// The month is over at its end, whatever comes later.
    pub as_of: Moment,
    pub model: MeteringModel,
    pub is_event: bool,
    /// When the instance had this plan.
    pub periods: &'a Periods,
}

impl Counting<'_> {
    /// `None`: nothing came, and nothing was left by an earlier month.
    pub fn of(&self, consumers: &[ConsumerCount]) -> Result<Option<Metered>, MeteringError> {
        let always = Periods::always();
        // What was used does not end, and units by the month are charged in full in the month in which the plan ends.
        let periods = if self.is_event { self.periods } else { &always };
        let mut counted = Vec::new();
        for consumer in consumers {
            let carried = self.carried(&consumer.earlier);
            if carried.is_none() && consumer.days.is_empty() {
                continue;
            }
            let tally = Tally::of_days_within(self.month, carried, consumer.days.iter().copied(), periods)?;
            counted.push(tally.quantity(self.model, self.as_of)?);
        }
        if counted.len() < 2 { Ok(counted.pop()) } else { Ok(Metered::of_consumers(counted)?) }
    }

    /// What goes on from month to month: the level of events, and the units that are charged by the month (DEC-31).
    /// Nothing does unless the instance has the plan as the month begins.
    fn carried(&self, earlier: &[(u8, DayCount)]) -> Option<Decimal> {
        if !self.periods.go_on_at(self.month.start()) {
            return None;
        }
        if self.is_event {
            return earlier.last()?.1.held.map(|(_, level)| level).filter(|level| !level.is_zero());
        }
        let by_the_month = self.model == MeteringModel::MonthlyProration;
        by_the_month.then(|| earlier.iter().map(|(_, count)| count.highest).max()).flatten()
    }
}
