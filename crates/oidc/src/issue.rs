//! What a redeemed code earns: a signed ID token for the client and a short-lived access token for this issuer's own
//! endpoints (§7.4, §7.5). Checking that the code was good has happened before.

use serde::Serialize;

use crate::claims::{ACCESS_TOKEN_TYPE, AccessTokenClaims, ID_TOKEN_TYPE, IdTokenClaims, Person, PersonClaims};
use crate::discovery::Issuer;
use crate::grant::CodeRecord;
use crate::keys::{KeyError, SigningKey};
use crate::secret::{base64url, sha256};

/// How long tokens live, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    pub access_token: i64,
    pub id_token: i64,
    /// The access token that an API key gets.
    pub service_token: i64,
}

impl Default for Lifetimes {
    /// 15 minutes each, and an hour for a service (security.md, decisions).
    fn default() -> Self {
        Self { access_token: 15 * 60, id_token: 15 * 60, service_token: 60 * 60 }
    }
}

/// Random bytes for the two `jti`s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenIds {
    pub access_token: [u8; 16],
    pub id_token: [u8; 16],
}

impl TokenIds {
    /// `jti` of the access token, under which the store remembers it in order to revoke it.
    pub fn access_jti(&self) -> String {
        base64url(&self.access_token)
    }
}

/// The 200 answer of the token endpoint, to be sent with `Cache-Control: no-store`.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct TokenResponse {
    pub access_token: String,
    pub token_type: &'static str,
    /// Seconds from now.
    pub expires_in: i64,
    /// The same as seconds since 1970 (§7.4).
    pub expiration: i64,
    /// `None` for a service, which is nobody who signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    pub scope: String,
}

/// The two things that every token of this issuer is made with.
#[derive(Debug, Clone, Copy)]
pub struct TokenIssuer<'a> {
    pub issuer: &'a Issuer,
    pub key: &'a SigningKey,
    pub lifetimes: Lifetimes,
}

impl TokenIssuer<'_> {
    /// Signs both tokens for a `record` that has been redeemed. `person` is the record's subject.
    pub fn issue(
        &self,
        record: &CodeRecord,
        person: &Person,
        ids: TokenIds,
        now: i64,
    ) -> Result<TokenResponse, KeyError> {
        let access = self.access_claims(record, ids, now);
        let access_token = self.key.sign(ACCESS_TOKEN_TYPE, &access)?;
        let id = self.id_claims(record, person, ids, &access_token, now);
        Ok(TokenResponse {
            id_token: Some(self.key.sign(ID_TOKEN_TYPE, &id)?),
            access_token,
            token_type: "Bearer",
            expires_in: self.lifetimes.access_token,
            expiration: access.exp,
            scope: access.scope,
        })
    }

    fn access_claims(&self, record: &CodeRecord, ids: TokenIds, now: i64) -> AccessTokenClaims {
        AccessTokenClaims {
            iss: self.issuer.to_string(),
            sub: record.subject.clone(),
            aud: vec![self.issuer.to_string(), record.client_id.clone()],
            client_id: record.client_id.clone(),
            exp: now.saturating_add(self.lifetimes.access_token),
            iat: now,
            jti: ids.access_jti(),
            scope: record.scope.to_string(),
        }
    }

    fn id_claims(
        &self,
        record: &CodeRecord,
        person: &Person,
        ids: TokenIds,
        access_token: &str,
        now: i64,
    ) -> IdTokenClaims {
        IdTokenClaims {
            iss: self.issuer.to_string(),
            sub: record.subject.clone(),
            aud: record.client_id.clone(),
            exp: now.saturating_add(self.lifetimes.id_token),
            iat: now,
            auth_time: record.auth_time,
            nonce: record.nonce.clone(),
            jti: base64url(&ids.id_token),
            at_hash: at_hash(access_token),
            person: PersonClaims::revealed(person, &record.scope),
        }
    }
}

/// OIDC Core §3.1.3.6.
fn at_hash(access_token: &str) -> String {
    base64url(&sha256(access_token.as_bytes())[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_an_access_token_is_the_left_half() {
        // The example of OIDC Core appendix A.3.
        assert_eq!(at_hash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"), "77QmUPtjPfzWtF2AnpK9RQ");
    }
}
