//! The level of an EVENT measure (DEC-32): what the last event left is what the next one has to name as the previous one.

use rust_decimal::Decimal;

use super::{Code, Fault, UsageRecord};
use crate::metering::Quantity;
use crate::moment::Moment;

/// What the last event of a measure left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    pub at: Moment,
    pub level: Decimal,
}

impl Level {
    /// The level after an event. Before the first event of an instance with a plan it is zero.
    pub fn after(
        held: Option<Self>,
        record: &UsageRecord,
        measure: &str,
        quantity: Quantity,
    ) -> Result<Option<Self>, Fault> {
        let Quantity::Event { previous, current } = quantity else { return Ok(None) };
        let at = record.signature.end;
        let level = held.map_or(Decimal::ZERO, |held| held.level);
        if let Some(held) = held.filter(|held| at < held.at) {
            let message = format!(
                "measure {measure} has an event at {}; events come in the order of their time",
                held.at.millis()
            );
            return Err(Fault::new(Code::InvalidSchema, message));
        }
        if previous != level {
            let message = format!("previous of measure {measure} is {previous}, and its level is {level}");
            return Err(Fault::new(Code::InvalidSchema, message));
        }
        Ok(Some(Self { at, level: current }))
    }
}
