//! Every call that the platform makes (§6.2 E1–E11), as data: nothing is sent here. Members that are not set are left
//! out, because some brokers refuse an empty `maintenance_info`; what a version does not have yet is not sent.

mod binding;
mod extension;
mod instance;

use core::fmt;

use http::Method;
use serde::Serialize;
use serde_json::{Map, Value};

pub use binding::{Bind, BindResource};
pub use extension::{ReasonCode, SetState};
pub use instance::{Instance, Previous, Provision, Update, maintenance_info};

use crate::broker::{Authentication, Broker};
use crate::context::OriginatingIdentity;

/// Which of the calls of §6.2 a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Endpoint {
    /// E1
    Catalog,
    /// E2
    Provision,
    /// E3
    Update,
    /// E4
    LastOperation,
    /// E5
    Deprovision,
    /// E6
    Bind,
    /// E7
    Unbind,
    /// E8
    BindingLastOperation,
    /// E9
    FetchInstance,
    /// E9
    FetchBinding,
    /// E10
    FetchState,
    /// E11
    SetState,
}

/// One request, complete but for credentials, headers of the broker and the request identity.
#[derive(Clone, PartialEq)]
pub struct Request {
    pub endpoint: Endpoint,
    pub method: Method,
    /// Below the base path, decoded.
    pub path: Vec<String>,
    pub query: Vec<(&'static str, String)>,
    pub body: Option<Body>,
    /// Who caused it; `None` for catalog fetches and orphan mitigation.
    pub identity: Option<OriginatingIdentity>,
    /// The instance's location, for the region header.
    pub region: Option<String>,
    /// Replaces the broker's version header: only a conformance run does (BRK-CAT-11).
    pub version_header: VersionHeader,
    /// Replaces the broker's credentials: only a conformance run does (BRK-CAT-02, BRK-EXT-07).
    pub credentials: Presented,
}

/// A request's body.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    Json(Value),
    /// Sent as `application/json` although it is none (BRK-PRV-08).
    Text(String),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum VersionHeader {
    #[default]
    OfBroker,
    Text(&'static str),
    Absent,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Presented {
    #[default]
    Right,
    Wrong,
    None,
}

/// Who caused a call, and for which location.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cause {
    pub identity: Option<OriginatingIdentity>,
    pub region: Option<String>,
}

/// Parameters can hold passwords: only the outline is formatted.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} /{}", self.method, self.path.join("/"))
    }
}

impl Request {
    /// E1. Nobody in particular asks.
    #[must_use]
    pub fn catalog() -> Self {
        Self::new(Endpoint::Catalog, Method::GET, segments(&["v2", "catalog"]), &Cause::default())
    }

    fn new(endpoint: Endpoint, method: Method, path: Vec<String>, cause: &Cause) -> Self {
        Self {
            endpoint,
            method,
            path,
            query: Vec::new(),
            body: None,
            identity: cause.identity.clone(),
            region: cause.region.clone(),
            version_header: VersionHeader::OfBroker,
            credentials: Presented::Right,
        }
    }

    fn with_query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    fn with_json(mut self, members: Map<String, Value>) -> Self {
        self.body = Some(Body::Json(Value::Object(members)));
        self
    }

    /// The same request without its `accepts_incomplete` (BRK-PRV-06).
    #[must_use]
    pub fn without_waiting(mut self) -> Self {
        self.query.retain(|(name, _)| *name != "accepts_incomplete");
        self
    }

    /// The members of a JSON body, to change one for a conformance run.
    pub fn members_mut(&mut self) -> Option<&mut Map<String, Value>> {
        match &mut self.body {
            Some(Body::Json(Value::Object(members))) => Some(members),
            _ => None,
        }
    }

    /// What authenticates it, given the broker's credentials.
    pub(crate) fn authentication(&self, broker: &Broker) -> Authentication {
        match self.credentials {
            Presented::Right => broker.authentication.clone(),
            Presented::Wrong => broker.authentication.falsified(),
            Presented::None => Authentication::None,
        }
    }
}

fn segments(path: &[&str]) -> Vec<String> {
    path.iter().map(|&segment| segment.to_owned()).collect()
}

/// `null`, and what holds nothing, is left out.
fn put(members: &mut Map<String, Value>, name: &str, value: Value) {
    let is_empty = value.is_null() || value.as_object().is_some_and(Map::is_empty);
    if !is_empty {
        members.insert(name.to_owned(), value);
    }
}

#[cfg(test)]
mod tests;
