//! Usage records over HTTP, a hundred in a call, beside a bare database that gets the same records with the same unique
//! index and the same durability, one transaction for each hundred. They take turns, so that the disk treats all alike.

mod bare;

use std::net::SocketAddr;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use slipway_domain::moment::Moment;
use slipway_domain::usage::batch::MOST_RECORDS;
use tokio::task::JoinSet;

use crate::client::Connection;
use crate::figures::{head, median, percent, row};
use crate::ingest::bare::Bare;
use crate::load::{CONNECTIONS, alone};
use crate::metered::{Metered, Service, Window, ensure_kept};
use crate::stage::Stage;

const ROUNDS: usize = 5;
/// Calls in a round.
const CALLS: usize = 64;
/// Records in a round.
const RECORDS: f64 = 6_400.0;
/// As many as there are records in a call.
const INSTANCES: usize = MOST_RECORDS;
/// So many that none of them calls too often.
const KEYS: usize = 32;
/// How long a window is, in milliseconds.
const LENGTH: i64 = 100;

/// What the records of a call are about.
#[derive(Clone, Copy)]
enum Spread {
    /// Each of another instance, as when a service reports of all at the end of an hour.
    Instances,
    /// All of one instance.
    Windows,
}

/// Records a second.
struct Round {
    ours: f64,
    /// A statement for each record.
    each: f64,
    /// A statement for all of a call.
    together: f64,
    /// Every row that ours leaves behind, a statement for each.
    all_rows: f64,
}

/// Which windows were told: those of an instance follow each other, and none is told twice.
struct Told {
    from: Moment,
    /// Of each instance.
    windows: Vec<i64>,
}

/// Everything that takes turns.
struct Turns {
    address: SocketAddr,
    metered: Metered,
    service: Service,
    told: Told,
    each: Bare,
    together: Bare,
    all_rows: Bare,
}

pub(crate) async fn measure(site: &Path, data: &Path) -> Result<()> {
    let stage = Stage::open(site, data).await?;
    let now = stage.backend.clock().now();
    let metered = Box::pin(Metered::open(&stage, INSTANCES, now.minus(Duration::from_hours(3)))).await?;
    let mut turns = Turns {
        address: stage.address,
        service: Service::open(&stage, KEYS).await?,
        told: Told { from: now.minus(Duration::from_hours(2)), windows: vec![0; INSTANCES] },
        each: Bare::open(&data.join("each.db"), &metered).await?,
        together: Bare::open(&data.join("together.db"), &metered).await?,
        all_rows: Bare::open(&data.join("all-rows.db"), &metered).await?,
        metered,
    };
    head(
        &format!("Usage records a second, {MOST_RECORDS} in a call (medians of {ROUNDS} rounds in turns)"),
        &["Over HTTP, beside a bare transaction for each call", "Slipway", "Bare", "Ratio", "Aim"],
    );
    for (spread, what) in [(Spread::Instances, "each of another instance"), (Spread::Windows, "all of one instance")] {
        for connections in [1, CONNECTIONS] {
            // The first one warms both sides up.
            turns.take(spread, connections).await?;
            let mut rounds = Vec::with_capacity(ROUNDS);
            for _ in 0..ROUNDS {
                rounds.push(turns.take(spread, connections).await?);
            }
            report(&format!("{what}, {connections} connection{}", if connections == 1 { "" } else { "s" }), &rounds);
        }
    }
    stage.close().await
}

fn report(what: &str, rounds: &[Round]) {
    let line = |beside: &str, bare: fn(&Round) -> f64, aim: &str| {
        row(&[
            format!("{what}, beside {beside}"),
            format!("{:.0}", median(rounds.iter().map(|round| round.ours))),
            format!("{:.0}", median(rounds.iter().map(bare))),
            percent(median(rounds.iter().map(|round| round.ours / bare(round)))),
            aim.to_owned(),
        ]);
    };
    line("an insert for each record", |round| round.each, "≥ 50 %");
    line("one insert for all", |round| round.together, "");
    line("all the rows that it leaves", |round| round.all_rows, "");
}

impl Turns {
    /// The same records to each side, in new windows.
    async fn take(&mut self, spread: Spread, connections: usize) -> Result<Round> {
        let batches: Vec<Vec<Window>> = (0..CALLS).map(|number| self.told.next(spread, number)).collect();
        let mut calls: Vec<Vec<Request<Full<Bytes>>>> = (0..connections).map(|_| Vec::new()).collect();
        for (number, batch) in batches.iter().enumerate() {
            calls[number % connections].push(self.service.call(self.metered.body(batch))?);
        }
        let address = self.address;
        Ok(Round {
            ours: RECORDS / tokio::task::block_in_place(|| submit(address, calls))?,
            each: RECORDS / self.each.insert_each(&batches).await?,
            together: RECORDS / self.together.insert_together(&batches).await?,
            all_rows: RECORDS / self.all_rows.insert_all_rows(&batches).await?,
        })
    }
}

impl Told {
    /// The records of a call.
    fn next(&mut self, spread: Spread, call: usize) -> Vec<Window> {
        let instance = |record: usize| match spread {
            Spread::Instances => record,
            Spread::Windows => call % INSTANCES,
        };
        (0..MOST_RECORDS).map(|record| self.window(instance(record))).collect()
    }

    fn window(&mut self, instance: usize) -> Window {
        let number = self.windows[instance];
        self.windows[instance] += 1;
        let start = self.from.millis() + number * LENGTH;
        let used = 1 + u32::try_from(number % 97).unwrap_or_default();
        Window { instance, start: Moment::from_millis(start), end: Moment::from_millis(start + LENGTH), used }
    }
}

/// Seconds. One thread drives all connections, as with every other load.
fn submit(address: SocketAddr, calls: Vec<Vec<Request<Full<Bytes>>>>) -> Result<f64> {
    let driver = thread::spawn(move || alone(drive(address, calls)));
    driver.join().map_err(|_| anyhow!("the load broke off"))?
}

/// The calls of each connection one after the other.
async fn drive(address: SocketAddr, calls: Vec<Vec<Request<Full<Bytes>>>>) -> Result<f64> {
    let mut connections = Vec::with_capacity(calls.len());
    for calls in calls {
        connections.push((Connection::open(address).await?, calls));
    }
    let started = Instant::now();
    let mut submitting = JoinSet::new();
    for (mut connection, calls) in connections {
        submitting.spawn(async move {
            let mut answers = Vec::with_capacity(calls.len());
            for call in calls {
                answers.push(connection.send(call).await?);
            }
            anyhow::Ok(answers)
        });
    }
    let mut answers = Vec::with_capacity(CALLS);
    while let Some(submitted) = submitting.join_next().await {
        answers.extend(submitted??);
    }
    let seconds = started.elapsed().as_secs_f64();
    for answer in &answers {
        ensure_kept(answer, MOST_RECORDS)?;
    }
    Ok(seconds)
}
