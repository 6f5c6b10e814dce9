//! Whether the person has to be asked before a client learns who they are (OIDC Core §3.1.2.4): what they agreed to
//! before, against what is asked for now. It does not know where that is remembered, nor which clients need no asking.

use crate::authorize::AuthorizeRequest;
use crate::error::{ErrorCode, OAuthError};
use crate::scope::Scope;
use crate::sign_in::Prompt;

/// What the client is told when the person says no.
pub const DENIED: OAuthError = OAuthError::new(ErrorCode::AccessDenied, "the person denied the request");

/// What to do about a request of somebody who is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Everything that is asked for was agreed to before.
    Given,
    /// Show the page that asks.
    Ask,
    /// Answer the client with this error.
    Refuse(OAuthError),
}

impl AuthorizeRequest {
    /// Decides for somebody who once agreed to `remembered` for this client. `prompt=consent` asks again in any case, and
    /// so does a client that could be another program (RFC 8252 §8.6).
    pub fn consent(&self, remembered: Option<&Scope>) -> Consent {
        let agreed = self.is_assured && remembered.is_some_and(|agreed| agreed.covers(&self.scope));
        match self.prompt {
            Prompt::Interactive { consent: false, .. } | Prompt::Silent if agreed => Consent::Given,
            Prompt::Interactive { .. } => Consent::Ask,
            Prompt::Silent => {
                Consent::Refuse(OAuthError::new(ErrorCode::ConsentRequired, "the person has not agreed to this yet"))
            }
        }
    }
}

impl Scope {
    /// Whether every name of `other` is one of these.
    pub fn covers(&self, other: &Self) -> bool {
        other.names().all(|name| self.contains(name))
    }

    /// These names and those of `other`.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self::collect(self.names().chain(other.names()))
    }
}
