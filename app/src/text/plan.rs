//! Words of the plan editor.

use slipway_domain::field::Field;
use slipway_domain::plan::PlanDraft;

use super::{pricing, review};

pub const NEW: &str = "New plan";
pub const PLAN: &str = "Plan";
pub const KIND: &str = "Kind of plan";
pub const FREE: &str = "Free";
pub const FREE_NOTE: &str =
    "Lets customers try the service. Always called lite and shown as Lite; at most one; no approval.";
pub const SUBSCRIPTION: &str = "Subscription";
pub const SUBSCRIPTION_NOTE: &str = "Charges its default metric, a monthly fee: one fixed price a month, whatever is used. The \
                                     billing desk approves it.";
pub const METERED: &str = "Metered";
pub const METERED_NOTE: &str =
    "Charges what is used, by metrics of its own and without a monthly fee. The billing desk approves it.";
pub const KIND_HELP: &str = "Save to see what belongs to the kind. A metered plan has no monthly fee, any other one no metrics; \
                             what was typed is kept until you remove it.";
pub const DISPLAY_NAME: &str = "Display name";
pub const DISPLAY_NAME_HELP: &str = "Customers choose by it. Leave out the names of company and product.";
pub const NAME: &str = "Programmatic name";
pub const NAME_HELP: &str = "Your broker knows the plan by it: lower case, no blanks. Permanent once deployed.";
pub const NAME_LOCKED: &str = "Permanent: the plan is deployed.";
pub const DESCRIPTION: &str = "Description";
pub const DESCRIPTION_HELP: &str = "Shown when the plan is chosen. Say the limits.";

pub const BULLETS: &str = "Features";
pub const BULLETS_LEAD: &str = "One to five lines; the first is the most prominent.";
pub const ADD_BULLET: &str = "Add feature";

pub const FEE: &str = "Monthly fee";
pub const FEE_LEAD: &str = "The default metric of a subscription. Country and currency are codes of three letters. Customers in a country without a row of its own pay the price \
                            for USA in USD; nothing is converted.";
pub const COUNTRY_EXAMPLE: &str = "DEU";
pub const CURRENCY_EXAMPLE: &str = "EUR";
pub const PRICE_EXAMPLE: &str = "49.00";
pub const ADD_AMOUNT: &str = "Add country and currency";

pub const LOCATIONS: &str = "Locations";
pub const LOCATIONS_LEAD: &str = "Where the plan is sold. Global contains every other location.";

/// The deployments link plans to brokers: there is no second answer here.
pub const NOT_SERVED: &str = "No broker serves this plan yet. A deployment links it to a location and a broker; without one it is \
                              not published.";
pub const CHANGE_DEPLOYMENTS: &str = "Change it on Deployments";

pub const CAPS: &str = "Monthly caps";
pub const CAPS_LEAD: &str = "What a month of the free plan may come to. Your service reports these measures as for a metered plan; \
                             they are shown and cost nothing.";
pub const CAP_MEASURE_EXAMPLE: &str = "API_CALL";
pub const CAP_AMOUNT_EXAMPLE: &str = "10000";
pub const ADD_CAP: &str = "Add cap";

pub const OPTIONS: &str = "Options of the plan";
pub const OPTIONS_SUMMARY: &str = "Bindings, instances, dates, flags";
pub const YES: &str = "Yes";
pub const NO: &str = "No";
pub const BINDABLE: &str = "Instances can be bound";
pub const BINDABLE_HELP: &str = "Goes before the answer in Settings. Your broker must say the same of the plan.";
pub const ONE_INSTANCE: &str = "One instance for each account";
pub const ONE_INSTANCE_HELP: &str = "With yes, an account creates no second instance of this plan.";
pub const PRORATED: &str = "First month by its days";
pub const PRORATED_DEFAULT: &str = "Yes, by the days that remain";
pub const PRORATED_HELP: &str = "With no, the first month is paid in full like every other.";
pub const FROM: &str = "Prices in force from";
pub const FROM_HELP: &str = "The first of a month, 2026-06-01. Empty: as soon as they are published.";
pub const UNTIL: &str = "Prices in force until";
pub const UNTIL_HELP: &str = "The last day of a month, 2027-05-31. Empty: open.";
pub const ENDS: &str = "Not for new instances from";
pub const ENDS_HELP: &str =
    "A day, 2027-03-01, from 00:00 UTC on, at least 30 days ahead. Instances that have the plan keep it.";
pub const FLAGS_LEAD: &str = "These flags go into the definitions of the plan. The catalog here shows the plan to the same accounts \
                              with or without them.";

pub const IN_CATALOG: &str = "In the catalog";
pub const IN_CATALOG_LEAD: &str = "As customers read it, from what is saved.";
pub const IN_CATALOG_NEW: &str = "Save the plan to see here how customers will read it.";
pub const PRICE: &str = "Price";
pub const SOLD_IN: &str = "Sold in";
pub const ID: &str = "Plan ID";
pub const ID_NOTE: &str = "Your broker must answer with exactly this id.";

pub const SAVE: &str = "Save";
pub const AFTER_APPROVAL: &str = "The billing desk has this plan in hand or has approved it. Saving a change asks for its consent \
                                  anew.";
pub const READ_ONLY: &str = "You can look at this plan.";

/// "subscription plan", beside the name.
pub fn kind(draft: &PlanDraft) -> &'static str {
    match draft.kind.as_str() {
        "free" => "free plan",
        "subscription" => "subscription plan",
        "metered" => "metered plan",
        _ => "plan",
    }
}

pub fn title(draft: &PlanDraft, is_new: bool) -> String {
    if is_new { NEW.to_owned() } else { pricing::name(draft) }
}

pub fn bullet(row: usize) -> String {
    format!("Feature {}", row + 1)
}

pub fn remove_bullet(row: usize) -> String {
    format!("Remove feature {}", row + 1)
}

pub fn country(row: usize) -> String {
    format!("Country, row {}", row + 1)
}

pub fn currency(row: usize) -> String {
    format!("Currency, row {}", row + 1)
}

pub fn price(row: usize) -> String {
    format!("Price, row {}", row + 1)
}

/// Of a broker and a location each.
pub fn served_by(served: &[(&str, &str)]) -> String {
    if served.is_empty() {
        return NOT_SERVED.to_owned();
    }
    let places: Vec<String> =
        served.iter().map(|(broker, location)| format!("{broker} in {}", review::location_name(location))).collect();
    format!("Served by {}.", places.join(", "))
}

pub fn as_the_service(is_bindable: bool) -> &'static str {
    if is_bindable { "As in Settings: yes" } else { "As in Settings: no" }
}

pub fn one_by_default(is_free: bool) -> &'static str {
    if is_free { "Yes, as it is free" } else { "No, as it is not free" }
}

/// The words of a flag and its help.
pub const fn flag(field: Field) -> (&'static str, &'static str) {
    match field {
        Field::PlanPaidOnly => {
            ("For paying accounts only", "Hides the plan from trial accounts elsewhere; no account here is a trial.")
        }
        Field::PlanInternalUsers => ("For internal users, too", "Users of the operator may take the plan."),
        Field::PlanReservable => ("Reservable", "Capacity of the plan can be reserved."),
        Field::PlanRegional => ("Regional", "The plan differs from region to region."),
        _ => ("For subscription accounts only", "Only accounts with a subscription may take the plan."),
    }
}

pub fn cap_measure(row: usize) -> String {
    format!("Measure, row {}", row + 1)
}

pub fn cap_amount(row: usize) -> String {
    format!("Most in a month, row {}", row + 1)
}

pub fn cap_action_of(row: usize) -> String {
    format!("When it is reached, row {}", row + 1)
}

pub fn cap_action(action: &str) -> &'static str {
    if action == "stop" { "Stop the instance until the next month" } else { "Show it to the customer" }
}

pub fn remove_cap(row: usize) -> String {
    format!("Remove cap {}", row + 1)
}

pub fn remove_amount(row: usize) -> String {
    format!("Remove price row {}", row + 1)
}

/// "Frankfurt", with its id where both are needed.
pub fn location(label: &str, id: &str) -> String {
    format!("{label} ({id})")
}
