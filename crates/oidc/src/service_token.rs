//! The token of a service: what an API key earns (§7.4b, §7.5). It says whose service acts, so that it opens the
//! interfaces of that service and no others. Whether the key still lives is the store's knowledge.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::claims::{ACCESS_TOKEN_TYPE, AccessTokenClaims, SubjectClaims};
use crate::error::{ErrorCode, OAuthError};
use crate::issue::{TokenIssuer, TokenResponse};
use crate::keys::KeyError;
use crate::secret::{SecretHash, base64url};
use crate::token::API_KEY_GRANT_TYPE;

/// `sub_type` of the token of a service.
pub(crate) const SERVICE_ID: &str = "ServiceId";
/// The realm of service ids (§7.1).
const REALM: &str = "iam";

/// What the store keeps under the beginning of a key that nobody has revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// The id of the key itself.
    pub key: String,
    pub secret: SecretHash,
    /// `ServiceId-<uuid>`
    pub service_id: String,
    /// The name of the service, which is its scope and its client (§7.6).
    pub service: String,
    /// The account and the offering that it belongs to.
    pub account: String,
    pub offering: String,
    /// The second from which on it is worth nothing; `None`: it has no end.
    pub expires_at: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceTokenClaims {
    #[serde(flatten)]
    pub access: AccessTokenClaims,
    /// Its identifier is `ServiceId-<uuid>`.
    #[serde(flatten)]
    pub subject: SubjectClaims,
    /// The offering, which is the service's GUID.
    pub resource_id: String,
    /// The key that got the token. It opens nothing.
    pub apikey_id: String,
}

/// The answer to a key that is unknown, wrong, over or revoked; they look the same.
pub const fn unknown_key() -> OAuthError {
    OAuthError::new(ErrorCode::InvalidGrant, "the API key is unknown, expired or revoked")
}

impl KeyRecord {
    /// Whether `presented` is the key, and its time is not over.
    pub fn redeem(&self, presented: &SecretString, now: i64) -> Result<(), OAuthError> {
        let is_over = self.expires_at.is_some_and(|end| end <= now);
        if self.secret.verify(presented) && !is_over { Ok(()) } else { Err(unknown_key()) }
    }
}

impl TokenIssuer<'_> {
    /// Signs the token for a key that was redeemed, which it does not outlive. `jti` are random bytes.
    pub fn issue_to_service(&self, record: &KeyRecord, jti: [u8; 16], now: i64) -> Result<TokenResponse, KeyError> {
        let exp = now.saturating_add(self.lifetimes.service_token);
        let exp = record.expires_at.map_or(exp, |end| exp.min(end));
        let access = AccessTokenClaims {
            iss: self.issuer.to_string(),
            sub: record.service_id.clone(),
            aud: vec![self.issuer.to_string()],
            client_id: record.service.clone(),
            exp,
            iat: now,
            jti: base64url(&jti),
            scope: record.service.clone(),
        };
        let claims = ServiceTokenClaims {
            subject: SubjectClaims::new(REALM, &record.service_id, SERVICE_ID, &record.account, API_KEY_GRANT_TYPE),
            resource_id: record.offering.clone(),
            apikey_id: record.key.clone(),
            access,
        };
        Ok(TokenResponse {
            access_token: self.key.sign(ACCESS_TOKEN_TYPE, &claims)?,
            token_type: "Bearer",
            expires_in: exp.saturating_sub(now),
            expiration: claims.access.exp,
            id_token: None,
            scope: claims.access.scope,
        })
    }
}
