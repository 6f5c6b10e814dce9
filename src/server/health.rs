//! What a supervisor asks: is the process alive, and may it get traffic. Neither answer tells anything else.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use slipway_backend::Backend;
use tokio::sync::watch;

use super::disk::Disk;

pub(crate) const LIVE: &str = "/livez";
pub(crate) const READY: &str = "/readyz";

/// Longer than a busy writer takes, shorter than a probe waits.
const PROBE: Duration = Duration::from_secs(2);

/// Turned off once, when the server is told to stop. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Stopping(Arc<watch::Sender<bool>>);

impl Default for Stopping {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Stopping {
    pub(crate) fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Ends when stopping has begun: an answer that has no end of its own ends then.
    pub(crate) async fn begun(&self) {
        if self.0.subscribe().wait_for(|has_begun| *has_begun).await.is_err() {
            // Nobody is left who could begin it.
            std::future::pending::<()>().await;
        }
    }

    fn has_begun(&self) -> bool {
        *self.0.borrow()
    }
}

#[derive(Clone)]
struct Health {
    backend: Backend,
    stopping: Stopping,
    disk: Disk,
}

pub(crate) fn is_probe(path: &str) -> bool {
    path == LIVE || path == READY
}

pub(crate) fn routes(backend: Backend, stopping: Stopping, disk: Disk) -> Router {
    Router::new().route(LIVE, get(live)).route(READY, get(ready)).with_state(Health { backend, stopping, disk })
}

/// Touches nothing: a slow disk is no reason to be restarted.
async fn live() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Ready: not about to stop, the database has the right tables and takes a write, the data still opens with the
/// configured secrets key, and the disk has room.
async fn ready(State(health): State<Health>) -> StatusCode {
    if health.stopping.has_begun() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let probe = async {
        health.backend.store().probe().await.map_err(|error| error.to_string())?;
        health.backend.check_secrets_key().await.map_err(|error| error.to_string())?;
        health.disk.complaint().map_or(Ok(()), Err)
    };
    match tokio::time::timeout(PROBE, probe).await {
        Ok(Ok(())) => StatusCode::NO_CONTENT,
        Ok(Err(reason)) => {
            tracing::warn!(reason, "not ready");
            StatusCode::SERVICE_UNAVAILABLE
        }
        Err(_) => {
            tracing::warn!("not ready: the database did not answer in time");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
