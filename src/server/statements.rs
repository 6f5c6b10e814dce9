//! Statements as files: rows for a spreadsheet, and JSON with the steps of every line.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use serde::Deserialize;
use slipway_app::paths;
use slipway_backend::{Backend, Error, Report};
use slipway_domain::caller::Caller;
use slipway_domain::rejection::Rejection;
use slipway_domain::statement::CSV_COLUMNS;
use slipway_domain::view::StatementView;

use super::address::Query;
use super::fault::Fault;
use super::telemetry::RequestId;

#[derive(Deserialize)]
struct Asked {
    /// `2026-05`; empty: the current month.
    #[serde(default)]
    month: String,
}

pub(crate) fn routes(backend: Backend) -> Router {
    Router::new()
        .route("/statement/csv", get(csv).fallback(|| async { Fault::MethodNotAllowed }))
        .route("/statement/json", get(json).fallback(|| async { Fault::MethodNotAllowed }))
        .with_state(backend)
}

async fn csv(
    State(backend): State<Backend>,
    Extension(caller): Extension<Caller>,
    Extension(request): Extension<RequestId>,
    Query(asked): Query<Asked>,
) -> Response {
    download(&backend, caller, request, &asked, ("text/csv; charset=utf-8", "csv"), rows).await
}

async fn json(
    State(backend): State<Backend>,
    Extension(caller): Extension<Caller>,
    Extension(request): Extension<RequestId>,
    Query(asked): Query<Asked>,
) -> Response {
    download(&backend, caller, request, &asked, ("application/json", "json"), document).await
}

async fn download(
    backend: &Backend,
    caller: Caller,
    request: RequestId,
    asked: &Asked,
    (kind, ending): (&'static str, &str),
    written: fn(&StatementView) -> Result<Vec<u8>, Report>,
) -> Response {
    let view = match backend.acting_for(caller).on_request(request.0).statement(&asked.month).await {
        Ok(view) => view,
        Err(Error::Rejected(Rejection::Unauthenticated)) => {
            return Redirect::to(&paths::Path::SignIn.to_string()).into_response();
        }
        Err(Error::Rejected(_)) => return Fault::NotFound.into_response(),
        Err(Error::Unavailable(report) | Error::Internal(report)) => return failed(&report),
    };
    let month = view.statement.month.to_string();
    // A file of another month than the one that was asked for would be taken for it.
    if !asked.month.is_empty() && asked.month != month {
        return Fault::NotFound.into_response();
    }
    match written(&view) {
        Ok(bytes) => {
            let name = format!("attachment; filename=\"statement-{month}.{ending}\"");
            let headers =
                [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name), (CACHE_CONTROL, "no-store".to_owned())];
            (headers, bytes).into_response()
        }
        Err(report) => failed(&report),
    }
}

fn failed(report: &Report) -> Response {
    tracing::error!(error = %report, "a statement could not be written");
    Fault::from(report).into_response()
}

fn rows(view: &StatementView) -> Result<Vec<u8>, Report> {
    let failed = |error: csv::Error| Report::new("rows", error);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(CSV_COLUMNS).map_err(failed)?;
    for row in view.statement.rows() {
        writer.write_record(row).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| Report::new("rows", error.into_error()))
}

fn document(view: &StatementView) -> Result<Vec<u8>, Report> {
    serde_json::to_vec_pretty(&view.statement.json(&view.account)).map_err(|error| Report::new("JSON", error))
}
