//! Words of the members of an account: for its people, and for the operator.

pub const TITLE: &str = "Members";
pub const SUB: &str = "People who work in this account. A change takes effect with the person’s next request.";
pub const NAME: &str = "Name";
pub const ROLE: &str = "Role";
pub const STATE: &str = "State";
pub const ACTIONS: &str = "Actions";
pub const YOU: &str = "You";

pub const MANAGE: &str = "Manage";
pub const CHANGE_ROLE: &str = "Change role";
pub const NEW_LINK: &str = "New set-up link";
pub const NEW_LINK_NOTE: &str = "For somebody whose link is lost or too old. The one before stops working.";
pub const REMOVE: &str = "Remove from the account";
pub const REMOVE_NOTE: &str = "What they did here stays. They can be added again at any time.";
pub const LEAVE: &str = "Leave the account";
pub const LEAVE_NOTE: &str = "Only another administrator of the account can let you in again.";

pub const ADD: &str = "Add a member";
pub const ADD_LEAD: &str = "Somebody who is known to this console is in at once. Somebody new gets a set-up link, which you hand over: \
                            it is shown once, on the next page.";
pub const ADD_NOW: &str = "Add member";
pub const EMAIL: &str = "E-mail address";
pub const EMAIL_HELP: &str = "With this address they sign in.";
pub const PERSON: &str = "Name";
pub const PERSON_HELP: &str = "As others see it. Whoever is known here keeps the name they have.";
pub const NO_ROLE: &str = "Choose a role";
