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
pub const NONE: &str = "Companies appear here as soon as they have an account. Add the first one below.";
pub const NO_OPEN: &str = "No registration waits for you.";

pub const CONSUMERS: &str = "Consumer accounts";
pub const CONSUMERS_SUB: &str = "They find services in the catalog and need no registration.";
pub const INTERNAL_TITLE: &str = "Whose account it is";
pub const INTERNAL: &str = "It is one of the operator’s own accounts. It sees services that are for these alone, and not \
                            those that are for all others.";
pub const EXTERNAL: &str = "It is none of the operator’s own accounts. Services that are for these alone are not in its \
                            catalog.";
pub const MAKE_INTERNAL: &str = "Mark as one of the operator’s own";
pub const MAKE_EXTERNAL: &str = "Mark as none of the operator’s own";

pub const ADD: &str = "New account";
pub const ADD_LEAD: &str = "Its first administrator adds everybody else. Somebody who is new to this console gets a set-up link, which you hand over: \
                            it is shown once, on the next page.";
pub const ADD_NOW: &str = "Add account";
pub const NAME: &str = "Name";
pub const NAME_HELP: &str = "Of the company, as others see it. No two accounts share one.";
pub const KIND: &str = "Kind of account";
pub const PROVIDER: &str = "Provider";
pub const PROVIDER_NOTE: &str = "Brings services into the catalog, once its registration is approved.";
pub const CONSUMER: &str = "Consumer";
pub const CONSUMER_NOTE: &str = "Finds services in the catalog.";
pub const ADMINISTRATOR_NAME: &str = "Administrator’s name";
pub const ADMINISTRATOR_NAME_HELP: &str = "Whoever is known here keeps the name they have.";
pub const ADMINISTRATOR_EMAIL: &str = "Administrator’s e-mail address";
pub const ADMINISTRATOR_EMAIL_HELP: &str = "With this address they sign in.";

pub const STATEMENT: &str = "Open the statement";

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
