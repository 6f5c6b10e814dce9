//! The stages of an offering and the moves between them (§3.2, §3.3 T14–T26). The table here is the only place that
//! knows which move exists; the store enforces it with `update … where stage = $from and revision = $rev`. It knows
//! neither people nor conditions: who may make a move is `policy`'s business, whether its gate is open is `gate`'s.
//!
//! What stands elsewhere: `DRAFT_REG` … `APPROVED` belong to the account, not to an offering (`registration`); the
//! parallel regions of §3.2 are in `region`; `REFERRAL_LIVE` (§3.1) is no stage of an integrated offering.
//! `GA_CHANGES` is a stage of its own, as in §3.2, but nothing rests in it: the platform reopens the offering in the
//! same transaction (`Stage::automatic`), so that the provider can work on. The history shows both steps of T17 as the
//! one move that somebody made.

use serde::{Deserialize, Serialize};

use crate::policy::{Object, Verb};
use crate::rejection::Refusal;

mod document;
mod moves;
mod track;

pub use document::stage_markdown;
pub use moves::{Move, PublishActor};
pub use track::{Track, Turn};

/// Where an offering stands (§3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(description = "Where an offering is on its way.")
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Defining,
    Limited,
    GaRequested,
    GaChanges,
    GaApproved,
    Ga,
    Suspended,
    Deprecated,
    Retired,
    Withdrawn,
}

impl Stage {
    pub const ALL: [Self; 10] = [
        Self::Defining,
        Self::Limited,
        Self::GaRequested,
        Self::GaChanges,
        Self::GaApproved,
        Self::Ga,
        Self::Suspended,
        Self::Deprecated,
        Self::Retired,
        Self::Withdrawn,
    ];

    /// How a stage is stored, and how it appears in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Defining => "defining",
            Self::Limited => "limited",
            Self::GaRequested => "ga_requested",
            Self::GaChanges => "ga_changes",
            Self::GaApproved => "ga_approved",
            Self::Ga => "ga",
            Self::Suspended => "suspended",
            Self::Deprecated => "deprecated",
            Self::Retired => "retired",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// The place on the visible pipeline; what has ended has none.
    pub const fn track(self) -> Option<Track> {
        match self {
            Self::Defining => Some(Track::Draft),
            Self::Limited => Some(Track::Limited),
            Self::GaRequested | Self::GaChanges | Self::GaApproved => Some(Track::Review),
            Self::Ga | Self::Suspended | Self::Deprecated => Some(Track::Public),
            Self::Retired | Self::Withdrawn => None,
        }
    }

    /// Who has to act next, as far as the stage alone can tell; `review::turn` knows more.
    pub const fn turn(self) -> Turn {
        match self {
            Self::Defining | Self::Limited | Self::GaChanges | Self::Suspended => Turn::Provider,
            Self::GaRequested => Turn::Reviewer,
            Self::GaApproved => Turn::Admin,
            Self::Ga | Self::Deprecated | Self::Retired | Self::Withdrawn => Turn::Nobody,
        }
    }

    /// Everything up to the release (T26).
    pub const fn is_before_ga(self) -> bool {
        matches!(self, Self::Defining | Self::Limited | Self::GaRequested | Self::GaChanges | Self::GaApproved)
    }

    /// What is in force at once may be edited: brokers, deployments, access management. While a request is with the reviewer
    /// it stands still, because what is approved is about it (T16).
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Defining | Self::Limited | Self::GaChanges)
    }

    /// Sections, plans, translations and pictures may be saved. They are the next draft: a request froze what it is about
    /// (T16), and customers have what was published (T21).
    pub const fn takes_drafts(self) -> bool {
        self.is_before_ga() || matches!(self, Self::Ga | Self::Suspended)
    }

    /// Brokers may be added, and deployments be added and withdrawn; what of them stands still after the release, the
    /// offering knows (`Offering::stands_still`, `Offering::broker_stands_still`, `Offering::may_withdraw`).
    pub const fn takes_deployments(self) -> bool {
        self.is_editable() || matches!(self, Self::Ga)
    }

    /// Whether what `verb` does to `object` may be saved in this stage: texts and plans as the next draft, and what is in
    /// force at once as long as it does not stand still. Access is enabled before the release.
    pub const fn takes(self, object: Object, verb: Verb) -> bool {
        match (object, verb) {
            (Object::Broker | Object::Deployment, _) => self.takes_deployments(),
            (Object::AccessRegistration, Verb::Create) => self.is_editable(),
            _ => self.takes_drafts(),
        }
    }

    /// The next version may be handed in, published, given up and gone back from, and what was published with one be made
    /// public (T21): not while the offering is suspended or on its way out.
    pub const fn takes_revisions(self) -> bool {
        matches!(self, Self::Ga)
    }

    /// What others go by in this stage while the draft goes on.
    pub const fn basis(self) -> Basis {
        match self {
            Self::GaRequested | Self::GaChanges | Self::GaApproved => Basis::HandedIn,
            Self::Ga | Self::Suspended | Self::Deprecated => Basis::Published,
            Self::Defining | Self::Limited | Self::Retired | Self::Withdrawn => Basis::Draft,
        }
    }

    /// Listed for everyone whose account may see it at all (§9: the entry is active and public).
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Ga | Self::Suspended | Self::Deprecated)
    }

    /// Listed for somebody: for the allowlist, or for everyone.
    pub const fn is_published(self) -> bool {
        matches!(self, Self::Limited | Self::GaRequested | Self::GaChanges | Self::GaApproved) || self.is_public()
    }

    /// The step that the platform takes at once, in the transaction that led here.
    pub const fn automatic(self) -> Option<Move> {
        match self {
            Self::GaChanges => Some(Move::Reopen),
            _ => None,
        }
    }
}

/// Which content of an offering counts beside its draft (T16, T21).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// What is saved now: nothing was handed in.
    Draft,
    /// What the request froze that waits or was approved.
    HandedIn,
    /// What customers have.
    Published,
}

/// One row of §3.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// `T14` … `T26`; `–` where §3.3 has no row of its own.
    pub source: &'static str,
    pub from: Stage,
    pub act: Move,
    pub to: Stage,
}

const fn row(source: &'static str, from: Stage, act: Move, to: Stage) -> Transition {
    Transition { source, from, act, to }
}

/// Every move that exists. What is not here does not exist.
pub const TRANSITIONS: [Transition; 20] = [
    row("T14", Stage::Defining, Move::PublishLimited, Stage::Limited),
    row("T15", Stage::Limited, Move::PublishLimited, Stage::Limited),
    row("T16", Stage::Limited, Move::RequestReview, Stage::GaRequested),
    // Not in §3.3: whoever asked may take the request back and work on.
    row("–", Stage::GaRequested, Move::WithdrawRequest, Stage::Limited),
    row("T17", Stage::GaRequested, Move::Return, Stage::GaChanges),
    row("T17", Stage::GaChanges, Move::Reopen, Stage::Limited),
    row("T18", Stage::GaRequested, Move::Approve, Stage::GaApproved),
    // Nor this: what was approved stays what it is (T16), and whoever wants to release something else gives it up.
    row("–", Stage::GaApproved, Move::WithdrawApproval, Stage::Limited),
    row("T19", Stage::GaApproved, Move::Release, Stage::Ga),
    row("T22", Stage::Ga, Move::Suspend, Stage::Suspended),
    row("T22", Stage::Suspended, Move::Resume, Stage::Ga),
    row("T23", Stage::Ga, Move::Deprecate, Stage::Deprecated),
    row("T23", Stage::Suspended, Move::Deprecate, Stage::Deprecated),
    row("T24", Stage::Deprecated, Move::Restore, Stage::Ga),
    row("T25", Stage::Deprecated, Move::Retire, Stage::Retired),
    row("T26", Stage::Defining, Move::Withdraw, Stage::Withdrawn),
    row("T26", Stage::Limited, Move::Withdraw, Stage::Withdrawn),
    row("T26", Stage::GaRequested, Move::Withdraw, Stage::Withdrawn),
    row("T26", Stage::GaChanges, Move::Withdraw, Stage::Withdrawn),
    row("T26", Stage::GaApproved, Move::Withdraw, Stage::Withdrawn),
];

/// The row for this move from this stage, if it exists.
pub fn transition(from: Stage, act: Move) -> Option<&'static Transition> {
    TRANSITIONS.iter().find(|row| row.from == from && row.act == act)
}

/// Where the move leads. The platform's own next step (`Stage::automatic`) is not taken here.
pub fn next(from: Stage, act: Move) -> Result<Stage, Refusal> {
    transition(from, act).map(|row| row.to).ok_or(Refusal::NoSuchMove { from, attempted: act })
}

#[cfg(test)]
mod tests;
