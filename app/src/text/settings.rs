//! Words of the catalog listing, tab Settings.

pub const LEAD: &str = "What the service can do. Every Yes is a promise that the broker keeps and the test run checks.";
pub const YES: &str = "Yes";
pub const NO: &str = "No";

pub const PLAN_CHANGES: &str = "Plan changes";
pub const PLAN_UPDATEABLE: &str = "May customers switch the plan of a live instance?";
pub const PLAN_UPDATEABLE_YES: &str = "Adds the tab Plan. The broker answers PATCH; there are at least two plans.";
pub const PLAN_UPDATEABLE_NO: &str = "Customers create a new instance instead.";

pub const BINDINGS: &str = "Bindings";
pub const BINDABLE: &str = "Can applications bind to an instance?";
pub const BINDABLE_YES: &str = "Adds the tab Connections. The broker answers PUT and DELETE of bindings with endpoints and \
                                credentials.";
pub const BINDABLE_NO: &str = "Instances have no credentials of their own.";
pub const SERVICE_KEYS: &str = "Can people make service keys without an application?";
pub const SERVICE_KEYS_HELP: &str = "Only if applications can bind.";
pub const SERVICE_KEYS_YES: &str = "Adds the tab Credentials.";
pub const SERVICE_KEYS_NO: &str = "The broker answers such a request with 422 RequiresApp.";

pub const LOCATIONS: &str = "Locations";
pub const LOCATION_SCOPE: &str = "Where do instances live?";
pub const LOCATION_SCOPE_HELP: &str = "One choice for all plans.";
pub const PER_LOCATION: &str = "In a location that the customer chooses";
pub const PER_LOCATION_NOTE: &str = "Every plan says where it is sold, and is deployed there.";
pub const GLOBAL: &str = "Everywhere at once";
pub const GLOBAL_NOTE: &str = "One deployment serves all customers.";

pub const COMPLETE: &str = "Nothing here stands in the way of publishing.";
pub const NOT_SAVED: &str = "The answers below are the usual ones. They count once they are saved.";
pub const TO_COMPLETE: &str = "To complete this page: ";
pub const TO_IMPROVE: &str = "To improve it: ";
pub const AUTOMATIC: &str = "Slipway sets the rest: access management is required of every service, and so are instances \
                             in resource groups.";
