//! The download of `catalog.json`: a file, and so no server function. A post, because the download is recorded.

use axum::Extension;
use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use serde::Deserialize;
use slipway_app::error::AppError;
use slipway_app::paths;
use slipway_backend::{Backend, Error};
use slipway_domain::caller::Caller;
use slipway_domain::export::Wrapper;
use slipway_domain::page::Page;
use slipway_domain::rejection::Rejection;

use super::address::{Path, Query};
use super::fault::Fault;
use super::telemetry::RequestId;

pub(crate) fn routes(backend: Backend) -> Router {
    Router::new()
        .route("/offerings/{name}/catalog.json", post(download).fallback(|| async { Fault::MethodNotAllowed }))
        .with_state(backend)
}

/// `?wrapper=no`: the service alone, as some exports have it (DEC-23).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    wrapper: String,
}

async fn download(
    State(backend): State<Backend>,
    Extension(caller): Extension<Caller>,
    Extension(request): Extension<RequestId>,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let wrapper = if asked.wrapper == "no" { Wrapper::LeftOut } else { Wrapper::Services };
    match backend.acting_for(caller).on_request(request.0).download_definitions(&name, wrapper).await {
        Ok(bytes) => (
            [
                (CONTENT_TYPE, "application/json"),
                (CONTENT_DISPOSITION, "attachment; filename=\"catalog.json\""),
                (CACHE_CONTROL, "no-store"),
            ],
            bytes,
        )
            .into_response(),
        Err(error) => refused(error, name),
    }
}

/// What cannot be downloaded yet sends back to the Deployments page of the offering `name`, which says what is missing.
pub(crate) fn refused(error: Error, name: String) -> Response {
    match error {
        Error::Rejected(Rejection::NotFound(_)) => Fault::NotFound.into_response(),
        Error::Rejected(Rejection::Unauthenticated) => Redirect::to(&paths::Path::SignIn.to_string()).into_response(),
        Error::Rejected(rejection) => {
            let back = paths::Path::Offering(name, Page::Deployments);
            Redirect::to(&format!("{back}?{}", AppError::Rejected(rejection).as_query())).into_response()
        }
        Error::Unavailable(report) | Error::Internal(report) => {
            tracing::error!(error = %report, "something of an offering could not be told");
            Fault::from(&report).into_response()
        }
    }
}
