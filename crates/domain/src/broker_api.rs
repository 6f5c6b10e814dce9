//! The broker API of one offering, for whoever builds its broker (§6.1 to §6.6): which calls the platform makes, what
//! it sends with each, and what follows from each answer. Which calls an offering has, and how one is typed into a
//! shell, is decided here; the requests and what follows are handed in by the code that calls brokers and reads their
//! answers.

mod answers;
mod curl;
mod language;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::broker::{BrokerDraft, Patience};
use crate::ids::{BrokerId, PlanId};
use crate::instance;
use crate::location::GLOBAL;
use crate::offering::Offering;
use crate::plan::PlanRecord;
use crate::view::OfferingView;

pub use answers::{Answer, Follows, Meaning, Said};
pub use language::SampleLanguage;
/// The calls of §6.2, so that pasting them one after the other makes an instance, uses it and removes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Endpoint {
    Catalog,
    Provision,
    LastOperation,
    FetchInstance,
    FetchState,
    SetState,
    Bind,
    BindingLastOperation,
    FetchBinding,
    Unbind,
    Update,
    Deprovision,
}

/// Why the platform does not make a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// `plan_updateable` is false.
    PlansFixed,
    /// No plan can be bound.
    NotBindable,
    /// Bindings are made at once before 2.14.
    Synchronous,
    /// Nothing can be fetched before 2.14.
    TooOld,
}

/// What decides which calls there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abilities {
    pub bindable: bool,
    pub plan_updateable: bool,
    /// The broker speaks 2.14 or newer: bindings can take their time, and things can be fetched.
    pub async_bindings: bool,
}

/// The made-up instance that the examples are about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExampleInstance {
    pub plan: PlanId,
    /// What an update changes the plan to.
    pub new_plan: PlanId,
    /// An id of `location::LOCATIONS`, as far as it was chosen from them.
    pub location: String,
}

/// What tells the examples of a call apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// There is one.
    Only,
    Disable,
    Enable,
}

/// A request as it is sent, without what signs the platform in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    pub purpose: Purpose,
    pub method: String,
    /// Path and query below the broker's base URL, encoded.
    pub target: String,
    /// Names and values of the query, decoded.
    pub query: Vec<(String, String)>,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

/// A call with everything that is told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Documented {
    pub endpoint: Endpoint,
    /// The path with `{instance_id}` and `{binding_id}` in the places of the ids.
    pub path: String,
    /// Names of the query that are sent only if the broker has named its operation.
    pub if_named: Vec<String>,
    /// At least one.
    pub examples: Vec<Example>,
    pub answers: Vec<Answer>,
}

/// The documentation of an offering's broker API, for one of its brokers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokerApiView {
    /// `None`: there is no broker yet, and everything is told as for one whose form is as it begins.
    pub broker: Option<BrokerId>,
    /// Of the broker API, for example `2.17`.
    pub version: String,
    pub instance: ExampleInstance,
    pub calls: Vec<Documented>,
    pub left_out: Vec<(Endpoint, LeftOut)>,
    pub patience: Patience,
    pub view: OfferingView,
}

impl Endpoint {
    pub const ALL: [Self; 12] = [
        Self::Catalog,
        Self::Provision,
        Self::LastOperation,
        Self::FetchInstance,
        Self::FetchState,
        Self::SetState,
        Self::Bind,
        Self::BindingLastOperation,
        Self::FetchBinding,
        Self::Unbind,
        Self::Update,
        Self::Deprovision,
    ];

    /// As an anchor of a page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Catalog => "catalog",
            Self::Provision => "provision",
            Self::LastOperation => "last-operation",
            Self::FetchInstance => "fetch-instance",
            Self::FetchState => "fetch-state",
            Self::SetState => "set-state",
            Self::Bind => "bind",
            Self::BindingLastOperation => "binding-last-operation",
            Self::FetchBinding => "fetch-binding",
            Self::Unbind => "unbind",
            Self::Update => "update",
            Self::Deprovision => "deprovision",
        }
    }

    /// Why the platform does not make this call; `None`: it makes it.
    pub const fn left_out(self, of: Abilities) -> Option<LeftOut> {
        match self {
            Self::Update if !of.plan_updateable => Some(LeftOut::PlansFixed),
            Self::Bind | Self::BindingLastOperation | Self::FetchBinding | Self::Unbind if !of.bindable => {
                Some(LeftOut::NotBindable)
            }
            Self::BindingLastOperation | Self::FetchBinding if !of.async_bindings => Some(LeftOut::Synchronous),
            Self::FetchInstance if !of.async_bindings => Some(LeftOut::TooOld),
            _ => None,
        }
    }
}

impl Abilities {
    /// Of an offering as it is now, on one of its brokers.
    pub fn of(offering: &Offering, broker: Option<BrokerId>, async_bindings: bool) -> Self {
        let settings = &offering.settings.draft;
        let is_bindable = |plan: &PlanRecord| match broker {
            Some(broker) => instance::is_bindable(offering, broker, plan.id),
            None => plan.draft.bindable().unwrap_or_else(|| settings.is_bindable()),
        };
        Self {
            bindable: if offering.plans.is_empty() {
                settings.is_bindable()
            } else {
                offering.plans.iter().any(is_bindable)
            },
            plan_updateable: settings.is_plan_updateable(),
            async_bindings,
        }
    }
}

impl ExampleInstance {
    /// Of the plan that the broker serves first, where it does; before anything is deployed, of the first plan, where
    /// it is sold first. Without a plan it is of one that does not exist.
    pub fn of(offering: &Offering, broker: Option<BrokerId>) -> Self {
        let mut deployments = offering.deployments.iter().filter(|deployment| deployment.exists());
        let deployed = deployments.find(|deployment| broker.is_none_or(|broker| deployment.broker == broker));
        let nothing = PlanId::new(Uuid::nil());
        let first = offering.plans.first();
        let plan = deployed.map_or_else(|| first.map_or(nothing, |plan| plan.id), |deployment| deployment.plan);
        let sold = || {
            let mut locations = first.into_iter().flat_map(|plan| &plan.draft.locations);
            locations.find(|location| !location.trim().is_empty()).cloned()
        };
        let location = deployed.map(|deployment| deployment.location.clone()).or_else(sold);
        let other = offering.plans.iter().map(|known| known.id).find(|known| *known != plan);
        Self { plan, new_plan: other.unwrap_or(plan), location: location.unwrap_or_else(|| GLOBAL.to_owned()) }
    }
}

impl BrokerApiView {
    /// The lines for a shell that all calls rely on, without real credentials.
    pub fn variables(&self) -> String {
        curl::variables(self.draft())
    }

    /// A call for a shell.
    pub fn curl(&self, example: &Example) -> String {
        example.curl(self.draft())
    }

    /// The lines name a file with the certificates of the broker's own authority.
    pub fn has_authority(&self) -> bool {
        curl::has_authority(self.draft())
    }

    fn draft(&self) -> Option<&BrokerDraft> {
        let record = self.view.offering.brokers.iter().find(|record| Some(record.id) == self.broker);
        record.map(|record| &record.draft)
    }
}

impl Documented {
    pub fn method(&self) -> &str {
        self.examples.first().map_or("", |example| example.method.as_str())
    }
}

impl Example {
    /// The body in as many lines as its members take.
    pub fn shown_body(&self) -> Option<String> {
        let body = self.body.as_ref()?;
        let read = serde_json::from_str::<Value>(body).and_then(|value| serde_json::to_string_pretty(&value));
        Some(read.unwrap_or_else(|_| body.clone()))
    }
}

#[cfg(test)]
mod tests;
