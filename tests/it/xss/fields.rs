//! The fields of the forms of an offering, as their controls post them.

use slipway_domain::field::Field;
use slipway_domain::{listing, settings};

pub(super) const LISTING: &[&str] = &[
    "[display_name]",
    "[provider_display_name]",
    "[description]",
    "[long_description]",
    "[icon]",
    "[documentation_url]",
    "[instructions_url]",
    "[terms_url]",
    "[support_url]",
    "[category]",
    "[tags]",
    "[bullets][0][title]",
    "[bullets][0][description]",
    "[bullets][0][icon]",
    "[media][0][kind]",
    "[media][0][url]",
    "[media][0][thumbnail]",
    "[media][0][caption]",
    "[extras][navigation_items][0][id]",
    "[extras][navigation_items][0][label]",
    "[extras][navigation_items][0][url]",
];

/// The whole names of those beside `LISTING`: every one that the domain knows.
pub(super) fn listing_extras() -> Vec<String> {
    listing::ExtrasDraft::FIELDS.map(Field::input_name).into()
}

pub(super) const SUMMARY: &[&str] =
    &["[contact_name]", "[contact_email]", "[support_contact]", "[description]", "[target_date]"];

pub(super) const ACCESS: &[&str] = &[
    "[redirect_uris][0]",
    "[redirect_uris][1]",
    "[display_name]",
    "[description]",
    "[service_roles][0]",
    "[custom_roles][0]",
    "[actions][0][id]",
    "[actions][0][display_name]",
    "[actions][0][description]",
    "[actions][0][roles][0]",
    "[actions][0][hidden]",
    "[attributes][0][key]",
    "[attributes][0][operators][0]",
    "[attributes][0][input]",
    "[subjects][0][service_name]",
    "[subjects][0][resource_type]",
];

pub(super) const SETTINGS: &[&str] =
    &["[plan_updateable]", "[bindable]", "[service_key_supported]", "[location_scope]", "[parameters]"];

/// The whole names of those beside `SETTINGS`: every one that the domain knows, and of a list its first row.
pub(super) fn settings_extras() -> Vec<String> {
    let lists = [Field::BarredSwitches, Field::Requires, Field::Compliance];
    let known = settings::ExtrasDraft::default().texts().into_iter().map(|(field, _)| field);
    known
        .map(|field| {
            let row = if lists.contains(&field) { "[0]" } else { "" };
            format!("{}{row}", field.input_name())
        })
        .collect()
}

pub(super) const PLAN: &[&str] = &[
    "[display_name]",
    "[description]",
    "[kind]",
    "[bullets][0]",
    "[amounts][0][country]",
    "[amounts][0][currency]",
    "[amounts][0][price]",
    "[locations][0]",
    "[bindable]",
    "[one_instance_per_account]",
    "[prorate_first_month]",
    "[effective_from]",
    "[effective_until]",
    "[paid_only]",
    "[allow_internal_users]",
    "[reservable]",
    "[regional]",
    "[subscription_only]",
    "[ends_on]",
    "[lite_caps][0][measure]",
    "[lite_caps][0][cap]",
    "[lite_caps][0][action]",
    "[name]",
];
