//! The builder of custom parameters after a save that did not add what it holds: that goes back in the address.

use slipway_domain::page::Page;
use slipway_domain::parameter::NewParameterDraft;

use crate::paths::Path;

/// Back to the Settings, at the element `id`, with what the builder held. What does not fit into an address is cut off,
/// and the page is told. Nothing happens where nothing was typed, or where a script asks, which has its form still.
pub fn hand_back(offering: &str, id: &str, new: &NewParameterDraft) {
    if !super::is_form() || new.is_empty() {
        return;
    }
    let held = [
        ("new_parameter[name]", new.name.as_str()),
        ("new_parameter[display_name]", new.display_name.as_str()),
        ("new_parameter[kind]", new.kind.as_str()),
        ("new_parameter[description]", new.description.as_str()),
        ("new_parameter[required]", new.required.as_str()),
        ("new_parameter[value]", new.value.as_str()),
        ("new_parameter[options]", new.options.as_str()),
        ("new_parameter[options_url]", new.options_url.as_str()),
        ("new_parameter[validation_url]", new.validation_url.as_str()),
    ];
    let is_cut = !held.iter().all(|(_, value)| super::fits(value));
    let back: Vec<(&str, &str)> = held.into_iter().chain(is_cut.then_some(("cut", "yes"))).collect();
    let page = Path::Offering(offering.to_owned(), Page::Settings);
    super::redirect_with_near(&page, &back, id);
}
