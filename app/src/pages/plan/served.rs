//! Which brokers serve the plan (§4.9). The deployments say it; here it is only read.

use leptos::prelude::*;
use slipway_domain::plan::PlanRecord;
use slipway_domain::view::OfferingView;

use crate::paths::{DeploymentTab, Path};
use crate::text::plan as words;

/// Nothing of a plan that is yet to be added.
pub(super) fn by(view: &OfferingView, record: Option<&PlanRecord>) -> Option<AnyView> {
    let (record, offering) = (record?, &view.offering);
    let deployments = offering.deployments.iter().filter(|one| one.plan == record.id && one.exists());
    let served = deployments.filter_map(|one| {
        let broker = offering.brokers.iter().find(|broker| broker.id == one.broker)?;
        Some((broker.draft.name.as_str(), one.location.as_str()))
    });
    let served: Vec<_> = served.collect();
    let href = Path::DeploymentTab(offering.name.clone(), DeploymentTab::Deployments).to_string();
    let link = view! {
        <p class="block" id="served-by">
            {words::served_by(&served)}
            " "
            <a href=href>{words::CHANGE_DEPLOYMENTS}</a>
            "."
        </p>
    };
    Some(link.into_any())
}
