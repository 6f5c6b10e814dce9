//! Words of the form for a new instance.

pub const CREATE: &str = "Create";
pub const SIGN_IN_TO_CREATE: &str = "Sign in to create";
pub const CLOSED: &str = "It takes no new instances.";
pub const NO_PLANS: &str = "There is no plan that you could choose yet.";
pub const SECTION: &str = "Instance";
pub const PLAN: &str = "Plan";
pub const LOCATION: &str = "Location";
pub const LOCATION_HELP: &str = "Not every plan is available in every location.";
pub const CHOOSE: &str = "Choose a location";
pub const NAME: &str = "Name";
pub const NAME_HELP: &str = "Tells it from your other instances. Letters, digits, spaces and - . _ : characters.";
pub const PARAMETERS: &str = "Parameters";
pub const PARAMETERS_SUM: &str = "for what the service takes beside the plan";
pub const PARAMETERS_LABEL: &str = "Parameters as JSON";
pub const PARAMETERS_HELP: &str = "An object, for example {\"replicas\": 3}. It is sent to the service as it is, sealed until then, \
                                   and forgotten afterwards. The documentation of the service tells what it takes.";
pub const TERMS: &str = "Terms";
pub const WARNING: &str = "The provider says";
pub const ACCEPT: &str = "I accept the terms of this service for my account";
pub const READ_TERMS: &str = "Read the terms";
pub const CREATE_NOW: &str = "Create instance";
pub const CANCEL: &str = "Back to the service";
pub const PRICES: &str = "Price summary";
pub const PRICES_NOTE: &str = "Before tax. What is used is charged at the end of the month.";
pub const ESTIMATE: &str = "Estimate the costs";

/// "Create Vector Search"
pub fn title(service: &str) -> String {
    format!("Create {service}")
}
