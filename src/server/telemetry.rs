//! The log. A request gets one line with method, route, status and time. The route is the pattern that matched, such as
//! `/set-up/{token}`: neither queries nor tokens in paths are written, and no header is.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use slipway_backend::{Clock, Ids};
use tracing::Instrument as _;
use tracing_subscriber::EnvFilter;

use super::config::{LogConfig, LogFormat};

/// The library that looks where a request comes from traces its path, and with it the token of a set-up link. Nothing of
/// that is logged, whatever the filter says; what is refused there has a line of ours.
const MUTE: &str = "tower_http::csrf=off";

/// Carries the id of the request in every answer.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Names one request in log and history. A request extension.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

/// Starts logging for the process, to standard error.
///
/// # Panics
///
/// Never: what is muted is a directive.
pub fn init(config: &LogConfig) {
    let filter = EnvFilter::try_new(&config.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let filter = filter.add_directive(MUTE.parse().expect("it is a directive"));
    let log =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
    let started = match config.format {
        LogFormat::Text => log.with_target(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}

/// Middleware. The id is always ours: one that a client sent would let it write into our log.
pub(crate) async fn trace(State((ids, clock)): State<(Ids, Clock)>, mut request: Request, next: Next) -> Response {
    let id = ids.uuid(clock.now()).to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let span = tracing::info_span!("request", %id);
    let route = request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str).to_owned();
    let started = tokio::time::Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let millis = whole_millis(started.elapsed());
    span.in_scope(|| {
        if status >= 500 {
            tracing::error!(%method, route, status, millis, "answered with a fault");
        } else {
            tracing::info!(%method, route, status, millis, "answered");
        }
    });
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

fn whole_millis(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}
