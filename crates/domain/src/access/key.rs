//! API keys as their owners see them (§4.8): who made one and when, and how long it works. The key itself is nowhere here.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ids::ApiKeyId;
use crate::moment::Moment;

const DAY: u64 = 24;

/// How long before the end of a key people are warned.
pub const KEY_WARNING: Duration = Duration::from_hours(14 * DAY);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKeyFact {
    pub id: ApiKeyId,
    /// The beginning of the key, by which its owner knows it again; it opens nothing.
    #[serde(default)]
    pub prefix: String,
    pub created_at: Moment,
    pub created_by: String,
    /// The first moment at which it opens nothing any more; `None`: it has no end. Not written where there is none, so
    /// that what was frozen before this was kept stays as it is, to the byte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Moment>,
    /// Give or take a minute. Nothing that is frozen tells it: using a key changes no offering.
    #[serde(skip)]
    pub last_used_at: Option<Moment>,
    /// As of the moment that [`AccessFacts::as_of`] was told, and nothing that is stored.
    ///
    /// [`AccessFacts::as_of`]: super::AccessFacts::as_of
    #[serde(skip)]
    pub life: KeyLife,
}

/// How much of the time of a key is left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum KeyLife {
    /// Nobody has said as of when. Such a key counts as none: whoever forgets the moment takes no key for a valid one.
    #[default]
    Untold,
    Valid,
    /// It works, and its end is near.
    Ending,
    Ended,
}

impl KeyLife {
    pub fn of(expires_at: Option<Moment>, now: Moment) -> Self {
        match expires_at {
            Some(end) if end <= now => Self::Ended,
            Some(end) if end <= now.plus(KEY_WARNING) => Self::Ending,
            Some(_) | None => Self::Valid,
        }
    }
}

impl ApiKeyFact {
    pub fn is_valid(&self) -> bool {
        matches!(self.life, KeyLife::Valid | KeyLife::Ending)
    }
}

/// How long a key works from the moment at which it is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum KeyLifetime {
    /// Until it is revoked.
    #[default]
    Endless,
    Days30,
    Days90,
    Days180,
    Year,
}

impl KeyLifetime {
    pub const ALL: [Self; 5] = [Self::Endless, Self::Days30, Self::Days90, Self::Days180, Self::Year];

    /// What the form posts: the days. Nothing posted is no end, as it was before keys could have one.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Endless => "",
            Self::Days30 => "30",
            Self::Days90 => "90",
            Self::Days180 => "180",
            Self::Year => "365",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lifetime| lifetime.name() == name)
    }

    /// `None`: it has no end.
    pub const fn days(self) -> Option<u16> {
        match self {
            Self::Endless => None,
            Self::Days30 => Some(30),
            Self::Days90 => Some(90),
            Self::Days180 => Some(180),
            Self::Year => Some(365),
        }
    }

    /// The end of a key that is made at `from`.
    pub fn end(self, from: Moment) -> Option<Moment> {
        self.days().map(|days| from.plus(Duration::from_hours(u64::from(days) * DAY)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::AccessFacts;
    use crate::sample;

    #[test]
    fn a_key_is_warned_of_14_days_before_its_end_and_then_over() {
        let end = Moment::from_millis(10_000_000_000);
        let life = |before: Duration| KeyLife::of(Some(end), end.minus(before));
        let millisecond = Duration::from_millis(1);
        assert_eq!(life(KEY_WARNING + millisecond), KeyLife::Valid);
        assert_eq!((life(KEY_WARNING), life(millisecond)), (KeyLife::Ending, KeyLife::Ending));
        assert_eq!((life(Duration::ZERO), KeyLife::of(None, end)), (KeyLife::Ended, KeyLife::Valid));
    }

    #[test]
    fn a_lifetime_is_read_as_it_is_posted_and_none_is_the_default() {
        for lifetime in KeyLifetime::ALL {
            assert_eq!(KeyLifetime::parse(lifetime.name()), Some(lifetime));
            let days = lifetime.end(Moment::from_millis(0)).map(|end| (end.millis() / 86_400_000).to_string());
            assert_eq!(days.unwrap_or_default(), lifetime.name());
        }
        assert_eq!(
            (KeyLifetime::parse(""), KeyLifetime::default()),
            (Some(KeyLifetime::Endless), KeyLifetime::Endless)
        );
        for wrong in ["0", "31", "-30", "365 ", "none"] {
            assert_eq!(KeyLifetime::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn facts_tell_the_keys_that_are_valid_as_of_a_moment() {
        let mut facts = sample::offering().access_facts;
        let end = facts.api_keys[0].created_at.plus(KEY_WARNING);
        facts.api_keys[0].expires_at = Some(end);
        let valid = |facts: &mut AccessFacts, now: Moment| {
            facts.as_of(now);
            facts.valid_keys().map(|key| key.life).collect::<Vec<_>>()
        };
        assert_eq!(valid(&mut facts, end.minus(Duration::from_millis(1))), [KeyLife::Ending]);
        assert!(valid(&mut facts, end).is_empty());
    }

    #[test]
    fn a_key_of_which_nobody_has_said_as_of_when_is_none() {
        let key = sample::offering().access_facts.api_keys.remove(0);
        let read: ApiKeyFact = serde_json::from_value(serde_json::to_value(&key).unwrap()).unwrap();
        assert!(key.is_valid() && !read.is_valid());
        let mut facts = AccessFacts { api_keys: vec![read], ..AccessFacts::default() };
        facts.as_of(key.created_at);
        assert_eq!(facts.api_keys, [key]);
    }

    #[test]
    fn a_key_without_an_end_is_written_as_it_always_was() {
        let key = sample::offering().access_facts.api_keys.remove(0);
        let json = serde_json::to_value(&key).unwrap();
        let mut members: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        members.sort_unstable();
        assert_eq!(members, ["created_at", "created_by", "id", "prefix"]);
    }
}
