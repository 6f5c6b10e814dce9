//! The people of an account: what is asked of a new one, which roles there are, and that an administrator is left. Who
//! may change them is the question of `policy`.

use serde::{Deserialize, Serialize};

use crate::account::AccountKind;
use crate::caller::Role;
use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::ids::PersonId;
use crate::person::{self, PersonState};
use crate::rejection::Refusal;
use crate::rule::member as rule;
use crate::shape;

/// Somebody who works in an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub person: PersonId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub state: PersonState,
    /// Belongs to another account too, or works for the operator.
    pub is_elsewhere: bool,
}

/// A new member as typed. The name counts only for somebody who is not known here yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MemberDraft {
    pub email: String,
    pub name: String,
    pub role: String,
}

impl MemberDraft {
    /// For an account of `kind`; `is_member`: whoever has the address belongs to it already.
    pub fn check(&self, kind: AccountKind, is_member: bool) -> Findings {
        let mut found = Findings::new();
        person::check_email(&mut found, Field::MemberEmail, &self.email);
        if is_member && found.is_empty() {
            found.push(Finding::new(Field::MemberEmail, rule::MEMBER_TWICE).naming(self.email.trim()));
        }
        person::check_name(&mut found, Field::MemberName, &self.name);
        let roles: Vec<&str> = roles_in(kind).iter().map(|role| role.name()).collect();
        shape::choice(&mut found, Field::MemberRole, &self.role, &roles, rule::ROLE_MISSING);
        found
    }
}

/// The roles that members of such an account can have, the administrator first.
pub const fn roles_in(kind: AccountKind) -> &'static [Role] {
    match kind {
        AccountKind::Provider => {
            &[Role::ProviderAdministrator, Role::ProviderEditor, Role::ProviderDeveloper, Role::ProviderViewer]
        }
        AccountKind::Consumer => &[Role::ConsumerAdministrator, Role::ConsumerUser],
    }
}

/// The role of that name, if members of such an account can have it.
pub fn role_in(kind: AccountKind, name: &str) -> Option<Role> {
    roles_in(kind).iter().copied().find(|role| role.name() == name)
}

/// The role that may change the members of such an account.
pub const fn administrator_of(kind: AccountKind) -> Role {
    match kind {
        AccountKind::Provider => Role::ProviderAdministrator,
        AccountKind::Consumer => Role::ConsumerAdministrator,
    }
}

/// An account has an administrator: the last one who is not disabled is neither removed nor given another role.
pub fn may_lose_administrator(members: &[Member], person: PersonId) -> Result<(), Refusal> {
    let mut administrators = members
        .iter()
        .filter(|member| member.role.is_account_administrator() && member.state != PersonState::Disabled)
        .map(|member| member.person);
    let is_last = administrators.next() == Some(person) && administrators.next().is_none();
    if is_last { Err(Refusal::LastAdministrator) } else { Ok(()) }
}

/// Whoever holds a set-up link chooses the person's password. An account hands one out only for people who have never
/// signed in and belong nowhere else, so that nobody can invite somebody of another house and become them.
pub fn may_have_link(member: &Member) -> Result<(), Refusal> {
    match member.state {
        PersonState::Disabled => Err(Refusal::PersonDisabled),
        PersonState::Active => Err(Refusal::SignedInBefore),
        PersonState::Invited if member.is_elsewhere => Err(Refusal::LinkIsTheOperators),
        PersonState::Invited => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;
    use uuid::Uuid;

    use super::*;

    fn member(id: u128, role: Role, state: PersonState) -> Member {
        Member {
            person: PersonId::new(Uuid::from_u128(id)),
            name: "Kim Winter".to_owned(),
            email: "kim@northwind.example".to_owned(),
            role,
            state,
            is_elsewhere: false,
        }
    }

    fn may_go(members: &[Member], at: usize) -> bool {
        may_lose_administrator(members, members[at].person).is_ok()
    }

    #[test]
    fn the_last_administrator_stays_and_everybody_else_may_go() {
        use PersonState::Active;
        let mut members = vec![member(1, Role::ProviderAdministrator, Active), member(2, Role::ProviderEditor, Active)];
        assert!(!may_go(&members, 0));
        assert!(may_go(&members, 1));
        members.push(member(3, Role::ProviderAdministrator, PersonState::Invited));
        assert!(may_go(&members, 0) && may_go(&members, 2), "two are enough, signed in or not yet");
        let stranger = PersonId::new(Uuid::from_u128(9));
        assert_eq!(may_lose_administrator(&members, stranger), Ok(()));
    }

    #[test]
    fn somebody_disabled_administers_nothing() {
        let members = [
            member(1, Role::ConsumerAdministrator, PersonState::Active),
            member(2, Role::ConsumerAdministrator, PersonState::Disabled),
        ];
        assert!(!may_go(&members, 0));
        assert!(may_go(&members, 1), "whoever is locked out can be removed");
    }

    #[test]
    fn a_link_is_for_people_who_never_signed_in_and_belong_nowhere_else() {
        let link =
            |state, is_elsewhere| may_have_link(&Member { is_elsewhere, ..member(1, Role::ProviderViewer, state) });
        assert_eq!(link(PersonState::Invited, false), Ok(()));
        assert_eq!(link(PersonState::Invited, true), Err(Refusal::LinkIsTheOperators));
        assert_eq!(link(PersonState::Active, false), Err(Refusal::SignedInBefore));
        assert_eq!(link(PersonState::Disabled, false), Err(Refusal::PersonDisabled));
    }

    #[test]
    fn every_role_of_an_account_belongs_to_one_kind_of_account() {
        for kind in [AccountKind::Provider, AccountKind::Consumer] {
            assert_eq!(roles_in(kind)[0], administrator_of(kind));
            assert!(administrator_of(kind).is_account_administrator());
            for role in roles_in(kind) {
                assert_eq!(role_in(kind, role.name()), Some(*role));
                assert!(!role.is_operator() && role.is_provider() == (kind == AccountKind::Provider));
            }
        }
        assert_eq!(role_in(AccountKind::Consumer, "provider_editor"), None);
        assert_eq!(role_in(AccountKind::Provider, "admin"), None);
        let known = roles_in(AccountKind::Provider).len() + roles_in(AccountKind::Consumer).len();
        assert_eq!(known, Role::ALL.into_iter().filter(|role| !role.is_operator()).count());
    }

    proptest! {
        /// Whatever is done one step at a time, an account that has an administrator keeps one.
        #[test]
        fn no_sequence_of_allowed_removals_leaves_an_account_without_administrator(
            roles in proptest::collection::vec(select(roles_in(AccountKind::Provider)), 1..8),
            order in proptest::collection::vec(0_usize..8, 0..16),
        ) {
            let mut members: Vec<Member> =
                (1..).zip(roles).map(|(id, role)| member(id, role, PersonState::Active)).collect();
            let has_one = |members: &[Member]| members.iter().any(|member| member.role.is_account_administrator());
            prop_assume!(has_one(&members));
            for at in order {
                if at < members.len() && may_go(&members, at) {
                    members.remove(at);
                }
            }
            prop_assert!(has_one(&members));
        }
    }
}
