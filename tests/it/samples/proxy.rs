//! What stands before a server, as a load balancer does. Its address is known before the server runs, and on demand it
//! loses an answer or spoils one.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};

pub(crate) struct Proxy {
    pub(crate) url: String,
    pub(super) address: SocketAddr,
    shared: Arc<Shared>,
}

/// What becomes of the next answer that it can be done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spoil {
    /// What was reported is kept, and nobody learns it.
    LoseUsage,
    /// The ID token has another signature.
    ForgeToken,
    /// The ID token is that of the first sign-in.
    FirstToken,
}

#[derive(Default)]
struct Shared {
    target: OnceLock<SocketAddr>,
    spoil: Mutex<Option<Spoil>>,
    /// Path and body of every answer in JSON, as the server gave it.
    answers: Mutex<Vec<(String, Value)>>,
}

impl Proxy {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::<Shared>::default();
        let routes = Router::new().fallback(pass_on).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { url: format!("http://{address}"), address, shared }
    }

    pub(crate) fn leads_to(&self, target: SocketAddr) {
        self.shared.target.set(target).unwrap();
    }

    pub(super) fn spoil(&self, spoil: Spoil) {
        *self.shared.spoil.lock().unwrap() = Some(spoil);
    }

    /// What the server answered at paths with that end.
    pub(super) fn answers(&self, end: &str) -> Vec<Value> {
        let answers = self.shared.answers.lock().unwrap();
        answers.iter().filter(|(path, _)| path.ends_with(end)).map(|(_, answer)| answer.clone()).collect()
    }
}

async fn pass_on(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let (status, mut headers, body) = answered(*shared.target.get().unwrap(), request).await;
    for of_the_connection in [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING] {
        headers.remove(of_the_connection);
    }
    let Ok(answer) = serde_json::from_slice::<Value>(&body) else {
        return (status, headers, Body::from(body)).into_response();
    };
    let mut answers = shared.answers.lock().unwrap();
    answers.push((path.clone(), answer.clone()));
    let fits = |spoil: &mut Spoil| path.ends_with(if *spoil == Spoil::LoseUsage { "/usage" } else { "/token" });
    match shared.spoil.lock().unwrap().take_if(fits) {
        None => (status, headers, Body::from(body)).into_response(),
        Some(Spoil::LoseUsage) => StatusCode::BAD_GATEWAY.into_response(),
        Some(Spoil::ForgeToken) => Json(forged(answer)).into_response(),
        Some(Spoil::FirstToken) => {
            let (_, first) = answers.iter().find(|(path, _)| path == "/token").unwrap();
            Json(first.clone()).into_response()
        }
    }
}

async fn answered(target: SocketAddr, request: Request) -> (StatusCode, HeaderMap, Vec<u8>) {
    let (parts, body) = request.into_parts();
    let body = Full::new(to_bytes(body, usize::MAX).await.unwrap());
    let stream = TcpStream::connect(target).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    let driver = tokio::spawn(connection);
    let response = sender.send_request(hyper::Request::from_parts(parts, body)).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    driver.abort();
    (parts.status, parts.headers, body)
}

fn forged(mut tokens: Value) -> Value {
    let token = tokens["id_token"].as_str().unwrap();
    let (said, signature) = token.rsplit_once('.').unwrap();
    let first = if signature.starts_with('A') { "B" } else { "A" };
    tokens["id_token"] = format!("{said}.{first}{}", &signature[1..]).into();
    tokens
}
