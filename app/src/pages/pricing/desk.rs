//! Paid plans that wait for the billing desk, with the desk's decision (T10).

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::field::Field;
use slipway_domain::plan::{PlanApproval, PlanRecord};
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;

use crate::api::plan::DecidePlan;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::permission::{denial, partiality};
use crate::parts::what_if::what_if_link;
use crate::parts::written::{WRITTEN_LIMIT, Written};
use crate::text::pricing as words;
use crate::ui::{Button, DisabledButton, Kind, TextArea};

/// A decision that came back, and the plan that it was about.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) plan: String,
    pub(super) written: Written,
}

/// Shown to those who decide; everybody else reads the state in the table.
pub(super) fn waiting(view: &OfferingView, typed: &Typed) -> impl IntoView + use<> {
    let plans: Vec<&PlanRecord> =
        view.offering.plans.iter().filter(|plan| plan.approval == PlanApproval::InReview).collect();
    let may_decide = denial(view, Verb::Approve, Object::PaidPlan).is_none();
    (may_decide && !plans.is_empty()).then(|| {
        let plans = plans
            .into_iter()
            .map(|plan| match partiality(view, Object::PaidPlan, &plan.authors) {
                Some(reason) => not_theirs(plan, reason).into_any(),
                None => decision(view, plan, typed).into_any(),
            })
            .collect_view();
        view! {
            <section class="block" aria-labelledby="desk">
                <h2 id="desk">{words::WAITING}</h2>
                <p class="section__lead">{words::WAITING_LEAD}</p>
                {plans}
            </section>
        }
    })
}

/// A plan that the reader wrote or handed in: somebody else decides.
fn not_theirs(plan: &PlanRecord, reason: String) -> impl IntoView + use<> {
    view! {
        <article class="block">
            <h3>{words::name(&plan.draft)}</h3>
            <DisabledButton id=format!("decide-{}", plan.id) reason=reason>
                {words::APPROVE}
            </DisabledButton>
        </article>
    }
}

fn decision(view: &OfferingView, plan: &PlanRecord, typed: &Typed) -> impl IntoView + use<> {
    let (offering, id, revision) = (view.offering.name.clone(), plan.id.to_string(), plan.revision.to_string());
    let what_if = what_if_link(view, plan);
    let draft = plan.draft.clone();
    let prices = words::price_list(&draft).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let reason_id = format!("reason-{id}");
    let typed = if typed.plan == id { typed.written.clone() } else { Written::default() };
    let findings = typed.findings();
    let state = validity(&findings, Field::Reason);
    view! {
        <article class="block">
            <h3>{words::name(&draft)}</h3>
            <dl class="facts">
                <dt>{words::DESCRIPTION}</dt>
                <dd>{draft.description.clone()}</dd>
                <dt>{words::PRICE}</dt>
                <dd>
                    <ul>{prices}</ul>
                </dd>
                <dt>{words::LOCATIONS}</dt>
                <dd>{words::locations(&draft.locations)}</dd>
                <dt>{words::REVISION}</dt>
                <dd>{revision.clone()}</dd>
            </dl>
            {what_if}
            <form class="form btn--after" method="post" action=DecidePlan::url()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="revision" value=revision />
                <TextArea
                    label=words::REASON
                    name=Field::Reason.input_name()
                    id=reason_id
                    help=words::REASON_HELP
                    limit=WRITTEN_LIMIT
                    value=typed.reason
                    validity=state
                >
                    <FindingsAt findings field=Field::Reason />
                </TextArea>
                <p class="after-table">
                    <Button kind=Kind::Primary name="verdict" value="approve">
                        {words::APPROVE}
                    </Button>
                    <Button name="verdict" value="return">
                        {words::RETURN}
                    </Button>
                </p>
            </form>
        </article>
    }
}
