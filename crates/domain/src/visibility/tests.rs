use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::*;

const OWNER: AccountId = AccountId::new(Uuid::from_u128(1));
const GUEST: AccountId = AccountId::new(Uuid::from_u128(2));
const STRANGER: AccountId = AccountId::new(Uuid::from_u128(3));
const COLLEAGUE: AccountId = AccountId::new(Uuid::from_u128(5));
const NOW: Moment = Moment::from_millis(1_000);

/// An account that is none of the operator's own.
const fn external(account: AccountId) -> Viewer {
    Viewer { account, is_internal: false }
}

const fn internal(account: AccountId) -> Viewer {
    Viewer { account, is_internal: true }
}

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
    assert!(visible(&limited, Some(external(OWNER)), NOW));
    assert!(visible(&limited, Some(external(GUEST)), NOW));
    assert!(!visible(&limited, Some(external(STRANGER)), NOW));
    assert!(!visible(&limited, None, NOW));
}

#[test]
fn an_account_of_somebody_else_waits_for_its_approval() {
    let waiting = Allowed { approved: false, ..guest() };
    assert!(!visible(&limited_to(waiting.clone()), Some(external(GUEST)), NOW));
    assert!(visible(&limited_to(Allowed { own: true, ..waiting }), Some(external(GUEST)), NOW));
}

#[test]
fn a_test_account_falls_out_when_its_time_is_over() {
    let until = |end| limited_to(Allowed { expires_at: Some(Moment::from_millis(end)), ..guest() });
    assert!(visible(&until(1_001), Some(external(GUEST)), NOW));
    assert!(!visible(&until(1_000), Some(external(GUEST)), NOW));
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
    assert!(visible(&public, Some(external(STRANGER)), NOW));
    assert!(visible(&public, None, NOW));
    assert!(!visible(&public, Some(external(GUEST)), NOW));
}

#[test]
fn an_empty_path_shows_nothing() {
    assert!(!visible_path([], Some(external(OWNER)), NOW));
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
    let restrictions = select(Restrictions::ALL.to_vec());
    (restrictions, prop::collection::vec(allowed, 0..3), prop::collection::vec(accounts(), 0..2))
        .prop_map(|(restrictions, include, exclude)| Visibility { restrictions, owner: OWNER, include, exclude })
}

fn any_viewer() -> impl Strategy<Value = Option<Viewer>> {
    let one = (select(vec![OWNER, GUEST, STRANGER]), any::<bool>());
    prop::option::of(one.prop_map(|(account, is_internal)| Viewer { account, is_internal }))
}

proptest! {
    #[test]
    fn whoever_sees_it_is_not_excluded(object in any_visibility(), viewer in any_viewer()) {
        if let Some(viewer) = viewer.filter(|_| visible(&object, viewer, NOW)) {
            prop_assert!(!object.exclude.contains(&viewer.account));
        }
    }

    /// A child shows itself to nobody who does not see its parent, and to nobody it hides from itself.
    #[test]
    fn a_child_only_narrows(
        path in prop::collection::vec(any_visibility(), 1..4),
        viewer in any_viewer(),
    ) {
        let whole = visible_path(&path, viewer, NOW);
        prop_assert_eq!(whole, path.iter().all(|object| visible(object, viewer, NOW)));
        prop_assert!(!whole || visible_path(&path[..1], viewer, NOW));
    }

    #[test]
    fn the_viewers_of_a_child_are_among_those_of_its_parent(
        parent in any_visibility(),
        restrictions in select(Restrictions::ALL.to_vec()),
        viewer in any_viewer(),
    ) {
        prop_assert!(!visible(&parent.child(restrictions), viewer, NOW) || visible(&parent, viewer, NOW));
    }

    #[test]
    fn what_anybody_sees_without_an_account_is_released_to_other_accounts_than_the_operators(
        object in any_visibility(),
    ) {
        let is_for_all = matches!(object.restrictions, Restrictions::Public | Restrictions::ExternalOnly);
        prop_assert_eq!(visible(&object, None, NOW), is_for_all);
    }
}

/// Who sees what, word for word as §4.15 has it.
#[test]
fn each_of_the_four_is_for_whom_it_says() {
    use Restrictions::{ExternalOnly, InternalOnly, Private, Public};
    let viewers = [
        ("the owner", Some(external(OWNER)), [true, true, true, true]),
        ("the owner as one of the operator's own", Some(internal(OWNER)), [true, true, true, true]),
        ("one of the operator's own", Some(internal(COLLEAGUE)), [false, true, false, true]),
        ("another account", Some(external(COLLEAGUE)), [false, false, true, true]),
        ("one of the operator's own that is invited", Some(internal(GUEST)), [true, true, true, true]),
        ("another account that is invited", Some(external(GUEST)), [true, true, true, true]),
        ("one of the operator's own that is kept out", Some(internal(STRANGER)), [false; 4]),
        ("another account that is kept out", Some(external(STRANGER)), [false; 4]),
        ("nobody", None, [false, false, true, true]),
    ];
    for (who, viewer, expected) in viewers {
        for (restrictions, is_seen) in [Private, InternalOnly, ExternalOnly, Public].into_iter().zip(expected) {
            let object = Visibility { restrictions, exclude: vec![STRANGER], ..limited_to(guest()) };
            assert_eq!(visible(&object, viewer, NOW), is_seen, "{restrictions:?} to {who}");
        }
    }
}

#[test]
fn exclusion_wins_over_an_invitation_and_over_what_the_operator_says() {
    for restrictions in Restrictions::ALL {
        let object = Visibility { restrictions, exclude: vec![GUEST], ..limited_to(guest()) };
        assert!(!visible(&object, Some(internal(GUEST)), NOW) && !visible(&object, Some(external(GUEST)), NOW));
    }
}

#[test]
fn a_child_is_for_those_whom_both_are_for_and_two_children_for_those_of_either() {
    for one in Restrictions::ALL {
        for other in Restrictions::ALL {
            for is_internal in [false, true] {
                let (is_one, is_other) = (one.is_for(is_internal), other.is_for(is_internal));
                assert_eq!(one.within(other).is_for(is_internal), is_one && is_other, "{one:?} within {other:?}");
                assert_eq!(one.or(other).is_for(is_internal), is_one || is_other, "{one:?} or {other:?}");
            }
        }
    }
    assert_eq!(Restrictions::InternalOnly.within(Restrictions::ExternalOnly), Restrictions::Private);
}

#[test]
fn restrictions_come_back_from_their_name_and_from_what_is_kept_of_them() {
    for restrictions in Restrictions::ALL {
        assert_eq!(Restrictions::parse(restrictions.name()), Some(restrictions));
        let kept = restrictions.is_released().then(|| Restrictions::released(restrictions.only_for()));
        assert_eq!(kept.unwrap_or(Restrictions::Private), restrictions);
    }
    for only in OnlyFor::ALL {
        assert_eq!(OnlyFor::parse(only.name()), Some(only));
    }
    assert_eq!((OnlyFor::parse(""), OnlyFor::parse("everybody")), (None, None));
}
