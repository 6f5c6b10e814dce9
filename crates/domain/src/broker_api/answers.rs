//! What a broker can answer to each call (§6.2, §6.5), and what can follow from it. Which of them follows is found by
//! whoever reads answers.

use serde::{Deserialize, Serialize};

use self::Said::{
    Busy, Contrary, Failed, InProgress, Malformed, OtherSuccess, Redirect, ServerError, Silence, Status, Succeeded,
};
use super::{Abilities, Endpoint};
use crate::instance::OperationKind as Kind;

/// An answer, or that there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// The status, with what the contract wants in the body.
    Status(u16),
    /// A status of success with another body.
    Malformed(u16),
    /// A success that the call does not know.
    OtherSuccess,
    /// 422 with `ConcurrencyError`.
    Busy,
    /// The three states of an operation.
    InProgress,
    Succeeded,
    Failed,
    /// The instance is not as was ordered.
    Contrary,
    /// Any 3xx.
    Redirect,
    /// Any 5xx.
    ServerError,
    /// No complete answer in time.
    Silence,
}

/// What the platform makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    Done,
    /// It is asked how the operation goes.
    Polled,
    /// The credentials of the binding are fetched.
    Fetched,
    /// Nothing was done, and nothing is cleaned up.
    Failed,
    /// Something may be left: it is removed (§6.5).
    CleanedUp,
    /// The same is asked for again, later.
    Repeated,
    /// Nobody can tell whether it was done, and nothing more is asked for.
    Unknown,
    /// The catalog is compared with the definition (§6.7).
    Compared,
    /// There is no catalog to compare.
    Unread,
    /// A check of a test run passes, if what it says is right.
    Checked,
    /// A check of a test run fails.
    CheckFails,
}

/// What follows while something is made, changed or removed; `None` where nothing is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follows {
    pub during: Option<Kind>,
    pub meaning: Meaning,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub said: Said,
    /// One for each kind of operation that the call can belong to.
    pub follows: Vec<Follows>,
}

impl Answer {
    /// What follows whatever is under way; `None` if that differs.
    pub fn meaning(&self) -> Option<Meaning> {
        let first = self.follows.first()?.meaning;
        self.follows.iter().all(|follows| follows.meaning == first).then_some(first)
    }
}

const OF_CATALOG: &[Said] = &[Status(200), Malformed(200), Status(401), Status(412), Redirect, ServerError, Silence];
const OF_MAKING: &[Said] = &[
    Status(201),
    Status(200),
    Status(202),
    Malformed(200),
    Malformed(201),
    Malformed(202),
    OtherSuccess,
    Redirect,
    Status(400),
    Status(401),
    Status(408),
    Status(409),
    Status(410),
    Status(412),
    Status(422),
    Busy,
    ServerError,
    Silence,
];
const OF_CHANGING: &[Said] = &[
    Status(200),
    Status(202),
    Malformed(200),
    OtherSuccess,
    Redirect,
    Status(400),
    Status(401),
    Status(408),
    Status(410),
    Status(412),
    Status(422),
    Busy,
    ServerError,
    Silence,
];
const OF_REMOVING: &[Said] = &[
    Status(200),
    Status(202),
    Status(410),
    Malformed(200),
    Malformed(202),
    OtherSuccess,
    Redirect,
    Status(400),
    Status(401),
    Status(404),
    Status(408),
    Status(412),
    Status(422),
    Busy,
    ServerError,
    Silence,
];
const OF_POLLING: &[Said] =
    &[InProgress, Succeeded, Failed, Malformed(200), Status(400), Status(404), Status(410), ServerError, Silence];
const OF_LOOKING: &[Said] = &[Status(200), Contrary, Status(404), Status(410), ServerError, Silence];
const OF_ORDERING: &[Said] = &[
    Status(204),
    Status(200),
    Redirect,
    Status(400),
    Status(401),
    Status(404),
    Status(408),
    Status(410),
    Status(412),
    Status(422),
    Busy,
    ServerError,
    Silence,
];
const OF_FETCHING: &[Said] = &[Status(200), Malformed(200), Status(404), ServerError, Silence];
const OF_CHECKING: &[Said] = &[Status(200), Status(404), ServerError, Silence];

impl Endpoint {
    /// The answers that are told apart, first those of success.
    pub const fn answers(self) -> &'static [Said] {
        match self {
            Self::Catalog => OF_CATALOG,
            Self::Provision | Self::Bind => OF_MAKING,
            Self::Update => OF_CHANGING,
            Self::Deprovision | Self::Unbind => OF_REMOVING,
            Self::LastOperation | Self::BindingLastOperation => OF_POLLING,
            Self::FetchInstance => OF_CHECKING,
            Self::FetchState => OF_LOOKING,
            Self::SetState => OF_ORDERING,
            Self::FetchBinding => OF_FETCHING,
        }
    }

    /// The operations of an instance that the call can belong to; none if it belongs to none.
    pub fn operations(self, of: Abilities) -> Vec<Kind> {
        match self {
            Self::Catalog | Self::FetchInstance => Vec::new(),
            Self::Provision => vec![Kind::Provision],
            Self::Update => vec![Kind::Update],
            Self::Deprovision => vec![Kind::Deprovision],
            Self::Bind | Self::FetchBinding => vec![Kind::Bind],
            Self::Unbind => vec![Kind::Unbind],
            Self::LastOperation if of.plan_updateable => vec![Kind::Provision, Kind::Update, Kind::Deprovision],
            Self::LastOperation => vec![Kind::Provision, Kind::Deprovision],
            Self::BindingLastOperation => vec![Kind::Bind, Kind::Unbind],
            Self::FetchState | Self::SetState => vec![Kind::Disable],
        }
    }
}
