//! What the fake broker remembers: instances, their bindings and operations, and what was asked of it.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::conformance::Timer;

use super::Credentials;
use super::fault::Fault;
use super::gate::Seen;
use super::misbehaviour::Misbehaviour;
use super::reply::{Refused, bad_request};
use super::spoil::Spoil;

/// Of a broker that flaps, every so many requests find nobody.
const AWAY_EVERY: u64 = 3;
/// At every so many requests, a broker that forgets has lost everything.
const FORGETS_EVERY: u64 = 8;

#[derive(Debug)]
pub(super) struct State {
    pub(super) catalog: Value,
    pub(super) credentials: Credentials,
    /// Decides about bearer tokens instead of the credentials.
    pub(super) tokens: Option<TokenCheck>,
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
    /// The same for the answers to polls.
    pub(super) poll_spoils: VecDeque<Spoil>,
    /// Asynchronous operations, from now on, that come to nothing.
    pub(super) failing: u32,
    /// Says whether a request stays as it is.
    pub(super) hold: Option<Hold>,
    /// The body of every error, instead of a JSON object with a description.
    pub(super) error_body: Option<String>,
    /// How long every answer takes, on whose clock.
    pub(super) slowness: Option<(Timer, Duration)>,
    /// How long every answer takes on everybody's clock.
    pub(super) delay: Duration,
    /// Requests that are not answered yet, and the most that there ever were at the same time.
    pub(super) under_way: usize,
    pub(super) most_at_once: usize,
    /// Readings of the catalog.
    pub(super) readings: u64,
    /// Requests of any kind.
    pub(super) requests: u64,
    pub(super) log: VecDeque<Seen>,
    operations: u64,
}

/// What a broker makes of a token, for example by the keys of its issuer.
pub(super) struct TokenCheck(pub(super) Box<dyn Fn(&str) -> bool + Send + Sync>);

impl fmt::Debug for TokenCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenCheck")
    }
}

/// Whether a request stays as it is, asked where it has arrived and where it is done.
pub(super) struct Hold(pub(super) Box<dyn Fn() -> bool + Send + Sync>);

impl fmt::Debug for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hold")
    }
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
    /// It comes to nothing: what is made is there all the same, what is changed or removed stays as it was.
    pub(super) fails: bool,
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
            tokens: None,
            instances: BTreeMap::new(),
            removed: HashSet::new(),
            asynchronous: HashMap::new(),
            asynchronous_bindings: HashMap::new(),
            retry_after: None,
            misbehaviour: None,
            faults: HashSet::new(),
            spoils: VecDeque::new(),
            poll_spoils: VecDeque::new(),
            failing: 0,
            hold: None,
            error_body: None,
            slowness: None,
            delay: Duration::ZERO,
            under_way: 0,
            most_at_once: 0,
            readings: 0,
            requests: 0,
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
        let fails = self.has(Fault::FailsOperations) || self.failing > 0;
        self.failing = self.failing.saturating_sub(1);
        Ok(Some(Operation { name, kind, polls_left, finished: false, fails }))
    }

    /// Ends every operation that is under way.
    pub(super) fn finish(&mut self) {
        let is_leaving = |known: &Instance| {
            known.running().is_some_and(|running| running.kind == Kind::Deprovision && !running.fails)
        };
        let leaving = self.instances.iter().filter(|(_, known)| is_leaving(known)).map(|(id, _)| id.clone());
        for id in leaving.collect::<Vec<_>>() {
            self.instances.remove(&id);
            self.removed.insert(id);
        }
        for known in self.instances.values_mut() {
            for operation in [&mut known.operation, &mut known.queued].into_iter().flatten() {
                operation.finished = true;
            }
            for (id, operation) in &mut known.binding_operations {
                if operation.kind == Kind::Unbind && !operation.finished && !operation.fails {
                    known.bindings.remove(id);
                }
                operation.finished = true;
            }
        }
    }

    /// Loses every instance, and that it ever had one.
    pub(super) fn forget(&mut self) {
        self.instances.clear();
        self.removed.clear();
    }

    /// What becomes of the answer to a request: to a change or to a poll, and not to a look.
    pub(super) fn next_spoil(&mut self, is_read: bool, path: &str) -> Spoil {
        if is_read && !path.ends_with("/last_operation") {
            return Spoil::Nothing;
        }
        let spoils = if is_read { &mut self.poll_spoils } else { &mut self.spoils };
        spoils.pop_front().unwrap_or(Spoil::Nothing)
    }

    /// One more request. True: a broker that flaps is away just now. One that forgets may have lost everything.
    pub(super) fn is_away(&mut self) -> bool {
        self.requests += 1;
        if self.has(Fault::Forgets) && self.requests.is_multiple_of(FORGETS_EVERY) {
            self.forget();
        }
        self.has(Fault::Flaps) && self.requests.is_multiple_of(AWAY_EVERY)
    }

    /// Whether this token lets somebody in. `None`: the credentials decide.
    pub(super) fn takes(&self, token: &str) -> Option<bool> {
        self.tokens.as_ref().map(|check| (check.0)(token))
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
