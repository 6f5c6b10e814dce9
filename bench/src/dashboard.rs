//! What an account with very many instances costs the pages that tell of its usage: the same page for ten thousand
//! instances and for a hundred, each in a house of its own, asked for in turns by somebody who is signed in.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use hyper::StatusCode;
use slipway_backend::Clock;
use slipway_backend::demo::{OFFERING, PASSWORD};
use slipway_domain::moment::Moment;
use slipway_domain::usage::batch::MOST_RECORDS;

use crate::client::{Connection, Visitor};
use crate::figures::{head, median, millis, row};
use crate::metered::{CUSTOMER, Metered, Service, Window, ensure_kept};
use crate::stage::{ORIGIN, Stage};

const FEW: usize = 100;
const MANY: usize = 10_000;
/// Days on which every instance was used.
const DAYS: u32 = 7;
const DAY: Duration = Duration::from_hours(24);
/// So many that none of them calls too often, while the clock of the house stands still.
const KEYS: usize = 10;
const WARM_UP: usize = 2;
const TURNS: usize = 15;
/// 10 May 2026, about noon: the usage of the days after it is all of one month.
const BEGINNING: Moment = Moment::from_millis(1_778_410_800_000);

/// A console in which one account has so many instances.
struct House {
    stage: Stage,
    customer: Visitor,
    provider: Visitor,
}

/// Who reads a page.
#[derive(Clone, Copy)]
enum Reader {
    Customer,
    Provider,
}

pub(crate) async fn measure(site: &Path, data: &Path) -> Result<()> {
    let few = Box::pin(House::open(site, &data.join("few"), FEW)).await?;
    let many = Box::pin(House::open(site, &data.join("many"), MANY)).await?;
    head(
        &format!("Pages of usage, milliseconds (medians of {TURNS} turns, {DAYS} days of usage)"),
        &["Page", "10,000 instances", "100 instances", "Ratio", "Aim"],
    );
    let pages = [
        ("Statement of the account", Reader::Customer, "/statement".to_owned()),
        ("Usage of the offering", Reader::Provider, format!("/offerings/{OFFERING}/usage")),
    ];
    for (what, reader, path) in pages {
        let mut turns = Vec::with_capacity(TURNS);
        for number in 0..WARM_UP + TURNS {
            let turn = (many.show(reader, &path).await?, few.show(reader, &path).await?);
            if number >= WARM_UP {
                turns.push(turn);
            }
        }
        row(&[
            what.to_owned(),
            format!("{:.1}", median(turns.iter().map(|turn| turn.0))),
            format!("{:.1}", median(turns.iter().map(|turn| turn.1))),
            format!("{:.2} ×", median(turns.iter().map(|(many, few)| many / few))),
            "≤ 1.5 ×".to_owned(),
        ]);
    }
    few.stage.close().await?;
    many.stage.close().await
}

impl House {
    /// Its clock stands still but for the days that pass: whenever it is measured, the month is as old.
    async fn open(site: &Path, data: &Path, instances: usize) -> Result<Self> {
        let clock = Clock::fixed(BEGINNING);
        let stage = Stage::open_at(site, data, clock.clone()).await?;
        let metered = Box::pin(Metered::open(&stage, instances, clock.now())).await?;
        let mut service = Service::open(&stage, KEYS).await?;
        let mut connection = Connection::open(stage.address).await?;
        for day in 1..=DAYS {
            clock.advance(DAY);
            service.sign_in().await?;
            let end = clock.now();
            let window = |instance: usize| {
                let used = 1 + day + u32::try_from(instance % 89).unwrap_or_default();
                Window { instance, start: end.minus(Duration::from_hours(1)), end, used }
            };
            let windows: Vec<Window> = (0..instances).map(window).collect();
            for batch in windows.chunks(MOST_RECORDS) {
                let answer = connection.send(service.call(metered.body(batch))?).await?;
                ensure_kept(&answer, batch.len())?;
            }
        }
        // As an hour after the last record, when everything was looked at once.
        stage.backend.make_due_reckonings().await;
        let customer = Visitor::signed_in(stage.address, ORIGIN, CUSTOMER, PASSWORD).await?;
        let provider = Visitor::signed_in(stage.address, ORIGIN, "kim@northwind.example", PASSWORD).await?;
        Ok(Self { stage, customer, provider })
    }

    /// Milliseconds until the whole page is there. The server does not keep a connection that is idle for long, so each
    /// page has one that was just opened.
    async fn show(&self, reader: Reader, path: &str) -> Result<f64> {
        let visitor = match reader {
            Reader::Customer => &self.customer,
            Reader::Provider => &self.provider,
        };
        let mut visitor = visitor.elsewhere().await?;
        let started = Instant::now();
        let answer = visitor.get(path).await?;
        let took = millis(started);
        ensure!(answer.status == StatusCode::OK, "{path} was answered with {}", answer.status);
        Ok(took)
    }
}
