//! The request with which usage of the plan will be submitted (§4.9).

use leptos::prelude::*;
use slipway_domain::plan::PlanRecord;
use slipway_domain::usage_request;
use slipway_domain::view::OfferingView;

use crate::text::metric as words;
use crate::ui::Fold;

pub(super) fn fold(view: &OfferingView, record: &PlanRecord) -> impl IntoView + use<> {
    let request = usage_request::curl(&view.offering.name, record, view.now);
    let body = match request {
        Some(request) => view! {
            <p class="section__lead">{words::REQUEST_LEAD}</p>
            <pre class="code" tabindex="0">{request}</pre>
        }
        .into_any(),
        None => view! { <p class="section__lead">{words::REQUEST_EMPTY}</p> }.into_any(),
    };
    view! {
        <Fold title=words::REQUEST summary=words::REQUEST_SUMMARY id="usage-request">
            {body}
        </Fold>
    }
}
