//! Pages while very many instances are made: two hundred operations at once of a broker that takes its time, through the
//! server and its jobs as they are, beside the same pages while nothing else happens. The broker counts how many calls
//! it has at the same time.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, ensure};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::{Request, StatusCode};
use serde_json::Map;
use slipway_backend::demo::{OFFERING, PASSWORD};
use slipway_backend::{Acting, BrokerLimits, NewInstance};
use slipway_domain::instance::InstanceState;
use tokio::task::JoinSet;

use crate::client::{Connection, Visitor};
use crate::figures::{head, median, millis, p99, row};
use crate::load::alone;
use crate::metered::CUSTOMER;
use crate::stage::{ORIGIN, Stage};

const ROUNDS: usize = 5;
/// Asked for at once, in each round.
const OPERATIONS: usize = 200;
/// How long nothing else happens.
const IDLE: Duration = Duration::from_secs(8);
/// Longer than any round takes.
const LIMIT: Duration = Duration::from_mins(3);
/// What the broker takes for an answer.
const ANSWER: Duration = Duration::from_millis(50);
/// So many polls end an operation, with so many seconds between them.
const POLLS: u32 = 1;
const PAUSE: u32 = 1;
/// Readers, each of whom asks for a page so often.
const READERS: usize = 2;
const PACE: Duration = Duration::from_millis(10);

const PAGES: [(&str, &str); 2] = [("Catalog", "/catalog"), ("Offerings", "/offerings")];

/// Milliseconds from when each request was due to its answer, by page.
type Taken = [Vec<f64>; PAGES.len()];

/// The 99th percentile of each page in one round, in milliseconds.
struct Round {
    idle: [f64; PAGES.len()],
    busy: [f64; PAGES.len()],
    /// Until the last operation was over, in seconds.
    over: f64,
}

pub(crate) async fn measure(site: &Path, data: &Path) -> Result<()> {
    let stage = Stage::open(site, data).await?;
    Box::pin(stage.publish_limited()).await?;
    let customer = stage.acting(CUSTOMER).await?;
    let order = order(&stage).await?;
    stage.broker.set_asynchronous(&order.plan.to_string(), POLLS);
    stage.broker.ask_for_pauses(PAUSE);
    stage.broker.answer_after(ANSWER);
    let reader = Visitor::signed_in(stage.address, ORIGIN, "kim@northwind.example", PASSWORD).await?;
    let requests = [reader.page(PAGES[0].1)?, reader.page(PAGES[1].1)?];
    let mut rounds = Vec::with_capacity(ROUNDS);
    for number in 0..ROUNDS {
        let readers = Readers::start(stage.address, &requests);
        tokio::time::sleep(IDLE).await;
        let idle = readers.end()?.map(p99);
        let started = Instant::now();
        for instance in 1..=OPERATIONS {
            let name = format!("Index {number}-{instance}");
            customer.create_instance(OFFERING, &NewInstance { name, ..order.clone() }).await?;
        }
        let readers = Readers::start(stage.address, &requests);
        settled(&customer, OPERATIONS * (number + 1)).await?;
        let busy = readers.end()?.map(p99);
        rounds.push(Round { idle, busy, over: started.elapsed().as_secs_f64() });
    }
    report(&rounds);
    let (most, limit) = (stage.broker.most_at_once(), BrokerLimits::default().at_once);
    head("Calls to one broker at the same time, as the broker counted them", &["At the most", "Limit"]);
    row(&[most, limit]);
    ensure!(most <= limit, "the broker had {most} calls at the same time, and {limit} are the most");
    stage.close().await
}

fn report(rounds: &[Round]) {
    let over = median(rounds.iter().map(|round| round.over));
    head(
        &format!(
            "Pages while {OPERATIONS} operations go on for {over:.0} s, milliseconds at the 99th percentile (medians of \
             {ROUNDS} rounds in turns)"
        ),
        &["Page", "Busy", "Idle", "Ratio", "Aim"],
    );
    for (at, (what, _)) in PAGES.iter().enumerate() {
        row(&[
            (*what).to_owned(),
            format!("{:.1}", median(rounds.iter().map(|round| round.busy[at]))),
            format!("{:.1}", median(rounds.iter().map(|round| round.idle[at]))),
            format!("{:.2} ×", median(rounds.iter().map(|round| round.busy[at] / round.idle[at]))),
            "≤ 1.5 ×".to_owned(),
        ]);
    }
}

/// What is asked for every time: the paid plan, of which an account may have many.
async fn order(stage: &Stage) -> Result<NewInstance> {
    let offering = stage.acting("kim@northwind.example").await?.offering(OFFERING).await?.offering;
    let plan = offering.plans.iter().find(|plan| !plan.draft.is_free()).context("the demo has a paid plan")?;
    Ok(NewInstance {
        name: String::new(),
        plan: plan.id,
        location: "eu-de".to_owned(),
        parameters: Map::new(),
        accepted_terms: offering.listing.draft.terms_url.clone(),
    })
}

/// Ends when so many instances are there and none is still being made.
async fn settled(customer: &Acting, instances: usize) -> Result<()> {
    let asked = Instant::now();
    loop {
        let states: Vec<InstanceState> =
            customer.instances(OFFERING).await?.into_iter().map(|instance| instance.state).collect();
        ensure!(!states.contains(&InstanceState::Failed), "an instance was not made");
        if states.iter().filter(|state| **state == InstanceState::Active).count() == instances {
            return Ok(());
        }
        ensure!(asked.elapsed() < LIMIT, "operations were not over after {} s", LIMIT.as_secs());
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

/// Some who read the pages in turns at their pace, until they are told to stop. One thread drives them all, as with
/// every other load.
struct Readers {
    driver: JoinHandle<Result<Taken>>,
    is_over: Arc<AtomicBool>,
}

impl Readers {
    fn start(address: SocketAddr, requests: &[Request<Full<Bytes>>; PAGES.len()]) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let (told, requests) = (Arc::clone(&is_over), requests.clone());
        let driver = thread::spawn(move || alone(read_all(address, requests, told)));
        Self { driver, is_over }
    }

    fn end(self) -> Result<Taken> {
        self.is_over.store(true, Ordering::SeqCst);
        tokio::task::block_in_place(|| self.driver.join()).map_err(|_| anyhow!("the load broke off"))?
    }
}

async fn read_all(
    address: SocketAddr,
    requests: [Request<Full<Bytes>>; PAGES.len()],
    is_over: Arc<AtomicBool>,
) -> Result<Taken> {
    let mut reading = JoinSet::new();
    for _ in 0..READERS {
        reading.spawn(read(address, requests.clone(), Arc::clone(&is_over)));
    }
    let mut all = Taken::default();
    while let Some(taken) = reading.join_next().await {
        for (all, taken) in all.iter_mut().zip(taken??) {
            all.extend(taken);
        }
    }
    Ok(all)
}

/// An answer is timed from when its request was due, and not from when it was sent: one that is late makes the requests
/// behind it late as well, and they come at once after it.
async fn read(
    address: SocketAddr,
    requests: [Request<Full<Bytes>>; PAGES.len()],
    is_over: Arc<AtomicBool>,
) -> Result<Taken> {
    let mut connection = Connection::open(address).await?;
    let mut taken = Taken::default();
    let mut pace = tokio::time::interval(PACE);
    while !is_over.load(Ordering::SeqCst) {
        for (request, taken) in requests.iter().zip(&mut taken) {
            let due = pace.tick().await.into_std();
            let answer = connection.send(request.clone()).await?;
            taken.push(millis(due));
            ensure!(answer.status == StatusCode::OK, "{} was answered with {}", request.uri(), answer.status);
        }
    }
    Ok(taken)
}
