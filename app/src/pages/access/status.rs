//! The six flags of §4.8, "Status".

use leptos::prelude::*;
use slipway_domain::view::OfferingView;

use crate::text::access as words;
use crate::ui::{Mark, MarkIcon, SidePanel};

pub(super) fn panel(view: &OfferingView) -> impl IntoView + use<> {
    let flags = flags(view).map(|(label, is_set)| {
        let (mark, word) = if is_set { (Mark::Done, words::YES) } else { (Mark::Open, words::NO) };
        view! {
            <li>
                <MarkIcon mark=mark />
                <div>
                    <p>
                        <span class="visually-hidden">{word} ": "</span>
                        {label}
                    </p>
                </div>
            </li>
        }
    });
    view! {
        <SidePanel title=words::STATUS id="status-h" stays=true>
            <ul class="conds">{flags.collect_view()}</ul>
        </SidePanel>
    }
}

fn flags(view: &OfferingView) -> impl Iterator<Item = (&'static str, bool)> + use<> {
    let facts = &view.offering.access_facts;
    [
        (words::FLAG_REGISTERED, facts.registered_at.is_some()),
        (words::FLAG_SERVICE_ID, facts.service_id.is_some()),
        (words::FLAG_POLICY, !facts.policy.is_empty()),
        (words::FLAG_KEY, facts.valid_keys().next().is_some()),
        (words::FLAG_CLIENT, view.offering.has_client_in_force()),
        (words::FLAG_REDIRECT, view.offering.access.draft.listed().next().is_some()),
    ]
    .into_iter()
}
