//! The gate of limited visibility (G-LIM, T14, T15): its conditions, the way to the screen on which it is confirmed, who
//! will see what, and what is said once it is done.

use leptos::prelude::*;
use slipway_domain::deployment::DeploymentRecord;
use slipway_domain::gate::Gate;
use slipway_domain::publication;
use slipway_domain::region::DeploymentMove;
use slipway_domain::stage::{Move, Stage};
use slipway_domain::view::OfferingView;

use super::{catalog, confirm, visibility};
use crate::parts::gate_panel::Conditions;
use crate::paths::Path;
use crate::text::deployments as words;
use crate::text::{pricing, publication as done_words, revision};
use crate::ui::{ButtonLink, DisabledButton, Kind, Notice, SidePanel, Tone};

pub(super) fn panel(view: &OfferingView) -> impl IntoView + use<> {
    let report = view.gate(Gate::Limited);
    let act = act(view);
    let offering = view.offering.name.clone();
    let (who, what) = (who(view), what(view));
    view! {
        <SidePanel title=words::PUBLISH id="gate-h" stays=true class="gate">
            <Conditions report=report offering=offering>
                {act}
            </Conditions>
            <h3 class="gate__sub">{words::WHO}</h3>
            {who}
            <h3 class="gate__sub">{words::WHAT}</h3>
            {what}
        </SidePanel>
    }
}

/// Nothing to press where everything is published as it is.
fn act(view: &OfferingView) -> AnyView {
    if view.offering.stage.is_public() {
        let href = Path::Changes(view.offering.name.clone()).to_string();
        return view! {
            <p class="gate__why">{revision::NEW_DEPLOYMENTS}</p>
            <p class="gate__why">
                <a href=href>{revision::TITLE}</a>
            </p>
        }
        .into_any();
    }
    let is_limited = view.offering.stage == Stage::Limited;
    if is_limited && !view.has_news() {
        return view! { <p class="gate__why">{done_words::NO_NEWS}</p> }.into_any();
    }
    let label = if is_limited { words::PUBLISH_AGAIN } else { words::PUBLISH };
    let href = Path::Publish(view.offering.name.clone()).to_string();
    let published = view.published.is_some().then(|| view! { <p class="gate__why">{words::IS_PUBLISHED}</p> });
    let act = match confirm::why_not(view, Move::PublishLimited) {
        Some(reason) => view! {
            <DisabledButton id="publish" kind=Kind::Primary wide=true reason=reason>
                {label}
            </DisabledButton>
        }
        .into_any(),
        None => view! {
            <ButtonLink href=href kind=Kind::Primary wide=true>
                {label}
            </ButtonLink>
        }
        .into_any(),
    };
    view! {
        {act}
        {published}
    }
    .into_any()
}

/// What somebody reads who has just published, for as long as it is true. `done` stands in the address.
pub(super) fn done(view: &OfferingView, done: &str) -> Option<AnyView> {
    if done != "published" || view.offering.stage != Stage::Limited || view.has_news() {
        return None;
    }
    let invited = view.allowlist.iter().filter(|allowed| {
        let is_excluded = view.excluded.iter().any(|excluded| excluded.account == allowed.account);
        allowed.holds(view.now) && !is_excluded
    });
    let what = counted(&shown(view));
    let sentence = done_words::published(&what, &view.offering.owner.name, invited.count());
    Some(
        view! {
            <Notice tone=Tone::Good title=done_words::PUBLISHED live=true>
                <p>{sentence}</p>
            </Notice>
        }
        .into_any(),
    )
}

fn shown(view: &OfferingView) -> Vec<&DeploymentRecord> {
    publication::deployments(&view.offering, DeploymentMove::PublishLimited).collect()
}

/// "2 deployments of 2 plans in 1 location."
pub(in crate::pages) fn counted(shown: &[&DeploymentRecord]) -> String {
    let mut plans: Vec<_> = shown.iter().map(|record| record.plan).collect();
    let mut locations: Vec<_> = shown.iter().map(|record| record.location.as_str()).collect();
    plans.sort_unstable();
    plans.dedup();
    locations.sort_unstable();
    locations.dedup();
    words::published(shown.len(), plans.len(), locations.len())
}

fn who(view: &OfferingView) -> impl IntoView + use<> {
    let owner = view.offering.owner.name.clone();
    let others = view
        .allowlist
        .iter()
        .map(|allowed| {
            let (name, (_, state)) = (allowed.account_name.clone(), visibility::stands(view, allowed));
            view! {
                <li>
                    <b>{name}</b>
                    <span>{state}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <ul class="who">
            <li>
                <b>{owner}</b>
                <span>{words::OWNER}</span>
            </li>
            {others}
        </ul>
    }
}

fn what(view: &OfferingView) -> AnyView {
    let shown = shown(view);
    if shown.is_empty() {
        return view! { <p>{words::NOTHING}</p> }.into_any();
    }
    let summary = counted(&shown);
    let lines = shown
        .into_iter()
        .map(|record| {
            let plan = view.offering.plans.iter().find(|plan| plan.id == record.plan);
            let price = plan.map(|plan| pricing::price(&plan.draft)).unwrap_or_default();
            let name = catalog::plan_name(view, record);
            let broker = catalog::broker_name(view, record);
            let line = words::deployment(&name, pricing::location(&record.location), &broker);
            view! {
                <li>
                    <b>{line}</b>
                    <span>{price}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <p>{summary}</p>
        <ul class="who">{lines}</ul>
    }
    .into_any()
}
