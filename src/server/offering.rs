//! The short address of an offering, as people type it or cut it off: it leads to the summary.

use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use slipway_app::paths;
use slipway_backend::{Backend, Error};
use slipway_domain::caller::Caller;
use slipway_domain::page::Page;
use slipway_domain::rejection::Rejection;

use super::address::Path;
use super::catalog_json;
use super::fault::Fault;
use super::telemetry::RequestId;

pub(crate) fn routes(backend: Backend) -> Router {
    Router::new()
        .route("/offerings/{name}", get(home).fallback(|| async { Fault::MethodNotAllowed }))
        .with_state(backend)
}

/// What somebody may not know of is not found here either. Whoever is kept away otherwise reads on the summary why.
async fn home(
    State(backend): State<Backend>,
    Extension(caller): Extension<Caller>,
    Extension(request): Extension<RequestId>,
    Path(name): Path<String>,
) -> Response {
    match backend.acting_for(caller).on_request(request.0).may_open(&name).await {
        Ok(()) | Err(Error::Rejected(Rejection::Denied(_))) => {
            Redirect::to(&paths::Path::Offering(name, Page::Summary).to_string()).into_response()
        }
        Err(error) => catalog_json::refused(error, name),
    }
}
