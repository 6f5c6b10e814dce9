//! Changing the plan of an instance to one of those that its account sees in the same place.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::catalog::PlanCard;
use slipway_domain::instance::{InstanceState, OperationKind};
use slipway_domain::rating::Buyer;
use slipway_domain::view::OwnInstanceView;

use super::{about, unless};
use crate::api::instance::ChangePlan;
use crate::pages::detail::plans::told;
use crate::text::instance as words;
use crate::ui::{Button, Radio, RadioGroup};

/// Nothing where there is nothing left to change.
pub(super) fn block(view: &OwnInstanceView) -> Option<impl IntoView + use<>> {
    if matches!(view.state, InstanceState::Failed | InstanceState::Removed | InstanceState::PendingRemoval) {
        return None;
    }
    let body = if !view.is_plan_updateable {
        view! { <p class="quiet">{words::PLAN_FIXED}</p> }.into_any()
    } else if view.plans.is_empty() {
        view! { <p class="quiet">{words::NO_OTHER_PLAN}</p> }.into_any()
    } else {
        unless(view, OperationKind::Update, "change-plan", words::CHANGE_PLAN, || form(view).into_any())
    };
    Some(view! {
        <section class="block instance" aria-labelledby="plan-h">
            <h2 class="form__title" id="plan-h">
                {words::PLAN}
            </h2>
            {body}
        </section>
    })
}

fn form(view: &OwnInstanceView) -> impl IntoView + use<> {
    let choices: Vec<Radio> = view.plans.iter().map(|plan| choice(plan, view.buyer)).collect();
    let selected = if let [only] = view.plans.as_slice() { only.id.to_string() } else { String::new() };
    view! {
        <form class="form" method="post" action=ChangePlan::url()>
            {about(view, "id")}
            <RadioGroup
                legend=words::NEW_PLAN
                name="plan"
                choices=choices
                selected=selected
                help=words::CHANGE_PLAN_LEAD
            />
            <Button>{words::CHANGE_PLAN}</Button>
        </form>
    }
}

fn choice(plan: &PlanCard, buyer: Buyer) -> Radio {
    Radio::new(plan.id.to_string(), plan.display_name.clone()).note(told(plan, buyer))
}
