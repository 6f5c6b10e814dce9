//! Usage records (§8.5): what a service says that an instance used. A record is read, compared with what the platform
//! knows of the instance, and becomes a fact under its signature or is refused with a code. It knows neither prices nor
//! where records are kept.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, InstanceId, PlanId};
use crate::metering::{Quantity, Reading};
use crate::moment::Moment;
use crate::month::Month;

mod answer;
pub mod batch;
mod book;
mod code;
mod judge;
mod level;
mod lifetime;
mod number;

pub use answer::{Answer, Details, RecordJson, location};
pub use book::{BookedDay, Left};
pub use code::{Code, Fault};
pub use judge::{EARLIEST, LATEST, Subject};
pub use level::Level;
pub use lifetime::{Lifetime, active_since};

/// What stands for no consumer in a signature.
pub const NO_CONSUMER: &str = "-";

/// A record with every member there and of its type. Nothing is known yet of what it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The id that the broker knows the instance by, or its GUID.
    pub instance: String,
    pub plan: String,
    pub start: Moment,
    pub end: Moment,
    pub region: Option<String>,
    pub consumer: Option<String>,
    pub measured: Vec<Measured>,
}

/// What was used of one measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    pub measure: String,
    pub quantity: Quantity,
}

/// What tells one record from another: the same eight parts are the same record, whatever it says was used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signature {
    /// The account whose instance it is.
    pub account: AccountId,
    pub resource_group: String,
    pub instance: InstanceId,
    /// `-` if there is none.
    pub consumer: String,
    pub plan: PlanId,
    pub region: String,
    pub start: Moment,
    pub end: Moment,
}

/// A record that may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageRecord {
    pub signature: Signature,
    /// In the order of their measures, each once.
    pub measured: Vec<Measured>,
}

impl UsageRecord {
    /// Its window begins in another month than the one that it counts to (DEC-29).
    pub fn crosses_months(&self) -> bool {
        self.reading(Quantity::Consumption(0.into())).is_some_and(|reading| {
            let (first, last) = (Month::of(self.signature.start), Month::of(reading.instant()));
            first != last
        })
    }

    /// Each measure as metering counts it.
    pub fn readings(&self) -> impl Iterator<Item = (&str, Reading)> {
        self.measured.iter().filter_map(|one| Some((one.measure.as_str(), self.reading(one.quantity)?)))
    }

    fn reading(&self, quantity: Quantity) -> Option<Reading> {
        let Signature { start, end, .. } = self.signature;
        (start <= end).then_some(Reading { start, end, quantity })
    }
}

impl Signature {
    /// Whether its window overlaps that of a record that was kept before (DEC-41). What only touches the other one does
    /// not, and nothing lies over a moment.
    pub fn overlaps(&self, before: &Self) -> bool {
        (self.instance, self.plan) == (before.instance, before.plan)
            && self.consumer == before.consumer
            && before.end > self.start
            && before.start < self.end
            && before.start < before.end
    }
}

/// `account/resource_group/instance/consumer/plan/region/start/end`
impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { account, resource_group, instance, consumer, plan, region, start, end } = self;
        let (start, end) = (start.millis(), end.millis());
        write!(f, "{account}/{resource_group}/{instance}/{consumer}/{plan}/{region}/{start}/{end}")
    }
}

#[cfg(test)]
mod tests;
