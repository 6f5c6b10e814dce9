//! A provider that is asked for the options of a parameter, or for its judgement of a value: what it is sent, and that
//! nothing it answers does harm.

use secrecy::SecretString;
use serde_json::json;
use slipway_osb::options::{OptionsCall, ValidationCall};
use slipway_osb::{CallError, Outbound, OutboundConfig};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::support::lab;

const TOKEN: &str = "made-up-token-of-the-platform";

/// Gives one answer; returns what it was asked.
async fn provider(answer: String) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/options?kind=size", listener.local_addr().unwrap());
    let asked = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !is_whole(&request) && socket.read_buf(&mut request).await.unwrap() > 0 {}
        let _ = socket.write_all(answer.as_bytes()).await;
        let _ = socket.shutdown().await;
        String::from_utf8_lossy(&request).into_owned()
    });
    (url, asked)
}

/// A body is a JSON object.
fn is_whole(request: &[u8]) -> bool {
    let end: &[u8] = if request.starts_with(b"POST") { b"}" } else { b"\r\n\r\n" };
    request.ends_with(end)
}

async fn asked(outbound: &Outbound, url: &str) -> Result<serde_json::Value, CallError> {
    let (config, token) = (json!({ "plan_id": "p" }), SecretString::from(TOKEN));
    outbound.options(&OptionsCall { url, config: &config, token: Some(&token), ca_pem: None }).await
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

#[tokio::test]
async fn the_address_gets_the_choice_and_its_own_token() {
    let (url, request) = provider(ok(r#"{"options":[{"value":"s"}]}"#)).await;
    assert_eq!(asked(&lab(), &url).await, Ok(json!({ "options": [{ "value": "s" }] })));
    let request = request.await.unwrap();
    assert!(
        request.starts_with("GET /options?kind=size&ace_config=%7B%22plan_id%22%3A%22p%22%7D HTTP/1.1"),
        "{request}"
    );
    assert!(request.to_lowercase().contains(&format!("authorization: bearer {TOKEN}")), "{request}");
}

#[tokio::test]
async fn no_redirect_is_followed_and_no_error_tells_the_token() {
    let canary = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    canary.set_nonblocking(true).unwrap();
    let elsewhere = canary.local_addr().unwrap();
    let moved = format!("HTTP/1.1 302 Found\r\nLocation: http://{elsewhere}/\r\nContent-Length: 0\r\n\r\n");
    let echo = format!("HTTP/1.1 403 No\r\nContent-Length: {}\r\n\r\n{TOKEN}", TOKEN.len());
    for answer in [moved, echo] {
        let (url, _) = provider(answer).await;
        let error = asked(&lab(), &url).await.unwrap_err();
        assert!(!format!("{error:?}").contains(TOKEN), "{error:?}");
    }
    assert!(canary.accept().is_err(), "the redirect was followed");
}

#[tokio::test]
async fn what_is_too_large_or_no_json_is_refused() {
    let (url, _) = provider(ok(&" ".repeat(64 * 1024 + 1))).await;
    assert_eq!(asked(&lab(), &url).await, Err(CallError::TooLarge { limit: 64 * 1024 }));
    let (url, _) = provider(ok("<html>")).await;
    assert!(matches!(asked(&lab(), &url).await, Err(CallError::NotJson { .. })));
}

#[tokio::test]
async fn outside_of_a_lab_neither_http_nor_a_private_address_is_asked() {
    let outbound = Outbound::new(OutboundConfig::default());
    assert!(matches!(asked(&outbound, "http://broker.example/o").await, Err(CallError::BadUrl(_))));
    assert!(matches!(asked(&outbound, "https://127.0.0.1/o").await, Err(CallError::Denied(_))));
}

async fn judged(outbound: &Outbound, url: &str) -> Result<serde_json::Value, CallError> {
    let (told, token) = (json!({ "parameter": "alias", "value": "typed" }), SecretString::from(TOKEN));
    outbound.validation(&ValidationCall { url, told: &told, token: Some(&token), ca_pem: None }).await
}

#[tokio::test]
async fn a_value_is_told_in_the_body_and_in_no_address() {
    let (url, request) = provider(ok(r#"{"valid":true}"#)).await;
    assert_eq!(judged(&lab(), &url).await, Ok(json!({ "valid": true })));
    let request = request.await.unwrap();
    assert!(request.starts_with("POST /options?kind=size HTTP/1.1\r\n"), "{request}");
    assert!(request.ends_with(r#"{"parameter":"alias","value":"typed"}"#), "{request}");
    let head = request.to_lowercase();
    assert!(head.contains("content-type: application/json"), "{request}");
    assert!(head.contains(&format!("authorization: bearer {TOKEN}")), "{request}");
}

#[tokio::test]
async fn a_judgement_has_the_bounds_of_every_answer() {
    let canary = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    canary.set_nonblocking(true).unwrap();
    let elsewhere = canary.local_addr().unwrap();
    let moved = format!("HTTP/1.1 307 No\r\nLocation: http://{elsewhere}/\r\nContent-Length: 0\r\n\r\n");
    let (url, _) = provider(moved).await;
    assert!(judged(&lab(), &url).await.is_err());
    assert!(canary.accept().is_err(), "the value would have gone there");
    let (url, _) = provider(ok(&" ".repeat(64 * 1024 + 1))).await;
    assert_eq!(judged(&lab(), &url).await, Err(CallError::TooLarge { limit: 64 * 1024 }));
    let outbound = Outbound::new(OutboundConfig::default());
    assert!(matches!(judged(&outbound, "https://127.0.0.1/o").await, Err(CallError::Denied(_))));
}
