//! Pricing (§4.9): the plans of an offering, and the billing desk's decision about the paid ones.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::page::Page;
use slipway_domain::plan::PlanApproval;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rule::plan::PLAN_INCOMPLETE;
use slipway_domain::view::OfferingView;

use crate::api::offering::read_offering;
use crate::parts::findings_list::{FindingItem, Mend};
use crate::parts::load::{load, param, query};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame, mark};
use crate::parts::permission::obstacle;
use crate::parts::written::Written;
use crate::paths::Path;
use crate::text;
use crate::text::pricing as words;
use crate::ui::{ButtonLink, DisabledButton, Empty, Glyph, Kind, Page as PageBody, PageHead, PageMain, Verdict};

mod actions;
mod desk;
pub(super) mod table;

#[component]
pub fn PricingPage() -> impl IntoView {
    let typed = desk::Typed { plan: query("plan"), written: Written::came_back() };
    load(read_offering(param("name")), move |view| {
        let (name, person) = (view.offering.name.clone(), view.person.clone());
        let has_plans = !view.offering.plans.is_empty();
        let acts = has_plans.then(|| add_plan(&view, Kind::Tertiary));
        let verdict = verdict(&view);
        let main = main(&view, &typed);
        view! {
            <OfferingFrame view=view page=Page::Pricing>
                <PageBody>
                    <PageHead
                        title=text::page(Page::Pricing)
                        band=true
                        crumbs=move || view! { <OfferingCrumbs name person /> }
                        acts=move || acts
                    >
                        {verdict}
                    </PageHead>
                    <PageMain>{main}</PageMain>
                </PageBody>
            </OfferingFrame>
        }
    })
}

/// What stands below the title of the page and of the editor.
pub(super) fn verdict(view: &OfferingView) -> impl IntoView + use<> {
    let errors = view.offering.findings(Page::Pricing).errors().count();
    let pending: Vec<String> = view
        .offering
        .plans
        .iter()
        .filter(|plan| !plan.draft.is_free() && plan.approval != PlanApproval::Approved)
        .map(|plan| words::name(&plan.draft))
        .collect();
    let sentence = match (errors, pending.is_empty()) {
        _ if view.offering.plans.is_empty() => words::NOT_STARTED.to_owned(),
        (0, true) => words::COMPLETE.to_owned(),
        (0, false) => words::desk_pending(&pending),
        (errors, _) => words::to_fix(errors),
    };
    let status = view.page_status(Page::Pricing);
    view! {
        <Verdict mark=mark(status) word=text::page_status(status)>
            {sentence}
        </Verdict>
    }
}

/// One button for each kind of plan that the offering can have one more of.
pub(super) fn add_plan(view: &OfferingView, first: Kind) -> impl IntoView + use<> {
    let path = Path::NewPlan(view.offering.name.clone());
    let has_free = view.offering.plans.iter().any(|plan| plan.draft.is_free());
    let free = (!has_free)
        .then(|| add(view, ("add-free", Object::FreePlan), first, (format!("{path}?kind=free"), words::ADD_FREE)));
    let kind = if has_free { first } else { Kind::Ghost };
    let target = (format!("{path}?kind=subscription"), words::ADD_SUBSCRIPTION);
    let paid = add(view, ("add-subscription", Object::PaidPlan), kind, target);
    let target = (format!("{path}?kind=metered"), words::ADD_METERED);
    // A reason that stands below one button is not told again.
    let may = obstacle(view, Verb::Create, Object::PaidPlan).is_none();
    let metered = may.then(|| add(view, ("add-metered", Object::PaidPlan), Kind::Ghost, target));
    view! {
        {metered}
        {paid}
        {free}
    }
}

fn add(
    view: &OfferingView,
    (id, object): (&'static str, Object),
    kind: Kind,
    (href, label): (String, &'static str),
) -> impl IntoView + use<> {
    match obstacle(view, Verb::Create, object) {
        Some(reason) => view! {
            <DisabledButton id=id kind=kind reason=reason>
                {label}
            </DisabledButton>
        }
        .into_any(),
        None => view! {
            <ButtonLink href=href kind=kind icon=Glyph::Add>
                {label}
            </ButtonLink>
        }
        .into_any(),
    }
}

fn main(view: &OfferingView, typed: &desk::Typed) -> impl IntoView + use<> {
    if view.offering.plans.is_empty() {
        let acts = add_plan(view, Kind::Primary);
        let steps = words::STEPS.map(|(title, text)| (title.to_owned(), text.to_owned())).to_vec();
        return view! {
            <Empty title=words::EMPTY_TITLE icon=Glyph::CurrencyEuro acts=move || acts steps=steps>
                <p>{words::EMPTY_WHY}</p>
            </Empty>
        }
        .into_any();
    }
    view! {
        {table::plans(view, table::Rows::WithActions)}
        {findings(view)}
        {desk::waiting(view, typed)}
    }
    .into_any()
}

/// What is wrong with the plans, and a way into each that is incomplete: they are named in the order of the table.
fn findings(view: &OfferingView) -> impl IntoView + use<> {
    let offering = &view.offering;
    let mut incomplete = offering.plans.iter().filter(|plan| !offering.plan_findings(plan.id).is_complete());
    let findings = offering.findings(Page::Pricing);
    findings
        .at(Field::Plans)
        .map(|finding| {
            let plan = if finding.rule == PLAN_INCOMPLETE { incomplete.next() } else { None };
            let mend = plan.map(|plan| Mend::Follow {
                href: Path::Plan(offering.name.clone(), plan.id).to_string(),
                label: words::OPEN_PLAN.to_owned(),
            });
            view! { <FindingItem finding=finding.clone() mend /> }
        })
        .collect_view()
}
