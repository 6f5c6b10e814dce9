//! Answers that go wrong on their way: the broker does what is asked, or does not, and the platform is not told so.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body::Frame;

/// What becomes of the answer to one request that changes something, or to one poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoil {
    /// It is answered properly.
    Nothing,
    /// It is done, and answered with this status and an empty object.
    Done(StatusCode),
    /// It is done, and answered with this status and this text as JSON, whatever it is.
    Says(StatusCode, &'static str),
    /// It is done, and the answer breaks off.
    BrokenOff,
    /// It is done, and never answered.
    Late,
    /// It is not done, and answered with this status and an empty object.
    Undone(StatusCode),
    /// It is not done, and the answer breaks off.
    BrokenBefore,
    /// It is not done, and never answered.
    Lost,
}

impl Spoil {
    /// Whether the broker does what is asked, whatever it says.
    pub const fn is_done(self) -> bool {
        !matches!(self, Self::Undone(_) | Self::BrokenBefore | Self::Lost)
    }

    pub(super) async fn of(self, done: Response) -> Response {
        match self {
            Self::Nothing => done,
            Self::Done(status) | Self::Undone(status) => (status, axum::Json(serde_json::json!({}))).into_response(),
            Self::Says(status, text) => (status, [(header::CONTENT_TYPE, "application/json")], text).into_response(),
            Self::BrokenOff | Self::BrokenBefore => {
                // An answer without a body is whole as soon as it begins.
                let status = if done.status() == StatusCode::NO_CONTENT { StatusCode::OK } else { done.status() };
                (status, Body::new(BreaksOff)).into_response()
            }
            Self::Late | Self::Lost => std::future::pending().await,
        }
    }
}

/// A body that fails before its first byte.
struct BreaksOff;

impl http_body::Body for BreaksOff {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())))
    }
}
