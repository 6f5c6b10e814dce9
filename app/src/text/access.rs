//! Words of the page Access management, and of the page that shows fresh secrets.

use slipway_domain::access::{ApiKeyFact, KeyLife, KeyLifetime};
use slipway_domain::moment::Moment;
use slipway_domain::view::{FreshSecret, FreshSecrets};

pub const COMPLETE: &str = "Your service can sign in, and so can its customers.";
pub const NOT_REGISTERED: &str =
    "The service name is not registered yet. It is registered by the first save of a complete";
pub const LISTING_PAGE: &str = "listing page";
pub const NOT_STARTED: &str = "Enable it to give your service an identity.";

pub const EMPTY_TITLE: &str = "Access management is not enabled";
pub const EMPTY_WHY: &str = "Enabling it makes what your service signs in with, and what your dashboard signs customers in \
                             with. Both secrets are shown once, right after this.";
pub const ENABLE: &str = "Enable access management";

/// What is made, in three steps.
pub const MADE: [(&str, &str); 3] = [
    ("Service ID and API key", "Your broker and your usage automation sign in with them."),
    ("Client ID and secret", "Your dashboard signs customers in with them; the client ID is the service name."),
    ("Redirect URIs", "You add them afterwards; the client is usable once they are in force."),
];

pub const STATUS: &str = "Status";
pub const YES: &str = "Done";
pub const NO: &str = "Missing";
pub const FLAG_REGISTERED: &str = "Service name is registered";
pub const FLAG_SERVICE_ID: &str = "Service ID exists";
pub const FLAG_POLICY: &str = "Policy of the service ID exists";
pub const FLAG_KEY: &str = "API key is issued";
pub const FLAG_CLIENT: &str = "Client is enabled with what is saved";
pub const FLAG_REDIRECT: &str = "Redirect URI is set";

pub const IDENTITY: &str = "Service identity";
pub const IDENTITY_LEAD: &str = "The machine identity of your service. Its API keys are kept as hashes: a lost key is \
                                 revoked and replaced. A key may have an end, and this page warns of it 14 days \
                                 before.";
pub const SERVICE_ID: &str = "Service ID";
pub const POLICY: &str = "May";
pub const API_KEYS: &str = "API keys";
pub const KEY: &str = "Key";
pub const CREATED: &str = "Created";
pub const CREATED_BY: &str = "By";
pub const LAST_USED: &str = "Last used";
pub const NEVER: &str = "Never";
pub const ENDS: &str = "Ends";
pub const ENDS_AFTER: &str = "Ends after";
pub const ACTIONS: &str = "Actions";
pub const REVOKE: &str = "Revoke";
pub const REVOKE_SURE: &str = "Whatever signs in with this key stops working at once. This cannot be undone.";
pub const REVOKE_NOW: &str = "Revoke this key";
pub const CREATE_FIRST_KEY: &str = "Create API key";
pub const CREATE_KEY: &str = "Create another API key";

pub const CLIENT: &str = "Client";
pub const CLIENT_LEAD: &str = "Your dashboard sends customers to sign in as this client.";
pub const CLIENT_ID: &str = "Client ID";
pub const CLIENT_STATE: &str = "State";
pub const CLIENT_SECRET: &str = "Client secret";
pub const ENABLED: &str = "Enabled";
pub const INCOMPLETE: &str = "Incomplete";
pub const NOT_IN_FORCE: &str = "Changes not in force";
pub const SET: &str = "set";
pub const NOT_SET: &str = "Not set";
pub const REPLACE: &str = "Replace secret";
pub const REPLACE_SURE: &str = "The old secret stops working at once: customers cannot sign in to your dashboard until it \
                                knows the new one.";
pub const REPLACE_NOW: &str = "Make a new client secret";
pub const UPDATE: &str = "Update client ID";
pub const UPDATE_LEAD: &str = "Puts the saved redirect URIs in force and enables the client.";
pub const UPDATE_LEAD_HANDED_IN: &str = "Puts the redirect URIs in force that were handed in for the release. Those of your draft \
                                          follow once they are public.";
pub const UPDATE_LEAD_PUBLISHED: &str = "Puts the redirect URIs in force that are public. Those of your draft follow once they are \
                                          published with the next version.";
pub const PUBLISHED_URIS_NOT_READY: &str = "The redirect URIs that are public are missing or have an error. Save the right ones and \
                                             publish them with the next version.";
pub const NO_URI: &str = "Add a redirect URI and save it first.";
pub const WRONG_URI: &str = "A redirect URI has an error. Mend it and save it first.";

pub const REDIRECTS: &str = "Redirect URIs";
pub const REDIRECTS_LEAD: &str = "The callback addresses of your dashboard, at most 20. They are compared byte for byte: \
                                  https, without wildcard and fragment; http is accepted for localhost, for tests.";
pub const ADD_URI: &str = "Add redirect URI";
pub const NO_URIS: &str = "There is none yet.";
pub const PLACEHOLDER: &str = "https://dashboard.example/callback";

pub const POLICY_EDITOR: &str = "In the policy editor";
pub const POLICY_EDITOR_LEAD: &str = "For an editor in which customers give their people access to your service. This \
                                      console has none yet. From this name to the calling services, all is checked, \
                                      reviewed and kept with the definition; no customer reads it, and nobody is let \
                                      in or kept out by it.";
pub const NAME: &str = "Name";
pub const NAME_HELP: &str = "Empty it to take over the display name of the listing.";
pub const DESCRIPTION: &str = "Description";
pub const DESCRIPTION_HELP: &str = "Empty it to take over the short description of the listing.";
pub const ROLES: &str = "Roles";
pub const ROLES_LEAD: &str = "The roles that customers can give. Save before you map a new one to an action.";
pub const ADD_ROLE: &str = "Add a role of your own";
pub const ROLE_HELP: &str = "A capital letter, then letters and digits. It needs an action below.";
pub const ACTIONS_TITLE: &str = "Actions";
pub const ACTIONS_LEAD: &str = "The permissions that your code asks for, at most 100, each included in a role. Every service has the one \
                                that opens its dashboard.";
pub const ADD_ACTION: &str = "Add action";
pub const ACTION_ID: &str = "Id";
pub const ACTION_ID_HELP: &str = "Service name, object and verb, with points between them.";
pub const ACTION_NAME: &str = "Name";
pub const ACTION_NAME_HELP: &str = "What it allows, in a few words.";
pub const ACTION_DESCRIPTION: &str = "Description";
pub const ACTION_DESCRIPTION_HELP: &str = "Optional: one line more.";
pub const ACTION_ROLES: &str = "Included in";
pub const HIDDEN: &str = "Hidden";
pub const HIDDEN_HELP: &str = "A policy editor leaves it out.";

pub const ATTRIBUTES_TITLE: &str = "Policy targets";
pub const ATTRIBUTES_LEAD: &str =
    "What customers can narrow a policy to. Without any, accounts, instances and regions are.";
pub const ADD_ATTRIBUTE: &str = "Add policy target";
pub const CHOOSE_ATTRIBUTE: &str = "Choose a target";
pub const ATTRIBUTE_KEY: &str = "Target";
pub const ATTRIBUTE_INPUT: &str = "Asked for as";
pub const ATTRIBUTE_OPERATORS: &str = "Compared by";
pub const SUBJECTS_TITLE: &str = "Calling services";
pub const SUBJECTS_LEAD: &str =
    "Other services that customers can give access to their instances. Usually there is none.";
pub const ADD_SUBJECT: &str = "Add service";
pub const SUBJECT_HELP: &str = "Its programmatic name.";
pub const SUBJECT_KIND_HELP: &str = "Optional: only resources of this type.";

pub const OWNERS: &str = "Owners of the client";
pub const OWNERS_LEAD: &str =
    "They alone edit the client: its redirect URIs, its secret and who owns it. So does the account's administrator.";
pub const NOT_AN_OWNER: &str = "Only owners of the client edit it, and the administrator of the account.";
pub const OWNER_CREATOR: &str = "enabled access management and stays an owner";
pub const NEW_OWNER: &str = "Person";
pub const ADD_OWNER: &str = "Make an owner";

/// "Take Kim Osei from the owners".
pub fn remove_owner(name: &str) -> String {
    format!("Take {name} from the owners")
}

pub const SECRETS_TITLE: &str = "Your new secrets";
pub const ONCE_WHY: &str = "Only hashes are kept. When you leave or reload this page, nobody can show these again, the \
                            operator included. Copy each into the secret store of your service now: one click selects all of it. Or take them \
                            along as a file, and delete it once they are stored.";
pub const NOT_KEPT: &str = "Not kept here.";
pub const API_KEY: &str = "API key";
pub const NOTHING_WHY: &str = "A secret is shown once, to the person who made it, right after it was made. If you have lost \
                               one, make a new one: revoke the API key and create another, or replace the client secret.";
pub const BACK: &str = "To access management";

/// "To complete this page: 2 to fix."
pub fn to_fix(errors: usize) -> String {
    format!("{errors} to fix before the release; some of it is not needed for limited visibility.")
}

/// What the service ID may do.
pub fn policy(policy: &[String]) -> String {
    let words: Vec<&str> = policy
        .iter()
        .map(|may| match may.as_str() {
            "platform.authorization.check" => "ask whether somebody may use your service",
            "platform.usage.submit" => "submit the usage of your service",
            other => other,
        })
        .collect();
    if words.is_empty() {
        "Nothing yet.".to_owned()
    } else {
        format!("{}.", super::sentence_case(&words.join(" and ")))
    }
}

/// "Viewer, Operator, Editor and Administrator belong to every service."
pub fn platform_roles(roles: &[&str; 4]) -> String {
    let [first, second, third, last] = roles;
    format!("{first}, {second}, {third} and {last} belong to every service.")
}

pub fn role(row: usize) -> String {
    format!("Role {}", row + 1)
}

pub fn remove_role(row: usize) -> String {
    format!("Remove role {}", row + 1)
}

pub fn action(row: usize) -> String {
    format!("Action {}", row + 1)
}

pub fn action_roles(row: usize) -> String {
    format!("Roles that include action {}", row + 1)
}

pub fn remove_action(row: usize) -> String {
    format!("Remove action {}", row + 1)
}

pub fn attribute(row: usize) -> String {
    format!("Policy target {}", row + 1)
}

pub fn attribute_operators(row: usize) -> String {
    format!("Operators of policy target {}", row + 1)
}

pub fn remove_attribute(row: usize) -> String {
    format!("Remove policy target {}", row + 1)
}

pub fn attribute_input(input: &str) -> &'static str {
    if input == "selector" { "A list to choose from" } else { "Text" }
}

pub fn subject(row: usize) -> String {
    format!("Service {}", row + 1)
}

pub fn subject_kind(row: usize) -> String {
    format!("Resource type {}", row + 1)
}

pub fn remove_subject(row: usize) -> String {
    format!("Remove service {}", row + 1)
}

/// The label of one row.
pub fn uri(row: usize) -> String {
    format!("Redirect URI {}", row + 1)
}

pub fn remove_uri(row: usize) -> String {
    format!("Remove redirect URI {}", row + 1)
}

pub fn keys(count: usize) -> String {
    match count {
        0 => "There is none.".to_owned(),
        1 => "One key is valid.".to_owned(),
        count => format!("{count} keys are valid."),
    }
}

/// When a key ends, or that it has ended.
pub fn end(key: &ApiKeyFact) -> String {
    let at = key.expires_at.map(Moment::long);
    match (at, key.life) {
        (None, _) => "No end".to_owned(),
        (Some(at), KeyLife::Ended) => format!("Ended on {at}"),
        (Some(at), KeyLife::Untold | KeyLife::Valid | KeyLife::Ending) => at,
    }
}

pub const fn lifetime(lifetime: KeyLifetime) -> &'static str {
    match lifetime {
        KeyLifetime::Endless => "No end",
        KeyLifetime::Days30 => "30 days",
        KeyLifetime::Days90 => "90 days",
        KeyLifetime::Days180 => "180 days",
        KeyLifetime::Year => "A year",
    }
}

/// What a fresh secret is called.
pub fn secret(label: &str) -> &'static str {
    if label == "client_secret" { CLIENT_SECRET } else { API_KEY }
}

/// What the file with fresh secrets of `offering` is called.
pub fn secrets_file(offering: &str) -> String {
    format!("{offering}-secrets.txt")
}

/// Fresh secrets as a file: whose they are, then a line for each.
pub fn secrets_text(fresh: &FreshSecrets) -> String {
    let lines = fresh.secrets.iter().map(|FreshSecret { label, value }| format!("{}: {value}\n", secret(label)));
    core::iter::once(format!("{}\n", fresh.offering)).chain(lines).collect()
}
