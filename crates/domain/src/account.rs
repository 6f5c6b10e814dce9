//! Accounts: the tenants. A provider account must be approved for integrated billing before it may add resources
//! (T01–T04 of §3.3 in their shortest form).

use serde::{Deserialize, Serialize};

use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::ids::{AccountId, PersonId};
use crate::moment::Moment;
use crate::person::{self, LONGEST_NAME};
use crate::rule::account as rule;
use crate::shape::{self, Text};

mod place;

pub use place::{AccountPlaceDraft, Places};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    Provider,
    Consumer,
}

impl AccountKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Consumer => "consumer",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [Self::Provider, Self::Consumer].into_iter().find(|kind| kind.name() == name)
    }
}

/// Where a provider account stands on its way to integrated billing (§3.2: `DRAFT_REG` … `APPROVED`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Registration {
    Draft,
    Submitted,
    Returned,
    Rejected,
    Approved,
}

impl Registration {
    pub const ALL: [Self; 5] = [Self::Draft, Self::Submitted, Self::Returned, Self::Rejected, Self::Approved];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Rejected => "rejected",
            Self::Approved => "approved",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A new account as typed, with its first administrator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewAccountDraft {
    pub name: String,
    pub kind: String,
    pub administrator_name: String,
    pub administrator_email: String,
}

impl NewAccountDraft {
    /// `is_taken`: another account has the name; letter case does not tell two names apart.
    pub fn check(&self, is_taken: bool) -> Findings {
        let mut found = Findings::new();
        let name = Text::line(LONGEST_NAME).too_long(rule::NAME_TOO_LONG).required(rule::NAME_MISSING);
        shape::text(&mut found, Field::AccountName, self.name.trim(), name);
        if is_taken && found.is_empty() {
            found.push(Finding::new(Field::AccountName, rule::NAME_TAKEN).naming(self.name.trim()));
        }
        let kinds = [AccountKind::Provider.name(), AccountKind::Consumer.name()];
        shape::choice(&mut found, Field::AccountKind, &self.kind, &kinds, rule::KIND_MISSING);
        person::check_name(&mut found, Field::AdministratorName, &self.administrator_name);
        person::check_email(&mut found, Field::AdministratorEmail, &self.administrator_email);
        found
    }
}

/// The registration form as typed (§4.1, the part that approval needs).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegistrationDraft {
    pub company_name: String,
    pub company_legal_name: String,
    pub contact_name: String,
    pub contact_email: String,
}

/// A provider or consumer account as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    pub kind: AccountKind,
    pub name: String,
    pub registration: Registration,
    pub form: RegistrationDraft,
    /// Moves with every change of the form or the registration.
    pub revision: i64,
    pub submitted: Option<(PersonId, Moment)>,
    pub decided: Option<(PersonId, Moment)>,
    /// What the operator wrote when returning or rejecting.
    pub reason: String,
    /// What the documentation URLs of its offerings begin with: issued with the approval (T04).
    #[serde(default)]
    pub documentation_base: Option<String>,
    /// It is one of the operator's own, as the operator says: it sees what is for these accounts alone, and not what is
    /// for all others (§4.15).
    #[serde(default)]
    pub is_internal: bool,
}

impl RegistrationDraft {
    pub fn check(&self) -> Findings {
        let mut found = Findings::new();
        let name = Text::line(LONGEST_NAME).too_long(rule::COMPANY_NAME_TOO_LONG).required(rule::COMPANY_NAME_MISSING);
        shape::text(&mut found, Field::CompanyName, &self.company_name, name);
        let legal = Text::line(256).too_long(rule::LEGAL_NAME_TOO_LONG);
        shape::text(&mut found, Field::CompanyLegalName, &self.company_legal_name, legal);
        let contact = Text::line(64).too_long(rule::CONTACT_NAME_TOO_LONG).required(rule::CONTACT_NAME_MISSING);
        shape::text(&mut found, Field::CompanyContactName, &self.contact_name, contact);
        let email = Text::line(128).too_long(rule::CONTACT_EMAIL_TOO_LONG).required(rule::CONTACT_EMAIL_MISSING);
        shape::email(&mut found, Field::CompanyContactEmail, &self.contact_email, email);
        found
    }
}

/// Checks what was typed as the account that is to be added to the allowlist of an offering of `owner` (§4.15): the
/// exact name of an account, or its id. `account` is the one that goes by it. Nothing is said about accounts that are
/// almost called so: who else is a customer here is nobody's business.
pub fn check_allowed_account(typed: &str, account: Option<AccountId>, owner: AccountId) -> Findings {
    let mut found = Findings::new();
    let field = Field::AllowlistAccount;
    let expected = Text::line(LONGEST_NAME).required(rule::ALLOWED_ACCOUNT_MISSING);
    if shape::text(&mut found, field, typed, expected).is_none() || found.errors().next().is_some() {
        return found;
    }
    match account {
        None => found.push(Finding::new(field, rule::ALLOWED_ACCOUNT_UNKNOWN).naming(typed.trim())),
        Some(account) if account == owner => found.push(Finding::new(field, rule::ALLOWED_ACCOUNT_IS_THE_OWNER)),
        Some(_) => {}
    }
    found
}
