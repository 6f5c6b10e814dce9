//! The calls about instances (§6.2 E2–E5, E9).

use http::Method;
use serde_json::{Map, Value, json};

use super::{Cause, Endpoint, Request, put, segments};
use crate::broker::{Broker, ResourceId};
use crate::context::Context;

/// The instance that a call is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    pub id: ResourceId,
    pub service_id: String,
    pub plan_id: String,
}

/// E2.
#[derive(Debug, Clone, PartialEq)]
pub struct Provision {
    pub instance: Instance,
    pub context: Context,
    /// Holds at least `location` (§6.2).
    pub parameters: Map<String, Value>,
    /// As the catalog has it (2.15 and later).
    pub maintenance_info: Value,
}

/// E3. What is `None` stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// The instance with the plan that it has now.
    pub instance: Instance,
    pub context: Option<Context>,
    pub plan_id: Option<String>,
    pub parameters: Option<Map<String, Value>>,
    /// As the catalog has it (2.15 and later); see [`maintenance_info`].
    pub maintenance_info: Value,
    pub previous: Option<Previous>,
}

/// `previous_values` of an update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previous {
    pub plan_id: String,
    /// What the instance got with its plan (2.15 and later).
    pub maintenance_info: Value,
}

/// `maintenance_info` of a request: its version alone. Nothing for a plan that has none, which is left out.
pub fn maintenance_info(version: Option<&str>) -> Value {
    match version {
        Some(version) if !version.is_empty() => json!({ "version": version }),
        _ => Value::Null,
    }
}

impl Broker {
    pub fn provision(&self, wanted: &Provision, cause: &Cause) -> Request {
        let mut members = Map::new();
        members.insert("service_id".to_owned(), wanted.instance.service_id.clone().into());
        members.insert("plan_id".to_owned(), wanted.instance.plan_id.clone().into());
        members.insert("context".to_owned(), wanted.context.to_json(self));
        put(&mut members, "parameters", Value::Object(wanted.parameters.clone()));
        if let Some(legacy) = &self.legacy_guids {
            members.insert("organization_guid".to_owned(), legacy.organization.to_string().into());
            members.insert("space_guid".to_owned(), legacy.space.to_string().into());
        }
        if self.version.has_retry_after() {
            put(&mut members, "maintenance_info", wanted.maintenance_info.clone());
        }
        Request::new(Endpoint::Provision, Method::PUT, of(&wanted.instance.id), cause)
            .with_query("accepts_incomplete", "true")
            .with_json(members)
    }

    /// `service_id` is always sent: some brokers need it although only the context changes (§6.2).
    pub fn update(&self, wanted: &Update, cause: &Cause) -> Request {
        let mut members = Map::new();
        members.insert("service_id".to_owned(), wanted.instance.service_id.clone().into());
        if let Some(plan_id) = &wanted.plan_id {
            members.insert("plan_id".to_owned(), plan_id.clone().into());
        }
        if let Some(parameters) = &wanted.parameters {
            put(&mut members, "parameters", Value::Object(parameters.clone()));
        }
        if let Some(context) = &wanted.context {
            members.insert("context".to_owned(), context.to_json(self));
        }
        let has_maintenance = self.version.has_retry_after();
        if has_maintenance {
            put(&mut members, "maintenance_info", wanted.maintenance_info.clone());
        }
        if let Some(previous) = &wanted.previous {
            let mut values = Map::new();
            values.insert("plan_id".to_owned(), previous.plan_id.clone().into());
            values.insert("service_id".to_owned(), wanted.instance.service_id.clone().into());
            if has_maintenance {
                put(&mut values, "maintenance_info", previous.maintenance_info.clone());
            }
            members.insert("previous_values".to_owned(), Value::Object(values));
        }
        Request::new(Endpoint::Update, Method::PATCH, of(&wanted.instance.id), cause)
            .with_query("accepts_incomplete", "true")
            .with_json(members)
    }

    /// E4. `operation` is echoed as the broker gave it. While a plan changes, `instance` has the old one (2.14).
    pub fn last_operation(&self, instance: &Instance, operation: Option<&str>) -> Request {
        let mut path = of(&instance.id);
        path.push("last_operation".to_owned());
        poll(Request::new(Endpoint::LastOperation, Method::GET, path, &Cause::default()), instance, operation)
    }

    /// E5.
    pub fn deprovision(&self, instance: &Instance, cause: &Cause) -> Request {
        let request = Request::new(Endpoint::Deprovision, Method::DELETE, of(&instance.id), cause);
        ids(request, instance).with_query("accepts_incomplete", "true")
    }

    /// E9, for services whose instances are retrievable (2.14 and later).
    pub fn fetch_instance(&self, id: &ResourceId, cause: &Cause) -> Request {
        Request::new(Endpoint::FetchInstance, Method::GET, of(id), cause)
    }
}

pub(super) fn of(instance: &ResourceId) -> Vec<String> {
    let mut path = segments(&["v2", "service_instances"]);
    path.push(instance.to_string());
    path
}

/// A removal has no body, so that the ids go into the query.
pub(super) fn ids(request: Request, instance: &Instance) -> Request {
    request.with_query("service_id", instance.service_id.as_str()).with_query("plan_id", instance.plan_id.as_str())
}

pub(super) fn poll(request: Request, instance: &Instance, operation: Option<&str>) -> Request {
    let request = ids(request, instance);
    match operation {
        Some(operation) => request.with_query("operation", operation),
        None => request,
    }
}
