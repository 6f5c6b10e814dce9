//! Words of the page on which two versions of an offering stand beside each other.

use slipway_domain::moment::Moment;
use slipway_domain::view::{ChosenVersion, VersionKind};

pub const TITLE: &str = "Compare versions";
pub const LEAD: &str = "Choose any two: what is saved now, what customers see, and what was published or handed in before. Each line \
                        leads to where its value is edited.";
pub const FROM: &str = "From";
pub const TO: &str = "To";
pub const SHOW: &str = "Compare";
pub const ALONE: &str = "There is only the draft";
pub const ALONE_WHY: &str =
    "As soon as it is published or handed in for a review, what was said then is kept and can be chosen here.";
pub const SAME: &str = "Both say the same";
pub const SAME_WHY: &str = "No value is different in the two versions.";
/// What the editors say at their head when something is saved that is not published.
pub const UNPUBLISHED: &str = "Some of it is not published yet";
pub const AHEAD: &str = "What is saved is not everywhere what the catalog shows.";
/// What leads here from other pages.
pub const SEE_CHANGES: &str = "See what changed";
pub const COMPARE_VERSIONS: &str = "Compare any two versions";

/// How a version is called in the list.
pub fn version(version: &ChosenVersion) -> String {
    let on = |what: &str| match version.at {
        Some(at) => format!("{what} {}", at.long()),
        None => what.to_owned(),
    };
    match version.kind {
        VersionKind::Draft => "Draft, as it is saved now".to_owned(),
        VersionKind::Limited => on("Limited visibility, since"),
        VersionKind::Live => on("Live, since"),
        VersionKind::Published => on("Published on"),
        VersionKind::WasLimited => on("Limited visibility, from"),
        VersionKind::HandedIn => on("Handed in on"),
    }
}

/// What the editors of an offering with limited visibility say when something is not published. `since` is when invited
/// accounts were given what they see.
pub fn unpublished(since: Option<Moment>) -> String {
    let sees = since.map_or_else(
        || "Invited accounts see what was published last.".to_owned(),
        |since| format!("Invited accounts see the version of {}.", since.date()),
    );
    format!("{sees} What you saved since reaches them when you publish it again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_but_the_draft_says_from_when_it_is() {
        let at = Some(Moment::from_millis(1_778_594_520_000));
        let called = |kind, at| version(&ChosenVersion { key: String::new(), kind, at });
        assert_eq!(called(VersionKind::Draft, None), "Draft, as it is saved now");
        assert_eq!(called(VersionKind::Live, at), "Live, since 12 May 2026, 14:02 UTC");
        assert_eq!(called(VersionKind::WasLimited, at), "Limited visibility, from 12 May 2026, 14:02 UTC");
        assert_eq!(called(VersionKind::HandedIn, at), "Handed in on 12 May 2026, 14:02 UTC");
    }
}
