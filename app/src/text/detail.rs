//! Words of a service's details page.

use slipway_domain::moment::Moment;

pub const ABOUT: &str = "At a glance";
pub const API_DOCS: &str = "API documentation";
pub const COMPLIANCE: &str = "Certifications";
pub const CREATION: &str = "Creating an instance";
pub const DELETION: &str = "Deleting an instance";
pub const DEPRECATION_TITLE: &str = "From the provider";
pub const LINKS: &str = "Links";
pub const OWN_DETAILS: &str = "The provider’s own page about this service";
pub const PROVISIONING: &str = "Provisioning level";
pub const READ_SLA: &str = "Service level agreement";
pub const RECOVERED: &str = "yes";
pub const RECOVERY: &str = "Disaster recovery";
pub const REGISTRATION: &str = "Registration with the provider";
pub const RESPONSIVENESS: &str = "Responsiveness level";
pub const SDK: &str = "SDK download";
pub const SLA: &str = "Service level";
pub const SLOW: &str = "takes a while";
pub const TENANCY: &str = "Tenancy";
pub const CATEGORY: &str = "Category";
pub const COUNTRY: &str = "Country";
pub const CURRENCY: &str = "Currency";
pub const DOCUMENTATION: &str = "Documentation";
pub const FREE: &str = "Free";
pub const FREE_KIND: &str = "free";
pub const LIMITED: &str = "Limited";
pub const LIMITED_NOTE: &str =
    "Only the provider, accounts that were invited and the operator’s reviewers see it so far.";
pub const LIMITED_TITLE: &str = "Not public yet";
pub const LOCATIONS: &str = "Locations";
pub const NO_PLANS_TITLE: &str = "No plans yet";
pub const NO_PLANS: &str = "The provider has not deployed a plan anywhere.";
pub const NO_PRICE: &str = "not set";
pub const PLAN: &str = "Plan";
pub const PLANS: &str = "Plans";
pub const PRICE: &str = "Price";
pub const PROVIDER: &str = "Provider";
pub const PUBLISHED: &str = "Published";
pub const SERVICE_NAME: &str = "Service name";
pub const METERED_KIND: &str = "metered";
pub const PACKS: &str = "Packs";
pub const IN_UNITS: &str = "That is";
pub const SUBSCRIPTION_KIND: &str = "subscription";
pub const SUPPORT: &str = "Support";
pub const SUPPORT_PAGE: &str = "Support page";
pub const TERMS: &str = "Terms";
pub const YOU_GET: &str = "You get";

/// Below the name of a plan that ends.
pub fn plan_ends(end: Moment) -> String {
    format!("Not for new instances from {}", end.date())
}

pub const COMING_PRICES: &str = "Prices that are announced";

/// "From 1 July 2026 on: subscription, USD 59.90 a month"
pub fn coming_price(from: Moment, price: &str) -> String {
    format!("From {} on: {price}", from.date())
}

/// Below the name of a plan that has ended.
pub fn plan_ended(end: Moment) -> String {
    format!("New instances ended on {}", end.date())
}

/// `None`: the provider does not say.
pub fn tenancy(tenancy: &str) -> Option<&'static str> {
    match tenancy {
        "multi" => Some("Shared with other customers"),
        "single" => Some("For one customer alone"),
        _ => None,
    }
}

pub fn by(provider: &str) -> String {
    format!("by {provider}")
}

pub fn a_month(price: &str) -> String {
    format!("{price} a month")
}

/// Below the price that a plan's row shows.
pub fn other_countries(count: usize) -> String {
    if count == 1 { "other price in 1 country".to_owned() } else { format!("other prices in {count} countries") }
}

/// "Flex: Queries"
pub fn metric_prices(plan: &str, metric: &str) -> String {
    format!("{plan}: {metric}")
}

pub fn price_lines(plan: &str) -> String {
    format!("Price lines of {plan}")
}

pub const PRICE_LINES_SUB: &str = "A month, before tax. Every country without a row of its own pays the price of USA.";

pub fn support(provider: &str) -> String {
    format!("{provider} answers questions about this service.")
}
