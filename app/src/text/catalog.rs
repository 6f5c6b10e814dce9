//! Words of the catalog.

use super::plural;

pub const ALL_CATEGORIES: &str = "All categories";
pub const APPLY: &str = "Show results";
pub const CATEGORY: &str = "Category";
pub const CLEAR: &str = "Clear all";
pub const FILTERS: &str = "Filters";
pub const ACTIVE_FILTERS: &str = "Active filters";
pub const FREE: &str = "Free plan";
pub const FREE_ONLY: &str = "free";
pub const LIMITED: &str = "Limited";
pub const PLACEHOLDER: &str = "Search by name, use or tag";
pub const PAGES: &str = "Pages of the catalog";
pub const REMOVE_FILTER: &str = "Remove filter";
pub const TITLE: &str = "Catalog";
pub const PRICE_IN_DETAILS: &str = "price on the details page";

pub const NOTHING_TITLE: &str = "Nothing is published yet";
pub const NOTHING: &str = "Services appear here when their provider publishes them: first for invited accounts, after a review for everybody.";
pub const NOTHING_SIGN_IN: &str = "If your account was invited to see one, sign in first.";

pub const NOT_FOUND_TITLE: &str = "No service fits";
pub const SHOW_ALL: &str = "Show all services";

/// "11 services".
pub fn services(count: usize) -> String {
    plural(count, "service")
}

/// "11 services"; `has_uncounted`: "more than 48 services".
pub fn matching(count: usize, has_uncounted: bool) -> String {
    if has_uncounted { format!("more than {}", services(count)) } else { services(count) }
}

/// "48 of 212 services".
pub fn page_of(shown: usize, count: usize, has_uncounted: bool) -> String {
    format!("{shown} of {}", matching(count, has_uncounted))
}

/// "19 services for Hearthside Retail".
pub fn for_account(count: usize, account: &str) -> String {
    format!("{} for {account}", services(count))
}

pub fn from(price: &str) -> String {
    format!("from {price} a month")
}

/// `text` is what was looked for, `category` a label or empty.
pub fn not_found(text: &str, category: &str, all: usize) -> String {
    let what = match (text.is_empty(), category.is_empty()) {
        (true, true) => "Nothing is on this page".to_owned(),
        (true, false) => format!("Nothing in “{category}”"),
        (false, true) => format!("Nothing matches “{text}”"),
        (false, false) => format!("Nothing in “{category}” matches “{text}”"),
    };
    format!(
        "{what}, out of {}. Every word has to occur in the name, the description, the provider or a tag.",
        services(all)
    )
}
