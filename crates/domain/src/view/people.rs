//! What the pages about people and accounts read: an account with its members, everybody, sessions, and a set-up link on
//! its way to the one page that shows it.

use serde::{Deserialize, Serialize};

use super::{FreshSecret, UnsettledView};
use crate::account::{Account, Places, RegistrationDraft};
use crate::caller::{Membership, Person, Role};
use crate::checklist::Intake;
use crate::consent::ServiceConsent;
use crate::ids::{AccountId, ParkedId, PersonId};
use crate::member::Member;
use crate::moment::Moment;
use crate::person::PersonState;
use crate::session::Session;
use crate::token::PersonalToken;

/// An account with the people in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    pub person: Person,
    pub account: Account,
    /// Who handed it in and who decided about it.
    pub intake: Intake,
    /// By name; disabled ones included.
    pub members: Vec<Member>,
    /// Where it is at home and in what it pays; nothing for those who may not see it.
    pub places: Places,
    /// What the person typed into the registration on a stale revision, until they have decided about it.
    pub parked: Option<ParkedRegistration>,
    pub operator_contact: String,
    pub now: Moment,
}

/// A registration as typed while somebody else saved theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParkedRegistration {
    pub id: ParkedId,
    pub form: RegistrationDraft,
    pub at: Moment,
}

/// Every account as the operator looks after it, those that wait for a decision first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationsView {
    pub person: Person,
    pub accounts: Vec<Account>,
    /// For the billing desk; nothing for whoever may not see it.
    pub unsettled: UnsettledView,
    pub now: Moment,
}

/// Somebody as the operator's admin sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLine {
    pub id: PersonId,
    pub email: String,
    pub name: String,
    pub operator: Vec<Role>,
    pub memberships: Vec<Membership>,
    pub state: PersonState,
    pub created_at: Moment,
    /// `None`: never, as far as the history goes.
    pub last_sign_in: Option<Moment>,
}

impl PersonLine {
    pub fn has_operator_role(&self, role: Role) -> bool {
        self.operator.contains(&role)
    }
}

/// Everybody, by e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleView {
    pub person: Person,
    pub people: Vec<PersonLine>,
    pub now: Moment,
}

/// One person in the hands of the operator's admin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    /// Who looks.
    pub person: Person,
    pub subject: PersonLine,
    /// The platform administrators who are not disabled.
    pub admins: Vec<PersonId>,
    pub sessions: Vec<Session>,
    pub now: Moment,
}

/// The sessions of the person who looks, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionsView {
    pub person: Person,
    pub sessions: Vec<Session>,
    /// The services that they agreed to sign in to.
    pub services: Vec<ServiceConsent>,
    pub now: Moment,
}

/// The access tokens of the person who looks: those that live, and those that ended lately, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokensView {
    pub person: Person,
    pub tokens: Vec<PersonalToken>,
    pub now: Moment,
}

/// An access token that was just made, in clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreshToken {
    pub token: PersonalToken,
    pub secret: FreshSecret,
}

/// The page of a fresh access token; `None`: it was shown already, or there was none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreshTokenView {
    pub person: Person,
    pub fresh: Option<FreshToken>,
}

/// A set-up link that was just made, for the one page that shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreshLink {
    /// For whom it is.
    pub name: String,
    pub email: String,
    /// `/set-up/<token>`, to be put behind the console's address.
    pub path: String,
    pub expires_at: Moment,
    /// Whose member it is for; `None`: somebody in the list of people.
    pub account: Option<AccountId>,
}

impl core::fmt::Debug for FreshLink {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("FreshLink").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// The page of a fresh link; `None`: it was shown already, or there was none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreshLinkView {
    pub person: Person,
    pub link: Option<FreshLink>,
}
