//! The facts of a service beside its description.

use leptos::prelude::*;
use slipway_domain::catalog::Details;
use slipway_domain::location::Location;

use super::extras;
use crate::pages::catalog::category_label;
use crate::text::detail as words;
use crate::ui::{RelativeTime, SidePanel};

pub(super) fn panel(details: &Details) -> impl IntoView + use<> {
    let tile = &details.tile;
    let (provider, name) = (tile.provider.clone(), tile.name.clone());
    let category = category_label(&tile.category).to_owned();
    let locations = names(&details.locations);
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

/// "Frankfurt, London"; a location that is gone from the registry is shown by its id.
pub(super) fn names(ids: &[String]) -> String {
    let names: Vec<&str> =
        ids.iter().map(|id| Location::find(id).map_or(id.as_str(), |location| location.label)).collect();
    if names.is_empty() { "–".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_shown_by_their_labels() {
        assert_eq!(names(&["eu-de".to_owned(), "uk-south".to_owned()]), "Frankfurt, London");
        assert_eq!(names(&["gone-1".to_owned()]), "gone-1");
        assert_eq!(names(&[]), "–");
    }
}
