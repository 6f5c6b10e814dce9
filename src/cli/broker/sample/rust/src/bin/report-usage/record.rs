//! A record as the platform takes it, and as it waits on disk: the same to the byte whenever it is sent again.

use serde::{Deserialize, Serialize};
use serde_json::Number;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) resource_instance_id: String,
    pub(crate) plan_id: String,
    /// Milliseconds of the Unix time.
    pub(crate) start: i64,
    pub(crate) end: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) consumer_id: Option<String>,
    pub(crate) measured_usage: Vec<Measured>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Measured {
    pub(crate) measure: String,
    pub(crate) quantity: Quantity,
}

/// Decimal numbers, and never a float.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Quantity {
    Used(Number),
    Event { previous: Number, current: Number },
}

impl Record {
    /// What the level of an event is kept under.
    pub(crate) fn level_of(&self, measure: &str) -> String {
        let consumer = self.consumer_id.as_deref().unwrap_or("-");
        format!("{} {} {consumer} {measure}", self.resource_instance_id, self.plan_id)
    }

    /// What its events leave.
    pub(crate) fn levels(&self) -> impl Iterator<Item = (String, &Number)> {
        self.measured_usage.iter().filter_map(|one| match &one.quantity {
            Quantity::Used(_) => None,
            Quantity::Event { current, .. } => Some((self.level_of(&one.measure), current)),
        })
    }
}
