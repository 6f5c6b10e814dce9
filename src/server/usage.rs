//! The interface for usage (§8.5). Services call it with a token, and nobody's browser does: there is no cookie, no page,
//! and every answer, a refusal of the layers around it included, is JSON.

mod problem;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use serde::{Deserialize, Serialize};
use slipway_backend::{Backend, EmbeddedIssuer, Service};
use slipway_domain::usage::batch::{MOST_BYTES, MOST_RECORDS};
use slipway_domain::usage::{Answer, RecordJson};

use super::address::{Path, Query};
use super::limits::Calls;
use super::telemetry::RequestId;
use problem::Problem;

pub(crate) use problem::in_api_words;

/// What is served under it is an interface for machines.
const PREFIX: &str = "/v4/";

const DOCUMENT: &str = include_str!("usage/openapi.json");

#[derive(Clone)]
pub(crate) struct UsageRoutes {
    backend: Backend,
    issuer: EmbeddedIssuer,
    calls: Calls,
}

#[derive(Serialize)]
struct Submitted {
    resources: Vec<Answer>,
}

#[derive(Serialize)]
struct Page {
    limit: usize,
    resources: Vec<RecordJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Next>,
}

#[derive(Serialize)]
struct Next {
    href: String,
}

#[derive(Deserialize)]
struct Asked {
    cursor: Option<String>,
    limit: Option<String>,
}

impl UsageRoutes {
    pub(crate) fn new(backend: Backend, issuer: EmbeddedIssuer) -> Self {
        Self { backend, issuer, calls: Calls::default() }
    }

    pub(crate) fn routes(&self) -> Router {
        Router::new()
            .route("/v4/metering/resources/{resource}/usage", post(submit).get(list))
            .route("/v4/metering/resources/{resource}/usage/{record}", get(one))
            .route("/v4/metering/sandbox/{resource}/usage", post(submit_to_sandbox))
            .route("/v4/openapi.json", get(document))
            .with_state(self.clone())
    }

    /// Who calls, unless it does so too often.
    async fn caller(&self, headers: &HeaderMap) -> Result<Service, Problem> {
        let authorization = headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap_or("malformed"));
        let service = self.issuer.service(authorization).await?;
        self.calls.begin(service.key, self.backend.clock().now()).map_err(Problem::too_often)?;
        Ok(service)
    }

    async fn submit(&self, resource: &str, id: &RequestId, request: Request) -> Result<Vec<Answer>, Problem> {
        let (service, body) = self.sent(request).await?;
        Ok(self.backend.submit_usage(&service, resource, &body, &id.0).await?)
    }

    async fn submit_to_sandbox(&self, resource: &str, request: Request) -> Result<Vec<Answer>, Problem> {
        let (service, body) = self.sent(request).await?;
        Ok(self.backend.submit_to_sandbox(&service, resource, &body).await?)
    }

    /// Who sends records, and what.
    async fn sent(&self, request: Request) -> Result<(Service, Bytes), Problem> {
        let service = self.caller(request.headers()).await?;
        if !is_json(request.headers()) {
            return Err(Problem::not_json());
        }
        let body = to_bytes(request.into_body(), MOST_BYTES).await.map_err(Problem::body)?;
        Ok((service, body))
    }

    async fn list(&self, resource: &str, headers: &HeaderMap, asked: Asked) -> Result<Page, Problem> {
        let service = self.caller(headers).await?;
        let limit = match asked.limit.as_deref().map(str::parse::<usize>) {
            None => MOST_RECORDS,
            Some(Ok(limit)) if (1..=MOST_RECORDS).contains(&limit) => limit,
            Some(_) => return Err(Problem::limit()),
        };
        let page = self.backend.usage(&service, resource, asked.cursor.as_deref(), limit).await?;
        let href = |cursor| format!("/v4/metering/resources/{resource}/usage?limit={limit}&cursor={cursor}");
        Ok(Page { limit, resources: page.records, next: page.next.map(|cursor| Next { href: href(cursor) }) })
    }

    async fn one(&self, resource: &str, record: &str, headers: &HeaderMap) -> Result<RecordJson, Problem> {
        let service = self.caller(headers).await?;
        Ok(self.backend.usage_record(&service, resource, record).await?)
    }
}

/// 202 whatever became of the records: each has a status of its own.
async fn submit(
    State(routes): State<UsageRoutes>,
    Extension(id): Extension<RequestId>,
    Path(resource): Path<String>,
    request: Request<Body>,
) -> Response {
    match routes.submit(&resource, &id, request).await {
        Ok(resources) => (StatusCode::ACCEPTED, Json(Submitted { resources })).into_response(),
        Err(problem) => problem.answer(&id),
    }
}

/// As [`submit`], into the sandboxes of the service's plans: nothing of it is usage.
async fn submit_to_sandbox(
    State(routes): State<UsageRoutes>,
    Extension(id): Extension<RequestId>,
    Path(resource): Path<String>,
    request: Request<Body>,
) -> Response {
    match routes.submit_to_sandbox(&resource, request).await {
        Ok(resources) => (StatusCode::ACCEPTED, Json(Submitted { resources })).into_response(),
        Err(problem) => problem.answer(&id),
    }
}

async fn list(
    State(routes): State<UsageRoutes>,
    Extension(id): Extension<RequestId>,
    Path(resource): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    match routes.list(&resource, &headers, asked).await {
        Ok(page) => Json(page).into_response(),
        Err(problem) => problem.answer(&id),
    }
}

async fn one(
    State(routes): State<UsageRoutes>,
    Extension(id): Extension<RequestId>,
    Path((resource, record)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match routes.one(&resource, &record, &headers).await {
        Ok(record) => Json(record).into_response(),
        Err(problem) => problem.answer(&id),
    }
}

async fn document() -> Response {
    ([(CONTENT_TYPE, "application/json")], DOCUMENT).into_response()
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}
