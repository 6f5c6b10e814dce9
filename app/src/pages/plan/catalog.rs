//! How the plan will read in the catalog.

use leptos::prelude::*;
use slipway_domain::metric::Metric;
use slipway_domain::plan::PlanDraft;

use super::{Editing, price};
use crate::parts::estimate::{Asked, estimator};
use crate::text::plan as words;
use crate::text::{estimate as estimate_words, pricing};
use crate::ui::SidePanel;

pub(super) fn panel(editing: &Editing) -> impl IntoView + use<> {
    let estimate =
        editing.record.as_ref().filter(|record| record.draft.is_metered()).map(|record| estimate(&record.draft));
    let body = match &editing.record {
        Some(record) => {
            let id = record.id.to_string();
            view! {
                <p class="quiet">{words::IN_CATALOG_LEAD}</p>
                {card(&record.draft)}
                <dl class="facts facts--stack">
                    <dt>{words::ID}</dt>
                    <dd>
                        <code>{id}</code>
                    </dd>
                </dl>
                <p class="quiet">{words::ID_NOTE}</p>
                {estimate}
            }
            .into_any()
        }
        None => view! { <p class="quiet">{words::IN_CATALOG_NEW}</p> }.into_any(),
    };
    view! {
        <SidePanel title=words::IN_CATALOG id="in-catalog" class="preview">
            {body}
        </SidePanel>
    }
}

/// What the plan would charge, from what is saved.
fn estimate(draft: &PlanDraft) -> impl IntoView + use<> {
    let metrics: Vec<Metric> = draft.charged_metrics().map(|(_, metric)| metric).collect();
    let body = if metrics.is_empty() {
        view! { <p class="quiet">{estimate_words::NO_METRIC}</p> }.into_any()
    } else {
        let asked = Asked::of_page(&metrics);
        view! {
            <p class="quiet">{estimate_words::LEAD}</p>
            {estimator(&metrics, &asked, "estimate", None)}
        }
        .into_any()
    };
    view! {
        <section class="estimate" id="estimate" aria-labelledby="estimate-h">
            <h3 id="estimate-h">{estimate_words::TITLE}</h3>
            {body}
        </section>
    }
}

/// The plan as customers read it.
pub(super) fn card(draft: &PlanDraft) -> impl IntoView + use<> {
    let (name, price, description) = (pricing::name(draft), price(draft), draft.description.clone());
    let more = pricing::more_prices(draft);
    let locations = pricing::locations(&draft.locations);
    let bullets = draft
        .listed_bullets()
        .map(|(_, bullet)| {
            let bullet = bullet.to_owned();
            view! { <li>{bullet}</li> }
        })
        .collect::<Vec<_>>();
    let bullets = (!bullets.is_empty()).then(|| view! { <ul class="mini__bullets">{bullets}</ul> });
    view! {
        <article class="mini" aria-label=name.clone()>
            <p class="mini__name">{name.clone()}</p>
            <p>{description}</p>
            {bullets}
            <p class="mini__plans">
                <span>{words::PRICE}</span>
                <b>{price} {more.map(|more| format!(" {more}"))}</b>
            </p>
            <p class="mini__links">
                <span>{words::SOLD_IN}</span>
                {locations}
            </p>
        </article>
    }
}
