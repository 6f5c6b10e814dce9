//! The catalog: what the platform is told of it, and what a request has to fit.

use regex::Regex;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::refused::Refused;

pub(crate) type Members = Map<String, Value>;

/// The catalog's members in the contract, with the 2.x that brought them. What the platform adds to its export is not
/// told.
const SERVICE: [(&str, u16); 13] = [
    ("id", 0),
    ("name", 0),
    ("description", 0),
    ("tags", 0),
    ("requires", 0),
    ("bindable", 0),
    ("metadata", 0),
    ("dashboard_client", 0),
    ("plan_updateable", 0),
    ("plans", 0),
    ("instances_retrievable", 14),
    ("bindings_retrievable", 14),
    ("allow_context_updates", 15),
];
const PLAN: [(&str, u16); 11] = [
    ("id", 0),
    ("name", 0),
    ("description", 0),
    ("metadata", 0),
    ("free", 0),
    ("bindable", 0),
    ("schemas", 13),
    ("plan_updateable", 15),
    ("maximum_polling_duration", 15),
    ("maintenance_info", 15),
    ("binding_rotatable", 17),
];

/// A `catalog.json` as the console exports it.
#[derive(Debug)]
pub struct Offering {
    raw: Value,
    services: Vec<Service>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Service {
    id: String,
    bindable: bool,
    plan_updateable: Option<bool>,
    metadata: Option<Metadata>,
    plans: Vec<Plan>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Plan {
    id: String,
    pub(crate) name: String,
    bindable: Option<bool>,
    plan_updateable: Option<bool>,
    maintenance_info: Option<Members>,
}

#[derive(Debug, Deserialize)]
struct Metadata {
    #[serde(rename = "serviceKeysSupported")]
    service_keys: Option<bool>,
    parameters: Option<Vec<Parameter>>,
}

#[derive(Debug, Deserialize)]
struct Parameter {
    name: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    options: Option<Vec<Choice>>,
    pattern: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Choice {
    value: Value,
}

impl Offering {
    pub fn read(catalog: &str) -> Result<Self, serde_json::Error> {
        let raw: Value = serde_json::from_str(catalog)?;
        let services = Vec::deserialize(&raw["services"])?;
        Ok(Self { raw, services })
    }

    /// The catalog for a platform that speaks version 2.`minor`.
    pub(crate) fn told(&self, minor: u16) -> Value {
        let told = |value: &Value, known: &[(&str, u16)]| -> Members {
            let members = value.as_object().into_iter().flatten();
            let is_known = |name: &str| known.iter().any(|(member, since)| *member == name && *since <= minor);
            members.filter(|(name, _)| is_known(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
        };
        let services = self.raw["services"].as_array().into_iter().flatten().map(|service| {
            let plans = service["plans"].as_array().into_iter().flatten().map(|plan| told(plan, &PLAN).into());
            let mut members = told(service, &SERVICE);
            members.insert("plans".to_owned(), Value::Array(plans.collect()));
            Value::Object(members)
        });
        json!({ "services": services.collect::<Vec<_>>() })
    }

    pub(crate) fn plan(&self, service_id: &str, plan_id: &str) -> Result<(&Service, &Plan), Refused> {
        let service = self.services.iter().find(|service| service.id == service_id);
        let service = service.ok_or_else(|| Refused::bad_request("The service_id is not in this broker's catalog."))?;
        let plan = service.plans.iter().find(|plan| plan.id == plan_id);
        let plan = plan.ok_or_else(|| Refused::bad_request("The plan_id is not in this broker's catalog."))?;
        Ok((service, plan))
    }
}

impl Service {
    /// Custom parameters against their options and patterns.
    pub(crate) fn check(&self, parameters: &Members) -> Result<(), Refused> {
        let known = self.metadata.iter().flat_map(|metadata| metadata.parameters.iter().flatten());
        for parameter in known {
            if let Some(value) = parameters.get(&parameter.name) {
                parameter.check(value)?;
            }
        }
        Ok(())
    }

    /// False if only applications can be bound.
    pub(crate) fn has_keys(&self) -> bool {
        self.metadata.as_ref().and_then(|metadata| metadata.service_keys).unwrap_or(true)
    }
}

impl Plan {
    pub(crate) fn is_bindable(&self, service: &Service) -> bool {
        self.bindable.unwrap_or(service.bindable)
    }

    pub(crate) fn is_updateable(&self, service: &Service) -> bool {
        self.plan_updateable.or(service.plan_updateable).unwrap_or(false)
    }

    pub(crate) fn check_maintenance(&self, asked: &Members) -> Result<(), Refused> {
        let version = |info: &Members| info.get("version").filter(|version| !version.is_null()).cloned();
        let wanted = version(asked);
        if wanted.is_some() && wanted != self.maintenance_info.as_ref().and_then(version) {
            let description = "The maintenance_info is not the catalog's.";
            return Err(Refused::unprocessable("MaintenanceInfoConflict", description));
        }
        Ok(())
    }
}

impl Parameter {
    fn check(&self, value: &Value) -> Result<(), Refused> {
        let options = self.options.as_deref().unwrap_or_default();
        let chosen = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        let is_option = |one: &Value| options.iter().any(|option| option.value == *one);
        if !options.is_empty() && self.kind.as_deref() != Some("combo") && !chosen.iter().all(is_option) {
            return Err(Refused::bad_request(format!("{} is none of its options.", self.name)));
        }
        // A pattern that cannot be read forbids nothing.
        let pattern = self.pattern.as_ref().filter(|pattern| !pattern.is_empty());
        let form = pattern.and_then(|pattern| Regex::new(&format!("^(?:{pattern})$")).ok());
        if form.is_some_and(|form| !value.as_str().is_some_and(|text| form.is_match(text))) {
            return Err(Refused::bad_request(format!("{} does not have the form that it should.", self.name)));
        }
        Ok(())
    }
}
