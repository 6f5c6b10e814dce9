//! A steady load: a few connections, each of which asks again as soon as it has its answer. One thread drives them all,
//! for whichever server, so that its share of the machine is the same on both sides.

use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::{Request, StatusCode};
use tokio::task::JoinSet;

use crate::client::Connection;

/// Connections at the same time.
pub(crate) const CONNECTIONS: usize = 8;

/// What is asked for, and with which status it must be answered.
#[derive(Clone)]
pub(crate) struct Shot {
    pub(crate) address: SocketAddr,
    pub(crate) request: Request<Full<Bytes>>,
    pub(crate) expected: StatusCode,
    /// Every request gets a query of its own.
    pub(crate) is_varied: bool,
}

/// Requests a second over `time`.
pub(crate) fn rate(shot: &Shot, time: Duration) -> Result<f64> {
    let shot = shot.clone();
    let driver = thread::spawn(move || alone(drive(shot, time)));
    driver.join().map_err(|_| anyhow!("the load broke off"))?
}

/// Runs it on this thread, which nothing else uses.
pub(crate) fn alone<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

async fn drive(shot: Shot, time: Duration) -> Result<f64> {
    let mut connections = Vec::with_capacity(CONNECTIONS);
    for _ in 0..CONNECTIONS {
        connections.push(Connection::open(shot.address).await?);
    }
    let started = Instant::now();
    let mut driven = JoinSet::new();
    for (number, connection) in connections.into_iter().enumerate() {
        driven.spawn(repeat(shot.clone(), number, connection, started + time));
    }
    let mut answered = 0_u32;
    while let Some(count) = driven.join_next().await {
        answered += count??;
    }
    Ok(f64::from(answered) / started.elapsed().as_secs_f64())
}

async fn repeat(shot: Shot, number: usize, mut connection: Connection, until: Instant) -> Result<u32> {
    let mut answered = 0;
    while Instant::now() < until {
        let mut request = shot.request.clone();
        let left = until.saturating_duration_since(Instant::now());
        if shot.is_varied {
            *request.uri_mut() = format!("{}?n={number}-{}", request.uri().path(), left.as_nanos()).parse()?;
        }
        let answer = connection.send(request).await?;
        ensure!(answer.status == shot.expected, "{} was answered with {}", shot.request.uri(), answer.status);
        answered += 1;
    }
    Ok(answered)
}
