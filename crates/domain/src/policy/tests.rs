use core::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::*;
use crate::account::RegistrationDraft;
use crate::caller::Membership;
use crate::ids::PersonId;
use crate::sample::{GLOBEX, NORTHWIND, person};

const SOMEBODY_ELSE: PersonId = PersonId::new(Uuid::from_u128(0xbb));

#[test]
fn the_permission_matrix() {
    let mut table = String::new();
    for object in Object::ALL {
        let _ = write!(table, "{:<20}", object.name());
        for role in Role::ALL {
            let _ = write!(table, "{:<5}", role.code());
        }
        table.push('\n');
        for verb in Verb::ALL {
            let mut line = format!("  {:<18}", verb.name());
            for role in Role::ALL {
                let ctx = Context::of(NORTHWIND).submitted_by(SOMEBODY_ELSE).written_by(&[SOMEBODY_ELSE]);
                line.push_str(if may(&person(role), verb, object, ctx).is_ok() { "●    " } else { "·    " });
            }
            let _ = writeln!(table, "{}", line.trim_end());
        }
        table.push('\n');
    }
    insta::assert_snapshot!(table);
}

#[test]
fn the_matrix_has_a_row_for_every_object_and_only_known_letters() {
    assert_eq!(MATRIX.map(|(object, _)| object), Object::ALL);
    let known: String = Verb::ALL.map(Verb::letter).iter().collect();
    for (object, cells) in MATRIX {
        assert!(cells.iter().all(|cell| cell.chars().all(|letter| known.contains(letter))), "{object:?}");
    }
}

#[test]
fn nobody_views_a_secret() {
    assert_eq!(roles_with(Object::Secrets, Verb::View), []);
}

#[test]
fn a_role_in_another_account_counts_for_nothing_here() {
    let editor = person(Role::ProviderEditor);
    let denied = may(&editor, Verb::Edit, Object::Listing, Context::of(GLOBEX)).unwrap_err();
    assert_eq!(
        denied,
        Denial::RoleMissing {
            needs: vec![Role::ProviderAdministrator, Role::ProviderEditor, Role::Admin],
            is_operator: false
        }
    );
}

#[test]
fn a_refusal_knows_who_works_for_the_operator_and_belongs_to_no_such_account() {
    let is_told_apart = |person: &Person| {
        let refused = may(person, Verb::Execute, Object::TestRun, Context::of(NORTHWIND)).unwrap_err();
        matches!(refused, Denial::RoleMissing { is_operator: true, .. })
    };
    assert!(is_told_apart(&person(Role::Marketing)));
    let mut viewer = person(Role::ProviderViewer);
    assert!(!is_told_apart(&viewer));
    viewer.operator.push(Role::Marketing);
    assert!(!is_told_apart(&viewer), "the account could give them the role");
}

#[test]
fn a_member_who_works_elsewhere_is_told_where_it_lives() {
    let mut editor = person(Role::ProviderEditor);
    editor.current = Some(GLOBEX);
    assert_eq!(
        may(&editor, Verb::Edit, Object::Listing, Context::of(NORTHWIND)),
        Err(Denial::OtherAccount { account: NORTHWIND, name: "Northwind Data".to_owned() })
    );
    assert_eq!(
        sight(&Caller::Person(editor), NORTHWIND),
        Sight::Elsewhere { account: NORTHWIND, name: "Northwind Data".to_owned() }
    );
}

#[test]
fn nobody_decides_about_what_they_handed_in() {
    let reviewer = person(Role::Reviewer);
    let own = Context::of(NORTHWIND).submitted_by(reviewer.id);
    assert_eq!(may(&reviewer, Verb::Approve, Object::Review, own), Err(Denial::OwnSubmission));
    assert_eq!(may_move(&reviewer, Move::Return, own, PublishActor::Operator), Err(Denial::OwnSubmission));
}

#[test]
fn nobody_decides_about_what_they_wrote_and_somebody_else_handed_in() {
    let desk = person(Role::Billing);
    let authors = [SOMEBODY_ELSE, desk.id];
    let ctx = Context::of(NORTHWIND).submitted_by(SOMEBODY_ELSE).written_by(&authors);
    assert_eq!(may(&desk, Verb::Approve, Object::PaidPlan, ctx), Err(Denial::OwnSubmission));
    assert_eq!(may(&desk, Verb::View, Object::PaidPlan, ctx), Ok(()));
    let reviewer = person(Role::Reviewer);
    for act in Move::ALL.into_iter().filter(|act| act.is_decision()) {
        assert_eq!(may_move(&reviewer, act, ctx, PublishActor::Operator), Err(Denial::OwnSubmission), "{act:?}");
        let others = Context { authors: &authors[..1], ..ctx };
        assert_eq!(may_move(&reviewer, act, others, PublishActor::Operator), Ok(()), "{act:?}");
    }
}

#[test]
fn nobody_decides_about_their_own_account() {
    let mut reviewer = person(Role::ProviderViewer);
    reviewer.operator.push(Role::Reviewer);
    let ctx = Context::of(NORTHWIND).submitted_by(SOMEBODY_ELSE);
    assert_eq!(may(&reviewer, Verb::Approve, Object::Review, ctx), Err(Denial::OwnAccount));
    assert_eq!(may_move(&reviewer, Move::Approve, ctx, PublishActor::Operator), Err(Denial::OwnAccount));
    assert_eq!(may(&reviewer, Verb::View, Object::Review, ctx), Ok(()));
}

#[test]
fn an_operator_role_held_as_a_membership_is_none() {
    let mut sly = person(Role::ProviderViewer);
    sly.memberships[0].role = Role::Admin;
    let denied = may(&sly, Verb::Edit, Object::Listing, Context::of(NORTHWIND));
    assert!(matches!(denied, Err(Denial::RoleMissing { .. })));
    let mut other = person(Role::Reviewer);
    other.operator = vec![Role::ProviderAdministrator];
    assert!(may(&other, Verb::Edit, Object::Listing, Context::of(NORTHWIND)).is_err());
}

#[test]
fn the_platform_reopens_and_no_person_does() {
    let admin = person(Role::Admin);
    assert_eq!(
        may_move(&admin, Move::Reopen, Context::of(NORTHWIND), PublishActor::Operator),
        Err(Denial::RoleMissing { needs: vec![], is_operator: true })
    );
}

#[test]
fn a_new_resource_wants_an_approved_provider_account() {
    let editor = person(Role::ProviderEditor);
    let account = |registration| Account {
        id: NORTHWIND,
        kind: AccountKind::Provider,
        name: "Northwind Data".to_owned(),
        registration,
        form: RegistrationDraft::default(),
        revision: 1,
        submitted: None,
        decided: None,
        reason: String::new(),
        documentation_base: None,
        is_internal: false,
    };
    for registration in Registration::ALL {
        let answer = may_add_resource(&editor, &account(registration));
        if registration == Registration::Approved {
            assert_eq!(answer, Ok(()));
        } else {
            assert_eq!(answer, Err(Rejection::Refused(Refusal::AccountNotApproved)));
        }
    }
    let denied = may_add_resource(&person(Role::ProviderDeveloper), &account(Registration::Approved));
    assert!(matches!(denied, Err(Rejection::Denied(Denial::RoleMissing { .. }))));
}

#[test]
fn strangers_do_not_even_know() {
    let stranger = Caller::Person(person(Role::ProviderAdministrator));
    assert!(visible_to(&stranger, NORTHWIND));
    assert!(!visible_to(&stranger, GLOBEX));
    assert!(!visible_to(&Caller::Anonymous, NORTHWIND));
    assert!(visible_to(&Caller::Person(person(Role::Support)), GLOBEX));
    assert_eq!(sight(&stranger, NORTHWIND), Sight::Here);
}

#[test]
fn the_documentation_shows_the_matrix() {
    let page = policy_markdown();
    assert!(page.starts_with("| Object | PA | PE | PD | PV | OR | OM | OB | OA | SA | CA | CU |\n|---|---|"));
    assert!(page.contains("\n| paid plan | CES | CES | V | V | V | V | A | E | V | – | – |\n"));
    assert_eq!(page.lines().count(), 2 + Object::ALL.len());
}

proptest! {
    /// Whoever is neither with the operator nor a member of the owner may do nothing at all.
    #[test]
    fn strangers_may_nothing(
        role in select(&Role::ALL[..]),
        object in select(&Object::ALL[..]),
        verb in select(&Verb::ALL[..]),
    ) {
        let stranger = person(role);
        prop_assume!(!role.is_operator());
        prop_assert!(may(&stranger, verb, object, Context::of(GLOBEX)).is_err());
    }

    /// Joining the account that one decides about never gives the right to decide.
    #[test]
    fn joining_an_account_takes_the_decision_away(
        role in select(&Role::ALL[..]),
        joined in select(&Role::ALL[..]),
        object in select(&Object::ALL[..]),
    ) {
        let mut insider = person(role);
        insider.memberships = vec![Membership {
            account: NORTHWIND,
            account_name: "Northwind Data".to_owned(),
            kind: AccountKind::Provider,
            role: joined,
        }];
        prop_assert!(may(&insider, Verb::Approve, object, Context::of(NORTHWIND)).is_err());
    }
}
