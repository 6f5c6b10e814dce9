//! Words of the board, and of what an offering waits for.

use slipway_domain::review::Waiting;
use slipway_domain::stage::{Stage, Track, Turn};

pub const ANYBODY: &str = "Anybody";
pub const ALL_STAGES: &str = "All stages";
pub const ALL_OFFERINGS: &str = "Show all offerings";
pub const BY_OFFERING: &str = "by name";
pub const BY_SINCE: &str = "by the time they have waited";
pub const BY_STAGE: &str = "by stage";
pub const BY_TURN: &str = "by whose turn it is";
pub const BY_URGENCY: &str = "our desk first, then the longest wait";
pub const CAPTION: &str = "Offerings and their six steps";
pub const COMPLETE: &str = "complete";
pub const ENDED: &str = "Ended";
pub const EMPTY: &str = "A row appears here as soon as a provider adds a resource.";
pub const EMPTY_TITLE: &str = "No offerings yet";
pub const FILTER: &str = "Filter";
pub const FILTER_TEXT: &str = "Offering or provider";
pub const NO_MATCH: &str = "No offering has this name, stage and turn together.";
pub const NO_MATCH_TITLE: &str = "Nothing matches the filter";
pub const NOBODY_WAITS: &str = "–";
pub const OFFERING: &str = "Offering";
pub const PAGES: &str = "Pages of the board";
pub const SINCE: &str = "Since";
pub const STAGE: &str = "Stage";
pub const STEPS_KEY: &str = "The six steps";
pub const WHOSE_TURN: &str = "Whose turn";

pub const IN_PROGRESS: &str = "In progress";
pub const ON_OUR_DESK: &str = "On our desk";
pub const WAITS_LONGEST: &str = "Waits longest for us";
pub const PUBLIC: &str = "Public";

pub const fn stage(track: Option<Track>) -> &'static str {
    match track {
        Some(track) => super::track(track),
        None => ENDED,
    }
}

/// Below the stop of the pipeline, where the stage says more than the stop.
pub const fn stage_note(stage: Stage) -> Option<&'static str> {
    match stage {
        Stage::GaApproved => Some("approved"),
        Stage::GaChanges => Some("changes asked for"),
        Stage::Suspended => Some("suspended"),
        Stage::Deprecated => Some("deprecated"),
        Stage::Retired => Some("retired"),
        Stage::Withdrawn => Some("withdrawn"),
        Stage::Defining | Stage::Limited | Stage::GaRequested | Stage::Ga => None,
    }
}

/// What exactly is waited for: "round 2", "prices of 2 plans".
pub fn waiting(waiting: Waiting, plans_in_review: usize) -> String {
    match waiting {
        Waiting::Work => "the definition".to_owned(),
        Waiting::Changes => "changes asked for".to_owned(),
        Waiting::Prices if plans_in_review == 1 => "price of 1 plan".to_owned(),
        Waiting::Prices => format!("prices of {plans_in_review} plans"),
        Waiting::Decision { round } => format!("decision, round {round}"),
        Waiting::Release => "release".to_owned(),
        Waiting::Resumption => "a request to resume".to_owned(),
        Waiting::Nothing => String::new(),
    }
}

pub const fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Nobody => NOBODY_WAITS,
        somebody => super::turn(somebody),
    }
}

pub fn shown(shown: u32, all: u32, order: &str) -> String {
    let offerings = if all == 1 { "offering" } else { "offerings" };
    format!("{shown} of {all} {offerings}, {order}")
}

/// "complete, 5 of 5", for those who do not see the check mark.
pub fn complete(of: u16) -> String {
    format!("{COMPLETE}, {of} of {of}")
}
