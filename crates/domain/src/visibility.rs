//! Who sees a catalog entry (§9, §4.15). The same function decides in pages, in the JSON behind them and before an
//! instance is created. It knows nothing of stages: `Visibility` says what was published for whom.

use serde::{Deserialize, Serialize};

use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::ids::{AccountId, PersonId};
use crate::moment::Moment;
use crate::rule::account as rule;

/// For whom something is before anybody is invited or kept out. `InternalOnly` and `ExternalOnly` lie between the two
/// others, and neither is wider than the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restrictions {
    /// For the owner and the accounts that are included: the limited visibility before GA.
    Private,
    /// For the operator's own accounts, once it is released.
    InternalOnly,
    /// For everybody but the operator's own accounts, once it is released.
    ExternalOnly,
    Public,
}

/// The operator's own accounts, or all others: the values of `ExtrasDraft::only_for`, beside the empty one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OnlyFor {
    Internal,
    External,
}

impl OnlyFor {
    pub const ALL: [Self; 2] = [Self::Internal, Self::External];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::External => "external",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|only| only.name() == name)
    }
}

impl Restrictions {
    pub const ALL: [Self; 4] = [Self::Private, Self::InternalOnly, Self::ExternalOnly, Self::Public];

    /// Of what is released: for these accounts alone or, `None`, for everybody.
    pub const fn released(only_for: Option<OnlyFor>) -> Self {
        match only_for {
            None => Self::Public,
            Some(OnlyFor::Internal) => Self::InternalOnly,
            Some(OnlyFor::External) => Self::ExternalOnly,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::InternalOnly => "internal_only",
            Self::ExternalOnly => "external_only",
            Self::Public => "public",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|restrictions| restrictions.name() == name)
    }

    /// Whether it is released, to whomever.
    pub const fn is_released(self) -> bool {
        !matches!(self, Self::Private)
    }

    /// To whom it is released, where that is not everybody.
    pub const fn only_for(self) -> Option<OnlyFor> {
        match self {
            Self::InternalOnly => Some(OnlyFor::Internal),
            Self::ExternalOnly => Some(OnlyFor::External),
            Self::Private | Self::Public => None,
        }
    }

    /// Whether it is for accounts of this kind, invited or not. Whoever has not signed in is none of the operator's own.
    pub const fn is_for(self, is_internal: bool) -> bool {
        match self {
            Self::Private => false,
            Self::InternalOnly => is_internal,
            Self::ExternalOnly => !is_internal,
            Self::Public => true,
        }
    }

    /// A child can only narrow what its parent allows: what is for those alone whom both are for.
    #[must_use]
    pub fn within(self, parent: Self) -> Self {
        match (self, parent) {
            (Self::Public, other) | (other, Self::Public) => other,
            (one, other) if one == other => one,
            _ => Self::Private,
        }
    }

    /// What is for those whom one of both is for.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Private, other) | (other, Self::Private) => other,
            (one, other) if one == other => one,
            _ => Self::Public,
        }
    }
}

/// Whose eyes something is seen with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    pub account: AccountId,
    /// It is one of the operator's own, as the operator says.
    pub is_internal: bool,
}

/// An entry of the allowlist. Accounts of other companies wait for a reviewer's approval (DEC-43).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowed {
    pub account: AccountId,
    pub account_name: String,
    /// The account belongs to the provider; it needs no approval.
    pub own: bool,
    pub approved: bool,
    pub added_at: Moment,
    /// Not the one who approves it.
    pub added_by: PersonId,
    pub expires_at: Option<Moment>,
}

impl Allowed {
    /// In force at `now`: approved where it has to be, and not expired.
    pub fn holds(&self, now: Moment) -> bool {
        (self.own || self.approved) && self.expires_at.is_none_or(|end| now < end)
    }
}

impl Allowed {
    /// The last day on which it lets in, if it ends.
    pub fn last_day(&self) -> Option<Moment> {
        self.expires_at.map(|end| Moment::from_millis(end.millis().saturating_sub(1)))
    }
}

/// The end of an invitation from its last day as typed, `2026-09-01`; empty: it has no end.
pub fn until(typed: &str) -> Result<Option<Moment>, Findings> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let fault = || Finding::new(Field::AllowlistUntil, rule::ALLOWED_UNTIL_IS_NO_DAY).naming(typed);
    Moment::end_of(typed).map(Some).ok_or_else(|| core::iter::once(fault()).collect())
}

/// An account that never sees the offering, not even once it is public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excluded {
    pub account: AccountId,
    pub account_name: String,
    pub added_at: Moment,
}

/// The visibility of one object: offering, plan or deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visibility {
    pub restrictions: Restrictions,
    /// Always included.
    pub owner: AccountId,
    pub include: Vec<Allowed>,
    /// Exclusion wins over everything else.
    pub exclude: Vec<AccountId>,
}

impl Visibility {
    pub const fn private(owner: AccountId) -> Self {
        Self { restrictions: Restrictions::Private, owner, include: Vec::new(), exclude: Vec::new() }
    }

    pub const fn public(owner: AccountId) -> Self {
        Self { restrictions: Restrictions::Public, owner, include: Vec::new(), exclude: Vec::new() }
    }
}

impl Visibility {
    /// A plan of the service, or a deployment of the plan: for the same accounts, and never for more.
    #[must_use]
    pub fn child(&self, restrictions: Restrictions) -> Self {
        Self { restrictions: restrictions.within(self.restrictions), ..self.clone() }
    }
}

/// Does this viewer see the object? `None` is somebody without an account.
pub fn visible(visibility: &Visibility, viewer: Option<Viewer>, now: Moment) -> bool {
    let Some(Viewer { account, is_internal }) = viewer else { return visibility.restrictions.is_for(false) };
    if visibility.exclude.contains(&account) {
        return false;
    }
    visibility.restrictions.is_for(is_internal)
        || account == visibility.owner
        || visibility.include.iter().any(|allowed| allowed.account == account && allowed.holds(now))
}

/// Service, plan, deployment: whoever does not see the parent does not see the child. The path starts at the root.
pub fn visible_path<'a>(path: impl IntoIterator<Item = &'a Visibility>, viewer: Option<Viewer>, now: Moment) -> bool {
    let mut any = false;
    path.into_iter().inspect(|_| any = true).all(|object| visible(object, viewer, now)) && any
}

#[cfg(test)]
mod tests;
