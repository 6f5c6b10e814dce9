//! Checking tokens that this issuer made itself. The rules are narrower than RFC 7519 allows, since nobody else
//! writes these tokens: one algorithm, three header members, whole seconds. Whether a token has been revoked is the
//! store's knowledge, by `jti`.

use std::collections::BTreeMap;
use std::fmt;

use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::claims::{ACCESS_TOKEN_TYPE, AccessTokenClaims, ID_TOKEN_TYPE};
use crate::discovery::Issuer;
use crate::keys::{ALGORITHM, Jwks};
use crate::secret::from_base64url;
use crate::service_token::{SERVICE_ID, ServiceTokenClaims};

/// How far clocks may be apart, in seconds (security.md §3b).
pub const LEEWAY_SECONDS: i64 = 60;

const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// The public keys, ready to check signatures, by `kid`.
#[derive(Clone, Default)]
pub struct VerifyingKeys(BTreeMap<String, DecodingKey>);

/// Why a token is refused. For logs and tests: the client learns only `invalid_token`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TokenFault {
    #[error("not three parts of base64url")]
    Malformed,
    #[error("the header is not one this issuer writes")]
    Header,
    #[error("the algorithm is not RS256")]
    Algorithm,
    #[error("a token of another kind")]
    Type,
    #[error("no key of this name")]
    UnknownKey,
    #[error("the signature does not match")]
    Signature,
    #[error("the claims are not those of such a token")]
    Claims,
    #[error("another issuer")]
    Issuer,
    #[error("another audience")]
    Audience,
    #[error("expired")]
    Expired,
    #[error("issued in the future")]
    NotYetIssued,
}

impl VerifyingKeys {
    /// Keys that are no RSA keys for RS256 signatures, or do not bear their thumbprint as name, are left out.
    pub fn new(jwks: &Jwks) -> Self {
        let usable = jwks.keys.iter().filter(|jwk| jwk.is_sound());
        let parsed = usable.filter_map(|jwk| {
            let key = DecodingKey::from_rsa_components(&jwk.n, &jwk.e).ok()?;
            Some((jwk.kid.clone(), key))
        });
        Self(parsed.collect())
    }

    /// The claims of an access token that this issuer signed, for its own endpoints, and that is valid at `now`.
    pub fn access_token(&self, token: &str, issuer: &Issuer, now: i64) -> Result<AccessTokenClaims, TokenFault> {
        let claims: AccessTokenClaims = self.signed_claims(token, ACCESS_TOKEN_TYPE)?;
        claims.check(issuer, now)?;
        Ok(claims)
    }

    /// The claims of an access token that an API key got: whose service acts, and by which key. That of a person has
    /// other claims and is refused.
    pub fn service_token(&self, token: &str, issuer: &Issuer, now: i64) -> Result<ServiceTokenClaims, TokenFault> {
        let claims: ServiceTokenClaims = self.signed_claims(token, ACCESS_TOKEN_TYPE)?;
        claims.access.check(issuer, now)?;
        if claims.subject.sub_type == SERVICE_ID { Ok(claims) } else { Err(TokenFault::Claims) }
    }

    /// Whom an ID token speaks of that this issuer once signed for that client. It may have expired long ago: as a hint
    /// it says who is meant, and proves nothing (OIDC Core §3.1.2.1).
    pub fn hinted_subject(&self, token: &str, issuer: &Issuer, client_id: &str) -> Result<String, TokenFault> {
        let claims: HintClaims = self.signed_claims(token, ID_TOKEN_TYPE)?;
        if claims.iss != issuer.as_str() {
            return Err(TokenFault::Issuer);
        }
        if claims.aud != client_id {
            return Err(TokenFault::Audience);
        }
        Ok(claims.sub)
    }

    pub(crate) fn signed_claims<T: DeserializeOwned>(&self, token: &str, kind: &str) -> Result<T, TokenFault> {
        let (message, payload, signature) = split(token)?;
        let header = Header::read(message, kind)?;
        let key = self.0.get(&header.kid).ok_or(TokenFault::UnknownKey)?;
        let signed = jsonwebtoken::crypto::verify(signature, message.as_bytes(), key, Algorithm::RS256);
        if !signed.map_err(|_| TokenFault::Signature)? {
            return Err(TokenFault::Signature);
        }
        let json = from_base64url(payload).ok_or(TokenFault::Malformed)?;
        serde_json::from_slice(&json).map_err(|_| TokenFault::Claims)
    }
}

impl AccessTokenClaims {
    fn check(&self, issuer: &Issuer, now: i64) -> Result<(), TokenFault> {
        if self.iss != issuer.as_str() {
            return Err(TokenFault::Issuer);
        }
        if !self.aud.iter().any(|audience| audience == issuer.as_str()) {
            return Err(TokenFault::Audience);
        }
        if now >= self.exp.saturating_add(LEEWAY_SECONDS) {
            return Err(TokenFault::Expired);
        }
        if self.iat > now.saturating_add(LEEWAY_SECONDS) {
            return Err(TokenFault::NotYetIssued);
        }
        Ok(())
    }
}

impl fmt::Debug for VerifyingKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// What a hint needs of an ID token.
#[derive(Deserialize)]
struct HintClaims {
    iss: String,
    sub: String,
    aud: String,
}

/// Refuses every other member: `jwk`, `jku`, `x5u`, `crit` and the like have no business in our tokens.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    typ: String,
    kid: String,
}

impl Header {
    fn read(message: &str, kind: &str) -> Result<Self, TokenFault> {
        let (encoded, _) = message.split_once('.').ok_or(TokenFault::Malformed)?;
        let json = from_base64url(encoded).ok_or(TokenFault::Malformed)?;
        let header: Self = serde_json::from_slice(&json).map_err(|_| TokenFault::Header)?;
        if header.alg != ALGORITHM {
            return Err(TokenFault::Algorithm);
        }
        if header.typ != kind {
            return Err(TokenFault::Type);
        }
        Ok(header)
    }
}

/// `header.payload`, `payload`, `signature`.
fn split(token: &str) -> Result<(&str, &str, &str), TokenFault> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(TokenFault::Malformed);
    }
    let (message, signature) = token.rsplit_once('.').ok_or(TokenFault::Malformed)?;
    let (header, payload) = message.split_once('.').ok_or(TokenFault::Malformed)?;
    if payload.contains('.') || header.is_empty() || payload.is_empty() || signature.is_empty() {
        return Err(TokenFault::Malformed);
    }
    Ok((message, payload, signature))
}
