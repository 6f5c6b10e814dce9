//! Words of the page on which a public offering is changed: where its next version stands, what can be done with it, and
//! the versions that customers had (§10).

use slipway_domain::moment::Moment;
use slipway_domain::region::RevisionState;
use slipway_domain::revision::RevisionKind;
use slipway_domain::stage::Stage;

pub const TITLE: &str = "Next version";
pub const LEAD: &str = "Customers go on seeing what is public now. What you save is the next version, and reaches them after \
                        a review.";

pub const NONE: &str = "Nothing to publish";
pub const NONE_WHY: &str = "What is saved is what customers have.";
pub const DRAFT: &str = "Draft";
pub const DRAFT_WHY: &str = "Nobody but you and the operator sees it. Ask for a review when it is ready.";
pub const SUBMITTED: &str = "With the reviewers";
pub const CAME_BACK: &str = "Came back";
pub const CAME_BACK_WHY: &str = "Change what the reviewer wrote about, then ask for a review again.";
pub const APPROVED: &str = "Approved";
pub const SCHEDULED: &str = "Scheduled";
pub const STILL: &str = "It cannot be changed now";
pub const SUSPENDED: &str = "It is suspended";
pub const STILL_WHY: &str = "While its end is announced, and after it, an offering stays as customers know it.";
pub const SUSPENDED_WHY: &str = "What you save is kept for the next version. It can be reviewed and published, or discarded, when the \
                                 offering is public again.";

pub const DIFFERENCES: &str = "What your draft changes";
pub const ASK: &str = "Ask for a review";
pub const ASK_WHAT: &str = "The draft is frozen as it is now for the reviewers. You can go on editing meanwhile: that becomes the \
                            version after it.";
pub const ASK_NOTHING: &str = "The draft says what customers have: there is nothing to review.";
pub const WITHDRAW: &str = "Take the request back";
pub const WITHDRAW_WHAT: &str = "The reviewers stop, and your place in the queue is gone. The draft stays as it is.";
pub const PUBLISH: &str = "Publish now";
pub const PUBLISH_WHAT: &str = "Customers see it at once, exactly as it was approved.";
pub const SCHEDULE: &str = "Publish on that day";
pub const DISCARD: &str = "Discard the next version";
pub const DISCARD_NOW: &str = "Discard it now";
pub const DISCARD_WHAT: &str = "The draft says again what customers have. A request that waits is taken back, and what was approved and not \
                                published is put aside: it can be gone back to for as long as its approval would have held. History keeps \
                                every text, so each page can be restored from there.";
pub const WENT_ON: &str = "You have gone on since";
pub const WENT_ON_WHY: &str = "What you saved after asking for the review is not in it. It stays your draft, and is asked about with \
                               the next request.";

pub const VERSIONS: &str = "Approved versions";
pub const VERSIONS_SUB: &str = "Each is kept exactly as it was approved. One that nobody published is listed for as long as its approval \
                                would hold.";
pub const VERSION: &str = "Version";
pub const BY: &str = "By";
pub const STANDS: &str = "State";
pub const ACTIONS: &str = "Actions";
pub const IS_LIVE: &str = "Customers have it now";
pub const WAS_LIVE: &str = "Earlier";
pub const WAS_AGREED: &str = "Approved, never published";
pub const COMPARE: &str = "Compare with what is live";
pub const ROLL_BACK: &str = "Roll back to this";
pub const PLATFORM: &str = "the platform";

pub const ROLL_BACK_TITLE: &str = "Roll back to an earlier version";
pub const ROLL_BACK_LEAD: &str = "It was approved before, so nobody has to approve it again. What is charged keeps its notice: customers \
                                  pay another price from a 1st, after they were told.";
pub const ROLL_BACK_NOW: &str = "Roll back now";
pub const ROLL_BACK_LATER: &str = "Roll back on that day";
pub const ROLL_BACK_SAME: &str = "Nothing would change";
pub const ROLL_BACK_SAME_WHY: &str = "What customers have says the same as this version.";
pub const ROLL_BACK_NOT: &str =
    "It cannot be gone back to now: another version is under way, or the offering is suspended or on its way out.";
pub const ROLL_BACK_CHANGES: &str = "What would change for customers";
pub const FROM: &str = "Holds from";
pub const AT_ONCE: &str = "At once";
pub const CANCEL: &str = "Cancel";
pub const CUSTOMERS_HAVE: &str = "Customers have";
pub const THEN: &str = "In that version";

pub const PAST: &str = "Changes before";
pub const HANDED_IN: &str = "Handed in";

/// What the editors of a public offering say at their head.
pub const NEXT_DRAFT: &str = "This is the next version";
pub const SEE_IT: &str = "See where it stands";
/// What the editors say while a request waits.
pub const BEYOND_REQUEST: &str = "A version is with the reviewers";

pub const CLASSES: &str = "What changes";
pub const QUEUE_KIND: &str = "Asks for";
pub const RELEASE: &str = "Release to everybody";
pub const CHANGE: &str = "Change of what is public";
pub const CHANGE_IS_PUBLIC: &str = "This changes what customers have already";
pub const AGAINST_LIVE: &str = "Compared with what customers have now.";

pub const NEW_DEPLOYMENTS: &str = "What is added here comes with the next version: to the invited accounts first, and to everybody when \
                                   a test run of it has passed.";
pub const RELEASE_DEPLOYMENT: &str = "Make public";
pub const RELEASE_DEPLOYMENT_SURE: &str = "Everybody who may see the service sees it in this location from then on, and can create \
                                           instances there.";
pub const RELEASE_DEPLOYMENT_NOW: &str = "Make this deployment public";
pub const NEEDS_TEST: &str = "It becomes public after a test run that passed.";
pub const NEEDS_REVIEW: &str = "It comes to the invited accounts with the next version.";

/// Why the pages of an offering are open although customers have it, in one sentence. `since` is when they were given
/// what they have.
pub fn next_draft(since: Option<Moment>) -> String {
    let sees = since.map_or_else(
        || "Customers see what was published last.".to_owned(),
        |since| format!("Customers see the version of {}.", since.date()),
    );
    format!("{sees} What you save here reaches them after a review.")
}

/// `handed_in` is when the request was sent.
pub fn beyond_request(handed_in: Moment) -> String {
    let day = handed_in.date();
    format!(
        "The version handed in on {day} is with the reviewers. What you save here is the next draft and does not touch it."
    )
}

/// An approval that waits to be published, of an offering that is not public yet or is.
pub const BEYOND_APPROVAL: &str =
    "A version is approved and waits to be published. What you save here is the next draft and does not touch it.";

/// Below the title, while a request waits.
pub fn submitted(position: Option<usize>) -> String {
    match position {
        Some(1) => "It is the first in the reviewers’ queue. You can take it back at any time.".to_owned(),
        Some(position) => {
            format!("It is number {position} in the reviewers’ queue. You can take it back at any time.")
        }
        None => "You can take it back at any time.".to_owned(),
    }
}

/// What is approved and can be published; `from` is the day from which it would hold, where that is not today.
pub fn approved(from: Option<Moment>, expires: Option<Moment>) -> String {
    let holds = from.map_or_else(
        || "Publish it now.".to_owned(),
        |from| format!("Publish it, and it will hold from {}.", from.date()),
    );
    match expires {
        Some(expires) => format!("{holds} The approval expires on {}.", expires.date()),
        None => holds,
    }
}

pub fn scheduled(from: Moment) -> String {
    format!("It will hold from {}. Until then customers have what is public now.", from.date())
}

/// Below the button, where the day is not today.
pub fn schedule_what(from: Moment) -> String {
    format!("It will hold from {}, 00:00 UTC. Customers are told before that.", from.date())
}

pub const fn state(state: RevisionState) -> &'static str {
    match state {
        RevisionState::Draft => DRAFT,
        RevisionState::Submitted => SUBMITTED,
        RevisionState::Changes => CAME_BACK,
        RevisionState::Approved => APPROVED,
        RevisionState::Published => "Published",
        RevisionState::Discarded => "Given up",
        RevisionState::Expired => "Approved, and not published in time",
    }
}

pub const fn kind(kind: RevisionKind) -> &'static str {
    match kind {
        RevisionKind::Change => "Change",
        RevisionKind::Rollback => "Return to an earlier version",
    }
}

/// Why nobody can ask for a review of an offering in that stage, as a title and a sentence.
pub const fn still(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Suspended => (SUSPENDED, SUSPENDED_WHY),
        _ => (STILL, STILL_WHY),
    }
}

/// "Version of 3 March 2026"
pub fn version_of(published: Moment) -> String {
    format!("Version of {}", published.date())
}

/// Below the title of a request for a change.
pub fn request_sub(provider: &str, round: u32) -> String {
    format!("{provider}, change of what is public, round {round}")
}

/// The same of a request that was decided.
pub fn decided_sub(provider: &str, round: u32) -> String {
    format!("{provider}, round {round}")
}

/// "Texts and pictures, Prices", and from when.
pub fn classes(names: &[&str], from: Option<&str>) -> String {
    let names = names.join(", ");
    match from {
        Some(from) if !names.is_empty() => format!("{names}. From {from}"),
        _ => names,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 12 May 2026.
    const DAY: Moment = Moment::from_millis(1_778_594_520_000);

    #[test]
    fn an_editor_says_what_customers_see_meanwhile() {
        assert!(next_draft(Some(DAY)).starts_with("Customers see the version of 12 May 2026."));
        assert!(next_draft(None).starts_with("Customers see what was published last."));
        assert!(beyond_request(DAY).contains("handed in on 12 May 2026"));
    }

    #[test]
    fn an_approval_says_from_when_it_would_hold_and_when_it_expires() {
        assert_eq!(approved(None, None), "Publish it now.");
        let both = approved(Some(DAY), Some(DAY));
        assert!(both.contains("it will hold from 12 May 2026") && both.contains("expires on 12 May 2026"), "{both}");
        assert!(scheduled(DAY).contains("12 May 2026"));
    }

    #[test]
    fn the_queue_tells_classes_and_the_day_only_where_there_is_one() {
        assert_eq!(classes(&["Prices"], Some("1 July 2026")), "Prices. From 1 July 2026");
        assert_eq!(classes(&["Prices"], None), "Prices");
        assert_eq!(classes(&[], Some("1 July 2026")), "");
    }
}
