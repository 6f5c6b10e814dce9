//! The browsers that somebody is signed in with: how long that lasts, and what is told of each of them. What opens a
//! session is not known here.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ids::SessionId;
use crate::moment::Moment;

/// As much of a `User-Agent` is kept.
const LONGEST_AGENT: usize = 256;

/// How long a session lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without a request.
    pub inactivity: Duration,
    /// In any case.
    pub absolute: Duration,
    /// In any case, for people of the operator.
    pub operator_absolute: Duration,
}

impl SessionLimits {
    /// Both limits, for people of the operator a shorter one.
    pub fn allow(&self, authenticated_at: Moment, last_seen: Moment, is_operator: bool, now: Moment) -> bool {
        let absolute = if is_operator { self.operator_absolute } else { self.absolute };
        now.since(authenticated_at) < absolute && now.since(last_seen) < self.inactivity
    }

    pub fn longest(&self) -> Duration {
        self.absolute.max(self.operator_absolute)
    }
}

/// One session as its owner and the operator's admin see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub id: SessionId,
    pub signed_in_at: Moment,
    /// Of the last request, give or take a minute.
    pub last_seen: Moment,
    pub browser: Browser,
    pub system: System,
    /// The one that asks.
    pub is_this: bool,
}

/// What of a `User-Agent` is kept: what can be seen, on one line, and not too much of it.
pub fn sanitised(agent: &str) -> String {
    agent.chars().filter(|char| matches!(char, ' '..='~')).take(LONGEST_AGENT).collect::<String>().trim().to_owned()
}

macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $($mark:literal)*;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($variant,)*
            /// None of these, or it does not say.
            Unknown,
        }

        impl $name {
            /// What a `User-Agent` claims; the first that fits.
            pub fn of(agent: &str) -> Self {
                $($(if agent.contains($mark) { return Self::$variant; })*)*
                Self::Unknown
            }
        }
    };
}

kinds! {
    /// Every browser claims to be its elders, so the youngest is looked for first.
    Browser {
        Edge "Edg/" "EdgA/" "EdgiOS/";
        Opera "OPR/" "OPT/";
        Samsung "SamsungBrowser/";
        Firefox "Firefox/" "FxiOS/";
        Chrome "Chrome/" "CriOS/" "Chromium/";
        Safari "Safari/";
        CommandLine "curl/" "Wget/" "python-requests/";
    }
}

kinds! {
    /// Telephones come first: they claim to be desks as well.
    System {
        Iphone "iPhone";
        Ipad "iPad";
        Android "Android";
        ChromeOs "CrOS";
        Windows "Windows";
        Mac "Macintosh" "Mac OS X";
        Linux "Linux" "X11";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_told_from_the_elders_it_claims_to_be() {
        for (agent, browser, system) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Browser::Firefox, System::Linux),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 \
                 Safari/537.36 Edg/140.0.0.0",
                Browser::Edge,
                System::Windows,
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 \
                 Mobile Safari/537.36",
                Browser::Chrome,
                System::Android,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                 Version/18.0 Mobile/15E148 Safari/604.1",
                Browser::Safari,
                System::Iphone,
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/140.0.0.0 Safari/537.36",
                Browser::Chrome,
                System::Mac,
            ),
            ("curl/8.9.1", Browser::CommandLine, System::Unknown),
            ("", Browser::Unknown, System::Unknown),
        ] {
            assert_eq!((Browser::of(agent), System::of(agent)), (browser, system), "{agent}");
        }
    }

    #[test]
    fn only_what_can_be_seen_is_kept_and_not_too_much_of_it() {
        assert_eq!(sanitised(" Firefox\r\n\u{202e}/1\u{7} "), "Firefox/1");
        assert_eq!(sanitised(&"x".repeat(10_000)).len(), LONGEST_AGENT);
    }

    #[test]
    fn a_session_lasts_until_either_limit() {
        let limits = SessionLimits {
            inactivity: Duration::from_mins(30),
            absolute: Duration::from_hours(12),
            operator_absolute: Duration::from_hours(8),
        };
        let begun = Moment::from_millis(1_780_000_000_000);
        let nearly = |hours| begun.plus(Duration::from_hours(hours)).plus(Duration::from_mins(29));
        assert!(limits.allow(begun, nearly(11), false, nearly(11)));
        assert!(!limits.allow(begun, nearly(12), false, nearly(12)));
        assert!(!limits.allow(begun, nearly(8), true, nearly(8)), "eight hours at the operator");
        assert!(!limits.allow(begun, begun, false, begun.plus(Duration::from_mins(30))));
        assert_eq!(limits.longest(), Duration::from_hours(12));
    }
}
