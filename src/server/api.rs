//! The interface for programs, `/api/v1`: JSON in and out, a token instead of a session, problems by RFC 9457. Each operation
//! is one call on the backend and a mapping; no rule is made here (`docs/decisions/0049-the-interface-for-programs.md`).

mod accounts;
mod asked;
mod body;
mod brokers;
mod caller;
mod catalog;
mod checklist;
mod definition;
mod deployments;
mod document;
mod dto;
mod imports;
mod offerings;
mod operation;
mod parts;
mod plans;
mod precondition;
mod problem;
mod publication;
mod reference;
mod reviews;
mod revisions;
mod sections;
mod shape;
mod threads;
mod translations;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use slipway_backend::Backend;

use super::limits::FailedSignIns;
use document::OpenDocument;
use operation::{ApiState, JSON, Operation};
use problem::Problem;
pub(crate) use problem::in_problem_words;
pub(crate) use reference::reference;

/// What every address begins with.
const PREFIX: &str = "/api/v1/";

/// The same without its end: what paths of operations are appended to.
const BASE: &str = "/api/v1";

/// Everything that programs can ask for.
fn operations() -> Vec<Operation> {
    let mut all = vec![
        Operation::get("/openapi.json", "getDocument", "The description of this interface", document)
            .under("Interface")
            .describing("OpenAPI 3.1, made from the same table as the routes.")
            .open()
            .answers::<OpenDocument>(StatusCode::OK, "The document"),
    ];
    all.extend(accounts::operations());
    all.extend(offerings::operations());
    all.extend(sections::operations());
    all.extend(plans::operations());
    all.extend(translations::operations());
    all.extend(parts::operations());
    all.extend(brokers::operations());
    all.extend(deployments::operations());
    all.extend(definition::operations());
    all.extend(imports::operations());
    all.extend(checklist::operations());
    all.extend(publication::operations());
    all.extend(reviews::operations());
    all.extend(revisions::operations());
    all.extend(threads::operations());
    all.extend(catalog::operations());
    all
}

/// The routes: nobody's browser, no session. `wrong_tokens` is shared with those who ask for tokens by an API key.
pub(crate) fn routes(backend: Backend, wrong_tokens: FailedSignIns) -> Router {
    let operations = operations();
    let document = document::document(&operations).to_string();
    let state = ApiState { backend, wrong_tokens, document: Arc::from(document) };
    let mut router = Router::new();
    for operation in operations {
        let path = format!("{BASE}{}", operation.path);
        // How much of a definition or a catalog is read is said in `body_limit`.
        let handler =
            if takes_file(&path) { operation.handler.layer(DefaultBodyLimit::disable()) } else { operation.handler };
        router = router.route(&path, handler);
    }
    router
        .method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
        .route("/api/v1", any(|| async { Problem::not_found() }))
        .route("/api/v1/{*rest}", any(|| async { Problem::not_found() }))
        .with_state(state)
}

/// Whether brokers may be asked before such a path is answered: one that is registered, and those of an offering that is
/// handed in, published or taken back to an earlier version (§6.7).
pub(crate) fn calls_brokers(path: &str) -> bool {
    const ASK: [&str; 6] =
        ["/registrations", "/publication", "/reviews", "/revisions", "/revisions/moves", "/rollbacks"];
    let of_offering = path.strip_prefix(PREFIX).filter(|path| path.starts_with("offerings/"));
    of_offering.is_some_and(|path| ASK.iter().any(|end| path.ends_with(end)))
}

/// Whether a definition or a catalog is sent to such a path: `LARGEST_FILE` bytes are read, whatever the configuration says
/// of others.
pub(crate) fn takes_file(path: &str) -> bool {
    const TAKE: [&str; 4] = ["/definition", "/definition/plan", "/imports", "/imports/plan"];
    let of_offering = path.strip_prefix(PREFIX).and_then(|path| path.strip_prefix("offerings/"));
    of_offering.is_some_and(|path| TAKE.iter().any(|end| path.ends_with(end)))
}

async fn document(State(state): State<ApiState>) -> Response {
    ([(CONTENT_TYPE, JSON)], state.document.to_string()).into_response()
}

#[cfg(test)]
mod tests;
