//! Codes to words: every sentence for users that is not the text of a rule. What stands on one page only is in that
//! page's file below; here is what several of them share.

pub mod access;
pub mod account;
pub mod account_statement;
pub mod api_reference;
pub mod board;
pub mod broker;
pub mod broker_api;
pub mod catalog;
pub mod changes;
pub mod checklist;
pub mod compare;
pub mod consent;
pub mod dead_letters;
pub mod definition;
pub mod deployments;
pub mod detail;
pub mod dossier;
pub mod estimate;
mod event;
pub mod fault;
pub mod figure;
pub mod formula;
pub mod fresh_link;
pub mod gap;
mod gate;
pub mod history;
pub mod home;
pub mod import;
pub mod instance;
pub mod kept;
pub mod lifecycle;
pub mod listing;
pub mod listing_extras;
pub mod listing_media;
pub mod member;
pub mod merge;
pub mod metric;
pub mod new_instance;
pub mod new_resource;
pub mod offerings;
pub mod once;
pub mod parameter;
pub mod people;
pub mod plan;
pub mod presence;
pub mod pricing;
mod problem;
pub mod publication;
pub mod registration;
pub mod review;
pub mod revision;
pub mod rules;
pub mod sandbox;
pub mod save_bar;
pub mod session;
pub mod settings;
pub mod sign_in;
pub mod summary;
pub mod test_run;
pub mod thread;
pub mod tokens;
pub mod translation;
pub mod usage;
pub mod what_if;

use core::fmt::Display;
use core::time::Duration;

pub use event::{event, event_more};
pub use gate::{condition, condition_note, condition_state, conditions_folded, conditions_met, requirement};
pub use problem::{Problem, problem};
use slipway_domain::account::{AccountKind, Registration};
use slipway_domain::caller::Role;
use slipway_domain::page::{Page, PageStatus};
use slipway_domain::person::PersonState;
use slipway_domain::stage::{Stage, Track, Turn};
use slipway_domain::view::OfferingView;

use crate::ui::Progress;

pub const ACCOUNTS: &str = "Accounts";
pub const ACCOUNT_AND_MEMBERS: &str = "Account and members";
pub const AREAS: &str = "Areas";
pub const BOARD: &str = "Board";
pub const BREADCRUMB: &str = "Breadcrumb";
pub const CATALOG: &str = "Catalog";
pub const DEAD_LETTERS: &str = "Dead letters";
pub const DEFINE: &str = "Define";
pub const DEMO: &str = "Demo data: everybody's password is printed in the terminal, and everything may be deleted.";
pub const DEMO_LABEL: &str = "Demo";
pub const INSTANCES: &str = "Instances";
pub const NO_ACCOUNT: &str = "No account";
pub const NOT_CHECKED_YET: &str = "Not checked yet";
pub const NOT_SAVED_YET: &str = "Not saved yet";
pub const OFFERINGS: &str = "Offerings";
pub const OPEN_NAVIGATION: &str = "Open the navigation";
pub const OPTIONAL: &str = "optional";
pub const OPERATOR: &str = "Operator";
pub const PEOPLE: &str = "People";
pub const PUBLISH_AND_RELEASE: &str = "Publish and release";
pub const REGISTRATIONS: &str = "Registrations";
pub const REVIEW_QUEUE: &str = "Review queue";
pub const SAVE: &str = "Save";
pub const SAVED: &str = "Saved";
pub const SEARCH: &str = "Search";
pub const SEARCH_CATALOG: &str = "Search the catalog";
pub const SIGN_IN: &str = "Sign in";
pub const SIGN_OUT: &str = "Sign out";
pub const SKIP: &str = "Skip to main content";
pub const STAGES: &str = "Stages";
pub const THE_PLATFORM: &str = "Slipway";
pub const YOU: &str = "you";
pub const YOUR_SESSIONS: &str = "Your sessions";
pub const YOUR_TOKENS: &str = "Access tokens";
pub const TO_THE_START: &str = "Go to the start";

/// "display name" as a label or the head of a row: "Display name".
pub fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The author of a save.
pub fn by(name: &str) -> String {
    format!("by {name}")
}

/// Which save of a form this is.
pub fn revision(number: impl Display) -> String {
    format!("revision {number}")
}

pub fn switch_to(account: &str) -> String {
    format!("Switch to {account}")
}

pub fn pages_of(name: &str) -> String {
    format!("Pages of {name}")
}

/// `AV` of Ada Vance.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

pub const fn account_kind(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Provider => "Provider account",
        AccountKind::Consumer => "Consumer account",
    }
}

pub const fn role(role: Role) -> &'static str {
    match role {
        Role::ProviderAdministrator | Role::ConsumerAdministrator => "Administrator",
        Role::ProviderEditor => "Editor",
        Role::ProviderDeveloper => "Developer",
        Role::ProviderViewer => "Viewer",
        Role::Reviewer => "Reviewer",
        Role::Marketing => "Marketing manager",
        Role::Billing => "Billing desk",
        Role::Admin => "Platform administrator",
        Role::Support => "Support agent",
        Role::ConsumerUser => "User",
    }
}

pub const fn person_state(state: PersonState) -> &'static str {
    match state {
        PersonState::Active => "Active",
        PersonState::Invited => "Invited",
        PersonState::Disabled => "Disabled",
    }
}

pub const fn registration(state: Registration) -> &'static str {
    match state {
        Registration::Draft => "Not submitted",
        Registration::Submitted => "Waiting for the operator",
        Registration::Returned => "Returned",
        Registration::Rejected => "Rejected",
        Registration::Approved => "Approved",
    }
}

pub const fn page(page: Page) -> &'static str {
    match page {
        Page::Summary => "Summary",
        Page::Checklist => "Checklist",
        Page::Listing => "Catalog listing",
        Page::Settings => "Settings",
        Page::Access => "Access management",
        Page::Pricing => "Pricing",
        Page::Deployments => "Deployments",
        Page::Tests => "Test runs",
        Page::Review => "Review",
        Page::Usage => "Usage",
        Page::History => "History",
    }
}

pub const fn page_status(status: PageStatus) -> &'static str {
    match status {
        PageStatus::NotStarted => "Not started",
        PageStatus::Incomplete => "Incomplete",
        PageStatus::Complete => "Complete",
        PageStatus::UnpublishedChanges => "Unpublished changes",
    }
}

/// "Incomplete · 2 to fix", below a page in the side navigation.
pub fn page_note(view: &OfferingView, page: Page, status: PageStatus) -> String {
    let word = page_status(status);
    if status != PageStatus::Incomplete {
        return word.to_owned();
    }
    match page.tabs().iter().map(|tab| view.offering.to_fix(*tab)).sum::<usize>() {
        0 => word.to_owned(),
        errors => format!("{word} · {errors} to fix"),
    }
}

pub const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Defining => "Draft",
        Stage::Limited => "Limited",
        Stage::GaRequested => "In review",
        Stage::GaChanges => "Changes asked for",
        Stage::GaApproved => "Approved",
        Stage::Ga => "Public",
        Stage::Suspended => "Suspended",
        Stage::Deprecated => "Deprecated",
        Stage::Retired => "Retired",
        Stage::Withdrawn => "Withdrawn",
    }
}

pub const fn track(stop: Track) -> &'static str {
    match stop {
        Track::Draft => "Draft",
        Track::Limited => "Limited",
        Track::Review => "Review",
        Track::Public => "Public",
    }
}

pub const fn progress(progress: Progress) -> &'static str {
    match progress {
        Progress::Done => "passed",
        Progress::Now | Progress::Arrived => "current stage",
        Progress::Next => "to come",
    }
}

pub const fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Provider => "Provider",
        Turn::Reviewer => "Reviewer",
        Turn::Billing => "Billing desk",
        Turn::Admin => "Platform admin",
        Turn::Nobody => "Nobody",
    }
}

/// "your turn, 3 days", beside the stage.
pub fn turn_note(view: &OfferingView) -> String {
    let turn = view.turn();
    let age = duration(view.now.since(turn.since));
    let is_provider = view.person.membership(view.offering.owner.id).is_some();
    match turn.turn {
        Turn::Nobody => format!("for {age}"),
        _ if view.is_own_turn(&[]) => format!("your turn, {age}"),
        Turn::Provider => format!("provider's turn, {age}"),
        _ if is_provider => format!("operator's turn, {age}"),
        who => format!("{}'s turn, {age}", self::turn(who).to_lowercase()),
    }
}

/// "Role 2: move up".
pub fn move_up(row: &str) -> String {
    format!("{row}: move up")
}

pub fn move_down(row: &str) -> String {
    format!("{row}: move down")
}

/// "1 error", "2 errors".
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// "24 of 53".
pub fn of(done: u16, all: u16) -> String {
    format!("{done} of {all}")
}

/// "3 days", "5 h", "just now" as a length of time.
pub fn duration(duration: Duration) -> String {
    let minutes = duration.as_secs() / 60;
    match (minutes, minutes / 60, minutes / (60 * 24)) {
        (0, ..) => "under a minute".to_owned(),
        (minutes, 0, _) => format!("{minutes} min"),
        (_, hours, 0) => format!("{hours} h"),
        (_, _, 1) => "1 day".to_owned(),
        (_, _, days) => format!("{days} days"),
    }
}

/// "3 days ago".
pub fn ago(age: Duration) -> String {
    if age.as_secs() < 60 { "just now".to_owned() } else { format!("{} ago", duration(age)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_first_and_the_last_name() {
        assert_eq!(initials("Ada Vance"), "AV");
        assert_eq!(initials("Ada Maria von Vance"), "AV");
        assert_eq!(initials("ada"), "A");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!(sentence_case("display name"), "Display name");
        assert_eq!(sentence_case("API version"), "API version");
        assert_eq!(sentence_case(""), "");
    }

    #[test]
    fn a_length_of_time_is_told_in_its_largest_unit() {
        let of = |seconds| duration(Duration::from_secs(seconds));
        assert_eq!(of(59), "under a minute");
        assert_eq!(of(60), "1 min");
        assert_eq!(of(3_600 * 5), "5 h");
        assert_eq!(of(86_400), "1 day");
        assert_eq!(of(86_400 * 3), "3 days");
    }
}
