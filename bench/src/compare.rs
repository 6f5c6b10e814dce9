//! What tells two versions of a large offering apart, in the domain alone: a hundred fields and twenty plans, every
//! other plan edited and some of the texts rewritten. Beside it stands telling that two versions are the same.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use slipway_backend::demo::OFFERING;
use slipway_domain::compare::{Sign, compare};
use slipway_domain::ids::PlanId;
use slipway_domain::listing::BulletDraft;
use slipway_domain::offering::Offering;

use crate::figures::{head, median, millis, row};
use crate::stage::Stage;

const PLANS: usize = 20;
const BULLETS: usize = 20;
const ROUNDS: usize = 500;
/// Aim, in milliseconds.
const AIM: f64 = 1.0;

pub(crate) async fn measure(site: &Path, data: &Path) -> Result<()> {
    let stage = Stage::open(site, data).await?;
    let offering = stage.acting("ada@northwind.example").await?.offering(OFFERING).await?.offering;
    stage.close().await?;
    let before = grown(&offering)?;
    let now = edited(&before);
    let lines = compare(Some(&before), &now);
    let edits = lines.iter().filter(|line| line.sign() != Sign::Same).count();
    ensure!(
        lines.len() >= 100 && edits > PLANS,
        "{} values, {edits} of them edited, are no large offering",
        lines.len()
    );
    head(
        &format!("Compare of {} values in {PLANS} plans, milliseconds (median of {ROUNDS})", lines.len()),
        &["What", "Milliseconds", "Aim"],
    );
    for (what, now) in [(format!("{edits} values differ"), &now), ("Nothing differs".to_owned(), &before)] {
        let took = (0..ROUNDS).map(|_| {
            let started = Instant::now();
            black_box(compare(black_box(Some(&before)), black_box(now)));
            millis(started)
        });
        row(&[what, format!("{:.3}", median(took)), format!("< {AIM} ms")]);
    }
    Ok(())
}

/// As many plans as a large offering has, each a copy of one that the demo defines, and many highlights.
fn grown(offering: &Offering) -> Result<Offering> {
    let mut grown = offering.clone();
    ensure!(!offering.plans.is_empty(), "the demo has plans");
    let copies = offering.plans.iter().cycle().zip(0..PLANS).map(|(plan, number)| {
        let mut plan = plan.clone();
        plan.id = PlanId::parse(&format!("0190c9a8-7c3e-7d51-9a43-{number:012x}")).ok().context("an id")?;
        plan.draft.name = format!("plan-{number}");
        Ok(plan)
    });
    grown.plans = copies.collect::<Result<_>>()?;
    grown.listing.draft.bullets = (0..BULLETS)
        .map(|number| BulletDraft {
            title: format!("Highlight {number}"),
            description: "Finds what is near in meaning, in a second, over all that was ever written.".to_owned(),
            icon: "search".to_owned(),
        })
        .collect();
    Ok(grown)
}

fn edited(before: &Offering) -> Offering {
    let mut now = before.clone();
    now.listing.draft.display_name.push_str(" Pro");
    now.listing.draft.long_description.push_str("\n\nOne sentence more.");
    now.listing.draft.bullets.reverse();
    for bullet in now.listing.draft.bullets.iter_mut().step_by(3) {
        bullet.description.push_str(" Twice as fast.");
    }
    for plan in now.plans.iter_mut().step_by(2) {
        plan.draft.display_name.push_str(" 2");
        plan.draft.description.push_str(" With more of it.");
        plan.draft.bullets.push("One thing more".to_owned());
    }
    now
}
