//! Words of the dashboard.

use core::time::Duration;

use slipway_domain::account::Registration;
use slipway_domain::page::Page;
use slipway_domain::review::Waiting;
use slipway_domain::stage::Turn;

use super::{duration, page, plural};

pub const ALL: &str = "All";
pub const ACCOUNT: &str = "Account";
pub const ACCOUNT_FIRST: &str = "Get the account approved";
pub const BOARD: &str = "To the board";
pub const CATALOG: &str = "To the catalog";
pub const CHECKLIST_OF: &str = "Checklist of";
pub const HISTORY: &str = "See the history";
pub const IN_CATALOG: &str = "See it in the catalog";
pub const NEW_RESOURCE: &str = "New Resource";
pub const NO_ACCOUNT_BUTTON: &str = "You are in no account. Offerings belong to the account of a provider.";
pub const CONSUMER_BUTTON: &str = "This is a consumer account. Offerings are made in provider accounts.";
pub const NOBODY: &str = "Nothing to do";
pub const NEXT: &str = "Next";
pub const PAGES: &str = "Pages of the offerings";
pub const PREVIOUS: &str = "Previous";
pub const PUBLISH: &str = "Publish with limited visibility";
pub const READ_CHANGES: &str = "Read what the reviewer asks for";
pub const READY: &str = "ready, nothing is missing";
pub const REQUEST_REVIEW: &str = "Request the review";
pub const AFTER_REVIEW: &str = "after the review";
pub const RESUME: &str = "See what the suspension asks for";
pub const SEE_REQUEST: &str = "See the request";
pub const SHOW: &str = "Show";
pub const SHOW_ALL: &str = "Show all offerings";
pub const TO_THE_ACCOUNT: &str = "Open the registration";
pub const WITH_OPERATOR: &str = "With the operator";
pub const PUBLIC: &str = "Public";
pub const YOUR_TURN: &str = "Your turn";
pub const FOR: &str = "for";

pub const NONE_SHOWN_TITLE: &str = "No offering is in this state";
pub const NONE_SHOWN: &str = "The account has offerings, but none of them belongs under this tab right now.";

pub const NO_ACCOUNT_TITLE: &str = "You are in no account";
pub const OPERATOR_HAS_NONE: &str =
    "Offerings belong to the accounts of providers. As somebody of the operator, you find all of them on the board.";

pub const NEXT_STEPS: [(&str, &str); 3] = [
    ("Define", "Listing, plans and access here; the broker in your own environment, whenever you are ready."),
    ("Publish", "First to your own account and to accounts that you name, so that you can test it."),
    ("Release", "After a review, to everybody. The checklist says at any time what is missing."),
];

pub fn no_account(contact: &str) -> String {
    format!("Offerings belong to the account of a provider. Ask {contact} to add you to your company’s account.")
}

pub fn consumer_title(account: &str) -> String {
    format!("{account} is a consumer account")
}

pub fn consumer(contact: &str) -> String {
    format!(
        "It uses services from the catalog. Offerings belong to provider accounts; ask {contact} if your company wants one."
    )
}

pub fn not_approved_title(account: &str) -> String {
    format!("{account} cannot add offerings yet")
}

/// Why not, by the state of the registration.
pub const fn not_approved(state: Registration) -> &'static str {
    match state {
        Registration::Draft => {
            "The account has to be approved for integrated billing first, and its registration is not handed in."
        }
        Registration::Submitted => "The registration is with the operator, who approves it for integrated billing.",
        Registration::Returned => {
            "The operator returned the registration with a reason. Correct it and hand it in again."
        }
        Registration::Rejected => "The operator rejected the registration. The reason is on the account’s page.",
        Registration::Approved => "The account is approved.",
    }
}

/// "Still missing: the contact’s name, …".
pub fn missing(fields: &[String]) -> String {
    format!("Still missing: {}.", fields.join(", "))
}

pub fn ask(contact: &str) -> String {
    format!("Whom to ask: {contact}.")
}

pub fn empty_title(account: &str) -> String {
    format!("{account} has no offerings")
}

pub fn empty(account: &str) -> String {
    format!("You are in the account {account}. What you add here belongs to it, and everybody in it sees it.")
}

pub fn checklist_rows(done: u16, all: u16) -> String {
    format!("{done} of {all} checklist rows")
}

pub fn fix(errors: usize, on: Page) -> String {
    format!("Fix {} on {}", plural(errors, "error"), page(on))
}

pub fn start(with: Page) -> String {
    format!("Begin with {}", page(with))
}

pub fn meet(conditions: usize, on: Page) -> String {
    format!("Meet {} on {}", plural(conditions, "condition"), page(on))
}

pub fn tick(rows: usize) -> String {
    format!("Tick {} of the checklist", plural(rows, "row"))
}

pub fn look_at(changed: Page) -> String {
    format!("Look at {}", page(changed))
}

pub fn conditions_left(count: usize) -> String {
    format!("{} left", plural(count, "condition"))
}

/// "50 of 212 offerings", below a list that goes on.
pub fn page_of(shown: usize, matching: u32) -> String {
    format!("{shown} of {matching} offerings")
}

/// "28 days so far, you".
pub fn so_far(length: Duration, turn: Turn) -> String {
    match turn {
        Turn::Provider => format!("{} so far, you", duration(length)),
        Turn::Nobody => format!("{} so far", duration(length)),
        other => format!("{} so far, {}", duration(length), super::turn(other).to_lowercase()),
    }
}

pub fn since(day: &str) -> String {
    format!("since {day}")
}

/// `date` is the target date as typed.
pub fn planned(date: &str) -> String {
    format!("planned for {date}")
}

pub const fn whose_turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Provider => YOUR_TURN,
        Turn::Reviewer => "Reviewer’s turn",
        Turn::Billing => "Billing desk’s turn",
        Turn::Admin => "Platform administrator’s turn",
        Turn::Nobody => NOBODY,
    }
}

/// What is waited for, where the stage does not say it already. `position` is the place in the reviewers’ queue.
pub fn waiting(waiting: Waiting, position: Option<usize>) -> Option<String> {
    match waiting {
        Waiting::Work | Waiting::Nothing => None,
        Waiting::Changes => Some("The reviewer returned it and says why.".to_owned()),
        Waiting::Prices => Some("The prices are with the billing desk; you can work on.".to_owned()),
        Waiting::Decision { round } => {
            let place = position.map_or_else(String::new, |place| format!(", position {place} in the queue"));
            Some(format!("Round {round}{place}."))
        }
        Waiting::Release => Some("It is approved and waits for its release.".to_owned()),
        Waiting::Resumption => Some("It takes no new instances until it is resumed.".to_owned()),
    }
}

/// `pages` differ from what customers see.
pub fn unpublished(pages: &[&str]) -> String {
    format!("Changes that are not published: {}.", pages.join(", "))
}
