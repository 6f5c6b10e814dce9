//! Words of the plan editor.

use slipway_domain::plan::PlanDraft;

use super::pricing;

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

pub fn remove_amount(row: usize) -> String {
    format!("Remove price row {}", row + 1)
}

/// "Frankfurt", with its id where both are needed.
pub fn location(label: &str, id: &str) -> String {
    format!("{label} ({id})")
}
