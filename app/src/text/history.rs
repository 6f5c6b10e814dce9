//! Words of the History page.

use slipway_domain::event::EventKind;

pub const ALL_EVENTS: &str = "Everything";
pub const FILTER: &str = "Show";
pub const FILTER_LABEL: &str = "What it was about";
pub const LEAD: &str = "Every change of this offering, newest first. Times are in UTC; nothing here can be altered.";
pub const NEWER: &str = "Newer";
pub const OLDER: &str = "Older";
pub const PAGES: &str = "Pages of the history";
pub const NOTHING_TITLE: &str = "Nothing happened here yet";
pub const NOTHING: &str = "As soon as somebody saves, publishes or decides something, it is written down here.";
pub const NOTHING_OF_IT_TITLE: &str = "Nothing of this kind happened";
pub const NOTHING_OF_IT: &str = "Other things did: look at everything.";

pub const VERSIONS: &str = "Earlier versions";
pub const VERSIONS_LEAD: &str = "Each save is kept. Look at one beside what is saved now, and restore it if you like.";
pub const REVISION: &str = "Revision";
pub const SAVED: &str = "Saved";
pub const LOOK: &str = "Look at it";
pub const NOW: &str = "Saved now";
pub const THEN: &str = "Then";
pub const SAME: &str = "It says the same as what is saved now.";
pub const UNREADABLE: &str = "It was saved by an older version of the console and cannot be read any more.";
pub const RESTORE: &str = "Restore this version";
pub const RESTORE_NOTE: &str = "It is saved once more, as a new revision. What is saved now stays in this list.";
pub const EARLIER: &str = "Earlier";
pub const LATEST: &str = "Latest";

/// The title of the page about the versions of `what`.
pub fn versions_of(what: &str) -> String {
    format!("Versions of {what}")
}

/// The title of one of them beside what is saved now.
pub fn compared(revision: i64) -> String {
    format!("Revision {revision} and what is saved now")
}

pub fn page_number(page: u32) -> String {
    format!("Page {page}")
}

/// The nouns before the point of an event's name that concern an offering, with what people call them.
pub const NOUNS: [(&str, &str); 17] = [
    ("offering", "Stages: created, published, released"),
    ("review", "Review"),
    ("revision", "Changes after the release"),
    ("thread", "Review threads"),
    ("section", "Pages saved"),
    ("access", "Access management"),
    ("plan", "Plans"),
    ("sandbox", "Metering sandboxes"),
    ("broker", "Brokers"),
    ("deployment", "Catalog deployments"),
    ("test_run", "Test runs"),
    ("instance", "Instances"),
    ("usage", "Usage that is not reported"),
    ("allowlist", "Invited accounts"),
    ("definitions", "Downloads and imports of the definitions"),
    ("checklist", "Checklist"),
    ("input", "Input that could not be saved"),
];

/// `plan` of `plan.saved`.
pub fn noun(kind: EventKind) -> &'static str {
    kind.name().split_once('.').map_or(kind.name(), |(noun, _)| noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_noun_of_the_filter_occurs_and_only_what_is_of_no_offering_is_left_out() {
        let known = |noun: &str| NOUNS.iter().any(|(name, _)| *name == noun);
        for (name, _) in NOUNS {
            assert!(EventKind::ALL.iter().any(|kind| noun(*kind) == name), "{name}");
        }
        for kind in EventKind::ALL {
            let elsewhere = [
                "demo",
                "session",
                "token",
                "consent",
                "person",
                "account",
                "member",
                "registration",
                "signing_key",
                "statement",
                "mail",
            ];
            let elsewhere = elsewhere.contains(&noun(*kind));
            assert_ne!(known(noun(*kind)), elsewhere, "{}", kind.name());
        }
    }
}
