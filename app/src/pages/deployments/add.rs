//! Adding a catalog deployment. A choice that was refused comes back in the address, with its findings.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;
use slipway_domain::deployment::{DeploymentContext, DeploymentDraft};
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::location::{Location, LocationKind};
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;

use crate::api::deployment::AddDeployment;
use crate::pages::broker::card;
use crate::parts::permission::obstacle;
use crate::parts::text_line::select_line;
use crate::text::deployments as words;
use crate::text::{plan, pricing};
use crate::ui::{Button, Choice, DisabledButton, Glyph, Kind, Section};

/// The draft that was refused; `None` if none was.
pub(super) fn from_query() -> Option<DeploymentDraft> {
    let query = use_query_map().read_untracked();
    Some(DeploymentDraft {
        plan: query.get("plan")?,
        location: query.get("location").unwrap_or_default(),
        broker: query.get("broker").unwrap_or_default(),
    })
}

pub(super) fn form(view: &OfferingView, refused: Option<DeploymentDraft>) -> impl IntoView + use<> {
    let offering = view.offering.name.clone();
    let findings = refused.as_ref().map(|draft| check(view, draft)).unwrap_or_default();
    let why_not = obstacle(view, Verb::Create, Object::Deployment)
        .or_else(|| (!is_possible(view)).then(|| words::NEEDS_BOTH.to_owned()));
    let submit = match why_not {
        Some(reason) => view! {
            <DisabledButton id="add-deployment" reason=reason>
                {words::ADD_NOW}
            </DisabledButton>
        }
        .into_any(),
        None => view! {
            <Button kind=Kind::Tertiary icon=Glyph::Add>
                {words::ADD_NOW}
            </Button>
        }
        .into_any(),
    };
    let selects = selects(view, &refused.unwrap_or_default(), &findings);
    view! {
        <form class="form block" method="post" action=AddDeployment::url()>
            <input type="hidden" name="offering" value=offering />
            <Section title=words::ADD id="add" lead=words::ADD_LEAD>
                <div class="triple">{selects}</div>
                {submit}
            </Section>
        </form>
    }
}

fn selects(view: &OfferingView, draft: &DeploymentDraft, findings: &Findings) -> impl IntoView + use<> {
    let plan = select_line(Field::DeploymentPlan, words::PLAN, plans(view), &draft.plan, "", findings);
    let location =
        select_line(Field::DeploymentLocation, words::LOCATION, locations(view), &draft.location, "", findings);
    let broker = select_line(Field::DeploymentBroker, words::BROKER, brokers(view), &draft.broker, "", findings);
    view! {
        {plan}
        {location}
        {broker}
    }
}

fn check(view: &OfferingView, draft: &DeploymentDraft) -> Findings {
    let offering = &view.offering;
    draft.check(&DeploymentContext {
        plans: &offering.plans,
        brokers: &offering.brokers,
        deployments: &offering.deployments,
    })
}

fn is_possible(view: &OfferingView) -> bool {
    !view.offering.plans.is_empty() && view.offering.brokers.iter().any(|broker| broker.state.has_registered())
}

fn or_none(choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
    core::iter::once(Choice::new("", words::CHOOSE)).chain(choices).collect()
}

fn plans(view: &OfferingView) -> Vec<Choice> {
    or_none(view.offering.plans.iter().map(|plan| Choice::new(plan.id.to_string(), pricing::name(&plan.draft))))
}

/// The locations in which at least one plan is sold; a data center counts where its region does.
fn locations(view: &OfferingView) -> Vec<Choice> {
    let is_sold = |location: &&Location| view.offering.plans.iter().any(|plan| plan.draft.is_sold_in(location));
    let named = |location: &Location| match location.kind {
        LocationKind::Global => location.label.to_owned(),
        _ => plan::location(location.label, location.id),
    };
    or_none(Location::offered().filter(is_sold).map(|location| Choice::new(location.id, named(location))))
}

fn brokers(view: &OfferingView) -> Vec<Choice> {
    or_none(view.offering.brokers.iter().map(|broker| Choice::new(broker.id.to_string(), card::name(broker))))
}
