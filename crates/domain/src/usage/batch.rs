//! The body of a submission: an array of records. One that is no record does not hurt the others, so each is read for
//! itself.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::number::decimal;
use super::{Fault, Measured, Sent};
use crate::metering::Quantity;
use crate::moment::Moment;

/// The most records of one call.
pub const MOST_RECORDS: usize = 100;
/// The most bytes of one call.
pub const MOST_BYTES: usize = 1024 * 1024;

/// The longest part of a reader's complaint that is handed on; it quotes what was sent.
const LONGEST_COMPLAINT: usize = 300;

/// Why nothing of a body was looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchFault {
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    #[error("the body is a JSON array of 1 to {MOST_RECORDS} records")]
    NotAnArray,
    #[error("the body has no record; 1 to {MOST_RECORDS} are sent in one call")]
    Empty,
    #[error("the body has {0} records; {MOST_RECORDS} are the most in one call")]
    TooMany(usize),
}

/// Reads a body. The records come in the order in which they were sent.
pub fn read(body: &[u8]) -> Result<Vec<Result<Sent, Fault>>, BatchFault> {
    Ok(texts(body)?.into_iter().map(record_of).collect())
}

/// The texts of the records of a body, none of them read.
pub fn texts(body: &[u8]) -> Result<Vec<&str>, BatchFault> {
    let whole: &RawValue =
        serde_json::from_slice(body).map_err(|error| BatchFault::NotJson(complaint(&error.to_string())))?;
    if !whole.get().starts_with('[') {
        return Err(BatchFault::NotAnArray);
    }
    let records: Vec<&RawValue> = serde_json::from_str(whole.get()).map_err(|_| BatchFault::NotAnArray)?;
    match records.len() {
        0 => Err(BatchFault::Empty),
        many if many > MOST_RECORDS => Err(BatchFault::TooMany(many)),
        _ => Ok(records.into_iter().map(RawValue::get).collect()),
    }
}

/// Reads one record.
pub fn record_of(json: &str) -> Result<Sent, Fault> {
    if !json.trim_start().starts_with('{') {
        return Err(Fault::schema("a record is a JSON object"));
    }
    let record: RecordMembers = serde_json::from_str(json).map_err(|error| {
        let error = error.to_string();
        Fault::schema(complaint(error.split_once(" at line ").map_or(error.as_str(), |(what, _)| what)))
    })?;
    Ok(Sent {
        measured: record.measured_usage.into_iter().map(measured).collect::<Result<_, _>>()?,
        instance: record.resource_instance_id,
        plan: record.plan_id,
        start: Moment::from_millis(record.start),
        end: Moment::from_millis(record.end),
        region: record.region.filter(|region| !region.is_empty()),
        consumer: record.consumer_id.filter(|consumer| !consumer.is_empty()),
    })
}

/// A member that nobody knows is refused: it may be one that was spelt wrong.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordMembers<'a> {
    resource_instance_id: String,
    plan_id: String,
    start: i64,
    end: i64,
    #[serde(default)]
    region: Option<String>,
    #[serde(default)]
    consumer_id: Option<String>,
    #[serde(borrow)]
    measured_usage: Vec<MeasureMembers<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeasureMembers<'a> {
    measure: String,
    #[serde(borrow)]
    quantity: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventMembers<'a> {
    #[serde(borrow)]
    previous: &'a RawValue,
    #[serde(borrow)]
    current: &'a RawValue,
}

fn measured(sent: MeasureMembers<'_>) -> Result<Measured, Fault> {
    let json = sent.quantity.get();
    let of = complaint(&sent.measure);
    let number = |name: &str, json: &str| {
        decimal(json).map_err(|why| Fault::schema(format!("{name} of measure {of} is wrong: {why}")))
    };
    let quantity = if json.starts_with('{') {
        let event: EventMembers = serde_json::from_str(json).map_err(|_| {
            Fault::schema(format!("quantity of measure {of} is a number, or an object of previous and current"))
        })?;
        Quantity::Event {
            previous: number("previous", event.previous.get())?,
            current: number("current", event.current.get())?,
        }
    } else {
        Quantity::Consumption(number("quantity", json)?)
    };
    Ok(Measured { measure: sent.measure, quantity })
}

fn complaint(text: &str) -> String {
    text.chars().take(LONGEST_COMPLAINT).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
