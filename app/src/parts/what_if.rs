//! The way to what a month of a plan would have cost by its draft.

use leptos::prelude::*;
use slipway_domain::ids::SubmissionId;
use slipway_domain::plan::PlanRecord;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;

use crate::parts::permission::denial;
use crate::paths::Path;
use crate::text::{pricing, what_if as words};

/// What of the address says which request is asked about.
pub const REQUEST: &str = "review";

/// For plans that cost something, and those who see what is used of the offering.
pub fn what_if_link(view: &OfferingView, plan: &PlanRecord) -> Option<AnyView> {
    let href = Path::WhatIf(view.offering.name.clone(), plan.id).to_string();
    link(view, plan, href, words::link)
}

/// The same by the plan as it was handed in; `view`: of that.
pub fn what_if_of_request(view: &OfferingView, plan: &PlanRecord, request: SubmissionId) -> Option<AnyView> {
    let href = format!("{}?{REQUEST}={request}", Path::WhatIf(view.offering.name.clone(), plan.id));
    link(view, plan, href, words::link_of_request)
}

fn link(view: &OfferingView, plan: &PlanRecord, href: String, label: fn(&str) -> String) -> Option<AnyView> {
    if !plan.draft.is_paid() || denial(view, Verb::View, Object::Usage).is_some() {
        return None;
    }
    let label = label(&pricing::name(&plan.draft));
    let link = view! {
        <p>
            <a href=href>{label}</a>
        </p>
    };
    Some(link.into_any())
}
