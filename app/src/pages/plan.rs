//! The plan editor (§4.9): a new plan, or one that exists; for those who may not edit, the plan to read. What the rules
//! say about a plan as it is typed is drawn by the same form (`typed`).

use leptos::prelude::*;
use slipway_domain::findings::Findings;
use slipway_domain::ids::PlanId;
use slipway_domain::offering::Offering;
use slipway_domain::page::Page;
use slipway_domain::plan::{PlanDraft, PlanRecord};
use slipway_domain::policy::Verb;
use slipway_domain::rejection::Kind;
use slipway_domain::view::{OfferingView, Subject};

use crate::api::offering::read_offering;
use crate::islands::live_form::LiveForm;
use crate::pages::pricing::{self, table};
use crate::parts::also_here::AlsoHere;
use crate::parts::load::{load, missing, param, query};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::permission::obstacle;
use crate::shell::IslandScripts;
use crate::text;
use crate::text::pricing as list_words;
use crate::ui::{Layout, Page as PageBody, PageHead};

mod catalog;
mod fields;
mod form;
mod lists;
mod locations;
mod metric;
mod options;
mod read_only;
mod sandbox;
mod served;
mod start;
mod tiers;
mod usage_request;

/// What the editor edits.
pub(super) struct Editing {
    /// `None`: the plan is yet to be added.
    record: Option<PlanRecord>,
    draft: PlanDraft,
    /// A new plan does not begin with what is missing.
    findings: Findings,
    /// The programmatic name is permanent.
    is_deployed: bool,
}

impl Editing {
    /// A plan that is being typed and was never saved.
    fn new_plan(offering: &Offering, draft: PlanDraft) -> Self {
        // No plan has the id of its offering: all of them are others.
        let context = offering.plan_context(PlanId::new(offering.id.uuid()));
        let findings = draft.check(&context).into_iter().filter(|finding| !finding.is_missing()).collect();
        Self { record: None, draft, findings, is_deployed: false }
    }

    /// A plan of the offering with `draft` in place of what is saved. `None`: there is no such plan.
    fn of(offering: &Offering, id: PlanId, draft: Option<PlanDraft>) -> Option<Self> {
        let record = offering.plans.iter().find(|record| record.id == id)?.clone();
        let draft = draft.unwrap_or_else(|| record.draft.clone());
        Some(Self {
            findings: draft.check(&offering.plan_context(id)),
            is_deployed: offering.deployments.iter().any(|deployment| deployment.plan == id),
            draft,
            record: Some(record),
        })
    }
}

/// The form of the editor as markup, with `draft` in it: of the plan `id`, or of a new one. `None`: there is no such plan.
pub fn typed(view: &OfferingView, id: Option<PlanId>, draft: PlanDraft) -> Option<String> {
    let editing = match id {
        Some(id) => Editing::of(&view.offering, id, Some(draft))?,
        None => Editing::new_plan(&view.offering, draft),
    };
    Some(inner(view, &editing).to_html())
}

#[component]
pub fn NewPlanPage() -> impl IntoView {
    let (kind, from) = (query("kind"), query("from"));
    load(read_offering(param("name")), move |view| {
        let draft = start::draft(&view.offering, &kind, &from);
        // Nobody has typed anything wrong yet.
        editor(view, Editing { record: None, draft, findings: Findings::new(), is_deployed: false })
    })
}

#[component]
pub fn PlanPage() -> impl IntoView {
    let (name, plan) = (param("name"), param("plan"));
    let read = async move {
        let view = read_offering(name).await?;
        let id = PlanId::parse(&plan).map_err(|_| missing(Kind::Plan))?;
        let editing = Editing::of(&view.offering, id, None).ok_or_else(|| missing(Kind::Plan))?;
        Ok((view, editing))
    };
    load(read, |(view, editing)| editor(view, editing))
}

fn editor(view: OfferingView, editing: Editing) -> impl IntoView {
    let (name, person) = (view.offering.name.clone(), view.person.clone());
    let open = editing.record.as_ref().map(|record| record.id);
    let has_plans = !view.offering.plans.is_empty();
    let verdict = has_plans.then(|| pricing::verdict(&view));
    let table = has_plans.then(|| table::plans(&view, table::Rows::Beside(open)));
    let main = main(&view, &editing);
    let has_island = may_edit(&view, &editing).is_ok() || catalog::has_estimate(&editing);
    let catalog = catalog::panel(&view, &editing);
    let (offering, part) = (name.clone(), open.map_or(Subject::NewPlan, Subject::Plan));
    let also_here = has_island.then(|| view! { <AlsoHere offering part /> });
    view! {
        <OfferingFrame view=view page=Page::Pricing>
            <PageBody layout=Layout::Split>
                {has_island.then(|| view! { <IslandScripts /> })}
                <PageHead
                    title=text::page(Page::Pricing)
                    band=true
                    crumbs=move || view! { <OfferingCrumbs name person /> }
                >
                    {verdict}
                    {also_here}
                    {table}
                </PageHead>
                {main}
                {catalog}
            </PageBody>
        </OfferingFrame>
    }
}

fn main(view: &OfferingView, editing: &Editing) -> AnyView {
    let inner = inner(view, editing);
    if may_edit(view, editing).is_err() {
        return inner;
    }
    view! { <LiveForm>{inner}</LiveForm> }.into_any()
}

/// What the island stands around.
fn inner(view: &OfferingView, editing: &Editing) -> AnyView {
    match may_edit(view, editing) {
        Ok(()) => form::form(view, editing).into_any(),
        Err(reason) => read_only::plan(view, editing, reason).into_any(),
    }
}

/// Why not, if not.
fn may_edit(view: &OfferingView, editing: &Editing) -> Result<(), String> {
    let verb = if editing.record.is_some() { Verb::Edit } else { Verb::Create };
    obstacle(view, verb, editing.draft.object()).map_or(Ok(()), Err)
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
