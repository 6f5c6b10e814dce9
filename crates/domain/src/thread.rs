//! Review threads: what reviewers and providers say to each other about one value of an offering, until it is resolved.
//! Here is which move a thread knows, what it needs, and whether the value that it is about has changed since. It knows
//! no people beyond their names: who may is `policy`'s.

use serde::{Deserialize, Serialize};

use crate::compare::{Line, Subject};
use crate::ids::{AccountId, OfferingId, PersonId, ThreadId};
use crate::moment::Moment;
use crate::offering::Scope;
use crate::policy::Verb;
use crate::rejection::Refusal;
use crate::rule::RuleId;
use crate::text::field_name;

mod anchor;
mod draft;

pub use anchor::{Anchor, Part};
pub use draft::{Opening, REMARK_LIMIT, ReplyDraft, ThreadDraft, rules_for};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThreadState {
    Open,
    Resolved,
}

impl ThreadState {
    pub const ALL: [Self; 2] = [Self::Open, Self::Resolved];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Resolved => "resolved",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What can be done to a thread that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ThreadMove {
    Reply,
    Resolve,
    Reopen,
}

impl ThreadMove {
    pub const ALL: [Self; 3] = [Self::Reply, Self::Resolve, Self::Reopen];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Resolve => "resolve",
            Self::Reopen => "reopen",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }

    /// What of `policy` allows it. Whoever may block lifts what blocks; everything else is for everybody who talks here.
    pub const fn verb(self, blocking: bool) -> Verb {
        match self {
            Self::Resolve if blocking => Verb::Approve,
            Self::Reply | Self::Resolve | Self::Reopen => Verb::Edit,
        }
    }

    /// A reply says something; the others may do without.
    pub const fn needs_text(self) -> bool {
        matches!(self, Self::Reply)
    }
}

/// What of `policy` allows to open a thread.
pub const fn opening_verb(blocking: bool) -> Verb {
    if blocking { Verb::Approve } else { Verb::Create }
}

/// What of `policy` allows to write what operators alone read.
pub const INTERNAL_VERB: Verb = Verb::Approve;

/// Where the move leads. What is resolved is opened again before anybody goes on about it.
pub const fn next(from: ThreadState, act: ThreadMove) -> Result<ThreadState, Refusal> {
    match (from, act) {
        (ThreadState::Open, ThreadMove::Reply) | (ThreadState::Resolved, ThreadMove::Reopen) => Ok(ThreadState::Open),
        (ThreadState::Open, ThreadMove::Resolve) => Ok(ThreadState::Resolved),
        (ThreadState::Open, ThreadMove::Reopen) | (ThreadState::Resolved, ThreadMove::Reply | ThreadMove::Resolve) => {
            Err(Refusal::NoSuchThreadMove { from, attempted: act })
        }
    }
}

/// A thread without its replies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    pub id: ThreadId,
    /// The provider's.
    pub account: AccountId,
    pub offering: OfferingId,
    pub anchor: Anchor,
    /// What it is about, under the names of that time.
    pub subject: Subject,
    /// The value that was read; empty if there was none.
    pub value: String,
    /// The rule that the value breaks, where there is one.
    pub rule: Option<RuleId>,
    /// Nothing is approved and released before it is resolved.
    pub blocking: bool,
    pub text: String,
    pub state: ThreadState,
    pub opened_by: PersonId,
    pub opened_by_name: String,
    pub opened_at: Moment,
}

/// How a thread stands beside the offering as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ThreadStanding"))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Open,
    /// Open, and the value is another one than the one that was read.
    Addressed,
    Resolved,
}

impl Thread {
    pub const fn scope(&self) -> Scope {
        Scope { account: self.account, offering: self.offering }
    }

    /// Whether approval and release wait for it.
    pub const fn blocks(&self) -> bool {
        self.blocking && matches!(self.state, ThreadState::Open)
    }

    /// `present` is every value of the offering as it is now: `compare` without an earlier version.
    pub fn standing(&self, present: &[Line]) -> Standing {
        match self.state {
            ThreadState::Resolved => Standing::Resolved,
            ThreadState::Open if self.anchor.holds(&self.value, present) => Standing::Open,
            ThreadState::Open => Standing::Addressed,
        }
    }

    /// What it is about, in a word: "terms URL", "plan lite, description".
    pub fn called(&self) -> String {
        let field = || field_name(self.anchor.field);
        match &self.subject {
            Subject::Field(_) => field(),
            Subject::Highlight(title) => format!("highlight “{title}”"),
            Subject::Plan { name, .. } => format!("plan {name}, {}", field()),
            Subject::Broker { name, .. } => format!("broker {name}, {}", field()),
            Subject::Deployment { plan, location } => format!("{plan} ({location})"),
        }
    }
}

/// What somebody added to a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    pub by: PersonId,
    pub by_name: String,
    pub at: Moment,
    pub act: ThreadMove,
    /// Empty only with a move that needs no words.
    pub text: String,
    /// For the operator's people alone.
    pub internal: bool,
}

#[cfg(test)]
mod tests;
