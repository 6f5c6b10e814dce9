//! How much of a request is read: what the configuration says, and more where somebody hands in a file of definitions.
//! One that a program sends is as large here as the command line takes it (`LARGEST_FILE`).

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http_body_util::Limited;
use slipway_domain::definition::LARGEST_FILE;

use super::{api, dossiers, imports};

/// Middleware; `largest` is what the configuration says, in bytes. A length that is declared is turned down before anything
/// is read, but for a file, whose page says so itself.
pub(super) async fn bound(State(largest): State<usize>, request: Request, next: Next) -> Response {
    if imports::takes(request.uri().path()) {
        return next.run(limited(request, largest.max(imports::LARGEST))).await;
    }
    if dossiers::takes(request.uri().path()) {
        return next.run(limited(request, largest.max(dossiers::LARGEST))).await;
    }
    let largest = of_programs(request.uri().path(), largest);
    let declared = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > largest) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    next.run(limited(request, largest)).await
}

/// The most bytes of a body that a path below `/api/v1` takes; `largest` is what the configuration says.
pub(super) fn of_programs(path: &str, largest: usize) -> usize {
    if api::takes_file(path) { largest.max(LARGEST_FILE) } else { largest }
}

fn limited(request: Request, largest: usize) -> Request {
    request.map(|body| Body::new(Limited::new(body, largest)))
}
