//! What the fake broker does when it is told to misbehave. Each kind is one that a platform has to survive.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use serde_json::{Value, json};
use tokio::time::{Interval, interval};

/// How every request is answered while it is set.
#[derive(Debug, Clone, PartialEq)]
pub enum Misbehaviour {
    /// Any status with any body, for example HTML.
    Status { status: StatusCode, content_type: String, body: String },
    /// 200 with a JSON value of the wrong shape.
    WrongTypes(Value),
    /// A proper, empty catalog, but late.
    Delay(Duration),
    /// One byte of a body without end at each interval.
    Drip(Duration),
    /// A body of this many bytes, sent as fast as it is read.
    Huge(u64),
    /// 302 to this place.
    Redirect(String),
    /// Says that the body is compressed in this way, and sends these bytes.
    Encoded { encoding: String, body: Vec<u8> },
    /// JSON of this many nested arrays.
    Deep(usize),
    /// This many headers of 1,000 bytes.
    ManyHeaders(u16),
    /// Takes the request and never answers.
    Silence,
}

impl Misbehaviour {
    pub(super) async fn answer(self) -> Response {
        match self {
            Self::Status { status, content_type, body } => (status, typed(&content_type), body).into_response(),
            Self::WrongTypes(value) => Json(value).into_response(),
            Self::Delay(delay) => {
                tokio::time::sleep(delay).await;
                Json(json!({ "services": [] })).into_response()
            }
            Self::Drip(every) => {
                let drip = Endless { left: u64::MAX, chunk: Bytes::from_static(b" "), every: Some(interval(every)) };
                (typed("application/json"), Body::new(drip)).into_response()
            }
            Self::Huge(left) => {
                let flood = Endless { left, chunk: Bytes::from(vec![b' '; 64 * 1024]), every: None };
                (typed("application/json"), Body::new(flood)).into_response()
            }
            Self::Redirect(to) => {
                let to = HeaderValue::from_str(&to).unwrap_or_else(|_| HeaderValue::from_static("/"));
                (StatusCode::FOUND, [(header::LOCATION, to)]).into_response()
            }
            Self::Encoded { encoding, body } => {
                let mut headers = typed("application/json");
                headers.extend(HeaderValue::from_str(&encoding).ok().map(|value| (header::CONTENT_ENCODING, value)));
                (headers, body).into_response()
            }
            Self::Deep(levels) => {
                let body = format!("{{\"services\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
                (typed("application/json"), body).into_response()
            }
            Self::ManyHeaders(count) => {
                let value = HeaderValue::from_static(PADDING);
                let names = (0..count).filter_map(|n| HeaderName::try_from(format!("x-padding-{n}")).ok());
                let headers: HeaderMap = names.map(|name| (name, value.clone())).collect();
                (headers, Json(json!({ "services": [] }))).into_response()
            }
            Self::Silence => std::future::pending().await,
        }
    }
}

const PADDING: &str = match std::str::from_utf8(&[b'a'; 1000]) {
    Ok(padding) => padding,
    Err(_) => "",
};

fn typed(content_type: &str) -> HeaderMap {
    let value = HeaderValue::from_str(content_type).ok();
    value.map(|value| (header::CONTENT_TYPE, value)).into_iter().collect()
}

/// A body of `left` bytes, all at once or a chunk at each tick.
struct Endless {
    left: u64,
    chunk: Bytes,
    every: Option<Interval>,
}

impl http_body::Body for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        if let Some(every) = &mut self.every {
            ready!(every.poll_tick(cx));
        }
        let next = usize::try_from(self.left).unwrap_or(usize::MAX).min(self.chunk.len());
        self.left -= next as u64;
        Poll::Ready(Some(Ok(Frame::data(self.chunk.slice(..next)))))
    }
}
