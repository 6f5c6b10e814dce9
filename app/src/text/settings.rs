//! Words of the catalog listing, tab Settings.

use slipway_domain::visibility::OnlyFor;

pub const LEAD: &str = "What the service can do. Every Yes is a promise that the broker keeps and the test run checks.";
pub const YES: &str = "Yes";
pub const NO: &str = "No";

pub const PLAN_CHANGES: &str = "Plan changes";
pub const PLAN_UPDATEABLE: &str = "May customers switch the plan of a live instance?";
pub const PLAN_UPDATEABLE_YES: &str = "Adds the tab Plan. The broker answers PATCH; there are at least two plans.";
pub const PLAN_UPDATEABLE_NO: &str = "Customers create a new instance instead.";

pub const SWITCHES: &str = "Changes that are not offered";
pub const SWITCHES_LEAD: &str = "Every plan can be changed to every other one, unless you tick the way. Your broker may still turn a \
                                 change down.";

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

pub const BROKER: &str = "Broker";
pub const BROKER_LEAD: &str =
    "What customers and the platform may expect of its answers. Without a tick: nothing out of the ordinary.";
pub const ASYNC: &str = "Creating an instance takes a while";
pub const ASYNC_HELP: &str =
    "Customers read it beforehand. Whether it is waited for is told by the broker’s answer, 202 or not.";
pub const ASYNC_END: &str = "Deleting an instance takes a while";
pub const ASYNC_END_HELP: &str = "Customers read it beforehand; here too the broker’s answer decides.";
pub const CONTEXT: &str = "The broker takes changes of the context alone";
pub const CONTEXT_HELP: &str = "Written into the definitions; brokers understand it from version 2.15 on.";
pub const REQUIRES: &str = "Permissions that the service requires";
pub const REQUIRES_HELP: &str = "This platform gives none of them: a service that requires one cannot be published.";

pub const SLA: &str = "Service level";
pub const SLA_LEAD: &str = "What customers may expect. The details page shows what you fill in.";
pub const SLA_TERMS: &str = "Service level agreement";
pub const SLA_TERMS_HELP: &str = "The address of the agreement, or what it is called.";
pub const TENANCY_HELP: &str = "Whether customers share what the service runs on.";
pub const NOT_SAID: &str = "Not said";
pub const SLA_PROVISIONING: &str = "Provisioning level";
pub const SLA_RESPONSIVENESS: &str = "Responsiveness level";
pub const PERCENT: &str = "In percent, for example 99.95.";
pub const SLA_RECOVERY: &str = "There is disaster recovery";
pub const SLA_IS_RECOVERED_HELP: &str = "The details page says so, with what you write below.";
pub const SLA_RECOVERY_HELP: &str = "What is recovered, and how soon.";

pub const COMPLIANCE: &str = "Certifications";
pub const COMPLIANCE_LEAD: &str =
    "Standards that the service meets, one a row. The details page lists them in this order.";
pub const ADD_CERTIFICATION: &str = "Add certification";

pub const AUDIENCE: &str = "Visibility";
pub const ONLY_FOR: &str = "Who may see it once it is public";
pub const ONLY_FOR_HELP: &str = "Invited accounts see it in any case, and accounts that are kept out never do. The \
                                 operator says which accounts are its own.";
pub const EVERYBODY: &str = "Everybody";
pub const NOT_EXTENDABLE: &str = "After the release, nobody is added to the invited accounts";
pub const NOT_EXTENDABLE_HELP: &str = "Until then accounts are invited as usual, and whoever is on the list stays there. \
                                       Whether it holds is told by what is released.";

pub const fn only_for(only: OnlyFor) -> &'static str {
    match only {
        OnlyFor::Internal => "Only the operator’s own accounts",
        OnlyFor::External => "All but the operator’s own accounts",
    }
}

/// "From Lite to Standard".
pub fn switch(from: &str, to: &str) -> String {
    format!("From {from} to {to}")
}

/// "2 not offered".
pub fn barred(count: usize) -> String {
    if count == 0 { "all are offered".to_owned() } else { format!("{count} not offered") }
}

pub fn certification(row: usize) -> String {
    format!("Certification {}", row + 1)
}

pub fn remove_certification(row: usize) -> String {
    format!("Remove certification {}", row + 1)
}
