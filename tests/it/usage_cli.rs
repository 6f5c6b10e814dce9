//! `slipway usage submit` against a platform that fails: nothing is lost, and what is there is not sent again.

use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::support::said;

/// A platform that answers what it was told to, and remembers the ends of the records of each call.
#[derive(Clone, Default)]
struct Platform {
    replies: Arc<Mutex<VecDeque<(u16, Value)>>>,
    calls: Arc<Mutex<Vec<Vec<i64>>>>,
}

async fn answer(State(platform): State<Platform>, uri: Uri, headers: HeaderMap, body: String) -> Response {
    if uri.path() == "/token" {
        assert!(body.ends_with("apikey=slw_key"), "{body}");
        return Json(json!({ "access_token": "token" })).into_response();
    }
    assert_eq!(uri.path(), "/v4/metering/resources/northwind-vector/usage");
    assert_eq!(headers["authorization"], "Bearer token");
    let records: Vec<Value> = serde_json::from_str(&body).unwrap();
    platform.calls.lock().unwrap().push(records.iter().map(|record| record["end"].as_i64().unwrap()).collect());
    let (status, told) = platform.replies.lock().unwrap().pop_front().expect("a call more than was expected");
    (StatusCode::from_u16(status).unwrap(), [("retry-after", "0")], Json(told)).into_response()
}

async fn platform(replies: &[(u16, Value)]) -> (Platform, String) {
    let platform = Platform::default();
    platform.replies.lock().unwrap().extend(replies.iter().cloned());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new().fallback(answer).with_state(platform.clone());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (platform, url)
}

fn record(end: i64) -> String {
    json!({
        "resource_instance_id": "crn", "plan_id": "plan", "start": 0, "end": end,
        "measured_usage": [{ "measure": "QUERY", "quantity": 1 }]
    })
    .to_string()
}

fn answers(statuses: &[u16]) -> Value {
    let answer = |status: &u16| match status {
        409 => json!({ "status": 409, "code": "duplicate", "details": { "identical": true, "location": "/1" } }),
        status => json!({ "status": status, "code": "code", "message": "why" }),
    };
    json!({ "resources": statuses.iter().map(answer).collect::<Vec<_>>() })
}

async fn submit(dir: &Path, url: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_slipway"));
    command.args(["usage", "submit", "usage.jsonl", "--url", url, "--service", "northwind-vector", "--attempts", "3"]);
    command.current_dir(dir).env_clear().env("SLIPWAY_API_KEY", "slw_key");
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

fn desk(lines: &[String]) -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("usage.jsonl"), lines.join("\n")).unwrap();
    dir
}

#[tokio::test]
async fn what_fails_is_tried_again_and_what_is_there_is_not_sent_twice() {
    let dir = desk(&[record(1), record(2), String::new(), "{".to_owned(), record(3)]);
    let (told, url) = platform(&[(503, json!({})), (202, answers(&[201, 400, 409])), (202, answers(&[201]))]).await;
    let first = submit(dir.path(), &url).await;
    assert_eq!(first.status.code(), Some(1), "{}", said(&first));
    for part in ["line 4: not sent", "line 2: 400 code, why", "1 records kept, 1 were there before, 2 refused"] {
        assert!(said(&first).contains(part), "{part}: {}", said(&first));
    }
    fs::write(dir.path().join("usage.jsonl"), [record(1), record(2), record(3)].join("\n")).unwrap();
    let second = submit(dir.path(), &url).await;
    assert_eq!(second.status.code(), Some(0), "{}", said(&second));
    assert_eq!(*told.calls.lock().unwrap(), [vec![1, 2, 3], vec![1, 2, 3], vec![2]]);
}

#[tokio::test]
async fn a_token_that_has_ended_is_replaced() {
    let dir = desk(&[record(1), record(2)]);
    let (told, url) = platform(&[(401, json!({})), (202, answers(&[201, 201]))]).await;
    let output = submit(dir.path(), &url).await;
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(*told.calls.lock().unwrap(), [vec![1, 2], vec![1, 2]]);
}

#[tokio::test]
async fn a_file_of_many_records_goes_in_calls_of_a_hundred() {
    let lines: Vec<String> = (0..250).map(record).collect();
    let dir = desk(&lines);
    let (told, url) = platform(&[100, 100, 50].map(|count| (202, answers(&vec![201; count])))).await;
    assert_eq!(submit(dir.path(), &url).await.status.code(), Some(0));
    let sizes: Vec<usize> = told.calls.lock().unwrap().iter().map(Vec::len).collect();
    assert_eq!(sizes, [100, 100, 50]);
}

#[tokio::test]
async fn a_platform_that_stays_away_and_a_key_in_clear_are_told() {
    let dir = desk(&[record(1)]);
    let (_, url) = platform(&[503, 503, 503].map(|status| (status, json!({})))).await;
    let away = submit(dir.path(), &url).await;
    assert_eq!(away.status.code(), Some(1), "{}", said(&away));
    assert!(said(&away).contains("start the command again to go on"), "{}", said(&away));
    let clear = submit(dir.path(), "http://console.example.com").await;
    assert_eq!(clear.status.code(), Some(2), "{}", said(&clear));
    assert!(said(&clear).contains("https://"), "{}", said(&clear));
}
