//! The way to what a month of a plan would have cost by its draft.

use leptos::prelude::*;
use slipway_domain::plan::PlanRecord;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;

use crate::parts::permission::denial;
use crate::paths::Path;
use crate::text::{pricing, what_if as words};

/// For plans that cost something, and those who see what is used of the offering.
pub fn what_if_link(view: &OfferingView, plan: &PlanRecord) -> Option<AnyView> {
    if !plan.draft.is_paid() || denial(view, Verb::View, Object::Usage).is_some() {
        return None;
    }
    let href = Path::WhatIf(view.offering.name.clone(), plan.id).to_string();
    let label = words::link(&pricing::name(&plan.draft));
    let link = view! {
        <p>
            <a href=href>{label}</a>
        </p>
    };
    Some(link.into_any())
}
