//! Asking whether an instance is enabled, and enabling or disabling it (§6.2 E10, E11; §6.3).

use http::Method;
use serde_json::{Map, Value};

use super::{Cause, Endpoint, Request};
use crate::broker::{Broker, ResourceId};

/// E11.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetState {
    pub enabled: bool,
    pub initiator_id: Option<String>,
    pub reason: Option<ReasonCode>,
}

/// Why an instance is enabled or disabled (§6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReasonCode {
    AcctActivate,
    ReclamationRestore,
    ServiceInstanceBelowCap,
    AcctSuspend,
    ReclamationSchedule,
    ServiceInstanceAboveCap,
    /// Either way.
    AdminRequest,
}

impl ReasonCode {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AcctActivate => "ACCT_ACTIVATE",
            Self::ReclamationRestore => "RECLAMATION_RESTORE",
            Self::ServiceInstanceBelowCap => "SERVICE_INSTANCE_BELOW_CAP",
            Self::AcctSuspend => "ACCT_SUSPEND",
            Self::ReclamationSchedule => "RECLAMATION_SCHEDULE",
            Self::ServiceInstanceAboveCap => "SERVICE_INSTANCE_ABOVE_CAP",
            Self::AdminRequest => "ADMIN_REQUEST",
        }
    }
}

impl Broker {
    /// E10.
    pub fn fetch_state(&self, id: &ResourceId, cause: &Cause) -> Request {
        Request::new(Endpoint::FetchState, Method::GET, self.extension(id), cause)
    }

    /// E11.
    pub fn set_state(&self, id: &ResourceId, wanted: &SetState, cause: &Cause) -> Request {
        let mut members = Map::from_iter([("enabled".to_owned(), Value::from(wanted.enabled))]);
        if let Some(initiator) = &wanted.initiator_id {
            members.insert("initiator_id".to_owned(), initiator.clone().into());
        }
        if let Some(reason) = wanted.reason {
            members.insert("reason_code".to_owned(), reason.as_str().into());
        }
        Request::new(Endpoint::SetState, Method::PUT, self.extension(id), cause).with_json(members)
    }

    fn extension(&self, id: &ResourceId) -> Vec<String> {
        let prefix = self.extension_prefix.split('/').filter(|segment| !matches!(*segment, "" | "." | ".."));
        prefix.map(str::to_owned).chain(["service_instances".to_owned(), id.to_string()]).collect()
    }
}
