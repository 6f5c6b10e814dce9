//! What a broker's catalog says beside what the console has (§6.7, DEC-24): one line for every compared value, equal
//! ones included, so that a page can show the whole tree, and the differences counted for the gates. Whoever read the
//! catalog hands it in; nothing here knows HTTP, and what to do about a difference is worded by the pages.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::broker::BrokerRecord;
use crate::export::{self, PlanJson, ServiceJson};
use crate::ids::BrokerId;
use crate::offering::Offering;
use crate::parameter::MOST_PARAMETERS;
use crate::rule::Level;
use crate::view::ParityLine;

mod compare;

/// A broker's catalog as far as it is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BrokerCatalog {
    /// In the broker's order, which means nothing.
    pub services: Vec<BrokerService>,
    /// What in it breaks the contract itself, whatever the console has: counted by whoever read it.
    pub errors: u32,
    pub warnings: u32,
}

/// A service; a text that is missing or of the wrong type reads as empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BrokerService {
    pub id: String,
    pub name: String,
    pub description: String,
    /// `None` if missing or no flag.
    pub bindable: Option<bool>,
    pub plan_updateable: bool,
    /// A broker takes a change of the context alone; not compared.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub allow_context_updates: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Of any shape; `Null` if absent.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub metadata: Value,
    pub plans: Vec<BrokerPlan>,
}

/// A plan; texts as in [`BrokerService`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BrokerPlan {
    pub id: String,
    pub name: String,
    pub description: String,
    pub free: bool,
    /// Overrides the service's flag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bindable: Option<bool>,
    /// Overrides the service's flag (2.15 and later).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_updateable: Option<bool>,
    /// The parameters that its schema for new instances names; `None` if none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks: Option<Vec<String>>,
    /// Only of a file that the provider hands in; a broker says nothing of prices that is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<PlanTerms>,
    /// Of any shape; `Null` if absent.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub metadata: Value,
}

/// The first and the last day of a plan's prices, as they are written: what its metadata says of costs is read with them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanTerms {
    pub effective_from: String,
    pub effective_until: String,
}

/// How many differences there are that block, and that are worth a look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differences {
    pub errors: u32,
    pub warnings: u32,
}

impl Differences {
    pub fn of(lines: &[ParityLine], catalog: &BrokerCatalog) -> Self {
        let count = |level| lines.iter().filter(|line| !line.same && line.severity == level).count();
        let with = |faults: u32, level| faults.saturating_add(u32::try_from(count(level)).unwrap_or(u32::MAX));
        Self { errors: with(catalog.errors, Level::Error), warnings: with(catalog.warnings, Level::Warning) }
    }
}

/// The same comparison for a definition that is no offering of a console, such as a file. `deployed` are the ids of the
/// plans that the broker has to serve; with none, a plan that it does not list is only worth a look.
pub fn compare(definition: &BrokerService, deployed: &[String], catalog: &BrokerCatalog) -> Vec<ParityLine> {
    compare::compare(definition, deployed, catalog)
}

impl From<ServiceJson> for BrokerService {
    fn from(service: ServiceJson) -> Self {
        Self {
            id: service.id.to_string(),
            name: service.name,
            description: service.description,
            bindable: Some(service.bindable),
            plan_updateable: service.plan_updateable,
            allow_context_updates: service.allow_context_updates,
            requires: service.requires,
            tags: service.tags,
            metadata: serde_json::to_value(service.metadata).unwrap_or_default(),
            plans: service.plans.into_iter().map(BrokerPlan::from).collect(),
        }
    }
}

impl From<PlanJson> for BrokerPlan {
    fn from(plan: PlanJson) -> Self {
        Self {
            id: plan.id.to_string(),
            name: plan.name,
            description: plan.description,
            free: plan.free,
            bindable: plan.bindable,
            plan_updateable: None,
            asks: None,
            terms: None,
            metadata: serde_json::to_value(plan.metadata).unwrap_or_default(),
        }
    }
}

impl Offering {
    /// Compares exactly: ids are never folded, trimmed or guessed.
    ///
    /// Of the plans, §6.7 wants those that are deployed to this broker, no more and no fewer. A plan of the console
    /// that the broker lists without serving it yet is no surplus: both sides have it, so it has to agree like every
    /// other. One that it does not list is missing (ERROR) where it is deployed; worth a look (WARN) as long as nothing
    /// is deployed to the broker, because any plan still may be; and none of this broker's business otherwise, so that
    /// two brokers can serve different plans. A plan that only the broker knows is an ERROR always.
    pub fn parity(&self, broker: BrokerId, catalog: &BrokerCatalog) -> Vec<ParityLine> {
        let deployed: Vec<String> = self
            .deployments
            .iter()
            .filter(|deployment| deployment.exists() && deployment.broker == broker)
            .map(|deployment| deployment.plan.to_string())
            .collect();
        compare(&BrokerService::from(export::service(self)), &deployed, catalog)
    }

    /// The differences between the definition as it is now and what the broker said last; `None` if its last call gave
    /// no catalog.
    pub fn differences(&self, broker: &BrokerRecord) -> Option<Differences> {
        let catalog = broker.last_fetch.as_ref().filter(|fetch| fetch.failure.is_none())?.catalog.as_ref()?;
        Some(Differences::of(&self.parity(broker.id, catalog), catalog))
    }
}

/// The longest text that is kept for the gates. The console's own are shorter, so that one that was cut is still
/// another one.
const LONGEST: usize = 300;
/// More plans than an offering has; beyond them the broker lists plans that the console does not know anyway.
const MOST_PLANS: usize = 200;
const MOST_PERMISSIONS: usize = 20;
/// One more than a service of the console asks for.
const MOST_ASKED: usize = MOST_PARAMETERS + 1;

impl BrokerCatalog {
    /// The service that is meant: by its id, else by its name.
    pub fn service(&self, id: &str, name: &str) -> Option<&BrokerService> {
        compare::service(&self.services, id, name).map(|(_, service)| service)
    }

    /// What is kept for the gates, however large the catalog is: this offering's service, without what only informs.
    #[must_use]
    pub fn kept_for(&self, offering: &Offering) -> Self {
        let service = self.service(&offering.id.to_string(), &offering.name);
        let services = service.map(BrokerService::kept).into_iter().collect();
        Self { services, errors: self.errors, warnings: self.warnings }
    }
}

impl BrokerService {
    fn kept(&self) -> Self {
        Self {
            id: cut(&self.id),
            name: cut(&self.name),
            description: cut(&self.description),
            bindable: self.bindable,
            plan_updateable: self.plan_updateable,
            allow_context_updates: false,
            requires: self.requires.iter().take(MOST_PERMISSIONS).map(|name| cut(name)).collect(),
            tags: Vec::new(),
            metadata: Value::Null,
            plans: self.plans.iter().take(MOST_PLANS).map(BrokerPlan::kept).collect(),
        }
    }
}

impl BrokerPlan {
    fn kept(&self) -> Self {
        Self {
            id: cut(&self.id),
            name: cut(&self.name),
            description: cut(&self.description),
            free: self.free,
            bindable: self.bindable,
            plan_updateable: self.plan_updateable,
            asks: self.asks.as_ref().map(|names| names.iter().take(MOST_ASKED).map(|name| cut(name)).collect()),
            terms: None,
            metadata: Value::Null,
        }
    }
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests;
