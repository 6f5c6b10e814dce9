//! The Open Service Broker versions that a broker can be called with (§6.6). All differences are additive; the
//! version is set per broker because real brokers accept exactly one, or a lower bound.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// The value of `X-Broker-API-Version`, in order of appearance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OsbVersion {
    #[default]
    #[serde(rename = "2.12")]
    V2_12,
    #[serde(rename = "2.13")]
    V2_13,
    #[serde(rename = "2.14")]
    V2_14,
    #[serde(rename = "2.15")]
    V2_15,
    #[serde(rename = "2.16")]
    V2_16,
    #[serde(rename = "2.17")]
    V2_17,
}

impl OsbVersion {
    pub const ALL: [Self; 6] = [Self::V2_12, Self::V2_13, Self::V2_14, Self::V2_15, Self::V2_16, Self::V2_17];

    /// The header's text, for example `2.12`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V2_12 => "2.12",
            Self::V2_13 => "2.13",
            Self::V2_14 => "2.14",
            Self::V2_15 => "2.15",
            Self::V2_16 => "2.16",
            Self::V2_17 => "2.17",
        }
    }

    /// 400 is defined, and `context` is sent with a binding (2.13).
    pub const fn has_binding_context(self) -> bool {
        self.at_least(Self::V2_13)
    }

    /// Bindings may be made and removed asynchronously; instances and bindings can be fetched (2.14).
    pub const fn has_async_bindings(self) -> bool {
        self.at_least(Self::V2_14)
    }

    /// 408 says that nothing was made, so nothing is to be cleaned up (2.14).
    pub const fn keeps_nothing_after_408(self) -> bool {
        self.at_least(Self::V2_14)
    }

    /// A busy broker answers 422 with the error `ConcurrencyError`; before, with a description alone (2.14).
    pub const fn names_concurrency(self) -> bool {
        self.at_least(Self::V2_14)
    }

    /// `Retry-After`, `maximum_polling_duration` and `maintenance_info` (2.15).
    pub const fn has_retry_after(self) -> bool {
        self.at_least(Self::V2_15)
    }

    /// The table of orphans speaks of removals, too (2.15).
    pub const fn retries_strange_removals(self) -> bool {
        self.at_least(Self::V2_15)
    }

    /// A repeated identical provision may be answered 409 (2.17).
    pub const fn may_refuse_repeats(self) -> bool {
        self.at_least(Self::V2_17)
    }

    /// `self >= other`, which a constant function cannot say by itself.
    const fn at_least(self, other: Self) -> bool {
        self as u8 >= other as u8
    }

    /// Upper case and full stops in service and plan names came with 2.14 (§6.6, BRK-CAT-07).
    pub const fn allows_mixed_case_names(self) -> bool {
        !matches!(self, Self::V2_12 | Self::V2_13)
    }
}

impl fmt::Display for OsbVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no version from 2.12 to 2.17.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an Open Service Broker version from 2.12 to 2.17")]
pub struct UnknownVersion;

impl FromStr for OsbVersion {
    type Err = UnknownVersion;

    fn from_str(text: &str) -> Result<Self, UnknownVersion> {
        Self::ALL.into_iter().find(|version| version.as_str() == text).ok_or(UnknownVersion)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_with_which_version() {
        let rows = OsbVersion::ALL.map(|version| {
            [
                version.has_binding_context(),
                version.has_async_bindings(),
                version.keeps_nothing_after_408(),
                version.allows_mixed_case_names(),
                version.names_concurrency(),
                version.has_retry_after(),
                version.retries_strange_removals(),
                version.may_refuse_repeats(),
            ]
            .map(u8::from)
        });
        assert_eq!(
            rows,
            [
                [0, 0, 0, 0, 0, 0, 0, 0],
                [1, 0, 0, 0, 0, 0, 0, 0],
                [1, 1, 1, 1, 1, 0, 0, 0],
                [1, 1, 1, 1, 1, 1, 1, 0],
                [1, 1, 1, 1, 1, 1, 1, 0],
                [1, 1, 1, 1, 1, 1, 1, 1],
            ]
        );
    }

    #[test]
    fn every_version_reads_back_what_it_writes_and_nothing_else_reads() {
        for version in OsbVersion::ALL {
            assert_eq!(version.as_str().parse(), Ok(version));
            assert_eq!(serde_json::to_value(version).unwrap(), version.as_str());
        }
        for text in ["", "2", "2.1", "2.11", "2.18", "2.12 ", "02.12", "2.12.0"] {
            assert_eq!(text.parse::<OsbVersion>(), Err(UnknownVersion), "{text:?}");
        }
    }
}
