//! Who sees a catalog entry (§9, §4.15). The same function decides in pages, in the JSON behind them and before an
//! instance is created. It knows nothing of stages: `Visibility` says what was published for whom.

use serde::{Deserialize, Serialize};

use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::ids::{AccountId, PersonId};
use crate::moment::Moment;
use crate::rule::account as rule;

/// From narrow to wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restrictions {
    /// For the owner and the accounts that are included: the limited visibility before GA.
    Private,
    Public,
}

impl Restrictions {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Public => "public",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [Self::Private, Self::Public].into_iter().find(|restrictions| restrictions.name() == name)
    }

    /// A child can only narrow what its parent allows.
    #[must_use]
    pub fn within(self, parent: Self) -> Self {
        self.min(parent)
    }
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

/// Does this viewer see the object? `None` is somebody without an account, who sees what is public.
pub fn visible(visibility: &Visibility, viewer: Option<AccountId>, now: Moment) -> bool {
    let Some(viewer) = viewer else { return visibility.restrictions == Restrictions::Public };
    if visibility.exclude.contains(&viewer) {
        return false;
    }
    visibility.restrictions == Restrictions::Public
        || viewer == visibility.owner
        || visibility.include.iter().any(|allowed| allowed.account == viewer && allowed.holds(now))
}

/// Service, plan, deployment: whoever does not see the parent does not see the child. The path starts at the root.
pub fn visible_path<'a>(
    path: impl IntoIterator<Item = &'a Visibility>,
    viewer: Option<AccountId>,
    now: Moment,
) -> bool {
    let mut any = false;
    path.into_iter().inspect(|_| any = true).all(|object| visible(object, viewer, now)) && any
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;
    use uuid::Uuid;

    use super::*;

    const OWNER: AccountId = AccountId::new(Uuid::from_u128(1));
    const GUEST: AccountId = AccountId::new(Uuid::from_u128(2));
    const STRANGER: AccountId = AccountId::new(Uuid::from_u128(3));
    const NOW: Moment = Moment::from_millis(1_000);

    fn guest() -> Allowed {
        Allowed {
            account: GUEST,
            account_name: "Globex".to_owned(),
            own: false,
            approved: true,
            added_at: Moment::from_millis(0),
            added_by: PersonId::new(Uuid::from_u128(4)),
            expires_at: None,
        }
    }

    fn limited_to(allowed: Allowed) -> Visibility {
        Visibility { include: vec![allowed], ..Visibility::private(OWNER) }
    }

    #[test]
    fn limited_visibility_is_for_the_owner_and_the_allowlist() {
        let limited = limited_to(guest());
        assert!(visible(&limited, Some(OWNER), NOW));
        assert!(visible(&limited, Some(GUEST), NOW));
        assert!(!visible(&limited, Some(STRANGER), NOW));
        assert!(!visible(&limited, None, NOW));
    }

    #[test]
    fn an_account_of_somebody_else_waits_for_its_approval() {
        let waiting = Allowed { approved: false, ..guest() };
        assert!(!visible(&limited_to(waiting.clone()), Some(GUEST), NOW));
        assert!(visible(&limited_to(Allowed { own: true, ..waiting }), Some(GUEST), NOW));
    }

    #[test]
    fn a_test_account_falls_out_when_its_time_is_over() {
        let until = |end| limited_to(Allowed { expires_at: Some(Moment::from_millis(end)), ..guest() });
        assert!(visible(&until(1_001), Some(GUEST), NOW));
        assert!(!visible(&until(1_000), Some(GUEST), NOW));
    }

    #[test]
    fn an_invitation_lasts_through_its_last_day() {
        let allowed = Allowed { expires_at: until(" 2026-05-12 ").unwrap(), ..guest() };
        let at = |millis: i64| Moment::from_millis(1_778_630_400_000 + millis);
        assert!(allowed.holds(at(-1)));
        assert!(!allowed.holds(at(0)), "13 May, 00:00 UTC");
        assert_eq!(allowed.last_day().unwrap().iso_day(), "2026-05-12");
        assert_eq!(until("  ").unwrap(), None);
        assert!(until("tomorrow").is_err());
    }

    #[test]
    fn what_is_public_is_for_everyone_but_the_excluded() {
        let public = Visibility { exclude: vec![GUEST], ..Visibility::public(OWNER) };
        assert!(visible(&public, Some(STRANGER), NOW));
        assert!(visible(&public, None, NOW));
        assert!(!visible(&public, Some(GUEST), NOW));
    }

    #[test]
    fn an_empty_path_shows_nothing() {
        assert!(!visible_path([], Some(OWNER), NOW));
    }

    fn any_visibility() -> impl Strategy<Value = Visibility> {
        let accounts = || select(vec![OWNER, GUEST, STRANGER]);
        let allowed = (accounts(), any::<bool>(), any::<bool>(), prop::option::of(0_i64..2_000)).prop_map(
            |(account, own, approved, end)| Allowed {
                account,
                own,
                approved,
                expires_at: end.map(Moment::from_millis),
                ..guest()
            },
        );
        let restrictions = select(vec![Restrictions::Private, Restrictions::Public]);
        (restrictions, prop::collection::vec(allowed, 0..3), prop::collection::vec(accounts(), 0..2))
            .prop_map(|(restrictions, include, exclude)| Visibility { restrictions, owner: OWNER, include, exclude })
    }

    proptest! {
        #[test]
        fn whoever_sees_it_is_not_excluded(
            object in any_visibility(),
            viewer in select(vec![OWNER, GUEST, STRANGER]),
        ) {
            if visible(&object, Some(viewer), NOW) {
                prop_assert!(!object.exclude.contains(&viewer));
            }
        }

        /// A child shows itself to nobody who does not see its parent, and to nobody it hides from itself.
        #[test]
        fn a_child_only_narrows(
            path in prop::collection::vec(any_visibility(), 1..4),
            viewer in prop::option::of(select(vec![OWNER, GUEST, STRANGER])),
        ) {
            let whole = visible_path(&path, viewer, NOW);
            prop_assert_eq!(whole, path.iter().all(|object| visible(object, viewer, NOW)));
            prop_assert!(!whole || visible_path(&path[..1], viewer, NOW));
        }

        #[test]
        fn what_anybody_sees_without_an_account_is_public(object in any_visibility()) {
            prop_assert_eq!(visible(&object, None, NOW), object.restrictions == Restrictions::Public);
        }
    }

    #[test]
    fn a_child_of_something_private_is_private() {
        for (child, parent, result) in [
            (Restrictions::Public, Restrictions::Public, Restrictions::Public),
            (Restrictions::Public, Restrictions::Private, Restrictions::Private),
            (Restrictions::Private, Restrictions::Public, Restrictions::Private),
        ] {
            assert_eq!(child.within(parent), result);
            assert_eq!(Restrictions::parse(child.name()), Some(child));
        }
    }
}
