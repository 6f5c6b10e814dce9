//! Words of the Summary page.

use super::plural;

pub const ACCOUNT: &str = "Account";
pub const CREATED: &str = "Added";
pub const BROKER: &str = "Broker";
pub const DOCUMENTATION: &str = "Documentation";
pub const FACTS: &str = "Facts";
pub const GUID: &str = "Service GUID";
pub const NAME: &str = "Service name";
pub const NAME_NOTE: &str =
    "The service name and its GUID are permanent: brokers and customers’ deployments refer to them.";
pub const PAGES: &str = "Pages";
pub const PEOPLE: &str = "People behind the offering";
pub const PLAN: &str = "What is planned";
pub const PLAN_LEAD: &str = "For the operator only; customers never see it.";
pub const READ_ONLY: &str = "You can look, but not change";
pub const SAVE: &str = "Save summary";
pub const STAGE: &str = "Stage";

pub const CONTACT_NAME: &str = "Contact’s name";
pub const CONTACT_NAME_HELP: &str = "Who answers the operator’s questions about this offering.";
pub const CONTACT_EMAIL: &str = "Contact’s e-mail address";
pub const CONTACT_EMAIL_HELP: &str = "Messages about reviews and releases go there.";
pub const SUPPORT_CONTACT: &str = "Support contact";
pub const SUPPORT_CONTACT_HELP: &str =
    "How the operator’s support desk reaches yours: an e-mail address, a number or a page.";
pub const DESCRIPTION: &str = "Internal description";
pub const DESCRIPTION_HELP: &str = "What the service does, in your own words.";
pub const TARGET_DATE: &str = "Target date";
pub const TARGET_DATE_HELP: &str = "When you want it to be public, for example 2026-09-01.";

pub const ALL_COMPLETE: &str = "Everything that this page needs is there.";
pub const MINIMUM_MET: &str = "The minimum is met.";
pub const MISSING: &str = "Missing:";
pub const REVIEW_BEFORE: &str = "It can be requested when everything above is complete.";
pub const REVIEW_OPEN: &str = "The request is with the reviewer.";
pub const REVIEW_DONE: &str = "The review is done.";

/// What a page lacks: `missing` names its empty fields, `others` counts the errors beside them.
pub fn lacks(missing: &[String], others: usize) -> String {
    const SHOWN: usize = 3;
    let names = match missing.len() {
        0 => String::new(),
        count if count <= SHOWN => format!("Missing: {}.", missing.join(", ")),
        count => format!("Missing: {} and {} more.", missing[..SHOWN].join(", "), count - SHOWN),
    };
    match (names.is_empty(), others) {
        (true, 0) => MINIMUM_MET.to_owned(),
        (false, 0) => names,
        (true, others) => format!("{} to fix.", plural(others, "error")),
        (false, others) => format!("{names} {} to fix besides.", plural(others, "error")),
    }
}

pub fn errors_to_fix(count: usize) -> String {
    format!("{} to fix below.", plural(count, "error"))
}

/// The answer that was given when the resource was made.
pub const fn broker_ready(is_ready: bool) -> &'static str {
    if is_ready { "Ran before the service was defined here" } else { "To be built from the definitions" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_lacks_is_named_up_to_three_and_counted_beyond() {
        let fields: Vec<String> = ["icon", "category", "terms URL", "tag list"].map(str::to_owned).to_vec();
        assert_eq!(lacks(&[], 0), "The minimum is met.");
        assert_eq!(lacks(&fields[..2], 0), "Missing: icon, category.");
        assert_eq!(lacks(&fields, 0), "Missing: icon, category, terms URL and 1 more.");
        assert_eq!(lacks(&fields[..1], 2), "Missing: icon. 2 errors to fix besides.");
        assert_eq!(lacks(&[], 1), "1 error to fix.");
    }
}
