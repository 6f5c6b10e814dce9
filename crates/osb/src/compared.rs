//! A catalog in the shape in which the domain compares it with a definition (§6.7).

use serde_json::Value;
use slipway_domain::parameter::RESERVED;
use slipway_domain::parity::{BrokerCatalog, BrokerPlan, BrokerService};

use crate::catalog::{Plan, Reading, Service};
use crate::violation::Severity;

impl From<Reading> for BrokerCatalog {
    fn from(reading: Reading) -> Self {
        let faults = |severity| {
            let of_it = reading.violations.iter().filter(|violation| violation.severity == severity).count();
            u32::try_from(of_it).unwrap_or(u32::MAX)
        };
        Self {
            errors: faults(Severity::Error),
            warnings: faults(Severity::Warn),
            services: reading.catalog.services.into_iter().map(BrokerService::from).collect(),
        }
    }
}

impl From<Service> for BrokerService {
    fn from(service: Service) -> Self {
        Self {
            id: service.id,
            name: service.name,
            description: service.description,
            bindable: service.bindable,
            plan_updateable: service.plan_updateable,
            allow_context_updates: service.allow_context_updates,
            requires: service.requires,
            tags: service.tags,
            metadata: service.metadata,
            plans: service.plans.into_iter().map(BrokerPlan::from).collect(),
        }
    }
}

impl From<Plan> for BrokerPlan {
    fn from(plan: Plan) -> Self {
        let schema = plan.schemas.pointer("/service_instance/create/parameters");
        let properties = schema.and_then(|schema| schema.get("properties")).and_then(Value::as_object);
        // The platform sends the location by itself (§4.11).
        let names = properties.into_iter().flat_map(|properties| properties.keys()).filter(|name| *name != RESERVED);
        Self {
            // A schema without them says nothing of names.
            asks: properties.map(|_| names.cloned().collect()),
            id: plan.id,
            name: plan.name,
            description: plan.description,
            free: plan.free,
            bindable: plan.bindable,
            plan_updateable: plan.plan_updateable,
            terms: None,
            metadata: plan.metadata,
        }
    }
}
