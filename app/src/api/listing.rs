//! The two tabs of the catalog listing. A save with an `intent` also adds, moves or removes a row of the highlights.

use leptos::prelude::*;
use slipway_domain::listing::ListingDraft;
use slipway_domain::parameter::NewParameterDraft;
use slipway_domain::settings::SettingsDraft;
use slipway_domain::view::SectionSaved;

use crate::error::AppError;

/// `operation` names one attempt of the autosave and is empty for the plain form; `after` is the earlier one whose form it
/// goes on from, if others had saved in between. `intent` is empty, an intent of the
/// rows of highlights or the remedy of a finding (`slipway_domain::rows`); the answer leads back to where it was given.
#[server(endpoint = "listing/save")]
pub async fn save_listing(
    offering: String,
    revision: i64,
    #[server(default)] operation: String,
    #[server(default)] after: String,
    #[server(default)] intent: String,
    listing: ListingDraft,
) -> Result<SectionSaved, AppError> {
    use slipway_backend::Attempt;
    use slipway_domain::field::Field;
    use slipway_domain::page::Page;
    use slipway_domain::rows;

    let listing = listing.with(&intent);
    let attempt = Attempt { revision, operation: &operation };
    let saved = crate::ssr::acting().going_on_from(after).save_listing(&offering, attempt, &listing).await;
    if intent.is_empty() {
        return crate::ssr::saved(&offering, Page::Listing, saved);
    }
    let list = match intent.split_once(':') {
        Some(("tab", _)) => Field::NavigationItems,
        Some(("media", _)) => Field::Media,
        _ => Field::Bullets,
    };
    let field = rows::parse_remedy(&intent).map_or(list, |(field, _)| field);
    crate::ssr::saved_near(&offering, Page::Listing, &field.id(), saved)
}

/// The form and its preview as they would be drawn of what is typed; nothing is kept. `plan` and `location` are what the
/// preview is for.
#[server(endpoint = "settings/check")]
pub async fn check_settings(
    offering: String,
    settings: SettingsDraft,
    #[server(default)] plan: String,
    #[server(default)] location: String,
) -> Result<String, AppError> {
    let view = crate::ssr::answer(crate::ssr::acting().offering(&offering).await)?;
    Ok(crate::pages::settings::typed(&view, &settings, plan, location))
}

/// `operation` and `after` are those of `save_listing`. `intent` is empty, an intent of the builder of custom parameters,
/// which adds `new_parameter`, moves or removes one that is there, or mends the text, or one of the rows of
/// certifications; the answer leads back to the list. A form gets back what the builder holds and no intent has added.
#[server(endpoint = "settings/save")]
pub async fn save_settings(
    offering: String,
    revision: i64,
    #[server(default)] operation: String,
    #[server(default)] after: String,
    #[server(default)] intent: String,
    settings: SettingsDraft,
    #[server(default)] new_parameter: NewParameterDraft,
) -> Result<SectionSaved, AppError> {
    use slipway_backend::Attempt;
    use slipway_domain::field::Field;
    use slipway_domain::page::Page;
    use slipway_domain::parameter;

    use crate::pages::settings::parameters::BUILDER;

    let adds = intent == parameter::ADD_INTENT;
    let is_added = adds && parameter::can_add(&settings.parameters);
    let settings = settings.with(&intent, &new_parameter);
    let attempt = Attempt { revision, operation: &operation };
    let saved = crate::ssr::acting().going_on_from(after).save_settings(&offering, attempt, &settings).await;
    let list = if intent.starts_with("compliance:") { Field::Compliance } else { Field::Parameters };
    let saved = if intent.is_empty() {
        crate::ssr::saved(&offering, Page::Settings, saved)?
    } else {
        crate::ssr::saved_near(&offering, Page::Settings, &list.id(), saved)?
    };
    if !is_added {
        let place = if adds || intent.is_empty() { BUILDER.to_owned() } else { list.id() };
        crate::ssr::parameter_form::hand_back(&offering, &place, &new_parameter);
    }
    Ok(saved)
}
