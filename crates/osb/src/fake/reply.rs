//! The fake broker's answers: a status and a JSON object, with a description on every error (BRK-ERR-01).

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

pub(super) type Reply = Result<Response, Refused>;

/// An error answer: status, machine-readable code if the contract has one, text.
pub(super) struct Refused(pub(super) StatusCode, pub(super) Option<&'static str>, pub(super) String);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(status, code, description) = self;
        let body = code.map_or_else(
            || json!({ "description": description }),
            |code| json!({ "error": code, "description": description }),
        );
        let mut response = (status, Json(body)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Basic realm=\"broker\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

pub(super) fn answer(status: StatusCode, body: &Value) -> Response {
    (status, Json(body)).into_response()
}

pub(super) fn bad_request(description: impl Into<String>) -> Refused {
    Refused(StatusCode::BAD_REQUEST, None, description.into())
}

pub(super) fn not_found(description: impl Into<String>) -> Refused {
    Refused(StatusCode::NOT_FOUND, None, description.into())
}

pub(super) fn conflict(description: impl Into<String>) -> Refused {
    Refused(StatusCode::CONFLICT, None, description.into())
}

pub(super) fn gone(description: impl Into<String>) -> Refused {
    Refused(StatusCode::GONE, None, description.into())
}

pub(super) fn unprocessable(code: impl Into<Option<&'static str>>, description: impl Into<String>) -> Refused {
    Refused(StatusCode::UNPROCESSABLE_ENTITY, code.into(), description.into())
}

/// Another operation holds the instance (§6.4 rule 7).
pub(super) fn busy() -> Refused {
    unprocessable("ConcurrencyError", "Another operation for this instance is in progress.")
}
