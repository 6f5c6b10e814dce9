//! Words of the tracks of a request, of rejecting, and of the honest clock.

use core::time::Duration;

use slipway_domain::review::{ENOUGH, Figures, ReviewTrack, TrackState};

use crate::text::{duration, plural};

pub const ABOUT: &str = "Decide about";
pub const ALL_OPEN: &str = "Everything that is open";
pub const ANSWER_DAY: &str = "Next answer day";
pub const ANSWER_DUE: &str = "Answer promised until";
pub const CAPTION: &str = "Tracks of the request";
pub const DECIDED: &str = "Decided";
pub const KEPT: &str = "Approved before, and the same since";
pub const NO_RULE: &str = "No rule says it";
pub const REJECT: &str = "Reject";
pub const REJECT_NOW: &str = "Reject the request";
pub const REJECT_WHAT: &str = "The provider gets it back with the reason, and cannot ask for the same content again.";
pub const RULE: &str = "Rule that stands against it";
pub const STATE: &str = "State";
pub const TRACK: &str = "Track";
pub const TRACKS_WHAT: &str =
    "Each track is decided on its own. The request is approved when all of them are; one that is returned ends it.";
pub const WITH_PROVIDER: &str = "With the provider";
pub const WITH_REVIEWER: &str = "With the reviewers";

pub const fn name(track: ReviewTrack) -> &'static str {
    match track {
        ReviewTrack::Content => "Content",
        ReviewTrack::Pricing => "Pricing",
        ReviewTrack::Access => "Access",
        ReviewTrack::Broker => "Broker",
    }
}

/// What is decided with it.
pub const fn holds(track: ReviewTrack) -> &'static str {
    match track {
        ReviewTrack::Content => "summary, listing, translations, settings",
        ReviewTrack::Pricing => "plans and their prices",
        ReviewTrack::Access => "redirect URIs and what else access management has",
        ReviewTrack::Broker => "brokers and catalog deployments",
    }
}

pub const fn state(state: TrackState) -> &'static str {
    match state {
        TrackState::Open => "Open",
        TrackState::Approved => "Approved",
        TrackState::Returned => "Returned",
        TrackState::Rejected => "Rejected",
    }
}

/// A track in the list of what can be decided.
pub fn choice(track: ReviewTrack, now: TrackState) -> String {
    match now {
        TrackState::Open => name(track).to_owned(),
        now => format!("{} ({})", name(track), state(now).to_lowercase()),
    }
}

/// How long decisions about one track took.
pub fn figures(of: &Figures) -> String {
    let decided = plural(of.decided, "decision");
    let (median, p90) = (duration(of.median), duration(of.p90));
    format!("{}: half of the last {decided} took up to {median}, nine of ten up to {p90}.", name(of.track))
}

/// In the place of figures.
pub fn no_figures() -> String {
    format!("No track was decided {ENOUGH} times here yet, so that nothing is said about how long it takes.")
}

pub fn late(overdue: Duration, target_days: u32) -> String {
    let promised = match target_days {
        1 => "a day".to_owned(),
        days => format!("{days} days"),
    };
    format!("Late for {}: an answer is promised within {promised}.", duration(overdue))
}

/// Beside the checklist: "These ticks are about something else than what was handed in: 6.2, 6.4."
pub fn stale_ticks(rows: &[String]) -> String {
    format!("These ticks are about something else than what was handed in: {}.", rows.join(", "))
}

/// "2 of 3 deployments proven"
pub fn proven(proven: usize, of: usize) -> String {
    match of {
        0 => "nothing is deployed".to_owned(),
        of => format!("{proven} of {} proven", plural(of, "deployment")),
    }
}

pub fn rejected_by(name: &str, ago: &str) -> String {
    format!("{name} rejected this {ago}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_in_words_with_what_they_rest_on() {
        let (median, p90) = (Duration::from_hours(5), Duration::from_hours(72));
        let told = figures(&Figures { track: ReviewTrack::Pricing, median, p90, decided: 12 });
        assert_eq!(told, "Pricing: half of the last 12 decisions took up to 5 h, nine of ten up to 3 days.");
    }

    #[test]
    fn what_is_late_says_what_was_promised() {
        let told = late(Duration::from_hours(49), 1);
        assert_eq!(told, "Late for 2 days: an answer is promised within a day.");
    }

    #[test]
    fn a_track_that_is_decided_is_offered_as_such() {
        assert_eq!(choice(ReviewTrack::Access, TrackState::Open), "Access");
        assert_eq!(choice(ReviewTrack::Access, TrackState::Approved), "Access (approved)");
    }
}
