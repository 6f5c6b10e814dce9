//! A save of the listing page, as its island sends it, beside a bare transaction that leaves the same rows behind with
//! the same durability on the same disk. They take turns, so that whatever the disk is doing happens to both.

mod bare;

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use hyper::StatusCode;
use slipway_backend::demo::{OFFERING, PASSWORD};
use slipway_domain::listing::ListingDraft;
use slipway_domain::view::SectionSaved;

use crate::client::Visitor;
use crate::figures::{head, median, row};
use crate::save::bare::Bare;
use crate::stage::{ORIGIN, Stage};

const WARM_UP: i64 = 50;
const SAVES: i64 = 1000;

pub(crate) async fn measure(site: &Path, data: &Path) -> Result<()> {
    let stage = Stage::open(site, data).await?;
    let mut kim = Visitor::signed_in(stage.address, ORIGIN, "kim@northwind.example", PASSWORD).await?;
    let offering = stage.acting("kim@northwind.example").await?.offering(OFFERING).await?.offering;
    let copy = data.join("bare.db");
    stage.backend.store().copy_to(&copy).await?;
    let mut bare = Bare::open(&copy, &offering).await?;

    let mut revision = offering.listing.revision;
    let mut pairs = Vec::new();
    for number in 0..WARM_UP + SAVES {
        let draft = ListingDraft {
            description: format!("Find the nearest neighbours of an embedding, attempt {number}."),
            ..offering.listing.draft.clone()
        };
        let form = form(revision, number, &draft);
        let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let started = Instant::now();
        let answer = kim.post("/api/listing/save", "application/json", &fields).await?;
        let ours = started.elapsed();
        ensure!(answer.status == StatusCode::OK, "a save was answered with {}", answer.status);
        let saved: SectionSaved = serde_json::from_slice(&answer.body)?;
        ensure!(saved.revision == revision + 1, "the save has changed something");
        revision = saved.revision;

        let body = serde_json::to_string(&draft)?;
        let started = Instant::now();
        bare.save(&body).await?;
        let without = started.elapsed();
        if number >= WARM_UP {
            pairs.push((ours.as_secs_f64() * 1000.0, without.as_secs_f64() * 1000.0));
        }
    }
    ensure!(bare.revision() == revision, "both have saved as often");
    report(&pairs);
    stage.close().await
}

fn report(pairs: &[(f64, f64)]) {
    head(
        &format!("A save, milliseconds (medians of {SAVES} saves in turns)"),
        &["Save", "Slipway", "Bare transaction", "Ratio", "Aim"],
    );
    let [ours, bare] = [median(pairs.iter().map(|pair| pair.0)), median(pairs.iter().map(|pair| pair.1))];
    let ratio = median(pairs.iter().map(|(ours, bare)| ours / bare));
    row(&[
        "Listing, by autosave".to_owned(),
        format!("{ours:.2}"),
        format!("{bare:.2}"),
        format!("{ratio:.2} ×"),
        "≤ 1.5 ×".to_owned(),
    ]);
}

/// What the form sends.
fn form(revision: i64, number: i64, draft: &ListingDraft) -> Vec<(String, String)> {
    let text = |name: &str, value: &str| (format!("listing[{name}]"), value.to_owned());
    let mut form = vec![
        ("offering".to_owned(), OFFERING.to_owned()),
        ("revision".to_owned(), revision.to_string()),
        ("operation".to_owned(), format!("{number:032x}")),
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
