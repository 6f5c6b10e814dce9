//! How long a request may take. Whatever hands a form back ends the wait itself, so that what was typed is not lost with
//! the answer; only when that takes too long as well, the request is cut off as a whole.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{Extensions, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use server_fn::ServerFn as _;
use slipway_app::api::broker::{RegisterBroker, TryBroker};
use slipway_app::api::release::PublishLimited;
use slipway_app::api::review::RequestReview;
use slipway_app::api::revision::{PublishRevision, RollBack, SubmitRevision};
use tokio::time::{Instant, timeout_at};

use super::api;
use super::config::Config;
use super::fault::Fault;

/// To hand a form back.
const GRACE: Duration = Duration::from_secs(5);

/// How long requests may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadlines {
    usual: Duration,
    /// Of a request that waits for a broker.
    with_a_call: Duration,
}

impl Deadlines {
    pub(super) fn new(config: &Config) -> Self {
        let usual = Duration::from_secs(config.limits.request_seconds.into());
        Self { usual, with_a_call: usual + Duration::from_secs(config.outbound.total_timeout_seconds.into()) }
    }

    fn of(self, path: &str) -> Duration {
        // §6.7: brokers are asked again before publishing and before a review.
        let calls = [
            RegisterBroker::PATH,
            TryBroker::PATH,
            PublishLimited::PATH,
            RequestReview::PATH,
            SubmitRevision::PATH,
            PublishRevision::PATH,
            RollBack::PATH,
        ];
        if calls.contains(&path) || api::calls_brokers(path) { self.with_a_call } else { self.usual }
    }
}

/// When the time of a request is up. A request extension.
#[derive(Debug, Clone, Copy)]
struct Deadline(Instant);

/// Middleware around everything.
pub(super) async fn in_time(State(deadlines): State<Deadlines>, mut request: Request, next: Next) -> Response {
    let deadline = Instant::now() + deadlines.of(request.uri().path());
    let last = if request.method() == Method::POST { deadline + GRACE } else { deadline };
    request.extensions_mut().insert(Deadline(deadline));
    timeout_at(last, next.run(request)).await.unwrap_or_else(|_| Fault::Overdue.into_response())
}

/// What comes of a request with these extensions. `None`: its time is up, and nobody knows how far it got.
pub(super) async fn within<T>(extensions: &Extensions, work: impl Future<Output = T>) -> Option<T> {
    match extensions.get::<Deadline>() {
        Some(Deadline(deadline)) => timeout_at(*deadline, work).await.ok(),
        None => Some(work.await),
    }
}
