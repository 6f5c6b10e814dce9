//! What a broker wants differently (§4.13): under which path the platform enables and disables instances, and how long it
//! waits. Texts as typed go in; whoever calls brokers gets bounded times whatever was typed.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::BrokerDraft;
use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::location::Location;
use crate::rule::deployment as rule;
use crate::shape::{self, Text};

/// DEC-9
pub const EXTENSION_PREFIX: &str = "/platform_v1";
/// In characters.
pub const LONGEST_PREFIX: usize = 128;
/// The resource group that every account begins with.
pub const RESOURCE_GROUP: &str = "default";
/// In characters.
const LONGEST_GROUP: usize = 64;

/// A time of the form, in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seconds {
    pub least: u64,
    pub most: u64,
    /// What a new form begins with, as typed.
    pub usual: &'static str,
}

/// For one answer. Never longer than the operator lets calls take.
pub const SYNC_TIMEOUT: Seconds = Seconds { least: 5, most: 60, usual: "60" };
/// For the end of an operation. After a week nothing is waited for (DEC-19).
pub const MAX_POLL: Seconds = Seconds { least: 60, most: 604_800, usual: "86400" };
/// Between two questions about an operation. No broker may be asked more often, nor be left alone longer (security §4).
pub const POLL_INTERVAL: Seconds = Seconds { least: 1, most: 1_200, usual: "10" };

/// How long the platform waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patience {
    /// For one answer.
    pub call: Duration,
    /// Between two questions about an operation.
    pub pause: Duration,
    /// For the end of an operation.
    pub operation: Duration,
}

impl Seconds {
    /// What was typed, if it is a number within the bounds.
    fn parse(self, typed: &str) -> Option<u64> {
        typed.trim().parse().ok().filter(|seconds| (self.least..=self.most).contains(seconds))
    }

    /// What was typed, or else what is usual.
    fn of(self, typed: &str) -> Duration {
        let usual = self.parse(self.usual).unwrap_or(self.least);
        Duration::from_secs(self.parse(typed).unwrap_or(usual))
    }
}

impl BrokerDraft {
    /// The path before `/service_instances` of the enable/disable extension, as it is called: while what was typed breaks
    /// a rule, the usual one.
    pub fn called_prefix(&self) -> &str {
        let mut found = Findings::new();
        check_prefix(&mut found, &self.extension_prefix);
        if found.is_empty() { self.extension_prefix.trim() } else { EXTENSION_PREFIX }
    }

    pub fn patience(&self) -> Patience {
        Patience {
            call: SYNC_TIMEOUT.of(&self.sync_timeout),
            pause: POLL_INTERVAL.of(&self.poll_interval),
            operation: MAX_POLL.of(&self.max_poll),
        }
    }

    pub(super) fn check_wants(&self, found: &mut Findings) {
        check_prefix(found, &self.extension_prefix);
        for (field, typed, bounds) in [
            (Field::SyncTimeout, &self.sync_timeout, SYNC_TIMEOUT),
            (Field::MaxPoll, &self.max_poll, MAX_POLL),
            (Field::PollInterval, &self.poll_interval, POLL_INTERVAL),
        ] {
            check_seconds(found, field, typed, bounds);
        }
        let places: Vec<&str> = Location::offered().map(|location| location.id).collect();
        shape::optional(found, Field::BrokerRegion, &self.region, &places);
        let group = Text::line(LONGEST_GROUP).required(rule::GROUP_MISSING);
        shape::text(found, Field::BrokerGroup, &self.resource_group, group);
    }
}

fn check_prefix(found: &mut Findings, typed: &str) {
    let field = Field::ExtensionPrefix;
    let line = Text::line(LONGEST_PREFIX).too_long(rule::EXTENSION_TOO_LONG).required(rule::EXTENSION_MISSING);
    let before = found.len();
    let Some(prefix) = shape::text(found, field, typed, line).map(str::trim) else { return };
    if found.len() > before {
        return;
    }
    let parts = || prefix.split('/').skip(1);
    if !prefix.starts_with('/') {
        found.push(Finding::new(field, rule::EXTENSION_NO_SLASH).suggesting(format!("/{prefix}")));
    } else if prefix.split('/').any(|segment| matches!(segment, "." | "..")) {
        found.push(Finding::new(field, rule::EXTENSION_DOTS).suggesting(EXTENSION_PREFIX));
    } else if let Some(other) = prefix.chars().find(|&one| !is_of_a_path(one)) {
        found.push(Finding::new(field, rule::EXTENSION_CHARACTER).naming(shape::shown(other)));
    } else if parts().find(|part| !part.is_empty()).is_none_or(|first| first.eq_ignore_ascii_case("v2")) {
        found.push(Finding::new(field, rule::EXTENSION_TAKEN).suggesting(EXTENSION_PREFIX));
    } else if parts().any(str::is_empty) {
        // Whoever calls it leaves them out: what is kept would not be what is called.
        let called: Vec<&str> = parts().filter(|part| !part.is_empty()).collect();
        let finding = Finding::new(field, rule::EXTENSION_EMPTY_PART);
        found.push(finding.suggesting(format!("/{}", called.join("/"))));
    }
}

/// What stands in a path as it is (RFC 3986 §2.3), and what parts it.
const fn is_of_a_path(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '/' | '-' | '.' | '_' | '~')
}

fn check_seconds(found: &mut Findings, field: Field, typed: &str, bounds: Seconds) {
    let line = Text::line(16).required(rule::SECONDS_MISSING);
    let before = found.len();
    let Some(typed) = shape::text(found, field, typed, line) else { return };
    if found.len() == before && bounds.parse(typed).is_none() {
        let finding = Finding::new(field, rule::SECONDS_OUT_OF_BOUNDS).naming(typed.trim());
        found.push(finding.naming(bounds.least).naming(bounds.most).suggesting(bounds.usual));
    }
}

// What was frozen before these were asked for stays as it is, to the byte: what is usual is not written.

pub(super) fn is_usual_prefix(typed: &str) -> bool {
    typed == EXTENSION_PREFIX
}

pub(super) fn is_usual_timeout(typed: &str) -> bool {
    typed == SYNC_TIMEOUT.usual
}

pub(super) fn is_usual_poll(typed: &str) -> bool {
    typed == MAX_POLL.usual
}

pub(super) fn is_usual_interval(typed: &str) -> bool {
    typed == POLL_INTERVAL.usual
}

pub(super) fn is_usual_group(typed: &str) -> bool {
    typed == RESOURCE_GROUP
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn whatever_was_typed_the_waiting_is_bounded_and_the_path_is_one() {
        let usual = sample::broker().draft;
        let [day, minute, pause] = [86_400, 60, 10].map(Duration::from_secs);
        let expected = Patience { call: minute, pause, operation: day };
        assert_eq!((usual.patience(), usual.called_prefix()), (expected, "/platform_v1"));
        for typed in ["", "0", "-1", "1e9", "99999999999999999999", "soon", "60 s"] {
            let draft = BrokerDraft {
                sync_timeout: typed.to_owned(),
                max_poll: typed.to_owned(),
                poll_interval: typed.to_owned(),
                ..usual.clone()
            };
            assert_eq!(draft.patience(), expected, "{typed:?}");
        }
        let long = format!("/{}", "a".repeat(128));
        let lead_elsewhere = ["/a/../b", "/..", "/a?b=c", "/a%2fb", "/", "//", "/v2", "//V2/a", "/a//b", "/a/"];
        for typed in lead_elsewhere.into_iter().chain(["", "platform", "/a b", &long]) {
            let draft = BrokerDraft { extension_prefix: typed.to_owned(), ..usual.clone() };
            assert_eq!(draft.called_prefix(), EXTENSION_PREFIX, "{typed:?}");
        }
        let own = BrokerDraft {
            extension_prefix: " /vendor/v1 ".to_owned(),
            sync_timeout: "5".to_owned(),
            max_poll: " 604800 ".to_owned(),
            poll_interval: "1200".to_owned(),
            ..usual
        };
        let [week, least, longest] = [604_800, 5, 1_200].map(Duration::from_secs);
        assert_eq!(own.patience(), Patience { call: least, pause: longest, operation: week });
        assert_eq!(own.called_prefix(), "/vendor/v1");
    }

    #[test]
    fn what_is_usual_is_not_written_and_read_back() {
        let usual = sample::broker().draft;
        let json = serde_json::to_string(&usual).unwrap();
        for member in ["extension_prefix", "sync_timeout", "max_poll", "poll_interval", "region", "resource_group"] {
            assert!(!json.contains(member), "{json}");
        }
        assert_eq!(serde_json::from_str::<BrokerDraft>(&json).unwrap(), usual);
        let own = BrokerDraft { extension_prefix: "/vendor".to_owned(), max_poll: "600".to_owned(), ..usual };
        let json = serde_json::to_string(&own).unwrap();
        assert_eq!(serde_json::from_str::<BrokerDraft>(&json).unwrap(), own);
    }
}
