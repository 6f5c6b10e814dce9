//! A save of the listing page, as its island sends it, beside a bare transaction that leaves the same rows behind with
//! the same durability on the same disk. They take turns, so that whatever the disk is doing happens to both. Then eight
//! pages at once, beside the same.

mod bare;
mod crowd;

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use hyper::StatusCode;
use slipway_backend::Attempt;
use slipway_backend::demo::{OFFERING, PASSWORD};
use slipway_domain::listing::ListingDraft;
use slipway_domain::view::SectionSaved;

use crate::client::Visitor;
use crate::figures::{head, median, millis, row};
use crate::save::bare::{Bare, Operation};
use crate::stage::{ORIGIN, Stage};

const WARM_UP: i64 = 50;
const SAVES: i64 = 1000;
/// The form whose saves are posted; they are numbered, as a page numbers its own.
const POSTED: &str = "posted";
/// The form whose saves are called.
const CALLED: &str = "called";
/// Where the island posts to.
const SAVE: &str = "/api/listing/save";

/// Milliseconds of one turn.
struct Turn {
    ours: f64,
    /// The use case that ours calls, without HTTP around it.
    use_case: f64,
    /// Draft, version and event.
    bare: f64,
    /// Every row that ours leaves behind.
    all_rows: f64,
    /// Draft, version and event, over HTTP.
    handler: f64,
}

pub(crate) async fn measure(site: &Path, data: &Path) -> Result<()> {
    let stage = Stage::open(site, data).await?;
    let mut kim = Visitor::signed_in(stage.address, ORIGIN, "kim@northwind.example", PASSWORD).await?;
    let acting = stage.acting("kim@northwind.example").await?;
    let offering = acting.offering(OFFERING).await?.offering;
    let copies = ["bare.db", "all-rows.db", "handler.db"].map(|name| data.join(name));
    for copy in &copies {
        stage.backend.store().copy_to(copy).await?;
    }
    let mut bare = Bare::open(&copies[0], &offering).await?;
    let mut all_rows = Bare::open(&copies[1], &offering).await?;
    let handler = Bare::open(&copies[2], &offering).await?.behind_a_handler().await?;
    let mut somebody = Visitor::new(handler, ORIGIN).await?;

    let mut revision = offering.listing.revision;
    let mut turns = Vec::new();
    for number in 0..WARM_UP + SAVES {
        let draft = ListingDraft {
            description: format!("Find the nearest neighbours of an embedding, attempt {number}."),
            ..offering.listing.draft.clone()
        };
        let (body, operation) = (serde_json::to_string(&draft)?, format!("{POSTED}.{number}"));
        let form = form(OFFERING, revision, &operation, &draft);
        let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let started = Instant::now();
        let answer = kim.post(SAVE, "application/json", &fields).await?;
        let ours = millis(started);
        ensure!(answer.status == StatusCode::OK, "a save was answered with {}", answer.status);
        let saved: SectionSaved = serde_json::from_slice(&answer.body)?;
        ensure!(saved.revision == revision + 1, "the save has changed something");

        let called = ListingDraft { description: format!("{} And call it.", draft.description), ..draft.clone() };
        let attempt = Attempt { revision: saved.revision, operation: &format!("{CALLED}.{number}") };
        let started = Instant::now();
        revision = acting.save_listing(OFFERING, attempt, &called).await?.revision;
        let use_case = millis(started);
        ensure!(revision == saved.revision + 1, "the call has changed something");

        let leftover = Operation {
            hash: format!("{number:064x}"),
            fingerprint: format!("{number:064x}"),
            answer: serde_json::to_string(&saved)?,
            form: "0".repeat(64),
            number,
        };
        let started = Instant::now();
        bare.save(&body, None).await?;
        let bare = millis(started);
        let started = Instant::now();
        all_rows.save(&body, Some(&leftover)).await?;
        let all_rows = millis(started);
        let started = Instant::now();
        let answer = somebody.post(SAVE, "application/json", &fields).await?;
        let handler = millis(started);
        ensure!(answer.status == StatusCode::OK, "the bare handler answered with {}", answer.status);
        if number >= WARM_UP {
            turns.push(Turn { ours, use_case, bare, all_rows, handler });
        }
    }
    let saves = |now: i64| now - offering.listing.revision;
    ensure!(bare.revision() == all_rows.revision(), "all have saved as often");
    ensure!(saves(revision) == 2 * saves(bare.revision()), "each was posted and called as often as the others saved");
    report(&turns);
    crowd::measure(&stage, &kim, &mut bare, &somebody).await?;
    stage.close().await
}

fn report(turns: &[Turn]) {
    head(
        &format!("A save, milliseconds (medians of {SAVES} saves in turns)"),
        &["Autosave of the listing", "One", "Other", "Ratio", "Aim"],
    );
    let line = |what: &str, one: fn(&Turn) -> f64, other: fn(&Turn) -> f64, aim: &str| {
        row(&[
            what.to_owned(),
            format!("{:.2}", median(turns.iter().map(one))),
            format!("{:.2}", median(turns.iter().map(other))),
            format!("{:.2} ×", median(turns.iter().map(|turn| one(turn) / other(turn)))),
            aim.to_owned(),
        ]);
    };
    line("The save itself, beside the bare transaction", |turn| turn.use_case, |turn| turn.bare, "≤ 1.5 ×");
    line("The save itself, beside all the rows that it leaves", |turn| turn.use_case, |turn| turn.all_rows, "");
    line("Over HTTP, beside a bare handler", |turn| turn.ours, |turn| turn.handler, "");
    line("Over HTTP, beside the bare transaction", |turn| turn.ours, |turn| turn.bare, "");
    line("A bare handler, beside the bare transaction", |turn| turn.handler, |turn| turn.bare, "");
}

/// What the form sends.
fn form(offering: &str, revision: i64, operation: &str, draft: &ListingDraft) -> Vec<(String, String)> {
    let text = |name: &str, value: &str| (format!("listing[{name}]"), value.to_owned());
    let mut form = vec![
        ("offering".to_owned(), offering.to_owned()),
        ("revision".to_owned(), revision.to_string()),
        ("operation".to_owned(), operation.to_owned()),
        text("display_name", &draft.display_name),
        text("provider_display_name", &draft.provider_display_name),
        text("description", &draft.description),
        text("long_description", &draft.long_description),
        text("icon", &draft.icon),
        text("documentation_url", &draft.documentation_url),
        text("instructions_url", &draft.instructions_url),
        text("terms_url", &draft.terms_url),
        text("support_url", &draft.support_url),
        text("category", &draft.category),
        text("tags", &draft.tags),
    ];
    for (index, bullet) in draft.bullets.iter().enumerate() {
        form.push((format!("listing[bullets][{index}][title]"), bullet.title.clone()));
        form.push((format!("listing[bullets][{index}][description]"), bullet.description.clone()));
    }
    form
}
