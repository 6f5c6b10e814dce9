//! The broker's own tests: `cargo test`.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use base64::prelude::{BASE64_STANDARD, Engine};
use broker::{Broker, Offering, Settings, router};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

const INSTANCE: &str = "/v2/service_instances/a%2Fb%3A%3A";

struct Rig {
    router: Router,
    service: Value,
    plan: Value,
    directory: TempDir,
}

impl Rig {
    fn new(slow: bool) -> Self {
        let text = include_str!("../catalog.json");
        let catalog: Value = serde_json::from_str(text).unwrap();
        let service = catalog["services"][0].clone();
        let plan = service["plans"][0].clone();
        let directory = TempDir::new().unwrap();
        let slow_plans = if slow { vec![plan["name"].as_str().unwrap().to_owned()] } else { Vec::new() };
        let state = directory.path().join("state.json");
        let public_url = "http://localhost:5000".to_owned();
        let settings = Settings { state, slow_plans, slow: Duration::ZERO, public_url };
        let broker = Broker::open(Offering::read(text).unwrap(), settings).unwrap();
        Self { router: router(broker, None, "broker", "secret"), service, plan, directory }
    }

    fn wanted(&self) -> Value {
        json!({ "service_id": self.service["id"], "plan_id": self.plan["id"], "context": { "platform": "test" } })
    }

    fn with(&self, name: &str, value: Value) -> Value {
        let mut wanted = self.wanted();
        wanted[name] = value;
        wanted
    }

    fn query(&self) -> String {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        format!("?service_id={}&plan_id={}", text(&self.service["id"]), text(&self.plan["id"]))
    }

    async fn ask(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        self.ask_as("secret", "2.14", method, path, body).await
    }

    async fn ask_as(&self, password: &str, version: &str, method: &str, path: &str, body: Value) -> (u16, Value) {
        let authorization = format!("Basic {}", BASE64_STANDARD.encode(format!("broker:{password}")));
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let request = Request::builder().method(method).uri(path);
        let request = request.header("authorization", authorization).header("x-broker-api-version", version);
        let answer = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let status: StatusCode = answer.status();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        (status.as_u16(), serde_json::from_slice(&bytes).unwrap())
    }
}

#[test]
fn the_executable_says_where_it_listens() {
    let directory = TempDir::new().unwrap();
    let mut broker = Command::new(env!("CARGO_BIN_EXE_sample-broker"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .envs([("BROKER_USER", "broker"), ("BROKER_PASSWORD", "secret"), ("BROKER_PORT", "0")])
        .env("BROKER_STATE", directory.path().join("state.json"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(broker.stdout.take().unwrap()).read_line(&mut line).unwrap();
    broker.kill().unwrap();
    broker.wait().unwrap();
    assert!(line.starts_with("listening on http://127.0.0.1:"), "{line}");
}

#[tokio::test]
async fn nothing_is_answered_without_credentials_and_a_version() {
    let rig = Rig::new(false);
    for path in ["/v2/catalog", INSTANCE, "/nowhere"] {
        assert_eq!(rig.ask_as("wrong", "", "GET", path, Value::Null).await.0, 401);
        assert_eq!(rig.ask_as("secret", "", "GET", path, Value::Null).await.0, 412);
    }
}

#[tokio::test]
async fn an_instance_lives_from_provision_to_removal() {
    let rig = Rig::new(false);
    for status in [201, 200] {
        assert_eq!(rig.ask("PUT", INSTANCE, rig.with("maintenance_info", json!({}))).await.0, status);
    }
    assert_eq!(rig.ask("PUT", INSTANCE, rig.with("parameters", json!({ "other": 1 }))).await.0, 409);
    for status in [200, 410] {
        assert_eq!(rig.ask("DELETE", &(INSTANCE.to_owned() + &rig.query()), Value::Null).await.0, status);
    }
}

#[tokio::test]
async fn until_when_an_instance_was_active_is_kept_for_the_report_of_its_usage() {
    let rig = Rig::new(false);
    for id in ["off", "gone"] {
        assert_eq!(rig.ask("PUT", &format!("/v2/service_instances/{id}"), rig.wanted()).await.0, 201);
    }
    for _ in 0..2 {
        rig.ask("PUT", "/platform_v1/service_instances/off", json!({ "enabled": false })).await;
    }
    for id in ["gone", "off"] {
        let path = format!("/v2/service_instances/{id}{}", rig.query());
        assert_eq!(rig.ask("DELETE", &path, Value::Null).await.0, 200);
    }
    let kept = std::fs::read(rig.directory.path().join("state.json")).unwrap();
    let kept: Value = serde_json::from_slice(&kept).unwrap();
    let ended: Vec<&str> = kept["ended"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ended, ["off", "gone"], "each once");
}

#[tokio::test]
async fn what_is_incomplete_or_unknown_is_refused() {
    let rig = Rig::new(false);
    for (name, value) in [
        ("service_id", Value::Null),
        ("plan_id", json!("")),
        ("service_id", json!("x")),
        ("plan_id", json!("x")),
        ("context", json!({})),
        ("parameters", json!("text")),
    ] {
        let (status, body) = rig.ask("PUT", INSTANCE, rig.with(name, value)).await;
        assert!(status == 400 && body["description"].is_string(), "{name}");
    }
    assert_eq!(rig.ask("PUT", INSTANCE, json!([])).await.0, 400);
    assert_eq!(rig.ask("DELETE", INSTANCE, Value::Null).await.0, 400);
}

#[tokio::test]
async fn a_disabled_instance_is_not_bound() {
    let rig = Rig::new(false);
    if rig.plan.get("bindable").unwrap_or(&rig.service["bindable"]) != &json!(true) {
        return;
    }
    rig.ask("PUT", "/v2/service_instances/i", rig.wanted()).await;
    let binding = "/v2/service_instances/i/service_bindings/b";
    let wanted = rig.with("bind_resource", json!({ "app_guid": "app" }));
    for (enabled, status) in [(false, 422), (true, 201), (true, 200)] {
        let order = json!({ "enabled": enabled });
        assert_eq!(rig.ask("PUT", "/platform_v1/service_instances/i", order).await.0, 200);
        assert_eq!(rig.ask("PUT", binding, wanted.clone()).await.0, status);
    }
    let mut other = wanted.clone();
    other["parameters"] = json!({ "other": 1 });
    assert_eq!(rig.ask("PUT", binding, other).await.0, 409);
    for status in [200, 410] {
        assert_eq!(rig.ask("DELETE", &(binding.to_owned() + &rig.query()), Value::Null).await.0, status);
    }
}

#[tokio::test]
async fn the_platform_has_to_wait_for_a_slow_plan_and_learns_how_it_ends() {
    let rig = Rig::new(true);
    let (status, refused) = rig.ask("PUT", INSTANCE, rig.wanted()).await;
    assert_eq!((status, &refused["error"]), (422, &json!("AsyncRequired")));
    let waits = format!("{INSTANCE}?accepts_incomplete=true");
    let accepted = rig.ask("PUT", &waits, rig.wanted()).await;
    assert_eq!(accepted.0, 202);
    assert_eq!(rig.ask("PUT", &waits, rig.wanted()).await, accepted);
    let removal = format!("{INSTANCE}{}", rig.query());
    assert_eq!(rig.ask("DELETE", &removal, Value::Null).await.1["error"], "ConcurrencyError");
    let succeeded = (200, json!({ "state": "succeeded" }));
    let poll = format!("{INSTANCE}/last_operation?operation={}", accepted.1["operation"].as_str().unwrap());
    assert_eq!(rig.ask("GET", &poll, Value::Null).await, succeeded);
    assert_eq!(rig.ask("PATCH", INSTANCE, rig.wanted()).await.1["error"], "AsyncRequired");
    assert_eq!(rig.ask("DELETE", &format!("{removal}&accepts_incomplete=true"), Value::Null).await.0, 202);
    for _ in 0..2 {
        assert_eq!(rig.ask("GET", &format!("{INSTANCE}/last_operation"), Value::Null).await, succeeded);
    }
    assert_eq!(rig.ask("DELETE", &removal, Value::Null).await.0, 410);
}
