//! What the billing desk and providers read about money beside statements: the statement of any account with what can be
//! put right on it, and what a month would have come to by other prices.

use serde::{Deserialize, Serialize};

use super::{OfferingView, StatementPage};
use crate::caller::Person;
use crate::ids::{AccountId, PlanId};
use crate::money::Currency;
use crate::month::Month;
use crate::statement::{Unsettled, WhatIf};

/// What an account owes for a month, for the operator's billing desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountStatementView {
    pub person: Person,
    pub account: AccountId,
    /// What the account is called.
    pub name: String,
    /// Those that can be looked at, newest first.
    pub months: Vec<Month>,
    pub page: StatementPage,
    /// Every service that the account used: its programmatic name, and what the catalog calls it.
    pub offerings: Vec<(String, String)>,
    /// In which something can be adjusted: the account's own first, then those of the statement.
    pub currencies: Vec<Currency>,
    /// The first month whose statement does not stand yet.
    pub first_draft: Month,
}

/// What the operator's billing desk has to look at, of this month and the one before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsettledView {
    /// The newer month first, then by account.
    pub lines: Vec<UnsettledLine>,
    /// How many there are that are not among them.
    pub more: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsettledLine {
    pub account: AccountId,
    /// What the account is called.
    pub name: String,
    pub month: Month,
    pub what: Unsettled,
}

impl UnsettledView {
    /// All of them, shown or not.
    pub fn count(&self) -> usize {
        self.lines.len() + self.more
    }
}

/// A month of a plan by what was published and by its draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIfView {
    pub view: OfferingView,
    pub plan: PlanId,
    /// Those that can be looked at, newest first.
    pub months: Vec<Month>,
    pub month: Month,
    /// Records for the month may still come.
    pub is_draft: bool,
    /// What accounts are called, by their number; nothing for providers, who do not learn it.
    pub names: Vec<(usize, String)>,
    pub what_if: WhatIf,
}

impl WhatIfView {
    pub fn name_of(&self, account: usize) -> Option<&str> {
        self.names.iter().find(|(number, _)| *number == account).map(|(_, name)| name.as_str())
    }
}
