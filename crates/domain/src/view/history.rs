//! What the History page asks for and reads.

use serde::{Deserialize, Serialize};

use super::OfferingView;
use crate::event::Event;

/// What of the history is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HistoryQuery {
    /// The noun before the point of an event's name: `plan`, `broker`, …; empty: everything.
    pub noun: String,
    /// From 1.
    pub page: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryView {
    /// Newest first.
    pub events: Vec<Event>,
    pub page: u32,
    pub has_more: bool,
    pub view: OfferingView,
}
