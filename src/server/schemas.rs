//! The JSON Schema of the file of an offering, for editors and pipelines. It says nothing of anybody, and so it is for
//! everybody.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use slipway_domain::definition::DefinitionFile;

/// Where it is.
const OFFERING: &str = "/schemas/offering.v1.json";

/// The schema as text, with a line feed at its end.
///
/// # Panics
///
/// Never: a schema is JSON.
pub fn offering() -> String {
    let schema = schemars::schema_for!(DefinitionFile);
    serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n"
}

pub(crate) fn routes() -> Router {
    let schema = offering();
    let answer = move || {
        let schema = schema.clone();
        async move { told(schema) }
    };
    Router::new().route(OFFERING, get(answer))
}

fn told(schema: String) -> Response {
    ([(CONTENT_TYPE, "application/schema+json")], schema).into_response()
}
