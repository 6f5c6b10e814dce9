//! The facts of a service beside its description.

use leptos::prelude::*;
use slipway_domain::catalog::Details;

use super::extras;
use crate::pages::catalog::category_label;
use crate::text::detail as words;
use crate::text::pricing::places;
use crate::ui::{RelativeTime, SidePanel};

pub(super) fn panel(details: &Details) -> impl IntoView + use<> {
    let tile = &details.tile;
    let (provider, name) = (tile.provider.clone(), tile.name.clone());
    let category = category_label(&tile.category).to_owned();
    let locations = places(&details.locations, &details.regions());
    let at = details.published_at;
    let level = extras::level(details);
    view! {
        <SidePanel title=words::ABOUT id="glance-h">
            <dl class="facts facts--stack">
                <dt>{words::PROVIDER}</dt>
                <dd>{provider}</dd>
                <dt>{words::CATEGORY}</dt>
                <dd>{category}</dd>
                <dt>{words::LOCATIONS}</dt>
                <dd>{locations}</dd>
                <dt>{words::SERVICE_NAME}</dt>
                <dd>
                    <code>{name}</code>
                </dd>
                <dt>{words::PUBLISHED}</dt>
                <dd>
                    <RelativeTime moment=at.rfc3339() long=at.long() text=at.date() />
                </dd>
                {level}
            </dl>
        </SidePanel>
    }
}
