//! What can be done with one plan: open it, send it to the billing desk, remove it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::plan::{PlanApproval, PlanRecord};
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;

use crate::api::plan::{RemovePlan, SubmitPlan};
use crate::parts::permission::{denial, obstacle};
use crate::paths::Path;
use crate::text::pricing as words;
use crate::ui::{ConfirmForm, LinkButton};

pub(super) fn of(view: &OfferingView, plan: &PlanRecord) -> impl IntoView + use<> {
    let href = Path::Plan(view.offering.name.clone(), plan.id).to_string();
    let may_edit = obstacle(view, Verb::Edit, plan.draft.object()).is_none();
    let open = if may_edit { words::EDIT } else { words::LOOK };
    // There is one free plan at most.
    let may_add = !plan.draft.is_free() && obstacle(view, Verb::Create, Object::PaidPlan).is_none();
    let clone = may_add.then(|| {
        let href = format!("{}?from={}", Path::NewPlan(view.offering.name.clone()), plan.id);
        view! { <a href=href>{words::CLONE}</a> }
    });
    let submit = submit(view, plan);
    let remove = may_edit.then(|| remove(view, plan));
    view! {
        <a href=href>{open}</a>
        {clone}
        {submit}
        {remove}
    }
}

fn submit(view: &OfferingView, plan: &PlanRecord) -> Option<AnyView> {
    let is_open = !plan.draft.is_free() && plan.approval == PlanApproval::Draft;
    if !is_open || denial(view, Verb::Submit, Object::PaidPlan).is_some() {
        return None;
    }
    if !view.offering.plan_findings(plan.id).is_complete() {
        return Some(view! { <p class="table__sub">{words::NOT_READY}</p> }.into_any());
    }
    let (offering, id) = (view.offering.name.clone(), plan.id.to_string());
    Some(
        view! {
            <form method="post" action=SubmitPlan::url()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="id" value=id />
                <LinkButton>{words::SUBMIT}</LinkButton>
            </form>
        }
        .into_any(),
    )
}

fn remove(view: &OfferingView, plan: &PlanRecord) -> AnyView {
    if view.offering.deployments.iter().any(|deployment| deployment.plan == plan.id) {
        return view! { <p class="table__sub">{words::DEPLOYED}</p> }.into_any();
    }
    let (offering, id) = (view.offering.name.clone(), plan.id.to_string());
    view! {
        <ConfirmForm label=words::REMOVE sure=words::REMOVE_SURE now=words::REMOVE_NOW action=RemovePlan::url()>
            <input type="hidden" name="offering" value=offering />
            <input type="hidden" name="id" value=id />
        </ConfirmForm>
    }
    .into_any()
}
