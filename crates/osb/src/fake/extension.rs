//! Enabling and disabling an instance (§6.3; §6.2 E10, E11) below any path prefix.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::{Value, json};

use super::Shared;
use super::fault::Fault;
use super::gate::object;
use super::reply::{Reply, answer, bad_request, conflict, not_found};

pub(super) async fn fetch(State(shared): State<Shared>, Path((_, id)): Path<(String, String)>) -> Reply {
    let state = shared.lock();
    if state.has(Fault::NoExtension) {
        return Err(not_found("There is no such path."));
    }
    let known = state.instances.get(&id).ok_or_else(|| not_found("There is no such instance."))?;
    Ok(answer(StatusCode::OK, &json!({ "enabled": known.enabled, "active": known.enabled })))
}

pub(super) async fn set(State(shared): State<Shared>, Path((_, id)): Path<(String, String)>, body: Bytes) -> Reply {
    let asked = object(&body)?;
    let enabled = asked.get("enabled").and_then(Value::as_bool);
    let enabled = enabled.ok_or_else(|| bad_request("enabled is missing."))?;
    let mut state = shared.lock();
    let faults = state.faults.clone();
    let known = state.instances.get_mut(&id).ok_or_else(|| not_found("There is no such instance."))?;
    if faults.contains(&Fault::RefusesOrders) {
        return Err(bad_request("Not today."));
    }
    if faults.contains(&Fault::RefusesRepeatedOrders) && known.enabled == enabled {
        return Err(conflict("It is so already."));
    }
    if faults.contains(&Fault::IgnoresOrders) || (faults.contains(&Fault::StaysDisabled) && enabled) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    known.enabled = enabled;
    Ok(StatusCode::NO_CONTENT.into_response())
}
