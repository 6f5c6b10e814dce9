//! Words of the operator's pages about people.

use slipway_domain::caller::Role;
use slipway_domain::person::PersonState;

pub const TITLE: &str = "People";
pub const CAPTION: &str = "Everybody who can sign in";
pub const PERSON: &str = "Person";
pub const ROLES: &str = "At the operator";
pub const ACCOUNTS: &str = "Accounts";
pub const STATE: &str = "State";
pub const LAST_SIGN_IN: &str = "Last sign-in";
pub const NEVER: &str = "–";
pub const NOTHING: &str = "–";
pub const YOU: &str = "You";

pub const ADD: &str = "Add a person";
pub const ADD_LEAD: &str = "For people of the operator, and for people who are to join accounts later. They get a set-up link, which you hand \
                            over: it is shown once, on the next page.";
pub const ADD_NOW: &str = "Add person";
pub const EMAIL: &str = "E-mail address";
pub const EMAIL_HELP: &str = "With this address they sign in.";
pub const NAME: &str = "Name";
pub const NAME_HELP: &str = "As others see it.";

pub const ROLES_TITLE: &str = "Roles at the operator";
pub const ROLES_SUB: &str = "They count in every account, from the person’s next request on.";
pub const ROLE: &str = "Role";
pub const MEANING: &str = "What it is for";
pub const HELD: &str = "Held";
pub const ACTIONS: &str = "Actions";
pub const YES: &str = "Yes";
pub const NO: &str = "No";
pub const GIVE: &str = "Give";
pub const TAKE: &str = "Take away";

pub const ACCOUNTS_TITLE: &str = "Accounts";
pub const ACCOUNT: &str = "Account";
pub const NO_ACCOUNTS: &str = "Belongs to no account.";
pub const ROLE_THERE: &str = "Role there";

pub const SIGN_IN: &str = "Signing in";
pub const NEW_LINK: &str = "New set-up link";
pub const NEW_LINK_NOTE: &str = "With it they choose a new password, once; links from before stop working, and so do all of their sessions as soon \
                                 as it is used.";
pub const DISABLE: &str = "Disable";
pub const DISABLE_SURE: &str = "They are locked out with their next request, wherever they are signed in. Nothing that they did is lost, and they can be let in again.";
pub const DISABLE_NOW: &str = "Lock this person out";
pub const ENABLE: &str = "Let in again";

pub const SESSIONS: &str = "Sessions";
pub const SESSIONS_SUB: &str = "Browsers in which they are signed in.";
pub const NO_SESSIONS: &str = "Signed in nowhere.";
pub const END_ALL: &str = "End all sessions";
pub const ADDED: &str = "Added";
pub const FACTS: &str = "Facts";

pub fn lead(people: usize, invited: usize) -> String {
    let people = if people == 1 { "1 person".to_owned() } else { format!("{people} people") };
    match invited {
        0 => format!("{people}."),
        1 => format!("{people}, 1 of whom has never signed in."),
        invited => format!("{people}, {invited} of whom have never signed in."),
    }
}

pub const fn meaning(state: PersonState) -> &'static str {
    match state {
        PersonState::Active => "Can sign in.",
        PersonState::Invited => "Has never signed in: the set-up link is still to be used.",
        PersonState::Disabled => "Locked out: no sign-in, no session, no set-up link.",
    }
}

/// What holders of a role at the operator are there for.
pub const fn role_meaning(role: Role) -> &'static str {
    match role {
        Role::Reviewer => "Reviews offerings and registrations",
        Role::Marketing => "Approves announcements",
        Role::Billing => "Approves prices and plans",
        Role::Admin => "Looks after accounts and people, releases offerings",
        Role::Support => "Helps people and changes nothing",
        _ => "Counts in an account only",
    }
}
