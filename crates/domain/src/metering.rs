//! Metering (§8.2): how the records of one measure become the quantity of a month. Records are counted into days as
//! they come, so that a month needs memory for its days and not for its records. It knows no prices.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::moment::Moment;
use crate::number::TooLarge;

mod day;
mod periods;
mod quantity;
mod tally;

pub use day::DayCount;
pub use periods::Periods;
pub use quantity::{Counted, DayValue, Metered};
pub use tally::{Tallies, Tally};

/// How submissions become a monthly quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MeteringModel {
    /// Σ u
    StandardAdd,
    /// The highest u; 0 if there is none.
    StandardMax,
    /// Σ u / n. Records of zero count, missing periods do not.
    StandardAvg,
    /// Σ of the days’ highest / d, where d days have begun. A day without a record is 0 and still one of the d.
    #[serde(rename = "dailyproration_max")]
    DailyProrationMax,
    /// Σ of the days’ means / d.
    #[serde(rename = "dailyproration_avg")]
    DailyProrationAvg,
    /// The first month by its remaining days, u × (D − p + 1) / D; every later one u, whatever is used (DEC-31).
    #[serde(rename = "monthlyproration")]
    #[cfg_attr(feature = "schema", schemars(description = "The first month by its remaining days, every later one u."))]
    MonthlyProration,
}

impl MeteringModel {
    pub const ALL: [Self; 6] = [
        Self::StandardAdd,
        Self::StandardMax,
        Self::StandardAvg,
        Self::DailyProrationMax,
        Self::DailyProrationAvg,
        Self::MonthlyProration,
    ];

    /// As definitions write it: `standard_add`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::StandardAdd => "standard_add",
            Self::StandardMax => "standard_max",
            Self::StandardAvg => "standard_avg",
            Self::DailyProrationMax => "dailyproration_max",
            Self::DailyProrationAvg => "dailyproration_avg",
            Self::MonthlyProration => "monthlyproration",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.name() == name)
    }

    /// Its quantity is a share of the month, so that only a linear price goes with it (DEC-34).
    pub const fn is_prorated(self) -> bool {
        matches!(self, Self::DailyProrationMax | Self::DailyProrationAvg | Self::MonthlyProration)
    }

    /// Its quantity is the mean of the days that have begun, so that the cost to date is less than the projected one.
    pub const fn is_daily(self) -> bool {
        matches!(self, Self::DailyProrationMax | Self::DailyProrationAvg)
    }
}

/// What one record says about one measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub start: Moment,
    /// Not before `start`.
    pub end: Moment,
    pub quantity: Quantity,
}

/// In the unit that is sent, before any scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// What was used between start and end; zero or more.
    Consumption(Decimal),
    /// A level that changed at the end of the record and persists until the next event (DEC-32).
    Event { previous: Decimal, current: Decimal },
}

/// Why a reading or a month cannot be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum MeteringError {
    #[error("the record belongs to another month")]
    OtherMonth,
    #[error("a quantity is zero or more")]
    Negative,
    /// Events have to come in the order of their time.
    #[error("the record is older than the event before it")]
    Unsorted,
    #[error("the level before the event is {stored}, the record says {previous}")]
    OtherLevel { stored: Decimal, previous: Decimal },
    #[error("consumption and events of one measure do not mix")]
    Mixed,
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

impl Reading {
    /// The moment that decides to which day and month a reading belongs.
    pub fn instant(&self) -> Moment {
        attributed(self.start, self.end)
    }
}

/// The moment that decides to which day and month a window belongs: its last millisecond (DEC-29).
pub(crate) fn attributed(start: Moment, end: Moment) -> Moment {
    if end > start { Moment::from_millis(end.millis() - 1) } else { end }
}

#[cfg(test)]
mod tests;
