//! Eight pages that save as often as they get an answer, each of another offering. What they are measured against makes
//! one transaction after the other, as a database with a single writer does for everybody.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};
use hyper::StatusCode;
use slipway_backend::demo::OFFERING;
use slipway_domain::listing::ListingDraft;
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::view::SectionSaved;
use tokio::task::JoinSet;

use super::bare::Bare;
use super::{SAVE, form};
use crate::client::Visitor;
use crate::figures::{head, median, row};
use crate::load::{CONNECTIONS, alone};
use crate::stage::Stage;

const ROUNDS: usize = 15;
const ROUND: Duration = Duration::from_millis(600);

/// An open listing page.
struct Page {
    visitor: Visitor,
    offering: String,
    draft: ListingDraft,
    /// `None`: whoever is asked counts for itself.
    revision: Option<i64>,
    /// Its saves so far, by which they are numbered, and what makes them differ from those of other pages.
    saves: u64,
    number: usize,
}

impl Page {
    async fn save(&mut self) -> Result<()> {
        self.saves += 1;
        self.draft.description = format!("Find the nearest neighbours of an embedding, attempt {}.", self.saves);
        let operation = format!("page-{}.{}", self.number, self.saves);
        let form = form(&self.offering, self.revision.unwrap_or_default(), &operation, &self.draft);
        let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = self.visitor.post(SAVE, "application/json", &fields).await?;
        ensure!(answer.status == StatusCode::OK, "a save was answered with {}", answer.status);
        if let Some(revision) = &mut self.revision {
            let saved: SectionSaved = serde_json::from_slice(&answer.body)?;
            ensure!(saved.revision == *revision + 1, "the save has changed something");
            *revision = saved.revision;
        }
        Ok(())
    }

    /// The pages of one visitor, on a connection each.
    async fn open(stage: &Stage, visitor: &Visitor, asks_slipway: bool) -> Result<Vec<Self>> {
        let kim = stage.acting("kim@northwind.example").await?;
        let draft = kim.offering(OFFERING).await?.offering.listing.draft;
        let mut pages = Vec::new();
        for number in 0..CONNECTIONS {
            let offering = format!("northwind-crowd-{number}");
            let mut revision = None;
            if asks_slipway {
                kim.add_resource(&NewResourceDraft { resource_name: offering.clone(), broker_ready: "yes".to_owned() })
                    .await?;
                revision = Some(kim.offering(&offering).await?.offering.listing.revision);
            }
            let (visitor, draft) = (visitor.elsewhere().await?, draft.clone());
            pages.push(Self { visitor, offering, draft, revision, saves: 0, number });
        }
        Ok(pages)
    }
}

pub(super) async fn measure(stage: &Stage, kim: &Visitor, bare: &mut Bare, somebody: &Visitor) -> Result<()> {
    let draft = Page::open(stage, somebody, false).await?;
    let body = serde_json::to_string(&draft.first().map(|page| &page.draft))?;
    let (mut ours, mut theirs) = (Page::open(stage, kim, true).await?, draft);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let slipway;
        (slipway, ours) = together(ours).await?;
        let transaction = one_after_the_other(bare, &body).await?;
        let handler;
        (handler, theirs) = together(theirs).await?;
        rounds.push((slipway, transaction, handler));
    }
    head(
        &format!("Saves a second of {CONNECTIONS} pages at once (medians of {ROUNDS} rounds in turns)"),
        &["Autosave of the listing", "One", "Other", "Other to one", "Aim"],
    );
    let line = |what: &str, pair: fn(&(f64, f64, f64)) -> (f64, f64), aim: &str| {
        let pairs: Vec<(f64, f64)> = rounds.iter().map(pair).collect();
        row(&[
            what.to_owned(),
            format!("{:.0}", median(pairs.iter().map(|pair| pair.0))),
            format!("{:.0}", median(pairs.iter().map(|pair| pair.1))),
            format!("{:.2} ×", median(pairs.iter().map(|(one, other)| other / one))),
            aim.to_owned(),
        ]);
    };
    line("Slipway, beside bare transactions", |round| (round.0, round.1), "");
    line("Slipway, beside a bare handler", |round| (round.0, round.2), "");
    line("A bare handler, beside bare transactions", |round| (round.2, round.1), "");
    Ok(())
}

async fn one_after_the_other(bare: &mut Bare, body: &str) -> Result<f64> {
    let started = Instant::now();
    let mut saves = 0_u32;
    while started.elapsed() < ROUND {
        bare.save(body, None).await?;
        saves += 1;
    }
    Ok(f64::from(saves) / started.elapsed().as_secs_f64())
}

/// Saves a second. One thread drives all pages, as with every other load.
async fn together(pages: Vec<Page>) -> Result<(f64, Vec<Page>)> {
    let driver = thread::spawn(move || alone(drive(pages)));
    tokio::task::spawn_blocking(move || driver.join().map_err(|_| anyhow!("the load broke off"))?).await?
}

async fn drive(pages: Vec<Page>) -> Result<(f64, Vec<Page>)> {
    let mut saving = JoinSet::new();
    let mut before = 0;
    // Connections belong to the thread that opened them.
    let mut opened = Vec::with_capacity(pages.len());
    for page in pages {
        before += page.saves;
        opened.push(Page { visitor: page.visitor.elsewhere().await?, ..page });
    }
    let started = Instant::now();
    for mut page in opened {
        saving.spawn(async move {
            while started.elapsed() < ROUND {
                page.save().await?;
            }
            anyhow::Ok(page)
        });
    }
    let mut pages = Vec::new();
    while let Some(page) = saving.join_next().await {
        pages.push(page??);
    }
    let saves = pages.iter().map(|page| page.saves).sum::<u64>() - before;
    let seconds = started.elapsed().as_secs_f64();
    Ok((f64::from(u32::try_from(saves)?) / seconds, pages))
}
