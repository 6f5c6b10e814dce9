//! Accepting connections and serving HTTP/1.1 on them. `axum::serve` installs no timer, so a client that sends its
//! request one byte a minute would hold a connection for ever (security.md F13); here a head has seconds to arrive, and
//! connections are counted.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

use super::config::LimitsConfig;
use super::lifecycle::Stop;

/// After a failed `accept` (out of file handles, mostly) the loop rests instead of spinning.
const REST: Duration = Duration::from_millis(100);

/// A request head beyond this is refused.
const LARGEST_HEAD: usize = 64 * 1024;

/// Serves until `stop`, then lets running requests finish for as long as the limits say. True: all of them did.
pub async fn serve(listener: TcpListener, router: Router, limits: &LimitsConfig, mut stop: Stop) -> bool {
    let places = Arc::new(Semaphore::new(usize::try_from(limits.max_connections).unwrap_or(Semaphore::MAX_PERMITS)));
    let graceful = GracefulShutdown::new();
    let head = Duration::from_secs(limits.header_seconds.into());
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
        let connection = graceful.watch(connection(stream, peer, router.clone(), head));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended with an error");
            }
            drop(place);
        });
    }
    drop(listener);
    drain(graceful, Duration::from_secs(limits.drain_seconds.into()), stop).await
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    head: Duration,
) -> http1::Connection<TokioIo<TcpStream>, impl hyper::service::HttpService<Incoming, ResBody = Body, Error: Into<BoxError>>>
{
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service)
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

async fn drain(graceful: GracefulShutdown, at_most: Duration, mut stop: Stop) -> bool {
    let mut finished = pin!(graceful.shutdown());
    tokio::select! {
        () = &mut finished => true,
        () = tokio::time::sleep(at_most) => false,
        () = stop.demanded() => false,
    }
}
