//! Why a call has no result, in the shape of the interface: `{"errors":[{"code":…,"message":…}],"trace":…}`. The sentences
//! are for the developers of services.

use std::time::Duration;

use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http_body_util::LengthLimitError;
use slipway_app::error::RETRY_AFTER_SECONDS;
use slipway_backend::{Refused, Report, UsageRefusal};
use slipway_domain::usage::batch::{MOST_BYTES, MOST_RECORDS};
use slipway_oidc::userinfo::BearerError;

use super::PREFIX;
use crate::server::telemetry::RequestId;

#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    code: &'static str,
    message: String,
    /// Seconds after which it is worth trying again.
    retry_after: Option<u64>,
    challenge: Option<&'static str>,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), retry_after: None, challenge: None }
    }

    pub(super) fn too_often(wait: Duration) -> Self {
        let retry_after = Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0));
        let message = "the key calls too often; wait as long as Retry-After says";
        Self { retry_after, ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", message) }
    }

    pub(super) fn not_json() -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", "send the records as application/json")
    }

    pub(super) fn limit() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_limit", format!("limit is a number from 1 to {MOST_RECORDS}"))
    }

    /// A body that was not read to its end.
    pub(super) fn body(error: axum::Error) -> Self {
        if is_too_large(&error) {
            Self::of_status(StatusCode::PAYLOAD_TOO_LARGE)
        } else {
            Self::new(StatusCode::BAD_REQUEST, "body_not_read", "the body ended before its time")
        }
    }

    /// What a layer around the interface says by its status alone.
    fn of_status(status: StatusCode) -> Self {
        let (code, message) = match status {
            StatusCode::BAD_REQUEST => ("bad_request", "the request cannot be read"),
            StatusCode::FORBIDDEN => {
                ("cross_site", "the request carries a cookie or comes from a page; send a token alone")
            }
            StatusCode::NOT_FOUND => ("not_found", "there is nothing at this address"),
            StatusCode::METHOD_NOT_ALLOWED => ("method_not_allowed", "this address does not take that method"),
            StatusCode::PAYLOAD_TOO_LARGE => {
                let message = format!("the body has more than {MOST_BYTES} bytes; send fewer records in a call");
                return Self::new(status, "too_large", message);
            }
            StatusCode::MISDIRECTED_REQUEST => ("wrong_host", "this is not the address of the console"),
            StatusCode::SERVICE_UNAVAILABLE => {
                return Self::unavailable();
            }
            status if status.is_client_error() => ("bad_request", "the request is not one of this interface"),
            _ => ("internal", "something broke; send it again, then ask the operator with the trace"),
        };
        Self::new(status, code, message)
    }

    fn unavailable() -> Self {
        let message = "nothing was kept; wait as long as Retry-After says and send it again";
        let retry_after = Some(RETRY_AFTER_SECONDS.into());
        Self { retry_after, ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", message) }
    }

    pub(super) fn answer(self, id: &RequestId) -> Response {
        let body = serde_json::json!({ "errors": [{ "code": self.code, "message": self.message }], "trace": id.0 });
        let mut response = (self.status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(challenge) = self.challenge {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }
}

impl From<Report> for Problem {
    fn from(report: Report) -> Self {
        tracing::error!(%report, "usage could not be served");
        if report.is_unavailable() { Self::unavailable() } else { Self::of_status(StatusCode::INTERNAL_SERVER_ERROR) }
    }
}

impl From<Refused<BearerError>> for Problem {
    fn from(refused: Refused<BearerError>) -> Self {
        let error = match refused {
            Refused::Client(error) => error,
            Refused::Internal(report) => return report.into(),
        };
        // Why a token is not valid is not told.
        let message = match error {
            BearerError::InvalidToken(_) | BearerError::Revoked => {
                "the token is not valid; get one for the API key of the service".to_owned()
            }
            error => error.to_string(),
        };
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::UNAUTHORIZED);
        Self { challenge: Some(error.www_authenticate()), ..Self::new(status, "unauthorized", message) }
    }
}

impl From<Refused<UsageRefusal>> for Problem {
    fn from(refused: Refused<UsageRefusal>) -> Self {
        let refusal = match refused {
            Refused::Client(refusal) => refusal,
            Refused::Internal(report) => return report.into(),
        };
        let (status, code) = match &refusal {
            UsageRefusal::UnknownResource => (StatusCode::NOT_FOUND, "unknown_resource"),
            UsageRefusal::OtherService => (StatusCode::FORBIDDEN, "other_service"),
            UsageRefusal::NotAllowed => (StatusCode::FORBIDDEN, "not_allowed"),
            UsageRefusal::Batch(_) => (StatusCode::BAD_REQUEST, "invalid_batch"),
            UsageRefusal::UnknownRecord => (StatusCode::NOT_FOUND, "unknown_record"),
            UsageRefusal::SandboxFull => (StatusCode::CONFLICT, "sandbox_full"),
            UsageRefusal::UnknownCursor => (StatusCode::BAD_REQUEST, "unknown_cursor"),
        };
        Self::new(status, code, refusal.to_string())
    }
}

/// Middleware: what the layers further in refuse with a page is told in the words of the interface.
pub(crate) async fn in_api_words(request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with(PREFIX) {
        return next.run(request).await;
    }
    let id = request.extensions().get::<RequestId>().cloned();
    let response = next.run(request).await;
    let is_json =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let is_ours = response.status().is_success() || is_json;
    match id {
        Some(id) if !is_ours => Problem::of_status(response.status()).answer(&id),
        _ => response,
    }
}

fn is_too_large(error: &(dyn std::error::Error + 'static)) -> bool {
    error.is::<LengthLimitError>() || error.source().is_some_and(is_too_large)
}
