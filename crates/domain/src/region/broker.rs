//! A broker from its form to its removal (T12).

use serde::{Deserialize, Serialize};

use crate::broker::BrokerState;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BrokerMove {
    /// T12: the catalog was fetched and agrees with the console.
    Register,
    /// It does not answer, or does not agree. What was never registered has nothing to lose.
    Lose,
    /// The address or the credentials were changed.
    Edit,
    Remove,
}

impl BrokerMove {
    pub const ALL: [Self; 4] = [Self::Register, Self::Lose, Self::Edit, Self::Remove];
}

/// `None`: there is no such move.
pub const fn broker_next(from: BrokerState, act: BrokerMove) -> Option<BrokerState> {
    use BrokerState::{Registered, Removed, Unreachable, Unregistered};
    match (from, act) {
        (Removed, _) => None,
        (_, BrokerMove::Register) => Some(Registered),
        (_, BrokerMove::Edit) | (Unregistered, BrokerMove::Lose) => Some(Unregistered),
        (Registered | Unreachable, BrokerMove::Lose) => Some(Unreachable),
        (_, BrokerMove::Remove) => Some(Removed),
    }
}
