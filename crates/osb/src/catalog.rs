//! A broker's catalog (§6.2 E1, §6.7): what could be read of it, however wrong it is, beside everything that is wrong
//! with it. Metadata stays free-form because real brokers put every shape there; nothing here compares it with the
//! console.

mod member;
mod read;

use serde::Serialize;
use serde_json::Value;

pub use read::Source;

use crate::version::OsbVersion;
use crate::violation::{Severity, Violation};

/// The services that could be read, in the broker's order, which means nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Catalog {
    pub services: Vec<Service>,
}

/// A service; a text that is missing or of the wrong type reads as empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Service {
    /// The position in the broker's list.
    pub index: usize,
    pub id: String,
    pub name: String,
    pub description: String,
    /// Required; `None` if missing or no flag.
    pub bindable: Option<bool>,
    /// `false` if absent.
    pub plan_updateable: bool,
    /// Instances can be fetched (2.14 and later); `false` if absent.
    pub instances_retrievable: bool,
    /// The broker takes a change of the context alone (2.15 and later); `false` if absent.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub allow_context_updates: bool,
    pub requires: Vec<String>,
    pub tags: Vec<String>,
    /// Of any shape; `Null` if absent.
    pub metadata: Value,
    pub plans: Vec<Plan>,
}

/// A plan; texts as in [`Service`].
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Plan {
    /// The position in the service's list.
    pub index: usize,
    pub id: String,
    pub name: String,
    pub description: String,
    /// `true` if absent, as the contract says.
    pub free: bool,
    /// Overrides the service's flag.
    pub bindable: Option<bool>,
    /// Overrides the service's flag (2.15 and later).
    pub plan_updateable: Option<bool>,
    /// Of any shape; `Null` if absent.
    pub metadata: Value,
    /// `Null` if absent (2.13 and later).
    pub schemas: Value,
    /// Seconds (2.15 and later).
    pub maximum_polling_duration: Option<u64>,
    /// The version in `maintenance_info` (2.15 and later), which is sent back with whatever gives an instance the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maintenance: Option<String>,
}

/// A catalog and all that is wrong with it, in document order.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Reading {
    pub catalog: Catalog,
    /// At most [`MOST_VIOLATIONS`].
    pub violations: Vec<Violation>,
    /// Violations beyond that number.
    pub omitted: usize,
}

/// A hostile catalog of 4 MiB could hold millions.
pub const MOST_VIOLATIONS: usize = 500;

impl Catalog {
    /// Reads any JSON value, never fails, and finds every violation at once.
    pub fn read(value: &Value, source: Source, version: OsbVersion) -> Reading {
        read::read(value, source, version)
    }

    pub fn service(&self, id: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.id == id)
    }
}

impl Plan {
    /// Whether instances of this plan can be bound: its own flag, else the service's (§6.7).
    pub fn is_bindable(&self, service: &Service) -> Option<bool> {
        self.bindable.or(service.bindable)
    }
}

impl Reading {
    pub fn errors(&self) -> usize {
        self.violations.iter().filter(|violation| violation.severity == Severity::Error).count()
    }
}
