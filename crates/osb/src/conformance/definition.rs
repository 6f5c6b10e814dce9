//! What a broker is measured by: the service of a `catalog.json` (§6.7), with its plans and custom parameters. Reads
//! what the console exports, and every catalog that a broker could have written.

use std::time::Duration;

use serde_json::Value;

use super::parameter::Parameter;
use crate::catalog::{Catalog, Plan, Service, Source};
use crate::version::OsbVersion;

/// An offering's definition.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    pub service: Service,
    pub parameters: Vec<Parameter>,
    /// `serviceKeysSupported` of the metadata; `None` if it is not said.
    pub service_keys: Option<bool>,
    /// For the evidence: the service as it was read.
    pub(super) source: Value,
}

/// Why a file defines no offering that a broker could be measured by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionProblem {
    #[error("it is no JSON: {0}")]
    NotJson(String),
    #[error("it has no service; expected {{\"services\": [...]}} as in the catalog.json that the console exports")]
    NoService,
    #[error("it has several services ({0}): name one with --service")]
    SeveralServices(String),
    #[error("it has no service called {0}")]
    UnknownService(String),
    #[error("{path}: {code}")]
    Incomplete { path: String, code: String },
}

impl Definition {
    /// `service` is a name or an id, needed if there are several.
    pub fn parse(text: &str, service: Option<&str>) -> Result<Self, DefinitionProblem> {
        let value: Value = serde_json::from_str(text).map_err(|error| DefinitionProblem::NotJson(error.to_string()))?;
        Self::read(&value, service)
    }

    /// The same for JSON that was read already.
    pub fn read(value: &Value, service: Option<&str>) -> Result<Self, DefinitionProblem> {
        // The newest version allows most names; what an older broker cannot take is found at the broker.
        let reading = Catalog::read(value, Source::File, OsbVersion::V2_17);
        let chosen = choose(&reading.catalog.services, service)?;
        if let Some(missing) = incomplete(chosen) {
            return Err(DefinitionProblem::Incomplete {
                path: format!("services[{}].{missing}", chosen.index),
                code: "missing or empty".to_owned(),
            });
        }
        let listed = value.get("services").and_then(Value::as_array).or(value.as_array());
        let source = listed.and_then(|services| services.get(chosen.index)).unwrap_or(value).clone();
        let parameters = chosen.metadata.get("parameters").and_then(Value::as_array);
        Ok(Self {
            parameters: parameters.into_iter().flatten().filter_map(Parameter::read).collect(),
            service_keys: chosen.metadata.get("serviceKeysSupported").and_then(Value::as_bool),
            service: chosen.clone(),
            source,
        })
    }

    /// A plan by its name or id.
    pub fn plan(&self, name: &str) -> Option<&Plan> {
        self.service.plans.iter().find(|plan| plan.name == name || plan.id == name)
    }

    pub(super) fn is_bindable(&self, plan: &Plan) -> bool {
        plan.is_bindable(&self.service).unwrap_or(false)
    }

    pub(super) fn is_updateable(&self, plan: &Plan) -> bool {
        plan.plan_updateable.unwrap_or(self.service.plan_updateable)
    }

    pub(super) fn longest_polling(plan: &Plan) -> Option<Duration> {
        plan.maximum_polling_duration.map(Duration::from_secs)
    }
}

fn choose<'a>(services: &'a [Service], wanted: Option<&str>) -> Result<&'a Service, DefinitionProblem> {
    match (services, wanted) {
        (services, Some(wanted)) => services
            .iter()
            .find(|service| service.name == wanted || service.id == wanted)
            .ok_or_else(|| DefinitionProblem::UnknownService(wanted.to_owned())),
        ([], None) => Err(DefinitionProblem::NoService),
        ([only], None) => Ok(only),
        (several, None) => {
            let names: Vec<&str> = several.iter().map(|service| service.name.as_str()).collect();
            Err(DefinitionProblem::SeveralServices(names.join(", ")))
        }
    }
}

/// The member without which no call could be made.
fn incomplete(service: &Service) -> Option<String> {
    let texts = [("id", &service.id), ("name", &service.name)];
    let of_service = texts.into_iter().find(|(_, text)| text.trim().is_empty()).map(|(name, _)| name.to_owned());
    let of_plan = || {
        let plan = service.plans.iter().find(|plan| plan.id.trim().is_empty() || plan.name.trim().is_empty())?;
        Some(format!("plans[{}]: id or name", plan.index))
    };
    let no_plan = || service.plans.is_empty().then(|| "plans".to_owned());
    of_service.or_else(no_plan).or_else(of_plan)
}
