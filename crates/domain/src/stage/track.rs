//! What people see of a stage: the stop on the pipeline, and on whose desk the offering lies. It decides nothing.

use serde::{Deserialize, Serialize};

/// The four stops that people see: Draft → Limited → Review → Public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Track {
    Draft,
    Limited,
    Review,
    Public,
}

impl Track {
    pub const ALL: [Self; 4] = [Self::Draft, Self::Limited, Self::Review, Self::Public];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Limited => "limited",
            Self::Review => "review",
            Self::Public => "public",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|track| track.name() == name)
    }
}

/// On whose desk an offering lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    Provider,
    Reviewer,
    Billing,
    Admin,
    Nobody,
}

impl Turn {
    pub const ALL: [Self; 5] = [Self::Provider, Self::Reviewer, Self::Billing, Self::Admin, Self::Nobody];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Reviewer => "reviewer",
            Self::Billing => "billing",
            Self::Admin => "admin",
            Self::Nobody => "nobody",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|turn| turn.name() == name)
    }

    /// DEC-55: only these days count for the operator's clock.
    pub const fn is_operator(self) -> bool {
        matches!(self, Self::Reviewer | Self::Billing | Self::Admin)
    }
}
