//! What is told of records: the answer for each of a call, and a record as its service reads it again.

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::value::RawValue;

use super::{Code, Fault, Measured, NO_CONSUMER, Sent, UsageRecord};
use crate::ids::UsageRecordId;
use crate::metering::Quantity;
use crate::moment::Moment;

/// What became of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    pub status: u16,
    pub code: Code,
    /// Where the record is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<Details>,
}

/// Of a record that is there already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Details {
    /// It says the same: it was sent before, and nothing is lost.
    pub identical: bool,
    /// Where the record is that was kept.
    pub location: String,
}

impl Answer {
    pub fn accepted(location: String, record: &UsageRecord) -> Self {
        let warning = "the window begins in another month than the one that it counts to, which is that of its end";
        let message = record.crosses_months().then(|| warning.to_owned());
        Self { status: Code::Accepted.status(), code: Code::Accepted, location: Some(location), message, details: None }
    }

    pub fn duplicate(location: String, identical: bool) -> Self {
        let message = if identical {
            "this record was kept before; do not send it again"
        } else {
            "another record of the same instance, plan, consumer and window was kept before, with other quantities"
        };
        Self {
            status: Code::Duplicate.status(),
            code: Code::Duplicate,
            location: Some(location.clone()),
            message: Some(message.to_owned()),
            details: Some(Details { identical, location }),
        }
    }
}

impl From<Fault> for Answer {
    fn from(fault: Fault) -> Self {
        let Fault { code, message } = fault;
        Self { status: code.status(), code, location: None, message: Some(message), details: None }
    }
}

/// The path of a record. `resource` is the id of the service in the call.
pub fn location(resource: &str, record: UsageRecordId) -> String {
    format!("/v4/metering/resources/{resource}/usage/{record}")
}

/// A record that was kept, in the members in which it was sent and a few more.
#[derive(Debug, Clone, Serialize)]
pub struct RecordJson {
    pub id: String,
    pub location: String,
    /// The id that the broker knows the instance by.
    pub resource_instance_id: String,
    pub plan_id: String,
    pub region: String,
    pub start: i64,
    pub end: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumer_id: Option<String>,
    pub measured_usage: Vec<MeasureJson>,
    /// Its window overlaps that of a record that was kept before it.
    pub overlap: bool,
    pub accepted_at: i64,
}

#[derive(Debug, Clone, Serialize)]
pub struct MeasureJson {
    measure: String,
    quantity: QuantityJson,
}

/// Numbers as they are, without a float in between.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum QuantityJson {
    Consumption(Box<RawValue>),
    Event { previous: Box<RawValue>, current: Box<RawValue> },
}

impl RecordJson {
    pub fn new(
        resource: &str,
        id: UsageRecordId,
        instance: String,
        record: &UsageRecord,
        overlap: bool,
        accepted: Moment,
    ) -> Self {
        let signature = &record.signature;
        Self {
            id: id.to_string(),
            location: location(resource, id),
            resource_instance_id: instance,
            plan_id: signature.plan.to_string(),
            region: signature.region.clone(),
            start: signature.start.millis(),
            end: signature.end.millis(),
            consumer_id: (signature.consumer != NO_CONSUMER).then(|| signature.consumer.clone()),
            measured_usage: measures(&record.measured),
            overlap,
            accepted_at: accepted.millis(),
        }
    }
}

/// A record as it is sent (§8.5).
#[derive(Debug, Serialize)]
struct SentJson<'a> {
    resource_instance_id: &'a str,
    plan_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'a str>,
    start: i64,
    end: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    consumer_id: Option<&'a str>,
    measured_usage: Vec<MeasureJson>,
}

impl Sent {
    /// As `batch::record_of` reads it.
    pub fn to_json(&self) -> String {
        let json = SentJson {
            resource_instance_id: &self.instance,
            plan_id: &self.plan,
            region: self.region.as_deref(),
            start: self.start.millis(),
            end: self.end.millis(),
            consumer_id: self.consumer.as_deref(),
            measured_usage: measures(&self.measured),
        };
        serde_json::to_string(&json).unwrap_or_default()
    }
}

fn measures(measured: &[Measured]) -> Vec<MeasureJson> {
    measured.iter().map(|one| MeasureJson { measure: one.measure.clone(), quantity: quantity(one.quantity) }).collect()
}

fn quantity(quantity: Quantity) -> QuantityJson {
    match quantity {
        Quantity::Consumption(used) => QuantityJson::Consumption(number(used)),
        Quantity::Event { previous, current } => {
            QuantityJson::Event { previous: number(previous), current: number(current) }
        }
    }
}

fn number(decimal: Decimal) -> Box<RawValue> {
    RawValue::from_string(decimal.normalize().to_string()).expect("a decimal in plain digits is a JSON number")
}
