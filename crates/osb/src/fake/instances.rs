//! The fake broker's service instances (§6.2 E1–E5, E9): idempotent repeats, conflicts, asynchronous operations.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::Shared;
use super::fault::Fault;
use super::gate::object;
use super::reply::{Refused, Reply, answer, bad_request, busy, conflict, gone, not_found, unprocessable};
use super::state::{Instance, Kind};

/// What a strict broker knows of a provision.
const MEMBERS: [&str; 7] =
    ["service_id", "plan_id", "context", "parameters", "organization_guid", "space_guid", "maintenance_info"];

pub(super) type Params = Query<HashMap<String, String>>;

pub(super) async fn catalog(State(shared): State<Shared>) -> Reply {
    Ok(answer(StatusCode::OK, &shared.lock().told_catalog()))
}

pub(super) async fn provision(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(query): Params,
    body: Bytes,
) -> Reply {
    let well_formed = object(&body).is_ok_and(|asked| text(&asked, "plan_id").is_ok());
    if !well_formed && shared.lock().has(Fault::AcceptsMalformed) {
        return Ok(answer(StatusCode::CREATED, &json!({ "dashboard_url": dashboard(&id) })));
    }
    let asked = object(&body)?;
    let (service_id, plan_id) = (text(&asked, "service_id")?, text(&asked, "plan_id")?);
    let parameters = member(&asked, "parameters");
    let legacy = ["organization_guid", "space_guid"].iter().all(|name| text(&asked, name).is_ok());
    let platform = asked.get("context").and_then(|context| context.get("platform")).and_then(Value::as_str);
    if !legacy && platform.is_none_or(str::is_empty) {
        return Err(bad_request("Either context.platform or organization_guid and space_guid are needed."));
    }
    let mut state = shared.lock();
    if state.has(Fault::RefusesProvision) {
        return Err(bad_request("Not today."));
    }
    if state.has(Fault::NeedsLegacyGuids) && !legacy {
        return Err(bad_request("Organization and space guid are required."));
    }
    if state.has(Fault::RefusesUnknownMembers) && asked.keys().any(|name| !MEMBERS.contains(&name.as_str())) {
        return Err(bad_request("The body has an unknown member."));
    }
    if !state.has(Fault::AcceptsUnknownIds) {
        state.plan(service_id, plan_id)?;
        if !state.has(Fault::IgnoresParameters) {
            super::parameters::check(state.service(service_id)?, &parameters)?;
        }
    }
    let (again, tolerant) = (state.has(Fault::MakesAgain), state.has(Fault::IgnoresConflict));
    let url = match dashboard(&id) {
        _ if state.has(Fault::NoDashboard) => Value::Null,
        url if state.has(Fault::RestlessDashboard) => {
            format!("{}?call={}", url.replace('-', "%2D"), state.log.len()).into()
        }
        url => url.into(),
    };
    if let Some(known) = state.instances.get(&id) {
        let same = (known.service_id.as_str(), known.plan_id.as_str()) == (service_id, plan_id)
            && known.parameters == parameters;
        if !same && known.running().is_none() && state.has(Fault::QueuesConflicts) {
            return queue(&mut state, &id);
        }
        return match known.running() {
            _ if !same && !tolerant => Err(conflict("An instance with this id and other attributes exists.")),
            Some(running) if running.kind == Kind::Provision => {
                Ok(answer(StatusCode::ACCEPTED, &json!({ "dashboard_url": url, "operation": running.name })))
            }
            Some(_) => Err(busy()),
            None if again => Ok(answer(StatusCode::CREATED, &json!({ "dashboard_url": url }))),
            None => Ok(answer(StatusCode::OK, &json!({ "dashboard_url": url }))),
        };
    }
    let operation = state.begin(Kind::Provision, plan_id, may_wait(&query))?;
    let reply = match &operation {
        Some(operation) => answer(StatusCode::ACCEPTED, &json!({ "dashboard_url": url, "operation": operation.name })),
        None => answer(StatusCode::CREATED, &json!({ "dashboard_url": url })),
    };
    let instance = Instance {
        service_id: service_id.to_owned(),
        plan_id: plan_id.to_owned(),
        parameters,
        enabled: true,
        operation,
        queued: None,
        bindings: std::collections::BTreeMap::new(),
        binding_operations: std::collections::BTreeMap::new(),
    };
    state.removed.remove(&id);
    state.instances.insert(id, instance);
    Ok(reply)
}

/// Begins what should have been refused.
fn queue(state: &mut super::state::State, id: &str) -> Reply {
    let known = state.instances.get(id).ok_or_else(|| not_found("There is no such instance."))?;
    let plan_id = known.plan_id.clone();
    let operation = state.begin(Kind::Update, &plan_id, true)?;
    let body = operation.as_ref().map_or_else(|| json!({}), |operation| json!({ "operation": operation.name }));
    if let Some(known) = state.instances.get_mut(id) {
        known.queued = operation;
    }
    Ok(answer(StatusCode::ACCEPTED, &body))
}

pub(super) async fn update(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(query): Params,
    body: Bytes,
) -> Reply {
    let asked = object(&body)?;
    let service_id = text(&asked, "service_id")?;
    let mut state = shared.lock();
    let concurrent = state.has(Fault::Concurrent);
    let known = state.instances.get(&id).ok_or_else(|| not_found("There is no such instance."))?;
    if known.running().is_some() {
        if state.has(Fault::QueuesUpdates) {
            return queue(&mut state, &id);
        }
        return if concurrent { Ok(answer(StatusCode::OK, &json!({}))) } else { Err(busy()) };
    }
    if state.has(Fault::NeedsPlan) && !asked.contains_key("plan_id") {
        return Err(bad_request("plan_id is missing."));
    }
    if known.service_id != service_id {
        return Err(bad_request("The instance belongs to another service."));
    }
    let old_plan = known.plan_id.clone();
    let new_plan = if asked.contains_key("plan_id") { text(&asked, "plan_id")?.to_owned() } else { old_plan.clone() };
    state.plan(service_id, &new_plan)?;
    let updateable = state.service(service_id)?.get("plan_updateable") == Some(&Value::Bool(true));
    if state.has(Fault::RefusesSame) && new_plan == old_plan && asked.contains_key("plan_id") {
        return Err(unprocessable(None, "Nothing would change."));
    }
    if new_plan != old_plan && state.has(Fault::IgnoresPlan) {
        return Ok(answer(StatusCode::OK, &json!({})));
    }
    if new_plan != old_plan && !updateable && !state.has(Fault::ChangesFixedPlan) {
        return Err(unprocessable(None, "This service does not support changing the plan."));
    }
    let same = |known: &Instance| asked.get("parameters").is_none_or(|parameters| *parameters == known.parameters);
    if new_plan == old_plan && state.instances.get(&id).is_some_and(same) {
        return Ok(answer(StatusCode::OK, &json!({})));
    }
    let operation = state.begin(Kind::Update, &new_plan, may_wait(&query))?;
    let reply = match &operation {
        Some(operation) => answer(StatusCode::ACCEPTED, &json!({ "operation": operation.name })),
        None => answer(StatusCode::OK, &json!({})),
    };
    let known = state.instances.get_mut(&id).ok_or_else(|| not_found("There is no such instance."))?;
    if operation.as_ref().is_none_or(|operation| !operation.fails) {
        known.plan_id = new_plan;
        if let Some(parameters) = asked.get("parameters") {
            known.parameters = parameters.clone();
        }
    }
    known.operation = operation;
    Ok(reply)
}

pub(super) async fn fetch(State(shared): State<Shared>, Path(id): Path<String>) -> Reply {
    let state = shared.lock();
    let known = state.instances.get(&id).ok_or_else(|| not_found("There is no such instance."))?;
    match known.running().map(|operation| operation.kind) {
        Some(Kind::Provision) => Err(not_found("The instance is still being created.")),
        Some(_) => Err(busy()),
        None => {
            let mut body = json!({
                "service_id": known.service_id, "plan_id": known.plan_id, "dashboard_url": dashboard(&id),
            });
            if !known.parameters.is_null() {
                body["parameters"] = known.parameters.clone();
            }
            Ok(answer(StatusCode::OK, &body))
        }
    }
}

pub(super) async fn deprovision(State(shared): State<Shared>, Path(id): Path<String>, Query(query): Params) -> Reply {
    let (service_id, plan_id) = (parameter(&query, "service_id")?, parameter(&query, "plan_id")?);
    let mut state = shared.lock();
    if state.has(Fault::RefusesRemoval) {
        return Err(unprocessable(None, "It stays."));
    }
    let (crashes, twice) = (state.has(Fault::CrashesOnEarlyRemoval), state.has(Fault::RemovesTwice));
    let Some(known) = state.instances.get(&id) else {
        return if twice { Ok(answer(StatusCode::OK, &json!({}))) } else { Err(gone("There is no such instance.")) };
    };
    match known.running() {
        Some(_) if crashes => return Err(Refused(StatusCode::INTERNAL_SERVER_ERROR, None, "It broke.".into())),
        Some(running) if running.kind == Kind::Deprovision => {
            return Ok(answer(StatusCode::ACCEPTED, &json!({ "operation": running.name })));
        }
        Some(_) => return Err(busy()),
        None => {}
    }
    if (known.service_id.as_str(), known.plan_id.as_str()) != (service_id, plan_id) {
        return Err(bad_request("The instance belongs to another service or plan."));
    }
    // §6.5: the platform deletes bindings first; one that forgets it has to notice.
    if !known.bindings.is_empty() {
        return Err(unprocessable(None, "The instance still has bindings."));
    }
    if let Some(operation) = state.begin(Kind::Deprovision, plan_id, may_wait(&query))? {
        let reply = answer(StatusCode::ACCEPTED, &json!({ "operation": operation.name }));
        if let Some(known) = state.instances.get_mut(&id) {
            known.operation = Some(operation);
        }
        return Ok(reply);
    }
    state.instances.remove(&id);
    Ok(answer(StatusCode::OK, &json!({})))
}

pub(super) async fn last_operation(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(query): Params,
) -> Reply {
    let mut state = shared.lock();
    let (odd, endless) = (state.has(Fault::OddState), state.has(Fault::NeverEnds));
    let (crashes, forgets) = (state.has(Fault::CrashesOnUnknownOperation), state.has(Fault::ForgetsOperations));
    let (unknown_fails, unknown_runs) =
        (state.has(Fault::UnknownOperationFails), state.has(Fault::UnknownOperationRuns));
    let forgets_removals = state.has(Fault::ForgetsRemovals);
    let Some(known) = state.instances.get_mut(&id) else {
        if state.removed.contains(&id) {
            return Ok(answer(StatusCode::OK, &json!({ "state": "succeeded" })));
        }
        return Err(not_found("There is no such instance."));
    };
    let asked = query.get("operation");
    let queued = known.queued.as_mut().filter(|queued| asked == Some(&queued.name));
    let Some(operation) = queued.or(known.operation.as_mut()) else {
        return Ok(answer(StatusCode::OK, &json!({ "state": "succeeded" })));
    };
    if asked.is_some_and(|name| *name != operation.name) {
        if unknown_fails || unknown_runs {
            let state = if unknown_fails { "failed" } else { "in progress" };
            return Ok(answer(StatusCode::OK, &json!({ "state": state })));
        }
        if crashes {
            return Err(Refused(StatusCode::INTERNAL_SERVER_ERROR, None, "It broke.".into()));
        }
        return Err(bad_request("There is no such operation."));
    }
    if operation.finished && forgets {
        return Err(not_found("There is no such operation."));
    }
    if !operation.finished && (endless || operation.polls_left > 0) {
        operation.polls_left = operation.polls_left.saturating_sub(1);
        return Ok(answer(StatusCode::OK, &json!({ "state": if odd { "running" } else { "in progress" } })));
    }
    operation.finished = true;
    if operation.fails {
        return Ok(answer(StatusCode::OK, &json!({ "state": "failed", "description": "There is no room left." })));
    }
    if operation.kind == Kind::Deprovision {
        state.instances.remove(&id);
        state.removed.insert(id);
        if forgets_removals {
            return Ok(answer(StatusCode::GONE, &json!({ "state": "succeeded" })));
        }
    }
    Ok(answer(StatusCode::OK, &json!({ "state": "succeeded" })))
}

/// A required, non-empty text.
pub(super) fn text<'a>(body: &'a Map<String, Value>, name: &str) -> Result<&'a str, Refused> {
    let text = body.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    text.ok_or_else(|| bad_request(format!("{name} is missing.")))
}

/// An optional member; an empty object counts as absent.
pub(super) fn member(body: &Map<String, Value>, name: &str) -> Value {
    body.get(name)
        .filter(|value| value.as_object().is_none_or(|members| !members.is_empty()))
        .cloned()
        .unwrap_or_default()
}

pub(super) fn parameter<'a>(query: &'a HashMap<String, String>, name: &str) -> Result<&'a str, Refused> {
    let text = query.get(name).filter(|text| !text.is_empty());
    text.map(String::as_str).ok_or_else(|| bad_request(format!("{name} is missing.")))
}

pub(super) fn may_wait(query: &HashMap<String, String>) -> bool {
    query.get("accepts_incomplete").is_some_and(|value| value == "true")
}

fn dashboard(id: &str) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    format!("https://dashboard.example/instances/{encoded}")
}
