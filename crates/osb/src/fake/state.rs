//! What the fake broker remembers: instances, their bindings and operations, and what was asked of it.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::time::Duration;

use serde_json::{Map, Value};

use crate::conformance::Timer;

use super::Credentials;
use super::fault::Fault;
use super::gate::Seen;
use super::misbehaviour::Misbehaviour;
use super::reply::{Refused, bad_request};
use super::spoil::Spoil;

#[derive(Debug)]
pub(super) struct State {
    pub(super) catalog: Value,
    pub(super) credentials: Credentials,
    pub(super) instances: BTreeMap<String, Instance>,
    /// Deleted instances, so that a late poll of the removal still learns how it ended.
    pub(super) removed: HashSet<String>,
    /// Plan id to the polls that one operation takes.
    pub(super) asynchronous: HashMap<String, u32>,
    /// The same for bindings of the plan's instances.
    pub(super) asynchronous_bindings: HashMap<String, u32>,
    /// What `Retry-After` says beside a 202 and an operation in progress.
    pub(super) retry_after: Option<u32>,
    pub(super) misbehaviour: Option<Misbehaviour>,
    pub(super) faults: HashSet<Fault>,
    pub(super) spoils: VecDeque<Spoil>,
    /// The body of every error, instead of a JSON object with a description.
    pub(super) error_body: Option<String>,
    /// How long every answer takes, on whose clock.
    pub(super) slowness: Option<(Timer, Duration)>,
    /// Readings of the catalog.
    pub(super) readings: u64,
    pub(super) log: VecDeque<Seen>,
    operations: u64,
}

#[derive(Debug)]
pub(super) struct Instance {
    pub(super) service_id: String,
    pub(super) plan_id: String,
    pub(super) parameters: Value,
    pub(super) enabled: bool,
    pub(super) operation: Option<Operation>,
    /// What a broken broker began beside it.
    pub(super) queued: Option<Operation>,
    pub(super) bindings: BTreeMap<String, Binding>,
    /// By the id of the binding; the latest of each, also of one that is gone.
    pub(super) binding_operations: BTreeMap<String, Operation>,
}

#[derive(Debug, Clone)]
pub(super) struct Operation {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) polls_left: u32,
    /// Answered already as finished; the contract wants the answer to stay for a while.
    pub(super) finished: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Provision,
    Update,
    Deprovision,
    Bind,
    Unbind,
}

/// What was asked when the binding was made: an identical request is answered again, another one conflicts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Binding {
    pub(super) service_id: String,
    pub(super) plan_id: String,
    pub(super) parameters: Value,
    pub(super) bind_resource: Value,
}

impl State {
    pub(super) fn new(catalog: Value, credentials: Credentials) -> Self {
        Self {
            catalog,
            credentials,
            instances: BTreeMap::new(),
            removed: HashSet::new(),
            asynchronous: HashMap::new(),
            asynchronous_bindings: HashMap::new(),
            retry_after: None,
            misbehaviour: None,
            faults: HashSet::new(),
            spoils: VecDeque::new(),
            error_body: None,
            slowness: None,
            readings: 0,
            log: VecDeque::new(),
            operations: 0,
        }
    }

    /// A new operation if the plan is asynchronous; the caller must have said that it can wait.
    pub(super) fn begin(&mut self, kind: Kind, plan_id: &str, may_wait: bool) -> Result<Option<Operation>, Refused> {
        let plans =
            if matches!(kind, Kind::Bind | Kind::Unbind) { &self.asynchronous_bindings } else { &self.asynchronous };
        let Some(polls_left) = plans.get(plan_id).copied() else { return Ok(None) };
        if !may_wait && !self.has(Fault::WaitsUnasked) {
            let description = "This plan requires client support for asynchronous service operations.";
            return Err(super::reply::unprocessable("AsyncRequired", description));
        }
        self.operations += 1;
        let name = format!("op/{}", self.operations);
        Ok(Some(Operation { name, kind, polls_left, finished: false }))
    }

    /// Ends every operation that is under way.
    pub(super) fn finish(&mut self) {
        let is_leaving = |known: &Instance| known.running().is_some_and(|running| running.kind == Kind::Deprovision);
        let leaving = self.instances.iter().filter(|(_, known)| is_leaving(known)).map(|(id, _)| id.clone());
        for id in leaving.collect::<Vec<_>>() {
            self.instances.remove(&id);
            self.removed.insert(id);
        }
        for known in self.instances.values_mut() {
            for operation in [&mut known.operation, &mut known.queued].into_iter().flatten() {
                operation.finished = true;
            }
        }
    }

    pub(super) fn has(&self, fault: Fault) -> bool {
        self.faults.contains(&fault)
    }

    /// The catalog as it is told at this reading.
    pub(super) fn told_catalog(&mut self) -> Value {
        let mut catalog = self.catalog.clone();
        self.readings += 1;
        if self.has(Fault::NewIds) {
            let id = uuid::Uuid::from_u128(self.readings.into());
            catalog["services"][0]["plans"][0]["id"] = id.to_string().into();
        }
        if self.has(Fault::ShufflesServices)
            && self.readings.is_multiple_of(2)
            && let Some(services) = catalog["services"].as_array_mut()
        {
            services.reverse();
        }
        catalog
    }

    pub(super) fn service(&self, service_id: &str) -> Result<&Map<String, Value>, Refused> {
        let services = self.catalog.get("services").and_then(Value::as_array);
        services
            .and_then(|services| services.iter().find(|service| service["id"] == service_id)?.as_object())
            .ok_or_else(|| bad_request("The service_id is not in this broker's catalog."))
    }

    pub(super) fn plan(&self, service_id: &str, plan_id: &str) -> Result<&Map<String, Value>, Refused> {
        let plans = self.service(service_id)?.get("plans").and_then(Value::as_array);
        plans
            .and_then(|plans| plans.iter().find(|plan| plan["id"] == plan_id)?.as_object())
            .ok_or_else(|| bad_request("The plan_id is not in this broker's catalog."))
    }
}

impl Instance {
    pub(super) fn running(&self) -> Option<&Operation> {
        [&self.operation, &self.queued].into_iter().flatten().find(|operation| !operation.finished)
    }
}
