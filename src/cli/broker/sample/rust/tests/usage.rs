//! Reporting usage, to a platform of the test's own: `cargo test`.

use std::fs;
use std::process::Command;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// A platform that answers with what it was told to, the last one first, and remembers the calls.
#[derive(Clone, Default)]
struct Platform {
    url: String,
    replies: Arc<Mutex<Vec<(u16, Value)>>>,
    calls: Arc<Mutex<Vec<Value>>>,
}

async fn answer(State(platform): State<Platform>, uri: Uri, body: String) -> Response {
    match uri.path() {
        "/.well-known/openid-configuration" => {
            Json(json!({ "issuer": platform.url, "token_endpoint": format!("{}/token", platform.url) })).into_response()
        }
        "/token" => {
            assert!(body.ends_with("apikey=slw_key"), "{body}");
            Json(json!({ "access_token": "token", "expires_in": 3600 })).into_response()
        }
        path => {
            assert_eq!(path, "/v4/metering/resources/acme-db/usage");
            let records: Vec<Value> = serde_json::from_str(&body).unwrap();
            let reply = platform.replies.lock().unwrap().pop();
            let (status, one) = reply.unwrap_or((202, json!({ "status": 201 })));
            let told = json!({ "resources": vec![one; records.len()] });
            platform.calls.lock().unwrap().push(records.into());
            (StatusCode::from_u16(status).unwrap(), Json(told)).into_response()
        }
    }
}

impl Platform {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let platform = Self { url: format!("http://{}", listener.local_addr().unwrap()), ..Self::default() };
        let routes = Router::new().fallback(answer).with_state(platform.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        platform
    }

    /// Reports until now, and says whether nothing waits.
    async fn report(&self, desk: &TempDir) -> bool {
        let mut command = self.reporter(desk);
        command.arg("--once");
        tokio::task::spawn_blocking(move || command.status().unwrap().success()).await.unwrap()
    }

    fn reporter(&self, desk: &TempDir) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_report-usage"));
        command.current_dir(desk.path()).envs([("ISSUER", self.url.as_str()), ("SLIPWAY_API_KEY", "slw_key")]);
        command
    }

    fn replies(&self, replies: Vec<(u16, Value)>) {
        *self.replies.lock().unwrap() = replies.into_iter().rev().collect();
    }

    fn calls(&self) -> Vec<Value> {
        self.calls.lock().unwrap().clone()
    }
}

/// With so many instances, each made long ago.
fn desk(instances: usize) -> TempDir {
    let desk = TempDir::new().unwrap();
    let cost = json!({ "meteringUnit": "QUERY", "quantity_type": "CONSUMPTION", "model": "standard_add" });
    let plan = json!({ "id": "p", "metadata": { "costs": [cost] } });
    let catalog = json!({ "services": [{ "name": "acme-db", "plans": [plan] }] });
    let instance = json!({
        "wanted": { "plan_id": "p" }, "region": null, "since": 0, "enabled": true, "bindings": {}, "operation": null,
    });
    let instances: serde_json::Map<String, Value> =
        (0..instances).map(|number| (number.to_string(), instance.clone())).collect();
    fs::write(desk.path().join("catalog.json"), catalog.to_string()).unwrap();
    fs::write(desk.path().join("state.json"), json!({ "instances": instances }).to_string()).unwrap();
    desk
}

#[tokio::test]
async fn what_was_not_acknowledged_is_sent_again_as_it_was() {
    let (platform, desk) = (Platform::start().await, desk(1));
    let identical = json!({ "status": 409, "details": { "identical": true } });
    platform.replies(vec![(503, Value::Null), (202, json!({ "status": 500 })), (202, identical)]);
    for is_done in [false, false, true] {
        assert_eq!(platform.report(&desk).await, is_done);
        // Only the first run adds records: the others have no instance.
        fs::write(desk.path().join("state.json"), json!({ "instances": {} }).to_string()).unwrap();
    }
    let calls = platform.calls();
    assert!(calls[0][0]["resource_instance_id"] == "0" && calls.iter().all(|call| *call == calls[0]), "{calls:?}");
}

#[tokio::test]
async fn what_is_refused_is_dropped() {
    let (platform, desk) = (Platform::start().await, desk(1));
    platform.replies(vec![(202, json!({ "status": 400, "code": "unknown_measure" }))]);
    assert!(platform.report(&desk).await);
    let kept: Value = serde_json::from_slice(&fs::read(desk.path().join("usage.json")).unwrap()).unwrap();
    assert_eq!(kept["waiting"], json!([]));
}

#[tokio::test]
async fn a_call_has_at_most_a_hundred_records() {
    let (platform, desk) = (Platform::start().await, desk(120));
    assert!(platform.report(&desk).await);
    let sizes: Vec<usize> = platform.calls().iter().map(|call| call.as_array().unwrap().len()).collect();
    assert!(sizes.iter().sum::<usize>() >= 120 && sizes.iter().all(|size| *size <= 100), "{sizes:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn whoever_runs_it_in_a_container_can_stop_it() {
    let (platform, desk) = (Platform::start().await, desk(1));
    let mut running = platform.reporter(&desk).spawn().unwrap();
    while platform.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    assert!(Command::new("kill").arg(running.id().to_string()).status().unwrap().success());
    assert!(tokio::task::spawn_blocking(move || running.wait().unwrap().success()).await.unwrap());
}
