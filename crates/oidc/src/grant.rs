//! The authorization code: what is remembered beside it and who may redeem it (RFC 6749 §4.1.3, RFC 7636 §4.6). That a
//! code works once is the store's business: it marks the record as used with one conditional update *before*
//! [`CodeRecord::redeem`] is asked, so that a failed attempt burns the code as well.

use secrecy::SecretString;

use crate::authorize::AuthorizeRequest;
use crate::error::{ErrorCode, OAuthError};
use crate::pkce::Challenge;
use crate::scope::Scope;
use crate::secret::{base64url, sha256};
use crate::token::CodeGrant;

/// How long a code lives (§7.4a, DEC-27).
pub const CODE_LIFETIME_SECONDS: i64 = 60;

/// What the store keeps under [`code_hash`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRecord {
    pub client_id: String,
    pub redirect_uri: String,
    pub challenge: Option<Challenge>,
    pub nonce: Option<String>,
    /// `sub` of the person who signed in.
    pub subject: String,
    /// When that person proved who they are, in seconds.
    pub auth_time: i64,
    pub scope: Scope,
    /// The first second in which the code is no longer valid.
    pub expires_at: i64,
}

/// A code of 256 bits in 43 base64url characters. It goes to the browser and is stored only as [`code_hash`].
pub fn new_code(random: &[u8; 32]) -> SecretString {
    base64url(random).into()
}

/// SHA-256 of a code in 64 hex digits, the key under which its record is kept.
pub fn code_hash(code: &str) -> String {
    hex::encode(sha256(code.as_bytes()))
}

/// The answer to a code that is unknown or was used before; the latter also revokes what was issued for it.
pub const fn unknown_code() -> OAuthError {
    refused("the code is unknown, expired or used")
}

impl CodeRecord {
    /// The record for a request that `subject`, signed in at `auth_time`, has agreed to.
    pub fn issue(request: &AuthorizeRequest, subject: String, auth_time: i64, now: i64) -> Self {
        Self {
            client_id: request.client_id.clone(),
            redirect_uri: request.redirect_uri.as_str().to_owned(),
            challenge: request.challenge.clone(),
            nonce: request.nonce.clone(),
            subject,
            auth_time,
            scope: request.scope.clone(),
            expires_at: now.saturating_add(CODE_LIFETIME_SECONDS),
        }
    }

    /// Checks, in this order: the client, the age, the redirect URI, the verifier. `client_id` has authenticated.
    pub fn redeem(&self, client_id: &str, presented: &CodeGrant, now: i64) -> Result<(), OAuthError> {
        if self.client_id != client_id || now >= self.expires_at {
            return Err(unknown_code());
        }
        if self.redirect_uri != presented.redirect_uri {
            return Err(refused("redirect_uri is not the one of the authorization request"));
        }
        match (&self.challenge, presented.code_verifier.as_deref()) {
            (Some(challenge), Some(verifier)) if challenge.accepts(verifier) => Ok(()),
            (Some(_), Some(_)) => Err(refused("code_verifier does not match")),
            (Some(_), None) => Err(refused("code_verifier is missing")),
            // A challenge was stripped from the request on its way here (RFC 9700 §4.8.2).
            (None, Some(_)) => Err(refused("code_verifier was sent for a code without a challenge")),
            (None, None) => Ok(()),
        }
    }
}

const fn refused(description: &'static str) -> OAuthError {
    OAuthError::new(ErrorCode::InvalidGrant, description)
}
