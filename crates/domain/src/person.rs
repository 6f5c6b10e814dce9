//! People as the console keeps them: what is asked of a new one, whether they can sign in, and that somebody is left who
//! looks after the console. It knows neither accounts (`member`, `account`) nor how somebody proves who they are.

use serde::{Deserialize, Serialize};

use crate::caller::Role;
use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::ids::PersonId;
use crate::rejection::Refusal;
use crate::rule::{any, person as rule};
use crate::shape::{self, Text};

/// The longest e-mail address that travels (RFC 5321), in characters.
pub const LONGEST_EMAIL: usize = 254;
/// The longest name of a person or an account, in characters.
pub const LONGEST_NAME: usize = 128;

/// Whether somebody can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonState {
    /// Has a password, or an identity at another issuer.
    Active,
    /// Has never signed in: the set-up link is still to be used.
    Invited,
    /// Locked out by the operator.
    Disabled,
}

impl PersonState {
    pub const fn of(is_disabled: bool, can_sign_in: bool) -> Self {
        match (is_disabled, can_sign_in) {
            (true, _) => Self::Disabled,
            (false, true) => Self::Active,
            (false, false) => Self::Invited,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Invited => "invited",
            Self::Disabled => "disabled",
        }
    }
}

/// A new person as typed, with the roles at the operator that were ticked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PersonDraft {
    pub email: String,
    pub name: String,
    pub roles: Vec<String>,
}

impl PersonDraft {
    /// `is_taken`: somebody has the address already.
    pub fn check(&self, is_taken: bool) -> Findings {
        let mut found = Findings::new();
        check_email(&mut found, Field::PersonEmail, &self.email);
        if is_taken && found.is_empty() {
            found.push(Finding::new(Field::PersonEmail, rule::EMAIL_TAKEN).naming(self.email.trim()));
        }
        check_name(&mut found, Field::PersonName, &self.name);
        for role in &self.roles {
            if !Role::parse(role).is_some_and(Role::is_operator) {
                found.push(Finding::new(Field::PersonRoles, any::NOT_A_CHOICE).naming(role));
            }
        }
        found
    }

    /// The roles at the operator among what was ticked, each once.
    pub fn operator_roles(&self) -> Vec<Role> {
        Role::ALL
            .into_iter()
            .filter(|role| role.is_operator() && self.roles.iter().any(|name| name == role.name()))
            .collect()
    }
}

/// Blanks around an address are no part of it.
pub(crate) fn check_email(found: &mut Findings, field: Field, email: &str) {
    let expected = Text::line(LONGEST_EMAIL).too_long(rule::EMAIL_TOO_LONG).required(rule::EMAIL_MISSING);
    shape::email(found, field, email.trim(), expected);
}

pub(crate) fn check_name(found: &mut Findings, field: Field, name: &str) {
    let expected = Text::line(LONGEST_NAME).too_long(rule::NAME_TOO_LONG).required(rule::NAME_MISSING);
    shape::text(found, field, name.trim(), expected);
}

/// Somebody has to look after the console: of `admins`, the platform administrators who are not disabled, the last one
/// keeps the role and stays enabled.
pub fn may_lose_admin(admins: &[PersonId], person: PersonId) -> Result<(), Refusal> {
    if admins == [person] { Err(Refusal::LastAdmin) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ADA: PersonId = PersonId::new(Uuid::from_u128(1));
    const REX: PersonId = PersonId::new(Uuid::from_u128(2));

    #[test]
    fn the_last_platform_administrator_stays_one() {
        assert_eq!(may_lose_admin(&[ADA], ADA), Err(Refusal::LastAdmin));
        assert_eq!(may_lose_admin(&[ADA, REX], ADA), Ok(()));
        assert_eq!(may_lose_admin(&[ADA], REX), Ok(()), "whoever is none loses nothing");
        assert_eq!(may_lose_admin(&[], REX), Ok(()));
    }

    #[test]
    fn somebody_disabled_is_disabled_whatever_they_sign_in_with() {
        assert_eq!(PersonState::of(true, true), PersonState::Disabled);
        assert_eq!(PersonState::of(true, false), PersonState::Disabled);
        assert_eq!(PersonState::of(false, true), PersonState::Active);
        assert_eq!(PersonState::of(false, false), PersonState::Invited);
    }

    #[test]
    fn only_roles_at_the_operator_are_given_and_each_once() {
        let ticked = ["admin", "reviewer", "admin", "provider_editor", ""].map(str::to_owned).to_vec();
        let draft = PersonDraft { roles: ticked, ..PersonDraft::default() };
        assert_eq!(draft.operator_roles(), [Role::Reviewer, Role::Admin]);
        assert_eq!(draft.check(false).at(Field::PersonRoles).count(), 2);
    }
}
