//! The plan editor (§4.9): a new plan, or one that exists; for those who may not edit, the plan to read.

use leptos::prelude::*;
use slipway_domain::findings::Findings;
use slipway_domain::ids::PlanId;
use slipway_domain::page::Page;
use slipway_domain::plan::{PlanDraft, PlanRecord};
use slipway_domain::policy::Verb;
use slipway_domain::rejection::Kind;
use slipway_domain::view::OfferingView;

use crate::api::offering::read_offering;
use crate::pages::pricing::{self, table};
use crate::parts::load::{load, missing, param, query};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::permission::obstacle;
use crate::text;
use crate::text::pricing as list_words;
use crate::ui::{Layout, Page as PageBody, PageHead};

mod catalog;
mod fields;
mod form;
mod lists;
mod locations;
mod metric;
mod read_only;
mod start;
mod tiers;
mod usage_request;

/// What the editor edits.
pub(super) struct Editing {
    /// `None`: the plan is yet to be added.
    record: Option<PlanRecord>,
    draft: PlanDraft,
    /// None on a new plan: nobody has typed anything wrong yet.
    findings: Findings,
    /// The programmatic name is permanent.
    is_deployed: bool,
}

#[component]
pub fn NewPlanPage() -> impl IntoView {
    let (kind, from) = (query("kind"), query("from"));
    load(read_offering(param("name")), move |view| {
        let draft = start::draft(&view.offering, &kind, &from);
        editor(view, Editing { record: None, draft, findings: Findings::new(), is_deployed: false })
    })
}

#[component]
pub fn PlanPage() -> impl IntoView {
    let (name, plan) = (param("name"), param("plan"));
    let read = async move {
        let view = read_offering(name).await?;
        let id = PlanId::parse(&plan).map_err(|_| missing(Kind::Plan))?;
        let record = view.offering.plans.iter().find(|record| record.id == id).cloned();
        let record = record.ok_or_else(|| missing(Kind::Plan))?;
        Ok((view, record))
    };
    load(read, |(view, record)| {
        let editing = Editing {
            draft: record.draft.clone(),
            findings: view.offering.plan_findings(record.id),
            is_deployed: view.offering.deployments.iter().any(|deployment| deployment.plan == record.id),
            record: Some(record),
        };
        editor(view, editing)
    })
}

fn editor(view: OfferingView, editing: Editing) -> impl IntoView {
    let (name, person) = (view.offering.name.clone(), view.person.clone());
    let open = editing.record.as_ref().map(|record| record.id);
    let has_plans = !view.offering.plans.is_empty();
    let verdict = has_plans.then(|| pricing::verdict(&view));
    let table = has_plans.then(|| table::plans(&view, table::Rows::Beside(open)));
    let main = main(&view, &editing);
    let catalog = catalog::panel(&editing);
    view! {
        <OfferingFrame view=view page=Page::Pricing>
            <PageBody layout=Layout::Split>
                <PageHead
                    title=text::page(Page::Pricing)
                    band=true
                    crumbs=move || view! { <OfferingCrumbs name person /> }
                >
                    {verdict}
                    {table}
                </PageHead>
                {main}
                {catalog}
            </PageBody>
        </OfferingFrame>
    }
}

fn main(view: &OfferingView, editing: &Editing) -> impl IntoView + use<> {
    let verb = if editing.record.is_some() { Verb::Edit } else { Verb::Create };
    match obstacle(view, verb, editing.draft.object()) {
        Some(reason) => read_only::plan(editing, reason).into_any(),
        None => form::form(view, editing).into_any(),
    }
}

/// The name of the plan and what kind it is.
fn heading(editing: &Editing) -> impl IntoView + use<> {
    let title = text::plan::title(&editing.draft, editing.record.is_none());
    let kind = text::plan::kind(&editing.draft);
    view! {
        <h2 class="form__title">
            {title} " " <span class="form__kind">{kind}</span>
        </h2>
    }
}

/// Free, or the price in the base currency.
fn price(draft: &PlanDraft) -> String {
    list_words::price(draft)
}
