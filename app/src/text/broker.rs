//! Words of the broker page: its form, the outcome of the last call, and the comparison with the console.

use slipway_domain::broker::BrokerState;
use slipway_domain::parity::Differences;

pub mod dry_run;
pub mod failure;
pub mod incident;
pub mod parity;
pub mod violation;

pub const NEW: &str = "New broker";
pub const UNNAMED: &str = "Unnamed broker";
pub const FORM: &str = "Broker";
pub const FORM_LEAD: &str = "Where the platform calls your service. Saving a change means registering the broker anew.";
pub const FORM_LEAD_FROZEN: &str = "The definition stands still: it was handed in as it is. New credentials are taken at any time; register the broker \
                                    anew after that.";
pub const NAME: &str = "Name";
pub const NAME_HELP: &str = "Tells it from the other brokers of your account.";
pub const URL: &str = "URL";
pub const URL_HELP: &str = "The base path, without /v2. A change drops the saved password, so that nobody can send it elsewhere: \
                            type the password again.";
pub const URL_LAB: &str = "Lab mode: http and private hosts are allowed here.";
pub const VERSION: &str = "API version";
pub const VERSION_HELP: &str = "Sent with every call.";
pub const NO_VERSION: &str = "Choose a version";
pub const PROVISION: &str = "Instances are made";
pub const PROVISION_HELP: &str =
    "Only “through the broker” works yet; the other choice is kept, and the broker cannot be registered with it.";
pub const SWITCHES: &str = "What the broker wants differently";
pub const ID_FORMAT: &str = "Ids of instances and bindings";
pub const ID_FORMAT_HELP: &str = "For new ones; those that are there keep their ids. Choose GUIDs if the broker answers 404 to an id with encoded \
                                  slashes, or cannot keep a long one.";
pub const LEGACY_IDS: &str = "Legacy ids";
pub const LEGACY_IDS_HELP: &str = "Some brokers refuse every instance without organization_guid and space_guid. Both are then the customer’s account.";
pub const EXTENSION: &str = "Path of the enable/disable extension";
pub const EXTENSION_HELP: &str =
    "What stands before /service_instances in the calls that disable and enable an instance, from the base URL on.";
pub const SYNC_TIMEOUT: &str = "Seconds for one answer";
pub const SYNC_TIMEOUT_HELP: &str = "From 5 to 60. After that the platform goes on as if nothing had been answered, and cleans up what may have been \
                                     made.";
pub const MAX_POLL: &str = "Seconds for an operation";
pub const MAX_POLL_HELP: &str = "From 60 to 604800, which is a week. An operation that has not ended by then counts as failed. A plan can shorten the \
                                 time from version 2.15 on.";
pub const REGION: &str = "Region";
pub const REGION_HELP: &str = "Where the broker runs. Reviewers read it; deployments say where instances run.";
pub const NO_REGION: &str = "It does not say";
pub const GROUP: &str = "Resource group";
pub const GROUP_HELP: &str = "The group of your account to which the broker belongs.";
pub const POLL_INTERVAL: &str = "Seconds between two questions";
pub const POLL_INTERVAL_HELP: &str =
    "From 1 to 1200. How often the platform asks how an operation goes, unless the broker answers with Retry-After.";
pub const SIGNS_IN: &str = "How the platform signs in";
pub const AUTH_SCHEME: &str = "Authentication";
pub const AUTH_SCHEME_HELP: &str =
    "With bearer-crn no password is stored: the broker checks who signed the token, and for whom.";
pub const USERNAME: &str = "User name";
pub const USERNAME_HELP: &str =
    "With basic: what the broker checks. With bearer: “apikey” beside an API key, and nothing beside a token.";
pub const PASSWORD: &str = "Password";
pub const SECRET: &str = "Password, token or API key";
pub const PASSWORD_NEW: &str = "It is sealed and never shown again. An API key of this console earns tokens for the calls, and is sent \
                                nowhere itself.";
pub const NO_SECRET: &str = "There is nothing to type. With every call the platform sends a token that it has signed itself, made out to the \
                             address of the broker, and the broker checks it with the public keys of this console. To sign in \
                             otherwise, choose that and save: what it needs is asked for then.";
pub const CALLS_AS: &str = "The platform calls as";
pub const PASSWORD_SET: &str = "One is set. Leave this empty to keep it.";
pub const TRUST: &str = "Whom the platform trusts";
pub const TRUST_LEAD: &str = "The broker’s certificate is always checked. Public authorities are trusted already.";
pub const CA: &str = "Certificate authority";
pub const CA_HELP: &str = "Of your own: one to four certificates in PEM form, and never a private key. They are trusted for this \
                           broker alone. Another authority drops the saved password, because somebody else could answer under it: \
                           type the password again.";
pub const OWN_CA: &str = "of its own, beside the public ones";
pub const UNSEEN: &str = "a line break, a tab or the like";
pub const NO_PASSWORD: &str = "not set";
pub const NEEDS_NONE: &str = "none is needed";
pub const IS_SET: &str = "set";
pub const USER: &str = "User";
pub const READY: &str = "Your broker runs already";
pub const READY_TEXT: &str = "Save its address here, then register it: the platform fetches its catalog and shows it value by value beside \
                              what the console has, as a preview of what to take over. Nothing is taken over by itself: the broker \
                              stays unregistered until both sides agree.";

pub const TRY: &str = "Try without saving";
pub const REGISTER: &str = "Register broker";
pub const CHECK_AGAIN: &str = "Check again";
pub const INCOMPLETE: &str = "Complete and save the form first.";
pub const EDIT: &str = "Edit";
pub const REMOVE: &str = "Remove";
pub const REMOVE_SURE: &str = "The platform no longer calls it. Its name can be used again by another broker.";
pub const REMOVE_NOW: &str = "Remove this broker";
pub const IN_USE: &str = "Catalog deployments use it. Withdraw them first.";
pub const INSTANCES: &str = "Instances of customers";
pub const READ_ONLY: &str = "You can look at this broker.";

pub const NOT_REGISTERED: &str = "Not registered yet";
pub const REGISTERED: &str = "Registered, checked";
pub const CHANGED: &str = "Changed since it was checked";
pub const FAILED: &str = "Did not answer as needed";
pub const LAST_CALL: &str = "Last call";
pub const NEVER: &str = "never";
pub const PARITY: &str = "Parity";
pub const FINGERPRINT: &str = "SHA-256";

pub const AGREES: &str = "Broker and console agree";
pub const AGREES_TEXT: &str =
    "The broker is registered. It is compared again on publishing and on every request for release.";
pub const CONTRADICTS: &str = "Broker and console contradict each other";
pub const CONTRADICTS_TEXT: &str = "The broker answered, but the errors below block registering and publishing. Settle them on the \
                                    side that is wrong, then check again.";
pub const RUNNING: &str = "The broker is being called";
pub const RUNNING_TEXT: &str =
    "It has not answered yet. Reload this page in a moment: the answer is recorded, also if you go away.";
pub const NO_ANSWER: &str = "No answer was recorded";
pub const NO_ANSWER_TEXT: &str = "The console was stopped in the middle of its last call, so nobody here knows what the broker answered. \
                                  Check again.";
pub const IDENTITY: &str = "Its request identity, as in the broker’s log:";
pub const BROKER_SAYS: &str = "The broker says:";
pub const OLDER_CATALOG: &str = "Below is the last catalog that could be read.";

pub const NODE_SERVICE: &str = "Service";
pub const NODE_PLAN: &str = "Plan";

pub const RAW: &str = "Raw answer";
pub const RAW_SUMMARY: &str = "What the broker sent, at most the first 64 KiB";

/// One of `AUTH_SCHEMES`.
/// Why a broker stays.
pub fn has_instances(count: u32) -> String {
    let (things, are) = if count == 1 { ("instance", "it is") } else { ("instances", "they are") };
    format!("Customers have {count} {things} through this broker. It can be removed when {are} gone.")
}

pub fn auth_scheme(scheme: &str) -> &'static str {
    match scheme {
        "bearer" => "bearer: a token, or one that an API key earns",
        "bearer-crn" => "bearer-crn: a token that the platform signs",
        _ => "basic: user name and password",
    }
}

/// One of `ID_FORMATS`.
pub fn id_format(format: &str) -> &'static str {
    if format == "guid" { "GUID: 36 characters" } else { "CRN: the platform’s own name of the instance" }
}

/// One of `LEGACY_IDS`.
pub fn legacy_ids(answer: &str) -> &'static str {
    if answer == "yes" { "Send organization_guid and space_guid as well" } else { "Do not send them" }
}

/// One of `PROVISION_TYPES`.
pub fn provision_type(provision: &str) -> &'static str {
    if provision == "provision_behind" {
        "behind the platform: by you, and only recorded here (not yet)"
    } else {
        "through the broker, by the platform"
    }
}

/// What the broker is called where a name is needed.
pub fn named(name: &str) -> &str {
    let name = name.trim();
    if name.is_empty() { UNNAMED } else { name }
}

/// The length of a password that was not even read to its end.
pub fn over(limit: usize) -> String {
    format!("more than {limit}")
}

/// What follows from where the broker stands. `failed`: whether its last call failed; `None`: it was never called.
pub const fn stands(state: BrokerState, failed: Option<bool>, found: Option<Differences>) -> &'static str {
    match (failed, found) {
        (None, _) => {
            "The platform has never asked it. Register it: its catalog is read and compared with the definition."
        }
        (Some(true), _) => {
            "The platform did not get what it needs from its last call, so nothing can be published with it."
        }
        (Some(false), Some(Differences { errors: 1.., .. })) => {
            "It answers, but differs from the definition, so nothing can be published with it."
        }
        (Some(false), Some(found)) if matches!(state, BrokerState::Registered) => {
            if found.warnings > 0 {
                "It is reachable and in parity with the definition, apart from warnings below."
            } else {
                "It is reachable and in parity with the definition."
            }
        }
        _ => "Its form was saved since its last call. Register it anew, so that the platform knows it as it is.",
    }
}

/// "1 error, 2 warnings".
pub fn parity(found: Differences) -> String {
    match (found.errors, found.warnings) {
        (0, 0) => "No contradictions".to_owned(),
        (0, warnings) => counted(warnings, "warning"),
        (errors, 0) => counted(errors, "error"),
        (errors, warnings) => format!("{}, {}", counted(errors, "error"), counted(warnings, "warning")),
    }
}

fn counted(number: u32, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// The beginning of a text from outside: nothing that a broker sends makes a page grow without end.
pub fn cut(text: &str) -> String {
    const LONGEST: usize = 400;
    let mut shown: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

/// The part of a fingerprint that people compare.
pub fn fingerprint(sha256: &str) -> String {
    sha256.chars().take(12).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broker_is_asked_and_agrees_or_says_why_not() {
        let found = |errors, warnings| Some(Differences { errors, warnings });
        let registered = |failed, found| stands(BrokerState::Registered, failed, found);
        assert!(stands(BrokerState::Unregistered, None, None).contains("never asked"));
        assert!(registered(Some(false), found(0, 0)).ends_with("in parity with the definition."));
        assert!(registered(Some(false), found(0, 2)).contains("apart from warnings"));
        assert!(registered(Some(false), found(1, 0)).contains("differs from the definition"));
        assert!(stands(BrokerState::Unreachable, Some(true), found(0, 0)).contains("did not get what it needs"));
        assert!(stands(BrokerState::Unregistered, Some(false), found(0, 0)).contains("saved since"));
    }
}
