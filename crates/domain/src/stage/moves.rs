//! The moves and who makes them (§3.3). Which move exists from which stage is told by the table in `stage`.

use serde::{Deserialize, Serialize};

use crate::caller::Role;
use crate::gate::Gate;

/// What can be done to an offering as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    PublishLimited,
    RequestReview,
    WithdrawRequest,
    WithdrawApproval,
    Return,
    Reopen,
    Approve,
    Release,
    Suspend,
    Resume,
    Deprecate,
    Restore,
    Retire,
    Withdraw,
}

impl Move {
    pub const ALL: [Self; 14] = [
        Self::PublishLimited,
        Self::RequestReview,
        Self::WithdrawRequest,
        Self::WithdrawApproval,
        Self::Return,
        Self::Reopen,
        Self::Approve,
        Self::Release,
        Self::Suspend,
        Self::Resume,
        Self::Deprecate,
        Self::Restore,
        Self::Retire,
        Self::Withdraw,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::PublishLimited => "publish_limited",
            Self::RequestReview => "request_review",
            Self::WithdrawRequest => "withdraw_request",
            Self::WithdrawApproval => "withdraw_approval",
            Self::Return => "return",
            Self::Reopen => "reopen",
            Self::Approve => "approve",
            Self::Release => "release",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Deprecate => "deprecate",
            Self::Restore => "restore",
            Self::Retire => "retire",
            Self::Withdraw => "withdraw",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }

    /// Who makes the move (§3.3, column Actor), as far as people make it.
    pub const fn actors(self, publish: PublishActor) -> &'static [Role] {
        use Role::{Admin, ProviderAdministrator, ProviderDeveloper, ProviderEditor, Reviewer};
        match self {
            Self::PublishLimited => &[ProviderAdministrator, ProviderEditor, ProviderDeveloper],
            Self::RequestReview | Self::WithdrawRequest | Self::WithdrawApproval => {
                &[ProviderAdministrator, ProviderEditor]
            }
            Self::Return | Self::Approve | Self::Resume => &[Reviewer],
            Self::Reopen => &[],
            Self::Release => match publish {
                PublishActor::Operator => &[Admin],
                PublishActor::Provider => &[ProviderAdministrator],
            },
            Self::Suspend => &[ProviderAdministrator, Reviewer],
            Self::Deprecate | Self::Restore | Self::Withdraw => &[ProviderAdministrator],
            Self::Retire => &[Admin],
        }
    }

    /// The platform makes this move by itself, at once or when a deadline has passed (SYS in §3.3).
    pub const fn is_automatic(self) -> bool {
        matches!(self, Self::Reopen | Self::Deprecate | Self::Retire)
    }

    /// A decision about what somebody else asked for: the four-eyes rule of §2 applies.
    pub const fn is_decision(self) -> bool {
        matches!(self, Self::Return | Self::Approve | Self::Resume)
    }

    /// T17, T22 and T23 want it in writing.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Return | Self::Suspend | Self::Deprecate)
    }

    /// The gates that have to be open (§3.4).
    pub const fn gates(self) -> &'static [Gate] {
        match self {
            Self::PublishLimited => &[Gate::Limited],
            Self::RequestReview => &[Gate::Ga],
            Self::Approve => &[Gate::Review],
            // T19: “deployments healthy”.
            Self::Release => &[Gate::Broker, Gate::Review],
            _ => &[],
        }
    }
}

/// DEC-4, `ga.publish_actor`: whose hand makes an approved offering public.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishActor {
    #[default]
    Operator,
    Provider,
}
