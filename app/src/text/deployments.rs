//! Words of the page Deployments: brokers, catalog deployments, who sees the offering, and publishing it.

use slipway_domain::deployment::{DeploymentOptions, DeploymentState};
use slipway_domain::page::PageStatus;

use super::plural;
use super::pricing::location;

pub const COMPLETE: &str = "Everything that limited visibility needs from this page is here.";
pub const NOT_STARTED: &str = "Limited visibility needs a registered broker and a catalog deployment.";
pub const TABS: &str = "Deployments";
pub const BROKERS: &str = "Brokers";
pub const DEPLOYMENTS: &str = "Catalog deployments";
pub const VISIBILITY: &str = "Visibility";
pub const ERRORS: &str = "missing conditions";

pub const MANAGE: &str = "Manage";
pub const DOWNLOAD: &str = "Download definitions";
pub const DOWNLOAD_NOTE: &str = "catalog.json";
pub const DOWNLOAD_UNWRAPPED: &str = "Download the service without its list";
pub const DOWNLOADED: &str = "Last downloaded";
pub const OUTDATED: &str = "The definition has changed since.";
pub const ADD_BROKER: &str = "Add broker";

pub const NO_BROKERS: &str = "No brokers yet";
pub const NO_BROKERS_WHY: &str = "The broker is your side: the platform calls it to create, bind and delete instances. One broker may \
                                  serve every location, or each location has its own.";
pub const BROKER_STEPS: [(&str, &str); 3] = [
    ("Download definitions", "They hold the ids and names that your broker has to answer with."),
    ("Add the broker", "Its URL, and the user name and password that it checks."),
    ("Register it", "The platform reads its catalog and compares it with what you defined."),
];

pub const PLAN: &str = "Plan";
pub const LOCATION: &str = "Location";
pub const BROKER: &str = "Broker";
pub const STATE: &str = "State";
pub const ACTIONS: &str = "Actions";
pub const SUB: &str = "One line for each plan, location and broker.";
pub const NO_DEPLOYMENTS: &str = "No catalog deployments yet";
pub const NO_DEPLOYMENTS_WHY: &str =
    "A catalog deployment says which plan is offered in which location, and which broker serves it.";
pub const TARGET_CRN: &str = "Target CRN";
pub const WITHDRAW: &str = "Withdraw";
pub const WITHDRAW_SURE: &str = "The plan is no longer offered in this location: the catalog stops showing it at once.";
pub const WITHDRAW_NOW: &str = "Withdraw this deployment";
pub const NO_NEW_INSTANCES: &str = "Takes no new instances";
pub const GONE: &str = "removed";

pub const OPTIONS: &str = "Options";
pub const OPTIONS_LEAD: &str =
    "What is otherwise here than for the rest of the service. Customers see it with the next publication.";
pub const REGION: &str = "Pricing region";
pub const REGION_HELP: &str = "The location as which the deployment is priced.";
pub const OWN_REGION: &str = "Its own location";
pub const REGIONS: &str = "Regions";
pub const REGIONS_HELP: &str = "Where instances of this global deployment run. Customers read it beside the location.";
pub const PARAMETERS: &str = "Parameters of its own, as JSON";
pub const PARAMETERS_HELP: &str = "A list as on the Settings page. The form for a new instance asks for it here instead; [] asks for \
                                   nothing. Left empty, the parameters of the service hold.";
pub const OWN_PARAMETERS: &str = "Parameters of its own";
pub const SAVE_OPTIONS: &str = "Save options";
pub const CLOSE: &str = "Close";

pub const ADD: &str = "Add a deployment";
pub const ADD_LEAD: &str = "A plan can be deployed once in each location in which it is sold.";
pub const ADD_NOW: &str = "Add deployment";
pub const CHOOSE: &str = "Choose one";
pub const NEEDS_BOTH: &str = "Add a plan and register a broker first.";

pub const ALLOWLIST: &str = "Who sees it before the release";
pub const ALLOWLIST_SUB: &str = "With limited visibility, the catalog shows the offering to these accounts alone. After the release \
                                 everybody sees it, unless the Settings say otherwise. An invitation ends with its last day, in UTC; without one it has no end.";
pub const ACCOUNT: &str = "Account";
pub const SINCE: &str = "Since";
pub const OWNER: &str = "owner, always";
pub const OWN: &str = "added, an account of yours";
pub const APPROVED: &str = "approved by the operator";
pub const WAITS: &str = "waits for the operator’s approval";
pub const EXPIRED: &str = "expired";
pub const IS_EXCLUDED: &str = "excluded";
pub const LAST_DAY: &str = "Last day";
pub const NO_LAST_DAY: &str = "no end";
pub const SET_DAY: &str = "Set";
pub const INVITE: &str = "Invite an account";
pub const INVITE_LEAD: &str =
    "An account of your own sees it at once. An account of another company sees it once a reviewer has agreed.";
pub const INVITE_NOW: &str = "Invite";
pub const APPROVE: &str = "Approve";
pub const REMOVE: &str = "Remove";

pub const EXCLUSIONS: &str = "Who never sees it";
pub const EXCLUSIONS_SUB: &str = "To these accounts the catalog shows nothing of the offering, invited or not, before the release and \
                                  after it.";
pub const EXCLUDE: &str = "Exclude an account";
pub const EXCLUDE_LEAD: &str = "An exclusion wins over everything else. Whoever is not signed in sees what is public.";
pub const CALLED_HELP: &str = "Its exact name or its id.";
pub const EXCLUDE_NOW: &str = "Exclude";
pub const READMIT: &str = "Lift";

pub const PUBLISH: &str = "Publish with limited visibility";
pub const PUBLISH_AGAIN: &str = "Publish again";
pub const WHO: &str = "Who will see it";
pub const WHAT: &str = "What will be published";
pub const NOTHING: &str = "Nothing yet: there is no catalog deployment.";
pub const IS_PUBLISHED: &str =
    "It is in the catalog now, as it was published; publishing again shows what differs since.";

/// How far the page is, beside the status; `to_fix` counts the conditions that the gate misses here.
pub fn stands(status: PageStatus, to_fix: usize) -> String {
    match (status, to_fix) {
        (PageStatus::NotStarted, _) => NOT_STARTED.to_owned(),
        (_, 0) => COMPLETE.to_owned(),
        (_, missing) => format!("{} of limited visibility to meet here.", plural(missing, "condition")),
    }
}

/// Below the disabled button.
pub fn missing(conditions: usize) -> String {
    match conditions {
        1 => "Disabled until the missing condition is met.".to_owned(),
        conditions => format!("Disabled until the {conditions} missing conditions are met."),
    }
}

/// "2 deployments of 2 plans in 1 location."
pub fn published(deployments: usize, plans: usize, locations: usize) -> String {
    let counted =
        |number: usize, noun: &str| if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") };
    format!(
        "{} of {} in {}.",
        counted(deployments, "deployment"),
        counted(plans, "plan"),
        counted(locations, "location")
    )
}

/// One deployment in the panel: "Lite in Frankfurt, by northwind-broker".
pub fn deployment(plan: &str, location: &str, broker: &str) -> String {
    format!("{plan} in {location}, served by {broker}")
}

/// The title of the options: "Lite in Frankfurt, options".
pub fn options_of(plan: &str, place: &str) -> String {
    format!("{plan} in {place}, options")
}

/// "Priced as Dallas"; `None` if it is priced where it is.
pub fn priced_as(options: &DeploymentOptions) -> Option<String> {
    let region = options.pricing_region.trim();
    (!region.is_empty()).then(|| format!("Priced as {}", location(region)))
}

/// What is otherwise in a deployment, in one line; empty if nothing is.
pub fn otherwise(options: &DeploymentOptions) -> String {
    let own = options.has_parameters().then(|| OWN_PARAMETERS.to_owned());
    let regions: Vec<&str> = options.regions().map(location).collect();
    let runs_in = (!regions.is_empty()).then(|| format!("Runs in {}", regions.join(", ")));
    priced_as(options).into_iter().chain(runs_in).chain(own).collect::<Vec<_>>().join(". ")
}

pub const fn state(state: DeploymentState) -> &'static str {
    match state {
        DeploymentState::Unpublished => "Unpublished",
        DeploymentState::PublishedLimited => "Limited",
        DeploymentState::PublishedPublic => "Public",
        DeploymentState::Withdrawn => "Withdrawn",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_nobody_began_is_not_told_its_faults() {
        assert_eq!(stands(PageStatus::NotStarted, 5), NOT_STARTED);
        assert_eq!(stands(PageStatus::Incomplete, 1), "1 condition of limited visibility to meet here.");
        assert_eq!(stands(PageStatus::Complete, 0), COMPLETE);
    }

    #[test]
    fn what_is_otherwise_in_a_deployment_is_told_in_one_line() {
        let options = |region: &str, parameters: &str| DeploymentOptions {
            pricing_region: region.to_owned(),
            parameters: parameters.to_owned(),
            ..DeploymentOptions::default()
        };
        assert_eq!(otherwise(&options("", " ")), "");
        assert_eq!(otherwise(&options("us-south", "[]")), "Priced as Dallas. Parameters of its own");
        let deployment_regions = vec!["eu-de".to_owned(), "us-south".to_owned()];
        let global = DeploymentOptions { deployment_regions, ..options("", "") };
        assert_eq!(otherwise(&global), "Runs in Frankfurt, Dallas");
    }

    #[test]
    fn what_will_be_published_is_counted() {
        assert_eq!(published(1, 1, 1), "1 deployment of 1 plan in 1 location.");
        assert_eq!(published(3, 2, 2), "3 deployments of 2 plans in 2 locations.");
    }
}
