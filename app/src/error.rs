//! What a server function answers when it does not answer: typed, small, and free of internals.

use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::ServerFnUrlError;
use slipway_domain::ids::IncidentId;
use slipway_domain::rejection::Rejection;

/// When to try again while nothing can be saved.
pub const RETRY_AFTER_SECONDS: u32 = 5;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// The caller was turned down and can act on it.
    Rejected(Rejection),
    /// Nothing can be read or saved right now. Nothing was changed.
    Unavailable,
    /// It took longer than a request may take, and was cut off. What it was to change may be changed.
    Overdue,
    /// Something is broken; the id finds it in the log.
    Internal(IncidentId),
    /// The request could not be read, or the answer did not arrive.
    Transport,
}

impl AppError {
    /// The HTTP status for clients that read no HTML, and for pages that cannot be shown.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Rejected(rejection) => match rejection {
                Rejection::Unauthenticated => 401,
                Rejection::Denied(_) => 403,
                Rejection::NotFound(_) => 404,
                Rejection::Refused(_) | Rejection::Stale { .. } | Rejection::Taken(_) => 409,
                Rejection::Invalid(_) | Rejection::SentBefore => 422,
                Rejection::TooManyAttempts { .. } => 429,
                Rejection::Unreachable(_) => 502,
            },
            Self::Unavailable | Self::Overdue => 503,
            Self::Internal(_) => 500,
            Self::Transport => 400,
        }
    }

    /// The seconds after which the same request may go through.
    pub const fn retry_after_seconds(&self) -> Option<u32> {
        match self {
            Self::Unavailable | Self::Overdue => Some(RETRY_AFTER_SECONDS),
            Self::Rejected(Rejection::TooManyAttempts { retry_after_seconds }) => Some(*retry_after_seconds),
            _ => None,
        }
    }

    /// The query with which a page is told of a refusal; `FormProblem` reads it.
    pub fn as_query(&self) -> String {
        let coded = ServerFnUrlError::new("/", self.clone()).to_url("http://slipway.invalid/");
        coded.ok().and_then(|url| url.query().map(ToOwned::to_owned)).unwrap_or_default()
    }

    /// Reads the answer of a server function back; `None` if the body is something else.
    pub fn parse(body: &str) -> Option<Self> {
        serde_json::from_str(body).ok()
    }
}

impl From<Rejection> for AppError {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    /// The framework's own errors carry texts of its insides; none of them leaves here.
    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::Transport
    }
}
