//! The choice: mine, theirs, or by hand.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::offering::Section;
use slipway_domain::plan::PlanDraft;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::{OfferingView, ParkedView, Subject};

use crate::api::merge::{ApplyParked, DiscardParked};
use crate::parts::permission::{frozen, obstacle};
use crate::paths::Path;
use crate::text::merge as words;
use crate::ui::{Button, ButtonLink, DisabledButton, Kind, SidePanel};

/// `can_apply`: there is something saved that the parked input can replace.
pub(super) fn panel(parked: &ParkedView, can_apply: bool) -> impl IntoView + use<> {
    let apply = can_apply.then(|| apply(parked));
    let edit = can_apply.then(|| {
        let href = Path::of_subject(&parked.view.offering.name, parked.subject).to_string();
        view! {
            <ButtonLink href kind=Kind::Ghost wide=true>
                {words::EDIT}
            </ButtonLink>
            <p class="quiet">{words::EDIT_NOTE}</p>
        }
    });
    let (offering, id) = (parked.view.offering.name.clone(), parked.id.to_string());
    view! {
        <SidePanel title=words::DECIDE id="choice-h" stays=true>
            {apply}
            <form class="decide" method="post" action=DiscardParked::url()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="id" value=id />
                <Button wide=true>{words::KEEP}</Button>
                <p class="quiet decide__foot">{words::KEEP_NOTE}</p>
            </form>
            {edit}
        </SidePanel>
    }
}

fn apply(parked: &ParkedView) -> AnyView {
    if let Some(reason) = obstacle_to(&parked.view, parked.subject, &parked.body) {
        return view! {
            <DisabledButton id="use-mine" kind=Kind::Primary wide=true reason>
                {words::USE_MINE}
            </DisabledButton>
        }
        .into_any();
    }
    let (offering, id) = (parked.view.offering.name.clone(), parked.id.to_string());
    let seen = parked.revision().unwrap_or_default();
    view! {
        <form class="decide" method="post" action=ApplyParked::url()>
            <input type="hidden" name="offering" value=offering />
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="seen" value=seen />
            <input type="hidden" name="mine" value="yes" />
            <Button kind=Kind::Primary wide=true>
                {words::USE_MINE}
            </Button>
            <p class="quiet decide__foot">{words::USE_MINE_NOTE}</p>
        </form>
    }
    .into_any()
}

/// Why what was typed cannot be saved by this person now: as for the form that it was typed into.
pub(crate) fn obstacle_to(view: &OfferingView, subject: Subject, body: &str) -> Option<String> {
    match subject {
        Subject::Section(Section::Summary | Section::Listing | Section::Settings) | Subject::Translation(_) => {
            obstacle(view, Verb::Edit, Object::Listing)
        }
        Subject::Section(Section::Access) => obstacle(view, Verb::Edit, Object::AccessRegistration),
        Subject::NewPlan => {
            let draft = serde_json::from_str::<PlanDraft>(body).unwrap_or_default();
            obstacle(view, Verb::Create, draft.object())
        }
        Subject::Plan(id) => {
            let plan = view.offering.plans.iter().find(|plan| plan.id == id);
            obstacle(view, Verb::Edit, plan.map_or(Object::PaidPlan, |plan| plan.draft.object()))
        }
        Subject::Broker(id) => obstacle(view, Verb::Edit, Object::Broker)
            .or_else(|| view.offering.broker_stands_still(id).then(|| frozen(view.offering.stage))),
    }
}
