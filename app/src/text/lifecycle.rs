//! Words of the page on which an offering is suspended, resumed, ended or withdrawn, and of what customers read then.

use slipway_domain::lifecycle::Ending;
use slipway_domain::moment::Moment;
use slipway_domain::stage::{Move, Stage};

pub const TITLE: &str = "Suspend or end";
pub const LEAD: &str = "What happens to an offering as a whole. Instances that customers have can be used and managed until it is retired.";
pub const NOTHING: &str = "There is nothing to be done";
pub const NOTHING_WHY: &str = "It has ended. What customers saw of it, and who did what, stays in the history.";
pub const REASON: &str = "What customers read";
pub const REASON_HELP: &str = "Why, and what they can do instead. It stands on the page of the service in the catalog.";
pub const MARKETED_UNTIL: &str = "No new instances from";
pub const MARKETED_UNTIL_HELP: &str = "A day within the 90 days. Without one, there are none from now on.";
pub const DECLINE: &str = "Decline the request";
pub const DECLINE_NOW: &str = "Decline it now";
pub const DECLINE_WHAT: &str = "It is the provider's turn again, and they can ask once more. The days of a suspension that were left when they asked are left still.";
pub const DECLINE_REASON: &str = "What the provider reads";
pub const DECLINE_HELP: &str = "What is still to be put right. It stands in the history of the offering.";
pub const EXTEND: &str = "Put the end off";
pub const EXTEND_WHAT: &str = "By 90 days, so that customers have more time to move.";
pub const CATALOG: &str = "Lists of the catalog";
pub const HIDE: &str = "Leave it out of the lists";
pub const HIDE_WHAT: &str = "The catalog lists the offering to whoever may see it. Left out, it is found by its address alone; instances and \
                             their usage go on.";
pub const LIST: &str = "List it again";
pub const LIST_WHAT: &str =
    "The catalog does not list the offering, and no search finds it. Whoever may see it opens it by its address.";
pub const CUSTOMERS_READ: &str = "Customers read";

/// The provider's request that a move is made, `Resume` or `Restore`.
pub const fn ask(act: Move) -> &'static str {
    match act {
        Move::Restore => "Ask for the end to be taken back",
        _ => "Ask for its resumption",
    }
}

/// What such a request brings with it.
pub const fn ask_what(act: Move) -> &'static str {
    match act {
        Move::Restore => {
            "The end was announced while it was suspended, so a reviewer decides about taking it back. The end comes nearer \
             meanwhile."
        }
        _ => {
            "When what it was suspended for is put right. From then on a reviewer decides, and the platform does not \
             announce the end meanwhile."
        }
    }
}

/// The button that opens a move.
pub const fn label(act: Move) -> &'static str {
    match act {
        Move::Suspend => "Suspend",
        Move::Resume => "Resume",
        Move::Deprecate => "Announce the end",
        Move::Restore => "Take the end back",
        Move::Retire => "Retire",
        _ => "Withdraw",
    }
}

/// The button that makes it.
pub const fn label_now(act: Move) -> &'static str {
    match act {
        Move::Suspend => "Suspend it now",
        Move::Resume => "Resume it now",
        Move::Deprecate => "Announce the end now",
        Move::Restore => "Take the end back now",
        Move::Retire => "Retire it for good",
        _ => "Withdraw it for good",
    }
}

/// What a move brings with it.
pub const fn what(act: Move) -> &'static str {
    match act {
        Move::Suspend => {
            "Nobody can create new instances. After 7 days the platform announces the end, unless the provider has asked \
             for the resumption by then."
        }
        Move::Resume => "Customers can create instances again.",
        Move::Deprecate => {
            "Nobody can create new instances from now on, or from a day that is chosen. After 90 days the offering is \
             retired, when no instances are left. Until then it can be restored."
        }
        Move::Restore => "It is as it was published last, and customers can create instances again.",
        Move::Retire => "It leaves the catalog for good. Its name and its ids are never given away again.",
        _ => {
            "It leaves the catalog, its deployments are withdrawn, and a request that waits is taken back. Its name and \
             its ids are never given away again."
        }
    }
}

/// Above the text of the provider, for customers.
pub fn for_customers(stage: Stage, until: Moment) -> String {
    match stage {
        Stage::Suspended => "This service takes no new instances for now".to_owned(),
        _ => format!("This service ends; not before {}", until.date()),
    }
}

/// From when on nobody makes new instances of what ends; `None`: nobody does any more.
pub fn marketed(ending: &Ending, now: Moment) -> Option<String> {
    let until = ending.marketed_until.filter(|_| ending.is_marketed(now))?;
    Some(format!("From {} on there are no new instances.", until.date()))
}

/// Below the title of the page.
pub fn verdict(stage: Stage, until: Moment, asked_by: Option<&str>) -> String {
    match (stage, asked_by) {
        (Stage::Suspended, Some(name)) => format!("{name} asked for its resumption. A reviewer decides."),
        (Stage::Suspended, None) => {
            format!("Unless its resumption is asked for, the platform announces the end on {}.", until.date())
        }
        (_, asked_by) => {
            let retired = format!("It is retired on {} or later, when no instances are left.", until.date());
            let asked = asked_by.map(|name| format!("{name} asked for the end to be taken back. A reviewer decides. "));
            asked.unwrap_or_default() + &retired
        }
    }
}

/// How many instances are there.
pub fn left(count: u32) -> String {
    match count {
        0 => "No instances are left.".to_owned(),
        1 => "1 instance is there.".to_owned(),
        many => format!("{many} instances are there."),
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::lifecycle::MOVES;

    use super::*;

    #[test]
    fn every_move_has_words_of_its_own() {
        for words in [label, label_now, what] {
            let mut told: Vec<&str> = MOVES.map(words).to_vec();
            told.sort_unstable();
            told.dedup();
            assert_eq!(told.len(), MOVES.len(), "{told:?}");
        }
    }

    #[test]
    fn it_says_when_the_platform_goes_on_by_itself() {
        let until = Moment::from_millis(1_778_594_520_000);
        assert!(verdict(Stage::Suspended, until, None).contains("12 May 2026"));
        assert!(!verdict(Stage::Suspended, until, Some("Ada")).contains("12 May 2026"));
        for asked_by in [None, Some("Ada")] {
            assert!(verdict(Stage::Deprecated, until, asked_by).contains("12 May 2026"));
        }
        assert!(for_customers(Stage::Deprecated, until).contains("12 May 2026"));
        let (stage, text, marketed_until) = (Stage::Deprecated, String::new(), Some(until));
        let ending = Ending { stage, text, until, marketed_until };
        let before = Moment::from_millis(until.millis() - 1);
        assert!(marketed(&ending, before).is_some_and(|told| told.contains("12 May 2026")));
        assert_eq!(marketed(&ending, until), None, "it is no news any more");
    }
}
