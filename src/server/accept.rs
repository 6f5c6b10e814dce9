//! Accepting connections and serving HTTP/1.1 on them. `axum::serve` installs no timer, so a client that sends its
//! request one byte a minute would hold a connection for ever (security.md F13); here a head has seconds to arrive, and
//! connections are counted.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::util::Oneshot;
use tower::{Service, ServiceExt as _};

use super::config::LimitsConfig;
use super::health::Stopping;
use super::process::Stop;

/// After a failed `accept` (out of file handles, mostly) the loop rests instead of spinning.
const REST: Duration = Duration::from_millis(100);

/// A request head beyond this is refused.
const LARGEST_HEAD: usize = 64 * 1024;

/// Serves until `stop`, then lets running requests finish for as long as the limits say. True: all of them did.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: &LimitsConfig,
    stopping: &Stopping,
    mut stop: Stop,
) -> bool {
    let places = Arc::new(Semaphore::new(usize::try_from(limits.max_connections).unwrap_or(Semaphore::MAX_PERMITS)));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(limits.header_seconds.into()))
        .max_buf_size(LARGEST_HEAD);
    loop {
        // A connection is taken only when there is a place for it; others wait in the kernel's queue.
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place.expect("the semaphore is never closed"),
            () = stop.requested() => break,
        };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(REST).await;
                    continue;
                }
            },
            () = stop.requested() => break,
        };
        let service = TowerToHyperService::new(Answering { router: router.clone(), peer });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended with an error");
            }
            drop(place);
        });
    }
    // Probes hear of it before the door is closed.
    stopping.begin();
    drop(listener);
    drain(graceful, Duration::from_secs(limits.drain_seconds.into()), stop).await
}

/// The router for one connection.
#[derive(Clone)]
struct Answering {
    router: Router,
    peer: SocketAddr,
}

impl Service<hyper::Request<Incoming>> for Answering {
    type Response = Response;
    type Error = Infallible;
    type Future = Oneshot<Router, Request>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: hyper::Request<Incoming>) -> Self::Future {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(self.peer));
        self.router.clone().oneshot(request)
    }
}

async fn drain(graceful: GracefulShutdown, at_most: Duration, mut stop: Stop) -> bool {
    let mut finished = pin!(graceful.shutdown());
    tokio::select! {
        () = &mut finished => true,
        () = tokio::time::sleep(at_most) => false,
        () = stop.demanded() => false,
    }
}
