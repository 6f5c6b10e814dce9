//! Who asks: the person behind a request, the roles they hold and the account they work in right now.
//! It is loaded anew for every request, so a withdrawn role is gone on the next one.

use serde::{Deserialize, Serialize};

use crate::account::AccountKind;
use crate::ids::{AccountId, PersonId};

/// Roles of §2. Provider roles come from membership in a provider account, consumer roles from a consumer account,
/// operator roles from the person; the machines have none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(description = "What somebody is in an account, or at the operator.")
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// PA
    ProviderAdministrator,
    /// PE
    ProviderEditor,
    /// PD
    ProviderDeveloper,
    /// PV
    ProviderViewer,
    /// OR
    Reviewer,
    /// OM
    Marketing,
    /// OB
    Billing,
    /// OA
    Admin,
    /// SA
    Support,
    /// CA
    ConsumerAdministrator,
    /// CU
    ConsumerUser,
}

impl Role {
    pub const ALL: [Self; 11] = [
        Self::ProviderAdministrator,
        Self::ProviderEditor,
        Self::ProviderDeveloper,
        Self::ProviderViewer,
        Self::Reviewer,
        Self::Marketing,
        Self::Billing,
        Self::Admin,
        Self::Support,
        Self::ConsumerAdministrator,
        Self::ConsumerUser,
    ];

    /// The two letters of §2.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ProviderAdministrator => "PA",
            Self::ProviderEditor => "PE",
            Self::ProviderDeveloper => "PD",
            Self::ProviderViewer => "PV",
            Self::Reviewer => "OR",
            Self::Marketing => "OM",
            Self::Billing => "OB",
            Self::Admin => "OA",
            Self::Support => "SA",
            Self::ConsumerAdministrator => "CA",
            Self::ConsumerUser => "CU",
        }
    }

    /// How a role is stored and typed on the command line: `provider_administrator`, `reviewer`, ….
    pub const fn name(self) -> &'static str {
        match self {
            Self::ProviderAdministrator => "provider_administrator",
            Self::ProviderEditor => "provider_editor",
            Self::ProviderDeveloper => "provider_developer",
            Self::ProviderViewer => "provider_viewer",
            Self::Reviewer => "reviewer",
            Self::Marketing => "marketing",
            Self::Billing => "billing",
            Self::Admin => "admin",
            Self::Support => "support",
            Self::ConsumerAdministrator => "consumer_administrator",
            Self::ConsumerUser => "consumer_user",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    pub const fn is_operator(self) -> bool {
        matches!(self, Self::Reviewer | Self::Marketing | Self::Billing | Self::Admin | Self::Support)
    }

    /// Looks after the members of an account.
    pub const fn is_account_administrator(self) -> bool {
        matches!(self, Self::ProviderAdministrator | Self::ConsumerAdministrator)
    }

    pub const fn is_provider(self) -> bool {
        matches!(
            self,
            Self::ProviderAdministrator | Self::ProviderEditor | Self::ProviderDeveloper | Self::ProviderViewer
        )
    }
}

/// A person's place in an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    pub account: AccountId,
    pub account_name: String,
    pub kind: AccountKind,
    pub role: Role,
}

/// A signed-in person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub email: String,
    pub name: String,
    /// Roles at the operator; empty for provider and consumer people.
    pub operator: Vec<Role>,
    pub memberships: Vec<Membership>,
    /// The account whose things the person works on now; `None` for people of the operator without an account.
    pub current: Option<AccountId>,
}

impl Person {
    pub fn membership(&self, account: AccountId) -> Option<&Membership> {
        self.memberships.iter().find(|membership| membership.account == account)
    }

    pub fn current_membership(&self) -> Option<&Membership> {
        self.current.and_then(|account| self.membership(account))
    }

    /// The person in the account that they chose if they still belong there, else in their first one.
    #[must_use]
    pub fn working_in(mut self, chosen: Option<AccountId>) -> Self {
        let still = chosen.filter(|account| self.membership(*account).is_some());
        self.current = still.or_else(|| self.memberships.first().map(|membership| membership.account));
        self
    }

    /// §2: the administrator of a provider account is its owner. Belonging to an account in any other role, or to a
    /// consumer's, makes it nobody's own.
    pub fn owns(&self, account: AccountId) -> bool {
        self.membership(account).is_some_and(|membership| membership.role == Role::ProviderAdministrator)
    }

    pub fn is_operator(&self) -> bool {
        !self.operator.is_empty()
    }

    pub fn has_operator_role(&self, role: Role) -> bool {
        self.operator.contains(&role)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Caller {
    Anonymous,
    Person(Person),
}

impl Caller {
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Anonymous => None,
            Self::Person(person) => Some(person),
        }
    }
}
