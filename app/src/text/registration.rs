//! Words of the operator's pages about registrations.

use super::plural;

pub const TITLE: &str = "Registrations";
pub const CAPTION: &str = "Provider accounts";
pub const ACCOUNT: &str = "Account";
pub const CONTACT: &str = "Contact";
pub const STATE: &str = "State";
pub const SINCE: &str = "Submitted";
pub const NEVER: &str = "–";
pub const NONE_TITLE: &str = "No provider account yet";
pub const NONE: &str =
    "Companies appear here as soon as they have an account. Accounts are added on the command line of the server.";
pub const NO_OPEN: &str = "No registration waits for you.";

pub const DECISION: &str = "Decision";
pub const APPROVE: &str = "Approve";
pub const RETURN: &str = "Return";
pub const REJECT: &str = "Reject";
pub const REASON: &str = "Reason";
pub const REASON_HELP: &str = "Needed to return or reject. Say what is wrong and what would be right.";
pub const PROVIDER_READS: &str = "The provider reads this.";
pub const REJECT_SURE: &str = "A rejected registration cannot be handed in again.";
pub const REJECT_NOW: &str = "Reject for good";
pub const FORM: &str = "What was handed in";
pub const NOT_READY: &str = "What the rules say";
pub const FINE: &str = "The form follows all rules.";

pub fn waiting(count: usize) -> String {
    match count {
        0 => NO_OPEN.to_owned(),
        1 => "1 registration waits for a decision.".to_owned(),
        count => format!("{count} registrations wait for a decision."),
    }
}

pub fn errors(count: usize) -> String {
    format!("{} in the form.", plural(count, "error"))
}
