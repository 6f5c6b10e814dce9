//! How the plan will read in the catalog.

use leptos::prelude::*;
use slipway_domain::metric::Metric;
use slipway_domain::plan::PlanDraft;
use slipway_domain::view::OfferingView;

use super::{Editing, price};
use crate::islands::live_form::LiveForm;
use crate::parts::estimate::{Asked, estimator};
use crate::parts::what_if::what_if_link;
use crate::text::plan as words;
use crate::text::{estimate as estimate_words, pricing};
use crate::ui::SidePanel;

pub(super) fn panel(view: &OfferingView, editing: &Editing) -> impl IntoView + use<> {
    let what_if = editing.record.as_ref().and_then(|record| what_if_link(view, record));
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
                {what_if}
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

/// Whether there is something to reckon with.
pub(super) fn has_estimate(editing: &Editing) -> bool {
    editing.record.as_ref().is_some_and(|record| record.draft.charged_metrics().next().is_some())
}

/// What the plan would charge, from what is saved.
fn estimate(draft: &PlanDraft) -> impl IntoView + use<> {
    let metrics: Vec<Metric> = draft.charged_metrics().map(|(_, metric)| metric).collect();
    let body = if metrics.is_empty() {
        view! { <p class="quiet">{estimate_words::NO_METRIC}</p> }.into_any()
    } else {
        let estimator = estimator(&metrics, &Asked::of_page(&metrics), "estimate", None);
        view! {
            <p class="quiet">{estimate_words::LEAD}</p>
            <LiveForm>{estimator}</LiveForm>
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
