//! The way to the metering sandbox of a plan that exists and measures something.

use leptos::prelude::*;
use slipway_domain::plan::PlanRecord;
use slipway_domain::view::OfferingView;

use crate::paths::Path;
use crate::text::sandbox as words;

pub(super) fn link(view: &OfferingView, record: Option<&PlanRecord>) -> Option<AnyView> {
    let record = record.filter(|record| record.draft.is_metered())?;
    let href = Path::Sandbox(view.offering.name.clone(), record.id).to_string();
    let link = view! {
        <p class="block">
            <a href=href>{words::TITLE}</a>
            ". "
            {words::LINK_SUMMARY}
            "."
        </p>
    };
    Some(link.into_any())
}
