//! What every request to the fake broker passes: the log, the misbehaviour that is set, authentication (401) and the
//! version (412). Path and body are left to the routes.

use std::collections::HashSet;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};

use super::fault::Fault;
use super::reply::{Refused, bad_request, not_found};
use super::site;
use super::{Credentials, Shared};

/// One request as it arrived, without credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub method: Method,
    /// Path and query as sent, still encoded.
    pub path: String,
    /// All headers but `Authorization`.
    pub headers: HeaderMap,
    pub body: String,
    /// The credentials were right.
    pub authorised: bool,
}

impl Seen {
    /// A header's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

const ORIGINATING_IDENTITY: &str = "x-broker-api-originating-identity";
const LARGEST_BODY: usize = 1024 * 1024;
/// A demo may run for weeks.
const LONGEST_LOG: usize = 1_000;

/// A request, for as long as it is not answered.
struct UnderWay(Shared);

impl UnderWay {
    fn begin(shared: &Shared) -> Self {
        let mut state = shared.lock();
        state.under_way += 1;
        state.most_at_once = state.most_at_once.max(state.under_way);
        Self(shared.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.lock().under_way -= 1;
    }
}

pub(super) async fn enter(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let _under_way = UnderWay::begin(&shared);
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        return Refused(StatusCode::PAYLOAD_TOO_LARGE, None, "At most 1 MiB.".into()).into_response();
    };
    let identity = parts.headers.get("x-broker-api-request-identity").cloned();
    let path = parts.uri.path().to_owned();
    let sent = parts.headers.get(header::AUTHORIZATION).cloned();
    let (authorised, misbehaviour, faults, error_body, spoil, is_away, pause, delay) = {
        let mut state = shared.lock();
        let authorised = sent.as_ref().is_some_and(|sent| {
            let token = sent.to_str().ok().and_then(|sent| sent.strip_prefix("Bearer ")).unwrap_or_default();
            state.takes(token).unwrap_or_else(|| sent.as_bytes() == expected(&state.credentials).as_bytes())
        });
        if state.log.len() == LONGEST_LOG {
            state.log.pop_front();
        }
        state.log.push_back(seen(&parts, &body, authorised));
        if let Some((timer, by)) = &state.slowness {
            timer.advance(*by);
        }
        let plain = state.has(Fault::PlainErrors).then(|| "Something went wrong.".to_owned());
        let error_body = plain.or_else(|| state.error_body.clone());
        let spoil = state.next_spoil(parts.method == Method::GET, &path);
        let is_away = state.is_away();
        (
            authorised,
            state.misbehaviour.clone(),
            state.faults.clone(),
            error_body,
            spoil,
            is_away,
            state.retry_after,
            state.delay,
        )
    };
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    if misbehaviour.is_none() && path.starts_with(site::PREFIX) {
        return next.run(Request::from_parts(parts, Body::from(body))).await;
    }
    shared.held().await;
    let mut response = match misbehaviour {
        Some(misbehaviour) => misbehaviour.answer().await,
        None if faults.contains(&Fault::HangsOnIdentity) && parts.headers.contains_key(ORIGINATING_IDENTITY) => {
            std::future::pending().await
        }
        None if faults.contains(&Fault::OneVersion) && version(&parts.headers) != "2.14" => {
            StatusCode::NOT_FOUND.into_response()
        }
        None if is_away => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        None if !spoil.is_done() => StatusCode::OK.into_response(),
        None => match faulty(&faults, &parts, &path, &body)
            .unwrap_or_else(|| admitted(&parts.headers, authorised, &faults, &path))
        {
            Ok(()) if faults.contains(&Fault::Stateless) && path != "/v2/catalog" => stateless(&parts.method),
            Ok(()) => next.run(Request::from_parts(parts, Body::from(body))).await,
            Err(refused) => refused.into_response(),
        },
    };
    shared.held().await;
    response = spoil.of(response).await;
    if let Some(body) = error_body.filter(|_| response.status().as_u16() >= 400) {
        response = (response.status(), body).into_response();
    }
    if faults.contains(&Fault::Echoes) && response.status().as_u16() >= 400 {
        response = echo(response.status(), sent.as_ref());
    }
    if faults.contains(&Fault::SaysOk) && response.status() == StatusCode::CREATED {
        *response.status_mut() = StatusCode::OK;
    }
    if let Some(pause) =
        pause.filter(|_| response.status() == StatusCode::ACCEPTED || path.ends_with("/last_operation"))
    {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(pause));
    }
    if faults.contains(&Fault::Nulls) {
        response = with_nulls(response).await;
    }
    if let Some(identity) = identity {
        response.headers_mut().insert("x-broker-api-request-identity", identity);
    }
    response
}

/// The one `Authorization` that is right.
fn expected(Credentials { username, password }: &Credentials) -> String {
    if username.is_empty() {
        return format!("Bearer {password}");
    }
    format!("Basic {}", BASE64_STANDARD.encode(format!("{username}:{password}")))
}

/// What some brokers say of a login that they do not like.
fn echo(status: StatusCode, sent: Option<&HeaderValue>) -> Response {
    let header = sent.and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    let pair = header.strip_prefix("Basic ").and_then(|pair| BASE64_STANDARD.decode(pair).ok()).unwrap_or_default();
    let description = format!("bad login {} ({header})", String::from_utf8_lossy(&pair));
    (status, Json(json!({ "description": description }))).into_response()
}

/// `null` for every member that an answer could have and does not have.
async fn with_nulls(response: Response) -> Response {
    const MEMBERS: [&str; 8] = [
        "dashboard_url",
        "operation",
        "description",
        "error",
        "metadata",
        "syslog_drain_url",
        "volume_mounts",
        "instance_usable",
    ];
    let status = response.status();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap_or_default();
    match serde_json::from_slice(&body) {
        Ok(Value::Object(mut members)) => {
            for name in MEMBERS {
                members.entry(name).or_insert(Value::Null);
            }
            (status, Json(members)).into_response()
        }
        _ => (status, body).into_response(),
    }
}

pub(super) async fn unknown_path() -> Refused {
    not_found("There is no such path; this broker's API starts at /v2.")
}

fn seen(parts: &axum::http::request::Parts, body: &Bytes, authorised: bool) -> Seen {
    let mut headers = parts.headers.clone();
    headers.remove(header::AUTHORIZATION);
    let path = parts.uri.path_and_query().map_or_else(String::new, ToString::to_string);
    Seen { method: parts.method.clone(), path, headers, body: String::from_utf8_lossy(body).into_owned(), authorised }
}

/// What goes wrong before anything else is looked at.
fn faulty(
    faults: &HashSet<Fault>,
    parts: &axum::http::request::Parts,
    path: &str,
    body: &Bytes,
) -> Option<Result<(), Refused>> {
    let provisions = parts.method == Method::PUT && path.starts_with("/v2/service_instances/");
    let anonymous = !parts.headers.contains_key(ORIGINATING_IDENTITY);
    let odd = !version(&parts.headers).starts_with("2.");
    let crash = || Refused(StatusCode::INTERNAL_SERVER_ERROR, None, "The broker broke.".into());
    if faults.contains(&Fault::CrashesWithoutIdentity) && provisions && anonymous {
        return Some(Err(crash()));
    }
    if faults.contains(&Fault::CrashesOnVersion) && odd {
        return Some(Err(crash()));
    }
    let is_empty = |value: &Value| value.is_null() || value.as_object().is_some_and(serde_json::Map::is_empty);
    if faults.contains(&Fault::RefusesEmptyMembers) && object(body).is_ok_and(|asked| asked.values().any(is_empty)) {
        return Some(Err(bad_request("The body has an empty member.")));
    }
    let has_context = |asked: serde_json::Map<String, Value>| {
        let text = |name: &str| asked.get("context")?.get(name)?.as_str().filter(|text| !text.is_empty());
        ["platform", "account_id", "crn"].into_iter().all(|name| text(name).is_some())
    };
    let takes_context = path.starts_with("/v2/") && [Method::PUT, Method::PATCH].contains(&parts.method);
    if faults.contains(&Fault::NeedsContext) && takes_context && object(body).is_ok_and(|asked| !has_context(asked)) {
        return Some(Err(bad_request("context not found in JSON payload")));
    }
    (faults.contains(&Fault::DecodesPaths) && path.contains("%2F")).then(|| Err(not_found("No such path.")))
}

/// As sample brokers do that only show the paths.
fn stateless(method: &Method) -> Response {
    let everything = json!({
        "state": "succeeded", "enabled": true, "dashboard_url": "https://dashboard.example", "credentials": { "a": "b" },
    });
    let status = if method == Method::PUT { StatusCode::CREATED } else { StatusCode::OK };
    (status, Json(everything)).into_response()
}

/// 401 comes before everything, then 412 for a version that is missing, empty or not 2.12 or later.
fn admitted(headers: &HeaderMap, authorised: bool, faults: &HashSet<Fault>, path: &str) -> Result<(), Refused> {
    let open = (path == "/v2/catalog" && faults.contains(&Fault::OpenCatalog))
        || (!path.starts_with("/v2/") && faults.contains(&Fault::OpenExtension));
    if !authorised && !open {
        return Err(Refused(StatusCode::UNAUTHORIZED, None, "Wrong or missing credentials.".into()));
    }
    let minor = version(headers).strip_prefix("2.").and_then(|minor| minor.parse::<u16>().ok());
    if minor.is_none_or(|minor| minor < 12) {
        let description = "This broker speaks Open Service Broker 2.12 and later.";
        return Err(Refused(StatusCode::PRECONDITION_FAILED, None, description.into()));
    }
    Ok(())
}

fn version(headers: &HeaderMap) -> &str {
    headers.get("x-broker-api-version").and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// A JSON object from a request's body.
pub(super) fn object(body: &Bytes) -> Result<serde_json::Map<String, serde_json::Value>, Refused> {
    serde_json::from_slice(body).map_err(|_| bad_request("The body is not a JSON object."))
}
