//! HTTP with the platform: authentication, version, path and body; then the broker.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use base64::prelude::{BASE64_STANDARD, Engine};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use subtle::ConstantTimeEq;

use crate::broker::{Asked, Broker, Query};
use crate::dashboard;
use crate::refused::{Answer, Refused};
use crate::signin::SignIn;

const EXTENSION: &str = "platform_v1";
const LARGEST_BODY: usize = 1024 * 1024;
const VERSION: &str = "x-broker-api-version";
const REQUEST_IDENTITY: &str = "x-broker-api-request-identity";
const ORIGINATING_IDENTITY: &str = "x-broker-api-originating-identity";

struct Door {
    broker: Arc<Mutex<Broker>>,
    authorization: String,
}

/// All but the dashboard is a fallback: credentials come before the path, and the path is matched before it is decoded.
/// Without `sign_in` the dashboard says what is missing.
pub fn router(broker: Broker, sign_in: Option<SignIn>, user: &str, password: &str) -> Router {
    let authorization = format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")));
    let broker = Arc::new(Mutex::new(broker));
    let door = Arc::new(Door { broker: Arc::clone(&broker), authorization });
    dashboard::routes(broker, sign_in).merge(Router::new().fallback(enter).with_state(door))
}

async fn enter(State(door): State<Arc<Door>>, request: Request) -> Response {
    let identity = request.headers().get(REQUEST_IDENTITY).cloned();
    let mut response = match door.answer(request).await {
        Ok((status, body)) => (status, Json(body)).into_response(),
        Err(refused) => refused.into_response(),
    };
    if response.status() == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Basic realm=\"broker\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    if let Some(identity) = identity {
        response.headers_mut().insert(REQUEST_IDENTITY, identity);
    }
    response
}

impl Door {
    async fn answer(&self, request: Request) -> Answer {
        let (parts, body) = request.into_parts();
        let sent = parts.headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes).unwrap_or_default();
        if !bool::from(sent.ct_eq(self.authorization.as_bytes())) {
            return Err(Refused::new(StatusCode::UNAUTHORIZED, "Wrong or missing credentials."));
        }
        let wrong_version = || Refused::new(StatusCode::PRECONDITION_FAILED, "X-Broker-API-Version has to be 2.x.");
        let minor = minor(&parts.headers).ok_or_else(wrong_version)?;
        let too_large = |_| Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large.");
        let body = to_bytes(body, LARGEST_BODY).await.map_err(too_large)?;
        let query = axum::extract::Query::try_from_uri(&parts.uri);
        let axum::extract::Query(query): axum::extract::Query<Query> =
            query.map_err(|_| Refused::bad_request("The query cannot be read."))?;
        let decoded = |segment| percent_decode_str(segment).decode_utf8_lossy();
        let segments: Vec<_> = parts.uri.path().trim_matches('/').split('/').map(decoded).collect();
        let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
        let mut broker = self.broker.lock().unwrap_or_else(PoisonError::into_inner);
        match (parts.method.as_str(), &segments[..]) {
            ("GET", ["v2", "catalog"]) => Ok((StatusCode::OK, broker.catalog(minor))),
            ("PUT", ["v2", "service_instances", id]) => {
                broker.provision(id, object(&body)?, &query, caused_by(&parts.headers))
            }
            ("PATCH", ["v2", "service_instances", id]) => broker.update(id, object(&body)?, &query),
            ("GET", ["v2", "service_instances", id]) => broker.fetch(id),
            ("DELETE", ["v2", "service_instances", id]) => broker.deprovision(id, &query),
            ("GET", ["v2", "service_instances", id, "last_operation"]) => broker.last_operation(id, &query),
            ("PUT", ["v2", "service_instances", instance, "service_bindings", id]) => {
                broker.bind(instance, id, object(&body)?)
            }
            ("GET", ["v2", "service_instances", instance, "service_bindings", id]) => {
                broker.fetch_binding(instance, id)
            }
            ("DELETE", ["v2", "service_instances", instance, "service_bindings", id]) => {
                broker.unbind(instance, id, &query)
            }
            ("GET", [EXTENSION, "service_instances", id]) => broker.fetch_state(id),
            ("PUT", [EXTENSION, "service_instances", id]) => broker.set_state(id, &object(&body)?),
            _ => {
                let description = "There is no such path; this broker's API starts at /v2.";
                Err(Refused::new(StatusCode::NOT_FOUND, description))
            }
        }
    }
}

/// The x of version 2.x.
fn minor(headers: &HeaderMap) -> Option<u16> {
    headers.get(VERSION)?.to_str().ok()?.strip_prefix("2.")?.parse().ok()
}

/// Whom the platform acts for: `PLATFORM BASE64(JSON)`, or nothing.
fn caused_by(headers: &HeaderMap) -> Option<String> {
    let (_, encoded) = headers.get(ORIGINATING_IDENTITY)?.to_str().ok()?.split_once(' ')?;
    let told: Value = serde_json::from_slice(&BASE64_STANDARD.decode(encoded).ok()?).ok()?;
    told["iam_id"].as_str().map(str::to_owned)
}

fn object(body: &Bytes) -> Result<Asked, Refused> {
    serde_json::from_slice(body).map_err(|error| Refused::bad_request(format!("The body cannot be read: {error}.")))
}
