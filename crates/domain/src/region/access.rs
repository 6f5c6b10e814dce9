//! Access management (T06–T08).

use serde::{Deserialize, Serialize};

use crate::access::AccessFacts;

/// Read off the facts, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessState {
    None,
    /// T06: the first valid listing registered the service name.
    Registered,
    /// T07: service id, key and client exist, the client is not usable yet.
    EnabledIncomplete,
    /// T08
    EnabledComplete,
}

impl AccessState {
    pub fn of(facts: &AccessFacts) -> Self {
        match (&facts.service_id, facts.client_enabled, facts.registered_at) {
            (Some(_), true, _) => Self::EnabledComplete,
            (Some(_), false, _) => Self::EnabledIncomplete,
            (None, _, Some(_)) => Self::Registered,
            (None, _, None) => Self::None,
        }
    }

    pub const fn is_enabled(self) -> bool {
        matches!(self, Self::EnabledIncomplete | Self::EnabledComplete)
    }
}
