//! Lines of which nothing is charged, or not what the quantity says, until a person has looked: what the operator's billing
//! desk is told (§8.4, DEC-36, DEC-39).

use serde::{Deserialize, Serialize};

use super::{Charged, LinePlace, Outcome, StatementLine};
use crate::rating::Verdict;

/// Lines of one charge that need a person, all for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsettled {
    pub place: LinePlace,
    pub charged: Charged,
    pub why: Why,
    pub lines: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The quantity lies above the last block, whose amount is charged (DEC-36).
    BeyondLast,
    /// There is neither a row for the account nor a base row (DEC-39).
    Unrated,
    /// The numbers cannot be reckoned exactly.
    TooLarge,
    /// What was reported has no metric that can be read.
    Unread,
}

impl Why {
    /// As programs read it in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BeyondLast => "beyond_last_block",
            Self::Unrated => "unrated",
            Self::TooLarge => "too_large",
            Self::Unread => "unread",
        }
    }
}

impl Unsettled {
    pub fn of(lines: &[StatementLine]) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for line in lines {
            let Some(why) = line.why() else { continue };
            let is_same =
                |one: &&mut Self| one.place.plan == line.place.plan && one.charged == line.charged && one.why == why;
            match found.iter_mut().find(is_same) {
                Some(one) => one.lines += 1,
                None => found.push(Self { place: line.place.clone(), charged: line.charged.clone(), why, lines: 1 }),
            }
        }
        found
    }
}

impl StatementLine {
    /// Why a person has to look; `None`: nobody has to.
    pub fn why(&self) -> Option<Why> {
        match &self.outcome {
            Outcome::TooLarge => Some(Why::TooLarge),
            Outcome::Unread => Some(Why::Unread),
            Outcome::Reckoned { verdict: Verdict::Unrated, .. } => Some(Why::Unrated),
            Outcome::Reckoned { line, .. } => line.beyond_last.then_some(Why::BeyondLast),
        }
    }
}
