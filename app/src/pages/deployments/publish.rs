//! The gate of limited visibility (G-LIM, T14, T15): its conditions, the button, who will see what.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::gate::{Gate, GateReport};
use slipway_domain::policy::{self, Context};
use slipway_domain::rejection::Rejection;
use slipway_domain::stage::{self, Move, PublishActor, Stage};
use slipway_domain::view::OfferingView;

use super::{catalog, visibility};
use crate::api::release::PublishLimited;
use crate::parts::gate_panel::Conditions;
use crate::parts::permission::reason;
use crate::text::deployments as words;
use crate::text::pricing;
use crate::ui::{Button, DisabledButton, Kind, SidePanel};

pub(super) fn panel(view: &OfferingView) -> impl IntoView + use<> {
    let report = view.gate(Gate::Limited);
    let button = button(view, &report);
    let offering = view.offering.name.clone();
    let published = view.published.is_some().then(|| view! { <p class="gate__why">{words::IS_PUBLISHED}</p> });
    let (who, what) = (who(view), what(view));
    view! {
        <SidePanel title=words::PUBLISH id="gate-h" stays=true class="gate">
            <Conditions report=report offering=offering />
            {button}
            {published}
            <h3 class="gate__sub">{words::WHO}</h3>
            {who}
            <h3 class="gate__sub">{words::WHAT}</h3>
            {what}
        </SidePanel>
    }
}

fn button(view: &OfferingView, report: &GateReport) -> impl IntoView + use<> {
    let stage = view.offering.stage;
    let label = if stage == Stage::Limited { words::PUBLISH_AGAIN } else { words::PUBLISH };
    let offering = view.offering.name.clone();
    match why_not(view, report) {
        Some(reason) => view! {
            <DisabledButton id="publish" kind=Kind::Primary wide=true reason=reason>
                {label}
            </DisabledButton>
        }
        .into_any(),
        None => view! {
            <form method="post" action=PublishLimited::url()>
                <input type="hidden" name="offering" value=offering />
                <Button kind=Kind::Primary wide=true>
                    {label}
                </Button>
            </form>
        }
        .into_any(),
    }
}

/// The stage, then the roles, then the gate: in the order in which the server asks.
fn why_not(view: &OfferingView, report: &GateReport) -> Option<String> {
    let context = Context::of(view.offering.owner.id);
    if let Err(refusal) = stage::next(view.offering.stage, Move::PublishLimited) {
        return Some(reason(Rejection::Refused(refusal)));
    }
    if let Err(denial) = policy::may_move(&view.person, Move::PublishLimited, context, PublishActor::default()) {
        return Some(reason(Rejection::Denied(denial)));
    }
    (!report.is_open()).then(|| words::missing(report.missing().len()))
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

fn what(view: &OfferingView) -> impl IntoView + use<> {
    let deployments = &view.offering.deployments;
    if deployments.is_empty() {
        return view! { <p>{words::NOTHING}</p> }.into_any();
    }
    let mut plans: Vec<_> = deployments.iter().map(|deployment| deployment.plan).collect();
    let mut locations: Vec<_> = deployments.iter().map(|deployment| deployment.location.as_str()).collect();
    plans.sort_unstable();
    plans.dedup();
    locations.sort_unstable();
    locations.dedup();
    let summary = words::published(deployments.len(), plans.len(), locations.len());
    let lines = deployments
        .iter()
        .map(|deployment| {
            let plan = view.offering.plans.iter().find(|plan| plan.id == deployment.plan);
            let price = plan.map(|plan| pricing::price(&plan.draft)).unwrap_or_default();
            let name = catalog::plan_name(view, deployment);
            let broker = catalog::broker_name(view, deployment);
            let line = words::deployment(&name, pricing::location(&deployment.location), &broker);
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
