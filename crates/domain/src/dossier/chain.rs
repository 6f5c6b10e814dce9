//! The history of an offering as a chain: the hash of each line includes that of the one before it, so that the last
//! one stands for all of them.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Sha256;
use crate::event::Event;
use crate::ids::EventId;

/// What the first line hangs on.
pub const FIRST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// `history.json`: the events of the offering, the oldest first, each as the text that its hash is made of. That
/// dossiers were made is not among them: reading changes nothing.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HistoryFile {
    pub events: Vec<Box<RawValue>>,
}

/// `audit.json`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditFile {
    pub algorithm: String,
    pub first: String,
    pub lines: Vec<AuditLine>,
    /// The hash of the last line; [`FIRST`] if there is none.
    pub head: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditLine {
    pub event: EventId,
    pub sha256: String,
}

/// An event as the line that is hashed. `None`: it cannot be written as JSON, which no event of ours does.
pub fn line(event: &Event) -> Option<Box<RawValue>> {
    serde_json::value::to_raw_value(event).ok()
}

/// The chain over the lines of a history. `None`: one of them is no event.
pub fn audit(history: &HistoryFile, sha256: Sha256) -> Option<AuditFile> {
    let mut head = FIRST.to_owned();
    let mut lines = Vec::with_capacity(history.events.len());
    for event in &history.events {
        let Numbered { id } = serde_json::from_str(event.get()).ok()?;
        head = sha256(format!("{head}\n{}", event.get()).as_bytes());
        lines.push(AuditLine { event: id, sha256: head.clone() });
    }
    Some(AuditFile { algorithm: "sha-256".to_owned(), first: FIRST.to_owned(), lines, head })
}

#[derive(Deserialize)]
struct Numbered {
    id: EventId,
}
