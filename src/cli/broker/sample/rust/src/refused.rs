//! An error answer. The description is shown to the customer.

use std::io;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// What every call ends with.
pub(crate) type Answer = Result<(StatusCode, Value), Refused>;

#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) status: StatusCode,
    error: Option<&'static str>,
    description: String,
}

impl Refused {
    pub(crate) fn new(status: StatusCode, description: impl Into<String>) -> Self {
        Self { status, error: None, description: description.into() }
    }

    pub(crate) fn bad_request(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, description)
    }

    /// With one of the contract's error codes, for example `AsyncRequired`.
    pub(crate) fn unprocessable(error: impl Into<Option<&'static str>>, description: &str) -> Self {
        Self { error: error.into(), ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, description) }
    }

    pub(crate) fn busy() -> Self {
        Self::unprocessable("ConcurrencyError", "Another operation on this instance is in progress.")
    }
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        eprintln!("the state could not be kept: {error}");
        let description = "The broker broke. Its operator finds the reason in the log.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, description)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut body = json!({ "description": self.description });
        if let Some(error) = self.error {
            body["error"] = error.into();
        }
        (self.status, Json(body)).into_response()
    }
}
