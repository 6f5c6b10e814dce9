//! The calls about bindings (§6.2 E6–E9).

use http::Method;
use serde_json::{Map, Value};

use super::instance::{Instance, ids, of, poll};
use super::{Cause, Endpoint, Request, put};
use crate::broker::{Broker, ResourceId};
use crate::context::Context;

/// E6.
#[derive(Debug, Clone, PartialEq)]
pub struct Bind {
    pub instance: Instance,
    pub id: ResourceId,
    pub resource: BindResource,
    pub parameters: Map<String, Value>,
    /// Sent from 2.13 on.
    pub context: Option<Context>,
}

/// Whom the credentials are for; without `app_guid` they are a service key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BindResource {
    pub app_guid: Option<String>,
    pub account_id: Option<String>,
    pub serviceid_crn: Option<String>,
    pub target_crn: Option<String>,
}

impl BindResource {
    fn to_json(&self) -> Value {
        let members = [
            ("app_guid", &self.app_guid),
            ("account_id", &self.account_id),
            ("serviceid_crn", &self.serviceid_crn),
            ("target_crn", &self.target_crn),
        ];
        let members = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?.into())));
        Value::Object(members.collect())
    }
}

impl Broker {
    pub fn bind(&self, wanted: &Bind, cause: &Cause) -> Request {
        let mut members = Map::new();
        members.insert("service_id".to_owned(), wanted.instance.service_id.clone().into());
        members.insert("plan_id".to_owned(), wanted.instance.plan_id.clone().into());
        put(&mut members, "bind_resource", wanted.resource.to_json());
        put(&mut members, "parameters", Value::Object(wanted.parameters.clone()));
        if let Some(context) = wanted.context.as_ref().filter(|_| self.version.has_binding_context()) {
            members.insert("context".to_owned(), context.to_json(self));
        }
        let request = Request::new(Endpoint::Bind, Method::PUT, at(&wanted.instance, &wanted.id), cause);
        self.may_wait(request).with_json(members)
    }

    /// E7.
    pub fn unbind(&self, instance: &Instance, id: &ResourceId, cause: &Cause) -> Request {
        let request = Request::new(Endpoint::Unbind, Method::DELETE, at(instance, id), cause);
        self.may_wait(ids(request, instance))
    }

    /// E8 (2.14 and later).
    pub fn binding_last_operation(&self, instance: &Instance, id: &ResourceId, operation: Option<&str>) -> Request {
        let mut path = at(instance, id);
        path.push("last_operation".to_owned());
        let request = Request::new(Endpoint::BindingLastOperation, Method::GET, path, &Cause::default());
        poll(request, instance, operation)
    }

    /// E9, for services whose bindings are retrievable (2.14 and later).
    pub fn fetch_binding(&self, instance: &Instance, id: &ResourceId, cause: &Cause) -> Request {
        Request::new(Endpoint::FetchBinding, Method::GET, at(instance, id), cause)
    }

    /// Before 2.14, bindings are synchronous only.
    fn may_wait(&self, request: Request) -> Request {
        if self.version.has_async_bindings() { request.with_query("accepts_incomplete", "true") } else { request }
    }
}

fn at(instance: &Instance, id: &ResourceId) -> Vec<String> {
    let mut path = of(&instance.id);
    path.extend(["service_bindings".to_owned(), id.to_string()]);
    path
}
