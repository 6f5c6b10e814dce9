//! What somebody agreed that a service may learn about them when they sign in there. How a service asks is not known
//! here.

use serde::{Deserialize, Serialize};

use crate::ids::AccountId;
use crate::moment::Moment;

/// The agreement of one person with one client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceConsent {
    pub client_id: String,
    /// The account that offers it; `None` for what the operator has registered.
    pub owner: Option<AccountId>,
    /// As it was called then.
    pub service: String,
    /// The name of the owner then.
    pub provider: Option<String>,
    /// In the order in which they were asked for.
    pub scopes: Vec<String>,
    pub given_at: Moment,
}
