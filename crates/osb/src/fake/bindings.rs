//! The fake broker's bindings (§6.2 E6–E9), with credentials of their own; asynchronous where a plan is told to be.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Shared;
use super::fault::Fault;
use super::gate::object;
use super::instances::{Params, may_wait, member, parameter, text};
use super::reply::{Reply, answer, bad_request, busy, conflict, gone, not_found, unprocessable};
use super::state::{Binding, Kind, Operation};

pub(super) async fn bind(
    State(shared): State<Shared>,
    Path((instance, id)): Path<(String, String)>,
    Query(query): Params,
    body: Bytes,
) -> Reply {
    let asked = object(&body)?;
    let (service_id, plan_id) = (text(&asked, "service_id")?, text(&asked, "plan_id")?);
    let wanted = Binding {
        service_id: service_id.to_owned(),
        plan_id: plan_id.to_owned(),
        parameters: member(&asked, "parameters"),
        bind_resource: member(&asked, "bind_resource"),
    };
    let mut state = shared.lock();
    if state.has(Fault::ShortBindingIds) && id.len() > 100 {
        return Err(bad_request("binding_id must NOT have more than 100 characters"));
    }
    let plan = state.plan(service_id, plan_id)?;
    let service = state.service(service_id)?;
    let bindable = plan.get("bindable").or_else(|| service.get("bindable")) == Some(&Value::Bool(true));
    let keys = service.get("metadata").and_then(|metadata| metadata.get("serviceKeysSupported"));
    let needs_app = keys == Some(&Value::Bool(false)) || state.has(Fault::RefusesKeys);
    let faults = state.faults.clone();
    let known = state.instances.get_mut(&instance).ok_or_else(|| not_found("There is no such instance."))?;
    if known.running().is_some() {
        return Err(busy());
    }
    if (known.service_id.as_str(), known.plan_id.as_str()) != (service_id, plan_id) {
        return Err(bad_request("The instance belongs to another service or plan."));
    }
    if !bindable {
        return Err(bad_request("Instances of this plan cannot be bound."));
    }
    if !known.enabled && !faults.contains(&Fault::BindsDisabled) {
        return Err(unprocessable(None, "The instance is disabled; it cannot be bound until it is enabled again."));
    }
    let app = wanted.bind_resource.get("app_guid").or_else(|| asked.get("app_guid"));
    if needs_app && app.and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err(unprocessable("RequiresApp", "This service supports bindings of applications only."));
    }
    let owner = if faults.contains(&Fault::SharedCredentials) { "everybody" } else { id.as_str() };
    let mut body = json!({ "credentials": credentials(&instance, owner) });
    if faults.contains(&Fault::NoCredentials) {
        body = json!({});
    }
    if faults.contains(&Fault::SyslogDrain) {
        body["syslog_drain_url"] = "syslog://logs.example".into();
    }
    let answer = if faults.contains(&Fault::PlainBindings) { plain } else { answer };
    if let Some(operation) = known.binding_operations.get(&id).filter(|operation| !operation.finished) {
        let is_same = operation.kind == Kind::Bind && known.bindings.get(&id) == Some(&wanted);
        return if is_same { Ok(begun(operation)) } else { Err(busy()) };
    }
    match known.bindings.get(&id) {
        Some(_) if faults.contains(&Fault::RefusesRebind) => Err(conflict("There is one already.")),
        Some(existing) if *existing == wanted || faults.contains(&Fault::IgnoresBindConflict) => {
            Ok(answer(StatusCode::OK, &body))
        }
        Some(_) => Err(conflict("A binding with this id and other attributes exists.")),
        None => {
            let operation = state.begin(Kind::Bind, plan_id, may_wait(&query))?;
            let known = state.instances.get_mut(&instance).ok_or_else(|| not_found("There is no such instance."))?;
            known.bindings.insert(id.clone(), wanted);
            let Some(operation) = operation else { return Ok(answer(StatusCode::CREATED, &body)) };
            let reply = begun(&operation);
            known.binding_operations.insert(id, operation);
            Ok(reply)
        }
    }
}

fn begun(operation: &Operation) -> Response {
    answer(StatusCode::ACCEPTED, &json!({ "operation": operation.name }))
}

pub(super) async fn fetch(State(shared): State<Shared>, Path((instance, id)): Path<(String, String)>) -> Reply {
    let state = shared.lock();
    let holder = state.instances.get(&instance).ok_or_else(|| not_found("There is no such instance."))?;
    let pending = holder.binding_operations.get(&id).is_some_and(|operation| !operation.finished);
    let known = holder.bindings.get(&id).filter(|_| !pending);
    let known = known.ok_or_else(|| not_found("There is no such binding."))?;
    let mut body = json!({ "credentials": credentials(&instance, &id) });
    if !known.parameters.is_null() {
        body["parameters"] = known.parameters.clone();
    }
    Ok(if state.has(Fault::PlainBindings) { plain(StatusCode::OK, &body) } else { answer(StatusCode::OK, &body) })
}

/// Text that only looks like JSON.
fn plain(status: StatusCode, body: &Value) -> Response {
    (status, format!("bound: {body}")).into_response()
}

pub(super) async fn unbind(
    State(shared): State<Shared>,
    Path((instance, id)): Path<(String, String)>,
    Query(query): Params,
) -> Reply {
    let (service_id, plan_id) = (parameter(&query, "service_id")?, parameter(&query, "plan_id")?);
    let mut state = shared.lock();
    let (silent, twice) = (state.has(Fault::UnbindsSilently), state.has(Fault::UnbindsTwice));
    let Some(known) = state.instances.get_mut(&instance) else { return Err(gone("There is no such instance.")) };
    if !known.bindings.contains_key(&id) {
        return if twice { Ok(answer(StatusCode::OK, &json!({}))) } else { Err(gone("There is no such binding.")) };
    }
    if known.running().is_some() {
        return Err(busy());
    }
    // Platforms send the plan that the instance has now, also for what was bound before it was changed.
    if (known.service_id.as_str(), known.plan_id.as_str()) != (service_id, plan_id) {
        return Err(bad_request("The instance belongs to another service or plan."));
    }
    match known.binding_operations.get(&id).filter(|operation| !operation.finished) {
        Some(operation) if operation.kind == Kind::Unbind => return Ok(begun(operation)),
        Some(_) => return Err(busy()),
        None => {}
    }
    let operation = state.begin(Kind::Unbind, plan_id, may_wait(&query))?;
    let known = state.instances.get_mut(&instance).ok_or_else(|| gone("There is no such instance."))?;
    if let Some(operation) = operation {
        let reply = begun(&operation);
        known.binding_operations.insert(id, operation);
        return Ok(reply);
    }
    known.bindings.remove(&id);
    if silent {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(answer(StatusCode::OK, &json!({})))
}

pub(super) async fn last_operation(
    State(shared): State<Shared>,
    Path((instance, id)): Path<(String, String)>,
    Query(query): Params,
) -> Reply {
    let mut state = shared.lock();
    let (fails, endless) = (state.has(Fault::FailsBindings), state.has(Fault::NeverEnds));
    let known = state.instances.get_mut(&instance).ok_or_else(|| gone("There is no such instance."))?;
    let operation = known.binding_operations.get_mut(&id).ok_or_else(|| not_found("There is no such operation."))?;
    if query.get("operation").is_some_and(|name| *name != operation.name) {
        return Err(bad_request("There is no such operation."));
    }
    if !operation.finished && (endless || operation.polls_left > 0) {
        operation.polls_left = operation.polls_left.saturating_sub(1);
        return Ok(answer(StatusCode::OK, &json!({ "state": "in progress" })));
    }
    operation.finished = true;
    let comes_to_nothing = operation.fails || (fails && operation.kind == Kind::Bind);
    match operation.kind {
        _ if comes_to_nothing => {
            Ok(answer(StatusCode::OK, &json!({ "state": "failed", "description": "No more users fit in." })))
        }
        Kind::Unbind => {
            known.bindings.remove(&id);
            Err(gone("There is no such binding."))
        }
        _ => Ok(answer(StatusCode::OK, &json!({ "state": "succeeded" }))),
    }
}

/// Different for every binding, the same at every repeat.
fn credentials(instance: &str, binding: &str) -> Value {
    json!({
        "uri": "https://service.example",
        "username": format!("user-{binding}"),
        "password": format!("made-up-secret-of-{binding}-at-{instance}"),
    })
}
