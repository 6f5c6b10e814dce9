//! Words of the page that says what the changes of an offering take before they hold (§10).

use slipway_domain::caller::Role;
use slipway_domain::change_class::{ChangeClass, Effective, FreshTests};
use slipway_domain::moment::Moment;
use slipway_domain::review::ReviewTrack;

use super::review::tracks as track_words;
use super::{plural, role};

pub const TITLE: &str = "What the changes take";
pub const LEAD: &str = "What you changed since customers saw it last, in the classes that decide who has to agree, what is tested anew, and from when it holds.";
pub const BEFORE_RELEASE: &str = "It is not public yet";
pub const BEFORE_RELEASE_WHY: &str = "Until the release all of it goes into one review, and prices hold at once. This is what each change takes once everybody sees the offering.";
pub const NEVER_TITLE: &str = "Some of it cannot be changed";
pub const NEVER_WHY: &str =
    "Customers have it under that name. Put the name back, or make another offering or plan instead.";
pub const UNPUBLISHED: &str = "Customers have not seen it yet";
pub const UNPUBLISHED_WHY: &str =
    "There is nothing to compare it with. Once it is published, this page says what each change takes.";
pub const UNCHANGED: &str = "Nothing changed";
pub const UNCHANGED_WHY: &str =
    "Every value on the pages of the offering is what customers see. The order of lists is not looked at here.";

pub const APPROVALS: &str = "Who agrees";
pub const TRACKS: &str = "Review tracks";
pub const TESTS: &str = "Tested anew";
pub const EARLIEST: &str = "At the earliest";
pub const TAKES_EFFECT: &str = "Takes effect";
pub const VALUE: &str = "Value";
/// As catalogs and usage records name it.
pub const SERVICE_ID: &str = "Id of the service";
/// Above the names of plans that are removed.
pub const GONE: &str = "Taken out:";
pub const NOW: &str = "Customers see";
pub const DRAFT: &str = "Changed to";
pub const NOBODY: &str = "Nobody has to";
pub const NOBODY_ASKED: &str = "None";
pub const NEVER: &str = "Never";
pub const AT_ONCE: &str = "As soon as it is agreed to and published";

pub const fn class(class: ChangeClass) -> &'static str {
    match class {
        ChangeClass::Display => "Texts and pictures",
        ChangeClass::Support => "Support data",
        ChangeClass::Credentials => "Credentials of a broker",
        ChangeClass::Technical => "Technical",
        ChangeClass::Capability => "What instances can do",
        ChangeClass::NewPlan => "New plans",
        ChangeClass::Price => "Prices",
        ChangeClass::PlanRemoval => "Plans that end or go, and locations that leave them",
        ChangeClass::Immutable => "Permanent names",
    }
}

/// "Reviewer", "Reviewer and Billing desk".
pub fn approvals(roles: &[Role]) -> String {
    if roles.is_empty() {
        NOBODY.to_owned()
    } else {
        roles.iter().map(|of| role(*of)).collect::<Vec<_>>().join(" and ")
    }
}

/// "Content and Pricing".
pub fn tracks(tracks: &[ReviewTrack]) -> String {
    if tracks.is_empty() {
        return NOBODY_ASKED.to_owned();
    }
    tracks.iter().map(|track| track_words::name(*track)).collect::<Vec<_>>().join(" and ")
}

pub const fn tests(tests: FreshTests) -> &'static str {
    match tests {
        FreshTests::None => "Nothing",
        FreshTests::Affected => "The checks that depend on it",
        FreshTests::WithParity => "The checks that depend on it; the brokers’ catalogs have to agree",
    }
}

pub fn effective(effective: Effective) -> String {
    match effective {
        Effective::OnPublish => "When it is published".to_owned(),
        Effective::LimitedFirst => {
            "When it is published. New deployments have limited visibility first, then everybody has them".to_owned()
        }
        Effective::FirstOfMonth { notified, effective } => {
            format!("Customers are told on {} and pay it from {} on", notified.date(), effective.date())
        }
        Effective::Announced { on } => {
            let from = match on {
                Some(day) => format!("From {} on at the latest", day.date()),
                None => "When it is published".to_owned(),
            };
            format!("{from}: no new instances of what ends or leaves, and those that are there keep their plan")
        }
        Effective::Never => NEVER.to_owned(),
    }
}

/// `earliest` is `now` where nothing has to be waited for.
pub fn earliest(earliest: Option<Moment>, now: Moment) -> String {
    match earliest {
        None => NEVER.to_owned(),
        Some(earliest) if earliest <= now => AT_ONCE.to_owned(),
        Some(earliest) => format!("{}, if it is agreed to in time", earliest.date()),
    }
}

/// "3 changes"
pub fn count(changes: usize) -> String {
    plural(changes, "change")
}

#[cfg(test)]
mod tests_of_words {
    use super::*;

    #[test]
    fn every_class_has_a_name_of_its_own() {
        let mut names = ChangeClass::ALL.map(class).to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ChangeClass::ALL.len());
    }

    #[test]
    fn it_says_who_agrees_and_from_when() {
        assert_eq!(approvals(&[]), NOBODY);
        assert!(approvals(&[Role::Reviewer, Role::Billing]).contains(" and "));
        let now = Moment::from_millis(1_778_594_520_000);
        assert_eq!(earliest(None, now), NEVER);
        assert_eq!(earliest(Some(now), now), AT_ONCE);
        let later = Moment::from_millis(1_782_864_000_000);
        assert!(earliest(Some(later), now).starts_with("1 July 2026"));
        assert!(effective(Effective::Announced { on: Some(later) }).starts_with("From 1 July 2026 on"));
        assert!(effective(Effective::Announced { on: None }).starts_with("When it is published"));
    }
}
